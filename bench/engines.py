"""The recogniser and two plain ways of doing without it, behind one signature."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bench.queries import Query
from bot.territory.matching import order
from bot.territory.normalise import normalise
from bot.territory.recognition import recognise
from bot.territory.tables import Names, Territory

#: Letters of a trigram.
_THREE = 3


class Answer(NamedTuple):
    """Whom a text names.

    Attributes:
        ids: the best first; none when nobody is named.
        score: the higher, the more alike; of one engine only.
    """

    ids: tuple[str, ...] = ()
    score: float = 0


NOBODY = Answer()


@dataclass(frozen=True, slots=True)
class Engine:
    """A way to find who is named.

    Attributes:
        name: for the tables.
        answer: gives the answer to a text; nobody, when its score is below the cutoff.
    """

    name: str
    answer: Callable[[str, float], Answer]


@dataclass(frozen=True, slots=True)
class Marks:
    """How many answers are right.

    Attributes:
        right: as `Query.answered_by` says.
        wrong: somebody else is named.
        missed: somebody is meant, nobody is named.
    """

    right: int
    wrong: int
    missed: int


def ours(territory: Territory, *, asked: bool) -> Engine:
    """The recogniser; those beside a candidate bear its name too, and come after it."""

    def answer(text: str, _cutoff: float) -> Answer:
        found = recognise(territory, text, asked=asked)
        return Answer(tuple(one.collectivite.id for one in (*found.candidates, *found.beside)))

    return Engine(f"recognise, asked={asked}", answer)


def bearers_of_names(territory: Territory) -> Names:
    """Gives every name of the tables, normalised, and who bears it, in the order of the recogniser."""
    bearers: dict[str, set[str]] = {}
    for names in (territory.official_names, territory.short_names):
        for name, ids in names.items():
            bearers.setdefault(name, set()).update(ids)
    for others in (territory.old_names, territory.nicknames):
        for name, entries in others.items():
            bearers.setdefault(name, set()).update(entry.id for entry in entries)
    return {
        name: tuple(sorted(ids, key=lambda one: order(territory.collectivites[one])))
        for name, ids in bearers.items()
    }


def wratio(bearers: Names) -> Engine:
    """`rapidfuzz.process.extractOne` with `fuzz.WRatio`, over all names."""
    names = list(bearers)

    def answer(text: str, cutoff: float) -> Answer:
        best = process.extractOne(normalise(text), names, scorer=fuzz.WRatio, score_cutoff=cutoff)
        return Answer(bearers[best[0]], best[1]) if best else NOBODY

    return Engine("rapidfuzz WRatio", answer)


def fts5(bearers: Names) -> Engine | None:
    """SQLite's FTS5: an index of trigrams in memory, any trigram of the text, the best by bm25.

    Returns:
        None when this SQLite has no FTS5 or no trigrams (they came with 3.34).
    """
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE names USING fts5(name, tokenize = 'trigram')")
    except sqlite3.OperationalError:
        return None
    connection.executemany("INSERT INTO names (name) VALUES (?)", ((name,) for name in bearers))
    connection.execute("INSERT INTO names (names) VALUES ('optimize')")

    def answer(text: str, cutoff: float) -> Answer:
        if not (wanted := " OR ".join(f'"{one}"' for one in _trigrams(normalise(text)))):
            return NOBODY
        best = connection.execute(
            "SELECT name, rank FROM names WHERE names MATCH ? ORDER BY rank LIMIT 1", (wanted,)
        ).fetchone()
        # bm25 is below zero, the best the lowest.
        return Answer(bearers[best[0]], -best[1]) if best and -best[1] >= cutoff else NOBODY

    return Engine("SQLite FTS5 trigram", answer)


def _trigrams(text: str) -> Iterable[str]:
    return dict.fromkeys(text[start : start + _THREE] for start in range(len(text) - _THREE + 1))


def best_cutoff(queries: Sequence[Query], answers: Sequence[Answer]) -> float:
    """Gives the cutoff that makes most answers right, the lowest of several; 0 leaves all of them."""
    cutoffs = sorted({0.0, *(answer.score for answer in answers)})
    return max(cutoffs, key=lambda cutoff: marks(queries, above(answers, cutoff)).right)


def above(answers: Iterable[Answer], cutoff: float) -> list[Answer]:
    """Gives the answers, nobody for those below the cutoff."""
    return [answer if answer.score >= cutoff else NOBODY for answer in answers]


def marks(queries: Sequence[Query], answers: Sequence[Answer]) -> Marks:
    """Counts right and wrong answers."""
    right = sum(query.answered_by(answer.ids) for query, answer in zip(queries, answers, strict=True))
    missed = sum(
        bool(query.expected) and not answer.ids for query, answer in zip(queries, answers, strict=True)
    )
    return Marks(right, len(queries) - right - missed, missed)
