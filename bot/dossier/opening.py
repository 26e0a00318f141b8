"""Opening a dossier: the dossier, its journal line and its two messages, all or none."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.dossier import journal
from bot.dossier.email_code import CodeNotVerified, proved_at
from bot.dossier.model import Dossier
from bot.dossier.reference import new_reference
from bot.dossier.sending import attachments_of, digests_of, queue_pair, submission_of
from bot.dossier.states import State
from bot.dossier.storage import DossierRow, as_dossier, find_active, find_by_key, free_reference
from bot.dossier.trust import trust_of
from bot.handoff.addresses import InvalidAddress, normal_address
from bot.handoff.headers import one_line
from bot.handoff.inboxes import Recipient, recipient_for
from bot.handoff.message import dossier_message, receipt_message
from bot.handoff.storage import MessageKind
from bot.letter.model import Letter
from bot.letter.storage import StoredLetter, latest_letter
from bot.settings import Settings
from bot.territory.competence import competence
from bot.territory.lookup import by_id
from bot.territory.tables import Territory

#: Who the journal says opened a dossier; the person is in the dossier only.
REQUESTER = "demandeur"

#: Longest name or function kept, in characters.
DECLARED_MAX = 200


@dataclass(frozen=True)
class OpenDossier:
    """What the visitor confirmed.

    Attributes:
        conversation_id: the server-made id of the conversation; its latest letter goes with the dossier.
        email: the address proved by a code, where the préfecture will answer.
    """

    conversation_id: str
    email: str


@dataclass(frozen=True)
class Opened:
    """The dossier is open and its messages are queued."""

    dossier: Dossier


@dataclass(frozen=True)
class AlreadyOpen:
    """The collectivité has an active dossier; its reference is told only to the person who opened it."""

    reference: str | None


@dataclass(frozen=True)
class NoLetter:
    """No letter was written in that conversation."""


Outcome = Opened | AlreadyOpen | CodeNotVerified | NoLetter


def open_dossier(
    session: Session, command: OpenDossier, territory: Territory, settings: Settings, clock: Clock
) -> Outcome:
    """Opens a dossier and queues its two messages, to the préfecture and to the requester: all or none.

    The same letter confirmed twice in one conversation gives the same dossier and no other message.

    Args:
        session: an open transaction; the caller commits.
        command: what the visitor confirmed.
        territory: says which préfecture is competent.
        settings: sender and central inbox.
        clock: gives aware UTC datetimes.

    Raises:
        UnknownCollectivite: the collectivité of the letter is not in the tables.
        UnsafeHeaders: a message would have had other headers than asked for.
    """
    stored = latest_letter(session, command.conversation_id)
    if stored is None:
        return NoLetter()
    # From here on no other dossier can be opened until the end of the transaction.
    journal.wait_turn(session)
    key = f"{command.conversation_id}:{stored.id}"
    opened = find_by_key(session, key)
    if opened is not None:
        return Opened(opened)
    try:
        email = normal_address(command.email, production=settings.production)
    except InvalidAddress:
        return CodeNotVerified()
    verified_at = proved_at(session, command.conversation_id, email, settings, clock)
    if verified_at is None:
        return CodeNotVerified()
    letter = stored.letter
    active = find_active(session, letter.collectivite.id)
    if active is not None:
        return AlreadyOpen(active.reference if active.requester.email == email else None)

    competent = competence(territory, by_id(territory, letter.collectivite.id))
    sous_prefecture = competent.sous_prefecture
    recipient = recipient_for(
        session,
        competent.prefecture.id,
        settings.central_inbox,
        clock,
        sous_prefecture_id=sous_prefecture.id if sous_prefecture else None,
    )
    name, function = _requester(letter)
    row = DossierRow(
        reference=free_reference(session, DossierRow.reference, lambda: new_reference(clock())),
        key=key,
        conversation_id=command.conversation_id,
        letter_id=stored.id,
        collectivite_id=letter.collectivite.id,
        collectivite_label=letter.collectivite.label,
        prefecture_id=competent.prefecture.id,
        prefecture_name=competent.prefecture.name,
        redirected=recipient.redirected,
        requester_email=email,
        requester_name=_declared(name),
        requester_function=_declared(function),
        state=State.CONFIRME,
        state_since=clock(),
        opened_at=clock(),
        trust=trust_of(email, letter.collectivite),
    )
    session.add(row)
    session.flush()
    journal.append(
        session, row.reference, journal.Event.OPENED, _told(row, recipient, stored), clock, author=REQUESTER
    )
    submission = submission_of(row, letter, competent, verified_at)
    files = attachments_of(stored)
    mails = (
        dossier_message(submission, recipient, files, mail_from=settings.mail_from, clock=clock),
        receipt_message(submission, recipient.detour, files, mail_from=settings.mail_from, clock=clock),
    )
    queue_pair(session, mails, MessageKind.DOSSIER, clock, key=row.reference, dossier_id=row.id)
    return Opened(as_dossier(row))


def _requester(letter: Letter) -> tuple[str | None, str | None]:
    """Gives who asks: the person who prepared the letter, or the one who signs it."""
    if letter.prepared_by is not None:
        return letter.prepared_by, letter.prepared_by_function
    return letter.signatory_name, letter.signatory_function


def _told(row: DossierRow, recipient: Recipient, stored: StoredLetter) -> dict[str, object]:
    return {
        "collectivite": row.collectivite_id,
        "prefecture": row.prefecture_id,
        "detour": recipient.detour,
        "confiance": row.trust,
        "documents": digests_of(stored),
    }


def _declared(text: str | None) -> str | None:
    return one_line(text or "", DECLARED_MAX) or None
