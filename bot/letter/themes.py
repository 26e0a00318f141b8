"""Reading of the themes: numbers of the list shown, usual words of the eight themes, or the visitor's own."""

import re
from dataclasses import dataclass

from bot.letter.model import THEMES
from bot.letter.text import clean, fold, has_letter, one_line
from bot.letter.theme_words import (
    ALL,
    EXCEPT,
    LEAD_IN,
    LONG_WORDS,
    NOT_WANTED,
    NUMBERS,
    PATTERNS,
    PLACES,
    RANGE,
    STRONG_SEPARATOR,
    TAIL,
    WEAK_SEPARATOR,
)

_KEYS = tuple(THEMES)

#: How each theme is offered as a checkbox; read back, each gives its own key.
TITLES = {
    "emploi": "Emploi",
    "logement": "Logement",
    "acces_droits": "Accès aux droits",
    "francais": "Apprentissage du français",
    "sante": "Accès aux soins et à la santé",
    "numerique": "Inclusion numérique",
    "mobilite": "Mobilité",
    "societe_civile": "Liens avec la société civile",
}

#: « UE » and « X » are no themes.
OWN_THEME_MIN_CHARS = 3

#: Words between themes.
_LINKS = frozenset({"et", "ou", "le", "la", "les", "l", "du", "de", "des", "d"})

#: Punctuation around a theme.
_EDGES = " .,:;!?'\"«»-–*•"


@dataclass(frozen=True)
class ThemesRead:
    """What was found.

    Attributes:
        themes: keys of `THEMES` or own words, in the visitor's order, each once.
        unknown_numbers: numbers that the list does not have.
    """

    themes: tuple[str, ...]
    unknown_numbers: tuple[int, ...]


def read(text: str) -> ThemesRead:
    """Finds the themes in « 1, 3 », « logement et santé », « tous sauf la mobilité », « le sport »."""
    wanted, *unwanted = EXCEPT.split(clean(text), maxsplit=1)
    found: list[str] = []
    unknown: list[int] = []
    without = {theme for part in unwanted for theme in read(part).themes}
    for chunk in _chunks(wanted):
        folded = fold(chunk)
        if NOT_WANTED.match(folded):
            without.update(_keys_in(folded))
        elif ALL.fullmatch(folded):
            found.extend(_KEYS)
        elif numbers := _numbers(folded):
            found.extend(_KEYS[number - 1] for number in numbers if 1 <= number <= len(_KEYS))
            unknown.extend(number for number in numbers if not 1 <= number <= len(_KEYS))
        elif keys := _keys_in(folded):
            found.extend(keys)
        elif has_letter(chunk) and len(chunk) >= OWN_THEME_MIN_CHARS:
            found.append(chunk)
    return ThemesRead(tuple(dict.fromkeys(theme for theme in found if theme not in without)), tuple(unknown))


def names_only_themes(text: str) -> bool:
    """Tells « santé et logement » from « animatrice santé », which is somebody's function."""
    words = re.findall(r"\w+", fold(text))
    return any(map(_keys_in, words)) and all(word in _LINKS or _keys_in(word) for word in words)


def _chunks(text: str) -> list[str]:
    """Cuts at commas and line ends; at « et » only beside a known theme, to keep « sport et culture »."""
    chunks: list[str] = []
    for strong in STRONG_SEPARATOR.split(text):
        whole = _bare(strong)
        parts = [_bare(part) for part in WEAK_SEPARATOR.split(whole)]
        known = [_numbers(fold(part)) or _keys_in(fold(part)) for part in parts]
        chunks.extend(parts if any(known) else [whole])
    return chunks


def _bare(line: str) -> str:
    """Cuts off what only leads to a theme or follows it: « nous voudrions travailler sur », « surtout »."""
    line = one_line(line).strip(_EDGES)
    if lead_in := LEAD_IN.match(fold(line)):
        line = line[lead_in.end() :].strip(_EDGES)
    if tail := TAIL.search(fold(line)):
        line = line[: tail.start()].strip(_EDGES)
    return line


def _numbers(folded: str) -> list[int]:
    place = folded.removeprefix("le ").removeprefix("la ")
    if place in PLACES:
        return [PLACES[place]]
    if match := RANGE.fullmatch(folded):
        return list(range(int(match[1]), int(match[2]) + 1))
    if match := NUMBERS.fullmatch(folded):
        return [int(digits) for digits in match[1].split()]
    return []


def _keys_in(folded: str) -> list[str]:
    """Gives the themes named in a text, in its order; a slip of the keyboard counts if nothing else does."""
    places = {key: match.start() for key, pattern in PATTERNS.items() if (match := pattern.search(folded))}
    if places:
        return sorted(places, key=places.__getitem__)
    for word in re.findall(r"\w+", folded):
        for known, key in LONG_WORDS.items():
            if _is_one_slip(word, known) or _is_one_slip(word.removesuffix("s"), known):
                return [key]
    return []


def _is_one_slip(typed: str, meant: str) -> bool:
    """Tells whether one letter is missing, added, changed, or exchanged with its neighbour."""
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    rest, due = typed[start:], meant[start:]
    return (
        rest[1:] == due
        or rest == due[1:]
        or rest[1:] == due[1:]
        or (rest[:2] == due[1::-1] and rest[2:] == due[2:])
    )
