"""Numbers in letters are worth what they are worth in digits; dates of sources are as old as they may be."""

import re
from datetime import date
from decimal import Decimal

import pytest

from bot.knowledge.ages import age_of, in_french
from bot.knowledge.numbers import NUMBER, RELATIVES, value_of

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("zéro", 0),
        ("seize", 16),
        ("dix-sept", 17),
        ("vingt et un", 21),
        ("soixante et onze", 71),
        ("soixante-dix-sept", 77),
        ("quatre-vingts", 80),
        ("quatre-vingt-dix-neuf", 99),
        ("cent", 100),
        ("deux cents", 200),
        ("trois cent quatre-vingt-deux", 382),
        ("mille", 1_000),
        ("deux mille vingt-cinq", 2_025),
        ("quatre-vingt mille", 80_000),
        ("trois cent mille", 300_000),
        ("un million deux cent mille", 1_200_000),
        ("150\u00a0000", 150_000),
        ("1.500", 1_500),
        ("174,6", Decimal("174.6")),
    ],
)
def test_a_number_is_read_whole(written: str, value: Decimal) -> None:
    match = re.fullmatch(NUMBER, written)

    assert match
    assert value_of(match[0]) == value


@pytest.mark.parametrize(("written", "value"), [("cinquième", 5), ("neuvièmes", 9), ("centaines", 100)])
def test_what_counts_without_being_a_number_is_read(written: str, value: int) -> None:
    assert re.fullmatch(RELATIVES, written)
    assert value_of(written) == value


@pytest.mark.parametrize("words", ["cinquante-et-quelques", "unité", "sixties", "dixit", "centre", "une"])
def test_words_that_begin_like_numbers_are_not_read_whole(words: str) -> None:
    match = re.match(NUMBER, words)

    assert match is None or match[0] == "une" or len(match[0]) < len(words)


@pytest.mark.parametrize(
    ("words", "undated", "old"),
    [
        ("2024-11-23", False, True),
        ("2024-11-24", False, False),
        ("2024-10", False, True),
        ("2024-11", False, False),
        ("2024", False, False),
        ("2023", False, True),
        ("2007-2008", False, True),
        ("XIIe législature (2002-2007)", False, True),
        ("cité en novembre 2026", False, False),
        ("non daté", True, False),
        ("non daté (vers 2023)", True, True),
        ("2024-13-45", True, False),
    ],
)
def test_a_source_is_called_old_only_when_it_surely_is(words: str, undated: bool, old: bool) -> None:
    age = age_of(words, TODAY)

    assert (age.undated, age.old) == (undated, old)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("2021-10-01", "1er octobre 2021"),
        ("2021-12", "décembre 2021"),
        ("2021", "2021"),
        ("non daté", "non daté"),
        ("2024-13-45", "2024-13-45"),
    ],
)
def test_the_date_of_a_source_is_shown_in_french(words: str, shown: str) -> None:
    assert in_french(words) == shown
