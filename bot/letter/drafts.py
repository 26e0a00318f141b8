"""Letters under way: kept some weeks, so that they are taken up again, from another browser too.

A draft is found by its conversation, or by the address of who writes once a code proves it. The address is
only in the answers, and its keyed digest finds them: without the key, nobody looks a person up.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.clock import Clock
from bot.db import Base

#: How long a draft waits for its writer, from the last answer on.
KEPT_FOR_DAYS = 30
KEPT_FOR = timedelta(days=KEPT_FOR_DAYS)


class DraftRow(Base):
    """The answers of one conversation."""

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(64), unique=True)
    email_digest: Mapped[str | None] = mapped_column(String(64), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True)
class Draft:
    """A draft read back.

    Attributes:
        conversation_id: where it was begun.
        data: the answers, by slot.
        updated_at: when the last one was given.
    """

    conversation_id: str
    data: Mapping[str, Any]
    updated_at: datetime


def save_draft(
    session: Session,
    conversation_id: str,
    data: Mapping[str, Any],
    email: str | None,
    secret_key: str,
    clock: Clock,
) -> None:
    """Keeps the answers of a conversation, in the place of those kept before.

    Args:
        session: an open transaction; the caller commits.
        conversation_id: whose answers these are.
        data: the answers, as JSON has them.
        email: the address of who writes; without one the draft is found by its conversation only.
        secret_key: key of the digest.
        clock: gives aware UTC datetimes.
    """
    row = session.scalar(
        select(DraftRow).where(DraftRow.conversation_id == conversation_id).with_for_update()
    )
    if row is None:
        row = DraftRow(conversation_id=conversation_id)
        session.add(row)
    row.data = dict(data)
    row.email_digest = email_digest(secret_key, email) if email else None
    row.updated_at = clock()
    session.flush()


def find_draft(session: Session, conversation_id: str, clock: Clock) -> Draft | None:
    """Reads the draft of a conversation; None when there is none, or no longer."""
    row = session.scalar(
        select(DraftRow).where(
            DraftRow.conversation_id == conversation_id, DraftRow.updated_at > clock() - KEPT_FOR
        )
    )
    return None if row is None else _draft(row)


def find_drafts(session: Session, email: str, secret_key: str, clock: Clock) -> tuple[Draft, ...]:
    """Reads the drafts of an address, the newest first; the caller has proved the address."""
    rows = session.scalars(
        select(DraftRow)
        .where(
            DraftRow.email_digest == email_digest(secret_key, email),
            DraftRow.updated_at > clock() - KEPT_FOR,
        )
        .order_by(DraftRow.updated_at.desc(), DraftRow.id.desc())
    )
    return tuple(_draft(row) for row in rows)


def delete_draft(session: Session, conversation_id: str) -> None:
    """Forgets the draft of a conversation, if there is one."""
    session.execute(delete(DraftRow).where(DraftRow.conversation_id == conversation_id))


def email_digest(secret_key: str, email: str) -> str:
    """Gives what finds an address without telling it; capitals do not matter."""
    message = "\0".join(("draft", "address", email.strip().lower()))
    return hmac.new(secret_key.encode(), message.encode(), hashlib.sha256).hexdigest()


def _draft(row: DraftRow) -> Draft:
    return Draft(row.conversation_id, row.data, row.updated_at)
