"""The 418 mentions written by another hand than the rules': the file itself is sound."""

import json
from collections import Counter
from pathlib import Path

from bot.territory.lookup import by_id

MENTIONS = [
    json.loads(line)
    for line in Path(__file__).with_name("mentions.jsonl").read_text(encoding="utf-8").splitlines()
]


def test_the_status_of_each_mention_agrees_with_what_is_expected() -> None:
    counts = {"found": lambda n: n == 1, "ambiguous": lambda n: n > 1, "not_found": lambda n: n == 0}
    assert [one["text"] for one in MENTIONS if not counts[one["status"]](len(one["expected"]))] == []


def test_each_expected_collectivite_is_in_the_tables(territory) -> None:
    # The EPT of Grand Paris are not in the tables yet.
    expected = {id_ for one in MENTIONS for id_ in one["expected"] if not id_.startswith("ept:")}
    assert len(expected) > 400
    for id_ in expected:
        assert by_id(territory, id_).id == id_


def test_no_mention_stands_twice() -> None:
    assert [text for text, times in Counter(one["text"] for one in MENTIONS).items() if times > 1] == []
