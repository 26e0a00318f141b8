"""What the tables must be: counts, and what no row may say."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping

from bot.territory.build.sources import Sources
from bot.territory.build.tables import Table
from bot.territory.normalise import normalise
from bot.territory.tables import NOT_SELECTABLE

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
    "EPT": 11,
    # The arrondissements of Paris, Lyon and Marseille; 78 of the 2,105 communes déléguées have the name of
    # the whole; the rest is what the union of both releases gives.
    "names of arrondissements": 45,
    "names of communes déléguées": 2_027,
    "names of communes associées": 471,
    "names of former communes": 1_491,
    "former names of communes": 2_093,
}

#: Île-de-Bréhat, Île-de-Sein, Ouessant, L'Île-d'Yeu (CGCT, art. L.5210-1-1, V: islands of one commune).
WITHOUT_EPCI = frozenset({"22016", "29083", "29155", "85113"})

_STATE_SITE = re.compile(r"https://www\.[a-z-]+\.gouv\.fr(/[a-z-]+)?")

#: The one département without arrondissement.
WITHOUT_ARRONDISSEMENT = "976"


def check(sources: Sources, tables: Mapping[str, Table]) -> list[str]:
    """Lists every reason not to write the tables; none when they are right."""
    problems = [
        f"{what}: {found}, not {EXPECTED[what]}"
        for what, found in _counts(sources, tables).items()
        if found != EXPECTED[what]
    ]
    problems += _commune_problems(tables["communes"], _overseas(sources))
    problems += _epci_problems(tables["epci"])
    problems += _ept_problems(tables["ept"])
    problems += _nickname_problems(tables)
    problems += _site_problems(tables["departements"])
    return problems


def _counts(sources: Sources, tables: Mapping[str, Table]) -> dict[str, int]:
    overseas = _overseas(sources)
    seats = Counter(row[5] for row in tables["arrondissements"].rows)
    types = Counter(row[3] for row in tables["epci"].rows)
    alias_types = Counter(row[2] for row in tables["alias"].rows)
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
        "EPT": len(tables["ept"].rows),
        "names of arrondissements": alias_types["arrondissement"],
        "names of communes déléguées": alias_types["deleguee"],
        "names of communes associées": alias_types["associee"],
        "names of former communes": alias_types["ancienne"],
        "former names of communes": alias_types["ancien_nom"],
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


def _ept_problems(ept: Table) -> list[str]:
    return [
        f"EPT {siren} ({departements}) has no seat in ept_sieges.csv"
        for siren, _, seat, departements, *_ in ept.rows
        if not seat
    ]


def _nickname_problems(tables: Mapping[str, Table]) -> list[str]:
    known = {f"commune:{row[0]}" for row in tables["communes"].rows}
    known |= {f"epci:{row[0]}" for table in ("epci", "ept") for row in tables[table].rows}
    known |= {f"{row[0]}:{row[1]}" for row in tables["collectivites"].rows}
    return [
        f"surnoms.csv: « {name} » is said of {one}, which does not exist"
        for name, one, _ in tables["surnoms"].rows
        if one not in known
    ]


def _site_problems(departements: Table) -> list[str]:
    return [
        f"département {code}: the site of its préfecture is {site or 'missing'}"
        for code, *_, site in departements.rows
        if code not in NOT_SELECTABLE and not _STATE_SITE.fullmatch(site)
    ]
