"""Makes the tables of `data/territory/` from the npm package of Etalab and the committed patches.

Run once a year, on a developer's machine, after `npm pack @etalab/decoupage-administratif@<version>`:
`python -m bot.territory.build <unpacked folder>`. The tables are committed, so that neither tests nor servers
need npm. `data/territory/SOURCES.yml` says where each patch comes from, `docs/territoire.md` how to refresh.
"""

import argparse
import csv
import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.territory.french import departement_with_de
from bot.territory.normalise import normalise
from bot.territory.tables import DEFAULT, NOT_SELECTABLE

#: Version of the package whose counts are below.
VERSION = "6.0.0"

#: md5 of the `epci.json` of 5.0.1 and 5.3.0 (2025), and of 6.0.0, which claims to be of 2026.
LAST_EPCI_MD5 = "23ab53b38a61fd0a1ad0317c88b5fe17"

STALE_EPCI = (
    "epci.json did not change with its year, byte for byte: the EPCI of this year come from "
    "patch_epci_2026.csv alone; check them against the list of the DGCL"
)

#: What France is made of on 1 January 2026: COG 2026, and DGCL's list of EPCI with the moves of the patch.
EXPECTED = {
    "communes outside COM": 34_875,
    "communes of COM": 94,
    "arrondissements": 333,
    "arrondissements with a préfecture": 99,
    "arrondissements with a sous-préfecture": 234,
    "départements": 101,
    "régions": 18,
    "EPCI": 1_253,
    "EPCI CC": 987,
    "EPCI CA": 230,
    "EPCI CU": 14,
    "EPCI METRO": 21,
    "EPCI MET69": 1,
    "EPCI over several départements": 89,
    "communes moved by the EPCI patch": 45,
}

#: Île-de-Bréhat, Île-de-Sein, Ouessant, L'Île-d'Yeu (CGCT, art. L.5210-1-1, V: islands of one commune).
WITHOUT_EPCI = frozenset({"22016", "29083", "29155", "85113"})

#: The one département without arrondissement.
WITHOUT_ARRONDISSEMENT = "976"

Row = Mapping[str, Any]


class WrongTables(ValueError):
    """The tables are not what they must be; the message lists every reason, one a line."""


@dataclass(frozen=True)
class Sources:
    """What the tables are made from, with corrections applied."""

    communes: Sequence[Row]
    arrondissements: Sequence[Row]
    departements: Sequence[Row]
    regions: Sequence[Row]
    epci: Sequence[Row]
    epci_of: Mapping[str, str]
    epci_names: Mapping[str, Row]
    epci_seats: Mapping[str, Row]
    particular: Sequence[Row]
    moved: int


