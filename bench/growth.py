"""What fewer names cost, and more: tables written as files, and read by the product's own loader."""

import csv
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.loading import Load, in_a_fresh_process, load_fresh
from bench.timing import Times, time_calls
from bot.territory.model import Collectivite, Kind
from bot.territory.normalise import normalise
from bot.territory.recognition import recognise
from bot.territory.tables import DEFAULT, Territory, load_territory
from bot.territory.typos import nearest

Row = dict[str, str]

#: Files that grow -> their columns of codes and of names. The others are small, and stay as they are.
_GROWING: Mapping[str, tuple[str, Sequence[str]]] = {
    "communes": ("code", ("nom",)),
    "epci": ("siren", ("nom", "nom_court")),
    "alias": ("code_commune", ("nom",)),
}

#: What the code of a synthetic collectivité begins with.
_SYNTHETIC = "X"

#: The towns of more inhabitants than this are those that people mistype.
_TOWN = 5_000
_SHORTEST_TYPED = 6


@dataclass(frozen=True, slots=True)
class Size:
    """What tables of one size cost.

    Attributes:
        load: loading them.
        nearest: the names that resemble a mistyped one.
        recognise: whom a mistyped query speaks of.
    """

    load: Load
    nearest: Times
    recognise: Times


def measure_size(folder: Path, loads: int, names: Sequence[str], queries: Sequence[str], passes: int) -> Size:
    """Measures tables of one size, in processes that hold no other."""
    load = load_fresh(folder, loads)
    return Size(load, *in_a_fresh_process(_lookups, folder, names, queries, passes))


def _lookups(folder: Path, names: Sequence[str], queries: Sequence[str], passes: int) -> tuple[Times, Times]:
    territory = load_territory(folder)
    return (
        time_calls(lambda name: nearest(territory.spellings, name, frozenset()), names, passes),
        time_calls(lambda text: recognise(territory, text, asked=True), queries, passes),
    )


def tables_of_sizes(folder: Path) -> Iterator[tuple[str, Path]]:
    """Writes tables of each size below a folder, and gives their share of the names and where they are."""
    for share, one_in in (("25 %", 4), ("50 %", 2)):
        part = folder / str(one_in)
        part.mkdir()
        write_part(part, one_in)
        yield share, part
    yield "100 %", DEFAULT
    double = folder / "double"
    double.mkdir()
    write_double(double)
    yield "200 %", double


def write_part(folder: Path, one_in: int) -> None:
    """Writes tables with one commune and one EPCI in so many, and the old names of these communes."""
    tables = {name: _read(name) for name in (*_GROWING, "surnoms")}
    kept = {
        *(f"commune:{row['code']}" for row in tables["communes"][::one_in]),
        *(f"epci:{row['siren']}" for row in tables["epci"][::one_in]),
        *(f"epci:{row['siren']}" for row in _read("ept")),
    }
    _write(folder, "communes", tables["communes"][::one_in])
    _write(folder, "epci", tables["epci"][::one_in])
    _write(folder, "alias", [row for row in tables["alias"] if f"commune:{row['code_commune']}" in kept])
    _write(
        folder,
        "surnoms",
        [
            row
            for row in tables["surnoms"]
            if row["id"] in kept or not row["id"].startswith(("commune", "epci"))
        ],
    )
    _copy_the_rest(folder)


def write_double(folder: Path) -> None:
    """Writes tables in which each commune, EPCI and old name has a synthetic twin.

    The name of a twin is the beginning of one real name and the end of another as long: letters, words and
    lengths are those of French names.
    """
    for table, (code, columns) in _GROWING.items():
        rows = _read(table)
        twins = [{**row, code: f"{_SYNTHETIC}{row[code]}"} for row in rows]
        for column in columns:
            for twin, name in zip(twins, _spliced([row[column] for row in rows]), strict=True):
                twin[column] = name
        _write(folder, table, [*rows, *twins])
    _copy_the_rest(folder)


def mistyped_towns(territory: Territory, size: int) -> list[str]:
    """Gives names of towns without their middle letter, normalised, that nobody bears."""
    towns = sorted(filter(_is_a_town, territory.collectivites.values()), key=lambda one: one.id)
    known = set(territory.spellings.glued)
    typed = (_without_middle(normalise(one.name)) for one in towns)
    wrong = [name for name in dict.fromkeys(typed) if name.replace(" ", "") not in known]
    return wrong[:: max(len(wrong) // size, 1)][:size]


def _is_a_town(one: Collectivite) -> bool:
    return one.kind is Kind.COMMUNE and (one.population or 0) > _TOWN and len(one.name) > _SHORTEST_TYPED


def _without_middle(name: str) -> str:
    middle = len(name) // 2
    return " ".join((name[:middle] + name[middle + 1 :]).split())


def _spliced(names: Sequence[str]) -> Iterator[str]:
    as_long: dict[int, list[str]] = {}
    for name in names:
        as_long.setdefault(len(name), []).append(name)
    taken = set(names)
    ranks = dict.fromkeys(as_long, 0)
    for name in names:
        others = as_long[len(name)]
        rank, ranks[len(name)] = ranks[len(name)], ranks[len(name)] + 1
        middle = len(name) // 2
        # Files go by département: a third of the way further, names are those of another part of France.
        further = (others[(rank + len(others) // 3 + step) % len(others)] for step in range(len(others)))
        made = (name[:middle] + other[middle:] for other in further)
        chosen = next((one for one in made if one not in taken), name)
        taken.add(chosen)
        yield chosen


def _read(table: str) -> list[Row]:
    with (DEFAULT / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(folder: Path, table: str, rows: Sequence[Row]) -> None:
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _copy_the_rest(folder: Path) -> None:
    for path in DEFAULT.glob("*.csv"):
        if not (folder / path.name).exists():
            shutil.copy(path, folder)
