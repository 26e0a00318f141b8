"""What the pipeline reads of a message."""

import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.normaliser import TextNormaliser, normalise


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("l’intention", "l'intention"),
        ("Quelles étapes\u00a0?", "Quelles étapes ?"),
        ("  deux\n\nlignes ", "deux lignes"),
        ("e\u0301lu", "élu"),
        ("co\u00adhésion", "cohésion"),
        ("", ""),
    ],
)
def test_a_message_is_read_as_the_training_data_is_written(typed: str, read: str) -> None:
    assert normalise(typed) == read


def test_the_component_normalises_messages_and_training_data_alike() -> None:
    messages = [Message({TEXT: "l’été"}), Message({"intent": "saluer"})]
    TextNormaliser().process(messages)
    assert messages[0].get(TEXT) == "l'été"
    assert messages[1].get(TEXT) is None
