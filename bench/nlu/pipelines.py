"""The two pipelines that are compared: the product's, and what Rasa gives to who configures nothing."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import rasa
import yaml

from bench.nlu.heldout import ROOT

OURS, DEFAULT = "product", "Rasa's default"

#: As in Rasa's own default.
FULL_EPOCHS = 100

_SEED = 20_26
_DEFAULT_FILE = Path(rasa.__file__).parent / "engine/recipes/config_files/default_config.yml"
_TRAINED_BY_EPOCHS = frozenset(("DIETClassifier", "ResponseSelector"))

Config = dict[str, Any]


def product() -> Config:
    """Gives the product's configuration without its dialogue policies."""
    return _understanding_only(yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8")))


def default(epochs: int = FULL_EPOCHS) -> Config:
    """Gives the configuration that the installed Rasa writes when none is given, for French.

    Args:
        epochs: of its two neural networks; the rest is as Rasa has it, but a fixed seed.
    """
    config = _understanding_only(yaml.safe_load(_DEFAULT_FILE.read_text(encoding="utf-8")))
    config |= {"language": "fr", "assistant_id": "assistant-ctai"}
    for component in config["pipeline"]:
        if component["name"] in _TRAINED_BY_EPOCHS:
            component |= {"epochs": epochs, "random_seed": _SEED}
    return config


def threshold(config: Config) -> float:
    """Gives the confidence below which a message counts as not understood."""
    return next(float(one["threshold"]) for one in config["pipeline"] if "threshold" in one)


def _understanding_only(config: Config) -> Config:
    return {key: deepcopy(value) for key, value in config.items() if key != "policies"}
