from dataclasses import dataclass
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.web.buttons import offer_button, read_button
from bot.web.documents import document_url, is_valid_link
from bot.web.feedback import offer_vote, read_vote
from bot.web.sessions import open_session, read_session
from bot.web.signing import Purpose, is_signed, sign

KEY = "une clé secrète de plus de 32 caractères"


def noon() -> datetime:
    return datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Spot:
    """Where a token is altered, and by which character."""

    place: int
    character: str


SPOTS = st.builds(Spot, st.integers(0, 10_000), st.characters())


def altered(token: str, spot: Spot) -> str:
    place = spot.place % len(token)
    return token[:place] + spot.character + token[place + 1 :]


@given(SPOTS)
def test_a_session_altered_by_one_character_is_refused(spot: Spot) -> None:
    token = open_session(KEY, noon).token
    other = altered(token, spot)

    assert (read_session(other, KEY, noon) is None) == (other != token)


@given(st.text(min_size=1, max_size=80), SPOTS)
def test_a_button_gives_its_payload_back_and_dies_when_altered(payload: str, spot: Spot) -> None:
    button = offer_button(payload, "conversation", KEY, noon)
    other = altered(button, spot)

    assert read_button(button, "conversation", KEY, noon) == payload
    assert (read_button(other, "conversation", KEY, noon) is None) == (other != button)


@given(st.text(min_size=1, max_size=80), SPOTS)
def test_an_answer_gives_its_name_back_and_dies_when_altered(name: str, spot: Spot) -> None:
    token = offer_vote(name, "conversation", KEY, noon)
    other = altered(token, spot)

    assert read_vote(token, "conversation", KEY, noon) == name
    assert (read_vote(other, "conversation", KEY, noon) is None) == (other != token)


def test_the_same_answer_given_twice_has_two_tokens() -> None:
    assert len({offer_vote("definition", "conversation", KEY, noon) for _ in range(100)}) == 100


def test_a_button_is_no_opinion_and_an_opinion_no_button() -> None:
    assert read_vote(offer_button("/a", "conversation", KEY, noon), "conversation", KEY, noon) is None
    assert read_button(offer_vote("a", "conversation", KEY, noon), "conversation", KEY, noon) is None


@given(st.text())
def test_no_text_at_all_is_taken_for_a_session_a_button_an_answer_or_a_link(text: str) -> None:
    assert read_session(text, KEY, noon) is None
    assert read_button(text, "conversation", KEY, noon) is None
    assert read_vote(text, "conversation", KEY, noon) is None
    assert not is_valid_link("document", text, KEY, noon)


def test_session_ids_do_not_repeat() -> None:
    assert len({open_session(KEY, noon).conversation_id for _ in range(1_000)}) == 1_000


def test_the_borders_between_the_parts_are_signed() -> None:
    assert sign(KEY, Purpose.BUTTON, "ab", "c") != sign(KEY, Purpose.BUTTON, "a", "bc")


def test_a_signature_serves_one_purpose_only() -> None:
    signature = sign(KEY, Purpose.BUTTON, "a")

    assert is_signed(signature, KEY, Purpose.BUTTON, "a")
    assert not is_signed(signature, KEY, Purpose.DOCUMENT, "a")


def test_a_link_is_bound_to_its_document() -> None:
    token = document_url("d1", "lettre.pdf", KEY, noon).partition("jeton=")[2]

    assert is_valid_link("d1", token, KEY, noon)
    assert not is_valid_link("d2", token, KEY, noon)
