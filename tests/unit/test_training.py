"""A model belongs to the files it was made of."""

import shutil
from pathlib import Path

import pytest

from bot.db import ROOT
from bot.training import TrainingFailed, fingerprint, model_path, train


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("config.yml", "domain.yml", "uv.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "bot/nlu", tmp_path / "bot/nlu", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("territory"))
    return tmp_path


def test_the_same_files_have_the_same_model_wherever_they_lie(copy: Path) -> None:
    assert fingerprint(copy) == fingerprint(ROOT)


@pytest.mark.parametrize(
    "changed",
    [
        "config.yml",
        "domain.yml",
        "data/nlu/etapes.yml",
        "data/responses/etapes.yml",
        "data/rules/etapes.yml",
        "data/stories/lettre.yml",
        "bot/nlu/normaliser.py",
        "bot/nlu/classifier.py",
        "bot/nlu/ridge.py",
        "bot/nlu/langue.py",
        "uv.lock",
    ],
)
def test_a_change_in_what_shapes_the_model_asks_for_another_one(copy: Path, changed: str) -> None:
    before = model_path(copy)
    with (copy / changed).open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    assert model_path(copy) != before


def test_a_model_that_is_there_is_not_trained_again(copy: Path) -> None:
    model = model_path(copy)
    model.parent.mkdir()
    model.write_bytes(b"a model")
    assert train(copy) == model
    assert model.read_bytes() == b"a model"


def test_a_training_that_fails_leaves_no_model_behind(copy: Path) -> None:
    python = copy / ".venv-bot/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o755)
    with pytest.raises(TrainingFailed):
        train(copy)
    assert not model_path(copy).exists()
