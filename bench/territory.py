"""How fast, how right and how heavy the recognition of collectivités is: `python -m bench.territory`.

The figures depend on the machine, and on what else it does: compare those of one run with each other.
"""

import math
import os
import platform
import sqlite3
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.comparison import Trial, compare, try_ours
from bench.engines import ours
from bench.growth import Size, measure_size, mistyped_towns, tables_of_sizes
from bench.loading import load_fresh
from bench.output import note, progress, say, table, title
from bench.queries import Query, positions_by_group, read_queries
from bench.timing import COLUMNS, Times
from bot.territory.tables import DEFAULT, Territory, load_territory

#: Fresh processes for each figure of loading.
_LOADS = 3

#: Passes over the queries.
_PASSES = 5

#: Mistyped names of towns, to look up in tables of each size.
_TOWNS = 150

#: Titles of what `_growth_of_calls` gives.
_GROWTH_OF_CALLS = ("mean ms", "p95", "/ whole")


def main() -> None:
    """Measures everything and prints it."""
    start = perf_counter()
    _machine()
    _loading()
    territory, queries = load_territory(), read_queries()
    asked, not_asked = _lookups(territory, queries)
    compare(territory, queries, (not_asked, asked))
    _growth(territory, [query.text for query in queries if query.group == "commune_faute"])
    say()
    say(f"Measured in {perf_counter() - start:.0f} s.")


def _machine() -> None:
    title("Machine")
    load, _, _ = os.getloadavg()
    say(f"{platform.machine()}, {os.cpu_count()} processors, this run takes one; load {load:.1f} before.")
    versions = (
        f"Python {platform.python_version()}",
        f"rapidfuzz {version('rapidfuzz')}",
        f"SQLite {sqlite3.sqlite_version}",
    )
    say(", ".join(versions))


def _loading() -> None:
    progress(f"loading the tables in {_LOADS} fresh processes")
    load = load_fresh(DEFAULT, _LOADS)
    files = [path.stat().st_size for path in DEFAULT.glob("*.csv")]
    title("1. Loading: bot.territory.tables.load_territory()")
    table(
        ("", "figure"),
        (
            ("time, s", f"{load.seconds:.2f}"),
            ("memory kept, MB", _mb(load.kept)),
            ("memory at the peak, MB", _mb(load.peak)),
            ("names to compare with", f"{load.names}"),
            (f"tables on disk, MB ({len(files)} files)", f"{sum(files) / 1e6:.2f}"),
        ),
    )
    note(
        f"Medians of {_LOADS} fresh processes. Memory is resident, and comes on top of the "
        f"{_mb(load.before)} MB of Python and its modules."
    )


def _mb(figure: float) -> str:
    return "? (no /proc)" if math.isnan(figure) else f"{figure:.0f}"


def _lookups(territory: Territory, queries: Sequence[Query]) -> tuple[Trial, Trial]:
    asked, not_asked = (try_ours(ours(territory, asked=asked), queries, _PASSES) for asked in (True, False))
    groups = positions_by_group(queries)
    title(f"2. A lookup in process, on {len(queries)} queries")
    for trial in (asked, not_asked):
        say()
        say(f"{trial.engine.name}, by group")
        table(
            ("group", "queries", *COLUMNS),
            [
                *(_row_of_times(group, trial.times.at(chosen)) for group, chosen in groups.items()),
                _row_of_times("all", trial.times),
            ],
        )
        say(f"Slowest single call of {_PASSES} passes: {trial.times.slowest:.1f} ms.")
    say()
    note(
        f"Each query counts with the median of {_PASSES} passes; each pass begins with empty caches. In a "
        "group of less than 100, p99 is the maximum."
    )
    return asked, not_asked


def _row_of_times(name: str, times: Times) -> tuple[str, ...]:
    return (name, f"{len(times.milliseconds)}", *times.cells())


def _growth(territory: Territory, mistyped: Sequence[str]) -> None:
    towns = mistyped_towns(territory, _TOWNS)
    sizes: dict[str, Size] = {}
    with TemporaryDirectory() as folder:
        for share, tables in tables_of_sizes(Path(folder)):
            progress(f"tables with {share} of the names, in {_LOADS + 1} fresh processes")
            sizes[share] = measure_size(tables, _LOADS, towns, mistyped, _PASSES)
    title("4. Growth with the number of names")
    _table_of_growth(sizes)
    note(
        f"nearest: {len(towns)} names of towns without their middle letter. recognise: the {len(mistyped)} "
        f"queries of the group typo, asked=True. Each counts with the median of {_PASSES} passes, in a fresh "
        "process."
    )
    note(
        "The tables are files, read by the same loader: one commune and EPCI in four, one in two, all, and "
        "all with a synthetic twin each, whose name is made of the halves of two real names."
    )


def _table_of_growth(sizes: Mapping[str, Size]) -> None:
    whole = sizes["100 %"]
    table(
        ("share", "names", "load s", "/ whole", "kept MB", *_GROWTH_OF_CALLS, *_GROWTH_OF_CALLS),
        [
            (
                share,
                f"{size.load.names}",
                f"{size.load.seconds:.2f}",
                f"x {size.load.seconds / whole.load.seconds:.2f}",
                _mb(size.load.kept),
                *_growth_of_calls(size.nearest, whole.nearest),
                *_growth_of_calls(size.recognise, whole.recognise),
            )
            for share, size in sizes.items()
        ],
        above=("", "", "", "", "", "nearest", "", "", "recognise", "", ""),
    )


def _growth_of_calls(times: Times, whole: Times) -> tuple[str, ...]:
    return f"{times.mean:.2f}", f"{times.percentile(95):.2f}", f"x {times.mean / whole.mean:.2f}"


if __name__ == "__main__":
    main()
