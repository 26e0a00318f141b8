"""New documents for an open dossier: their version, its journal line and its two messages, all or none."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.dossier import journal
from bot.dossier.access import access_proved_at
from bot.dossier.email_code import CodeNotVerified
from bot.dossier.model import Dossier
from bot.dossier.opening import REQUESTER, NoLetter
from bot.dossier.sending import attachments_of, digests_of, queue_pair, submission_of
from bot.dossier.states import is_closed
from bot.dossier.storage import DossierRow, DossierVersionRow, as_dossier, find_active, versions_of
from bot.handoff.addresses import InvalidAddress, normal_address
from bot.handoff.inboxes import recipient_for
from bot.handoff.message import dossier_message, receipt_message
from bot.handoff.storage import MessageKind
from bot.letter.storage import StoredLetter, latest_letter, read_letter
from bot.settings import Settings
from bot.territory.competence import competence
from bot.territory.lookup import by_id
from bot.territory.model import Competence
from bot.territory.tables import Territory


class OtherCollectivite(ValueError):
    """The letter speaks for another collectivité: that is another dossier, not a version of this one."""


@dataclass(frozen=True)
class Completed:
    """The documents are on their way, now or at the first confirmation."""

    dossier: Dossier
    number: int


@dataclass(frozen=True)
class NothingToComplete:
    """The collectivité of the letter has no open dossier: it was closed meanwhile."""


Outcome = Completed | NothingToComplete | CodeNotVerified | NoLetter


def dossier_to_complete(
    session: Session, conversation_id: str, email: str, settings: Settings
) -> Dossier | None:
    """Returns the open dossier that the latest letter of a conversation would be a new version of.

    It is the one of the same collectivité, opened from the same address. None when there is no such dossier,
    or when the letter is the very one that it was opened with.
    """
    stored = latest_letter(session, conversation_id)
    if stored is None:
        return None
    try:
        address = normal_address(email, production=settings.production)
    except InvalidAddress:
        return None
    active = find_active(session, stored.letter.collectivite.id)
    if active is None or active.requester.email != address or active.letter_id == stored.id:
        return None
    return active


def complete_dossier(
    session: Session, conversation_id: str, email: str, territory: Territory, settings: Settings, clock: Clock
) -> Outcome:
    """Sends the latest letter of a conversation as a new version of the open dossier of its collectivité.

    Args:
        session: an open transaction; the caller commits.
        conversation_id: must have proved the address of the dossier within the hour.
        email: that address.
        territory: says which sous-préfecture receives a copy.
        settings: sender and central inbox.
        clock: gives aware UTC datetimes.

    Raises:
        UnknownCollectivite: the collectivité of the letter is no longer in the tables.
        UnsafeHeaders: a message would have had other headers than asked for.
    """
    stored = latest_letter(session, conversation_id)
    if stored is None:
        return NoLetter()
    dossier = dossier_to_complete(session, conversation_id, email, settings)
    if dossier is None:
        return NothingToComplete()
    verified_at = access_proved_at(session, conversation_id, dossier, settings, clock)
    if verified_at is None:
        return CodeNotVerified()
    # The turn comes before the row, as everywhere: nobody waits for somebody who waits for them.
    journal.wait_turn(session)
    row = session.get(DossierRow, dossier.id, with_for_update=True)
    if row is None or is_closed(row.state):
        return NothingToComplete()
    number = add_version(session, row, stored, verified_at, territory, settings, clock)
    return Completed(as_dossier(row), number)


def add_version(
    session: Session,
    row: DossierRow,
    stored: StoredLetter,
    verified_at: datetime,
    territory: Territory,
    settings: Settings,
    clock: Clock,
) -> int:
    """Adds a version to a locked dossier and returns its number; the same letter twice is one version.

    Raises:
        OtherCollectivite: the letter speaks for another collectivité than the dossier.
    """
    if stored.letter.collectivite.id != row.collectivite_id:
        raise OtherCollectivite(stored.letter.collectivite.id)
    earlier = versions_of(session, row.id)
    known = next((one.number for one in earlier if one.letter_id == stored.id), None)
    if known is not None:
        return known
    number = earlier[-1].number + 1 if earlier else 2
    session.add(DossierVersionRow(dossier_id=row.id, number=number, letter_id=stored.id, sent_at=clock()))
    session.flush()
    competent = _competent(row, stored, territory)
    near = competent.sous_prefecture
    recipient = recipient_for(
        session,
        row.prefecture_id,
        settings.central_inbox,
        clock,
        sous_prefecture_id=near.id if near else None,
    )
    detail = {"numero": number, "detour": recipient.detour, "documents": digests_of(stored)}
    journal.append(session, row.reference, journal.Event.VERSION, detail, clock, author=REQUESTER)
    submission = submission_of(row, stored.letter, competent, verified_at, number)
    files = attachments_of(stored)
    mails = (
        dossier_message(submission, recipient, files, mail_from=settings.mail_from, clock=clock),
        receipt_message(submission, recipient.detour, files, mail_from=settings.mail_from, clock=clock),
    )
    key = f"{row.reference}:{number}"
    queue_pair(session, mails, MessageKind.VERSION, clock, key=key, dossier_id=row.id)
    return number


def current_letter(session: Session, dossier: Dossier) -> StoredLetter | None:
    """Returns the letter of the newest version of a dossier; None once retention has deleted it."""
    later = versions_of(session, dossier.id)
    return read_letter(session, later[-1].letter_id if later else dossier.letter_id)


def _competent(row: DossierRow, stored: StoredLetter, territory: Territory) -> Competence:
    """Gives the préfecture that has the dossier, even if the tables have changed since it was opened."""
    competent = competence(territory, by_id(territory, stored.letter.collectivite.id))
    if competent.prefecture.id == row.prefecture_id:
        return competent
    prefecture = replace(competent.prefecture, id=row.prefecture_id, name=row.prefecture_name)
    return replace(competent, prefecture=prefecture, sous_prefecture=None)
