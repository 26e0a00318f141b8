import pytest

from bot.ranks import label_in, means_the_same, rank_in


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("la première", 0),
        ("1", 0),
        ("le 1er", 0),
        ("La deuxième", 1),
        ("plutôt la deuxième", 1),
        ("Euh, plutôt la deuxième, s’il vous plaît.", 1),
        ("2", 1),
        ("la 2", 1),
        ("n° 2", 1),
        ("la 2ème option", 1),
        ("option 2", 1),
        ("le deux", 1),
        ("la seconde", 1),
        ("je prends la troisième", 2),
        ("le dernier", 2),
        ("l’avant-dernière", 1),
        ("le bouton du milieu", 1),
        ("toute première proposition", 0),
    ],
)
def test_a_rank_is_read_however_it_is_said(text, place) -> None:
    assert rank_in(text, 3) == place


@pytest.mark.parametrize(
    "text",
    [
        "",
        "la quatrième",
        "69",
        "0",
        "j’ai une deuxième question",
        "j’ai 2 questions",
        "deux options",
        "les deux",
        "la première ou la deuxième",
        "le premier ministre",
        "c’est la première fois",
        "et la deuxième étape ?",
        "35600",
    ],
)
def test_what_names_none_of_three_is_no_rank(text) -> None:
    assert rank_in(text, 3) is None


def test_the_middle_needs_an_odd_number_and_a_rank_something_shown() -> None:
    assert rank_in("celui du milieu", 4) is None
    assert rank_in("la dernière", 0) is None
    assert rank_in("l’avant-dernier", 1) is None


LABELS = ("Quelles sont les étapes\u00a0?", "Rédiger la lettre d’intention", "Autre chose")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("quelles sont les etapes", 0),
        ("rediger lettre d'intention", 1),
        ("AUTRE CHOSE", 2),
        ("étapes", None),
        ("la lettre", None),
        ("", None),
    ],
)
def test_a_label_is_meant_when_nearly_the_whole_of_it_is_typed(text, place) -> None:
    assert label_in(text, LABELS) == place


def test_two_labels_alike_mean_none() -> None:
    assert label_in("Oui, la joindre", ("Oui, la joindre", "Oui, la joindre")) is None
    assert label_in("oui", ()) is None


@pytest.mark.parametrize(
    "text",
    [
        "la même",
        "La même commune",
        "toujours la même",
        "c’est la même que tout à l’heure",
        "comme tout à l’heure",
        "oui, toujours la même communauté de communes, merci",
        "idem",
        "celle que je vous ai donnée",
        "celle de tout à l’heure",
        "même ville",
        "la précédente",
    ],
)
def test_the_same_is_said_in_many_ways(text) -> None:
    assert means_the_same(text)


@pytest.mark.parametrize(
    "text", ["", "Guéret", "la même chose pour Guéret", "même si c’est petit", "toujours"]
)
def test_other_words_do_not_say_the_same(text) -> None:
    assert not means_the_same(text)
