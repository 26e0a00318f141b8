import re
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.dossier.reference import new_reference
from bot.dossier.written_reference import ALPHABET, read_reference

MOMENT = datetime(2026, 11, 23, 12, 5, tzinfo=UTC)

references = st.builds(new_reference, st.integers(0, 40_000).map(lambda days: MOMENT + timedelta(days)))
positions = st.sampled_from([5, 6, 8, 9, 10, 11, 13, 14, 15, 16, 18])


@given(references)
def test_a_reference_reads_back_as_itself(reference):
    assert re.fullmatch(rf"CTAI-\d\d-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}-[{ALPHABET}]", reference)
    assert read_reference(reference) == reference


@given(references)
def test_case_blanks_dashes_and_look_alikes_do_not_matter(reference):
    typed = reference[5:].lower().replace("0", "o").replace("1", "l").replace("-", " ")

    assert read_reference(f"  ctai{typed}\n") == reference
    assert read_reference(reference.replace("-", "–")) == reference


@given(references, positions, st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(reference, position, character):
    wrong = reference[:position] + character + reference[position + 1 :]

    assert read_reference(wrong) == (reference if wrong == reference else None)


@given(references, st.sampled_from([5, 8, 9, 10, 13, 14, 15]))
def test_two_neighbours_swapped_are_always_noticed(reference, position):
    swapped = reference[:position] + reference[position + 1] + reference[position] + reference[position + 2 :]

    assert read_reference(swapped) == (reference if swapped == reference else None)


@given(st.text())
def test_no_text_makes_the_reading_fail(text):
    assert read_reference(text) is None or read_reference(text).startswith("CTAI-")


def test_the_year_is_the_one_of_metropolitan_france():
    assert new_reference(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)).startswith("CTAI-27-")
    assert new_reference(datetime(2026, 12, 31, 22, 30, tzinfo=UTC)).startswith("CTAI-26-")


def test_references_do_not_repeat():
    assert len({new_reference(MOMENT) for _ in range(5_000)}) == 5_000
