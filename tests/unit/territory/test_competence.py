import csv

import pytest

from bot.territory.competence import COM, DROM, Rule, competence, prefecture_of
from bot.territory.lookup import by_id
from bot.territory.model import Kind
from bot.territory.tables import DEFAULT


def of(territory, collectivite_id):
    return competence(territory, by_id(territory, collectivite_id))


def patch(name):
    with (DEFAULT / "patches" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("collectivite", "rule", "prefecture", "sous_prefecture"),
    [
        # communes
        ("commune:23096", Rule.COMMUNE, "pref:23", None),
        ("commune:23008", Rule.COMMUNE, "pref:23", "sous-préfecture d’Aubusson"),
        ("commune:93066", Rule.COMMUNE, "pref:93", "sous-préfecture de Saint-Denis"),
        ("commune:76351", Rule.COMMUNE, "pref:76", "sous-préfecture du Havre"),
        ("commune:95127", Rule.COMMUNE, "pref:95", "sous-préfecture de Pontoise"),
        ("commune:13055", Rule.COMMUNE, "pref:13", None),
        # two whose postal code begins like that of another département
        ("commune:03250", Rule.COMMUNE, "pref:03", "sous-préfecture de Vichy"),
        ("commune:04058", Rule.COMMUNE, "pref:04", "sous-préfecture de Forcalquier"),
        # EPCI
        ("epci:200069441", Rule.EPCI, "pref:57", "sous-préfecture de Sarreguemines"),
        ("epci:200033181", Rule.EPCI, "pref:28", None),
        ("epci:200054781", Rule.GRAND_PARIS, "pref:75", None),
        # départements and régions
        ("departement:23", Rule.DEPARTEMENT, "pref:23", None),
        ("departement:13", Rule.DEPARTEMENT, "pref:13", None),
        ("region:53", Rule.REGION, "pref:35", None),
        ("region:11", Rule.REGION, "pref:75", None),
        # Paris, Lyon, Corse, Alsace
        ("commune:75056", Rule.PARIS, "pref:75", None),
        ("commune:69123", Rule.COMMUNE, "pref:69", None),
        ("commune:69264", Rule.COMMUNE, "pref:69", "sous-préfecture de Villefranche-sur-Saône"),
        ("epci:200046977", Rule.LYON, "pref:69", None),
        ("departement:69", Rule.LYON, "pref:69", None),
        ("region:94", Rule.CORSE, "pref:2A", None),
        ("commune:2A004", Rule.COMMUNE, "pref:2A", None),
        ("commune:2A272", Rule.COMMUNE, "pref:2A", "sous-préfecture de Sartène"),
        ("commune:2B033", Rule.COMMUNE, "pref:2B", None),
        ("commune:2B050", Rule.COMMUNE, "pref:2B", "sous-préfecture de Calvi"),
        ("commune:2B096", Rule.COMMUNE, "pref:2B", "sous-préfecture de Corte"),
        ("departement:6AE", Rule.ALSACE, "pref:67", None),
        ("commune:68066", Rule.COMMUNE, "pref:68", None),
        # overseas
        ("departement:971", Rule.DROM, "pref:971", None),
        ("region:01", Rule.DROM, "pref:971", None),
        ("departement:972", Rule.DROM, "pref:972", None),
        ("departement:973", Rule.DROM, "pref:973", None),
        ("departement:974", Rule.DROM, "pref:974", None),
        ("region:04", Rule.DROM, "pref:974", None),
        ("departement:976", Rule.DROM, "pref:976", None),
        ("commune:97611", Rule.COMMUNE, "pref:976", None),
        ("commune:97311", Rule.COMMUNE, "pref:973", "sous-préfecture de Saint-Laurent-du-Maroni"),
        ("departement:975", Rule.COM, "pref:975", None),
        ("commune:97502", Rule.COM, "pref:975", None),
        ("commune:97701", Rule.COM, "pref:977", None),
        ("commune:97801", Rule.COM, "pref:978", None),
        ("departement:986", Rule.COM, "as:986", None),
        ("departement:987", Rule.COM, "hc:987", None),
        ("commune:98735", Rule.COM, "hc:987", None),
        ("departement:988", Rule.COM, "hc:988", None),
        ("commune:98818", Rule.COM, "hc:988", None),
    ],
)
def test_each_collectivite_has_its_prefecture(territory, collectivite, rule, prefecture, sous_prefecture):
    found = of(territory, collectivite)

    assert (found.rule, found.prefecture.id) == (rule, prefecture)
    assert (found.sous_prefecture and found.sous_prefecture.name) == sous_prefecture
    assert found.certain == (rule not in {Rule.PARIS, Rule.GRAND_PARIS, Rule.ALSACE, Rule.COM})


