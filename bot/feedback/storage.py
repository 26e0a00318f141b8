"""The table of the opinions: no conversation, no time of day, no address, no words.

A row cannot be led back to a conversation, not even with the secret key: the token holds a random part that
only the visitor's browser keeps.
"""

from datetime import date

from sqlalchemy import Enum, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base
from bot.feedback.model import Reason


class FeedbackRow(Base):
    """One opinion about one answer that was given.

    Attributes:
        token_hash: SHA-256 of the answer's token: a second opinion about the same answer replaces the first.
        answer: what the answer is named.
        day: of the opinion, in metropolitan France.
    """

    __tablename__ = "feedback"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    answer: Mapped[str] = mapped_column(Text)
    useful: Mapped[bool]
    reason: Mapped[Reason | None] = mapped_column(
        Enum(
            Reason,
            native_enum=False,
            length=16,
            values_callable=lambda reasons: [reason.value for reason in reasons],
        )
    )
    day: Mapped[date]
