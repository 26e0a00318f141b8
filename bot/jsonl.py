"""Texts to read, one JSON object a line: the input of `./ctai parse` and `./ctai locate`."""

import json
from collections.abc import Iterable, Iterator


class InvalidLine(ValueError):
    """A line of the input is not a JSON object with a text; the message tells which."""


def read_lines(lines: Iterable[str]) -> Iterator[str]:
    """Yields the text of each line; empty lines are skipped.

    Raises:
        InvalidLine: a line is not a JSON object with a string under `text`.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            text = json.loads(line)["text"]
        except (ValueError, TypeError, KeyError) as error:
            raise InvalidLine(f'line {number} is not {{"text": …}}') from error
        if not isinstance(text, str):
            raise InvalidLine(f"line {number}: text is not a string")
        yield text
