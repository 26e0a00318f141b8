"""The report on comprehension, in Markdown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.nlu import scores
from bench.nlu.markdown import percent, table
from bench.nlu.reading import Reading
from bench.nlu.scores import Share

#: Readings of each pipeline, the product's first.
Readings = dict[str, list[Reading]]


@dataclass(frozen=True)
class Facts:
    """What the report says beside the scores.

    Attributes:
        model: the product's file; its name carries the fingerprint of what it is made of.
        day: of the measure, the only thing that differs between two runs.
        sentences, intents: of the training data.
        threshold: below which the product asks again instead of answering.
        baseline: how the default pipeline was trained; empty when it is left out.
    """

    model: str
    day: str
    sentences: int
    intents: int
    threshold: float
    baseline: str


def report(facts: Facts, readings: Readings) -> str:
    """Gives the whole report."""
    parts = (
        _head(facts, readings),
        _overview(readings),
        _groups("By register", readings, lambda one: one.question.register),
        "![Accuracy by register](registers.svg)",
        _groups("By theme", readings, lambda one: one.question.theme),
        "![Theme wanted and theme answered](confusion.svg)",
        _groups("By hand", readings, lambda one: one.question.hand),
        "A hand is a writer; none of them saw the training sentences.",
        _confidence(facts, readings),
    )
    return "\n\n".join(parts) + "\n"


def misses(readings: Sequence[Reading]) -> str:
    """Gives the list of the messages that the product takes for something else."""
    wrong = [one for one in readings if not one.right]
    halves = [one for one in scores.compound(readings) if one.right and not scores.both_right([one]).hits]
    return (
        "\n\n".join(
            (
                "# Misses",
                (
                    f"{len(wrong)} of {len(readings)} held-out messages do not reach their theme. Written "
                    "by `make evaluate`. For reading only: a sentence of this list never goes into "
                    "`data/nlu/`, or the next measure would mean nothing. “Got” in brackets: the likeliest "
                    "theme of a message that was not understood. The confidence is that of the likeliest "
                    "theme, before the fallback."
                ),
                table(
                    ("text", "wanted", "got", "confidence", "register"),
                    [
                        (
                            one.question.text,
                            one.question.theme,
                            _got(one),
                            f"{one.confidence:.2f}",
                            one.question.register,
                        )
                        for one in sorted(wrong, key=lambda one: one.question.theme)
                    ],
                    figures=False,
                ),
                "## Two questions of which only the first was answered",
                f"{len(halves)} more compound messages reach the theme of their first question, not both.",
                table(
                    ("text", "wanted", "got"),
                    [
                        (
                            one.question.text,
                            ", ".join(one.question.themes),
                            ", ".join(map(str, one.parts or (one.theme,))),
                        )
                        for one in halves
                    ],
                    figures=False,
                ),
            )
        )
        + "\n"
    )


def _got(one: Reading) -> str:
    got = one.theme or one.likeliest or "answer to a form"
    return f"({got})" if one.asked or one.theme is None else got


def _head(facts: Facts, readings: Readings) -> str:
    questions = [one.question for one in next(iter(readings.values()))]
    compared = facts.baseline or "Rasa's default pipeline was left out of this run."
    return (
        "# Comprehension: what is understood of messages never seen\n\n"
        f"Measured {facts.day} by `make evaluate`, on the path of the product (`bot.nlu.parse`, fallback "
        f"included).\n\n"
        f"- Model: `{facts.model}`.\n"
        f"- Training data today: {facts.sentences} sentences, {facts.intents} intents.\n"
        f"- Held out: {len(questions)} messages, {len({one.theme for one in questions})} themes, "
        f"{len({one.register for one in questions})} registers, {len({one.hand for one in questions})} "
        "hands; no model saw them.\n"
        f"- {compared}\n\n"
        "Right means: the theme that is answered, or offered first to a visitor who is asked, is the one "
        "wanted. Not understood: the visitor is asked, or the message is taken for an answer to a form. "
        "Speed, memory and growth are measured apart, by `make bench-understanding`. "
        "Every miss of the product: [misses.md](misses.md)."
    )


def _overview(readings: Readings) -> str:
    selections: list[
        tuple[str, Callable[[Sequence[Reading]], list[Reading]], Callable[[Sequence[Reading]], Share]]
    ] = [
        ("theme right, answered or in doubt offered first", list, scores.accuracy),
        ("– of messages in scope", scores.in_scope, scores.accuracy),
        ("theme right, answered outright", list, scores.outright),
        ("asked what is meant", list, scores.asked),
        ("theme right, or out of scope and recognised as such", list, scores.handled),
        ("out of scope, recognised (`hors_sujet` or not understood)", scores.out_of_scope, scores.sent_away),
        ("– of which not understood", scores.out_of_scope, scores.not_understood),
        ("in scope lost (`hors_sujet` or not understood); less is better", scores.in_scope, scores.sent_away),
        ("– of which not understood", scores.in_scope, scores.not_understood),
        ("– of which the right theme is offered first", scores.in_scope, scores.offered),
        ("two questions: the first is answered", scores.compound, scores.first_right),
        ("two questions: at least one is answered", scores.compound, scores.one_right),
        ("two questions: both are answered", scores.compound, scores.both_right),
    ]
    rows = [
        (title, *(_shown(count(select(read))) for read in readings.values()))
        for title, select, count in selections
    ]
    errors = (f"{scores.calibration_error(read):.3f}" for read in readings.values())
    rows.append((f"expected calibration error ({scores.BINS} bins); less is better", *errors))
    return "## Overview\n\n" + table(("", *readings), rows)


def _groups(title: str, readings: Readings, trait: Callable[[Reading], str]) -> str:
    grouped = [scores.by(read, trait) for read in readings.values()]
    rows = [(name, *(_shown(scores.accuracy(groups[name])) for groups in grouped)) for name in grouped[0]]
    return f"## {title}\n\n" + table((title.removeprefix("By "), *readings), rows)


def _confidence(facts: Facts, readings: Readings) -> str:
    curves = [scores.curve(read) for read in readings.values()]
    columns = [column for name in readings for column in (f"{name}: answered", "of these right")]
    rows = [
        (
            f"{points[0].threshold:.2f}",
            *(text for point in points for text in (percent(point.answered.value), _right(point.right))),
        )
        for points in zip(*curves, strict=True)
    ]
    return "\n\n".join(
        (
            "## Confidence",
            "![Confidence of right and wrong answers](confidence.svg)",
            "Confidence and theme are those of the likeliest intent, before the fallback.",
            "### What a threshold would do",
            "![Accuracy against share answered](threshold.svg)",
            table(("threshold", *columns), rows),
            f"The product asks below {facts.threshold:g}; its other thresholds are in `config.yml`.",
        )
    )


def _shown(share: Share) -> str:
    return f"{percent(share.value)} ({share.hits}/{share.total})" if share.total else "–"


def _right(share: Share) -> str:
    return percent(share.value) if share.total else "–"
