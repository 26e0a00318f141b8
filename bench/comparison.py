"""The recogniser beside plain ways of doing without: how long they take, and how often they are right."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.engines import Answer, Engine, above, bearers_of_names, best_cutoff, fts5, marks, wratio
from bench.output import note, progress, say, table, title
from bench.queries import Query, positions_by_group, sample
from bench.timing import COLUMNS, Times, time_calls
from bot.territory.tables import Territory

#: The baselines are slow, and vary less.
_PASSES = 2

#: WRatio takes tens of milliseconds a query.
_SAMPLE = 150


@dataclass(frozen=True, slots=True)
class Trial:
    """What an engine did on some queries.

    Attributes:
        engine: which one.
        positions: of these queries among all.
        answers: to these, the cutoff applied.
        cutoff: the best for it on these; None for the recogniser, that has none to choose.
        times: on these.
    """

    engine: Engine
    positions: Sequence[int]
    answers: Sequence[Answer]
    cutoff: float | None
    times: Times

    def on(self, positions: Sequence[int]) -> "Trial":
        """Leaves only some queries, of those that the engine answered."""
        wanted = set(positions)
        ranks = [rank for rank, position in enumerate(self.positions) if position in wanted]
        return Trial(
            self.engine,
            [self.positions[rank] for rank in ranks],
            [self.answers[rank] for rank in ranks],
            self.cutoff,
            self.times.at(ranks),
        )


def try_ours(engine: Engine, queries: Sequence[Query], passes: int) -> Trial:
    """Has the recogniser answer all queries."""
    progress(f"{engine.name}: {len(queries)} queries, {passes} times")
    texts = [query.text for query in queries]
    return Trial(
        engine,
        range(len(queries)),
        [engine.answer(text, 0) for text in texts],
        None,
        time_calls(lambda text: engine.answer(text, 0), texts, passes),
    )


def compare(territory: Territory, queries: Sequence[Query], of_ours: Sequence[Trial]) -> None:
    """Has the baselines answer what the recogniser did, and prints how all of them did.

    Args:
        territory: the tables, for the names that the baselines search.
        queries: all of them.
        of_ours: what the recogniser did on them; times are compared with those of the first.
    """
    progress("indexing the names for the baselines")
    bearers = bearers_of_names(territory)
    sampled = sample(queries, _SAMPLE)
    trigrams = fts5(bearers)
    on_all = [*of_ours, *([_try_baseline(trigrams, queries, range(len(queries)))] if trigrams else [])]
    on_sample = [*(one.on(sampled) for one in on_all), _try_baseline(wratio(bearers), queries, sampled)]
    title("3. Beside two plain ways of doing without")
    if trigrams is None:
        say("SQLite FTS5 trigram is left out: this SQLite was built without it.")
    note(
        f"The baselines look the whole normalised text up among {len(bearers)} normalised names (official, "
        "short and old names, nicknames), and name all bearers of the best one, the most populated first."
    )
    _table_of_times(on_sample)
    _table_of_marks([*on_all, *on_sample], queries)
    _table_of_groups([*on_all, on_sample[-1]], queries)


def _try_baseline(engine: Engine, queries: Sequence[Query], positions: Sequence[int]) -> Trial:
    """Has a baseline answer some queries, with the cutoff that is best for it on these very queries."""
    progress(f"{engine.name}: {len(positions)} queries, {1 + _PASSES} times")
    chosen = [queries[one] for one in positions]
    answers = [engine.answer(query.text, 0) for query in chosen]
    cutoff = best_cutoff(chosen, answers)
    times = time_calls(lambda text: engine.answer(text, cutoff), [query.text for query in chosen], _PASSES)
    return Trial(engine, positions, above(answers, cutoff), cutoff, times)


def _table_of_times(trials: Sequence[Trial]) -> None:
    ours = trials[0].times
    say()
    say(
        f"Time on the same {len(trials[0].positions)} queries, spread evenly over the groups (WRatio is slow)"
    )
    table(
        ("engine", *COLUMNS, "mean / ours", "p50 / ours"),
        [
            (
                one.engine.name,
                *one.times.cells(),
                f"x {one.times.mean / ours.mean:.1f}",
                f"x {one.times.percentile(50) / ours.percentile(50):.1f}",
            )
            for one in trials
        ],
    )


def _table_of_marks(trials: Sequence[Trial], queries: Sequence[Query]) -> None:
    say()
    say("Answers to all queries, then to this sample")
    table(
        ("engine", "queries", "cutoff", "right", "%", "wrong", "missed"),
        [_row_of_marks(one, queries) for one in trials],
    )
    note(
        "Right: the only collectivité meant comes first; or all homonyms to choose from are there; or "
        "nobody, where nobody is meant. Wrong: others are named. Missed: somebody is meant, nobody is named."
    )
    note(
        "The cutoff of a baseline is the one that makes most of its answers to the queries it was tried on "
        "right; it applies to its times too. The sign of bm25 is changed: the higher, the better."
    )
    note(
        "The recogniser has no cutoff to choose, but whoever works on its rules reads these queries too: its "
        "share of right answers is no promise for sentences that nobody has seen."
    )


def _row_of_marks(trial: Trial, queries: Sequence[Query]) -> tuple[str, ...]:
    size = len(trial.positions)
    counts = marks([queries[one] for one in trial.positions], trial.answers)
    return (
        trial.engine.name,
        f"{size}",
        "-" if trial.cutoff is None else f"{trial.cutoff:.1f}",
        f"{counts.right}",
        f"{100 * counts.right / size:.1f}",
        f"{counts.wrong}",
        f"{counts.missed}",
    )


def _table_of_groups(trials: Sequence[Trial], queries: Sequence[Query]) -> None:
    say()
    say("Right answers by group")
    table(
        ("group", *(one.engine.name for one in trials)),
        [
            (group, *(_right_of(one.on(chosen), queries) for one in trials))
            for group, chosen in positions_by_group(queries).items()
        ],
    )


def _right_of(trial: Trial, queries: Sequence[Query]) -> str:
    counts = marks([queries[one] for one in trial.positions], trial.answers)
    return f"{counts.right}/{len(trial.positions)}"
