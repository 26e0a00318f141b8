"""What understanding costs, beside Rasa's default pipeline in the same run: `make bench-understanding`.

Writes a part of docs/comprehension/bench.md. The figures depend on the machine, and on what else it does:
those of one run are to be compared with each other. Rasa's environment runs it.
"""

import argparse
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.nlu.bench_report import Growth, Setting, Side, report, write
from bench.nlu.corpus import Corpus, read_corpus, resize, size, write_corpus
from bench.nlu.pipelines import FULL_EPOCHS, default, product
from bench.nlu.probe import measure
from bench.nlu.training import train_cold
from bench.output import progress, say

#: Messages read at each size of the training data, and epochs of the default pipeline there.
_SAMPLE, _GROWTH_EPOCHS = 200, 3


@dataclass(frozen=True)
class Plan:
    """How much is measured.

    Attributes:
        sentences: training sentences of the comparison; 0 for all.
        epochs: of the default pipeline in the comparison.
        passes: over the held-out messages.
        sizes: of the training data, for the growth; 0 for all.
    """

    sentences: int
    epochs: int
    passes: int
    sizes: tuple[int, ...]


FULL = Plan(0, FULL_EPOCHS, 3, (1_000, 3_000, 0, 10_000))
QUICK = Plan(1_000, 5, 1, (1_000, 2_000))


def main() -> None:
    """Measures everything, prints it and writes it down."""
    plan = _plan()
    corpus = read_corpus()
    with TemporaryDirectory() as name:
        folder = Path(name)
        ours, other = _compare(corpus, plan, folder)
        ours_grown = [_grow(corpus, wanted, folder, epochs=0) for wanted in plan.sizes]
        other_grown = [_grow(corpus, wanted, folder, epochs=_GROWTH_EPOCHS) for wanted in plan.sizes]
    setting = Setting(plan.sentences or size(corpus), len(corpus), plan.epochs, _GROWTH_EPOCHS, plan.passes)
    text = report(setting, ours, other, ours_grown, other_grown)
    write("1-understanding", text)
    say(text)


def _plan() -> Plan:
    parser = argparse.ArgumentParser(prog="make bench-understanding", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer sentences, epochs and passes")
    parser.add_argument("--epochs", type=int, default=0, help="of Rasa's default pipeline")
    parser.add_argument("--sentences", type=int, default=-1, help="of the comparison; 0: all")
    parser.add_argument("--sizes", type=int, nargs="*", help="of the training data for the growth; 0: all")
    wanted = parser.parse_args()
    plan = QUICK if wanted.quick else FULL
    return Plan(
        plan.sentences if wanted.sentences < 0 else wanted.sentences,
        wanted.epochs or plan.epochs,
        plan.passes,
        plan.sizes if wanted.sizes is None else tuple(wanted.sizes),
    )


def _compare(corpus: Corpus, plan: Plan, folder: Path) -> tuple[Side, Side]:
    data = folder / "compared.yml"
    write_corpus(resize(corpus, plan.sentences or size(corpus)), data)
    sides = []
    for name, config in (("product", product()), ("default", default(plan.epochs))):
        models = [folder / f"{name}-{count}.tar.gz" for count in (1, 2)]
        progress(f"{name}: two trainings from nothing")
        training, again = (train_cold(config, data, model) for model in models)
        progress(f"{name}: load, memory, time of a message, hostile texts")
        cost = measure(models[0], plan.passes, 0, hostile=True)
        ranking = measure(models[1], 1, 0).ranking
        sides.append(Side(training, again, cost, *_same(cost.ranking, ranking)))
    return sides[0], sides[1]


def _same(
    one: Sequence[Sequence[tuple[str, float]]], other: Sequence[Sequence[tuple[str, float]]]
) -> tuple[int, int, float]:
    """Counts messages with the same likeliest intent, with the same ranking; gives the widest difference."""
    pairs = list(zip(one, other, strict=True))
    likeliest = sum(
        [name for name, _ in left[:1]] == [name for name, _ in right[:1]] for left, right in pairs
    )
    identical = sum(left == right for left, right in pairs)
    widest = max((abs(left[0][1] - right[0][1]) for left, right in pairs if left and right), default=math.nan)
    return likeliest, identical, widest


def _grow(corpus: Corpus, wanted: int, folder: Path, epochs: int) -> Growth:
    chosen = resize(corpus, wanted or size(corpus))
    progress(f"{size(chosen)} training sentences, " + (f"default, {epochs} epochs" if epochs else "product"))
    data, model = folder / "grown.yml", folder / "grown.tar.gz"
    write_corpus(chosen, data)
    training = train_cold(default(epochs) if epochs else product(), data, model)
    return Growth(size(chosen), training, measure(model, 1, _SAMPLE))


if __name__ == "__main__":
    main()
