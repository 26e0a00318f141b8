"""The build, on two packages rebuilt from the committed tables: the real ones are not committed."""

import csv
import hashlib
import json
import shutil
from collections import defaultdict

import pytest

from bot.territory.build import STALE_EPCI, WrongTables, build
from bot.territory.tables import DEFAULT

PATCHES = DEFAULT / "patches"
TABLES = (
    "alias",
    "arrondissements",
    "collectivites",
    "communes",
    "departements",
    "ept",
    "epci",
    "mots",
    "regions",
    "surnoms",
)

#: Type of an alias -> type of the package, and the field that names the whole.
STILL_THERE = {
    "arrondissement": ("arrondissement-municipal", "commune"),
    "deleguee": ("commune-deleguee", "chefLieu"),
    "associee": ("commune-associee", "chefLieu"),
}


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def present(row):
    """As in the package: what is not known has no field."""
    return {field: value for field, value in row.items() if value not in {"", None}}


def as_npm_says(table, field, chief_towns):
    """Undoes corrections.csv."""
    said = {row["code"]: row["npm"] for row in rows(PATCHES / "corrections.csv") if row["table"] == table}
    return [
        {"code": row["code"], "nom": row["nom"], "zone": row["zone"]}
        | ({"region": row["region"]} if "region" in row else {})
        | {"chefLieu": said.get(row["code"], row[field])}
        for row in chief_towns
    ]


def epci_of_2025(communes):
    """Undoes patch_epci_2026.csv."""
    moved = {row["code_commune"]: row["epci_npm"] for row in rows(PATCHES / "patch_epci_2026.csv")}
    names = {row["siren"]: row["nom_court"] for row in rows(DEFAULT / "epci.csv")}
    members = defaultdict(list)
    for row in communes:
        siren = moved.get(row["code"], row["epci"])
        if siren:
            members[siren].append({"code": row["code"]})
    return [
        {"code": siren, "nom": names.get(siren, "CC disparue"), "membres": codes}
        for siren, codes in members.items()
    ]


def as_a_commune(row, old_codes):
    known = present(
        {
            "code": row["code"],
            "nom": row["nom"],
            "type": "commune-actuelle",
            "departement": row["departement"],
            "arrondissement": row["arrondissement"],
            "population": int(row["population"]) if row["population"] else None,
        }
    )
    return known | {"codesPostaux": row["codes_postaux"].split(), "anciensCodes": old_codes}


def parts():
    """Communes déléguées and associées, arrondissements municipaux."""
    for row in rows(DEFAULT / "alias.csv"):
        if row["type"] in STILL_THERE:
            kind, whole = STILL_THERE[row["type"]]
            yield {"code": "part", "nom": row["nom"], "type": kind, whole: row["code_commune"]}


def gone():
    """Names of former communes, with a code of theirs that no commune has, and former names of communes."""
    for number, row in enumerate(rows(DEFAULT / "alias.csv")):
        if row["type"] == "ancienne":
            yield {"nom": row["nom"], "code": f"gone-{number}", "became": row["code_commune"]}
        elif row["type"] == "ancien_nom":
            yield {"nom": row["nom"], "code": row["code_commune"], "became": None}


@pytest.fixture(scope="module")
def history():
    """The files of 0.8.0 that the build reads."""
    return {
        "historique-communes": [{"nom": row["nom"], "code": row["code"]} for row in gone()],
        "communes": [],
    }


@pytest.fixture(scope="module")
def package():
    """The files of the package of the year, as Python objects: name -> rows."""
    communes = rows(DEFAULT / "communes.csv")
    old_codes = defaultdict(list)
    for row in gone():
        if row["became"]:
            old_codes[row["became"]].append(row["code"])
    return {
        "communes": [
            *parts(),
            *(as_a_commune(row, old_codes[row["code"]]) for row in communes),
        ],
        "ept": [
            {
                "code": row["siren"],
                "nom": row["nom"],
                "membres": [{"code": code} for code in row["communes"].split()],
            }
            for row in rows(DEFAULT / "ept.csv")
        ],
        "epci": epci_of_2025(communes),
        "departements": as_npm_says("departements", "prefecture_commune", rows(DEFAULT / "departements.csv")),
        "regions": as_npm_says("regions", "chef_lieu", rows(DEFAULT / "regions.csv")),
        "arrondissements": [
            {
                "code": row["code"],
                "nom": row["nom"],
                "departement": row["departement"],
                "chefLieu": row["chef_lieu"],
            }
            for row in rows(DEFAULT / "arrondissements.csv")
        ],
    }


