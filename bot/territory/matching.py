"""Who bears the name of a reading: exactly, once normalised."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.territory.model import Collectivite, Kind
from bot.territory.names import LINKS, words_of_epci
from bot.territory.normalise import without_article
from bot.territory.reading import Reading
from bot.territory.tables import Names, OtherName, OtherNames, Territory

#: A commune is meant by the beginning of its name, although a smaller one is called so in full, from this
#: many inhabitants on and if it has ten times theirs: « Corbeil » may be Corbeil-Essonnes, not Corbeil (51).
_LARGE = 10_000
_TIMES_LARGER = 10

#: Nobody calls a village by the beginning of its name: « Troye » is Troyes rather than Troye-d’Ariège.
_VILLAGE = 2_000

#: Among those called so for short, the ones this many times smaller than the largest are left out.
_TIMES_SMALLER = 20

#: More EPCI than this with the same word in their name are no choice to offer.
_TOO_MANY = 12


#: « de Clermont » is a name only without its preposition.
_NOT_FIRST = frozenset({"de", "d", "du", "des", "a", "au", "aux"})

#: A département counts as much as a town of so many inhabitants when candidates are put in order.
_WEIGHT_OF_AREA = 20_000


class Match(NamedTuple):
    """A collectivité that a text may name.

    Attributes:
        id: of the collectivité.
        known_as: the name of the text, as it is shown, when it is not one of today; None otherwise.
        place: code of the département that was said, when the collectivité lies in several.
        area: the text says where, not who: « dans le 62 », « préfecture de la Creuse ».
        sure: False when the name is only deduced (initials that nobody checked).
        beside: it is called like another that is meant first: Bordeaux Métropole once its legal words are
            left out, for « Bordeaux »; the Région Guadeloupe, for « Guadeloupe ».
    """

    id: str
    known_as: str | None = None
    place: str | None = None
    area: bool = False
    sure: bool = True
    beside: bool = False


def matches(territory: Territory, reading: Reading) -> tuple[Match, ...]:
    """Gives those who bear the name of a reading, in full or for short, and agree with what else it says."""
    if not reading.name:
        return _of_area(territory, reading)
    if reading.inside and reading.kind is Kind.COMMUNE and without_article(reading.name) in territory.areas:
        # « maire dans la Loire » is not that of Loiré.
        return ()
    named = exact(territory, reading)
    if reading.kind in {None, Kind.COMMUNE}:
        named = _with_larger_namesakes(territory, reading, named)
    return tuple(_in_its_place(territory, reading, one) for one in _as_spoken_of(territory, reading, named))


def matches_by_words(territory: Territory, reading: Reading) -> tuple[Match, ...]:
    """Gives those of `matches`, or else the EPCI of which the name of a reading is only a part."""
    found = matches(territory, reading)
    if found or reading.kind is not Kind.EPCI or not reading.name:
        return found
    return _epci_by_words(territory, reading)


def order(collectivite: Collectivite) -> tuple[float, str]:
    """Key that puts candidates in order: the most populated first, EPCI after communes called like them."""
    if collectivite.kind is Kind.COMMUNE:
        return -(collectivite.population or 0), collectivite.id
    if collectivite.kind is Kind.EPCI:
        return 1 - (collectivite.population or 0) / 1e8, collectivite.id
    return -_WEIGHT_OF_AREA, collectivite.id


def exact(territory: Territory, reading: Reading) -> tuple[Match, ...]:
    """Gives those called so today.

    A département, or legal words of an EPCI, make the exact name enough. Otherwise whoever is called so for
    short counts as well: « Creuse » is a commune (80), La Creuse (70) without its article, and a département.
    """
    name = reading.name
    official = _named(territory, territory.official_names, name, reading)
    if official and (reading.within or reading.kind is Kind.EPCI):
        return _each(official)
    short = _named(territory, territory.short_names, name, reading)
    largest = max(
        (_population(territory, one) for one in official if one.startswith(Kind.COMMUNE)), default=0
    )
    if largest:
        # « Bonneville » is not La Bonneville, forty times smaller.
        short = tuple(
            one
            for one in short
            if not one.startswith(Kind.COMMUNE)
            or (not reading.bare and _population(territory, one) * _TIMES_LARGER >= largest)
        )
    # « la Creuse », « le Pays de Bitche »: an article may be added to any name but that of a commune.
    bare = without_article(name)
    added = _named(territory, territory.short_names, bare, reading) if bare != name else ()
    if name in territory.old_names:
        # « Les Moulins » was a commune, and is not Moulins Communauté.
        added = tuple(one for one in added if not one.startswith(Kind.EPCI))
    ids = (*official, *short, *(one for one in added if not one.startswith(Kind.COMMUNE)))
    if reading.within and not ids and bare != name:
        # « Le Lamentin (971) » can only be Lamentin, that of 972 being elsewhere.
        ids = _named(territory, territory.official_names, bare, reading)
    named = _once((*_each(ids), *_nicknamed(territory, reading, derived_too=not ids)))
    return named if reading.kind else _with_those_beside(territory, named, official)


def _with_those_beside(
    territory: Territory, named: Sequence[Match], official: Sequence[str]
) -> tuple[Match, ...]:
    """Marks the EPCI called like a commune, and the région that is one with a département.

    The EPCI whose name holds that of its one commune called so is added: who says « Pau » may well speak for
    Pau Béarn Pyrénées.
    """
    towns = [one for one in official if one.startswith(Kind.COMMUNE)]
    town = bool(towns)
    if len(towns) == 1 and towns[0] not in territory.other_kinds:
        wanted = words_of_epci(territory.collectivites[towns[0]].name)
        called_after = (
            Match(one, beside=True)
            for one in territory.epci_of.get(towns[0], ())
            if wanted <= words_of_epci(territory.collectivites[one].name)
        )
        named = _once((*named, *called_after))
    seats = {
        _collectivite(territory, one).departement for one in named if one.id.startswith(Kind.DEPARTEMENT)
    }
    return tuple(
        one._replace(
            beside=(town and one.id.startswith(Kind.EPCI) and one.id not in official)
            or (one.id.startswith(Kind.REGION) and _collectivite(territory, one).departement in seats)
        )
        for one in named
    )


def _nicknamed(territory: Territory, reading: Reading, *, derived_too: bool) -> Iterator[Match]:
    """Those nicknamed so; initials that nobody checked give way to any other name."""
    called = dict.fromkeys((reading.name, without_article(reading.name)))
    found = [other for name in called for other in _others(territory, territory.nicknames, name, reading)]
    checked = any(other.nature != "sigle_derive" for other in found)
    for other in found:
        if other.nature != "sigle_derive" or (derived_too and not checked):
            old = other.nature == "ancien_nom"
            yield Match(other.id, other.name if old else None, sure=other.nature != "sigle_derive")


def _with_larger_namesakes(
    territory: Territory, reading: Reading, named: tuple[Match, ...]
) -> tuple[Match, ...]:
    """Adds the communes that have, or had, this name in a wider sense.

    When nobody is called so today: those that were, or whose parts are, and those whose name begins so. When
    somebody is: only far larger ones whose name begins so, for they may be meant (« Évry », « Neuilly »).
    """
    heads = _named(territory, territory.heads, reading.name, reading)
    communes = [_population(territory, one.id) for one in named if one.id.startswith(Kind.COMMUNE)]
    if communes:
        if reading.within:
            return named
        enough = max(_LARGE, _TIMES_LARGER * max(communes))
        larger = (*heads, *_named(territory, territory.official_names, f"{reading.name}s", reading))
        # « Villeneuve » is already a choice between six communes: Villeneuve-d’Ascq only comes after them.
        wider = (
            Match(one, beside=len(communes) > 1) for one in larger if _population(territory, one) >= enough
        )
        return _once((*named, *wider))
    if named:
        return named
    largest = max((_population(territory, one) for one in heads), default=0)
    enough = 0 if reading.within else max(_VILLAGE, largest // _TIMES_SMALLER)
    former = _others(territory, territory.old_names, reading.name, reading)
    found = _once(
        (
            *(Match(other.id, other.name) for other in former),
            *_each(one for one in heads if _population(territory, one) >= enough),
        )
    )
    if found:
        return found
    # « Hellemmes » was Hellemmes-Lille.
    shortened = _others(territory, territory.old_heads, reading.name, reading)
    return _once(
        Match(other.id, other.name) for other in shortened if _population(territory, other.id) >= _LARGE
    )


def _epci_by_words(territory: Territory, reading: Reading) -> tuple[Match, ...]:
    """EPCI that have every word of the name in theirs, or a commune of that name among their members.

    « agglo de Pau » is Pau Béarn Pyrénées, « agglo de Bayonne » the Pays Basque. Sure when both agree, or
    when nobody else may be meant.
    """
    first, *_ = reading.name.split()
    if first in _NOT_FIRST:
        return ()
    wanted = set(reading.name.split()) - LINKS
    bearers = [set(territory.epci_words.get(word, ())) for word in wanted]
    by_words = {
        one for one in (set.intersection(*bearers) if bearers else ()) if agrees(territory, one, reading)
    }
    towns = [one.id for one in matches(territory, Reading(reading.name, Kind.COMMUNE))]
    around = [
        {one for one in territory.epci_of.get(town, ()) if agrees(territory, one, reading)} for town in towns
    ]
    by_member = set().union(*around)
    chosen = _of_types(territory, by_words & by_member, reading)
    if not chosen:
        pool = by_words | by_member
        # « agglo de Lons » may be the Espace communautaire Lons Agglomération, be it no CA.
        chosen = _of_types(territory, pool, reading) | by_words
        rest = pool - chosen
        if not chosen or not any(pool <= town for town in around):
            chosen |= rest
    sure = len(chosen) > 1 or chosen == _of_types(territory, chosen, reading)
    return tuple(Match(one, sure=sure) for one in sorted(chosen)) if len(chosen) <= _TOO_MANY else ()


def _of_types(territory: Territory, epci: Iterable[str], reading: Reading) -> set[str]:
    """Those of the type that the role says; all when it says none."""
    return {one for one in epci if not reading.types or territory.epci_types[one] in reading.types}


def _of_area(territory: Territory, reading: Reading) -> tuple[Match, ...]:
    """The département that a reading names by itself: « le 93 », « le département de la Creuse »."""
    if len(reading.within) != 1:
        return ()
    (code,) = reading.within
    body = territory.bodies[code]
    # Without a level, the département is a place, whoever sits for it.
    if reading.kind is not None and not _has_kind(territory, body, reading.kind):
        return ()
    return (Match(body, place=_place(territory, body, code), area=reading.kind is None),)


def _place(territory: Territory, body: str, code: str) -> str | None:
    return code if body in territory.spread and body == territory.bodies.get(code) else None


def _in_its_place(territory: Territory, reading: Reading, match: Match) -> Match:
    """Keeps the département that was named for a collectivité that sits for two: « le Haut-Rhin »."""
    if match.id.startswith((Kind.DEPARTEMENT, Kind.REGION)):
        match = match._replace(area=reading.kind is None and (reading.inside or bool(reading.role)))
    codes = territory.areas.get(without_article(reading.name), ())
    if len(codes) == 1 and not reading.role.startswith("conseil"):
        return match._replace(place=_place(territory, match.id, codes[0]) or match.place)
    return match


def _as_spoken_of(territory: Territory, reading: Reading, named: Sequence[Match]) -> Sequence[Match]:
    """Prefers a town after « à », a département after « en », « dans » or « préfecture de »."""
    if len(named) > 1 and (
        reading.inside or reading.role.endswith(("pref", "prefet", "prefecture", "prefete"))
    ):
        return _first_of(territory, named, (Kind.DEPARTEMENT, Kind.REGION, Kind.COMMUNE))
    if len(named) > 1 and reading.at:
        towns = [one for one in named if _collectivite(territory, one).kind is Kind.COMMUNE]
        # « à La Réunion »: an island is reached with « à » too, and meant rather than La Réunion (47).
        islands = [
            one
            for one in named
            if (found := _collectivite(territory, one)).kind is Kind.DEPARTEMENT
            and found.departement.startswith("97")
        ]
        return islands or towns or named
    return named


def _first_of(territory: Territory, named: Sequence[Match], kinds: Iterable[Kind]) -> Sequence[Match]:
    for kind in kinds:
        if chosen := [one for one in named if _collectivite(territory, one).kind is kind]:
            return chosen
    return named


def _named(territory: Territory, names: Names, name: str, reading: Reading) -> tuple[str, ...]:
    return tuple(one for one in names.get(name, ()) if agrees(territory, one, reading))


def _others(territory: Territory, names: OtherNames, name: str, reading: Reading) -> Iterator[OtherName]:
    return (one for one in names.get(name, ()) if agrees(territory, one.id, reading))


def agrees(territory: Territory, collectivite_id: str, reading: Reading) -> bool:
    """Tells whether a collectivité is of the level and in the départements that a reading says."""
    if reading.kind is not None and not _has_kind(territory, collectivite_id, reading.kind):
        return False
    if not reading.within:
        return True
    seat = territory.collectivites[collectivite_id].departement
    return not reading.within.isdisjoint(territory.spread.get(collectivite_id, (seat,)))


def _has_kind(territory: Territory, collectivite_id: str, kind: Kind) -> bool:
    return kind in {
        territory.collectivites[collectivite_id].kind,
        territory.other_kinds.get(collectivite_id),
    }


def _population(territory: Territory, collectivite_id: str) -> int:
    return territory.collectivites[collectivite_id].population or 0


def _collectivite(territory: Territory, match: Match) -> Collectivite:
    return territory.collectivites[match.id]


def _each(ids: Iterable[str]) -> tuple[Match, ...]:
    return tuple(Match(one) for one in ids)


def _once(found: Iterable[Match]) -> tuple[Match, ...]:
    """Keeps the first match of each collectivité."""
    kept: dict[str, Match] = {}
    for one in found:
        kept.setdefault(one.id, one)
    return tuple(kept.values())
