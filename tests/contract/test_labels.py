"""Every intent that may be offered to a visitor has its label, well spelled and well set; no other has."""

import re
from collections.abc import Mapping

import pytest

from actions.reading import COURTESIES
from bot.labels import LONGEST_LABEL, read_labels
from bot.nlu.themes import theme_of
from tests.contract.conftest import Conversation
from tests.contract.test_spelling import ADMITTED, Speller

#: Themes of which nothing is offered: a courtesy, a yes or a no, what is off the subject.
NEVER_OFFERED = COURTESIES | {"affirmer", "nier", "hors_sujet"}

#: A term is explained from the words that name it: a button has none.
NEEDS_WORDS = {"definition_sigle"}

#: « None of these », which is no theme.
NONE_OF_THESE = {"autre_chose"}

#: A space that may break beside a mark, no space before it, a typewriter's apostrophe, a full stop.
BADLY_SET = re.compile(r"[«] |[^\u00a0][?!:;»]| [?!:;»]|'|\.$|^\s|\s$|  ")


@pytest.fixture(scope="module")
def labels() -> Mapping[str, str]:
    return read_labels()


def test_every_intent_that_may_be_offered_has_a_label_and_no_other(
    conversation: Conversation, labels: Mapping[str, str]
) -> None:
    themes = {intent: theme_of(intent) for intent in conversation.domain["intents"]}
    offered = {one for one, theme in themes.items() if theme is not None and theme not in NEVER_OFFERED}
    assert set(labels) == (offered - NEEDS_WORDS) | NONE_OF_THESE


def test_no_label_is_too_long_or_badly_set(labels: Mapping[str, str]) -> None:
    assert {one: label for one, label in labels.items() if len(label) > LONGEST_LABEL} == {}
    assert {one: label for one, label in labels.items() if BADLY_SET.search(label)} == {}
    assert {one: label for one, label in labels.items() if label[0] != "«" and not label[0].isupper()} == {}


def test_every_label_is_well_spelled(labels: Mapping[str, str]) -> None:
    speller = Speller(ADMITTED.read_text(encoding="utf-8").splitlines())
    assert {label: wrong for label in labels.values() if (wrong := speller.wrong(label))} == {}
