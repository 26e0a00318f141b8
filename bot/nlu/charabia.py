"""Tells gibberish from short messages: keys hit at random, letters repeated, signs alone.

Nothing of it is known: no word, and less than half of its groups of three letters. « bjr », « DGEF » and
« Ploërmel » are words of the training sentences or names; « horère » is made of known groups. A number alone
may be a département or a population, and is left to the classifier.
"""

import re
from collections import Counter
from collections.abc import Iterator

from bot.nearness import fold

_GROUP = 3
#: Groups of letters that fewer words have are not known.
_FEWEST = 3
_KNOWN_SHARE = 0.5
_WORD = re.compile(r"[^\W\d_]+")
#: Rows of French and English keyboards, both ways; four letters of one in a row are no word.
_ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_WALKS = (*_ROWS, *(row[::-1] for row in _ROWS))
_WALK = 4


def _groups(word: str) -> Iterator[str]:
    """Groups of three characters of a word, its two ends included."""
    marked = f" {word} "
    return (marked[at : at + _GROUP] for at in range(len(marked) - _GROUP + 1))


def _is_walk(word: str) -> bool:
    return len(word) >= _WALK and any(word in row for row in _WALKS)


def groups_of(vocabulary: frozenset[str]) -> frozenset[str]:
    """Gives the groups of letters that several words of a vocabulary have."""
    counted = Counter(group for word in vocabulary for group in set(_groups(word)))
    return frozenset(group for group, times in counted.items() if times >= _FEWEST)


def is_gibberish(text: str, vocabulary: frozenset[str], groups: frozenset[str]) -> bool:
    """Tells whether nothing of a text is known.

    Args:
        text: normalised.
        vocabulary: known words, folded.
        groups: known groups of letters, of `groups_of`.
    """
    words = [fold(word) for word in _WORD.findall(text)]
    if not words:
        return bool(text) and not any(character.isdigit() for character in text)
    if any(word in vocabulary for word in words):
        return False
    written = [(group, word) for word in words for group in _groups(word)]
    known = sum(group in groups and not _is_walk(word) for group, word in written)
    return known < _KNOWN_SHARE * len(written)
