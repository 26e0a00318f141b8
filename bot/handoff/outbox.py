"""The outbox: messages are written in the transaction of what they announce, and sent later by the relay.

Either both are kept or neither, so nothing is announced that did not happen and nothing that happened is
silent. A message is held by at most one relay at a time, by a lease; a relay that dies loses its lease and
another one sends the same bytes again.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session, defer

from bot.clock import Clock
from bot.handoff.headers import one_line
from bot.handoff.message import Mail
from bot.handoff.storage import MessageKind, MessageRow, MessageState

#: Longer than one sending can last: nine exchanges with the server, 30 seconds each at worst.
LEASE = timedelta(minutes=5)

#: With the delays of `bot.handoff.relay`, a server is given 48 hours to come back.
MAX_ATTEMPTS = 21

#: Longest reason kept of a failure, in characters.
REASON_MAX = 300


@dataclass(frozen=True)
class Leased:
    """A message that this relay alone may send for now."""

    id: int
    token: str
    kind: MessageKind
    message_id: str
    envelope_from: str
    recipient: str
    mime: bytes
    attempts: int


@dataclass(frozen=True)
class Sent:
    """What the rest of the product learns of a message that the server has accepted."""

    kind: MessageKind
    dossier_id: int | None


@dataclass(frozen=True)
class Listed:
    """A message as operators see it, without its contents."""

    id: int
    kind: MessageKind
    state: MessageState
    dossier_id: int | None
    message_id: str
    subject: str
    recipient: str
    attempts: int
    created_at: datetime
    next_attempt_at: datetime
    sent_at: datetime | None
    last_error: str | None


def enqueue(
    session: Session,
    mail: Mail,
    *,
    key: str,
    kind: MessageKind,
    dossier_id: int | None,
    clock: Clock,
    expires_at: datetime | None = None,
) -> None:
    """Queues a message, one row for each recipient, in the transaction of the caller.

    Each recipient has its own state, so that a refused copy never sends the addressee a second message.

    Args:
        session: an open transaction; the caller commits.
        mail: the finished message.
        key: the same key twice is one message.
        kind: what the addressee's message is for; those in copy become `MessageKind.COPY`.
        dossier_id: the dossier it speaks of.
        clock: gives aware UTC datetimes.
        expires_at: past that moment the message is useless; None for no limit.
    """
    moment = clock()
    for position, recipient in enumerate(mail.envelope_to):
        row_key = f"{key}:{recipient}"
        if session.scalar(select(MessageRow.id).where(MessageRow.key == row_key)) is not None:
            continue
        session.add(
            MessageRow(
                key=row_key,
                kind=kind if position == 0 else MessageKind.COPY,
                dossier_id=dossier_id,
                message_id=mail.message_id,
                subject=mail.subject,
                envelope_from=mail.envelope_from,
                recipient=recipient,
                mime=mail.mime,
                state=MessageState.WAITING,
                created_at=moment,
                next_attempt_at=moment,
                expires_at=expires_at,
            )
        )
    session.flush()


def lease_next(session: Session, clock: Clock) -> Leased | None:
    """Takes the message that has been due for longest, or None when nothing is due.

    Several relays may ask at once: PostgreSQL skips the rows that another one is taking, SQLite lets one
    transaction in at a time.
    """
    moment = clock()
    _bury_useless(session, moment)
    row = session.scalar(
        select(MessageRow)
        .where(or_(_due(moment), _abandoned(moment)))
        .order_by(MessageRow.next_attempt_at, MessageRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if row is None or row.mime is None:
        return None
    row.state = MessageState.LEASED
    row.lease_token = secrets.token_hex(16)
    row.lease_until = moment + LEASE
    # Counted before the attempt: a message that kills its relay is given up like any other.
    row.attempts += 1
    session.flush()
    return Leased(
        id=row.id,
        token=row.lease_token,
        kind=row.kind,
        message_id=row.message_id,
        envelope_from=row.envelope_from,
        recipient=row.recipient,
        mime=row.mime,
        attempts=row.attempts,
    )


def mark_sent(session: Session, leased: Leased, clock: Clock) -> bool:
    """Notes that the server accepted the message; False when the lease was lost meanwhile."""
    values = {"state": MessageState.SENT, "sent_at": clock(), "last_error": None}
    return _settle(session, leased, values | _forgotten(leased.kind))


def postpone(session: Session, leased: Leased, reason: str, delay: timedelta, clock: Clock) -> bool:
    """Puts the message back for later; False when the lease was lost meanwhile."""
    values = {
        "state": MessageState.WAITING,
        "next_attempt_at": clock() + delay,
        "last_error": one_line(reason, REASON_MAX),
    }
    return _settle(session, leased, values)


def bury(session: Session, leased: Leased, reason: str) -> bool:
    """Gives the message up, with the reason for the operators; False when the lease was lost meanwhile."""
    values = {"state": MessageState.DEAD, "last_error": one_line(reason, REASON_MAX)}
    return _settle(session, leased, values | _forgotten(leased.kind))


def untold(session: Session) -> list[int]:
    """Returns the rows of accepted messages that the rest of the product has not heard of."""
    query = select(MessageRow.id).where(MessageRow.state == MessageState.SENT, MessageRow.told_at.is_(None))
    return list(session.scalars(query.order_by(MessageRow.id)))


def mark_told(session: Session, message_id: int, clock: Clock) -> Sent | None:
    """Notes that the rest of the product hears of a message, which the caller does in the same transaction.

    Returns:
        What to tell; None when another relay has told it.
    """
    told = session.execute(
        update(MessageRow)
        .where(MessageRow.id == message_id, MessageRow.told_at.is_(None))
        .values(told_at=clock())
        .returning(MessageRow.kind, MessageRow.dossier_id)
    ).one_or_none()
    return None if told is None else Sent(told.kind, told.dossier_id)


def list_messages(session: Session, state: MessageState | None = None) -> list[Listed]:
    """Returns the messages in one state, or all of them, oldest first."""
    query = select(MessageRow).options(defer(MessageRow.mime)).order_by(MessageRow.id)
    if state is not None:
        query = query.where(MessageRow.state == state)
    return [
        Listed(
            id=row.id,
            kind=row.kind,
            state=row.state,
            dossier_id=row.dossier_id,
            message_id=row.message_id,
            subject=row.subject,
            recipient=row.recipient,
            attempts=row.attempts,
            created_at=row.created_at,
            next_attempt_at=row.next_attempt_at,
            sent_at=row.sent_at,
            last_error=row.last_error,
        )
        for row in session.scalars(query)
    ]


def retry(session: Session, message_id: int | None, clock: Clock) -> int:
    """Sends dead letters again, from a first attempt.

    Args:
        session: an open transaction; the caller commits.
        message_id: the row to send again; None for all dead letters.
        clock: gives aware UTC datetimes.

    Returns:
        How many will be sent again; a message whose contents had to be forgotten cannot.
    """
    revive = update(MessageRow).where(MessageRow.state == MessageState.DEAD, MessageRow.mime.is_not(None))
    if message_id is not None:
        revive = revive.where(MessageRow.id == message_id)
    revived = session.execute(
        revive.values(state=MessageState.WAITING, attempts=0, next_attempt_at=clock()).returning(
            MessageRow.id
        )
    )
    return len(revived.all())


def waiting_since(session: Session) -> datetime | None:
    """Returns when the oldest message that still has to be sent was queued, None when there is none."""
    unsent = MessageRow.state.in_([MessageState.WAITING, MessageState.LEASED])
    return session.scalar(select(func.min(MessageRow.created_at)).where(unsent))


def _due(moment: datetime) -> Any:
    return and_(MessageRow.state == MessageState.WAITING, MessageRow.next_attempt_at <= moment)


def _abandoned(moment: datetime) -> Any:
    return and_(MessageRow.state == MessageState.LEASED, MessageRow.lease_until <= moment)


def _bury_useless(session: Session, moment: datetime) -> None:
    late = and_(
        MessageRow.expires_at <= moment, or_(MessageRow.state == MessageState.WAITING, _abandoned(moment))
    )
    session.execute(
        update(MessageRow)
        .where(late)
        .values(state=MessageState.DEAD, last_error="périmé avant d’avoir pu partir", mime=None)
    )
    deadly = and_(_abandoned(moment), MessageRow.attempts >= MAX_ATTEMPTS)
    session.execute(
        update(MessageRow)
        .where(deadly)
        .values(
            state=MessageState.DEAD, last_error=f"le relais s’est arrêté {MAX_ATTEMPTS} fois pendant l’envoi"
        )
    )


def _settle(session: Session, leased: Leased, values: dict[str, Any]) -> bool:
    settled = session.execute(
        update(MessageRow)
        .where(MessageRow.id == leased.id, MessageRow.lease_token == leased.token)
        .values(**values, lease_token=None, lease_until=None)
        .returning(MessageRow.id)
    )
    return settled.first() is not None


def _forgotten(kind: MessageKind) -> dict[str, Any]:
    # A code must not stay in the database once it has been mailed or given up.
    return {"mime": None} if kind is MessageKind.CODE else {}
