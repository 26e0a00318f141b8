"""The intent classifier: a linear model on n-grams (and any encoder's vector), each block weighed properly.

Rasa's own `LogisticRegressionClassifier` takes raw counts and unscaled vectors side by side. Here each
featuriser's sparse block is weighed by tf-idf and each dense block standardised, both brought to about the
same length, and two multinomial logistic regressions read them all: one knows the themes, the other the
answers. A theme's share is the mean of what both say; within the theme the likeliest answer is taken, so that
neighbouring answers rarely cost a message its theme.

The model is stored as plain arrays: loading runs no code of the file.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression

from bot.nlu.themes import theme_of


@dataclass(frozen=True)
class Block:
    """How one featuriser's output is weighed: tf-idf when sparse, standardised when dense.

    Attributes:
        sparse: what the featuriser gives.
        shift: mean of each column; zeros when sparse.
        weight: inverse document frequency of each column, or its inverse standard deviation.
    """

    sparse: bool
    shift: np.ndarray
    weight: np.ndarray

    def apply(self, rows: csr_matrix) -> csr_matrix:
        """Weighs rows of this block; each sparse row then has length 1, each dense one about 1."""
        if not self.sparse:
            return csr_matrix((rows.toarray() - self.shift) * self.weight / np.sqrt(len(self.weight)))
        weighed = rows.astype(np.float64)
        weighed.data = 1.0 + np.log(weighed.data)
        weighed = weighed.multiply(self.weight).tocsr()
        lengths = np.sqrt(weighed.multiply(weighed).sum(axis=1)).A1
        inverse = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
        return weighed.multiply(inverse[:, np.newaxis]).tocsr()


@dataclass(frozen=True)
class Regression:
    """One multinomial logistic regression: a line of weights a class."""

    classes: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray

    def shares(self, row: csr_matrix) -> dict[str, float]:
        """Gives each class its share of the probability."""
        scores = (row @ self.weights.T)[0] + self.bias
        odds = np.exp(scores - scores.max())
        return dict(zip(self.classes, (odds / odds.sum()).tolist(), strict=True))


@dataclass(frozen=True)
class Model:
    """What was learnt: one block a featuriser in pipeline order, then themes and intents."""

    blocks: tuple[Block, ...]
    themes: Regression
    intents: Regression

    def rank(self, vectors: list[Any]) -> list[tuple[str, float]]:
        """Gives the likeliest intent of each theme with the theme's share, the most likely first."""
        pairs = zip(self.blocks, vectors, strict=True)
        row = hstack([block.apply(csr_matrix(vector)) for block, vector in pairs]).tocsr()
        themes = {theme: share / 2 for theme, share in self.themes.shares(row).items()}
        best: dict[str, tuple[float, str]] = {}
        for intent, share in self.intents.shares(row).items():
            theme = group_of(intent)
            best[theme] = max(best.get(theme, (0.0, "")), (share, intent))
            themes[theme] += share / 2
        return [(best[theme][1], themes[theme]) for theme in sorted(themes, key=lambda one: -themes[one])]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearClassifier(IntentClassifier, GraphComponent):
    """Multinomial logistic regression on weighed blocks of features."""

    @classmethod
    def required_components(cls) -> list[type]:
        """It reads what featurisers wrote."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Gives the penalty, the confidence and the length of the ranking.

        `C` is the inverse strength of the penalty; scores are multiplied by `sharpness` so that confidences
        agree with how often the model is right (out of fold); `ranking_length` intents are named.
        """
        return {"C": 3.0, "sharpness": 1.7, "tolerance": 1e-2, "max_iter": 300, "ranking_length": 10}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "LinearClassifier":
        """Builds an untrained component."""
        del execution_context
        return cls(config, model_storage, resource)

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: Model | None = None
    ) -> None:
        self._config = {**self.get_default_config(), **config}
        self._storage = storage
        self._resource = resource
        self._model = model

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the weights; the same sentences always give the same ones."""
        examples = [one for one in training_data.intent_examples if sentence_vectors(one)]
        vectors = [sentence_vectors(one) for one in examples]
        blocks, joined = [], []
        for column in zip(*vectors, strict=True):  # one column a featuriser
            rows = vstack([csr_matrix(vector) for vector in column]).tocsr()
            blocks.append(learn_block(rows, sparse=not isinstance(column[0], np.ndarray)))
            joined.append(blocks[-1].apply(rows))
        matrix = hstack(joined).tocsr()
        intents = [one.get(INTENT) for one in examples]
        themes = [group_of(intent) for intent in intents]
        self._model = Model(tuple(blocks), self._learn(matrix, themes), self._learn(matrix, intents))
        with self._storage.write_to(self._resource) as folder:
            save(self._model, folder)
        return self._resource

    def _learn(self, matrix: csr_matrix, labels: list[str]) -> Regression:
        regression = LogisticRegression(
            C=self._config["C"], tol=self._config["tolerance"], max_iter=self._config["max_iter"]
        ).fit(matrix, labels)
        return Regression(
            tuple(str(name) for name in regression.classes_),
            (regression.coef_ * self._config["sharpness"]).astype(np.float32),
            (regression.intercept_ * self._config["sharpness"]).astype(np.float32),
        )

    def process(self, messages: list[Message]) -> list[Message]:
        """Ranks the intents of each message; a message without any feature gets none."""
        for message in messages:
            vectors = sentence_vectors(message)
            ranked = self._model.rank(vectors) if self._model is not None and vectors else []
            ranking = [{"name": name, "confidence": share} for name, share in ranked]
            best = ranking[0] if ranking else {"name": None, "confidence": 0.0}
            message.set(INTENT, best, add_to_output=True)
            shown = ranking[: self._config["ranking_length"]]
            message.set(INTENT_RANKING_KEY, shown, add_to_output=True)
        return messages

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "LinearClassifier":
        """Loads what `train` stored."""
        del execution_context, kwargs
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, load(folder))


def group_of(intent: str) -> str:
    """Gives the theme of an intent; an answer to a form is a group of its own."""
    return theme_of(intent) or intent


def sentence_vectors(message: Message) -> list[Any]:
    """Gives the sentence features of a message, one row each, in the order of the pipeline."""
    return [
        feature.features
        for feature in message.features
        if feature.attribute == TEXT and feature.type == FEATURE_TYPE_SENTENCE
    ]


def learn_block(rows: csr_matrix, *, sparse: bool) -> Block:
    """Learns how to weigh the columns of one featuriser, one row a sentence."""
    if sparse:
        with_it = np.asarray((rows > 0).sum(axis=0)).ravel()
        return Block(True, np.zeros(rows.shape[1]), np.log((1 + rows.shape[0]) / (1 + with_it)) + 1)
    dense = rows.toarray()
    spread = dense.std(axis=0)
    inverse = np.divide(1.0, spread, out=np.zeros_like(spread), where=spread > 0)
    return Block(False, dense.mean(axis=0), inverse)


def save(model: Model, folder: Path) -> None:
    """Writes a model as arrays and one JSON file."""
    blocks = {f"shift{i}": block.shift for i, block in enumerate(model.blocks)}
    blocks |= {f"weight{i}": block.weight for i, block in enumerate(model.blocks)}
    for name, regression in (("themes", model.themes), ("intents", model.intents)):
        blocks |= {f"{name}_weights": regression.weights, f"{name}_bias": regression.bias}
    np.savez(folder / "arrays.npz", **blocks)
    described = {
        "themes": model.themes.classes,
        "intents": model.intents.classes,
        "sparse": [block.sparse for block in model.blocks],
    }
    (folder / "model.json").write_text(json.dumps(described), encoding="utf-8")


def load(folder: Path) -> Model:
    """Reads what `save` wrote."""
    described = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    with np.load(folder / "arrays.npz", allow_pickle=False) as arrays:
        blocks = tuple(
            Block(sparse, arrays[f"shift{i}"], arrays[f"weight{i}"])
            for i, sparse in enumerate(described["sparse"])
        )
        themes, intents = (
            Regression(tuple(described[name]), arrays[f"{name}_weights"], arrays[f"{name}_bias"])
            for name in ("themes", "intents")
        )
        return Model(blocks, themes, intents)
