"""Which model belongs to the present configuration and data, and how it is trained.

The file's name carries a fingerprint of everything that shapes the model, so that an old model is never
served in place of one that failed to train: another configuration looks for another file.
"""

import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

#: What the model is made of, relative to the project's folder.
_FILES = ("config.yml", "domain.yml", "uv.lock")
_FOLDERS = ("data/nlu", "data/rules", "data/stories", "data/responses")
_CODE = tuple(
    f"bot/nlu/{name}.py"
    for name in (
        "normaliser",
        "encoder",
        "blocks",
        "ridge",
        "model",
        "classifier",
        "doute",
        "themes",
        "langue",
        "known_text",
        "charabia",
        "sms",
    )
)

#: Rasa's chatter is progress: the standard output stays free for what a command answers, such as `parse`.
_STDERR = 2

#: Rasa's own environment, relative to the project's folder.
BOT_ENVIRONMENT = ".venv-bot"

#: A fixed hash seed: two trainings give the same weights. No telemetry, no GPU look-up, no TensorFlow noise.
RASA_ENVIRON = {
    "RASA_TELEMETRY_ENABLED": "false",
    "CUDA_VISIBLE_DEVICES": "",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONHASHSEED": "0",
    "PYTHONWARNINGS": "ignore",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}


class TrainingFailed(RuntimeError):
    """Rasa refused the data or could not train; its own messages are on the screen."""


def rasa_environ() -> dict[str, str]:
    """Gives the environment variables of every Rasa process."""
    return {**os.environ, **RASA_ENVIRON}


def bot_python(root: Path) -> Path:
    """Gives the interpreter of Rasa's environment."""
    return root / BOT_ENVIRONMENT / "bin" / "python"


def model_path(root: Path) -> Path:
    """Gives where the model of the present files is, or will be."""
    return root / "models" / f"ctai-{fingerprint(root)}.tar.gz"


def fingerprint(root: Path) -> str:
    """Names the present state of everything that shapes the model: 12 hexadecimal digits."""
    digest = hashlib.sha256()
    for path in _sources(root):
        digest.update(str(path.relative_to(root)).encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _sources(root: Path) -> Iterator[Path]:
    yield from (root / name for name in (*_FILES, *_CODE))
    for folder in _FOLDERS:
        yield from sorted((root / folder).glob("*.yml"))


def train(root: Path, *, force: bool = False) -> Path:
    """Trains the model if the present files have none yet.

    Args:
        root: the project's folder.
        force: trains even when the model is there.

    Returns:
        The model's file.

    Raises:
        TrainingFailed: nothing was trained; no model file is left under the present name.
    """
    model = model_path(root)
    if model.exists() and not force:
        return model
    model.unlink(missing_ok=True)
    done = subprocess.run(  # noqa: S603  (fixed words and the project's own paths)
        [bot_python(root), "-m", "rasa", "train", "--fixed-model-name", model.name.removesuffix(".tar.gz")],
        cwd=root,
        env=rasa_environ(),
        stdout=_STDERR,
        check=False,
    )
    if done.returncode != 0 or not model.exists():
        model.unlink(missing_ok=True)
        raise TrainingFailed("the model was not trained: see Rasa's messages above")
    return model
