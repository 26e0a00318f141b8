"""The table of what was decided: a digest of masked words, no words, nobody."""

from datetime import date

from sqlalchemy import Enum, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base
from bot.review.model import Decision


class ReviewRow(Base):
    """One line that a reviewer has decided upon.

    Attributes:
        key: digest of the masked words.
        target: the intent or the theme it was kept for; None when it was dropped.
        day: of the decision, in metropolitan France.
    """

    __tablename__ = "review"

    key: Mapped[str] = mapped_column(String(16), primary_key=True)
    decision: Mapped[Decision] = mapped_column(
        Enum(
            Decision,
            native_enum=False,
            length=16,
            values_callable=lambda decisions: [decision.value for decision in decisions],
        )
    )
    target: Mapped[str | None] = mapped_column(Text)
    day: Mapped[date]
