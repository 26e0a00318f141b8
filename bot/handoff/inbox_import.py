"""Takes addresses out of a file, for a person to check: nothing imported here is ever written to.

No address is guessed or chosen: a file that gives two for one office gives none. The telephone and the postal
address that the same file publishes are kept beside them.
"""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.handoff.addresses import InvalidAddress
from bot.handoff.doubts import Doubt, doubts_about
from bot.handoff.inbox_files import Kind, Record, own_first, read_records, source_of
from bot.handoff.inboxes import list_inboxes, suggest_inbox
from bot.handoff.office_contacts import PublishedContact, note_contacts, published_contact
from bot.handoff.offices import prefecture_in, prefectures, sous_prefecture_in, sous_prefectures
from bot.handoff.storage import InboxStatus
from bot.territory.tables import Territory


@dataclass(frozen=True)
class Suggestion:
    """An address that a person has still to check.

    Attributes:
        prefecture_id: `pref:23`, `hc:987`, `spref:421`…
        address: as the file gives it.
        source: the file and the record it comes from.
    """

    prefecture_id: str
    address: str
    source: str


@dataclass(frozen=True)
class Skipped:
    """A record or an office that gave nothing.

    Attributes:
        what: the record or office.
        reason: one clause.
    """

    what: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """What a file says: at most one suggestion and one contact an office, and what was left aside."""

    suggestions: tuple[Suggestion, ...]
    skipped: tuple[Skipped, ...]
    contacts: tuple[PublishedContact, ...]


@dataclass(frozen=True)
class Kept:
    """A confirmed inbox that the file speaks of; it was not touched.

    Attributes:
        prefecture_id: its id.
        address: the confirmed one.
        suggested: the one in the file.
    """

    prefecture_id: str
    address: str
    suggested: str


@dataclass(frozen=True)
class ImportReport:
    """What an import changed.

    Attributes:
        suggested: ids that now have an address to confirm.
        kept_confirmed: confirmed inboxes, left as they were.
        skipped: what the file holds and the directory does not take.
        suspicious: suggested addresses that are unusual.
        contacts: ids whose telephone or postal address, or both, are now those of the file.
    """

    suggested: tuple[str, ...]
    kept_confirmed: tuple[Kept, ...]
    skipped: tuple[Skipped, ...]
    suspicious: tuple[Doubt, ...]
    contacts: tuple[str, ...]


def read_directory(path: Path, territory: Territory) -> Reading:
    """Reads the addresses and telephones of a file, of any layout that `inbox_files` knows.

    Args:
        path: the file.
        territory: the tables that say which office sits in which commune.

    Raises:
        OSError: the file cannot be opened.
        UnreadableDirectory: it is not such a file, or a record is not understood.
    """
    suggestions: list[Suggestion] = []
    skipped: list[Skipped] = []
    contacts: list[PublishedContact] = []
    found: dict[str, list[Record]] = {}
    for record in read_records(path):
        id_ = _office_of(record, territory)
        if id_ is None:
            skipped.append(Skipped(f"{record.where} ({record.name})", _not_an_office(record)))
        else:
            found.setdefault(id_, []).append(record)
    for id_, records in sorted(found.items()):
        outcome = _one_address(id_, records, path.name)
        if isinstance(outcome, Suggestion):
            suggestions.append(outcome)
        else:
            skipped.append(outcome)
        contact = published_contact(id_, records, path.name)
        if contact is not None:
            contacts.append(contact)
    return Reading(tuple(suggestions), tuple(skipped), tuple(contacts))


def import_suggestions(
    session: Session,
    reading: Reading,
    territory: Territory,
    clock: Clock,
    *,
    author: str,
    production: bool,
) -> ImportReport:
    """Notes what a file says: addresses to confirm, and what the public directory tells of each office.

    Never touches a confirmed inbox, even an expired one.

    Args:
        session: an open transaction; the caller commits.
        reading: what `read_directory` gave.
        territory: the tables, to tell an address of another département.
        clock: gives aware UTC datetimes.
        author: who imports, for the journal.
        production: False also accepts reserved test domains.
    """
    confirmed = {
        inbox.prefecture_id: inbox.address or ""
        for inbox in list_inboxes(session)
        if inbox.status is InboxStatus.CONFIRMED
    }
    suggested: list[str] = []
    kept: list[Kept] = []
    skipped = list(reading.skipped)
    doubts: list[Doubt] = []
    for suggestion in reading.suggestions:
        id_, address = suggestion.prefecture_id, suggestion.address
        if id_ in confirmed:
            kept.append(Kept(id_, confirmed[id_], address))
            continue
        try:
            suggest_inbox(
                session, id_, address, clock, author=author, source=suggestion.source, production=production
            )
        except InvalidAddress as error:
            skipped.append(Skipped(f"{id_} {address}", str(error)))
            continue
        suggested.append(id_)
        doubts += doubts_about(id_, [address], territory)
    contacts = note_contacts(session, reading.contacts, clock)
    return ImportReport(tuple(suggested), tuple(kept), tuple(skipped), tuple(doubts), contacts)


def _office_of(record: Record, territory: Territory) -> str | None:
    if record.kind is None:
        return record.id if record.id in prefectures(territory) | sous_prefectures(territory) else None
    find = sous_prefecture_in if record.kind is Kind.SOUS_PREFECTURE else prefecture_in
    found = {id_ for commune in record.communes if (id_ := find(territory, commune))}
    return found.pop() if len(found) == 1 else None


def _not_an_office(record: Record) -> str:
    if record.kind is None:
        return "the directory knows no such id"
    communes = ", ".join(record.communes) or "no commune"
    return f"no single office of the type {record.kind} is known in {communes}"


def _one_address(id_: str, records: list[Record], file: str) -> Suggestion | Skipped:
    giving = own_first([record for record in records if record.emails])
    addresses = sorted({address for record in giving for address in record.emails})
    what = f"{id_} ({records[0].name})"
    if len(addresses) > 1:
        return Skipped(what, f"several addresses, none is chosen: {', '.join(addresses)}")
    if not addresses:
        ways = dict.fromkeys(way for record in records for way in record.other_ways)
        return Skipped(what, ", ".join(["no e-mail address is published", *ways]))
    return Suggestion(id_, addresses[0], source_of(giving[0], file))
