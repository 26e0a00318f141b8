import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web import problems
from bot.web.messages import clean_text
from bot.web.problems import Refused


@given(st.text(max_size=200))
def test_a_cleaned_text_is_short_visible_normal_and_no_command(raw: str) -> None:
    try:
        text = clean_text(raw, 50)
    except Refused:
        return

    assert 1 <= len(text) <= 50
    assert text == text.strip()
    assert unicodedata.is_normalized("NFC", text)
    assert not text.startswith("/")
    assert all(
        unicodedata.category(character) not in {"Cc", "Cf", "Cs"}
        for character in text
        if character not in "\n\t"
    )


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    try:
        text = clean_text(raw, 500)
    except Refused:
        return

    assert clean_text(text, 500) == text


@given(st.text(alphabet="aàéœ’ ,.;!?-0123456789\n", min_size=1).filter(str.strip))
def test_ordinary_french_is_left_alone(raw: str) -> None:
    assert clean_text(raw, 10_000) == raw.strip()


def test_a_lone_surrogate_is_not_text() -> None:
    with pytest.raises(Refused) as refused:
        clean_text("\ud800", 50)

    assert refused.value.problem is problems.NOT_TEXT
