"""A six-digit code, mailed to an address and typed back, proves that the visitor reads that address.

Six digits from a secure source, ten minutes, five tries, bound to one conversation and one address, kept as a
keyed digest (OWASP ASVS 4.0, 2.7.2 to 2.7.6).
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.dossier.storage import EmailCodeRow
from bot.handoff.addresses import normal_address
from bot.handoff.message import Mail, code_message
from bot.handoff.outbox import enqueue
from bot.handoff.storage import MessageKind
from bot.settings import Settings

DIGITS = 6
GOOD_FOR_MINUTES = 10
MAX_TRIES = 5

#: Nobody's mailbox is flooded, and no conversation mails the whole country.
SENDS_PER_ADDRESS = 3
SENDS_PER_CONVERSATION = 6
SENDS_WINDOW = timedelta(hours=1)

#: How long a proved address may be used for opening a dossier in the same conversation.
PROOF_HOLDS = timedelta(hours=1)


@dataclass(frozen=True)
class CodeSent:
    """A code is on its way, good until then."""

    expires_at: datetime


@dataclass(frozen=True)
class TooManyCodes:
    """No code was sent; another may be asked for at that moment."""

    again_at: datetime


@dataclass(frozen=True)
class CodeRight:
    """The address is proved."""


@dataclass(frozen=True)
class CodeWrong:
    """Not that one; so many tries are left."""

    left: int


@dataclass(frozen=True)
class CodeExpired:
    """No code was sent, or it is too old: another one must be asked for."""


@dataclass(frozen=True)
class TooManyTries:
    """This code is blocked: another one must be asked for."""


@dataclass(frozen=True)
class CodeNotVerified:
    """That conversation has not proved that address, or too long ago: nothing was done."""


class WriteCode(Protocol):
    """Builds the message that carries a code, as `bot.handoff.message.code_message` does."""

    def __call__(self, email: str, code: str, minutes: int, *, mail_from: str, clock: Clock) -> Mail:
        """Builds it."""


@dataclass(frozen=True)
class Proven:
    """What the right code proves: that an address is read, or the one of a dossier.

    Attributes:
        words: the address, or the reference of the dossier.
        digest: stands for them in the table, where nothing is to be read.
    """

    words: str
    digest: str


def send_code(
    session: Session,
    conversation_id: str,
    email: str,
    settings: Settings,
    clock: Clock,
    *,
    write: WriteCode = code_message,
) -> CodeSent | TooManyCodes:
    """Draws a code and queues its message; only the latest code of a conversation and address counts.

    Args:
        session: an open transaction; the caller commits.
        conversation_id: the server-made id of the conversation.
        email: what the visitor typed.
        settings: sender, and key of the digests.
        clock: gives aware UTC datetimes.
        write: says in the message what the code is for.

    Raises:
        InvalidAddress: `email` cannot be written to.
    """
    proven = reading_of(normal_address(email, production=settings.production), settings)
    again_at = next_send(session, conversation_id, proven, clock)
    if again_at is not None:
        return TooManyCodes(again_at)
    row, code = draw_code(session, conversation_id, proven, settings, clock)
    enqueue(
        session,
        write(proven.words, code, GOOD_FOR_MINUTES, mail_from=settings.mail_from, clock=clock),
        key=f"code:{row.id}",
        kind=MessageKind.CODE,
        dossier_id=None,
        clock=clock,
        expires_at=row.expires_at,
    )
    return CodeSent(row.expires_at)


def check_code(
    session: Session, conversation_id: str, email: str, typed: str, settings: Settings, clock: Clock
) -> CodeRight | CodeWrong | CodeExpired | TooManyTries:
    """Compares what was typed with the latest code of that conversation and address.

    The right code typed again, after an answer was lost, is right again and proves nothing more. What is not
    six digits is wrong but costs no try.

    Args:
        session: an open transaction; the caller commits, even when the code is wrong.
        conversation_id: the server-made id of the conversation.
        email: the address the code was sent to.
        typed: what the visitor typed; blanks do not matter.
        settings: key of the digests.
        clock: gives aware UTC datetimes.

    Raises:
        InvalidAddress: `email` cannot be written to.
    """
    proven = reading_of(normal_address(email, production=settings.production), settings)
    return compare_code(session, conversation_id, proven, typed, settings, clock)


def proved_at(
    session: Session, conversation_id: str, email: str, settings: Settings, clock: Clock
) -> datetime | None:
    """Returns when that conversation last proved that address, None when it did not or too long ago.

    Raises:
        InvalidAddress: `email` cannot be written to.
    """
    proven = reading_of(normal_address(email, production=settings.production), settings)
    return last_proof(session, conversation_id, proven, clock)


def draw_code(
    session: Session, conversation_id: str, proven: Proven, settings: Settings, clock: Clock
) -> tuple[EmailCodeRow, str]:
    """Draws a code and keeps its digest; the caller mails it."""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    moment = clock()
    row = EmailCodeRow(
        conversation_id=conversation_id,
        address_digest=proven.digest,
        code_digest=_code_digest(settings, conversation_id, proven, code),
        sent_at=moment,
        expires_at=moment + timedelta(minutes=GOOD_FOR_MINUTES),
    )
    session.add(row)
    session.flush()
    return row, code


def compare_code(
    session: Session, conversation_id: str, proven: Proven, typed: str, settings: Settings, clock: Clock
) -> CodeRight | CodeWrong | CodeExpired | TooManyTries:
    """Does what `check_code` does, for any thing proven."""
    row = session.scalar(
        select(EmailCodeRow)
        .where(EmailCodeRow.conversation_id == conversation_id, EmailCodeRow.address_digest == proven.digest)
        .order_by(EmailCodeRow.id.desc())
        .limit(1)
        .with_for_update()
    )
    if row is None or row.expires_at <= clock():
        return CodeExpired()
    if row.tries >= MAX_TRIES:
        return TooManyTries()
    code = "".join(typed.split())
    if not (len(code) == DIGITS and code.isascii() and code.isdigit()):
        return CodeWrong(MAX_TRIES - row.tries)
    if hmac.compare_digest(row.code_digest, _code_digest(settings, conversation_id, proven, code)):
        row.verified_at = row.verified_at or clock()
        return CodeRight()
    row.tries += 1
    return TooManyTries() if row.tries >= MAX_TRIES else CodeWrong(MAX_TRIES - row.tries)


def last_proof(session: Session, conversation_id: str, proven: Proven, clock: Clock) -> datetime | None:
    """Does what `proved_at` does, for any thing proven."""
    return session.scalar(
        select(EmailCodeRow.verified_at)
        .where(
            EmailCodeRow.conversation_id == conversation_id,
            EmailCodeRow.address_digest == proven.digest,
            EmailCodeRow.verified_at > clock() - PROOF_HOLDS,
        )
        .order_by(EmailCodeRow.verified_at.desc())
        .limit(1)
    )


def next_send(
    session: Session,
    conversation_id: str,
    proven: Proven,
    clock: Clock,
    *,
    per_conversation: int = SENDS_PER_CONVERSATION,
) -> datetime | None:
    """Returns when another code may be sent, None when one may be sent now."""
    moment = clock()
    waits = (
        _wait(session, EmailCodeRow.address_digest == proven.digest, SENDS_PER_ADDRESS, moment),
        _wait(session, EmailCodeRow.conversation_id == conversation_id, per_conversation, moment),
    )
    return max((wait for wait in waits if wait is not None), default=None)


def address_digest(settings: Settings, address: str) -> str:
    """Gives what stands for an address (as `normal_address` gives it) where it must not be read."""
    return _keyed(settings, "address", address)


def reading_of(address: str, settings: Settings) -> Proven:
    """Gives what a code sent to an address proves; the address is in the form of `normal_address`."""
    return Proven(address, address_digest(settings, address))


def access_to(reference: str, settings: Settings) -> Proven:
    """Gives what a code sent to the address of a dossier proves, whether there is such a dossier or not."""
    return Proven(reference, _keyed(settings, "reference", reference))


def _wait(session: Session, owner: ColumnElement[bool], limit: int, moment: datetime) -> datetime | None:
    # The `limit`-th latest: once that one is an hour old, there are fewer in the window.
    lately = session.scalars(
        select(EmailCodeRow.sent_at)
        .where(owner, EmailCodeRow.sent_at > moment - SENDS_WINDOW)
        .order_by(EmailCodeRow.sent_at.desc())
        .limit(limit)
    ).all()
    return lately[-1] + SENDS_WINDOW if len(lately) == limit else None


def _code_digest(settings: Settings, conversation_id: str, proven: Proven, code: str) -> str:
    return _keyed(settings, "code", conversation_id, proven.words, code)


def _keyed(settings: Settings, *parts: str) -> str:
    message = "\0".join(("email_code", *parts))
    return hmac.new(settings.secret_key.encode(), message.encode(), hashlib.sha256).hexdigest()
