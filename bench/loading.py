"""What loading the tables costs, each time in a fresh process."""

import gc
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import ParamSpec, TypeVar

from bench.memory import peak, resident
from bot.territory.tables import load_territory

_Result = TypeVar("_Result")
_Arguments = ParamSpec("_Arguments")


@dataclass(frozen=True, slots=True)
class Load:
    """What loading cost.

    Attributes:
        seconds: of `load_territory` alone: Python and the modules are there already.
        before: MB resident before; not a number, like the next two, where there is no /proc.
        kept: MB resident more, once loaded.
        peak: MB resident more at most, while it loaded.
        names: different names that a mistyped one is compared with.
    """

    seconds: float
    before: float
    kept: float
    peak: float
    names: int


def load_fresh(folder: Path, times: int) -> Load:
    """Loads tables in fresh processes, one after the other, and gives the median of each figure."""
    loads = [in_a_fresh_process(_load, folder) for _ in range(times)]
    return Load(
        seconds=median(one.seconds for one in loads),
        before=median(one.before for one in loads),
        kept=median(one.kept for one in loads),
        peak=median(one.peak for one in loads),
        names=loads[0].names,
    )


def in_a_fresh_process(
    measure: Callable[_Arguments, _Result], *args: _Arguments.args, **kwargs: _Arguments.kwargs
) -> _Result:
    """Calls a function of a module in a new Python, whose memory holds nothing of this one's."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(measure, *args, **kwargs).result()


def _load(folder: Path) -> Load:
    gc.collect()
    before = resident()
    start = perf_counter()
    territory = load_territory(folder)
    seconds = perf_counter() - start
    return Load(
        seconds=seconds,
        before=before,
        kept=resident() - before,
        # ru_maxrss would also count the parent's memory: Linux hands it down.
        peak=peak() - before,
        names=len(territory.spellings.names),
    )
