"""Runs the migrations on the URL that `bot.db` hands over; knows the tables of every room."""

from alembic import context

import bot.dossier.storage
import bot.feedback.storage
import bot.handoff.storage
import bot.letter.drafts
import bot.letter.storage
import bot.review.storage  # noqa: F401
from bot.db import Base, make_engine

engine = make_engine(context.config.attributes["url"])
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
engine.dispose()
