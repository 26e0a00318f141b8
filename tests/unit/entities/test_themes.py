import pytest

from bot.entities.model import DOUBTFUL, SURE
from bot.entities.reading import entities_in
from bot.letter.model import THEMES
from bot.letter.theme_words import PATTERNS


def test_the_words_of_the_letter_name_the_themes_of_the_letter() -> None:
    assert set(PATTERNS) == set(THEMES)


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("emploi, logement, accès aux droits", ["emploi", "logement", "acces_droits"]),
        ("l'apprentissage du français et la santé mentale", ["francais", "sante"]),
        ("MOBILITE, INCLUSION NUMERIQUE", ["mobilite", "numerique"]),
        ("les liens avec la société civile", ["societe_civile"]),
        ("des liens avec les habitants", ["societe_civile"]),
        ("le logment", ["logement"]),
    ],
)
def test_a_theme_is_found_by_its_usual_words(read, text, themes) -> None:
    assert read("theme_ctai", text) == themes


@pytest.mark.parametrize(
    "text",
    [
        *(
            "le droit de signer",
            "300 habitants",
            "l'État français",
            "le groupe de travail",
            "vu sur internet",
        ),
        *(
            "la base juridique",
            "nous avons 300 logements vacants",
            "France Travail",
            "ailleurs",
            "une longue liste",
        ),
        "je suis adjointe au logement",
    ],
)
def test_words_that_say_something_else_are_no_theme(read, text) -> None:
    assert read("theme_ctai", text) == []


def test_a_word_near_a_theme_is_a_doubt(lexicon) -> None:
    found = {one.value: one.confidence for one in entities_in("le logement et les bus", lexicon)}
    assert found == {"logement": SURE, "mobilite": DOUBTFUL}
