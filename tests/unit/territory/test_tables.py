from collections import Counter
from pathlib import Path

import pytest
import yaml

from bot.territory.model import Departement, Kind
from bot.territory.tables import DEFAULT, load_territory


def test_everyone_who_may_sign_is_there(territory):
    kinds = Counter(one.kind for one in territory.collectivites.values())

    # 34,969 communes of the COG, less the five districts of the TAAF and Clipperton.
    assert kinds[Kind.COMMUNE] == 34_963
    # With the eleven EPT of the Grand Paris.
    assert kinds[Kind.EPCI] == 1_253 + 11
    # 101, less Paris, two for Corse, one for Alsace, and with four collectivités d'outre-mer.
    assert kinds[Kind.DEPARTEMENT] == 101
    # 18, less Martinique, Guyane and Mayotte, which are one with their département.
    assert kinds[Kind.REGION] == 15
    assert len(territory.sous_prefectures) == 234
    assert len(territory.departements) == 107


def test_an_id_a_label_and_a_name_are_ready_to_be_shown(territory):
    one = territory.collectivites["epci:200069441"]

    assert one.name == "Communauté de communes du Pays de Bitche"
    assert one.label == "Communauté de communes du Pays de Bitche (57, Moselle)"
    assert territory.collectivites["departement:23"].label == "Département de la Creuse"
    assert territory.collectivites["region:53"].label == "Région Bretagne"
    assert territory.departements["95"] == Departement(
        "95", "Val-d’Oise", "11", "95127", "Cergy", "https://www.val-doise.gouv.fr"
    )


def test_labels_tell_every_collectivite_from_the_others(territory):
    labels = Counter(one.label for one in territory.collectivites.values())

    assert [label for label, count in labels.items() if count > 1] == []


def test_every_id_leads_back_to_its_collectivite(territory):
    assert all(key == one.id for key, one in territory.collectivites.items())


def test_a_population_that_insee_does_not_give_is_none(territory):
    without = [one for one in territory.collectivites.values() if one.population is None]

    assert {one.kind for one in without} == {Kind.DEPARTEMENT, Kind.REGION}
    assert territory.collectivites["commune:23096"].population > 10_000


def test_a_commune_knows_its_epci_and_its_ept(territory):
    assert territory.epci_of["commune:93066"] == ("epci:200054781", "epci:200057867")
    assert territory.epci_of["commune:64445"] == ("epci:200067254",)
    assert "commune:29155" not in territory.epci_of


def test_every_index_leads_to_collectivites_that_are_there(territory):
    ids = set(territory.collectivites)
    for index in (
        territory.official_names,
        territory.short_names,
        territory.heads,
        territory.postal_codes,
        territory.epci_words,
    ):
        assert {one for ones in index.values() for one in ones} <= ids
    for others in (territory.old_names, territory.old_heads, territory.nicknames):
        assert {other.id for named in others.values() for other in named} <= ids
    assert set(territory.bodies.values()) <= ids
    assert set(territory.bodies) == set(territory.departements)


def test_a_missing_table_is_said(tmp_path):
    with pytest.raises(FileNotFoundError, match="departements"):
        load_territory(tmp_path)


def test_every_patch_and_table_has_its_source():
    sources = yaml.safe_load((DEFAULT / "SOURCES.yml").read_text(encoding="utf-8"))
    patches = {patch["file"] for patch in sources["patches"]}
    tables = {table for source in sources["sources"] for table in source["gives"]}

    assert patches == {f"patches/{path.name}" for path in (DEFAULT / "patches").iterdir()}
    assert tables == {path.name for path in Path(DEFAULT).glob("*.csv")}
    assert all(
        each["source"] and each["date"] and each["licence"] and each["attribution"]
        for each in sources["patches"]
    )
