"""Names that resemble what was typed.

Names are compared without spaces (« saintetienne »), then the nearest ones again with what a French ear
hears. `docs/territoire.md` has the figures.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, JaroWinkler

from bot.territory.names import skeleton_of
from bot.territory.tables import Spellings

#: Out of 100. Below it two names have too little in common.
CUTOFF = 74
_NEAREST = 40
_SLICE = 2048

#: Letters that one name may have more than the other.
_LENGTHS_APART = 5

#: Points for a name that sounds the same.
_FOR_THE_EAR = 5

#: Points of a name that differs by its little words only: « Aulnay Bois ».
_FOR_A_SKELETON = 97

#: A name is not looked up below this many letters: every name of three letters has dozens of neighbours.
_SHORTEST = 4

#: What sounds alike -> one spelling of it. Applied in this order, to glued names.
_SOUNDS = (
    ("eaux", "o"),
    ("eau", "o"),
    ("aux", "o"),
    ("au", "o"),
    ("ph", "f"),
    ("th", "t"),
    ("ch", "x"),
    ("qu", "k"),
    ("ck", "k"),
    ("gu", "g"),
    ("ain", "in"),
    ("ein", "in"),
    ("aim", "in"),
    ("ym", "in"),
    ("yn", "in"),
    ("em", "an"),
    ("en", "an"),
    ("am", "an"),
    ("ai", "e"),
    ("ei", "e"),
    ("ay", "e"),
    ("ey", "e"),
    ("y", "i"),
    ("c", "k"),
    ("h", ""),
    ("w", "v"),
    ("z", "s"),
)
#: « comte » sounds like « conte ».
_NASAL = re.compile(r"m(?=[bpt])")
_TWICE = re.compile(r"(.)\1+")
_SILENT = re.compile(r"(?:ez|er|[estxd])+$")


class Nearest(NamedTuple):
    """A name that resembles what was typed.

    Attributes:
        name: normalised.
        score: from 0 to 100.
        edits: letters to insert, delete, replace or swap with their neighbour, in the glued names.
        sounds: both sound the same.
    """

    name: str
    score: float
    edits: int
    sounds: bool


def sound_of(name: str) -> str:
    """Gives a rough French pronunciation of a normalised name, without spaces."""
    return "".join(map(_sound_of_word, name.split()))


@lru_cache(maxsize=1 << 16)
def _sound_of_word(word: str) -> str:
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    return _SILENT.sub("", _TWICE.sub(r"\1", _NASAL.sub("n", word))) or word


def _hits(typed: str, glued: Sequence[str]) -> list[tuple[str, float, int]]:
    """The nearest names, looked for in slices that the processor's cache can hold."""
    hits = [
        (other, ratio, start + index)
        for start in range(0, len(glued), _SLICE)
        for other, ratio, index in process.extract(
            typed, glued[start : start + _SLICE], scorer=fuzz.ratio, score_cutoff=CUTOFF, limit=_NEAREST
        )
    ]
    return sorted(hits, key=lambda hit: (-hit[1], hit[2]))[:_NEAREST]


def _from(spellings: Spellings, length: int) -> int:
    return spellings.from_length[min(max(length, 0), len(spellings.from_length) - 1)]


def nearest(spellings: Spellings, name: str, within: frozenset[str]) -> list[Nearest]:
    """Gives the names that resemble one, the nearest first.

    Args:
        spellings: those of the tables.
        name: normalised.
        within: codes of the départements to look in; all when empty.
    """
    typed = name.replace(" ", "")
    if len(typed) < _SHORTEST:
        return []
    if within:
        positions: Sequence[int] = sorted(
            {p for code in within for p in spellings.of_departement.get(code, ())}
        )
    else:
        positions = range(
            _from(spellings, len(typed) - _LENGTHS_APART), _from(spellings, len(typed) + _LENGTHS_APART + 1)
        )
    glued = (
        spellings.glued[positions.start : positions.stop]
        if isinstance(positions, range)
        else [spellings.glued[p] for p in positions]
    )
    hits = _hits(typed, glued)
    heard = sound_of(name)
    found = []
    for other, ratio, index in hits:
        other_heard = sound_of(spellings.names[positions[index]])
        score = (
            0.55 * ratio
            + 25 * JaroWinkler.similarity(typed, other)
            + 0.2 * fuzz.ratio(heard, other_heard)
            + (_FOR_THE_EAR if heard == other_heard else 0)
        )
        found.append(
            Nearest(
                spellings.names[positions[index]],
                score,
                OSA.distance(typed, other),
                heard == other_heard,
            )
        )
    found += [
        Nearest(other, _FOR_A_SKELETON, 0, sounds=True)
        for other in spellings.of_skeleton.get(skeleton_of(name), ())
    ]
    return sorted(found, key=lambda one: (-one.score, one.name))
