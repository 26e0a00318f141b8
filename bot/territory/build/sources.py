"""What the tables are made from: two releases of the npm package, and the committed patches."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.territory.build.names import aliases

#: Version of the package whose counts are in `checks`.
VERSION = "6.0.0"

#: Version that holds the history of communes; no later one does.
HISTORY_VERSION = "0.8.0"

Row = Mapping[str, Any]


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
    ept: Sequence[Row]
    ept_seats: Mapping[str, Row]
    aliases: Sequence[tuple[str, str, str]]
    nicknames: Sequence[Row]
    ordinary_words: Sequence[Row]
    sites: Sequence[Row]


def read_sources(npm_folder: Path, history_folder: Path, patches: Path, problems: list[str]) -> Sources:
    """Reads both packages and the patches, corrections applied.

    Args:
        npm_folder: the unpacked package of the year: it holds `package.json` and `data/*.json`.
        history_folder: the unpacked package of `HISTORY_VERSION`.
        patches: folder of the committed patches.
        problems: what does not fit is added to it.
    """
    for folder, expected in ((npm_folder, VERSION), (history_folder, HISTORY_VERSION)):
        version = json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"]
        if version != expected:
            problems.append(f"the package is {version}: counts and patches are those of {expected}")
    corrections = _patch(patches, "corrections")
    epci = _json(npm_folder, "epci")
    moves = _patch(patches, "patch_epci_2026")
    communes = _json(npm_folder, "communes")
    history = _json(history_folder, "historique-communes")
    return Sources(
        communes=[c for c in communes if c["type"] == "commune-actuelle"],
        arrondissements=_json(npm_folder, "arrondissements"),
        departements=_corrected(npm_folder, "departements", corrections, problems),
        regions=_corrected(npm_folder, "regions", corrections, problems),
        epci=epci,
        epci_of=_epci_of(epci, moves, problems),
        epci_names={row["siren"]: row for row in _patch(patches, "epci_noms")},
        epci_seats={row["siren"]: row for row in _patch(patches, "epci_multi_departements")},
        particular=_patch(patches, "statuts_particuliers"),
        moved=len(moves),
        ept=_json(npm_folder, "ept"),
        ept_seats={row["siren"]: row for row in _patch(patches, "ept_sieges")},
        aliases=aliases(communes, history, _json(history_folder, "communes")),
        nicknames=_patch(patches, "surnoms"),
        ordinary_words=_patch(patches, "mots_courants"),
        sites=_patch(patches, "sites_prefectures"),
    )


def dangling(sources: Sources) -> list[str]:
    """Tells what refers to a commune or a département that is not there."""
    communes = {row["code"] for row in sources.communes}
    departements = {row["code"] for row in sources.departements}
    problems = [
        f"{row['nom']} ({row['code']}): its chief town {row['chefLieu']} is no commune"
        for row in (*sources.departements, *sources.regions, *sources.arrondissements)
        if row["chefLieu"] not in communes
    ]
    problems += [
        f"EPT {row['nom']}: its commune {member['code']} does not exist"
        for row in sources.ept
        for member in row["membres"]
        if member["code"] not in communes
    ]
    problems += [
        f"{row['nom']} ({row['code']}): its département {row['departement']} does not exist"
        for row in (*sources.communes, *sources.arrondissements)
        if row["departement"] not in departements
    ]
    return problems


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
