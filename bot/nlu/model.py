"""The model of intents: how alike a message is to each training sentence, read by two ridge regressions.

Two texts are alike as the mean of the cosines of their blocks tells, sharpened by an exponential so that near
wordings count for more than the sum of common traits. One regression knows the themes, the other the answers.
A theme's score is the mean of what both say; within the theme the likeliest answer is taken, so that
neighbouring answers rarely cost a message its theme.

A text that is like nothing known gets the score of every class's share in the data: gibberish is uncertain by
itself. The model is stored as plain arrays: loading runs no code of the file.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csc_matrix, spmatrix

from bot.nlu.blocks import Block, Rows, compact, learn_block, likeness
from bot.nlu.ridge import Regression, learn, learn_sharpness, shares
from bot.nlu.themes import theme_of


@dataclass(frozen=True)
class Model:
    """What was learnt.

    Attributes:
        blocks: one a featuriser, in pipeline order.
        sentences: the training sentences, weighed rows of each block.
        themes, intents: the two regressions.
        width: see `blocks.likeness`.
        sharpness: how far apart confidences stand, learnt on sentences left out (see `ridge.shares`).
    """

    blocks: tuple[Block, ...]
    sentences: tuple[Rows, ...]
    themes: Regression
    intents: Regression
    width: float
    sharpness: float

    @cached_property
    def _places(self) -> np.ndarray:
        return _places(self.themes.classes, self.intents.classes)

    def rank(self, vectors: list[Any]) -> list[tuple[str, float]]:
        """Gives the likeliest intent of each theme with the theme's confidence, the most likely first."""
        rows = [block.apply(vector) for block, vector in zip(self.blocks, vectors, strict=True)]
        alike = likeness(rows, self.sentences, self.width)
        intents = self.intents.scores(alike)
        scores = _join(self.themes.scores(alike), intents, self._places)
        ranked = shares(scores, self.sharpness)[0]
        return [
            (self._likeliest(intents[0], theme), float(ranked[theme]))
            for theme in np.argsort(-ranked, kind="stable")
        ]

    def _likeliest(self, intents: np.ndarray, theme: int) -> str:
        own = np.flatnonzero(self._places == theme)
        return self.intents.classes[own[intents[own].argmax()]]


def learn_model(features: list[Rows], intents: list[str], penalty: float, width: float) -> Model:
    """Learns both regressions and the confidence.

    Args:
        features: one entry a featuriser, one row a sentence.
        intents: that of each sentence.
        penalty: that of the regressions, see `ridge.learn`.
        width: see `blocks.likeness`.
    """
    blocks = tuple(learn_block(rows) for rows in features)
    sentences = [block.apply(rows) for block, rows in zip(blocks, features, strict=True)]
    groups = [group_of(intent) for intent in intents]
    themes, answers = learn(likeness(sentences, sentences, width), [groups, intents], penalty)
    names = themes.regression.classes
    scores = _join(themes.left_out, answers.left_out, _places(names, answers.regression.classes))
    truth = np.array([names.index(group) for group in groups])
    kept = tuple(compact(rows) for rows in sentences)
    sharpness = learn_sharpness(scores, truth)
    return Model(blocks, kept, themes.regression, answers.regression, width, sharpness)


def group_of(intent: str) -> str:
    """Gives the theme of an intent; an answer to a form is a group of its own."""
    return theme_of(intent) or intent


def _places(themes: tuple[str, ...], intents: tuple[str, ...]) -> np.ndarray:
    """For each intent the number of its theme."""
    return np.array([themes.index(group_of(intent)) for intent in intents])


def _join(themes: np.ndarray, intents: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Joins what both regressions say of each theme: the mean of its own score and of its best intent's."""
    best = np.full_like(themes, -np.inf)
    for intent, theme in enumerate(places):
        best[:, theme] = np.maximum(best[:, theme], intents[:, intent])
    return (themes + best) / 2


def save(model: Model, folder: Path) -> None:
    """Writes a model as arrays and one JSON file."""
    arrays = {f"shift{i}": block.shift for i, block in enumerate(model.blocks)}
    arrays |= {f"weight{i}": block.weight for i, block in enumerate(model.blocks)}
    for name, regression in (("themes", model.themes), ("intents", model.intents)):
        arrays |= {f"{name}_weights": regression.weights, f"{name}_bias": regression.bias}
    for i, rows in enumerate(model.sentences):
        if isinstance(rows, spmatrix):
            arrays |= {f"data{i}": rows.data, f"indices{i}": rows.indices, f"indptr{i}": rows.indptr}
        else:
            arrays[f"rows{i}"] = rows
    np.savez(folder / "arrays.npz", **arrays)
    described = {
        "themes": model.themes.classes,
        "intents": model.intents.classes,
        "sparse": [block.sparse for block in model.blocks],
        "width": model.width,
        "sharpness": model.sharpness,
    }
    (folder / "model.json").write_text(json.dumps(described), encoding="utf-8")


def load(folder: Path) -> Model:
    """Reads what `save` wrote."""
    described = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    with np.load(folder / "arrays.npz", allow_pickle=False) as arrays:
        themes, intents = (
            Regression(tuple(described[name]), arrays[f"{name}_weights"], arrays[f"{name}_bias"])
            for name in ("themes", "intents")
        )
        blocks = tuple(
            Block(sparse, arrays[f"shift{i}"], arrays[f"weight{i}"])
            for i, sparse in enumerate(described["sparse"])
        )
        count = len(themes.weights)
        sentences = tuple(
            csc_matrix(
                (arrays[f"data{i}"], arrays[f"indices{i}"], arrays[f"indptr{i}"]), (count, len(block.weight))
            )
            if block.sparse
            else arrays[f"rows{i}"]
            for i, block in enumerate(blocks)
        )
    return Model(blocks, sentences, themes, intents, described["width"], described["sharpness"])
