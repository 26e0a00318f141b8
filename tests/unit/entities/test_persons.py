import pytest

from bot.entities.model import DOUBTFUL, SURE
from bot.entities.reading import entities_in


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("je suis Claire Dupont", "Claire Dupont"),
        ("JE SUIS CLAIRE DUPONT", "CLAIRE DUPONT"),
        ("moi c'est claire dupont je veux signer", "claire dupont"),
        ("Je m'appelle Zyad Kerbrumazan", "Zyad Kerbrumazan"),
        ("Mme de La Tour", "de La Tour"),
        ("M. d'Ornano", "d'Ornano"),
        ("Mme Paris", "Paris"),
        ("Kévin Nguyen-Van, maire", "Kévin Nguyen-Van"),
        ("Jean-Pierre O'Brien (DGS)", "Jean-Pierre O'Brien"),
        ("Claire Dupont de la mairie de Pau", "Claire Dupont"),
        ("Claire Dupont de Bordeaux", "Claire Dupont"),
        ("le nom de Patricia Lenoir", "Patricia Lenoir"),
        ("J. Durand, adjoint", "J. Durand"),
    ],
)
def test_a_name_is_found_whole(read, text, name) -> None:
    assert read("personne", text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "je suis perdu",
            "je suis d'accord",
            "je suis maire",
            "je suis de Lyon",
            "je suis Guéret",
            "c'est Guéret",
        ),
        *(
            "madame la préfète",
            "Monsieur le Maire,",
            "rue Jean Jaurès",
            "école Jules Ferry",
            "Bonjour madame",
        ),
        *(
            "mairie de Saint-Martin-de-Crau",
            "Oloron Ste Marie",
            "le village s'appelle Eymoutiers",
            "Port-Louis",
        ),
        *("CC de Marie Galante", "je suis DGS", "au nom de la commune", "moi c'est pareil"),
    ],
)
def test_places_functions_and_words_are_nobody(read, text) -> None:
    assert read("personne", text) == []


@pytest.mark.parametrize(
    ("text", "civility"),
    [
        ("Monsieur Robert Vidal", "M."),
        ("Mr Vidal", "M."),
        ("mme traoré", "Mme"),
        ("Mademoiselle Inès Haddad", "Mlle"),
        ("Dr Sylvie Marchand", "Dr"),
        ("Maître Paul Delmas", "Me"),
    ],
)
def test_a_civility_comes_with_its_name_in_one_form(read, text, civility) -> None:
    assert read("civilite", text) == [civility]


def test_a_civility_without_a_name_is_none(read) -> None:
    assert read("civilite", "Madame, Monsieur, je m'appelle ainsi") == []


def test_a_language_model_only_suggests(lexicon) -> None:
    text = "Le dossier que Thibalt Kerguelen suivait"
    assert entities_in(text, lexicon) == []
    start = text.index("Thibalt")
    (found,) = entities_in(text, lexicon, [(start, start + len("Thibalt Kerguelen"))])
    assert (found.value, found.confidence) == ("Thibalt Kerguelen", DOUBTFUL)
    (place,) = [(0, len("Le Havre"))]
    assert entities_in("Le Havre est loin", lexicon, [place]) == []


def test_who_is_only_spoken_of_is_a_doubt(lexicon) -> None:
    (found,) = entities_in("depuis que Claire Dupont est partie", lexicon)
    assert found.confidence == DOUBTFUL
    (found,) = entities_in("je m'appelle Claire Dupont", lexicon)
    assert found.confidence == SURE
