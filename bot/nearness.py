"""How alike two sentences are written: keeps near-copies of each other and of tests out of the training."""

import math
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

#: Length of the pieces that two sentences are compared by, in characters.
GRAM = 4

#: From this similarity on, two sentences are near-duplicates.
LEAST = 0.6

_NOT_A_WORD = re.compile(r"[\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})

#: A product like 0.6 * 5 must not be a hair above 3.
_HAIR = 1e-9


def fold(text: str) -> str:
    """Gives small letters without accents."""
    small = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    return "".join(letter for letter in small if not unicodedata.combining(letter))


def normalise(text: str) -> str:
    """Gives small letters without accents, punctuation as spaces, single spaces, one more at each end."""
    return f" {_NOT_A_WORD.sub(' ', fold(text)).strip()} "


def similarity(a: str, b: str) -> float:
    """Gives the Jaccard index of the sets of 4-grams of both normalised texts, from 0 to 1."""
    ours, theirs = _grams(a), _grams(b)
    common = len(ours & theirs)
    return common / (len(ours) + len(theirs) - common)


def near_duplicates(
    texts: Iterable[str], others: Iterable[str], least: float = LEAST
) -> Iterator[tuple[str, str, float]]:
    """Yields each pair of a text and another that are alike, with their similarity.

    Exact, without comparing every pair: two sets whose Jaccard index reaches `least` have a piece in common
    among the rarest few of each (prefix filtering; Chaudhuri, Ganti and Kaushik, 2006), so that only the
    sentences filed under such a piece are compared.

    Args:
        texts: the sentences to check; each is compared with every one of `others`.
        others: the sentences that are there already.
        least: smallest similarity to tell, above 0 and at most 1.

    Yields:
        (text, other, similarity), in the order of `texts`, then of `others`.

    Raises:
        ValueError: `least` is not above 0 and at most 1.
    """
    if not 0 < least <= 1:
        raise ValueError(f"least must be above 0 and at most 1, not {least}")
    # By length: the sentences whose length allows `least` are then one slice of each list below.
    known = sorted(
        ((_grams(other), place, other) for place, other in enumerate(others)), key=lambda one: len(one[0])
    )
    lengths = [len(grams) for grams, _, _ in known]
    frequency = Counter(gram for grams, _, _ in known for gram in grams)
    # Sets as bits of whole numbers, the frequent pieces lowest: common ones are counted five times faster.
    bits = {gram: 1 << place for place, (gram, _) in enumerate(frequency.most_common())}
    masks = [sum(bits[gram] for gram in grams) for grams, _, _ in known]
    filed: dict[str, list[int]] = defaultdict(list)
    for number, (grams, _, _) in enumerate(known):
        for gram in _rarest(grams, frequency, least):
            filed[gram].append(number)
    for text in texts:
        grams = _grams(text)
        size, mask = len(grams), sum(bits.get(gram, 0) for gram in grams)
        shortest = bisect_left(lengths, least * size - _HAIR)
        longest = bisect_right(lengths, size / least + _HAIR)
        met: set[int] = set()
        for gram in _rarest(grams, frequency, least):
            numbers = filed.get(gram, [])
            met.update(numbers[bisect_left(numbers, shortest) : bisect_left(numbers, longest)])
        alike = []
        for number in met:
            common = (mask & masks[number]).bit_count()
            how = common / (size + lengths[number] - common)
            if how >= least:
                alike.append((known[number][1], known[number][2], how))
        for _, other, how in sorted(alike):
            yield text, other, how


def _grams(text: str) -> frozenset[str]:
    padded = normalise(text)
    # A letter alone is shorter than a piece: it is compared as a whole.
    return frozenset(padded[i : i + GRAM] for i in range(max(1, len(padded) - GRAM + 1)))


def _rarest(grams: frozenset[str], frequency: Counter[str], least: float) -> Sequence[str]:
    """Gives those pieces of which two sentences that are alike enough have at least one in common."""
    kept = len(grams) - math.ceil(least * len(grams) - _HAIR) + 1
    # The second part of the key gives both sides the same order.
    return sorted(grams, key=lambda gram: (frequency[gram], gram))[:kept]
