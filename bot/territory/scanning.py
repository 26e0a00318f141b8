"""Names inside a sentence: « Bonjour, je suis DGS de l’agglo de Pau, pouvons-nous signer ? »."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.territory.context import (
    PREPOSITIONS,
    in_first_person,
    is_a_mere_word,
    is_a_place,
    is_aside,
    is_elsewhere,
    is_part_of_a_name,
    speaks,
)
from bot.territory.matching import Match, matches, matches_by_words
from bot.territory.model import Kind
from bot.territory.names import LINKS
from bot.territory.normalise import Word
from bot.territory.reading import NO_ARTICLE, NOWHERE, ROLES, Reading
from bot.territory.spans import Before, Span, area_after, before, numbers_in, spans_in
from bot.territory.tables import Territory

#: In words: a text of this length that begins with a number may begin with a département: « 93 Montreuil ».
_SHORT_TEXT = 9

_AFTER_AN_EPCI = frozenset({"metropole", "agglo", "agglomeration", "communaute", "interco", "intercom"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a sentence.

    Attributes:
        span: where it stands.
        found: those it may stand for.
        weight: how much the words around it make it a place that speaks.
        governed: its level or its département is said: nothing else in the sentence outweighs it.
        area: it names a département or région and nothing smaller.
        speaker: who writes says that it is theirs: « je suis maire de Royan ».
        role_of_commune: « mairie de » or the like leads to it.
        aside: the words around make it a landmark, which counts only where nothing else is named.
    """

    span: Span
    found: tuple[Match, ...]
    weight: int
    governed: bool
    area: bool
    aside: bool
    speaker: bool = False
    role_of_commune: bool = False


def mentions_in(territory: Territory, typed: Sequence[Word], *, asked: bool) -> list[Mention]:
    """Gives the names of a sentence that may be a place that speaks.

    Args:
        territory: the tables.
        typed: the words of the sentence.
        asked: the sentence answers a question: « maire dans la Loire » does not name the département then.
    """
    if not typed:
        return []
    shouted = all(word.upper for word in typed if word.text.isalpha() and len(word.text) > 1)
    spans = spans_in(territory, typed)
    numbers = list(numbers_in(territory, typed))
    said = [territory.areas[one.name] for one in (*spans, *numbers) if one.name in territory.areas]
    if len(typed) <= _SHORT_TEXT and typed[0].text in territory.areas:
        said.append(territory.areas[typed[0].text])
    named = [_mention(territory, typed, one, said, shouted=shouted, asked=asked) for one in spans]
    towns = _without_their_areas(territory, [one for one in named if one is not None])
    mentions = _without_their_towns(territory, [*towns, *(_number(territory, typed, one) for one in numbers)])
    who = [one for one in mentions if not one.aside]
    return [_beside_its_prefecture(territory, one, mentions) for one in who] or mentions


def heaviest(mentions: Sequence[Mention]) -> tuple[Match, ...]:
    """Gives those whom the heaviest mentions stand for; a département is not counted beside a town."""
    if any(not one.area for one in mentions):
        mentions = [one for one in mentions if not one.area or one.governed]
    mentions = [one for one in mentions if one.governed] or mentions
    best = max((one.weight for one in mentions), default=0)
    return tuple(match for one in mentions if one.weight == best for match in one.found)


def _without_their_areas(territory: Territory, mentions: Sequence[Mention]) -> list[Mention]:
    """« un village de Creuse, Faux-la-Montagne » speaks of one place, although communes are called Creuse."""
    told = {
        territory.collectivites[match.id].departement
        for one in mentions
        if one.span.name not in territory.areas
        for match in one.found
    }
    return [
        one for one in mentions if one.governed or told.isdisjoint(territory.areas.get(one.span.name, ()))
    ]


def _beside_its_prefecture(territory: Territory, mention: Mention, others: Sequence[Mention]) -> Mention:
    """« la préfecture à Colmar […] maire de Munster »: the homonym of that département, to be agreed."""
    if len(mention.found) < 2:
        return mention
    seats = {
        territory.collectivites[one.found[0].id].departement
        for one in others
        if one.aside and len(one.found) == 1 and _is_a_prefecture(territory, one.found[0])
    }
    kept = tuple(
        one._replace(sure=False)
        for one in mention.found
        if territory.collectivites[one.id].departement in seats
    )
    return replace(mention, found=kept or mention.found)


def _is_a_prefecture(territory: Territory, match: Match) -> bool:
    town = territory.collectivites[match.id]
    return territory.departements[town.departement].prefecture_commune == town.code


