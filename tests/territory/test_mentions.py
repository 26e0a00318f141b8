"""Mentions written blind, by other hands than the rules': 1,003 in five sets, each by another one.

Once its failures have been read, a set guards against going back and is no measure any more:
`docs/territoire.md` says what each gave when it was new.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from bot.territory.competence import competence
from bot.territory.lookup import by_id
from bot.territory.recognition import Status, recognise

MENTIONS = [
    json.loads(line)
    for line in Path(__file__).with_name("mentions.jsonl").read_text(encoding="utf-8").splitlines()
]
SETS = sorted({one["set"] for one in MENTIONS})


@pytest.fixture(scope="module")
def read(territory):
    return {one["text"]: recognise(territory, one["text"]) for one in MENTIONS}


def test_the_status_of_each_mention_agrees_with_what_is_expected() -> None:
    counts = {"found": lambda n: n == 1, "ambiguous": lambda n: n > 1, "not_found": lambda n: n == 0}
    assert [one["text"] for one in MENTIONS if not counts[one["status"]](len(one["expected"]))] == []


def test_each_expected_collectivite_is_in_the_tables(territory) -> None:
    expected = {id_ for one in MENTIONS for id_ in one["expected"]}
    assert len(expected) > 700
    for id_ in expected:
        assert by_id(territory, id_).id == id_


def test_no_mention_stands_twice() -> None:
    assert [text for text, times in Counter(one["text"] for one in MENTIONS).items() if times > 1] == []


@pytest.mark.parametrize("name", SETS)
def test_nearly_every_mention_is_recognised(read, name) -> None:
    mentions = [one for one in MENTIONS if one["set"] == name]
    wrong = [one["text"] for one in mentions if not is_right(read[one["text"]], one)]
    print(f"set {name}: {1 - len(wrong) / len(mentions):.1%} of {len(mentions)}; wrong: {wrong}")
    assert len(wrong) <= 0.03 * len(mentions), wrong


def test_no_wrong_prefecture_is_given_with_certainty(read, territory) -> None:
    def prefecture(collectivite):
        return competence(territory, collectivite).prefecture.id

    wrong = []
    for one in MENTIONS:
        recognised = read[one["text"]]
        if recognised.status is Status.FOUND and recognised.certain:
            (found,) = recognised.candidates
            expected = {prefecture(by_id(territory, id_)) for id_ in one["expected"]}
            if prefecture(found.collectivite) not in expected:
                wrong.append(one["text"])
    assert wrong == []


def is_right(recognised, one) -> bool:
    """The right status and the right collectivité; of an ambiguous mention, exactly the right set."""
    found = [candidate.collectivite.id for candidate in recognised.candidates]
    return recognised.status == one["status"] and set(found) == set(one["expected"])
