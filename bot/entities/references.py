"""References of dossiers in any sentence."""

import re
from collections.abc import Iterator, Sequence

from bot.dossier.written_reference import SYMBOLS, read_reference
from bot.entities.model import DOUBTFUL, REFERENCE, Entity
from bot.entities.words import Word

#: « CTAI », and what is read as it: an I is easily taken for a 1 or an l.
_PREFIX = re.compile(r"cta[i1l]")

#: Marks between the parts of a reference.
_MARKS = frozenset(" -‐‑–—.\u00a0\u202f")

#: Sizes of the parts after the prefix, when it is left out.
_PARTS = (2, 4, 4, 1)


def references_in(typed: Sequence[Word]) -> Iterator[Entity]:
    """Gives the references whose check character agrees, in their one form.

    Without « CTAI » a reference is only believed when its parts are told apart, and then with a doubt.
    """
    end = 0
    for position, word in enumerate(typed):
        if position < end:
            continue
        if _PREFIX.match(word.text):
            found, end = _after_prefix(typed, position)
        else:
            found, end = _bare(typed, position)
        if found is not None:
            yield found


def _after_prefix(typed: Sequence[Word], first: int) -> tuple[Entity | None, int]:
    symbols, position = typed[first].text[4:], first + 1
    while len(symbols) < SYMBOLS and position < len(typed) and _goes_on(typed[position]):
        symbols += typed[position].text
        position += 1
    reference = read_reference(f"CTAI{symbols}") if len(symbols) == SYMBOLS else None
    if reference is None:
        return None, first + 1
    return Entity(REFERENCE, reference, typed[first].start, typed[position - 1].end), position


def _bare(typed: Sequence[Word], first: int) -> tuple[Entity | None, int]:
    parts = typed[first : first + len(_PARTS)]
    if tuple(len(part.text) for part in parts) != _PARTS or not parts[0].text.isdecimal():
        return None, first + 1
    if not all(_goes_on(part) for part in parts[1:]):
        return None, first + 1
    reference = read_reference("CTAI" + "".join(part.text for part in parts))
    if reference is None:
        return None, first + 1
    return Entity(REFERENCE, reference, parts[0].start, parts[-1].end, DOUBTFUL), first + len(_PARTS)


def _goes_on(word: Word) -> bool:
    return _MARKS.issuperset(word.gap) and len(word.gap) <= 3
