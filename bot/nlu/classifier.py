"""The intent classifier as a Rasa component: reads what the featurisers wrote, ranks the intents.

Rasa's own classifiers take raw counts and unscaled vectors side by side; this one weighs each kind of feature
(`blocks`) and compares the message with the training sentences (`model`). Choices: docs/decisions/0007.
"""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.blocks import stack
from bot.nlu.model import Model, learn_model, load, save


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class KernelClassifier(IntentClassifier, GraphComponent):
    """Kernel ridge regression on weighed blocks of features."""

    @classmethod
    def required_components(cls) -> list[type]:
        """It reads what featurisers wrote."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`penalty` of the regressions, `width` of the likeness; `ranking_length` intents are named.

        Penalty and width gave the most sentences left out their theme, among those tried (decision 0007).
        """
        return {"penalty": 0.05, "width": 1.0, "ranking_length": 10}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "KernelClassifier":
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
        columns = zip(*(sentence_vectors(one) for one in examples), strict=True)  # one a featuriser
        intents = [one.get(INTENT) for one in examples]
        self._model = learn_model(
            [stack(column) for column in columns], intents, self._config["penalty"], self._config["width"]
        )
        with self._storage.write_to(self._resource) as folder:
            save(self._model, folder)
        return self._resource

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
    ) -> "KernelClassifier":
        """Loads what `train` stored."""
        del execution_context, kwargs
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, load(folder))


def sentence_vectors(message: Message) -> list[Any]:
    """Gives the sentence features of a message, one row each, in the order of the pipeline."""
    return [
        feature.features
        for feature in message.features
        if feature.attribute == TEXT and feature.type == FEATURE_TYPE_SENTENCE
    ]
