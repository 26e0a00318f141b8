"""A text cut into words that know where they stand; every reader of this room walks over these."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.letter.text import fold

_WORD = re.compile(r"[^\W_]+")

#: Marks kept of what stands between two words; the rest of a longer gap changes nothing.
_GAP = 8

_STOPS = frozenset(',;:.!?()[]<>«»"/|–—•…\n\r=+*@')
_BINDING = frozenset({"-", "'", "’", "‐", "‑"})
_SPACES = frozenset({"", " ", "  ", "\u00a0", "\u202f"})

#: Of the words of two letters or more, how many are in capitals in a text that shouts.
_SHOUTED = 0.6


@dataclass(frozen=True)
class Word:
    """A word of a text.

    Attributes:
        text: folded: small letters without accents.
        start: position of its first character.
        end: position after its last one.
        gap: what stands before it, after the word before; at most `_GAP` characters.
        capital: it begins with a capital.
        upper: it is in capitals, two letters at least.
    """

    text: str
    start: int
    end: int
    gap: str
    capital: bool
    upper: bool

    @property
    def bound(self) -> bool:
        """A hyphen or an apostrophe binds it to the word before."""
        return self.gap in _BINDING

    @property
    def follows(self) -> bool:
        """Nothing but spaces, a hyphen or an apostrophe separates it from the word before."""
        return self.gap in _SPACES or self.gap in _BINDING

    @property
    def pause(self) -> bool:
        """A mark or a dash separates it from the word before."""
        return not _STOPS.isdisjoint(self.gap) or (len(self.gap) > 1 and "-" in self.gap)


def words(text: str) -> tuple[Word, ...]:
    """Cuts a text, in the form NFC, into words; letters and digits are words, everything else is between."""
    found = []
    end = 0
    for match in _WORD.finditer(text):
        written = match[0]
        found.append(
            Word(
                fold(written),
                match.start(),
                match.end(),
                text[end : match.start()][:_GAP],
                written[0].isupper(),
                len(written) > 1 and written.isupper(),
            )
        )
        end = match.end()
    return tuple(found)


def is_shouted(typed: Sequence[Word]) -> bool:
    """Tells whether a text is written in capitals, so that they tell nothing."""
    long = [word for word in typed if len(word.text) > 1 and word.text.isalpha()]
    return bool(long) and sum(word.upper for word in long) >= _SHOUTED * len(long)


def said(typed: Sequence[Word], start: int, end: int) -> tuple[str, ...]:
    """Gives the folded words from one position to another, within the text."""
    return tuple(word.text for word in typed[max(start, 0) : end])
