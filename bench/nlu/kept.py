"""Models that are kept from one run to the next: Rasa's default pipeline takes an hour or two to train."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import rasa

from bench.nlu.corpus import DATA, read_corpus, resize, write_corpus
from bench.nlu.heldout import ROOT
from bench.nlu.pipelines import Config, default, product
from bench.nlu.training import Training, train_cold
from bench.output import progress

#: Not `models/`: there `rasa shell` would take it for the product's newest.
FOLDER = ROOT / ".cache/comprehension"


class NothingKept(LookupError):
    """A stored model was asked for, and there is none."""


@dataclass(frozen=True)
class Kept:
    """A trained model.

    Attributes:
        model: its file.
        epochs: of its neural networks; 0 without any.
        training: what it cost when it was trained.
        current: whether it was trained on the present sentences.
    """

    model: Path
    epochs: int
    training: Training
    current: bool


def default_model(epochs: int, data: Path = DATA, *, fresh: bool = False) -> Kept:
    """Gives Rasa's default pipeline; trains it when there is none, or when it is to be fresh."""
    return _kept("default", default(epochs), epochs, data, fresh=fresh)


def product_model(data: Path) -> Kept:
    """Gives the product's pipeline trained on other sentences than all."""
    return _kept("product", product(), 0, data, fresh=False)


def latest_default() -> Kept:
    """Gives the default pipeline trained last, whatever the sentences are today.

    Raises:
        NothingKept: none was kept.
    """
    models = sorted(FOLDER.glob("default-*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not (models := [model for model in models if _card(model).exists()]):
        raise NothingKept(f"there is no stored baseline in {FOLDER}: run without --baseline cached")
    return _read(models[-1], current=False)


def some_sentences(count: int) -> Path:
    """Writes a file of so many of the product's sentences, and gives it; 0 gives all of them."""
    if not count:
        return DATA
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"sentences-{count}.yml"
    write_corpus(resize(read_corpus(), count), path)
    return path


def _kept(name: str, config: Config, epochs: int, data: Path, *, fresh: bool) -> Kept:
    model = FOLDER / f"{name}-{_fingerprint(config, data)}.tar.gz"
    if fresh or not (model.exists() and _card(model).exists()):
        progress(f"training: {name}" + (f", {epochs} epochs" if epochs else ""))
        training = train_cold(config, data, model)
        card = {"epochs": epochs, "training": asdict(training)}
        _card(model).write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    return _read(model, current=True)


def _fingerprint(config: Config, data: Path) -> str:
    digest = hashlib.sha256(json.dumps([rasa.__version__, config]).encode())
    sentences = sorted(data.glob("*.yml")) if data.is_dir() else [data]
    ours = any(one["name"].startswith("bot.") for one in config["pipeline"])
    components = sorted((ROOT / "bot/nlu").glob("*.py")) if ours else []
    for path in (*sentences, *components):
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _card(model: Path) -> Path:
    return model.with_name(model.name.replace(".tar.gz", ".json"))


def _read(model: Path, *, current: bool) -> Kept:
    card = json.loads(_card(model).read_text(encoding="utf-8"))
    return Kept(model, card["epochs"], Training(**card["training"]), current)
