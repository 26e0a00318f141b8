"""How long calls take."""

import math
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from time import perf_counter

#: Titles of what `Times.cells` gives.
COLUMNS = ("mean ms", "p50", "p95", "p99", "max")


@dataclass(frozen=True, slots=True)
class Times:
    """Times of calls.

    Attributes:
        milliseconds: one for each text, in the order of the texts.
        slowest: the longest single call of all passes.
    """

    milliseconds: tuple[float, ...]
    slowest: float

    @property
    def mean(self) -> float:
        """The mean of all texts."""
        return fmean(self.milliseconds)

    def percentile(self, percent: float) -> float:
        """Gives the time that so many percent of the texts do not exceed (nearest rank)."""
        return percentile_of(self.milliseconds, percent)

    def at(self, positions: Iterable[int]) -> "Times":
        """Gives the times of some of the texts."""
        return Times(tuple(self.milliseconds[one] for one in positions), self.slowest)

    def cells(self) -> tuple[str, ...]:
        """Gives the cells under `COLUMNS`."""
        values = (self.mean, *(self.percentile(percent) for percent in (50, 95, 99, 100)))
        return tuple(f"{value:.2f}" for value in values)


def percentile_of(values: Sequence[float], percent: float) -> float:
    """Gives the value that so many percent of all do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(math.ceil(percent / 100 * len(ordered)) - 1, 0)]


def time_calls(call: Callable[[str], object], texts: Sequence[str], passes: int) -> Times:
    """Times a call on each text, the texts one after the other, several times over.

    Each text keeps the median of its passes: other work on the machine weighs less. Caches are emptied
    before each pass, so that no call answers from what the same text left.
    """
    runs = []
    for _ in range(passes):
        forget_caches()
        runs.append([_milliseconds(call, text) for text in texts])
    return Times(tuple(median(times) for times in zip(*runs, strict=True)), max(map(max, runs)))


def _milliseconds(call: Callable[[str], object], text: str) -> float:
    start = perf_counter()
    call(text)
    return 1_000 * (perf_counter() - start)


def forget_caches() -> None:
    """Empties every `functools.cache` of the recogniser."""
    for name, module in list(sys.modules.items()):
        if name.startswith("bot.territory"):
            for value in list(vars(module).values()):
                if callable(clear := getattr(value, "cache_clear", None)):
                    clear()