@pytest.fixture
def unpack(tmp_path):
    """Writes a package to disk and gives its folder."""

    def write(package, version="6.0.0"):
        folder = tmp_path / version
        (folder / "data").mkdir(parents=True)
        (folder / "package.json").write_text(json.dumps({"version": version}), encoding="utf-8")
        for name, content in package.items():
            (folder / "data" / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
        return folder

    return write


@pytest.fixture
def old(unpack, history):
    """Folder of 0.8.0."""
    return unpack(history, version="0.8.0")


@pytest.fixture
def patches(tmp_path):
    """A copy of the patches that a test may spoil."""
    return shutil.copytree(PATCHES, tmp_path / "patches")


def spoil(path, before, after):
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def without(package, table, code):
    return package | {table: [row for row in package[table] if row["code"] != code]}


def with_change(package, table, code, **fields):
    return package | {table: [row | fields if row["code"] == code else row for row in package[table]]}


def refusal(folder, old, patches, out):
    with pytest.raises(WrongTables) as refused:
        build(folder, old, patches, out)
    assert not out.exists()
    return str(refused.value).splitlines()


def test_the_committed_tables_are_what_the_build_writes(package, unpack, old, tmp_path):
    out = tmp_path / "out"

    assert build(unpack(package), old, PATCHES, out) == ()
    assert sorted(path.stem for path in out.iterdir()) == sorted(TABLES)
    for name in TABLES:
        assert (out / f"{name}.csv").read_bytes() == (DEFAULT / f"{name}.csv").read_bytes(), name


def test_an_epci_list_that_did_not_change_with_its_year_is_said(package, unpack, old, tmp_path):
    folder = unpack(package)
    md5 = hashlib.md5((folder / "data" / "epci.json").read_bytes(), usedforsecurity=False).hexdigest()

    assert build(folder, old, PATCHES, tmp_path / "out", last_epci_md5=md5) == (STALE_EPCI,)


def test_another_version_of_either_package_is_refused(package, history, unpack, tmp_path):
    wrong = unpack(package, version="7.0.0"), unpack(history, version="0.9.0")

    assert refusal(*wrong, PATCHES, tmp_path / "out") == [
        "the package is 7.0.0: counts and patches are those of 6.0.0",
        "the package is 0.9.0: counts and patches are those of 0.8.0",
    ]


def test_every_wrong_count_is_listed_and_nothing_is_written(package, unpack, old, tmp_path):
    doctored = package
    for table, code in (
        ("communes", "23009"),
        ("communes", "98711"),
        ("arrondissements", "421"),
        ("epci", "200069441"),
        ("ept", "200057867"),
        ("regions", "53"),
    ):
        doctored = without(doctored, table, code)
    doctored["communes"] = [
        row for row in doctored["communes"] if row["nom"] not in {"Lomme", "Lyon 1er Arrondissement"}
    ]

    reasons = refusal(unpack(doctored), old, PATCHES, tmp_path / "out")

    assert {
        "communes outside COM: 34874, not 34875",
        "communes of COM: 93, not 94",
        "arrondissements: 332, not 333",
        "arrondissements with a sous-préfecture: 233, not 234",
        "régions: 17, not 18",
        "EPCI: 1252, not 1253",
        "EPCI CC: 986, not 987",
        "EPT: 10, not 11",
        "names of communes associées: 470, not 471",
        "names of arrondissements: 44, not 45",
        "surnoms.csv: « T6 » is said of epci:200057867, which does not exist",
        "commune 57089: its EPCI is missing",
    } <= set(reasons)


def test_a_chief_town_or_a_departement_that_is_not_there_is_refused(package, unpack, old, tmp_path):
    doctored = without(without(package, "communes", "23096"), "departements", "976")
    doctored = without(doctored, "communes", "93001")

    reasons = refusal(unpack(doctored), old, PATCHES, tmp_path / "out")

    assert "Creuse (23): its chief town 23096 is no commune" in reasons
    assert "Mamoudzou (97611): its département 976 does not exist" in reasons
    assert "EPT Plaine Commune: its commune 93001 does not exist" in reasons


def test_a_commune_that_contradicts_the_others_is_refused(package, unpack, old, tmp_path):
    doctored = with_change(package, "communes", "23008", nom="GUERET", arrondissement="")
    doctored = with_change(doctored, "communes", "23009", departement="87")

    reasons = refusal(unpack(doctored), old, PATCHES, tmp_path / "out")

    assert reasons == [
        "EPCI over several départements: 90, not 89",
        "commune 23008: its arrondissement is missing",
        "commune 23009 is said to be in département 87",
        "two communes of 23 are called gueret: 23008 23096",
        "EPCI 200067544 (23 87) has no seat in epci_multi_departements.csv",
    ]


def test_a_patch_that_the_package_has_caught_up_with_is_refused(package, unpack, old, patches, tmp_path):
    caught_up = with_change(package, "departements", "95", chefLieu="95127")
    spoil(patches / "patch_epci_2026.csv", "245701222,992367730", "245701362,992367730")

    assert refusal(unpack(caught_up), old, patches, tmp_path / "out") == [
        "corrections.csv does not fit departements 95 any more: the package has changed",
        "patch_epci_2026.csv does not fit commune 57012 any more: the package has changed",
    ]


def test_a_patch_that_says_something_wrong_is_refused(package, unpack, old, patches, tmp_path):
    spoil(patches / "corrections.csv", "95500,95127", "95500,95500")
    spoil(patches / "epci_noms.csv", "243100781,CA,", "243100781,CC,")
    spoil(patches / "epci_noms.csv", "200069441,", "200069440,")
    spoil(patches / "epci_multi_departements.csv", "200030435,", "200030436,")
    spoil(patches / "ept_sieges.csv", "200057990,92,92 95", "200057990,92,92")
    spoil(patches / "sites_prefectures.csv", "https://www.creuse.gouv.fr", "http://creuse.example")
    spoil(patches / "sites_prefectures.csv", "\n2B,", "\n2C,")

    reasons = refusal(unpack(package), old, patches, tmp_path / "out")

    assert {
        "arrondissements with a préfecture: 100, not 99",
        "EPCI CA: 229, not 230",
        "EPCI 200069441 has no name in epci_noms.csv",
        "EPCI 200030435 (32 40) has no seat in epci_multi_departements.csv",
        "EPT 200057990 (92 95) has no seat in ept_sieges.csv",
        "département 23: the site of its préfecture is http://creuse.example",
        "département 2B: the site of its préfecture is missing",
    } <= set(reasons)
