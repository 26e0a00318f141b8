import pytest

from bot.entities.model import DOUBTFUL
from bot.entities.population import populations_in
from bot.entities.words import words


def values(text: str) -> list[str | int]:
    return [one.value for one in populations_in(words(text))]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12 500 hab.", 12_500),
        ("12\u202f500 habitants", 12_500),
        ("35.000 habitants", 35_000),
        ("4,5 mille habitants", 4_500),
        ("dix mille habitants", 10_000),
        ("quatre-vingt-dix-sept mille deux cents habitants", 97_200),
        ("mille cent âmes", 1_100),
        ("15k habitants", 15_000),
        ("3500hab", 3_500),
        ("5,9 millions d'habitants", 5_900_000),
        ("population : 2 340", 2_340),
        ("population municipale 2023 : 1 874", 1_874),
        ("nombre d'habitants : 950", 950),
    ],
)
def test_a_number_of_inhabitants_is_an_integer(text, value) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        *("2026", "population 2026", "3 habitants sur 10", "20 euros par habitant", "80 habitants au km²"),
        *("les communes de moins de 3 500 habitants", "45 habitants réfugiés", "un habitant", "45 réfugiés"),
        *("05 36 49 10 20", "67 millions d'habitants", "300 logements"),
    ],
)
def test_years_shares_thresholds_and_groups_are_none(text) -> None:
    assert values(text) == []


def test_what_is_about_a_number_is_a_doubt() -> None:
    (found,) = populations_in(words("une centaine d'habitants"))
    assert (found.value, found.confidence) == (100, DOUBTFUL)
