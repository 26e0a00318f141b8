import pytest

from bot.letter.model import Civility
from bot.letter.signature import executive, executive_signature, signatory_title, signs_by_delegation

MADAME, MONSIEUR = Civility.MADAME, Civility.MONSIEUR
GUERET, PAYS_DE_BITCHE, CREUSE = "commune:23096", "epci:200069441", "departement:23"
SAINT_MARTIN = "commune:97801"


@pytest.mark.parametrize(
    ("collectivite", "function", "civility", "title"),
    [
        (GUERET, "maire", MADAME, "La Maire,"),
        (GUERET, "maire", MONSIEUR, "Le Maire,"),
        (GUERET, "maire", None, "Maire de Guéret,"),
        (GUERET, "la maire", MADAME, "La Maire,"),
        (GUERET, "la maire", MONSIEUR, "Le Maire,"),
        (GUERET, "madame le maire", MADAME, "Le Maire,"),
        (PAYS_DE_BITCHE, "le président", MADAME, "La Présidente,"),
        (PAYS_DE_BITCHE, "président", MADAME, "La Présidente,"),
        (PAYS_DE_BITCHE, "la présidente", MONSIEUR, "Le Président,"),
        (PAYS_DE_BITCHE, "la présidente", None, "La Présidente,"),
        (CREUSE, "président du conseil départemental", MADAME, "La Présidente du conseil départemental,"),
        ("region:53", "la présidente du conseil régional", MONSIEUR, "Le Président du conseil régional,"),
        (SAINT_MARTIN, "président", MADAME, "La Présidente,"),
    ],
)
def test_the_title_agrees_with_the_civility(full_letter, collectivite, function, civility, title):
    letter = full_letter(collectivite, signatory_function=function, signatory_civility=civility)

    assert signatory_title(letter) == (title,)
    assert executive_signature(letter) == title
    assert not signs_by_delegation(letter)


def test_another_function_keeps_its_own_words_whatever_the_civility(full_letter):
    letter = full_letter(signatory_function="la directrice générale des services", signatory_civility=MADAME)

    assert signatory_title(letter) == (
        "Par délégation [à compléter],",
        "La Directrice générale des services,",
    )


@pytest.mark.parametrize(
    ("collectivite", "function", "civility", "the", "of"),
    [
        (GUERET, "la maire", None, "la maire", "de la maire"),
        (GUERET, "maire", MONSIEUR, "le maire", "du maire"),
        (GUERET, "maire", None, "le maire ou la maire", "du maire ou de la maire"),
        (GUERET, None, MADAME, "le maire ou la maire", "du maire ou de la maire"),
        (GUERET, "DGS", MADAME, "le maire ou la maire", "du maire ou de la maire"),
        (PAYS_DE_BITCHE, None, None, "le président ou la présidente", "du président ou de la présidente"),
        (CREUSE, "la présidente du conseil départemental", None, "la présidente", "de la présidente"),
        (SAINT_MARTIN, "président", None, "le président", "du président"),
    ],
)
def test_the_executive_has_a_gender_only_when_it_was_said(
    full_letter, collectivite, function, civility, the, of
):
    named = executive(full_letter(collectivite, signatory_function=function, signatory_civility=civility))

    assert (named.the, named.of) == (the, of)


def test_only_the_executive_is_named_under_a_text_that_only_it_signs(full_letter):
    assert executive_signature(full_letter(signatory_function="DGS")) == "Le Maire ou La Maire,"
    assert executive_signature(full_letter(signatory_function=None)) == "Le Maire ou La Maire,"
