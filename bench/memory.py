"""Resident memory of this process, as Linux tells it."""

import math
from pathlib import Path

_STATUS = Path("/proc/self/status")
_CLEAR = Path("/proc/self/clear_refs")

#: What makes Linux forget the highest figure so far (proc(5)).
_FORGET_PEAK = "5"


def resident() -> float:
    """Gives the MB resident now; not a number where there is no /proc."""
    return _figure("VmRSS")


def peak() -> float:
    """Gives the MB resident at most since the last `forget_peak`."""
    return _figure("VmHWM")


def forget_peak() -> None:
    """Begins to look for the highest figure anew."""
    try:
        _CLEAR.write_text(_FORGET_PEAK, encoding="ascii")
    except OSError:  # not Linux: the figures are not numbers anyway
        return


def _figure(field: str) -> float:
    lines = _STATUS.read_text(encoding="utf-8").splitlines() if _STATUS.exists() else []
    for line in lines:
        name, _, value = line.partition(":")
        if name == field:
            return int(value.split()[0]) * 1_024 / 1e6
    return math.nan
