"""The measures of understanding, in Markdown."""

import math
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.nlu.heldout import ROOT
from bench.nlu.markdown import percent, table, times, write_part
from bench.nlu.pipelines import FULL_EPOCHS
from bench.nlu.probe import Cost
from bench.nlu.training import Training

_DOCUMENT = ROOT / "docs/comprehension/bench.md"
_TITLE = "Speed, memory and growth of understanding"


@dataclass(frozen=True)
class Setting:
    """What was compared.

    Attributes:
        sentences, intents: of the training data.
        epochs: of the default pipeline.
        growth_epochs: of the default pipeline where the growth is measured.
        passes: over the held-out messages.
    """

    sentences: int
    intents: int
    epochs: int
    growth_epochs: int
    passes: int


@dataclass(frozen=True)
class Side:
    """What a pipeline costs.

    Attributes:
        training: the first, from nothing.
        again: the second, from nothing.
        cost: of the model of the first.
        likeliest: messages for which both models find the same intent.
        identical: messages for which both rankings are the same to the last bit.
        widest: difference of the confidences of the likeliest intents.
    """

    training: Training
    again: Training
    cost: Cost
    likeliest: int
    identical: int
    widest: float


@dataclass(frozen=True)
class Growth:
    """What a pipeline costs with so many training sentences."""

    sentences: int
    training: Training
    cost: Cost


def write(part: str, text: str) -> None:
    """Writes a part of the document of measures."""
    write_part(_DOCUMENT, _TITLE, part, text)


def machine() -> str:
    """Names the machine by its processors and memory, and says how busy it is."""
    load, _, _ = os.getloadavg()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    day = time.strftime("%Y-%m-%d")
    return f"{day}, {os.cpu_count()} cores, {memory:.0f} GB of memory, load {load:.1f} at the end of the run."


def report(
    setting: Setting, ours: Side, other: Side, ours_grown: Sequence[Growth], other_grown: Sequence[Growth]
) -> str:
    """Gives the part on the product and Rasa's default pipeline."""
    fewer = "" if setting.epochs == FULL_EPOCHS else f" (its own setting is {FULL_EPOCHS})"
    return "\n\n".join(
        (
            "## The product beside Rasa's default pipeline",
            (
                f"`make bench-understanding`, {machine()} Both pipelines without dialogue policies, trained "
                f"on the same {setting.sentences} sentences of {setting.intents} intents, one after the "
                f"other, Rasa's cache off; the default pipeline with {setting.epochs} epochs{fewer}. "
                f"{len(ours.cost.milliseconds)} held-out messages, {setting.passes} pass(es), each message "
                "counts with its median. The ratio is the default's figure over the product's: above 1, "
                "the product is quicker or smaller."
            ),
            _side_by_side(ours, other),
            "## Where the time of one message goes",
            "Share of the product's time of a message, by component of its graph.",
            _shares(ours.cost),
            "## Growth with the training sentences",
            (
                f"The default pipeline with {setting.growth_epochs} epochs at each size: its training time "
                "is to be compared along its own column only, its other figures do not depend on epochs. "
                "Sizes above that of the data repeat sentences with a marker word. The exponent is the "
                "slope between the first and the last size on logarithmic axes: 1 is proportional, 0 is no "
                "growth."
            ),
            "### Product",
            _growth(ours_grown),
            "### Rasa's default",
            _growth(other_grown),
            "## Two trainings from nothing",
            _repeated(ours, other),
            "## Hostile texts",
            (
                f"One reading each, a normal message in the same way: {ours.cost.normal.milliseconds:.0f} "
                f"ms for the product, {other.cost.normal.milliseconds:.0f} ms for the default. Extra memory "
                f"is what was resident at most above what was before ({ours.cost.memory:.0f} and "
                f"{other.cost.memory:.0f} MB); a normal message takes {ours.cost.normal.extra:.2f} and "
                f"{other.cost.normal.extra:.2f} MB."
            ),
            _hostile(ours.cost, other.cost),
        )
    )


