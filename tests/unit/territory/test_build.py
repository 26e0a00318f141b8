"""The build, on a package rebuilt from the committed tables: the real one is not committed."""

import csv
import hashlib
import json
import shutil
from collections import defaultdict

import pytest

from bot.territory.build import STALE_EPCI, WrongTables, build, main
from bot.territory.tables import DEFAULT

PATCHES = DEFAULT / "patches"
TABLES = ("arrondissements", "collectivites", "communes", "departements", "epci", "regions")


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


@pytest.fixture(scope="module")
def package():
    """The files of the package, as Python objects: name -> rows."""
    communes = rows(DEFAULT / "communes.csv")
    return {
        "communes": [
            present(
                {
                    "code": row["code"],
                    "nom": row["nom"],
                    "type": "commune-actuelle",
                    "departement": row["departement"],
                    "arrondissement": row["arrondissement"],
                    "population": int(row["population"]) if row["population"] else None,
                }
            )
            | {"codesPostaux": row["codes_postaux"].split()}
            for row in communes
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
        folder = tmp_path / "package"
        (folder / "data").mkdir(parents=True)
        (folder / "package.json").write_text(json.dumps({"version": version}), encoding="utf-8")
        for name, content in package.items():
            (folder / "data" / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
        return folder

    return write


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


def refusal(folder, patches, out):
    with pytest.raises(WrongTables) as refused:
        build(folder, patches, out)
    assert not out.exists()
    return str(refused.value).splitlines()


def test_the_committed_tables_are_what_the_build_writes(package, unpack, tmp_path, capsys):
    out = tmp_path / "out"

    assert main([str(unpack(package)), "--out", str(out)]) == 0
    assert capsys.readouterr().err == ""
    assert sorted(path.stem for path in out.iterdir()) == list(TABLES)
    for name in TABLES:
        assert (out / f"{name}.csv").read_bytes() == (DEFAULT / f"{name}.csv").read_bytes(), name


def test_an_epci_list_that_did_not_change_with_its_year_is_said(package, unpack, tmp_path):
    folder = unpack(package)
    md5 = hashlib.md5((folder / "data" / "epci.json").read_bytes(), usedforsecurity=False).hexdigest()

    assert build(folder, PATCHES, tmp_path / "out", last_epci_md5=md5) == (STALE_EPCI,)


def test_another_version_of_the_package_is_refused(package, unpack, tmp_path, capsys):
    out = tmp_path / "out"

    assert main([str(unpack(package, version="7.0.0")), "--out", str(out)]) == 1
    assert "the package is 7.0.0" in capsys.readouterr().err
    assert not out.exists()


def test_every_wrong_count_is_listed_and_nothing_is_written(package, unpack, tmp_path):
    doctored = package
    for table, code in (
        ("communes", "23009"),
        ("communes", "98711"),
        ("arrondissements", "421"),
        ("epci", "200069441"),
        ("regions", "53"),
    ):
        doctored = without(doctored, table, code)

    reasons = refusal(unpack(doctored), PATCHES, tmp_path / "out")

    assert {
        "communes outside COM: 34874, not 34875",
        "communes of COM: 93, not 94",
        "arrondissements: 332, not 333",
        "arrondissements with a sous-préfecture: 233, not 234",
        "régions: 17, not 18",
        "EPCI: 1252, not 1253",
        "EPCI CC: 986, not 987",
        "commune 57089: its EPCI is missing",
    } <= set(reasons)


def test_a_chief_town_or_a_departement_that_is_not_there_is_refused(package, unpack, tmp_path):
    doctored = without(without(package, "communes", "23096"), "departements", "976")

    reasons = refusal(unpack(doctored), PATCHES, tmp_path / "out")

    assert "Creuse (23): its chief town 23096 is no commune" in reasons
    assert "Mamoudzou (97611): its département 976 does not exist" in reasons


def test_a_commune_that_contradicts_the_others_is_refused(package, unpack, tmp_path):
    doctored = with_change(package, "communes", "23008", nom="GUERET", arrondissement="")
    doctored = with_change(doctored, "communes", "23009", departement="87")

    reasons = refusal(unpack(doctored), PATCHES, tmp_path / "out")

    assert reasons == [
        "EPCI over several départements: 90, not 89",
        "commune 23008: its arrondissement is missing",
        "commune 23009 is said to be in département 87",
        "two communes of 23 are called gueret: 23008 23096",
        "EPCI 200067544 (23 87) has no seat in epci_multi_departements.csv",
    ]


def test_a_patch_that_the_package_has_caught_up_with_is_refused(package, unpack, patches, tmp_path):
    caught_up = with_change(package, "departements", "95", chefLieu="95127")
    spoil(patches / "patch_epci_2026.csv", "245701222,992367730", "245701362,992367730")

    assert refusal(unpack(caught_up), patches, tmp_path / "out") == [
        "corrections.csv does not fit departements 95 any more: the package has changed",
        "patch_epci_2026.csv does not fit commune 57012 any more: the package has changed",
    ]


def test_a_patch_that_says_something_wrong_is_refused(package, unpack, patches, tmp_path):
    spoil(patches / "corrections.csv", "95500,95127", "95500,95500")
    spoil(patches / "epci_noms.csv", "243100781,CA,", "243100781,CC,")
    spoil(patches / "epci_noms.csv", "200069441,", "200069440,")
    spoil(patches / "epci_multi_departements.csv", "200030435,", "200030436,")

    reasons = refusal(unpack(package), patches, tmp_path / "out")

    assert {
        "arrondissements with a préfecture: 100, not 99",
        "EPCI CA: 229, not 230",
        "EPCI 200069441 has no name in epci_noms.csv",
        "EPCI 200030435 (32 40) has no seat in epci_multi_departements.csv",
    } <= set(reasons)
