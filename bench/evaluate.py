"""What the product understands of the held-out messages, beside Rasa's default pipeline: `make evaluate`.

Writes docs/comprehension/: the report, its pictures and the list of misses. Rasa's environment runs it.
"""

import argparse
import time
from pathlib import Path

from rasa.shared.importers.importer import TrainingDataImporter

from bench.nlu.heldout import ROOT, Question, read_questions
from bench.nlu.kept import Kept, NothingKept, default_model, latest_default, product_model, some_sentences
from bench.nlu.pictures import draw
from bench.nlu.pipelines import DEFAULT, FULL_EPOCHS, OURS, product, threshold
from bench.nlu.reading import Reading, read_all
from bench.nlu.report import Facts, misses, report
from bench.nlu.scores import accuracy
from bench.nlu.training import TrainingFailed as DefaultNotTrained
from bench.output import progress, say
from bot.training import TrainingFailed, train

FOLDER = ROOT / "docs/comprehension"


def main() -> None:
    """Trains what is missing, reads all messages and writes the report."""
    wanted = _arguments()
    questions = read_questions()
    model = wanted.model or train(ROOT)
    other = _baseline(wanted)
    readings = {OURS: _read(OURS, model, questions)}
    few = wanted.sentences
    if other and few:
        less = product_model(some_sentences(few)).model
        readings[f"{OURS}, {few} sentences"] = _read(OURS, less, questions)
    if other:
        readings[f"{DEFAULT}, {few} sentences" if few else DEFAULT] = _read(DEFAULT, other.model, questions)
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "rapport.md").write_text(report(_facts(model, other, few), readings), encoding="utf-8")
    (FOLDER / "misses.md").write_text(misses(readings[OURS]), encoding="utf-8")
    draw(FOLDER, readings)
    for name, read in readings.items():
        share = accuracy(read)
        say(f"{name}: {share.hits} of {share.total} messages reach their theme ({100 * share.value:.1f} %)")
    say(f"written: {FOLDER.relative_to(ROOT)}/")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make evaluate", description=__doc__)
    parser.add_argument("--model", type=Path, help="the product's model; without: that of the present files")
    parser.add_argument("--epochs", type=int, default=FULL_EPOCHS, help="of Rasa's default pipeline")
    parser.add_argument(
        "--baseline",
        choices=("kept", "fresh", "cached", "none"),
        default="kept",
        help="kept: train it if the present sentences have none; fresh: train it anew; "
        "cached: the last one trained, even on other sentences; none: leave it out",
    )
    parser.add_argument(
        "--sentences",
        type=int,
        default=0,
        help="compare on so many training sentences, the product trained on the same ones; 0: all",
    )
    return parser.parse_args()


def _baseline(wanted: argparse.Namespace) -> Kept | None:
    if wanted.baseline == "none":
        return None
    if wanted.baseline == "cached":
        return latest_default()
    return default_model(wanted.epochs, some_sentences(wanted.sentences), fresh=wanted.baseline == "fresh")


def _read(name: str, model: Path, questions: list[Question]) -> list[Reading]:
    progress(f"{name}: reading {len(questions)} messages")
    return read_all(model, questions)


def _facts(model: Path, other: Kept | None, few: int) -> Facts:
    importer = TrainingDataImporter.load_from_dict(training_data_paths=[str(ROOT / "data/nlu")])
    examples = importer.get_nlu_data().intent_examples
    return Facts(
        model=model.name,
        day=time.strftime("%Y-%m-%d"),
        sentences=len(examples),
        intents=len({one.get("intent") for one in examples}),
        threshold=threshold(product()),
        baseline=_how(other, few) if other else "",
    )


def _how(other: Kept, few: int) -> str:
    epochs = f"{other.epochs} epochs"
    if other.epochs != FULL_EPOCHS:
        epochs += f" (its own setting is {FULL_EPOCHS})"
    if few:
        day, same = ("", "the same ones") if other.current else (" of its day", "as many of today")
        data = f"{few} of the sentences{day}, evenly spaced (a column shows the product trained on {same})"
    else:
        data = "the same sentences" if other.current else "the sentences of its day"
    return (
        f"{DEFAULT}: what Rasa 3.6.21 configures by itself, language `fr`, fixed seed, {epochs}, trained on "
        f"{data} in {other.training.seconds / 60:.0f} minutes."
    )


if __name__ == "__main__":
    try:
        main()
    except (NothingKept, TrainingFailed, DefaultNotTrained) as error:
        raise SystemExit(f"evaluate: {error}") from error
