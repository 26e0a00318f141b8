"""Access to a dossier by its reference, from any conversation: a code goes to the address that opened it.

Whoever types a reference is told the same whether the dossier exists or not, after the same work: nobody
learns which references exist. The address itself is never shown.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.dossier.email_code import (
    GOOD_FOR_MINUTES,
    SENDS_PER_ADDRESS,
    SENDS_WINDOW,
    CodeExpired,
    CodeRight,
    CodeSent,
    CodeWrong,
    TooManyCodes,
    TooManyTries,
    access_to,
    compare_code,
    draw_code,
    last_proof,
    next_send,
    reading_of,
)
from bot.dossier.model import Dossier
from bot.dossier.storage import find_by_reference
from bot.handoff.message import access_code_message
from bot.handoff.outbox import enqueue
from bot.handoff.storage import MessageKind, MessageRow
from bot.settings import Settings

#: Codes that one conversation may ask for within an hour, those for references that do not exist included.
SENDS_PER_CONVERSATION = 3

#: Receives the message that is written, and thrown away, for a reference that does not exist.
_NOBODY = "personne@dossier-inconnu.invalid"


@dataclass(frozen=True)
class Accessible:
    """A dossier that a conversation may see.

    Attributes:
        dossier: the dossier.
        proved_at: when its address was last proved here; None in its own conversation, later than an hour.
    """

    dossier: Dossier
    proved_at: datetime | None


def request_access(
    session: Session, conversation_id: str, reference: str, settings: Settings, clock: Clock
) -> CodeSent | TooManyCodes:
    """Sends a code to the address of a dossier; `CodeSent` is also what an unknown reference gives.

    Args:
        session: an open transaction; the caller commits.
        conversation_id: the server-made id of the conversation.
        reference: in its one form, as `read_reference` gives it.
        settings: sender, and key of the digests.
        clock: gives aware UTC datetimes.
    """
    proven = access_to(reference, settings)
    dossier = find_by_reference(session, reference)
    address = _NOBODY if dossier is None else dossier.requester.email
    again_at = next_send(session, conversation_id, proven, clock, per_conversation=SENDS_PER_CONVERSATION)
    # The mailbox may have had its codes for other reasons: to say so would tell that the dossier exists.
    flooded = _codes_lately(session, address, clock) >= SENDS_PER_ADDRESS
    if again_at is not None:
        return TooManyCodes(again_at)
    row, code = draw_code(session, conversation_id, proven, settings, clock)
    write = partial(access_code_message, reference)
    mail = write(address, code, GOOD_FOR_MINUTES, mail_from=settings.mail_from, clock=clock)
    with session.begin_nested() as queuing:
        enqueue(
            session,
            mail,
            key=f"code:{row.id}",
            kind=MessageKind.CODE,
            dossier_id=None,
            clock=clock,
            expires_at=row.expires_at,
        )
        if dossier is None or flooded:
            queuing.rollback()
    if dossier is None:
        # Nothing that can be typed gives this digest: a lucky guess opens nothing.
        row.code_digest = secrets.token_hex(32)
    return CodeSent(row.expires_at)


def check_access(
    session: Session, conversation_id: str, reference: str, typed: str, settings: Settings, clock: Clock
) -> CodeRight | CodeWrong | CodeExpired | TooManyTries:
    """Compares what was typed with the latest code that this conversation asked for this reference.

    Args:
        session: an open transaction; the caller commits, even when the code is wrong.
        conversation_id: the server-made id of the conversation.
        reference: the one that was given to `request_access`.
        typed: what the visitor typed.
        settings: key of the digests.
        clock: gives aware UTC datetimes.
    """
    return compare_code(session, conversation_id, access_to(reference, settings), typed, settings, clock)


def find_accessible(
    session: Session, conversation_id: str, reference: str, settings: Settings, clock: Clock
) -> Accessible | None:
    """Finds the dossier that a conversation may see: its own, or one whose address it has proved.

    To change or to withdraw it, a proof of less than an hour is needed whatever the conversation.

    Args:
        session: an open transaction.
        conversation_id: the server-made id of the conversation.
        reference: in its one form.
        settings: key of the digests.
        clock: gives aware UTC datetimes.
    """
    dossier = find_by_reference(session, reference)
    proved = _proved_at(session, conversation_id, reference, dossier, settings, clock)
    if dossier is None or (proved is None and dossier.conversation_id != conversation_id):
        return None
    return Accessible(dossier, proved)


def access_proved_at(
    session: Session, conversation_id: str, dossier: Dossier, settings: Settings, clock: Clock
) -> datetime | None:
    """Returns when this conversation last proved that it reads the address of a dossier.

    By a code of access or by one for opening; None when it did neither, or too long ago.
    """
    return _proved_at(session, conversation_id, dossier.reference, dossier, settings, clock)


def _proved_at(
    session: Session,
    conversation_id: str,
    reference: str,
    dossier: Dossier | None,
    settings: Settings,
    clock: Clock,
) -> datetime | None:
    address = _NOBODY if dossier is None else dossier.requester.email
    proofs = [
        last_proof(session, conversation_id, proven, clock)
        for proven in (access_to(reference, settings), reading_of(address, settings))
    ]
    return max((proof for proof in proofs if proof is not None), default=None)


def _codes_lately(session: Session, address: str, clock: Clock) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(MessageRow)
            .where(
                MessageRow.recipient == address,
                MessageRow.kind == MessageKind.CODE,
                MessageRow.created_at > clock() - SENDS_WINDOW,
            )
        )
        or 0
    )
