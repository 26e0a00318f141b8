"""Recognition for the command line: one JSON object for one text."""

from typing import Any

from bot.territory.competence import competence, prefecture_of
from bot.territory.recognition import Candidate, Status, recognise
from bot.territory.tables import Territory

#: Candidates given at most: no name is shared by more communes, but a postal code may be.
MOST_CANDIDATES = 12


def locate(territory: Territory, text: str) -> dict[str, Any]:
    """Says whom a text speaks of and which préfecture is theirs.

    Returns:
        "text"; "status": "found", "ambiguous" or "not_found"; "certain": False when a name was mistyped or
        only deduced; "candidates", the best first, each with "type" (a value of `model.Kind`), "code",
        "name", "departement" and "prefecture_city", and "known_as" for an old name. A commune that is found
        may be followed by the EPCI that is called like it for short.
    """
    recognised = recognise(territory, text)
    candidates = recognised.candidates
    if recognised.status is Status.FOUND:
        candidates += recognised.beside
    return {
        "text": text,
        "status": str(recognised.status),
        "certain": recognised.certain,
        "candidates": [_candidate(territory, one) for one in candidates[:MOST_CANDIDATES]],
    }


def _candidate(territory: Territory, candidate: Candidate) -> dict[str, str]:
    collectivite = candidate.collectivite
    if candidate.place is not None:
        departement = territory.departements[candidate.place]
        return {
            "type": "departement",
            "code": departement.code,
            "name": departement.name,
            "departement": departement.code,
            "prefecture_city": prefecture_of(territory, departement.code).city,
        }
    return {
        "type": str(collectivite.kind),
        "code": collectivite.code,
        "name": collectivite.name,
        "departement": collectivite.departement,
        "prefecture_city": competence(territory, collectivite).prefecture.city,
        **({"known_as": candidate.known_as} if candidate.known_as else {}),
    }
