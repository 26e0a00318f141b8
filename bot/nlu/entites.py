"""A graph component that finds what an official says of themselves: name, function, addresses, figures."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.entities.lexicon import Lexicon, load_lexicon
from bot.entities.reading import entities_in

#: Entity of spaCy's language model: only a suggestion.
_SUGGESTED = "PER"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class EntitesExtractor(GraphComponent, EntityExtractorMixin):
    """Adds an entity for each thing said; `bot.entities.model` has their names."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "EntitesExtractor":
        """Reads first names, everyday words and names of places: some tenths of a second."""
        del config, model_storage, resource, execution_context
        return cls(load_lexicon())

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def process(self, messages: list[Message]) -> list[Message]:
        """Reads each message that has a text; buttons never come here, Rasa reads them itself."""
        for message in messages:
            before = message.get(ENTITIES, [])
            suggested = [(one["start"], one["end"]) for one in before if one["entity"] == _SUGGESTED]
            found = entities_in(message.get(TEXT) or "", self._lexicon, suggested)
            if found:
                entities = self.add_extractor_name([one.as_mapping() for one in found])
                message.set(ENTITIES, before + entities, add_to_output=True)
        return messages
