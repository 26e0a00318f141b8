"""Handing over a question that the assistant does not answer: its row, its journal line and its two messages.

Questions are not counted, nor are dossiers: each needs a code of its own, and codes are counted
(`bot.dossier.email_code`).
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.dossier import journal
from bot.dossier.answers import destination_label
from bot.dossier.email_code import CodeNotVerified, proved_at
from bot.dossier.opening import REQUESTER
from bot.dossier.reference import new_reference
from bot.dossier.sending import queue_pair
from bot.dossier.storage import QuestionRow, find_question, free_reference
from bot.handoff.addresses import InvalidAddress, normal_address
from bot.handoff.inboxes import Detour, Recipient, recipient_for
from bot.handoff.question_message import (
    HandedQuestion,
    place_label,
    question_message,
    question_receipt_message,
)
from bot.handoff.storage import MessageKind
from bot.settings import Settings
from bot.territory.competence import competence, prefecture_of
from bot.territory.lookup import by_id
from bot.territory.model import Collectivite, Departement, Prefecture
from bot.territory.tables import Territory


@dataclass(frozen=True)
class Place:
    """Where a question comes from, as far as the visitor said it.

    Attributes:
        collectivite: its id, None when not said.
        departement: its code when that is all that is known.
    """

    collectivite: str | None = None
    departement: str | None = None


@dataclass(frozen=True)
class Destination:
    """Who is competent for a question, and who receives it today.

    Attributes:
        collectivite: None when not said.
        departement: None when nothing is known.
        prefecture: None when nothing is known.
        recipient: the préfecture's inbox, or the central one.
        certain: False when the ministry has still to confirm that this préfecture is competent.
    """

    collectivite: Collectivite | None
    departement: Departement | None
    prefecture: Prefecture | None
    recipient: Recipient
    certain: bool = True

    @property
    def place(self) -> str:
        """Who asks, in French: « Guéret (23, Creuse) », « collectivité non précisée »."""
        return place_label(self.collectivite, self.departement)

    @property
    def label(self) -> str:
        """To whom it goes, in French."""
        if self.prefecture is None:
            return "boîte centrale du ministère de l’Intérieur"
        return destination_label(self.prefecture.name, redirected=self.recipient.redirected)


@dataclass(frozen=True)
class HandOver:
    """What the visitor confirmed.

    Attributes:
        conversation_id: the server-made id of the conversation.
        email: the address proved by a code, where the answer goes.
        question: as the visitor wrote it.
        place: where it comes from.
        transcript: the conversation, None when the visitor did not agree to join it.
    """

    conversation_id: str
    email: str
    question: str
    place: Place
    transcript: str | None


@dataclass(frozen=True)
class HandedOver:
    """The question and its messages are queued, now or at the first confirmation."""

    reference: str
    email: str


Outcome = HandedOver | CodeNotVerified


def hand_over(
    session: Session, command: HandOver, territory: Territory, settings: Settings, clock: Clock
) -> Outcome:
    """Keeps a question and queues its two messages, to who answers and to who asks: all or none.

    The same question of the same person, confirmed twice in one conversation, leaves once.

    Args:
        session: an open transaction; the caller commits.
        command: what the visitor confirmed.
        territory: says which préfecture is competent.
        settings: sender and central inbox.
        clock: gives aware UTC datetimes.

    Raises:
        UnknownCollectivite: the collectivité is not in the tables.
        UnsafeHeaders: a message would have had other headers than asked for.
    """
    try:
        email = normal_address(command.email, production=settings.production)
    except InvalidAddress:
        return CodeNotVerified()
    # From here on no other question can be handed over until the end of the transaction.
    journal.wait_turn(session)
    key = _key(command, email)
    earlier = find_question(session, key)
    if earlier is not None:
        return HandedOver(earlier.reference, earlier.requester_email)
    verified_at = proved_at(session, command.conversation_id, email, settings, clock)
    if verified_at is None:
        return CodeNotVerified()
    destination = destination_of(session, command.place, territory, settings, clock)
    row = QuestionRow(
        reference=free_reference(session, QuestionRow.reference, lambda: _reference(clock())),
        key=key,
        conversation_id=command.conversation_id,
        collectivite_id=destination.collectivite.id if destination.collectivite else None,
        departement=destination.departement.code if destination.departement else None,
        prefecture_id=destination.prefecture.id if destination.prefecture else None,
        redirected=destination.recipient.redirected,
        requester_email=email,
        question=command.question,
        with_transcript=command.transcript is not None,
        forwarded_at=clock(),
    )
    session.add(row)
    session.flush()
    detail = _told(row, destination.recipient)
    journal.append(session, row.reference, journal.Event.QUESTION, detail, clock, author=REQUESTER)
    _queue_messages(session, row, command, destination, verified_at, settings, clock)
    return HandedOver(row.reference, email)


def destination_of(
    session: Session, place: Place, territory: Territory, settings: Settings, clock: Clock
) -> Destination:
    """Says who receives a question today; the central inbox when no préfecture is known or confirmed.

    Args:
        session: an open transaction.
        place: where the question comes from.
        territory: says which préfecture is competent.
        settings: central inbox.
        clock: gives aware UTC datetimes.

    Raises:
        UnknownCollectivite: the collectivité is not in the tables.
    """
    central = settings.central_inbox
    if place.collectivite is not None:
        found = by_id(territory, place.collectivite)
        competent = competence(territory, found)
        near = competent.sous_prefecture
        recipient = recipient_for(
            session, competent.prefecture.id, central, clock, sous_prefecture_id=near.id if near else None
        )
        where = territory.departements[found.departement]
        return Destination(found, where, competent.prefecture, recipient, competent.certain)
    if place.departement is not None:
        prefecture = prefecture_of(territory, place.departement)
        recipient = recipient_for(session, prefecture.id, central, clock)
        return Destination(None, territory.departements[place.departement], prefecture, recipient)
    return Destination(None, None, None, Recipient(central, (), Detour.UNCONFIRMED))


def joined_label(*, joined: bool) -> str:
    """Says in French whether the conversation goes with the question."""
    return "jointe" if joined else "non jointe"


def _queue_messages(
    session: Session,
    row: QuestionRow,
    command: HandOver,
    destination: Destination,
    verified_at: datetime,
    settings: Settings,
    clock: Clock,
) -> None:
    recipient = destination.recipient
    asked = HandedQuestion(
        reference=row.reference,
        collectivite=destination.collectivite,
        departement=destination.departement,
        prefecture=destination.prefecture,
        requester_email=row.requester_email,
        verified_at=verified_at,
        question=command.question,
        transcript=command.transcript,
        certain=destination.certain,
    )
    mails = (
        question_message(asked, recipient, mail_from=settings.mail_from, clock=clock),
        question_receipt_message(asked, recipient.detour, mail_from=settings.mail_from, clock=clock),
    )
    queue_pair(session, mails, MessageKind.QUESTION, clock, key=row.reference, dossier_id=None)


def _key(command: HandOver, email: str) -> str:
    place = command.place
    parts = (command.question, place.collectivite or "", place.departement or "", email)
    digest = hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()
    return f"{command.conversation_id}:{digest}"


def _reference(moment: datetime) -> str:
    # A letter more than a dossier's, so that nobody looks for a dossier under it: `CTAI-Q26-7K3M-9QXD-4`.
    return f"CTAI-Q{new_reference(moment).removeprefix('CTAI-')}"


def _told(row: QuestionRow, recipient: Recipient) -> dict[str, object]:
    return {
        "collectivite": row.collectivite_id,
        "prefecture": row.prefecture_id,
        "detour": recipient.detour,
        "conversation": row.with_transcript,
    }
