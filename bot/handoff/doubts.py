"""Which addresses of the directory a person should look at twice."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.handoff.addresses import Suspicion, suspicions
from bot.handoff.offices import departement_named_in, prefectures, sous_prefectures
from bot.territory.tables import Territory


@dataclass(frozen=True)
class Doubt:
    """Why a person should look twice at an address of one office."""

    prefecture_id: str
    address: str
    suspicion: Suspicion


def doubts_about(prefecture_id: str, addresses: Iterable[str], territory: Territory) -> list[Doubt]:
    """Lists what is unusual about the addresses of one office, copies included."""
    departement = (prefectures(territory) | sous_prefectures(territory)).get(prefecture_id)
    doubts = []
    for address in addresses:
        found = suspicions(address)
        if departement_named_in(territory, address) not in {None, departement}:
            found = (*found, Suspicion.ELSEWHERE)
        doubts += [Doubt(prefecture_id, address, suspicion) for suspicion in found]
    return doubts
