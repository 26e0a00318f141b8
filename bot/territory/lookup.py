"""Which collectivité a text names: one, several that the visitor must choose from, or none.

Names are matched exactly, once normalised. A homonym is never chosen silently: 10.8 % of communes share their
name, always with a commune of another département, hence often of another préfecture (COG 2026).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.territory.model import Collectivite, Kind, UnknownCollectivite
from bot.territory.normalise import Reading, normalise, read, without_article
from bot.territory.tables import Names, Territory

#: In characters. The longest label of the tables has 106; a longer text than this is no name.
LONGEST_TEXT = 300

_LEVELS = tuple(Kind)

_RANKS = ("premier", "deuxieme", "troisieme", "quatrieme", "cinquieme", "sixieme", "septieme", "huitieme")
_RANK_OF = {
    **{word: rank for rank, word in enumerate(_RANKS)},
    "premiere": 0,
    "second": 1,
    "seconde": 1,
    "dernier": -1,
    "derniere": -1,
}
_ORDINAL = re.compile(
    rf"^(?:(?:la|le|l|c est|oui|plutot|choix|numero) )*"
    rf"(?:(?P<word>{'|'.join(_RANK_OF)})|(?P<number>[1-9]\d?)(?:er|ere|re|e|eme|nd|nde)?)$"
)


@dataclass(frozen=True, slots=True)
class Found:
    """The text names this one and no other."""

    collectivite: Collectivite


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The text may name any of these, two at least; communes first, the most populated first."""

    candidates: tuple[Collectivite, ...]


@dataclass(frozen=True, slots=True)
class NotFound:
    """The text names no collectivité of the tables."""


Outcome: TypeAlias = Found | Ambiguous | NotFound


def by_id(territory: Territory, collectivite_id: str) -> Collectivite:
    """Gives the collectivité of an id such as "commune:93066".

    Raises:
        UnknownCollectivite: the tables have none; TAAF and Clipperton are never there.
    """
    try:
        return territory.collectivites[collectivite_id]
    except KeyError:
        raise UnknownCollectivite(collectivite_id) from None


def find(territory: Territory, text: str, among: Sequence[str] = ()) -> Outcome:
    """Finds the collectivité that a text names.

    Args:
        territory: the tables.
        text: what a visitor typed; any text at all, `LONGEST_TEXT` characters at most to be a name.
        among: ids of the candidates just offered, in that order. A département, a level, a rank
            (« la deuxième ») or a label then picks one of them; a name that is none of theirs is looked up
            afresh. Unknown ids are ignored.
    """
    if len(text) > LONGEST_TEXT:
        return NotFound()
    normalised = normalise(text)
    named = _first_match(territory, read(normalised, territory.departement_codes))
    offered = tuple(dict.fromkeys(one for one in among if one in territory.collectivites))
    return _outcome(territory, _picked(territory, normalised, named, offered) or named)


def _outcome(territory: Territory, ids: Iterable[str]) -> Outcome:
    candidates = sorted((territory.collectivites[one] for one in dict.fromkeys(ids)), key=_order)
    if not candidates:
        return NotFound()
    return Found(candidates[0]) if len(candidates) == 1 else Ambiguous(tuple(candidates))


def _order(collectivite: Collectivite) -> tuple[int, int, str]:
    return _LEVELS.index(collectivite.kind), -(collectivite.population or 0), collectivite.code


def _first_match(territory: Territory, readings: Iterable[Reading]) -> tuple[str, ...]:
    for reading in readings:
        if ids := _matches(territory, reading):
            return ids
    return ()


def _matches(territory: Territory, reading: Reading) -> tuple[str, ...]:
    """Ids of those who bear the name of a reading and agree with what else it says.

    A département, or legal words of an EPCI, make the exact name enough. Otherwise whoever is called so for
    short counts as well: « Creuse » is a commune (80), La Creuse (70) without its article, and a département.
    """
    name = reading.name
    if not name and reading.kind is Kind.DEPARTEMENT and reading.departement:
        name = normalise(territory.departements[reading.departement].name)  # « le département du 93 »
    official = _named(territory, territory.official_names, name, reading)
    if official and (reading.departement or reading.kind is Kind.EPCI):
        return official
    short = _named(territory, territory.short_names, name, reading)
    # « la Creuse », « le Pays de Bitche »: an article may be added to any name but that of a commune.
    bare = without_article(name)
    added = _named(territory, territory.short_names, bare, reading) if bare != name else ()
    return (*official, *short, *(one for one in added if not one.startswith(Kind.COMMUNE)))


def _named(territory: Territory, names: Names, name: str, reading: Reading) -> tuple[str, ...]:
    return tuple(one for one in names.get(name, ()) if _agrees(territory, one, reading))


def _agrees(territory: Territory, collectivite_id: str, reading: Reading) -> bool:
    collectivite = territory.collectivites[collectivite_id]
    kinds = {collectivite.kind, territory.other_kinds.get(collectivite_id)}
    departements = territory.spread.get(collectivite_id, (collectivite.departement,))
    return (reading.kind is None or reading.kind in kinds) and (
        reading.departement is None or reading.departement in departements
    )


def _picked(
    territory: Territory, normalised: str, named: Iterable[str], offered: Sequence[str]
) -> tuple[str, ...]:
    """Ids that a text picks among those offered; none when it speaks of something else."""
    if not offered:
        return ()
    if picked := tuple(one for one in named if one in offered):
        return picked
    for reading in read(normalised, territory.departement_codes):
        if reading.name or not (reading.kind or reading.departement):
            continue
        if picked := tuple(one for one in offered if _agrees(territory, one, reading)):
            return picked
    ordinal = _ORDINAL.match(normalised)
    if ordinal:
        rank = _RANK_OF[ordinal["word"]] if ordinal["word"] else int(ordinal["number"]) - 1
        return tuple(offered[rank:][:1])
    return ()
