"""Makes the tables of `data/territory/` from two releases of Etalab's npm package and the committed patches.

`./ctai territory build` runs it once a year, on a developer's machine with npm. The tables are committed, so
that neither tests nor servers need npm or the network. `data/territory/SOURCES.yml` says where each patch
comes from, `docs/territoire.md` how to refresh.
"""

import csv
import hashlib
from collections.abc import Sequence
from pathlib import Path

from bot.territory.build.checks import check
from bot.territory.build.sources import dangling, read_sources
from bot.territory.build.tables import make_tables

#: md5 of the `epci.json` of 5.0.1 and 5.3.0 (2025), and of 6.0.0, which claims to be of 2026.
LAST_EPCI_MD5 = "23ab53b38a61fd0a1ad0317c88b5fe17"

STALE_EPCI = (
    "epci.json did not change with its year, byte for byte: the EPCI of this year come from "
    "patch_epci_2026.csv alone; check them against the list of the DGCL"
)


class WrongTables(ValueError):
    """The tables are not what they must be; the message lists every reason, one a line."""


def build(
    npm_folder: Path,
    history_folder: Path,
    patches: Path,
    out: Path,
    *,
    last_epci_md5: str = LAST_EPCI_MD5,
) -> tuple[str, ...]:
    """Writes the tables, or nothing.

    Args:
        npm_folder: the unpacked package of the year: it holds `package.json` and `data/*.json`.
        history_folder: the unpacked package of `HISTORY_VERSION`.
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
    sources = read_sources(npm_folder, history_folder, patches, problems)
    problems += dangling(sources)
    _refuse(problems)
    tables = make_tables(sources)
    _refuse(check(sources, tables))
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
