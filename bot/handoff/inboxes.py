"""The directory of préfecture inboxes: who receives what, since when, confirmed by whom.

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
    """What the directory holds on one préfecture."""

    prefecture_id: str
    address: str | None
    cc: tuple[str, ...]
    status: InboxStatus
    source: str
    verified_at: datetime | None
    valid_until: datetime | None


def recipient_for(session: Session, prefecture_id: str, central_inbox: str, clock: Clock) -> Recipient:
    """Says who receives the dossiers of a préfecture today.

    Args:
        session: an open transaction.
        prefecture_id: `pref:23`, `hc:987`…
        central_inbox: stands in when the préfecture has no inbox confirmed within twelve months.
        clock: gives aware UTC datetimes.
    """
    row = session.get(InboxRow, prefecture_id)
    if row is None or row.status is not InboxStatus.CONFIRMED or not row.address:
        return Recipient(central_inbox, (), Detour.UNCONFIRMED)
    if row.valid_until is None or row.valid_until <= clock():
        return Recipient(central_inbox, (), Detour.EXPIRED)
    return Recipient(row.address, tuple(row.cc), None)


def confirm_inbox(
    session: Session,
    prefecture_id: str,
    address: str,
    clock: Clock,
    *,
    author: str,
    source: str,
    production: bool,
    cc: Sequence[str] = (),
) -> Inbox:
    """Records that somebody has checked the inbox of a préfecture; good for twelve months.

    Args:
        session: an open transaction; the caller commits.
        prefecture_id: `pref:23`, `hc:987`…
        address: where the dossiers of that préfecture go from now on.
        clock: gives aware UTC datetimes.
        author: who takes the decision.
        source: how it was checked: a letter, a call, an official list and its date.
        production: False also accepts reserved test domains.
        cc: addresses that receive a copy.

    Raises:
        InvalidAddress: an address is malformed or not under gouv.fr.
    """
    row = _row(session, prefecture_id)
    row.address = inbox_address(address, production=production)
    row.cc = [inbox_address(copy, production=production) for copy in cc]
    row.status = InboxStatus.CONFIRMED
    row.source = one_line(source, SOURCE_MAX)
    row.verified_at = clock()
    row.valid_until = _a_year_after(row.verified_at)
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
    checked = inbox_address(address, production=production)
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
