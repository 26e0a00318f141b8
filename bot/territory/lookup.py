"""Which collectivité an answer names: one, several that the visitor must choose from, or none.

This is the door of the form, which has just asked « Quelle est votre collectivité ? »; `recognition` reads
any sentence. A homonym is never chosen silently: 10.8 % of communes share their name, always with a commune
of another département, hence often of another préfecture (COG 2026). Nor is a mistyped name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.ranks import rank_in
from bot.territory.matching import agrees
from bot.territory.model import Collectivite, UnknownCollectivite
from bot.territory.normalise import words
from bot.territory.reading import read
from bot.territory.recognition import Recognition, Status, recognise
from bot.territory.tables import Territory

#: In characters. The longest label of the tables has 106; a longer text than this is no answer.
LONGEST_TEXT = 300


@dataclass(frozen=True, slots=True)
class Found:
    """The text names this one and no other.

    Attributes:
        collectivite: the one of today.
        known_as: the old name that was typed, or that of a part (« Lomme » for Lille); None otherwise.
    """

    collectivite: Collectivite
    known_as: str | None = None


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The text may name any of these, two at least; the most populated first, EPCI after their homonyms."""

    candidates: tuple[Collectivite, ...]


@dataclass(frozen=True, slots=True)
class Suggested:
    """The text may be a mistyped name of these, one at least: « Voulez-vous dire … ? »."""

    candidates: tuple[Collectivite, ...]


@dataclass(frozen=True, slots=True)
class Located:
    """The text says where, not who: « je suis dans le 62 ».

    Attributes:
        collectivite: the one that sits for the place, and may be who speaks after all.
        departement: code of the place; that of the seat for a région.
    """

    collectivite: Collectivite
    departement: str


@dataclass(frozen=True, slots=True)
class NotFound:
    """The text names no collectivité of the tables."""


Outcome: TypeAlias = Found | Ambiguous | Suggested | Located | NotFound


def by_id(territory: Territory, collectivite_id: str) -> Collectivite:
    """Gives the collectivité of an id such as "commune:93066".

    Raises:
        UnknownCollectivite: the tables have none; TAAF and Clipperton are never there.
    """
    try:
        return territory.collectivites[collectivite_id]
    except KeyError:
        raise UnknownCollectivite(collectivite_id) from None


def find(
    territory: Territory, text: str, among: Sequence[str] = (), departement: str | None = None
) -> Outcome:
    """Finds the collectivité that an answer names.

    Args:
        territory: the tables.
        text: what a visitor typed; any text at all, `LONGEST_TEXT` characters at most to be an answer.
        among: ids of the candidates just offered, in that order. A département, a level, a rank
            (« la deuxième ») or a label then picks one of them; a name that is none of theirs is looked up
            afresh. Unknown ids are ignored.
        departement: code of the one said before: it tells homonyms apart.
    """
    if len(text) > LONGEST_TEXT:
        return NotFound()
    recognised = recognise(territory, text, asked=True)
    offered = tuple(dict.fromkeys(one for one in among if one in territory.collectivites))
    if offered and (picked := _picked(territory, text, recognised, offered)):
        collectivites = tuple(territory.collectivites[one] for one in picked)
        return Found(collectivites[0]) if len(picked) == 1 else Ambiguous(collectivites)
    outcome = outcome_of(recognised)
    if isinstance(outcome, Ambiguous) and departement is not None:
        near = tuple(one for one in outcome.candidates if one.departement == departement)
        return Found(near[0]) if len(near) == 1 else Ambiguous(near or outcome.candidates)
    return outcome


def outcome_of(recognised: Recognition) -> Outcome:
    """Says what a recognition means to who asked « Quelle est votre collectivité ? »."""
    candidates = tuple(one.collectivite for one in (*recognised.candidates, *recognised.beside))
    if recognised.status is Status.NOT_FOUND:
        return NotFound()
    first = recognised.candidates[0]
    if first.area and recognised.status is Status.FOUND:
        return Located(first.collectivite, first.place or first.collectivite.departement)
    if not recognised.certain:
        return Suggested(candidates)
    if len(candidates) > 1:
        return Ambiguous(candidates)
    return Found(candidates[0], recognised.candidates[0].known_as)


def _picked(
    territory: Territory, text: str, recognised: Recognition, offered: Sequence[str]
) -> tuple[str, ...]:
    """Ids that a text picks among those offered; none when it speaks of something else."""
    named = (*recognised.candidates, *recognised.beside)
    if picked := tuple(one.collectivite.id for one in named if one.collectivite.id in offered):
        return picked
    for reading in read(words(text), territory.areas):
        if reading.name or not (reading.kind or reading.within):
            continue
        if picked := tuple(one for one in offered if agrees(territory, one, reading)):
            return picked
    rank = rank_in(text, len(offered))
    return () if rank is None else (offered[rank],)
