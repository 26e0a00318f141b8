"""A graph component that writes a message the way the training data is written."""

import re
import unicodedata

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.plain import PlainComponent
from bot.nlu.sms import write_out

_SAME_CHARACTER = str.maketrans({"’": "'", "ʼ": "'", "´": "'", "\u00ad": None, "\u200b": None})

#: Signs and spaces in a row that are read. Of 2,000 emoji the language model makes 2,000 tokens and takes
#: seconds; no message of the training data has half as many.
SIGNS_READ = 20
_SIGNS = re.compile(rf"([\W_]{{{SIGNS_READ}}})[\W_]+")


def normalise(text: str) -> str:
    """Gives NFKC text with straight apostrophes and single plain spaces.

    Invisible characters go, SMS words are written out, endless rows of signs are cut. NFKC makes the
    non-breaking spaces of French typography and full-width forms plain. What comes after this component reads
    what it gives: positions of entities are in this text, not in the one typed.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).translate(_SAME_CHARACTER).split())
    return write_out(_SIGNS.sub(r"\1", plain).strip())


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class TextNormaliser(PlainComponent):
    """Normalises what the later components read; the tracker keeps the visitor's own text."""

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Normalises the examples as messages will be."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Normalises each message that has a text."""
        for message in messages:
            if message.get(TEXT):
                message.set(TEXT, normalise(message.get(TEXT)), add_to_output=True)
        return messages
