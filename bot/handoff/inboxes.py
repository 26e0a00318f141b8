"""The directory of inboxes: who receives what, since when, confirmed by whom.

The product ships it empty and guesses nothing: an address that nobody confirmed within twelve months receives
nothing, and the ministry's central inbox stands in. Each change leaves a line in `inbox_event`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.handoff.addresses import inbox_address
from bot.handoff.headers import one_line
from bot.handoff.storage import InboxEventRow, InboxRow, InboxStatus

#: Longest source and author kept, in characters.
SOURCE_MAX = 300
AUTHOR_MAX = 120


class InboxNotConfirmed(ValueError):
    """Copies were asked for beside an inbox that nobody has confirmed within twelve months."""


class Detour(StrEnum):
    """Why a message goes to the central inbox instead of the préfecture."""

    UNCONFIRMED = "non_confirmee"
    EXPIRED = "perimee"


@dataclass(frozen=True)
class Recipient:
    """Who receives the message of a dossier.

    Attributes:
        address: the one address of its `To:`.
        cc: addresses in copy.
        detour: None when `address` is the préfecture's own.
    """

    address: str
    cc: tuple[str, ...]
    detour: Detour | None

    @property
    def redirected(self) -> bool:
        """True when the central inbox stands in for the préfecture."""
        return self.detour is not None


@dataclass(frozen=True)
class Inbox:
    """What the directory holds on one préfecture or sous-préfecture.

    Attributes:
        prefecture_id: `pref:23`, `hc:987`, or `spref:421` for a sous-préfecture.
        address: where it is written to; None when nothing is known.
        cc: addresses in copy of every dossier of a préfecture (a préfet délégué, for instance).
        status: only a confirmed inbox receives anything.
        source: how the address is known.
        verified_at: when a person confirmed it.
        valid_until: end of that confirmation.
    """

    prefecture_id: str
    address: str | None
    cc: tuple[str, ...]
    status: InboxStatus
    source: str
    verified_at: datetime | None
    valid_until: datetime | None


def recipient_for(
    session: Session,
    prefecture_id: str,
    central_inbox: str,
    clock: Clock,
    *,
    sous_prefecture_id: str | None = None,
) -> Recipient:
    """Says who receives the dossiers of a préfecture today.

    Args:
        session: an open transaction.
        prefecture_id: `pref:23`, `hc:987`…
        central_inbox: stands in when the préfecture has no inbox confirmed within twelve months; nobody else
            then receives a copy.
        clock: gives aware UTC datetimes.
        sous_prefecture_id: `spref:421`, the one of the arrondissement; receives a copy if its own inbox was
            confirmed within twelve months.
    """
    row = session.get(InboxRow, prefecture_id)
    if row is None or row.status is not InboxStatus.CONFIRMED or not row.address:
        return Recipient(central_inbox, (), Detour.UNCONFIRMED)
    if not _may_receive(row, clock):
        return Recipient(central_inbox, (), Detour.EXPIRED)
    copies = [*row.cc, *_copy_of_sous_prefecture(session, sous_prefecture_id, clock)]
    return Recipient(row.address, tuple(dict.fromkeys(c for c in copies if c != row.address)), None)


def confirm_inbox(
    session: Session,
    prefecture_id: str,
    address: str,
    clock: Clock,
    *,
    author: str,
    source: str,
    production: bool,
    cc: Sequence[str] | None = None,
) -> Inbox:
    """Records that somebody has checked an inbox; good for twelve months.

    Args:
        session: an open transaction; the caller commits.
        prefecture_id: `pref:23`, `hc:987`…; `spref:421` makes that sous-préfecture receive copies.
        address: where the dossiers go from now on.
        clock: gives aware UTC datetimes.
        author: who takes the decision.
        source: how it was checked: a letter, a call, an official list and its date.
        production: False also accepts reserved test domains.
        cc: addresses that receive a copy; None keeps those of an earlier confirmation.

    Raises:
        InvalidAddress: an address is malformed or not under gouv.fr.
    """
    row = _row(session, prefecture_id)
    row.address = inbox_address(address, production=production, office=prefecture_id)
    if cc is not None:
        row.cc = _checked_copies(cc, prefecture_id, production=production)
    row.status = InboxStatus.CONFIRMED
    row.source = one_line(source, SOURCE_MAX)
    row.verified_at = clock()
    row.valid_until = _a_year_after(row.verified_at)
    return _record(session, row, clock, author)


def set_copies(
    session: Session,
    prefecture_id: str,
    cc: Sequence[str],
    clock: Clock,
    *,
    author: str,
    production: bool,
) -> Inbox:
    """Replaces the addresses in copy of a confirmed inbox; its twelve months do not start again.

    Args:
        session: an open transaction; the caller commits.
        prefecture_id: `pref:23`, `hc:987`…
        cc: who receives a copy of each dossier from now on; nobody when empty.
        clock: gives aware UTC datetimes.
        author: who takes the decision.
        production: False also accepts reserved test domains.

    Raises:
        InboxNotConfirmed: nobody has confirmed the inbox within twelve months.
        InvalidAddress: an address is malformed or not under gouv.fr.
    """
    row = session.get(InboxRow, prefecture_id, with_for_update=True)
    if row is None or not _may_receive(row, clock):
        raise InboxNotConfirmed(
            f"{prefecture_id} has no inbox confirmed within twelve months: confirm it first"
        )
    row.cc = _checked_copies(cc, prefecture_id, production=production)
    return _record(session, row, clock, author)


def suggest_inbox(
    session: Session,
    prefecture_id: str,
    address: str,
    clock: Clock,
    *,
    author: str,
    source: str,
    production: bool,
) -> Inbox:
    """Notes an address that somebody still has to check; never touches a confirmed inbox.

    Raises:
        InvalidAddress: the address is malformed or not under gouv.fr.
    """
    checked = inbox_address(address, production=production, office=prefecture_id)
    row = _row(session, prefecture_id)
    if row.status is InboxStatus.CONFIRMED:
        return _inbox(row)
    row.address = checked
    row.cc = []
    row.status = InboxStatus.TO_CONFIRM
    row.source = one_line(source, SOURCE_MAX)
    return _record(session, row, clock, author)


def withdraw_inbox(session: Session, prefecture_id: str, clock: Clock, *, author: str, reason: str) -> Inbox:
    """Stops writing to an inbox, for instance after a message came back; the central inbox stands in."""
    row = _row(session, prefecture_id)
    row.address = None
    row.cc = []
    row.status = InboxStatus.UNKNOWN
    row.source = one_line(reason, SOURCE_MAX)
    row.verified_at = None
    row.valid_until = None
    return _record(session, row, clock, author)


def list_inboxes(session: Session) -> list[Inbox]:
    """Returns the whole directory, sorted by préfecture."""
    return [_inbox(row) for row in session.scalars(select(InboxRow).order_by(InboxRow.prefecture_id))]


def _may_receive(row: InboxRow, clock: Clock) -> bool:
    return (
        row.status is InboxStatus.CONFIRMED
        and bool(row.address)
        and row.valid_until is not None
        and row.valid_until > clock()
    )


def _copy_of_sous_prefecture(
    session: Session, sous_prefecture_id: str | None, clock: Clock
) -> tuple[str, ...]:
    row = session.get(InboxRow, sous_prefecture_id) if sous_prefecture_id else None
    if row is None or not row.address or not _may_receive(row, clock):
        return ()
    return (row.address,)


def _checked_copies(cc: Sequence[str], office: str, *, production: bool) -> list[str]:
    return [inbox_address(copy, production=production, office=office) for copy in cc]


def _row(session: Session, prefecture_id: str) -> InboxRow:
    row = session.get(InboxRow, prefecture_id, with_for_update=True)
    if row is None:
        row = InboxRow(prefecture_id=prefecture_id, cc=[], status=InboxStatus.UNKNOWN, source="")
        session.add(row)
    return row


def _record(session: Session, row: InboxRow, clock: Clock, author: str) -> Inbox:
    what = {"status": row.status.value, "address": row.address, "cc": row.cc, "source": row.source}
    session.add(
        InboxEventRow(
            prefecture_id=row.prefecture_id,
            at=clock(),
            author=one_line(author, AUTHOR_MAX),
            what=json.dumps(what, ensure_ascii=False, sort_keys=True),
        )
    )
    session.flush()
    return _inbox(row)


def _inbox(row: InboxRow) -> Inbox:
    return Inbox(
        prefecture_id=row.prefecture_id,
        address=row.address,
        cc=tuple(row.cc),
        status=row.status,
        source=row.source,
        verified_at=row.verified_at,
        valid_until=row.valid_until,
    )


def _a_year_after(moment: datetime) -> datetime:
    if (moment.month, moment.day) == (2, 29):
        return moment.replace(year=moment.year + 1, day=28)
    return moment.replace(year=moment.year + 1)
