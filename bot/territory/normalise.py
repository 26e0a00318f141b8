"""A typed text reduced to plain words, whatever its case, accents, hyphens and abbreviations: no table."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

#: What is written in several ways -> the one that is kept. « Les Deux Alpes » are « les 2 Alpes ». The last
#: ones are words that say a level, with a letter missing.
_SAME = {
    "st": "saint",
    "ste": "sainte",
    "sts": "saints",
    "stes": "saintes",
    "deux": "2",
    "trois": "3",
    "quatre": "4",
    "cinq": "5",
    "six": "6",
    "sept": "7",
    "huit": "8",
    "comunaute": "communaute",
    "communeaute": "communaute",
    "comune": "commune",
    "comunes": "communes",
    "aglo": "agglo",
    "aglomeration": "agglomeration",
    "metropol": "metropole",
    "mairi": "mairie",
    "ds": "dans",
}

_LIGATURES = (("œ", "oe"), ("æ", "ae"))
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_A_WORD = re.compile(r"[a-z0-9]+")
_SUR = re.compile(r"\bs/\s*", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:le|la|les|l) (?=.)")
_SENTENCE_ENDS = frozenset(".!?;:\n…")
_PAUSES = frozenset(',()[]«»"|/–—')


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Attributes:
        text: normalised.
        capital: written with a capital first.
        upper: written in capitals only, two letters at least.
        hyphen: bound by a hyphen to the word before.
        starts: first of the text, or after a full stop and the like.
        pause: a comma, a bracket or a longer stop stands before it.
        bracket: an opening bracket stands before it.
    """

    text: str
    capital: bool
    upper: bool
    hyphen: bool
    starts: bool
    pause: bool
    bracket: bool


def normalise(text: str) -> str:
    """Reduces a text to plain words: ASCII small letters and digits, one space between, Saint in full.

    Applying it twice changes nothing. Letters of other scripts disappear.
    """
    small = _spelled(text.lower())
    if not small.isascii():
        small = _without_accents(small)
    return " ".join(_SAME.get(word, word) for word in _NOT_A_WORD.split(small) if word)


def words(text: str) -> tuple[Word, ...]:
    """Gives the words of a text with how they were written; joined by spaces, they are `normalise(text)`."""
    written = _spelled(text)
    plain, source = _letters(written)
    found: list[Word] = []
    end = 0
    for match in _A_WORD.finditer(plain):
        first, last = source[match.start()], source[match.end() - 1]
        original, between = written[first : last + 1], written[end:first]
        starts = not found or not _SENTENCE_ENDS.isdisjoint(between)
        found.append(
            Word(
                text=_SAME.get(match[0], match[0]),
                capital=original[0].isupper(),
                upper=original.isupper() and len(original) > 1,
                hyphen=bool(found) and between in {"-", "‐", "‑"},
                starts=starts,
                pause=starts or not _PAUSES.isdisjoint(between),
                bracket="(" in between,
            )
        )
        end = last + 1
    return tuple(found)


def _letters(written: str) -> tuple[str, Sequence[int]]:
    """Plain small letters, and for each the position of the character it comes from."""
    if written.isascii():
        return written.lower(), range(len(written))
    letters = [
        (letter, position)
        for position, character in enumerate(written)
        for letter in _without_accents(character.lower())
    ]
    return "".join(letter for letter, _ in letters), [position for _, position in letters]


def _spelled(text: str) -> str:
    """Writes « & » and « s/ » in letters."""
    if "&" in text:
        text = text.replace("&", " et ")
    return _SUR.sub("sur ", text) if "/" in text else text


def _without_accents(small: str) -> str:
    for ligature, letters in _LIGATURES:
        small = small.replace(ligature, letters)
    return "".join(c for c in unicodedata.normalize("NFKD", small) if not unicodedata.combining(c)).lower()


def without_article(name: str) -> str:
    """Drops the leading article of a normalised name: "le havre" gives "havre"."""
    return _ARTICLE.sub("", name)


def any_of(phrases: tuple[str, ...]) -> str:
    """Gives a pattern for any of these phrases, the longest first."""
    return "|".join(sorted(map(re.escape, phrases), key=len, reverse=True))
