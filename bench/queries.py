"""The queries: mentions of collectivités, written by another hand than the recogniser's."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MENTIONS = Path(__file__).resolve().parents[1] / "tests" / "territory" / "mentions.jsonl"


@dataclass(frozen=True, slots=True)
class Query:
    """A text and whom it speaks of.

    Attributes:
        text: as somebody typed it.
        group: "typo", "homonyme", "epci"…
        expected: ids: one when the text says enough, several to choose from, none when nobody is called so.
    """

    text: str
    group: str
    expected: tuple[str, ...]

    def answered_by(self, ids: Sequence[str]) -> bool:
        """Tells whether an answer is right.

        The only one meant comes first; those to choose from are all there, others may be; or nobody is.
        """
        if len(self.expected) == 1:
            return tuple(ids[:1]) == self.expected
        return set(self.expected) <= set(ids) and bool(ids) == bool(self.expected)


def read_queries(path: Path = MENTIONS) -> tuple[Query, ...]:
    """Reads the queries."""
    return tuple(_query(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines())


def _query(line: dict[str, Any]) -> Query:
    return Query(line["text"], line["category"], tuple(line["expected"]))


def positions_by_group(queries: Sequence[Query]) -> dict[str, list[int]]:
    """Gives the positions of the queries of each group, the largest group first."""
    groups: dict[str, list[int]] = {}
    for position, query in enumerate(queries):
        groups.setdefault(query.group, []).append(position)
    return dict(sorted(groups.items(), key=lambda item: -len(item[1])))


def sample(queries: Sequence[Query], size: int) -> list[int]:
    """Gives positions spread evenly over the groups: each has its share, and every run the same ones."""
    return sorted(_evenly([one for group in positions_by_group(queries).values() for one in group], size))


def _evenly(positions: Sequence[int], size: int) -> Iterator[int]:
    size = min(size, len(positions))
    for rank in range(size):
        yield positions[rank * len(positions) // size]