def _without_their_towns(territory: Territory, mentions: Sequence[Mention]) -> list[Mention]:
    """« la CARENE, à Saint-Nazaire » speaks of the EPCI, « mairie de Billère, agglo de Pau » does not."""
    epci = {
        match.id
        for one in mentions
        if not one.aside and all(match.id.startswith(Kind.EPCI) for match in one.found)
        for match in one.found
    }
    return [
        one
        for one in mentions
        if one.role_of_commune
        or not any(
            not epci.isdisjoint(territory.epci_of.get(match.id, ()))
            for match in one.found
            if match.id.startswith(Kind.COMMUNE)
        )
    ]


def _number(territory: Territory, typed: Sequence[Word], span: Span) -> Mention:
    found = matches(territory, Reading("", None, frozenset(territory.areas[span.name])))
    return Mention(span, found, 1, governed=False, area=True, aside=is_aside(typed, span.start, span.end))


def _mention(
    territory: Territory,
    typed: Sequence[Word],
    span: Span,
    said: Sequence[tuple[str, ...]],
    *,
    shouted: bool,
    asked: bool,
) -> Mention | None:
    led = before(typed, span)
    if is_elsewhere(typed, led.start) or is_part_of_a_name(territory, typed, span, led, shouted=shouted):
        return None
    reading, found = _read(territory, typed, span, led, said, asked=asked)
    capital = not shouted and any(
        word.capital and not word.starts and word.text not in LINKS for word in typed[span.start : span.end]
    )
    told = bool(reading.role or reading.within)
    if not found or not (told or is_a_place(territory, typed, span, led, found, capital=capital)):
        return None
    kinds = {territory.collectivites[one.id].kind for one in found}
    official = territory.official_names.get(span.name, ())
    in_full = Kind.COMMUNE not in kinds and any(one.id in official for one in found)
    return Mention(
        span,
        found,
        weight=(
            2 * bool(reading.role)
            + 2 * bool(reading.within)
            + (span.end > span.start + 1)
            + (not led.links.isdisjoint(PREPOSITIONS))
            + 3 * speaks(typed, led.start)
        ),
        governed=bool(reading.kind or reading.within) or in_full,
        area=kinds <= {Kind.DEPARTEMENT, Kind.REGION},
        aside=is_aside(typed, span.start, span.end) or (reading.kind is None and bool(reading.role)),
        speaker=in_first_person(typed, led.start),
        role_of_commune=reading.kind is Kind.COMMUNE,
    )


def _read(
    territory: Territory,
    typed: Sequence[Word],
    span: Span,
    led: Before,
    said: Sequence[tuple[str, ...]],
    *,
    asked: bool,
) -> tuple[Reading, tuple[Match, ...]]:
    """Reads a name with what stands around it, and gives up the least sure of it as long as nobody fits."""
    within, explicit = area_after(territory, typed, span.end)
    role = led.role or _role_after(typed, span)
    if is_a_mere_word(territory, typed, span, led):
        role = ""
    whole = Reading(
        span.name,
        ROLES[role].kind if role else None,
        within,
        role,
        at=not led.links.isdisjoint({"a", "au", "aux"}),
        inside=not led.links.isdisjoint({"en", "dans"}),
        bare=bool(led.links) and led.links <= NO_ARTICLE,
    )
    if found := matches_by_words(territory, whole):
        return whole, found if within else _agreeing(territory, found, said)
    if within and (found := matches_by_words(territory, replace(whole, within=NOWHERE))):
        # « Roubaix (62) » contradicts itself; « Roubaix au nord » does not.
        return replace(whole, within=NOWHERE), tuple(one._replace(sure=not explicit) for one in found)
    bare = replace(whole, kind=None, role="")
    if role and asked:
        return bare, ()
    found = matches(territory, bare) or matches(territory, replace(bare, within=NOWHERE))
    # « une commune de l’Ain » is not the Département de l’Ain.
    return bare, tuple(one._replace(sure=one.sure and not role) for one in found)


def _role_after(typed: Sequence[Word], span: Span) -> str:
    """« Pau agglo », « Bitche communauté »."""
    if span.end < len(typed) and not typed[span.end].pause and typed[span.end].text in _AFTER_AN_EPCI:
        return typed[span.end].text
    return ""


def _agreeing(
    territory: Territory, found: tuple[Match, ...], said: Sequence[tuple[str, ...]]
) -> tuple[Match, ...]:
    """Keeps the homonyms of the départements named elsewhere in the sentence, if any is."""
    codes = {code for area in said for code in area}
    towns = [one for one in found if territory.collectivites[one.id].kind in {Kind.COMMUNE, Kind.EPCI}]
    kept = tuple(one for one in towns if territory.collectivites[one.id].departement in codes)
    return kept or found
