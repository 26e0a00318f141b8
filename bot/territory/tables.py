"""The tables of `data/territory/`, read once into one frozen object."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from bot.territory.french import typographic, with_de
from bot.territory.model import Collectivite, Departement, Kind, SousPrefecture
from bot.territory.normalise import (
    normalise,
    official_names_of_epci,
    short_names_of_epci,
    without_article,
)

#: The committed tables.
DEFAULT = Path(__file__).resolve().parents[2] / "data" / "territory"

#: Terres australes et antarctiques françaises and Clipperton: no elected collectivité, nothing to select.
NOT_SELECTABLE = frozenset({"984", "989"})

#: A normalised name -> the ids of those who bear it.
Names = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Territory:
    """Everything that is known of the territory, ready for lookup.

    Attributes:
        collectivites: by id; every one that may be selected.
        departements: by code, collectivités d'outre-mer included.
        sous_prefectures: by code of arrondissement; those that a préfecture runs have none.
        arrondissements: id of a commune, or of an EPCI that lies in one only -> code of the arrondissement.
        spread: id of a collectivité over several départements -> their codes, that of its seat first.
        other_kinds: id of a collectivité of two levels (Paris, Corse, Martinique…) -> the other one.
        official_names: names as they are written.
        short_names: names without article or legal words; « Creuse » for the Département de la Creuse.
        departement_codes: normalised name, or code in small letters, of a département -> its code.
    """

    collectivites: Mapping[str, Collectivite]
    departements: Mapping[str, Departement]
    sous_prefectures: Mapping[str, SousPrefecture]
    arrondissements: Mapping[str, str]
    spread: Mapping[str, tuple[str, ...]]
    other_kinds: Mapping[str, Kind]
    official_names: Names
    short_names: Names
    departement_codes: Mapping[str, str]


class _Entry(NamedTuple):
    """A collectivité and everything that is indexed about it."""

    collectivite: Collectivite
    official_names: Iterable[str]
    short_names: Iterable[str]
    arrondissement: str = ""
    departements: tuple[str, ...] = ()
    other_kind: Kind | None = None


def load_territory(folder: Path = DEFAULT) -> Territory:
    """Reads the tables: about 0.3 s and 33 MB, so once in each process that needs them.

    Raises:
        OSError: a table is missing.
        KeyError, ValueError: a table is not what `bot.territory.build` writes.
    """
    departements = {row["code"]: _departement(row) for row in _rows(folder, "departements")}
    selectable = {code: row for code, row in departements.items() if code not in NOT_SELECTABLE}
    particular = list(_rows(folder, "collectivites"))
    entries = (
        *_communes(folder, selectable, particular),
        *_epci(folder, selectable),
        *(_other(row, selectable) for row in particular if row["genre"] != Kind.COMMUNE),
    )
    by_id = {entry.collectivite.id: entry for entry in entries}
    return Territory(
        collectivites={key: entry.collectivite for key, entry in by_id.items()},
        departements=selectable,
        sous_prefectures={
            row["code"]: _sous_prefecture(row)
            for row in _rows(folder, "arrondissements")
            if row["siege"] == "sous-prefecture"
        },
        arrondissements={key: entry.arrondissement for key, entry in by_id.items() if entry.arrondissement},
        spread={key: entry.departements for key, entry in by_id.items() if len(entry.departements) > 1},
        other_kinds={key: entry.other_kind for key, entry in by_id.items() if entry.other_kind},
        official_names=_index((key, entry.official_names) for key, entry in by_id.items()),
        short_names=_index((key, entry.short_names) for key, entry in by_id.items()),
        departement_codes=_departement_codes(selectable.values()),
    )


def _rows(folder: Path, table: str) -> Iterator[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _departement(row: Mapping[str, str]) -> Departement:
    return Departement(
        code=row["code"],
        name=typographic(row["nom"]),
        region=row["region"],
        prefecture_commune=row["prefecture_commune"],
        prefecture_city=typographic(row["prefecture_ville"]),
    )


def _sous_prefecture(row: Mapping[str, str]) -> SousPrefecture:
    return SousPrefecture(
        id=f"spref:{row['code']}",
        name=f"sous-préfecture {with_de(row['chef_lieu_nom'])}",
        city=typographic(row["chef_lieu_nom"]),
        departement=row["departement"],
    )


def _communes(
    folder: Path, departements: Mapping[str, Departement], particular: Iterable[Mapping[str, str]]
) -> Iterator[_Entry]:
    extras = {row["code"]: row for row in particular if row["genre"] == Kind.COMMUNE}
    for row in _rows(folder, "communes"):
        departement = departements.get(row["departement"])
        if departement is None:
            continue
        name = normalise(row["nom"])
        extra = extras.get(row["code"])
        short_names = {without_article(name), *(_other_names(extra) if extra else ())}
        yield _Entry(
            Collectivite(
                kind=Kind.COMMUNE,
                code=row["code"],
                name=typographic(row["nom"]),
                departement=departement.code,
                departement_name=departement.name,
                population=int(row["population"]) if row["population"] else None,
            ),
            official_names=(name,),
            short_names=short_names - {name},
            arrondissement=row["arrondissement"],
            other_kind=Kind(extra["autre_genre"]) if extra else None,
        )


def _epci(folder: Path, departements: Mapping[str, Departement]) -> Iterator[_Entry]:
    for row in _rows(folder, "epci"):
        seat = departements[row["departement_siege"]]
        names = [row["nom"], row["nom_court"]] if row["nom_court"] else [row["nom"]]
        yield _Entry(
            Collectivite(
                kind=Kind.EPCI,
                code=row["siren"],
                name=typographic(row["nom"]),
                departement=seat.code,
                departement_name=seat.name,
                population=int(row["population"]),
            ),
            official_names={official for name in names for official in official_names_of_epci(name)},
            short_names={short for name in names for short in short_names_of_epci(name)},
            arrondissement=row["arrondissement"],
            departements=_seat_first(seat.code, row["departements"].split()),
        )


def _other(row: Mapping[str, str], departements: Mapping[str, Departement]) -> _Entry:
    codes = row["departements"].split()
    seat = departements[codes[0]]
    return _Entry(
        Collectivite(
            kind=Kind(row["genre"]),
            code=row["code"],
            name=typographic(row["nom"]),
            departement=seat.code,
            departement_name=seat.name,
            population=None,
        ),
        official_names=(normalise(row["nom"]),),
        short_names=_other_names(row),
        departements=tuple(codes),
        other_kind=Kind(row["autre_genre"]) if row["autre_genre"] else None,
    )


def _other_names(row: Mapping[str, str]) -> set[str]:
    names = {normalise(name) for name in row["autres_noms"].split("|") if name}
    return names | {without_article(name) for name in names}


def _seat_first(seat: str, codes: Iterable[str]) -> tuple[str, ...]:
    return (seat, *(code for code in codes if code != seat))


def _index(names_of: Iterable[tuple[str, Iterable[str]]]) -> dict[str, tuple[str, ...]]:
    index: dict[str, tuple[str, ...]] = {}
    for key, names in names_of:
        for name in names:
            index[name] = (*index.get(name, ()), key)
    return index


def _departement_codes(departements: Iterable[Departement]) -> dict[str, str]:
    codes: dict[str, str] = {}
    for departement in departements:
        name = normalise(departement.name)
        codes |= {departement.code.lower(): departement.code, name: departement.code}
        codes[without_article(name)] = departement.code
    return codes