@pytest.mark.parametrize(
    ("departement", "name", "city"),
    [
        ("23", "préfecture de la Creuse", "Guéret"),
        ("69", "préfecture du Rhône", "Lyon"),
        ("93", "préfecture de la Seine-Saint-Denis", "Bobigny"),
        ("95", "préfecture du Val-d’Oise", "Cergy"),
        ("35", "préfecture d’Ille-et-Vilaine", "Rennes"),
        ("2A", "préfecture de la Corse-du-Sud", "Ajaccio"),
        ("75", "préfecture de la région d’Île-de-France, préfecture de Paris", "Paris"),
        ("974", "préfecture de La Réunion", "Saint-Denis"),
        ("975", "préfecture de Saint-Pierre-et-Miquelon", "Saint-Pierre"),
        ("977", "préfecture déléguée de Saint-Barthélemy et de Saint-Martin", "Saint-Barthélemy"),
        ("986", "administration supérieure des îles Wallis et Futuna", "Uvea"),
        ("987", "haut-commissariat de la République en Polynésie française", "Papeete"),
        ("988", "haut-commissariat de la République en Nouvelle-Calédonie", "Nouméa"),
    ],
)
def test_a_prefecture_is_named_in_right_french(territory, departement, name, city):
    prefecture = prefecture_of(territory, departement)

    assert (prefecture.name, prefecture.city, prefecture.departement) == (name, city, departement)


@pytest.mark.parametrize(
    ("region", "departement"),
    [
        ("84", "69"),
        ("27", "21"),
        ("53", "35"),
        ("24", "45"),
        ("94", "2A"),
        ("44", "67"),
        ("32", "59"),
        ("11", "75"),
        ("28", "76"),
        ("75", "33"),
        ("76", "31"),
        ("52", "44"),
        ("93", "13"),
        ("01", "971"),
        ("04", "974"),
    ],
)
def test_a_region_is_for_the_prefet_of_its_chief_town(territory, region, departement):
    found = of(territory, f"region:{region}")

    assert (found.prefecture.departement, found.others) == (departement, ())


def test_each_of_the_89_epci_over_several_departements_is_for_the_one_of_its_seat(territory):
    seats = patch("epci_multi_departements")

    assert len(seats) == 89
    for row in seats:
        found = of(territory, f"epci:{row['siren']}")
        others = set(row["departements"].split()) - {row["departement_siege"]}
        assert found.prefecture.departement == row["departement_siege"], row["nom"]
        assert {other.departement for other in found.others} == others
        assert found.sous_prefecture is None


def test_no_other_epci_has_other_prefectures_but_two_ept(territory):
    with_others = {
        one.id
        for one in territory.collectivites.values()
        if one.kind is Kind.EPCI and competence(territory, one).others
    }

    # Boucle Nord de Seine (Argenteuil, 95) and Grand-Orly Seine Bièvre (six communes of 91).
    assert {"epci:200057990", "epci:200058014"} <= with_others
    assert len(with_others) == 89 + 2


@pytest.mark.parametrize(
    ("ept", "prefecture", "others"),
    [
        ("epci:200057867", "pref:93", []),
        ("epci:200057990", "pref:92", ["pref:95"]),
        ("epci:200058014", "pref:94", ["pref:91"]),
    ],
)
def test_an_ept_goes_to_the_prefecture_of_its_seat_if_the_ministry_agrees(territory, ept, prefecture, others):
    found = of(territory, ept)

    assert (found.rule, found.prefecture.id) == (Rule.EPT, prefecture)
    assert [other.id for other in found.others] == others
    assert not found.certain


def test_alsace_goes_to_strasbourg_with_a_copy_to_colmar(territory):
    found = of(territory, "departement:6AE")

    assert found.prefecture.city == "Strasbourg"
    assert [other.city for other in found.others] == ["Colmar"]


def test_the_45_moved_communes_belong_to_an_epci_of_2026(territory):
    with (DEFAULT / "communes.csv").open(encoding="utf-8", newline="") as file:
        epci_of = {row["code"]: row["epci"] for row in csv.DictReader(file)}
    moves = patch("patch_epci_2026")

    assert len(moves) == 45
    for move in moves:
        assert epci_of[move["code_commune"]] == move["epci_2026"]
        epci = of(territory, f"epci:{move['epci_2026']}")
        assert of(territory, f"commune:{move['code_commune']}").prefecture == epci.prefecture
    assert not {"epci:245701362", "epci:245701222", "epci:241200658", "epci:241200765"} & set(
        territory.collectivites
    )


def test_every_collectivite_has_a_prefecture_of_its_departement(territory):
    prefectures = set()
    for one in territory.collectivites.values():
        found = competence(territory, one)
        assert found.prefecture == prefecture_of(territory, one.departement)
        assert found.sous_prefecture is None or found.sous_prefecture.departement == one.departement
        assert found.certain or found.rule is Rule.EPT or one.departement in {"75", "67"} | COM
        prefectures.add(found.prefecture.id)

    assert len(prefectures) == 107
    assert {f"pref:{code}" for code in DROM} <= prefectures


def test_a_sous_prefecture_serves_the_communes_of_its_arrondissement(territory):
    with_one = [
        one
        for one in territory.collectivites.values()
        if one.kind is Kind.COMMUNE and competence(territory, one).sous_prefecture
    ]

    # 23,373 communes and 35.3 M inhabitants live under a sous-préfecture.
    assert len(with_one) == 23_373
    assert round(sum(one.population for one in with_one) / 1e6, 1) == 35.3


def test_a_departement_that_does_not_exist_has_no_prefecture(territory):
    with pytest.raises(KeyError):
        prefecture_of(territory, "20")
