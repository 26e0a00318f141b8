"""What is written like a name and may be none: everyday words, initials, numbers."""

from collections.abc import Sequence

from bot.territory.matching import Match
from bot.territory.model import Collectivite, Kind
from bot.territory.normalise import Word, without_article
from bot.territory.reading import Reading
from bot.territory.tables import Territory

#: A town of this size is meant by its name even where the name is an everyday word: « tours », « orange ».
LARGE_TOWN = 10_000

_TOWN = 2_000

_BEFORE_AN_AREA = frozenset({"dans", "en", "departement", "dept", "dpt", "dep", "region"})


def believed(
    territory: Territory, typed: Sequence[Word], reading: Reading, found: tuple[Match, ...], *, asked: bool
) -> tuple[Match, ...]:
    """Keeps what a whole text may well mean.

    Args:
        territory: the tables.
        typed: the words of the text.
        reading: the way it was read.
        found: those whom the reading names.
        asked: a name is expected there.

    Returns:
        all of them, all of them unsure, or none.
    """
    if not found:
        return ()
    if not reading.name:
        return _area(territory, typed, found) if reading.kind is None else found
    found = _as_initials(territory, typed, reading, found)
    if reading.role == "ca" and not typed[0].capital:
        # « ça marche » is no communauté d’agglomération.
        return ()
    if asked or reading.role or reading.within:
        return found
    bare = without_article(reading.name)
    if bare not in territory.ordinary_words:
        return found
    collectivites = [territory.collectivites[one.id] for one in found]
    if any(one.kind in {Kind.DEPARTEMENT, Kind.REGION} for one in collectivites):
        # « c’est cher » is not the Cher.
        alone = _text(typed) in {bare, reading.name}
        return found if alone or reading.inside or typed[-1].capital else ()
    if typed[-1].capital:
        return found if _large(collectivites, LARGE_TOWN) else _unsure(found)
    # « les angles » is more of a name than « signes »; « au plaisir » is not Plaisir.
    large = _large(collectivites, LARGE_TOWN if reading.name == bare else _TOWN)
    return found if large and _text(typed) == reading.name else ()


def _area(territory: Territory, typed: Sequence[Word], found: tuple[Match, ...]) -> tuple[Match, ...]:
    """A département by itself: « dans le 62 » says it, « 62 » may count, « c’est cher » says none."""
    if len(typed) == 1:
        return _unsure(found)
    said = any(word.text in _BEFORE_AN_AREA for word in typed) or typed[-1].capital
    return found if said or typed[-1].text not in territory.ordinary_words else ()


def _as_initials(
    territory: Territory, typed: Sequence[Word], reading: Reading, found: tuple[Match, ...]
) -> tuple[Match, ...]:
    """« Gpa » may be Gap, « Caro » is no CARO: initials are in capitals, or all in small letters."""
    called = territory.nicknames.get(without_article(reading.name), ())
    initials = {one.id for one in called if one.nature.startswith("sigle")}
    others = tuple(one for one in found if one.id not in initials)
    if len(others) == len(found) or any(word.upper for word in typed):
        return found
    if others:
        return others
    return _unsure(found) if typed[-1].capital else found


def _large(collectivites: Sequence[Collectivite], enough: int) -> bool:
    return any(one.kind is Kind.COMMUNE and (one.population or 0) >= enough for one in collectivites)


def _unsure(found: tuple[Match, ...]) -> tuple[Match, ...]:
    return tuple(one._replace(sure=False) for one in found)


def _text(typed: Sequence[Word]) -> str:
    return " ".join(word.text for word in typed)
