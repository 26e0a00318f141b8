"""How far the directory of inboxes reaches, and what in it needs a person."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from bot.handoff.doubts import Doubt, doubts_about
from bot.handoff.inboxes import Inbox
from bot.handoff.offices import prefectures
from bot.handoff.storage import InboxStatus
from bot.territory.model import Kind
from bot.territory.tables import Territory

#: How long before its end a confirmation is announced.
NOTICE = timedelta(days=60)


@dataclass(frozen=True)
class Coverage:
    """How much of the country some préfectures answer for.

    Attributes:
        offices: how many préfectures.
        all_offices: out of how many.
        inhabitants: municipal population of their départements.
        all_inhabitants: out of how many.
    """

    offices: int
    all_offices: int
    inhabitants: int
    all_inhabitants: int

    @property
    def offices_share(self) -> float:
        """Between 0 and 1."""
        return self.offices / self.all_offices

    @property
    def inhabitants_share(self) -> float:
        """Between 0 and 1."""
        return self.inhabitants / self.all_inhabitants


@dataclass(frozen=True)
class InboxCheck:
    """What a person should know of the directory today.

    Attributes:
        confirmed: préfectures that receive their dossiers themselves.
        known: those, and the ones whose address is still to be confirmed or expired.
        expired: confirmed inboxes past their twelve months, sous-préfectures included.
        expiring: those that will be within `NOTICE`.
        suspicious: unusual addresses, copies included.
        unconfirmed: ids of the préfectures that the central inbox stands in for.
    """

    confirmed: Coverage
    known: Coverage
    expired: tuple[Inbox, ...]
    expiring: tuple[Inbox, ...]
    suspicious: tuple[Doubt, ...]
    unconfirmed: tuple[str, ...]

    def needs_a_person(self, *, production: bool) -> bool:
        """True when a confirmation is past, or when production would send everything to the central inbox."""
        return bool(self.expired) or (production and not self.confirmed.offices)


def check_inboxes(inboxes: Sequence[Inbox], territory: Territory, clock: Clock) -> InboxCheck:
    """Checks the directory against the tables and the calendar; changes nothing.

    Args:
        inboxes: the whole directory.
        territory: gives the préfectures and the population of their départements.
        clock: gives aware UTC datetimes.
    """
    today = clock()
    confirmed = [inbox for inbox in inboxes if inbox.status is InboxStatus.CONFIRMED]
    expired = [inbox for inbox in confirmed if inbox.valid_until is None or inbox.valid_until <= today]
    good = [inbox for inbox in confirmed if inbox not in expired]
    offices = prefectures(territory)
    ids = {inbox.prefecture_id for inbox in good} & offices.keys()
    known = {inbox.prefecture_id for inbox in inboxes if inbox.address} & offices.keys()
    return InboxCheck(
        confirmed=_coverage(ids, territory),
        known=_coverage(known, territory),
        expired=tuple(expired),
        expiring=tuple(
            inbox for inbox in good if inbox.valid_until is not None and inbox.valid_until <= today + NOTICE
        ),
        suspicious=tuple(
            doubt
            for inbox in inboxes
            if inbox.address
            for doubt in doubts_about(inbox.prefecture_id, [inbox.address, *inbox.cc], territory)
        ),
        unconfirmed=tuple(sorted(offices.keys() - ids)),
    )


def _coverage(ids: Iterable[str], territory: Territory) -> Coverage:
    offices = prefectures(territory)
    population: Counter[str] = Counter()
    for collectivite in territory.collectivites.values():
        if collectivite.kind is Kind.COMMUNE:
            population[collectivite.departement] += collectivite.population or 0
    covered = [offices[id_] for id_ in ids]
    return Coverage(
        offices=len(covered),
        all_offices=len(offices),
        inhabitants=sum(population[departement] for departement in covered),
        all_inhabitants=population.total(),
    )