@dataclass(frozen=True)
class Table:
    """A file of `data/territory/`."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]


def build(
    npm_folder: Path, patches: Path, out: Path, *, last_epci_md5: str = LAST_EPCI_MD5
) -> tuple[str, ...]:
    """Writes the six tables, or nothing.

    Args:
        npm_folder: the unpacked package: it holds `package.json` and `data/*.json`.
        patches: folder of the committed patches.
        out: folder of the tables; it is made if needed.
        last_epci_md5: md5 of the `epci.json` of the year before.

    Returns:
        warnings to read before committing; none is the rule.

    Raises:
        WrongTables: a count is off, a patch does not fit the package any more, or a name is not unique.
        OSError: a file is missing.
    """
    problems: list[str] = []
    sources = _read(npm_folder, patches, problems)
    problems += _dangling(sources)
    _refuse(problems)
    tables = _tables(sources)
    _refuse(_check(sources, tables))
    out.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        with (out / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(table.columns)
            writer.writerows(table.rows)
    return _warnings(npm_folder, last_epci_md5)


def _warnings(npm_folder: Path, last_epci_md5: str) -> tuple[str, ...]:
    content = (npm_folder / "data" / "epci.json").read_bytes()
    if hashlib.md5(content, usedforsecurity=False).hexdigest() == last_epci_md5:
        return (STALE_EPCI,)
    return ()


def _refuse(problems: Sequence[str]) -> None:
    if problems:
        raise WrongTables("\n".join(problems))


def _read(npm_folder: Path, patches: Path, problems: list[str]) -> Sources:
    version = json.loads((npm_folder / "package.json").read_text(encoding="utf-8"))["version"]
    if version != VERSION:
        problems.append(f"the package is {version}: counts and patches are those of {VERSION}")
    corrections = _patch(patches, "corrections")
    epci = _json(npm_folder, "epci")
    moves = _patch(patches, "patch_epci_2026")
    return Sources(
        communes=[c for c in _json(npm_folder, "communes") if c["type"] == "commune-actuelle"],
        arrondissements=_json(npm_folder, "arrondissements"),
        departements=_corrected(npm_folder, "departements", corrections, problems),
        regions=_corrected(npm_folder, "regions", corrections, problems),
        epci=epci,
        epci_of=_epci_of(epci, moves, problems),
        epci_names={row["siren"]: row for row in _patch(patches, "epci_noms")},
        epci_seats={row["siren"]: row for row in _patch(patches, "epci_multi_departements")},
        particular=_patch(patches, "statuts_particuliers"),
        moved=len(moves),
    )


def _json(npm_folder: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(
        (npm_folder / "data" / f"{name}.json").read_text(encoding="utf-8")
    )
    return rows


def _patch(patches: Path, name: str) -> list[dict[str, str]]:
    with (patches / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _corrected(
    npm_folder: Path, table: str, corrections: Iterable[Row], problems: list[str]
) -> list[dict[str, Any]]:
    rows = {row["code"]: row for row in _json(npm_folder, table)}
    for correction in corrections:
        if correction["table"] != table:
            continue
        row = rows.get(correction["code"], {})
        if row.get(correction["champ"]) != correction["npm"]:
            problems.append(_unfit("corrections.csv", f"{table} {correction['code']}"))
        row[correction["champ"]] = correction["corrige"]
    return list(rows.values())


def _epci_of(epci: Iterable[Row], moves: Iterable[Row], problems: list[str]) -> dict[str, str]:
    """Code of a commune -> SIREN of its EPCI, after the moves that npm does not know yet."""
    siren_of = {member["code"]: row["code"] for row in epci for member in row["membres"]}
    for move in moves:
        commune = move["code_commune"]
        if siren_of.get(commune) != move["epci_npm"]:
            problems.append(_unfit("patch_epci_2026.csv", f"commune {commune}"))
        siren_of[commune] = move["epci_2026"]
    return siren_of


def _unfit(patch: str, what: str) -> str:
    return f"{patch} does not fit {what} any more: the package has changed"


def _dangling(sources: Sources) -> list[str]:
    """What refers to a commune or a département that is not there."""
    communes = {row["code"] for row in sources.communes}
    departements = {row["code"] for row in sources.departements}
    problems = [
        f"{row['nom']} ({row['code']}): its chief town {row['chefLieu']} is no commune"
        for row in (*sources.departements, *sources.regions, *sources.arrondissements)
        if row["chefLieu"] not in communes
    ]
    problems += [
        f"{row['nom']} ({row['code']}): its département {row['departement']} does not exist"
        for row in (*sources.communes, *sources.arrondissements)
        if row["departement"] not in departements
    ]
    return problems


def _tables(sources: Sources) -> dict[str, Table]:
    city_of = {commune["code"]: commune["nom"] for commune in sources.communes}
    return {
        "communes": _communes(sources),
        "epci": _epci(sources),
        "departements": Table(
            ("code", "nom", "region", "prefecture_commune", "prefecture_ville", "zone"),
            [
                (
                    row["code"],
                    row["nom"],
                    row["region"],
                    row["chefLieu"],
                    city_of[row["chefLieu"]],
                    row["zone"],
                )
                for row in sources.departements
            ],
        ),
        "regions": _regions(sources),
        "arrondissements": _arrondissements(sources, city_of),
        "collectivites": _collectivites(sources),
    }


def _communes(sources: Sources) -> Table:
    return Table(
        ("code", "nom", "departement", "arrondissement", "epci", "population", "codes_postaux"),
        [
            (
                row["code"],
                row["nom"],
                row["departement"],
                row.get("arrondissement", ""),
                sources.epci_of.get(row["code"], ""),
                row.get("population", ""),
                " ".join(row.get("codesPostaux", ())),
            )
            for row in sorted(sources.communes, key=lambda commune: str(commune["code"]))
        ],
    )


def _epci(sources: Sources) -> Table:
    members: dict[str, list[Row]] = defaultdict(list)
    for commune in sources.communes:
        if commune["code"] in sources.epci_of:
            members[sources.epci_of[commune["code"]]].append(commune)
    short_of = {row["code"]: row["nom"] for row in sources.epci}
    rows = []
    for siren, communes in sorted(members.items()):
        named = sources.epci_names.get(siren, {})
        departements = sorted({commune["departement"] for commune in communes})
        arrondissements = {commune.get("arrondissement", "") for commune in communes}
        rows.append(
            (
                siren,
                named.get("nom", ""),
                short_of.get(siren, ""),
                named.get("type", ""),
                _seat(siren, departements, sources.epci_seats),
                " ".join(departements),
                arrondissements.pop() if len(arrondissements) == 1 else "",
                len(communes),
                sum(commune.get("population", 0) for commune in communes),
            )
        )
    return Table(
        (
            *("siren", "nom", "nom_court", "type", "departement_siege", "departements", "arrondissement"),
            *("nb_communes", "population"),
        ),
        rows,
    )


def _seat(siren: str, departements: Sequence[str], seats: Mapping[str, Row]) -> str:
    if len(departements) == 1:
        return departements[0]
    patch = seats.get(siren)
    if patch is None or patch["departements"].split() != departements:
        return ""
    return str(patch["departement_siege"])


def _regions(sources: Sources) -> Table:
    departement_of = {commune["code"]: commune["departement"] for commune in sources.communes}
    return Table(
        ("code", "nom", "chef_lieu", "departement_prefet_region", "zone"),
        [
            (row["code"], row["nom"], row["chefLieu"], departement_of[row["chefLieu"]], row["zone"])
            for row in sources.regions
        ],
    )


def _arrondissements(sources: Sources, city_of: Mapping[str, str]) -> Table:
    prefecture_of = {row["code"]: row["chefLieu"] for row in sources.departements}
    sizes = Counter(commune.get("arrondissement") for commune in sources.communes)
    return Table(
        ("code", "nom", "departement", "chef_lieu", "chef_lieu_nom", "siege", "nb_communes"),
        [
            (
                row["code"],
                row["nom"],
                row["departement"],
                row["chefLieu"],
                city_of[row["chefLieu"]],
                "prefecture" if row["chefLieu"] == prefecture_of[row["departement"]] else "sous-prefecture",
                sizes[row["code"]],
            )
            for row in sources.arrondissements
        ],
    )


def _collectivites(sources: Sources) -> Table:
    """Départements and régions with an assembly of their own, and what the law has made of the others."""
    done = {f"{row['genre']}:{row['code']}" for row in sources.particular}
    done = done.union(*(row["remplace"].split() for row in sources.particular))
    rows = [
        (row["genre"], row["code"], row["nom"], row["departements"], row["autres_noms"], row["autre_genre"])
        for row in sources.particular
    ]
    for row in sources.departements:
        code = row["code"]
        if f"departement:{code}" not in done and code not in NOT_SELECTABLE:
            name = f"Département {departement_with_de(code)}".replace("’", "'")
            rows.append(("departement", code, name, code, row["nom"], ""))
    for code, name, _, seat, zone in _regions(sources).rows:
        if f"region:{code}" not in done and zone != "com":
            codes = sorted(row["code"] for row in sources.departements if row["region"] == code)
            codes.remove(seat)
            rows.append(("region", code, f"Région {name}", " ".join([seat, *codes]), name, ""))
    return Table(("genre", "code", "nom", "departements", "autres_noms", "autre_genre"), sorted(rows))


def _check(sources: Sources, tables: Mapping[str, Table]) -> list[str]:
    problems = [
        f"{what}: {found}, not {EXPECTED[what]}"
        for what, found in _counts(sources, tables).items()
        if found != EXPECTED[what]
    ]
    problems += _commune_problems(tables["communes"], _overseas(sources))
    problems += _epci_problems(tables["epci"])
    return problems


def _counts(sources: Sources, tables: Mapping[str, Table]) -> dict[str, int]:
    overseas = _overseas(sources)
    seats = Counter(row[5] for row in tables["arrondissements"].rows)
    types = Counter(row[3] for row in tables["epci"].rows)
    return {
        "communes outside COM": sum(row[2] not in overseas for row in tables["communes"].rows),
        "communes of COM": sum(row[2] in overseas for row in tables["communes"].rows),
        "arrondissements": len(tables["arrondissements"].rows),
        "arrondissements with a préfecture": seats["prefecture"],
        "arrondissements with a sous-préfecture": seats["sous-prefecture"],
        "départements": len(sources.departements) - len(overseas),
        "régions": sum(row["zone"] != "com" for row in sources.regions),
        "EPCI": len(tables["epci"].rows),
        **{f"EPCI {kind}": types[kind] for kind in ("CC", "CA", "CU", "METRO", "MET69")},
        "EPCI over several départements": sum(" " in str(row[5]) for row in tables["epci"].rows),
        "communes moved by the EPCI patch": sources.moved,
    }


def _overseas(sources: Sources) -> frozenset[str]:
    """Codes of the collectivités d'outre-mer, which have neither arrondissement nor EPCI."""
    return frozenset(row["code"] for row in sources.departements if row["zone"] == "com")


