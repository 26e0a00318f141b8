"""Gibberish is not understood; real messages, however short, are left to the classifier."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.languages import read_languages
from bot.nearness import fold
from bot.nlu.charabia import groups_of, is_gibberish
from bot.nlu.langue import LangueClassifier, known_words
from bot.nlu.normaliser import normalise

ROOT = Path(__file__).resolve().parents[2]

#: Of the texts that are no numbers, what the guard alone finds. Measured 0.78; the rest has a low confidence.
LEAST_FOUND = 0.7

_ENTITY = re.compile(r"\[([^\]]+)\](?:\(\w+\)|\{[^}]*\})")


def lines(path: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (ROOT / path).read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def vocabulary() -> frozenset[str]:
    files = sorted((ROOT / "data/nlu").glob("*.yml"))
    written = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return known_words(
        [normalise(_ENTITY.sub(r"\1", one[6:])) for one in written if one.startswith("    - ")]
    )


@pytest.fixture(scope="module")
def groups(vocabulary: frozenset[str]) -> frozenset[str]:
    return groups_of(vocabulary)


def test_most_gibberish_is_seen_without_the_classifier(
    vocabulary: frozenset[str], groups: frozenset[str]
) -> None:
    written = [one["text"] for one in lines("tests/nlu/charabia.jsonl") if one["charabia"]]
    judged = [text for text in written if not re.fullmatch(r"[\d ]+", text)]
    left = [text for text in judged if not is_gibberish(normalise(text), vocabulary, groups)]
    found = 1 - len(left) / len(judged)
    print(f"\n{found:.2f} of {len(judged)} gibberish texts; left to the classifier: {left}")
    assert len(written) >= 60
    assert found >= LEAST_FOUND


def test_no_real_message_is_gibberish(vocabulary: frozenset[str], groups: frozenset[str]) -> None:
    texts = [one["text"] for one in lines("tests/nlu/charabia.jsonl") if not one["charabia"]]
    texts += [one["text"] for one in lines("tests/nlu/questions.jsonl")]
    assert [text for text in texts if is_gibberish(normalise(text), vocabulary, groups)] == []


@pytest.mark.parametrize("text", ["", "69", "35000", "25/12/2026", "06 00 00 00 00"])
def test_numbers_are_left_to_the_classifier(
    text: str, vocabulary: frozenset[str], groups: frozenset[str]
) -> None:
    assert not is_gibberish(text, vocabulary, groups)


def test_an_unknown_word_of_known_sounds_is_no_gibberish(
    vocabulary: frozenset[str], groups: frozenset[str]
) -> None:
    assert fold("horère") not in vocabulary
    assert not is_gibberish("horère", vocabulary, groups)


def test_gibberish_loses_all_confidence(vocabulary: frozenset[str], tmp_path: Path) -> None:
    component = LangueClassifier(None, Resource("langue"), vocabulary, read_languages())
    ranking = [{"name": "duree_contrat", "confidence": 0.9}, {"name": "saluer", "confidence": 0.05}]
    message = Message({TEXT: "lkjlkj mlkj", INTENT: ranking[0], INTENT_RANKING_KEY: ranking})
    component.process([message])
    assert message.get(INTENT) == {"name": "duree_contrat", "confidence": 0.0}
    assert [one["confidence"] for one in message.get(INTENT_RANKING_KEY)] == [0.0, 0.0]
