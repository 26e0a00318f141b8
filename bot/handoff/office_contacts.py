"""Telephone and postal address of the offices, as the public directory gives them.

They are shown to visitors although nobody has confirmed the inbox: nothing is ever sent there, and the
directory is public. They always go with their source and their day, and none is guessed or chosen: a file
that gives two for one office gives none.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot.clock import PARIS, Clock, french_date
from bot.handoff.headers import one_line
from bot.handoff.inbox_files import Record, own_first, source_of
from bot.handoff.inboxes import SOURCE_MAX
from bot.handoff.storage import POSTAL_ADDRESS_MAX, TELEPHONE_MAX, OfficeContactRow
from bot.territory.normalise import normalise

#: What stands between the digits of a telephone.
_BETWEEN_DIGITS = re.compile(r"[ .()]")

#: With the code of France or of one of its territories, without it, or a short number such as 3939. Those of
#: Saint-Pierre-et-Miquelon, of Wallis et Futuna and of Nouvelle-Calédonie have six digits after the code.
_TELEPHONE = re.compile(
    r"(?:\+|00)(?:33|262|508|590|594|596|681|687|689)[0-9]{6,10}|0[1-9][0-9]{8}|(?:3[0-9]|10)[0-9]{2}"
)


@dataclass(frozen=True)
class PublishedContact:
    """What one file says of one office.

    Attributes:
        office_id: `pref:23`, `hc:987`, `spref:421`…
        telephone: None when the file gives none, or two.
        postal_address: likewise, on one line.
        source: the file and the record.
        published_on: when the directory last changed it; None when the file does not say.
    """

    office_id: str
    telephone: str | None
    postal_address: str | None
    source: str
    published_on: date | None


@dataclass(frozen=True)
class OfficeContact:
    """What a visitor may be told of one office; at least one of the two is there.

    Attributes:
        office_id: `pref:23`, `hc:987`, `spref:421`…
        telephone: as the directory writes it.
        postal_address: on one line.
        source: the file and the record.
        published_on: when the directory last changed it; None when the file did not say.
        noted_on: day of the import, in Paris.
    """

    office_id: str
    telephone: str | None
    postal_address: str | None
    source: str
    published_on: date | None
    noted_on: date


def published_contact(office_id: str, records: list[Record], file: str) -> PublishedContact | None:
    """Says what a file publishes on an office; None when it has neither a telephone nor a postal address.

    Args:
        office_id: `pref:23`…
        records: those that describe it.
        file: the file's name.
    """
    with_telephone = own_first([record for record in records if is_telephone(record.telephone)])
    with_address = own_first([record for record in records if record.postal_address])
    if not with_telephone and not with_address:
        return None
    telephone = _agreed(with_telephone, _significant_digits)
    address = _agreed(with_address, lambda record: normalise(record.postal_address))
    giving = [record for record in (telephone, address) if record is not None]
    return PublishedContact(
        office_id,
        telephone.telephone if telephone else None,
        (one_line(address.postal_address, POSTAL_ADDRESS_MAX) or None) if address else None,
        one_line("; ".join(dict.fromkeys(source_of(record, file) for record in giving)), SOURCE_MAX),
        # Of two records, the older day is the one that is true of both.
        min((day for record in giving if (day := _day(record.changed))), default=None),
    )


def note_contacts(session: Session, contacts: Iterable[PublishedContact], clock: Clock) -> tuple[str, ...]:
    """Puts what a file says in the place of what earlier ones said; offices it does not speak of stay.

    The whole of an office is replaced, so that its one source and its one day are true of both details. When
    the file contradicts itself on all it gives, nothing is known of the office any more.

    Args:
        session: an open transaction; the caller commits.
        contacts: at most one an office.
        clock: gives aware UTC datetimes.

    Returns:
        The ids of the offices that the file gave a telephone or a postal address.
    """
    noted = []
    for contact in contacts:
        if contact.telephone or contact.postal_address:
            session.merge(
                OfficeContactRow(
                    office_id=contact.office_id,
                    telephone=contact.telephone,
                    postal_address=contact.postal_address,
                    source=contact.source,
                    published_on=contact.published_on,
                    noted_at=clock(),
                )
            )
            noted.append(contact.office_id)
        elif row := session.get(OfficeContactRow, contact.office_id):
            session.delete(row)
    session.flush()
    return tuple(noted)


def contact_of(session: Session, office_id: str) -> OfficeContact | None:
    """Returns what a visitor may be told of an office; None when no import has said anything of it."""
    row = session.get(OfficeContactRow, office_id)
    if row is None:
        return None
    return OfficeContact(
        office_id=row.office_id,
        telephone=row.telephone,
        postal_address=row.postal_address,
        source=row.source,
        published_on=row.published_on,
        noted_on=row.noted_at.astimezone(PARIS).date(),
    )


def described(contact: OfficeContact) -> str:
    """Says in French how to reach an office, with source and day."""
    ways = (
        f"Téléphone\u00a0: {contact.telephone}." if contact.telephone else "",
        f"Adresse\u00a0: {contact.postal_address}." if contact.postal_address else "",
    )
    day = (
        f"fiche du {french_date(contact.published_on)}"
        if contact.published_on
        else f"fichier importé le {french_date(contact.noted_on)}"
    )
    return f"{' '.join(way for way in ways if way)} Source\u00a0: annuaire de Service-Public (DILA), {day}."


def is_telephone(text: str) -> bool:
    """Tells whether a text is one French number, of the mainland or overseas, and nothing else."""
    return len(text) <= TELEPHONE_MAX and _TELEPHONE.fullmatch(_BETWEEN_DIGITS.sub("", text)) is not None


def _agreed(records: list[Record], value: Callable[[Record], str]) -> Record | None:
    """Returns the first record if all say the same."""
    return records[0] if len({value(record) for record in records}) == 1 else None


def _significant_digits(record: Record) -> str:
    # « 05 90 00 00 00 » and « +590 5 90 00 00 00 » are one number.
    return _BETWEEN_DIGITS.sub("", record.telephone)[-9:]


def _day(text: str) -> date | None:
    """Reads « 12/03/2026 » and « 2026-03-12 »."""
    try:
        return date.fromisoformat("-".join(reversed(text.split("/"))))
    except ValueError:
        return None
