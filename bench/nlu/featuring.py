"""The featurisers of the product, one by one: so that each is computed once for all trials."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import spacy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import CountVectorsFeaturizer
from rasa.nlu.tokenizers.spacy_tokenizer import SpacyTokenizer
from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bench.nlu.pipelines import Config
from bot.nlu.blocks import Rows, stack
from bot.nlu.classifier import sentence_vectors
from bot.nlu.encoder import Encode, encode_all, shorten
from bot.nlu.normaliser import TextNormaliser


@dataclass(frozen=True)
class Features:
    """What one featuriser gives.

    Attributes:
        training: one row a training sentence.
        heldout: one row a held-out message.
        seconds: to compute those of the training.
        milliseconds: of each held-out message.
    """

    training: Rows
    heldout: list[Any]
    seconds: float
    milliseconds: list[float]

    @property
    def median(self) -> float:
        """Milliseconds of a message, half of them take less."""
        return median(self.milliseconds)


def prepare(
    config: Config, sentences: TrainingData, texts: Sequence[str]
) -> tuple[TrainingData, list[Message]]:
    """Normalises and tokenises as the product's configuration says."""
    context = _context("prepare")
    named = {one["name"]: one for one in config["pipeline"]}
    settings = {**SpacyNLP.get_default_config(), **named["SpacyNLP"]}
    model = SpacyModel(spacy.load(settings["model"]), settings["model"])
    tokenizer = SpacyTokenizer({**SpacyTokenizer.get_default_config(), **named["SpacyTokenizer"]})
    normaliser = TextNormaliser.create({}, None, None, context)
    reader = SpacyNLP(model, settings)
    sentences = normaliser.process_training_data(sentences)
    sentences = tokenizer.process_training_data(reader.process_training_data(sentences, model))
    messages = normaliser.process([Message({TEXT: text}) for text in texts])
    return sentences, tokenizer.process(reader.process(messages, model))


def count_features(
    settings: Config, number: int, sentences: TrainingData, messages: list[Message], folder: Path
) -> Features:
    """Learns and computes one block of n-grams."""
    storage = LocalModelStorage(folder)
    name = f"counts{number}"
    config = {**CountVectorsFeaturizer.get_default_config(), **settings}
    start = perf_counter()
    counts = CountVectorsFeaturizer.create(config, storage, Resource(name), _context(name))
    counts.train(sentences)
    counts.process_training_data(sentences)
    seconds = perf_counter() - start
    rows = tuple(sentence_vectors(one)[-1] for one in sentences.intent_examples)
    found, spent = [], []
    for message in messages:
        start = perf_counter()
        counts.process([message])
        spent.append(1_000 * (perf_counter() - start))
        found.append(sentence_vectors(message)[-1])
    return Features(stack(rows), found, seconds, spent)


def encoder_features(encode: Encode, sentences: TrainingData, messages: list[Message]) -> Features:
    """Computes the vectors of an encoder: sentences some at a time, messages one by one."""
    start = perf_counter()
    rows = tuple(encode_all([one.get(TEXT) for one in sentences.intent_examples], encode))
    seconds = perf_counter() - start
    found, spent = [], []
    for message in messages:
        start = perf_counter()
        found.append(encode([shorten(message.get(TEXT))]))
        spent.append(1_000 * (perf_counter() - start))
    return Features(stack(rows), found, seconds, spent)


def _context(name: str) -> ExecutionContext:
    return ExecutionContext(GraphSchema({}), node_name=name)
