"""Empties a dossier of its person: what was done stays told, for whom does not."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import String, cast, literal, update
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.dossier import journal
from bot.dossier.states import State
from bot.dossier.storage import DossierRow
from bot.dossier.tracking import change_state


def forget_dossiers(session: Session, ids: Sequence[Any], clock: Clock, author: str) -> None:
    """Empties the personal columns of dossiers, each with its line of journal; the rows and states stay.

    A dossier that is still open is withdrawn first: nobody could follow it any more, and it would keep the
    collectivité from opening another one.

    Args:
        session: an open transaction; the caller commits.
        ids: which dossiers.
        clock: gives aware UTC datetimes.
        author: a role or an agent's identifier, never a visitor's name.
    """
    journal.wait_turn(session)
    for id_ in ids:
        row = session.get_one(DossierRow, id_, with_for_update=True)
        if row.closed_at is None:
            change_state(session, row.id, State.RETIRE, clock, author=author)
        journal.append(session, row.reference, journal.Event.ERASED, {}, clock, author=author)
    session.execute(
        update(DossierRow)
        .where(DossierRow.id.in_(ids))
        .values(
            # Unique: no conversation has this name.
            key=literal("efface:") + cast(DossierRow.id, String),
            conversation_id="",
            # SQLite may give the number of a deleted letter to another person's.
            letter_id=0,
            requester_email="",
            requester_name=None,
            requester_function=None,
        )
    )
