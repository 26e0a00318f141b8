"""What loading the tables costs, each time in a fresh process."""

import gc
import math
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import ParamSpec, TypeVar

from bot.territory.tables import load_territory

_Result = TypeVar("_Result")
_Arguments = ParamSpec("_Arguments")

_STATUS = Path("/proc/self/status")


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
    before = _resident("VmRSS")
    start = perf_counter()
    territory = load_territory(folder)
    seconds = perf_counter() - start
    return Load(
        seconds=seconds,
        before=before,
        kept=_resident("VmRSS") - before,
        # ru_maxrss would also count the parent's memory: Linux hands it down.
        peak=_resident("VmHWM") - before,
        names=len(territory.spellings.names),
    )


def _resident(field: str) -> float:
    """Gives a figure of /proc/self/status in MB."""
    lines = _STATUS.read_text(encoding="utf-8").splitlines() if _STATUS.exists() else []
    for line in lines:
        name, _, value = line.partition(":")
        if name == field:
            return int(value.split()[0]) * 1_024 / 1e6
    return math.nan
