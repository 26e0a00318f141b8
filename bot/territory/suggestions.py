"""Whom a mistyped name may mean: nobody is ever accepted on these grounds without a yes."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from rapidfuzz.distance import OSA

from bot.territory.context import is_aside, other_body_in
from bot.territory.matching import Match, agrees, exact, matches, matches_by_words, order
from bot.territory.model import Kind
from bot.territory.names import LINKS, words_of_epci
from bot.territory.normalise import Word, without_article
from bot.territory.reading import FILLERS, ROLES, Reading, read
from bot.territory.spans import area_after, is_name, role_before
from bot.territory.tables import Territory
from bot.territory.typos import Nearest, nearest, sound_of

#: In words.
_LONGEST_ATTEMPT = 6

#: In points of `Nearest.score`: a suggestion this far behind the best one is not made.
_BEHIND = 8
#: The best one stands alone when it is this far ahead.
_AHEAD = 4.5
_MOST = 4

#: Equally near, a name is no rival when the other town is this many times larger.
_TIMES_LARGER = 50

#: So many wrong letters are a slip from this score on.
_ENOUGH: Sequence[float] = (0, 0, 84, 89)
_STRICT: Sequence[float] = (0, 88, 91, 101)
_ENOUGH_IF_ASKED: Sequence[float] = (0, 0, 75, 84)
#: In one département, any likeness is enough.
_NO_MATTER: Sequence[float] = (0.0,)

#: A département or région counts as much as a town of so many inhabitants.
_OF_AN_AREA = 500_000
_SHORTEST_AREA = 5

#: In letters: « vas-y » is no name.
_SHORTEST_COMPOUND = 8

#: Points for a population of one inhabitant more at each power of ten.
_FOR_POPULATION = 0.8

_SAINTS = frozenset({"saint", "sainte", "saints", "saintes"})

#: Words that a town may follow in a sentence.
_BEFORE_A_TOWN = frozenset({"a", "de", "d", "pour", "ici", "represente", "representons", "au", "du", "des"})

#: Words that end a name in a sentence.
_STOPS = frozenset(
    (
        *("est", "sont", "suis", "ont", "peut", "peuvent", "veut", "veulent", "et", "ou", "qui", "que"),
        *("pour", "avec", "dans", "je", "nous", "on", "mais", "car", "si", "souhaite", "souhaitons", "svp"),
        *("voudrait", "aimerait", "doit", "demande", "cherche", "bonjour", "merci", "s", "c", "j", "n"),
    )
)


class Suggestion(NamedTuple):
    """Whom a mistyped name may mean.

    Attributes:
        attempted: something stands where a name is expected.
        found: the best first; empty when no name resembles it.
        score: of the best, from 0 to 105.
        name: the words of the text that were taken for a name.
    """

    attempted: bool
    found: tuple[Match, ...] = ()
    score: float = 0
    name: str = ""


class _Group(NamedTuple):
    """Those who bear one of the names that resemble what was typed."""

    score: float
    population: int
    near: Nearest
    found: list[Match]


def suggest(
    territory: Territory,
    typed: Sequence[Word],
    among: frozenset[str],
    alike: Suggestion | None,
    *,
    asked: bool,
    parts: bool,
) -> Suggestion:
    """Gives those whose name resembles what stands in a text where a name is expected.

    Args:
        territory: the tables.
        typed: the words of the text, that names nobody exactly.
        among: ids of communes to choose from, which a postal code gives; all when empty.
        alike: what `whole` gave, when it was asked already.
        asked: the text answers a question: a name less alike is worth a « Voulez-vous dire … ? ».
        parts: the text names no other place, so that any part of it may be a name.
    """
    if other_body_in(" ".join(word.text for word in typed)):
        return Suggestion(attempted=True)
    if area := _area(territory, typed):
        return area
    enough = _ENOUGH_IF_ASKED if asked else _ENOUGH
    best = alike or whole(territory, typed, among, asked=asked)
    if best.found:
        return best
    after_role = next(_after_roles(territory, typed), None)
    if after_role is not None:
        return _resembling(territory, after_role, among, enough)
    if parts:
        attempts = [(reading, enough) for reading in _clauses(territory, typed)]
        attempts += [(reading, _STRICT) for reading in _after_prepositions(territory, typed)]
        for reading, wanted in attempts:
            # What is a name as it stands was read before, and given up for a reason.
            if is_name(territory, reading.name):
                continue
            if (found := _resembling(territory, reading, among, wanted)).found:
                return found
    return best


def whole(territory: Territory, typed: Sequence[Word], among: frozenset[str], *, asked: bool) -> Suggestion:
    """Gives those whose name resembles the whole text, without what leads to it and follows it."""
    enough = _ENOUGH_IF_ASKED if asked else _ENOUGH
    readings = list(_whole(territory, typed))
    tried = [_resembling(territory, one, among, enough) for one, _ in readings]
    # « Saint-Denis Seine » may end with a département or be one name: the nearest of both readings wins.
    best = max(tried, key=lambda one: one.score, default=Suggestion(attempted=False))
    # « Saint-Pierre-et-Miquelon, la collectivité » is no attempt at one name.
    one_name = not any(word.pause for word in typed[1:])
    return (
        best if best.found else Suggestion(attempted=one_name and any(strictly for _, strictly in readings))
    )


def _area(territory: Territory, typed: Sequence[Word]) -> Suggestion | None:
    """A département or région with a wrong letter, in plain French words: « Ile et Vilaine »."""
    for reading in read(typed, territory.areas):
        glued = without_article(reading.name).replace(" ", "")
        if reading.within or len(glued) < _SHORTEST_AREA or reading.kind in {Kind.COMMUNE, Kind.EPCI}:
            continue
        for name in territory.areas:
            if " " in name and OSA.distance(glued, name.replace(" ", ""), score_cutoff=1) <= 1:
                found = matches(territory, replace(reading, name=name))
                return Suggestion(True, tuple(one._replace(sure=False) for one in found), 100)
    return None


def _whole(territory: Territory, typed: Sequence[Word]) -> Iterator[tuple[Reading, bool]]:
    """The text without what leads to a name, and without the département it may end with.

    Yields:
        a reading, and whether its words can hardly be anything but a name.
    """
    last: dict[frozenset[str], Reading] = {}
    for reading in read(typed, territory.areas):
        if reading.name:
            last[reading.within] = reading
    compounds = _compounds(typed)
    for reading in last.values():
        words = reading.name.split()
        governed, compound = bool(reading.role), reading.name in compounds
        if _may_be_a_name(territory, words, governed=governed, compound=compound):
            yield reading, True
        elif _may_be_a_slip(territory, words, governed=governed):
            yield reading, False


def _compounds(typed: Sequence[Word]) -> set[str]:
    """Words bound by hyphens, each compound in full."""
    found: list[list[str]] = []
    for word in typed:
        if word.hyphen:
            found[-1].append(word.text)
        else:
            found.append([word.text])
    return {" ".join(words) for words in found if len("".join(words)) >= _SHORTEST_COMPOUND}


def _resembling(
    territory: Territory, reading: Reading, among: frozenset[str], enough: Sequence[float]
) -> Suggestion:
    if reading.kind is Kind.EPCI and (epci := _epci_by_words(territory, reading)):
        return epci
    # Of an EPCI in several words, no word is a town that happens to be a member of another.
    several = reading.kind is Kind.EPCI and len(set(reading.name.split()) - LINKS) > 1
    within = reading.within or frozenset(territory.collectivites[one].departement for one in among)
    groups: list[_Group] = []
    seen: set[str] = set()
    for near in nearest(territory.spellings, reading.name, within):
        if not _plausible(near, reading.name, _NO_MATTER if within else enough):
            continue
        found = sorted(
            (
                one
                for one in _bearers(territory, replace(reading, name=near.name), near, several=several)
                if one.id not in seen and (not among or one.id in among)
            ),
            key=lambda one: order(territory.collectivites[one.id]),
        )
        if found:
            seen |= {one.id for one in found}
            most = max(territory.collectivites[one.id].population or _OF_AN_AREA for one in found)
            groups.append(_Group(near.score + _FOR_POPULATION * math.log10(most + 1), most, near, found))
    groups.sort(key=lambda group: -group.score)
    if not groups:
        return Suggestion(attempted=True, name=reading.name)
    best = groups[0]
    rivals = [group for group in groups[1:] if _rivals(best, group)]
    kept = [best, *(group for group in rivals if best.score - group.score <= _BEHIND)][:_MOST]
    named = tuple(one for group in kept for one in group.found)
    return Suggestion(True, named, best.score, reading.name)


def _bearers(territory: Territory, reading: Reading, near: Nearest, *, several: bool) -> tuple[Match, ...]:
    far = reading.kind is Kind.EPCI and near.edits > 1 and not near.sounds
    return exact(territory, reading) if several or far else matches_by_words(territory, reading)


def _epci_by_words(territory: Territory, reading: Reading) -> Suggestion | None:
    """EPCI that have every word of the name, give or take a letter: « Champagnol Nozeroy Jura »."""
    wanted = set(reading.name.split()) - LINKS
    bearers = [_bearers_of_word(territory, word) for word in wanted]
    found = {
        one for one in (set.intersection(*bearers) if bearers else ()) if agrees(territory, one, reading)
    }
    if not found:
        return None
    # The name that has the fewest words besides those typed is the nearest.
    sizes = {one: len(words_of_epci(territory.collectivites[one].name)) for one in found}
    nearest_ones = sorted(one for one in found if sizes[one] == min(sizes.values()))
    if len(nearest_ones) > _MOST:
        return None
    return Suggestion(True, tuple(Match(one, sure=False) for one in nearest_ones), 100)


def _bearers_of_word(territory: Territory, word: str) -> set[str]:
    if word in territory.epci_words or word.isdigit():
        return set(territory.epci_words.get(word, ()))
    return {
        one
        for other in territory.epci_words
        if OSA.distance(word, other, score_cutoff=_allowed(len(word))) <= _allowed(len(word))
        for one in territory.epci_words[other]
    }


def _rivals(best: _Group, other: _Group) -> bool:
    """The second name is not much less likely than the first."""
    if other.near.edits <= best.near.edits and other.population > best.population:
        # « creeil » sounds like Creil, and is as near to Créteil.
        return True
    if best.near.sounds and not other.near.sounds:
        return other.near.edits <= best.near.edits and best.score - other.score < _AHEAD
    if other.near.edits <= best.near.edits:
        return other.population * _TIMES_LARGER >= best.population
    return best.score - other.score < _AHEAD


def _plausible(near: Nearest, typed: str, enough: Sequence[float]) -> bool:
    """A slip of the hand or of the ear, not another name: « Saint-Machin » is not Saint-Martin."""
    glued = typed.replace(" ", "")
    if near.sounds and (enough is not _STRICT or near.edits <= 1):
        return True
    allowed = _allowed(max(len(glued), len(near.name.replace(" ", ""))))
    if near.edits > allowed + (enough is _NO_MATTER):
        return False
    if near.score < enough[min(near.edits, len(enough) - 1)]:
        return False
    ours, theirs = without_article(typed).split(), without_article(near.name).split()
    if len(ours) != len(theirs):
        return near.edits < allowed or near.edits == 1
    return all(_is_a_slip(one, other) for one, other in zip(ours, theirs, strict=True))


def _is_a_slip(typed: str, word: str) -> bool:
    """« miclon » is Miquelon, which nearly sounds so; « machin » is not Mathurin."""
    if OSA.distance(typed, word) <= _allowed(max(len(typed), len(word))):
        return True
    return OSA.distance(sound_of(typed), sound_of(word)) <= 1


def _allowed(length: int) -> int:
    """Wrong letters that a word of this length may have."""
    return 1 if length <= 5 else 2 if length <= 11 else 3


def _may_be_a_name(
    territory: Territory, words: Sequence[str], *, governed: bool, compound: bool = False
) -> bool:
    """The words are few, none is plain French that no name has, and one is no French at all.

    Hyphens make a name of plain French: « Chamonix-Mon-Blanc ».
    """
    counted = any(word.isdigit() and (len(word) > 1 or not governed) for word in words)
    if not 0 < len(words) <= _LONGEST_ATTEMPT or counted:
        return False
    text = " ".join(words)
    bare = without_article(text)
    if text in ROLES or {text, bare} & territory.ordinary_words.keys() or bare in territory.areas:
        return False
    ordinary = [word for word in words if territory.ordinary_words.get(word) == "mot"]
    plain = any(word not in territory.words_of_names and word not in LINKS for word in ordinary)
    if plain and not compound:
        return False
    return governed or len(ordinary) < len(words) or words[0] in _SAINTS


def _may_be_a_slip(territory: Territory, words: Sequence[str], *, governed: bool) -> bool:
    """« sait etienne du rouvray »: among words of names, one of plain French may be another with a slip."""
    own = [word for word in words if word not in LINKS]
    known = sum(word in territory.words_of_names for word in own)
    enough = known >= 1 and len(own) >= 2 if governed else known >= 2 and len(words) >= 3
    stops = _STOPS.isdisjoint(own) and ROLES.keys().isdisjoint(own)
    return enough and stops and len(words) <= _LONGEST_ATTEMPT and not any(map(str.isdigit, own))


def _clauses(territory: Territory, typed: Sequence[Word]) -> Iterator[Reading]:
    """« Pontarllier, service informatique »: each part between commas, read as a text of its own."""
    starts = [position for position, word in enumerate(typed) if word.pause or position == 0]
    if len(starts) < 2:
        return
    for start, end in zip(starts, [*starts[1:], len(typed)], strict=True):
        yield from (reading for reading, strictly in _whole(territory, typed[start:end]) if strictly)


def _after_prepositions(territory: Territory, typed: Sequence[Word]) -> Iterator[Reading]:
    """Words that follow « à », « de », « pour » and the like: « adjoint aux finances a perpigan »."""
    for start in range(1, len(typed)):
        before = typed[start - 1].text
        if before not in _BEFORE_A_TOWN or typed[start].starts or is_aside(typed, start - 1, start):
            continue
        stop = start
        while (
            stop < len(typed)
            and stop - start < _LONGEST_ATTEMPT
            and typed[stop].text not in _STOPS
            and not (stop > start and typed[stop].pause)
        ):
            stop += 1
        texts = [word.text for word in typed[start:stop]]
        name = " ".join(texts)
        if texts and _may_be_a_name(territory, texts, governed=False):
            yield Reading(name, Kind.COMMUNE)


def _after_roles(territory: Territory, typed: Sequence[Word]) -> Iterator[Reading]:
    """Words that follow « mairie de » and the like in a sentence."""
    for end in range(1, len(typed)):
        role, _ = role_before(typed, end)
        longer = any(role_before(typed, other)[0] for other in range(end + 1, min(end + 4, len(typed))))
        if not role or ROLES[role].kind is None or longer:
            continue
        start = end
        while start < len(typed) and typed[start].text in FILLERS:
            start += 1
        stop = start
        while (
            stop < len(typed)
            and stop - start < _LONGEST_ATTEMPT
            and typed[stop].text not in _STOPS
            and not (stop > start and typed[stop].pause)
            and not area_after(territory, typed, stop)[0]
        ):
            stop += 1
        words = [word.text for word in typed[start:stop]]
        linked = start > end or any(word.capital for word in typed[start:stop])
        if linked and _may_be_a_name(territory, words, governed=True):
            within, _ = area_after(territory, typed, stop)
            kind: Kind | None = ROLES[role].kind
            yield Reading(" ".join(words), kind, within, role)
