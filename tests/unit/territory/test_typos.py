import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.territory.lookup import Found, Suggested, find
from bot.territory.model import Kind
from bot.territory.normalise import normalise
from bot.territory.recognition import recognise
from bot.territory.typos import nearest, sound_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("rouvray", "rouvrai"),
        ("bordeaux", "bordo"),
        ("quimper", "kimper"),
        ("chambery", "chamberi"),
        ("besancon", "bezancon"),
        ("dunkerque", "dunkerke"),
    ],
)
def test_what_sounds_alike_has_one_sound(one, other):
    assert sound_of(one) == sound_of(other)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("saint etiene du rouvrai", "saint etienne du rouvray"),
        ("aulnay bois", "aulnay sous bois"),
        ("pays de bitsch", "pays de bitche"),
    ],
)
def test_the_nearest_name_comes_first(territory, typed, expected):
    assert nearest(territory.spellings, typed, frozenset())[0].name == expected


def test_names_of_other_departements_are_left_out_when_one_is_said(territory):
    near = nearest(territory.spellings, "sant deni", frozenset({"93"}))

    assert near[0].name == "saint denis"
    assert "santenay" not in {one.name for one in near}


@pytest.mark.parametrize("typed", ["", "a", "oui", "y"])
def test_a_name_of_three_letters_is_not_looked_up(territory, typed):
    assert nearest(territory.spellings, typed, frozenset()) == []


@settings(max_examples=300, deadline=None)
@given(
    typed=st.text("abcdefghijklmnopqrstuvwxyz ", max_size=60), within=st.sets(st.sampled_from(["93", "2A"]))
)
def test_no_name_raises(territory, typed, within):
    found = nearest(territory.spellings, " ".join(typed.split()), frozenset(within))

    assert found == sorted(found, key=lambda one: (-one.score, one.name))


def glued(name):
    return normalise(name).replace(" ", "")


def one_letter_less(name, rng):
    position = rng.randrange(1, len(name))
    return name[:position] + name[position + 1 :]


def test_a_missing_letter_is_never_accepted_and_mostly_understood(territory):
    rng = random.Random(93)  # noqa: S311  (the same names each time)
    towns = [
        one
        for one in territory.collectivites.values()
        if one.kind is Kind.COMMUNE and (one.population or 0) > 5_000 and len(one.name) > 6
    ]
    known = {normalise(one.name) for one in territory.collectivites.values()} | set(territory.old_names)
    understood = tried = 0
    for town in rng.sample(towns, 400):
        typed = one_letter_less(town.name, rng)
        if normalise(typed) in known or normalise(typed) == normalise(town.name):
            continue
        outcome = find(territory, typed)
        tried += 1
        if isinstance(outcome, Suggested):
            understood += town in outcome.candidates
        elif isinstance(outcome, Found):
            # A hyphen was lost: the name is whole.
            assert glued(typed) in glued(town.name)
            understood += 1

    assert understood / tried > 0.9


@pytest.mark.parametrize(
    "text",
    [
        "Saint-Machin-sur-Loire",
        "Villeneuve-les-Dragons",
        "mairie de Plougastel les Palmiers",
        "CC des Trois Dragons",
        "département de la Haute-Lune",
        "Londres",
        "ma ville",
        "santé",
        "bonjour",
    ],
)
def test_another_name_than_those_that_exist_is_no_typo(territory, text):
    assert recognise(territory, text).candidates == ()
