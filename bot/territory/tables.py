"""The tables of `data/territory/`, read once into one frozen object."""

import csv
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from bot.territory.french import typographic, with_de
from bot.territory.model import Collectivite, Departement, Kind, SousPrefecture
from bot.territory.names import (
    head_of_commune,
    official_names_of_epci,
    short_names_of_epci,
    skeleton_of,
    words_of_epci,
)
from bot.territory.normalise import normalise, without_article

#: The committed tables.
DEFAULT = Path(__file__).resolve().parents[2] / "data" / "territory"

#: Terres australes et antarctiques françaises and Clipperton: no elected collectivité, nothing to select.
NOT_SELECTABLE = frozenset({"984", "989"})

#: Shorter nicknames are no names to mistype.
_SHORTEST_TYPED = 4

#: A normalised name -> the ids of those who bear it.
Names = Mapping[str, tuple[str, ...]]


class OtherName(NamedTuple):
    """A name that is not the one of today.

    Attributes:
        id: of the collectivité of today.
        name: as it is shown.
        nature: "deleguee", "associee", "ancienne", "ancien_nom", "arrondissement" for a commune; "surnom",
            "sigle", "ancien_nom" or "sigle_derive" for a nickname.
    """

    id: str
    name: str
    nature: str


#: A normalised name -> those who had it, or are nicknamed so.
OtherNames = Mapping[str, tuple[OtherName, ...]]


@dataclass(frozen=True, slots=True, repr=False)
class Spellings:
    """Every name that may be mistyped.

    Attributes:
        names: normalised, each once, the shortest first once glued.
        glued: the same without spaces, in the same order.
        from_length: position of the first glued name of this length or more.
        of_glued: glued name -> the names it may stand for: « saintdenis ».
        of_skeleton: name without its little words -> the names it may stand for: « aulnay bois ».
        of_departement: code of a département -> positions in `names`.
    """

    names: Sequence[str]
    glued: Sequence[str]
    from_length: Sequence[int]
    of_glued: Names
    of_skeleton: Names
    of_departement: Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True, repr=False)
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
        old_names: of communes, and of their parts.
        nicknames: of EPCI, départements and régions, former names of régions included.
        heads: « brive » -> the communes that are called so for short.
        old_heads: the same for old names.
        postal_codes: postal code -> communes.
        epci_of: id of a commune -> its EPCI, and its EPT.
        epci_types: id of an EPCI -> "CC", "CA", "CU", "METRO", "MET69" or "EPT".
        epci_words: word of the name of an EPCI -> those who have it.
        areas: normalised name of a département or région, or code of a département in small letters -> codes
            of départements.
        bodies: code of a département -> id of the collectivité that sits for it.
        ordinary_words: normalised word -> "mot", "prenom" or "etranger".
        words_of_names: every word of every name.
        spellings: for names that are mistyped.
    """

    collectivites: Mapping[str, Collectivite]
    departements: Mapping[str, Departement]
    sous_prefectures: Mapping[str, SousPrefecture]
    arrondissements: Mapping[str, str]
    spread: Mapping[str, tuple[str, ...]]
    other_kinds: Mapping[str, Kind]
    official_names: Names
    short_names: Names
    old_names: OtherNames
    nicknames: OtherNames
    heads: Names
    old_heads: OtherNames
    postal_codes: Names
    epci_of: Names
    epci_types: Mapping[str, str]
    epci_words: Names
    areas: Names
    bodies: Mapping[str, str]
    ordinary_words: Mapping[str, str]
    words_of_names: frozenset[str]
    spellings: Spellings


class _Entry(NamedTuple):
    """A collectivité and everything that is indexed about it."""

    collectivite: Collectivite
    official_names: Iterable[str]
    short_names: Iterable[str]
    arrondissement: str = ""
    departements: tuple[str, ...] = ()
    other_kind: Kind | None = None
    type: str = ""
    communes: tuple[str, ...] = ()
    postal_codes: tuple[str, ...] = ()
    epci: str = ""


def load_territory(folder: Path = DEFAULT) -> Territory:
    """Reads the tables: about 0.7 s and 80 MB, so once in each process that needs them.

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
        *_ept(folder, selectable),
        *(_other(row, selectable) for row in particular if row["genre"] != Kind.COMMUNE),
    )
    by_id = {entry.collectivite.id: entry for entry in entries}
    official_names = _index((key, entry.official_names) for key, entry in by_id.items())
    short_names = _index((key, entry.short_names) for key, entry in by_id.items())
    old_names = _other_names_index(
        OtherName(f"commune:{row['code_commune']}", typographic(row["nom"]), row["type"])
        for row in _rows(folder, "alias")
        if f"commune:{row['code_commune']}" in by_id
    )
    nicknames = _other_names_index(
        OtherName(row["id"], typographic(row["nom"]), row["nature"]) for row in _rows(folder, "surnoms")
    )
    spread = {key: entry.departements for key, entry in by_id.items() if len(entry.departements) > 1}
    communes = {key: entry for key, entry in by_id.items() if entry.collectivite.kind is Kind.COMMUNE}
    spellings = _spellings((official_names, short_names), (old_names, nicknames), by_id, spread)
    return Territory(
        collectivites={key: entry.collectivite for key, entry in by_id.items()},
        departements=selectable,
        sous_prefectures={
            row["code"]: _sous_prefecture(row)
            for row in _rows(folder, "arrondissements")
            if row["siege"] == "sous-prefecture"
        },
        arrondissements={key: entry.arrondissement for key, entry in by_id.items() if entry.arrondissement},
        spread=spread,
        other_kinds={key: entry.other_kind for key, entry in by_id.items() if entry.other_kind},
        official_names=official_names,
        short_names=short_names,
        old_names=old_names,
        nicknames=nicknames,
        heads=_index(
            (key, (head,))
            for key, entry in communes.items()
            if (head := head_of_commune(normalise(entry.collectivite.name)))
        ),
        old_heads=_old_heads(old_names),
        postal_codes=_index((key, entry.postal_codes) for key, entry in communes.items()),
        epci_of=_epci_of(by_id),
        epci_types={key: entry.type for key, entry in by_id.items() if entry.type},
        epci_words=_index(
            (key, words_of_epci(entry.collectivite.name)) for key, entry in by_id.items() if entry.type
        ),
        areas=_areas(selectable.values(), by_id, nicknames),
        bodies=_bodies(particular, selectable),
        ordinary_words={normalise(row["mot"]): row["nature"] for row in _rows(folder, "mots")},
        words_of_names=frozenset(word for name in spellings.names for word in name.split()),
        spellings=spellings,
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
        prefecture_site=row["site"],
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
            postal_codes=tuple(row["codes_postaux"].split()),
            epci=row["epci"],
        )


