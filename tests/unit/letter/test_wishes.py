"""Short wishes and who may ask: pure readers of words."""

import pytest

from bot.entities.answers import read_population, read_telephone
from bot.letter import publics, themes
from bot.letter.answers import Accepted, Refused, read_civility, read_contact, read_publics
from bot.letter.model import PUBLICS, THEMES, Civility
from bot.letter.requests import (
    asks_for_the_recap,
    declines_to_answer,
    signs_oneself,
    skips_to_the_recap,
)
from bot.letter.standing import Standing, read_standing


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("nous sommes une association", Standing.ASSOCIATION),
        ("je suis président d'une association", Standing.ASSOCIATION),
        ("je suis bénévole", Standing.ASSOCIATION),
        ("je suis un particulier", Standing.INDIVIDUAL),
        ("je suis habitant de Guéret", Standing.INDIVIDUAL),
        ("je représente une entreprise", Standing.COMPANY),
        ("on est le ccas", Standing.CCAS),
        ("je travaille au CCAS de Guéret", Standing.CCAS),
        ("ici le syndicat des eaux", Standing.OTHER),
    ],
)
def test_who_cannot_carry_a_contract_is_recognised(text, standing) -> None:
    assert read_standing(text) is standing


@pytest.mark.parametrize(
    "text",
    [
        "Guéret",
        "je suis maire et président d'une association",
        "nous sommes la commune de Guéret avec une association",
        "je suis conseiller municipal",
        "je suis chargée de mission réfugiés à la ville de Guéret",
        "je suis directrice de cabinet du maire",
        "nous ne sommes pas une association",
        "les associations nous demandent des cours",
    ],
)
def test_a_collectivite_is_never_taken_for_another_body(text) -> None:
    assert read_standing(text, asked=True) is None


def test_the_bare_word_is_enough_when_it_was_asked() -> None:
    assert read_standing("une association", asked=True) is Standing.ASSOCIATION
    assert read_standing("une association") is None


@pytest.mark.parametrize("text", ["récapitulez", "où en est-on ?", "on en est où ? récap", "résumez svp"])
def test_the_recap_is_asked_for(text) -> None:
    assert asks_for_the_recap(text)


@pytest.mark.parametrize(
    "text", ["où en est mon dossier ?", "Guéret", "Nous résumons ici les besoins du territoire"]
)
def test_other_words_do_not_ask_for_the_recap(text) -> None:
    assert not asks_for_the_recap(text)


@pytest.mark.parametrize("text", ["aller au récapitulatif", "c’est tout", "passez à la suite", "passer tout"])
def test_the_optional_questions_are_left(text) -> None:
    assert skips_to_the_recap(text)


@pytest.mark.parametrize("text", ["05 55 00 00 00", "les réfugiés", "je passe", "Camille Exemple"])
def test_an_answer_leaves_nothing(text) -> None:
    assert not skips_to_the_recap(text)


@pytest.mark.parametrize(
    ("text", "oneself"),
    [("moi", True), ("c’est moi qui signe", True), ("je signerai", True), ("Camille Exemple", False)],
)
def test_who_signs_may_be_oneself(text, oneself) -> None:
    assert signs_oneself(text) is oneself


@pytest.mark.parametrize(("titles", "keys"), [(themes.TITLES, THEMES), (publics.TITLES, PUBLICS)])
def test_every_checkbox_reads_back_as_its_own_key(titles, keys) -> None:
    read = {themes: lambda text: themes.read(text).themes, publics: publics.read}
    reader = read[themes] if titles is themes.TITLES else read[publics]
    assert list(titles) == list(keys)
    for key, title in titles.items():
        assert reader(title) == (key,)
    assert reader(", ".join(titles.values())) == tuple(titles)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("les réfugiés et les familles", ("refugies", "famille")),
        ("1, 3", ("tous", "famille")),
        ("tous", ("tous",)),
        ("les étudiants étrangers", ("les étudiants étrangers",)),
    ],
)
def test_publics_are_read_in_words_numbers_or_ones_own(text, found) -> None:
    assert read_publics(text) == Accepted(found)


@pytest.mark.parametrize(
    ("text", "civility"),
    [
        ("Mme", Civility.MADAME),
        ("monsieur", Civility.MONSIEUR),
        ("une femme", Civility.MADAME),
        ("le maire", Civility.MONSIEUR),
    ],
)
def test_a_civility_is_read(text, civility) -> None:
    assert read_civility(text) == Accepted(civility)


@pytest.mark.parametrize("text", ["", "bof", "Madame ou Monsieur", "je ne sais pas"])
def test_no_civility_is_guessed(text) -> None:
    assert isinstance(read_civility(text), Refused)


def test_a_contact_is_kept_on_one_line() -> None:
    assert read_contact("Camille Exemple\nadjointe") == Accepted("Camille Exemple adjointe")
    assert isinstance(read_contact("A" * 201), Refused)


@pytest.mark.parametrize(
    ("text", "value"), [("0555000000 merci", "05 55 00 00 00"), ("+33 5 55 00 00 00", "05 55 00 00 00")]
)
def test_a_telephone_is_read(text, value) -> None:
    assert read_telephone(text) == Accepted(value)


@pytest.mark.parametrize("text", ["", "12", "0555000000 ou 0555000001"])
def test_no_telephone_is_guessed(text) -> None:
    assert isinstance(read_telephone(text), Refused)


@pytest.mark.parametrize(
    ("text", "value"),
    [("12 800", 12_800), ("environ 12800 habitants", 12_800), ("4,5 mille habitants", 4_500)],
)
def test_a_population_is_read(text, value) -> None:
    assert read_population(text) == Accepted(value)


@pytest.mark.parametrize("text", ["", "oui", "0", "entre 12000 et 13000", "99 000 000"])
def test_no_population_is_guessed(text) -> None:
    assert isinstance(read_population(text), Refused)


@pytest.mark.parametrize(
    "text",
    [
        "je préfère ne pas donner mon adresse mail",
        "Je ne veux pas donner d’adresse",
        "désolé, on ne souhaite pas communiquer notre numéro",
        "je refuse de répondre",
        "je ne l'ai plus",
        "je n'ai pas la référence",
    ],
)
def test_an_answer_that_is_declined_is_recognised(text) -> None:
    assert declines_to_answer(text)


@pytest.mark.parametrize(
    "text",
    [
        "nous ne pouvons pas loger tout le monde",
        "On préfère donner la priorité aux familles.",
        "je refuse",
        "les bailleurs ne veulent pas donner de logements aux familles",
    ],
)
def test_what_only_sounds_like_it_is_not(text) -> None:
    assert not declines_to_answer(text)


@pytest.mark.parametrize("text", ["on va direct au récap", "non merci, directement au récapitulatif"])
def test_the_short_way_to_the_recap_is_recognised(text) -> None:
    assert skips_to_the_recap(text)


def test_an_association_says_its_name_first() -> None:
    assert read_standing("Les Mains Tendues, association loi 1901", asked=True) is Standing.ASSOCIATION
