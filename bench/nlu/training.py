"""Trainings from nothing, each in a process of its own: Rasa's cache is off, so that none helps the next.

python -m bench.nlu.training CONFIG DATA MODEL REPORT    (what `train_cold` starts)
"""

import json
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import yaml

from bench.memory import peak
from bench.nlu.heldout import ROOT
from bench.nlu.pipelines import Config
from bot.training import rasa_environ


@dataclass(frozen=True)
class Training:
    """What a training cost.

    Attributes:
        seconds: from reading the data to the model's file; Python and Rasa are there already.
        cpu: seconds that the processors worked for it; other work on the machine weighs less on them.
        peak: MB resident at most.
        size: MB of the model's file.
    """

    seconds: float
    cpu: float
    peak: float
    size: float


class TrainingFailed(RuntimeError):
    """Rasa could not train: its own messages are on the screen."""


def train_cold(config: Config, data: Path, model: Path) -> Training:
    """Trains the understanding of a pipeline; Rasa's progress goes to the error output.

    Args:
        config: the pipeline.
        data: a file or a folder of sentences.
        model: the file to write, `….tar.gz`.

    Raises:
        TrainingFailed: there is no model.
    """
    model.parent.mkdir(parents=True, exist_ok=True)
    model.unlink(missing_ok=True)
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "config.yml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
        environ = {
            **rasa_environ(),
            "RASA_MAX_CACHE_SIZE": "0",
            "RASA_CACHE_DIRECTORY": str(folder / "cache"),
        }
        words = [str(folder / "config.yml"), str(data), str(model), str(folder / "report.json")]
        command = [sys.executable, "-W", "ignore", "-m", "bench.nlu.training", *words]
        done = subprocess.run(command, cwd=ROOT, env=environ, stdout=sys.stderr, check=False)  # noqa: S603
        if done.returncode != 0 or not model.exists():
            raise TrainingFailed(f"{model.name} was not trained: see Rasa's messages above")
        return Training(**json.loads((folder / "report.json").read_text(encoding="utf-8")))


def _train(config: str, data: str, model: Path, report: Path) -> None:
    from rasa.model_training import train_nlu  # noqa: PLC0415  (seconds of TensorFlow, outside the measure)

    before, start = _cpu(), perf_counter()
    train_nlu(config, data, str(model.parent), fixed_model_name=model.name.removesuffix(".tar.gz"))
    seconds, cpu = perf_counter() - start, _cpu() - before
    cost = Training(seconds, cpu, peak(), model.stat().st_size / 1e6)
    report.write_text(json.dumps(asdict(cost)), encoding="utf-8")


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    _train(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