def _epci(folder: Path, departements: Mapping[str, Departement]) -> Iterator[_Entry]:
    for row in _rows(folder, "epci"):
        names = [row["nom"], row["nom_court"]] if row["nom_court"] else [row["nom"]]
        yield _of_communes(row, departements, names, type_=row["type"])


def _ept(folder: Path, departements: Mapping[str, Departement]) -> Iterator[_Entry]:
    for row in _rows(folder, "ept"):
        yield _of_communes(row, departements, [row["nom"]], type_="EPT")


def _of_communes(
    row: Mapping[str, str], departements: Mapping[str, Departement], names: Iterable[str], type_: str
) -> _Entry:
    seat = departements[row["departement_siege"]]
    return _Entry(
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
        type=type_,
        communes=tuple(row.get("communes", "").split()),
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


def _other_names_index(others: Iterable[OtherName]) -> dict[str, tuple[OtherName, ...]]:
    index: dict[str, tuple[OtherName, ...]] = {}
    for other in others:
        name = normalise(other.name)
        for key in {name, without_article(name)}:
            index[key] = (*index.get(key, ()), other)
    return index


def _old_heads(old_names: OtherNames) -> dict[str, tuple[OtherName, ...]]:
    heads: dict[str, tuple[OtherName, ...]] = {}
    for name, others in old_names.items():
        if head := head_of_commune(name):
            heads[head] = (*heads.get(head, ()), *(one for one in others if normalise(one.name) == name))
    return heads


def _epci_of(by_id: Mapping[str, _Entry]) -> dict[str, tuple[str, ...]]:
    ept_of = {f"commune:{code}": key for key, entry in by_id.items() for code in entry.communes}
    return {
        key: tuple(one for one in (f"epci:{entry.epci}", ept_of.get(key)) if one)
        for key, entry in by_id.items()
        if entry.epci
    }


def _areas(
    departements: Iterable[Departement],
    by_id: Mapping[str, _Entry],
    nicknames: OtherNames,
) -> dict[str, tuple[str, ...]]:
    areas: dict[str, tuple[str, ...]] = {}
    for departement in departements:
        for name in _with_and_without_article(departement.name):
            areas[name] = (departement.code,)
        areas[departement.code.lower()] = (departement.code,)
    wide = {Kind.DEPARTEMENT, Kind.REGION}
    for entry in by_id.values():
        if entry.collectivite.kind in wide:
            for name in entry.short_names:
                areas.setdefault(name, entry.departements)
    for name, others in nicknames.items():
        codes = tuple(
            code
            for other in others
            if by_id[other.id].collectivite.kind in wide
            for code in by_id[other.id].departements
        )
        if codes:
            areas.setdefault(name, codes)
    return areas


def _with_and_without_article(name: str) -> set[str]:
    whole = normalise(name)
    return {whole, without_article(whole)}


def _bodies(
    particular: Iterable[Mapping[str, str]], departements: Mapping[str, Departement]
) -> dict[str, str]:
    bodies = {
        code: f"{row['genre']}:{row['code']}"
        for row in particular
        if Kind.DEPARTEMENT in {row["genre"], row["autre_genre"]}
        for code in row["departements"].split()
    }
    missing = set(departements) - set(bodies)
    if missing:
        raise ValueError(f"nobody sits for {sorted(missing)}")
    return bodies


def _spellings(
    names: Iterable[Names],
    others: Iterable[OtherNames],
    by_id: Mapping[str, _Entry],
    spread: Mapping[str, tuple[str, ...]],
) -> Spellings:
    bearers: dict[str, set[str]] = {}
    for index in names:
        for name, ids in index.items():
            bearers.setdefault(name, set()).update(ids)
    for other_index in others:
        for name, entries in other_index.items():
            if len(name) >= _SHORTEST_TYPED:
                bearers.setdefault(name, set()).update(entry.id for entry in entries)
    ordered = sorted(bearers, key=lambda name: (len(name) - name.count(" "), name))
    of_departement: dict[str, list[int]] = {}
    for position, name in enumerate(ordered):
        codes = {
            code for one in bearers[name] for code in spread.get(one, (by_id[one].collectivite.departement,))
        }
        for code in codes:
            of_departement.setdefault(code, []).append(position)
    glued = [name.replace(" ", "") for name in ordered]
    return Spellings(
        names=ordered,
        glued=glued,
        from_length=[
            bisect_left(glued, length, key=len) for length in range(len(glued[-1]) + 2 if glued else 1)
        ],
        of_glued=_index(zip(ordered, ((one,) for one in glued), strict=True)),
        of_skeleton=_index(
            (name, (skeleton,)) for name in ordered if (skeleton := skeleton_of(name)) != name
        ),
        of_departement=of_departement,
    )
