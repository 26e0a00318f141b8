"""Withdrawing a dossier: its state, its journal line and its two messages, all or none."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.dossier import journal
from bot.dossier.access import access_proved_at
from bot.dossier.email_code import CodeNotVerified
from bot.dossier.model import Dossier
from bot.dossier.opening import REQUESTER
from bot.dossier.sending import queue_pair
from bot.dossier.states import State, is_closed
from bot.dossier.storage import find_by_reference
from bot.dossier.tracking import change_state
from bot.handoff.inboxes import recipient_for
from bot.handoff.message import withdrawal_message, withdrawal_receipt_message
from bot.handoff.storage import MessageKind
from bot.handoff.wording import Withdrawal
from bot.settings import Settings


@dataclass(frozen=True)
class Withdrawn:
    """The dossier is withdrawn, now or at the first confirmation; both sides are told."""

    dossier: Dossier


@dataclass(frozen=True)
class AlreadyClosed:
    """The dossier had come to its end otherwise: nothing was done."""

    dossier: Dossier


Outcome = Withdrawn | AlreadyClosed | CodeNotVerified


def withdraw(
    session: Session, conversation_id: str, reference: str, settings: Settings, clock: Clock
) -> Outcome:
    """Withdraws a dossier and queues its two messages, to the préfecture and to the requester.

    Confirmed twice, it tells both sides once.

    Args:
        session: an open transaction; the caller commits.
        conversation_id: must have proved the address of the dossier within the hour.
        reference: which one, in its one form.
        settings: sender and central inbox.
        clock: gives aware UTC datetimes.

    Raises:
        UnsafeHeaders: a message would have had other headers than asked for.
    """
    # From here on no other confirmation withdraws it until the end of the transaction.
    journal.wait_turn(session)
    dossier = find_by_reference(session, reference)
    if dossier is None or access_proved_at(session, conversation_id, dossier, settings, clock) is None:
        return CodeNotVerified()
    if dossier.state is State.RETIRE:
        return Withdrawn(dossier)
    if is_closed(dossier.state):
        return AlreadyClosed(dossier)
    withdrawn = change_state(session, dossier.id, State.RETIRE, clock, author=REQUESTER)
    recipient = recipient_for(session, dossier.prefecture.id, settings.central_inbox, clock)
    told = Withdrawal(
        reference=dossier.reference,
        collectivite=dossier.collectivite_label,
        prefecture=dossier.prefecture.name,
        requester_email=dossier.requester.email,
        withdrawn_at=clock(),
    )
    mails = (
        withdrawal_message(told, recipient, mail_from=settings.mail_from, clock=clock),
        withdrawal_receipt_message(told, recipient.detour, mail_from=settings.mail_from, clock=clock),
    )
    key = f"{dossier.reference}:{State.RETIRE}"
    queue_pair(session, mails, MessageKind.WITHDRAWAL, clock, key=key, dossier_id=dossier.id)
    return Withdrawn(withdrawn)
