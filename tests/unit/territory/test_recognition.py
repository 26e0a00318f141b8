"""Mentions of every sort, in `mentions.csv`: text, status, certain, ids. « place:68 » is a département where
another collectivité sits."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.territory.recognition import LONGEST_SENTENCE, NOTHING, Status, recognise

with (Path(__file__).parent / "mentions.csv").open(encoding="utf-8", newline="") as file:
    MENTIONS = list(csv.DictReader(file))


def ids(recognised):
    return [f"place:{one.place}" if one.place else one.collectivite.id for one in recognised.candidates]


@pytest.mark.parametrize("category", sorted({row["categorie"] for row in MENTIONS}))
def test_mentions_are_recognised(territory, category):
    wrong = []
    for row in MENTIONS:
        if row["categorie"] == category:
            recognised = recognise(territory, row["texte"])
            expected = row["attendu"].split()
            right = ids(recognised)[:1] == expected if len(expected) == 1 else ids(recognised) == expected
            certain = "oui" if recognised.certain else "non"
            if not right or (recognised.status, certain) != (row["statut"], row["certain"]):
                wrong.append((row["texte"], str(recognised.status), certain, ids(recognised)))

    assert wrong == []


def test_the_mentions_are_of_every_sort():
    assert len(MENTIONS) > 600
    assert sum(row["statut"] == "not_found" for row in MENTIONS) > 80
    assert sum(row["certain"] == "non" for row in MENTIONS) > 100


@settings(max_examples=500, deadline=None)
@given(text=st.text(max_size=1_500), asked=st.booleans())
def test_no_text_raises(territory, text, asked):
    recognised = recognise(territory, text, asked=asked)

    expected = {Status.NOT_FOUND: 0, Status.FOUND: 1}.get(recognised.status)
    assert len(recognised.candidates) == expected if expected is not None else len(recognised.candidates) > 1


WORDS = (
    *("je suis", "maire", "mairie", "de", "du", "des", "la", "le", "l’", "à", "en", "dans", "le", "et", ","),
    *(
        "Saint-Denis",
        "saint",
        "denis",
        "Royan",
        "tours",
        "Paris",
        "15e",
        "XV",
        "93",
        "(93)",
        "59100",
        "cedex",
    ),
    *("agglo", "CC", "métropole", "MEL", "Pau", "Bitche", "Creuse", "Bretagne", "syndicat", "préfecture"),
    *(
        "Sant",
        "Etiene",
        "Trifouillis",
        "-",
        ".",
        "?",
        "CD59",
        "12",
        "habitants",
        "Haut-Rhin",
        "arrondissement",
    ),
)


@settings(max_examples=500, deadline=None)
@given(parts=st.lists(st.sampled_from(WORDS), max_size=14), asked=st.booleans())
def test_no_mixture_of_the_words_it_knows_raises(territory, parts, asked):
    recognised = recognise(territory, " ".join(parts), asked=asked)

    assert len({one.collectivite.id for one in recognised.candidates}) == len(recognised.candidates)
    assert not {one.collectivite for one in recognised.beside} & {
        one.collectivite for one in recognised.candidates
    }


def test_what_follows_the_thousandth_character_is_not_read(territory):
    assert recognise(territory, "a " * (LONGEST_SENTENCE // 2) + "mairie de Royan") == NOTHING


def test_an_everyday_word_is_a_name_where_one_is_asked(territory):
    assert recognise(territory, "contes").status is Status.NOT_FOUND
    assert ids(recognise(territory, "contes", asked=True)) == ["commune:06048", "commune:62236"]


@pytest.mark.parametrize("text", ["Contes", "Cours", "Y", "93"])
def test_what_may_be_something_else_than_a_name_is_not_certain(territory, text):
    assert not recognise(territory, text).certain


def test_an_old_name_is_kept_beside_that_of_today(territory):
    (lille,) = recognise(territory, "mairie de Lomme").candidates

    assert (lille.collectivite.name, lille.known_as) == ("Lille", "Lomme")


def test_an_epci_called_like_a_commune_is_beside_it(territory):
    bordeaux = recognise(territory, "Bordeaux")

    assert ids(bordeaux) == ["commune:33063"]
    assert [one.collectivite.name for one in bordeaux.beside] == ["Bordeaux Métropole"]
    assert recognise(territory, "mairie de Bordeaux").beside == ()
    assert ids(recognise(territory, "métropole de Bordeaux")) == ["epci:243300316"]


def test_a_postal_code_never_gives_a_departement(territory):
    # Its code begins like those of the Loire, and it lies in the Allier.
    (found,) = recognise(territory, "42620 Saint-Pierre-Laval").candidates

    assert found.collectivite.departement == "03"
    assert recognise(territory, "département 42620") == NOTHING


def test_a_postal_code_shared_by_communes_leaves_the_choice_between_them_all(territory):
    recognised = recognise(territory, "51300")

    # 46 communes, the most that one code has (La Poste, in the COG of 2026).
    assert len(recognised.candidates) == 46
    assert recognised.certain


def test_a_postal_code_and_a_name_that_contradict_each_other_are_not_certain(territory):
    recognised = recognise(territory, "Lille 59200")

    assert not recognised.certain
    assert {"commune:59350", "commune:59599"} <= set(ids(recognised))


@pytest.mark.parametrize(
    "text",
    ["andrea.fictive@creuse.example", "écrivez à mairie@bordeaux.example", "rappelez-moi au 05 55 00 00 00"],
)
def test_an_address_names_no_place(territory, text):
    assert recognise(territory, text).status is Status.NOT_FOUND


@pytest.mark.parametrize(
    "text",
    [
        "maire de Guéret, 05 55 00 00 00",
        "Bonjour, je suis Claire Exemple, maire de Guéret, claire.exemple@creuse.example, 05 55 00 00 00",
        "claire@bordeaux.example, mairie de Guéret",
    ],
)
def test_a_place_is_found_among_addresses_and_telephones(territory, text):
    assert [one.collectivite.id for one in recognise(territory, text).candidates] == ["commune:23096"]
