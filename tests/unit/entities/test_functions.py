import pytest

from bot.entities.reading import entities_in


@pytest.mark.parametrize(
    ("text", "function"),
    [
        ("je suis maire", "maire"),
        ("je suis la nouvelle maire de Guéret", "maire"),
        ("Maire délégué de Bort", "Maire délégué"),
        (
            "je suis adjointe au maire en charge des solidarités à Pau",
            "adjointe au maire en charge des solidarités",
        ),
        ("je suis adjoint aux finances à Pau", "adjoint aux finances"),
        (
            "président de la communauté de communes du Pays Sostranien",
            "président de la communauté de communes",
        ),
        ("Je suis vice-présidente de la métropole", "vice-présidente de la métropole"),
        ("Directeur Général des Services de la Ville de Pau", "Directeur Général des Services"),
        ("en tant que directrice de cabinet", "directrice de cabinet"),
        ("secrétaire de mairie à Aubusson", "secrétaire de mairie"),
        ("Fonction : chargée de mission intégration", "chargée de mission intégration"),
        ("chef de projet politique de la ville de Lens", "chef de projet politique de la ville"),
        ("responsable du CCAS de Nevers", "responsable du CCAS"),
        ("conseillère municipale déléguée à la jeunesse", "conseillère municipale déléguée à la jeunesse"),
        ("Claire Dupont est notre DGS", "DGS"),
        ("la maire Claire Dupont", "maire"),
        ("le maire", "maire"),
        ("collaboratrice de cabinet", "collaboratrice de cabinet"),
    ],
)
def test_a_function_is_found_without_the_place(read, text, function) -> None:
    assert read("fonction", text) == [function]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "le maire veut savoir qui signe",
            "je ne suis pas maire",
            "Les maires signent-ils ?",
            "monsieur le préfet",
        ),
        *("dans le cadre de la convention", "Qui est le responsable ?", "êtes-vous un assistant ?"),
        *(
            "passez-moi un conseiller",
            "le président de la République",
            "un poste de coordinateur, c'est possible ?",
        ),
        *("j'en ai parlé avec le DGS", "pouvez-vous me conseiller", "bonjour l'assistant"),
    ],
)
def test_who_is_only_spoken_of_tells_no_function(read, text) -> None:
    assert read("fonction", text) == []


@pytest.mark.parametrize(
    ("text", "title", "gender"),
    [
        ("je suis la maire de Guéret", "la maire", "f"),
        ("je suis maire", "maire", None),
        ("je suis présidente de la communauté de communes", "la présidente", "f"),
        ("je suis le DGS", "le directeur général des services", "m"),
        ("je suis adjoint au maire", "adjoint au maire", "m"),
        ("je suis secrétaire générale", "secrétaire générale", "f"),
        ("je suis responsable du CCAS", "responsable du CCAS", None),
    ],
)
def test_a_function_has_the_title_of_the_letter_and_the_gender_that_is_said(
    lexicon, text, title, gender
) -> None:
    (found,) = [one for one in entities_in(text, lexicon) if one.entity == "fonction"]
    assert found.details["titre"].removeprefix("l’").endswith(title)
    assert found.details.get("genre") == gender


def test_two_functions_of_one_person_are_both_found(read) -> None:
    text = "Maire de Felletin et présidente de la communauté de communes"
    assert read("fonction", text) == ["Maire", "présidente de la communauté de communes"]
