"""The lines that `./ctai parse` and `./ctai locate` read."""

import pytest

from bot.jsonl import InvalidLine, read_lines


def test_each_line_gives_its_text_and_empty_lines_none() -> None:
    assert list(read_lines(['{"text": "oui"}', "", '{"text": "", "theme": "x"}'])) == ["oui", ""]


@pytest.mark.parametrize("line", ["oui", "{", '{"texte": "oui"}', '["oui"]', '{"text": 7}', '"oui"'])
def test_a_line_that_is_not_an_object_with_a_text_is_named(line: str) -> None:
    with pytest.raises(InvalidLine, match="line 2"):
        list(read_lines(['{"text": "oui"}', line]))
