from bot.territory.competence import competence
from bot.territory.lookup import by_id
from bot.territory.wording import called, departement_label, named_list, notes


def test_an_old_name_is_said_with_the_commune_of_today(territory):
    assert called(by_id(territory, "commune:59350"), "Lomme") == (
        "Lomme, aujourd’hui commune de Lille (59, Nord)"
    )
    assert called(by_id(territory, "commune:69123"), "Lyon 7e Arrondissement") == (
        "Lyon 7e Arrondissement, dans la commune de Lyon (69, Rhône)"
    )
    assert called(by_id(territory, "region:32"), "Picardie") == (
        "Picardie, aujourd’hui Région Hauts-de-France"
    )
    assert called(by_id(territory, "commune:23096")) == "Guéret (23, Creuse)"


def test_a_long_list_of_names_is_cut(territory):
    communes = [by_id(territory, one) for one in territory.postal_codes["51300"]]

    assert named_list(communes[:2]).count(",") == 1
    assert named_list(communes).count(",") == 12
    assert named_list(communes).endswith(", …")


def test_a_departement_is_named_with_its_code(territory):
    assert departement_label(territory.departements["2A"]) == "Corse-du-Sud (2A)"


def test_nothing_is_noted_of_a_plain_competence(territory):
    assert notes(competence(territory, by_id(territory, "commune:23096"))) == ""


def test_a_sous_prefecture_a_seat_and_a_doubt_are_noted(territory):
    assert "d’Aubusson" in notes(competence(territory, by_id(territory, "commune:23008")))
    assert "siège" in notes(competence(territory, by_id(territory, "epci:200068765")))
    assert "confirmer" in notes(competence(territory, by_id(territory, "commune:75056")))
