"""The names that are not official ones: what a commune was called, and how one speaks of an EPCI.

Used by `bot.territory.build` alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.territory.names import derived_sigle
from bot.territory.normalise import normalise

Row = Mapping[str, Any]

#: Type of the package -> type of an alias: those that still have a maire délégué, or an arrondissement.
_STILL_THERE = {
    "arrondissement-municipal": "arrondissement",
    "commune-deleguee": "deleguee",
    "commune-associee": "associee",
}

#: Initials that mean something else to whoever works in a mairie.
_OTHER_SIGLES = frozenset(
    {"ccas", "ccdsa", "ccapex", "cada", "cadis", "ccam", "ccp", "cchs", "ccn", "cca", "cap", "cct"}
)


def aliases(
    communes: Iterable[Row], history: Iterable[Row], former_communes: Iterable[Row]
) -> list[tuple[str, str, str]]:
    """Gives every name that is, or was, that of a part or of the whole of a commune of today.

    Args:
        communes: `communes.json` of the year, with communes déléguées, associées and arrondissements.
        history: `historique-communes.json` of 0.8.0, every state of every commune since 1943.
        former_communes: `communes.json` of 0.8.0 (COG 2020).

    Returns:
        name, code of the commune of today, type: "arrondissement", "deleguee", "associee", "ancienne" (it was
        a commune of its own) or "ancien_nom" (the commune itself was called so). Sorted; a name that only
        repeats that of its commune is left out.
    """
    rows = list(communes)
    today = {row["code"]: row["nom"] for row in rows if row["type"] == "commune-actuelle"}
    became = {old: row["code"] for row in rows for old in row.get("anciensCodes", ())}
    found: dict[tuple[str, str], tuple[str, str, str]] = {}
    for name, code, kind in (*_still_there(rows), *_gone((*former_communes, *history), today, became)):
        if normalise(name) != normalise(today.get(code, name)):
            found.setdefault((normalise(name), code), (name, code, kind))
    return sorted(found.values())


def _still_there(communes: Iterable[Row]) -> Iterator[tuple[str, str, str]]:
    for row in communes:
        if row["type"] in _STILL_THERE:
            whole = row["commune"] if row["type"] == "arrondissement-municipal" else row["chefLieu"]
            yield row["nom"], whole, _STILL_THERE[row["type"]]


def _gone(
    states: Iterable[Row], today: Mapping[str, str], became: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    for row in states:
        if row["code"] in today:
            yield row["nom"], row["code"], "ancien_nom"
        elif row["code"] in became:
            yield row["nom"], became[row["code"]], "ancienne"


def nicknames(
    by_hand: Sequence[Row], epci: Iterable[tuple[str, str]], taken: frozenset[str]
) -> list[tuple[str, str, str]]:
    """Gives the nicknames written by hand, and the initials of the EPCI that nobody else has.

    Args:
        by_hand: rows of `surnoms.csv`.
        epci: id and official name of each.
        taken: normalised names that mean something else already.

    Returns:
        name, id, nature: "surnom", "sigle", "ancien_nom", or "sigle_derive" for initials that no one has
        checked. Sorted.
    """
    written = [(row["nom"], row["id"], row["nature"]) for row in by_hand]
    known = taken | {normalise(name) for name, _, _ in written} | _OTHER_SIGLES
    bearers: dict[str, set[str]] = defaultdict(set)
    for one, name in epci:
        bearers[derived_sigle(name)].add(one)
    derived = [
        (sigle, one, "sigle_derive")
        for sigle, ones in bearers.items()
        if sigle and len(ones) == 1 and normalise(sigle) not in known
        for one in ones
    ]
    return sorted(written + derived, key=lambda row: (row[1], row[0]))