def _commune_problems(communes: Table, overseas: frozenset[str]) -> list[str]:
    problems = []
    homonyms: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code, name, departement, arrondissement, epci, *_ in (map(str, row) for row in communes.rows):
        homonyms[normalise(name), departement].append(code)
        if not code.startswith(departement):
            problems.append(f"commune {code} is said to be in département {departement}")
        if bool(epci) == (departement in overseas or code in WITHOUT_EPCI):
            problems.append(f"commune {code}: its EPCI is {epci or 'missing'}")
        if bool(arrondissement) == (departement in {*overseas, WITHOUT_ARRONDISSEMENT}):
            problems.append(f"commune {code}: its arrondissement is {arrondissement or 'missing'}")
    for (name, departement), codes in homonyms.items():
        if len(codes) > 1:
            problems.append(f"two communes of {departement} are called {name}: {' '.join(codes)}")
    return problems


def _epci_problems(epci: Table) -> list[str]:
    problems = []
    for siren, name, _, _, seat, departements, *_ in epci.rows:
        if not name:
            problems.append(f"EPCI {siren} has no name in epci_noms.csv")
        if not seat:
            problems.append(f"EPCI {siren} ({departements}) has no seat in epci_multi_departements.csv")
    return problems


def main(arguments: Sequence[str] | None = None) -> int:
    """Builds the committed tables from the command line; 1 when they would be wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("npm_folder", type=Path, help="the unpacked package, with data/ in it")
    parser.add_argument("--patches", type=Path, default=DEFAULT / "patches")
    parser.add_argument("--out", type=Path, default=DEFAULT)
    options = parser.parse_args(arguments)
    try:
        warnings = build(options.npm_folder, options.patches, options.out)
    except WrongTables as error:
        sys.stderr.write(f"Nothing written:\n{error}\n")
        return 1
    sys.stderr.writelines(f"Warning: {warning}\n" for warning in warnings)
    return 0


if __name__ == "__main__":
    sys.exit(main())
