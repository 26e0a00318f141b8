"""The arrondissements of Paris, Lyon and Marseille: « Lyon 7e », « Paris XV », « 13ème de Marseille ».

They have no legal personality: the commune is the one that speaks; the arrondissement is how it was named.
"""

import re
from collections.abc import Sequence

from bot.territory.matching import Match
from bot.territory.normalise import Word
from bot.territory.tables import Territory

_ROMAN = (
    *("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"),
    *("xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix", "xx"),
)
_IN_WORDS = (
    *("premier", "deuxieme", "troisieme", "quatrieme", "cinquieme", "sixieme", "septieme", "huitieme"),
    *("neuvieme", "dixieme", "onzieme", "douzieme", "treizieme", "quatorzieme", "quinzieme", "seizieme"),
    *("dix septieme", "dix huitieme", "dix neuvieme", "vingtieme"),
)
_NUMBER_OF = {
    **{roman: number for number, roman in enumerate(_ROMAN, 1)},
    **{word: number for number, word in enumerate(_IN_WORDS, 1)},
}

_CITY = r"(?P<city>paris|lyon|marseille)"
_ROMANS = "|".join(sorted(_ROMAN, key=len, reverse=True))
_WORDS = "|".join(sorted(_IN_WORDS, key=len, reverse=True))
_PLAIN = rf"(?P<plain>0?[1-9]|1\d|20|{_ROMANS})"
_ORDINAL = (
    rf"(?:(?P<digits>0?[1-9]|1\d|20)(?:er|ere|re|e|eme|ieme|nd|nde)|(?P<roman>{_ROMANS})(?:er|e|eme|ieme)"
    rf"|(?P<word>{_WORDS}))"
)
_DISTRICT = r"(?:arrondissements?|arrdt|ardt|arr)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"\b{_CITY} (?:le )?{_ORDINAL}(?: {_DISTRICT})?\b",
        rf"\b{_CITY} {_PLAIN}(?: {_DISTRICT}\b|$)",
        rf"\b{_ORDINAL} (?:{_DISTRICT} )?(?:de |d |a )?{_CITY}\b",
        rf"\b{_PLAIN} {_DISTRICT} (?:de )?{_CITY}\b",
        rf"\b{_ORDINAL} {_DISTRICT}\b",
        rf"\b(?:mairie|maire) du {_ORDINAL}$",
    )
)
_CITIES = ("paris", "lyon", "marseille")
#: No form is without one of these.
_HINTS = (*_CITIES, "arr", "ardt", "du ")


def municipal_arrondissement(territory: Territory, typed: Sequence[Word]) -> tuple[Match, ...]:
    """Gives the commune of the arrondissement that a text names, or those that have one of its number."""
    text = " ".join(word.text for word in typed)
    if not any(word in text for word in _HINTS):
        return ()
    for form in _FORMS:
        said = form.search(text)
        if said and not _in_brackets(typed, text, said):
            parts = said.groupdict()
            number = _number(next(filter(None, map(parts.get, ("digits", "roman", "plain", "word")))))
            cities = (parts["city"],) if parts.get("city") else _CITIES
            return tuple(match for city in cities for match in _match(territory, city, number))
    return ()


def _in_brackets(typed: Sequence[Word], text: str, said: re.Match[str]) -> bool:
    """« Marseille (13) » says a département."""
    if said.re.groupindex.get("plain") is None:
        return False
    number = typed[text.count(" ", 0, said.start("plain"))]
    return number.pause and number.text.isdigit()


def _number(said: str) -> int:
    return _NUMBER_OF[said] if said in _NUMBER_OF else int(said)


def _match(territory: Territory, city: str, number: int) -> tuple[Match, ...]:
    rank = "1er" if number == 1 else f"{number}e"
    return tuple(
        Match(other.id, other.name)
        for other in territory.old_names.get(f"{city} {rank} arrondissement", ())
        if other.nature == "arrondissement"
    )
