"""The journal: what happened to which dossier, when, by whom.

It is one chain: each line holds the digest of the one before, so that a line changed, removed or slipped in
afterwards shows. Triggers refuse such changes in the first place. No line holds personal data: a person can
be erased from a dossier while its history stays whole.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.dossier.storage import STATE_EVENT, JournalRow

#: What the first line says of the one before it.
NO_DIGEST = "0" * 64

#: On PostgreSQL those who write the journal queue on this number ("CTAI" in ASCII).
_LOCK = 0x43544149


class Event(StrEnum):
    """What a line tells."""

    OPENED = "ouverture"
    STATE = STATE_EVENT
    QUESTION = "question"
    PURGED = "purge"
    EXPORTED = "export"
    ERASED = "effacement"
    VERSION = "version"


@dataclass(frozen=True)
class JournalCheck:
    """What a reading of the whole journal found.

    Attributes:
        lines: how many were read.
        digest: of the last line that holds; kept elsewhere, it also shows that the end was cut off.
        broken_at: id of the first line that does not follow from the one before, None when all do.
    """

    lines: int
    digest: str
    broken_at: int | None


def wait_turn(session: Session) -> None:
    """Waits until no other transaction writes the journal, and keeps the turn until the end of this one.

    Two writers at once would both follow the same line. SQLite lets one transaction in at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def append(
    session: Session,
    reference: str,
    event: Event,
    detail: Mapping[str, object],
    clock: Clock,
    *,
    author: str,
) -> None:
    """Adds a line, in the transaction of what it tells.

    Args:
        session: an open transaction; the caller commits.
        reference: the dossier's.
        event: what happened.
        detail: more about it, fit for JSON, without personal data.
        clock: gives aware UTC datetimes.
        author: a role or an agent's identifier, never a visitor's name.

    Raises:
        ValueError: nobody is named.
    """
    if not author.strip():
        raise ValueError("a line of the journal needs an author")
    wait_turn(session)
    last = session.scalar(select(JournalRow.digest).order_by(JournalRow.id.desc()).limit(1))
    row = JournalRow(
        at=clock(),
        reference=reference,
        event=event.value,
        author=author,
        detail=json.dumps(detail, ensure_ascii=False, sort_keys=True),
        previous=last or NO_DIGEST,
    )
    row.digest = _digest(row)
    session.add(row)
    session.flush()


def verify_journal(session: Session) -> JournalCheck:
    """Reads the journal from its first line and follows the chain."""
    digest = NO_DIGEST
    lines = 0
    query = select(JournalRow).order_by(JournalRow.id).execution_options(yield_per=1_000)
    with session.execute(query) as result:
        for row in result.scalars():
            lines += 1
            if row.previous != digest or row.digest != _digest(row):
                return JournalCheck(lines, digest, row.id)
            digest = row.digest
    return JournalCheck(lines, digest, None)


def _digest(row: JournalRow) -> str:
    told = [row.previous, _utc(row.at), row.reference, row.event, row.author, row.detail]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