def _side_by_side(ours: Side, other: Side) -> str:
    figures: list[tuple[str, Callable[[Side], float], str]] = [
        ("training, s", lambda side: side.training.seconds, ".0f"),
        ("training, s of processor", lambda side: side.training.cpu, ".0f"),
        ("memory at the peak of training, MB", lambda side: side.training.peak, ".0f"),
        ("load until the first answer, s", lambda side: side.cost.load, ".2f"),
        ("memory of the loaded process, MB", lambda side: side.cost.memory, ".0f"),
        ("– of which the model and its code", lambda side: side.cost.memory - side.cost.before, ".0f"),
        ("one message, p50, ms", lambda side: side.cost.percentile(50), ".1f"),
        ("one message, p95, ms", lambda side: side.cost.percentile(95), ".1f"),
        ("model file, MB", lambda side: side.training.size, ".1f"),
    ]
    rows = [
        (name, f"{get(ours):{digits}}", f"{get(other):{digits}}", times(get(other), get(ours)))
        for name, get, digits in figures
    ]
    more = ours.cost.percentile(95) - other.cost.percentile(95)
    compared = (
        f"The p95 of the product is {abs(more):.1f} ms {'above' if more > 0 else 'below'} the default's."
    )
    return table(("", "product", "Rasa's default", "default / product"), rows) + f"\n\n{compared}"


def _shares(cost: Cost) -> str:
    whole = sum(cost.milliseconds) / len(cost.milliseconds)
    ordered = sorted(cost.shares.items(), key=lambda item: -item[1])
    return table(
        ("component", "share", "ms"),
        [(name, percent(share), f"{share * whole:.2f}") for name, share in ordered],
    )


def _growth(grown: Sequence[Growth]) -> str:
    figures: list[tuple[Callable[[Growth], float], str]] = [
        (lambda one: one.training.seconds, ".0f"),
        (lambda one: one.training.cpu, ".0f"),
        (lambda one: one.cost.load, ".2f"),
        (lambda one: one.cost.memory, ".0f"),
        (lambda one: one.cost.percentile(95), ".1f"),
        (lambda one: one.training.size, ".1f"),
    ]
    columns = ("sentences", "training s", "processor s", "load s", "memory MB", "p95 ms", "file MB")
    rows = [(f"{one.sentences}", *(f"{get(one):{digits}}" for get, digits in figures)) for one in grown]
    if len(grown) > 1:
        first, last = grown[0], grown[-1]
        rows.append(("last / first", *(times(get(last), get(first)) for get, _ in figures)))
        rows.append(("exponent", *(f"{_slope(first, last, get):.2f}" for get, _ in figures)))
    return table(columns, rows)


def _slope(first: Growth, last: Growth, get: Callable[[Growth], float]) -> float:
    wider = math.log(last.sentences / first.sentences)
    return math.log(get(last) / get(first)) / wider if wider else math.nan


def _repeated(ours: Side, other: Side) -> str:
    total = len(ours.cost.milliseconds)
    return table(
        ("", "same likeliest intent", "same ranking to the last bit", "widest difference of confidence"),
        [
            (name, f"{side.likeliest}/{total}", f"{side.identical}/{total}", f"{side.widest:.2g}")
            for name, side in (("product", ours), ("Rasa's default", other))
        ],
    )


def _hostile(ours: Cost, other: Cost) -> str:
    return table(
        (
            *("text", "product ms", "× normal", "extra MB", "× normal"),
            *("default ms", "× normal", "extra MB", "× normal"),
        ),
        [
            (
                name,
                *(
                    text
                    for cost in (ours, other)
                    for text in (
                        f"{cost.hostile[name].milliseconds:.0f}",
                        times(cost.hostile[name].milliseconds, cost.normal.milliseconds),
                        f"{cost.hostile[name].extra:.2f}",
                        times(cost.hostile[name].extra, cost.normal.extra),
                    )
                ),
            )
            for name in ours.hostile
        ],
    )
