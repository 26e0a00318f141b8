"""How much of a text is known: the words of the training sentences, and the names of places and persons.

The training sentences hold plain French, mistakes and SMS spellings. A French text has most of its words
among them, one in another language only some: this tells the two apart where a language detector alone would
take a badly written message for Danish.
"""

import re
from collections.abc import Iterable

from bot.nearness import fold

_WEB_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
#: « fest-noz » is one word.
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def without_addresses(text: str) -> str:
    """Gives the text without e-mail and web addresses, and what has a digit in it: references, dates."""
    # Piece by piece: one pattern for all starts again at each letter of 2,000 without a space.
    kept = (piece for piece in text.split() if "@" not in piece[1:-1] and not _DIGIT.search(piece))
    return " ".join(_WEB_ADDRESS.sub(" ", " ".join(kept)).split())


def words_of(text: str) -> list[str]:
    """Gives the words of a text as written, from two letters on."""
    return [word for word in _WORD.findall(text) if len(word) > 1]


def vocabulary_of(texts: Iterable[str]) -> frozenset[str]:
    """Gives the words of these texts, folded; those with hyphens also part by part."""
    words = {fold(word) for text in texts for word in words_of(without_addresses(text))}
    return frozenset(words | {part for word in words for part in word.split("-")})


def unknown_among(words: Iterable[str], vocabulary: frozenset[str]) -> list[str]:
    """Gives those of these words that the vocabulary lacks, in whole and in their parts."""
    return [word for word in words if not _is_known(fold(word), vocabulary)]


def _is_known(word: str, vocabulary: frozenset[str]) -> bool:
    return word in vocabulary or ("-" in word and all(part in vocabulary for part in word.split("-")))
