import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.territory.names import (
    derived_sigle,
    head_of_commune,
    short_names_of_epci,
    skeleton_of,
    words_of_epci,
)
from bot.territory.normalise import normalise, without_article, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'Haÿ-les-Roses", "l hay les roses"),
        ("L’HAY LES ROSES", "l hay les roses"),
        ("Œuilly", "oeuilly"),
        ("St-Denis", "saint denis"),
        ("Ste Colombe", "sainte colombe"),
        ("Stes-Maries-de-la-Mer", "saintes maries de la mer"),
        ("Chalon s/ Saône", "chalon sur saone"),
        ("Foix & Varilhes", "foix et varilhes"),
        ("Les Deux Alpes", "les 2 alpes"),
        ("comunauté d'aglomération", "communaute d agglomeration"),
        ("  C.C.  du Pays\u00a0de Bitche ", "c c du pays de bitche"),
        ("Москва", ""),
        ("", ""),
    ],
)
def test_a_text_is_reduced_to_plain_words(text, expected):
    assert normalise(text) == expected


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)

    assert normalise(once) == once
    assert once == " ".join(once.split())
    assert once == "" or once.isascii()


@pytest.mark.parametrize(
    ("name", "expected"),
    [("le havre", "havre"), ("l hay les roses", "hay les roses"), ("lens", "lens"), ("les", "les"), ("", "")],
)
def test_only_a_leading_article_goes(name, expected):
    assert without_article(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Communauté d'agglomération Chartres Métropole", {"chartres metropole", "chartres"}),
        ("CC du Pays de Bitche", {"pays de bitche"}),
        ("Communauté de communes de la Plaine Dijonnaise", {"la plaine dijonnaise", "plaine dijonnaise"}),
        ("Communauté d'agglomération Agglomération d'Agen", {"agen"}),
        ("Métropole Européenne de Lille", {"lille"}),
        ("CA Porte de l'Isère (CAPI)", {"porte de l isere capi", "porte de l isere", "capi"}),
        (
            "CA Beaune, Côte et Sud - Communauté Beaune-Chagny-Nolay",
            {"beaune cote et sud", "beaune cote et sud communaute beaune chagny nolay"},
        ),
    ],
)
def test_an_epci_is_also_known_without_its_legal_words(name, expected):
    assert short_names_of_epci(name) == expected


def test_no_epci_is_left_without_a_name(territory):
    for names in (territory.official_names, territory.short_names):
        assert "" not in names


@given(st.text())
def test_the_words_of_a_text_are_those_of_its_normalised_form(text):
    assert " ".join(word.text for word in words(text)) == normalise(text)


def test_words_keep_how_they_were_written():
    first, denis, seine, number, capitals = words("st-Denis, Seine (93) MEL")

    assert (first.text, first.capital, first.starts) == ("saint", False, True)
    assert (denis.text, denis.capital, denis.hyphen, denis.pause) == ("denis", True, True, False)
    assert (seine.hyphen, seine.pause, seine.starts) == (False, True, False)
    assert (number.text, number.bracket) == ("93", True)
    assert (capitals.upper, seine.upper) == (True, False)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("brive la gaillarde", "brive"),
        ("saint germain en laye", "saint germain"),
        ("la roche sur yon", "la roche"),
        ("lens", ""),
        ("saint denis", ""),
        ("4 champs", ""),
    ],
)
def test_a_commune_is_called_by_the_beginning_of_its_name(name, expected):
    assert head_of_commune(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Communauté de communes du Pays de Bitche", "CCPB"),
        ("Communauté d'agglomération Pau Béarn Pyrénées", "CAPBP"),
        ("Communauté urbaine d'Arras", ""),
        ("Métropole de Lyon", ""),
    ],
)
def test_initials_are_derived_from_the_name_of_an_epci(name, expected):
    assert derived_sigle(name) == expected


def test_the_words_of_an_epci_are_those_that_distinguish_it():
    assert words_of_epci("CA Pau Béarn Pyrénées") == {"pau", "bearn", "pyrenees"}
    assert words_of_epci("Métropole du Grand Nancy") == {"grand", "nancy"}


def test_little_words_are_left_out_of_a_skeleton_unless_nothing_would_remain():
    assert skeleton_of("aulnay sous bois") == "aulnay bois"
    assert skeleton_of("les lilas") == "les lilas"
