import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.territory.competence import prefecture_of
from bot.territory.french import departement_with_de, typographic, with_de


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Guéret", "de Guéret"),
        ("Le Havre", "du Havre"),
        ("Les Lilas", "des Lilas"),
        ("La Rochelle", "de La Rochelle"),
        ("L'Haÿ-les-Roses", "de L’Haÿ-les-Roses"),
        ("Aix-en-Provence", "d’Aix-en-Provence"),
        ("Arras", "d’Arras"),
        ("Évry-Courcouronnes", "d’Évry-Courcouronnes"),
        ("Œuilly", "d’Œuilly"),
        ("Île-d'Aix", "d’Île-d’Aix"),
        ("Yvetot", "d’Yvetot"),
        ("Hyères", "d’Hyères"),
        ("Hénin-Beaumont", "d’Hénin-Beaumont"),
        ("Haguenau", "de Haguenau"),
        ("Honfleur", "de Honfleur"),
        ("Ham-sur-Meuse", "de Ham-sur-Meuse"),
        ("Lens", "de Lens"),
        ("Leucate", "de Leucate"),
        ("Lesparre-Médoc", "de Lesparre-Médoc"),
        ("Le Mans", "du Mans"),
        ("Le Puy-en-Velay", "du Puy-en-Velay"),
        ("Les Sables-d'Olonne", "des Sables-d’Olonne"),
        ("Les Abymes", "des Abymes"),
        ("Les Mureaux", "des Mureaux"),
        ("La Courneuve", "de La Courneuve"),
        ("L'Isle-Adam", "de L’Isle-Adam"),
        ("Aubervilliers", "d’Aubervilliers"),
        ("Épinal", "d’Épinal"),
        ("Évreux", "d’Évreux"),
        ("Étampes", "d’Étampes"),
        ("Issy-les-Moulineaux", "d’Issy-les-Moulineaux"),
        ("Orléans", "d’Orléans"),
        ("Uzès", "d’Uzès"),
        ("Oyonnax", "d’Oyonnax"),
        ("Ouessant", "d’Ouessant"),
        ("Yerres", "d’Yerres"),
        ("Ydes", "d’Ydes"),
        ("Y", "d’Y"),
        ("Yutz", "de Yutz"),
        ("Yenne", "de Yenne"),
        ("Yaté", "de Yaté"),
        ("Hendaye", "d’Hendaye"),
        ("Hennebont", "d’Hennebont"),
        ("Herblay-sur-Seine", "d’Herblay-sur-Seine"),
        ("Hérouville-Saint-Clair", "d’Hérouville-Saint-Clair"),
        ("Harfleur", "d’Harfleur"),
        ("Hazebrouck", "d’Hazebrouck"),
        ("Houilles", "de Houilles"),
        ("Harnes", "de Harnes"),
        ("Hayange", "de Hayange"),
        ("Hettange-Grande", "de Hettange-Grande"),
        ("Huahine", "de Huahine"),
        ("Hiva-Oa", "de Hiva-Oa"),
        ("Hienghène", "de Hienghène"),
        ("Las Illas", "de Las Illas"),
        ("Los Masos", "de Los Masos"),
        ("Saint-Denis", "de Saint-Denis"),
        ("Le Tampon", "du Tampon"),
        ("Wallers", "de Wallers"),
        ("Leers", "de Leers"),
    ],
)
def test_de_meets_the_name_of_a_commune(name, expected):
    assert with_de(name) == expected


@given(st.text())
def test_de_never_fails(name):
    assert with_de(name).startswith(("de ", "du ", "des ", "d’"))


def test_every_name_keeps_its_words_after_de(territory):
    for one in territory.collectivites.values():
        if one.kind == "commune":
            assert one.name.removeprefix("Le ").removeprefix("Les ") in with_de(one.name)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("01", "de l’Ain"),
        ("2A", "de la Corse-du-Sud"),
        ("21", "de la Côte-d’Or"),
        ("22", "des Côtes-d’Armor"),
        ("23", "de la Creuse"),
        ("35", "d’Ille-et-Vilaine"),
        ("40", "des Landes"),
        ("41", "de Loir-et-Cher"),
        ("69", "du Rhône"),
        ("75", "de Paris"),
        ("84", "de Vaucluse"),
        ("95", "du Val-d’Oise"),
        ("974", "de La Réunion"),
        ("976", "de Mayotte"),
    ],
)
def test_de_meets_the_name_of_a_departement(code, expected):
    assert departement_with_de(code) == expected


def test_every_departement_has_its_article(territory):
    for departement in territory.departements.values():
        assert departement_with_de(departement.code).endswith(departement.name)


def test_no_apostrophe_of_a_typewriter_is_shown(territory):
    shown = [text for one in territory.collectivites.values() for text in (one.label, with_de(one.name))]
    shown += [prefecture_of(territory, code).name for code in territory.departements]
    shown += [one.name for one in territory.sous_prefectures.values()]

    assert [text for text in shown if "'" in text] == []
    assert typographic("Val-d'Oise") == "Val-d’Oise"
