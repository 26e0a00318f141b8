"""A graph component that finds the collectivité a message speaks of, in any sentence."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.territory.entities import entities_of
from bot.territory.tables import Territory, load_territory


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class CollectiviteExtractor(GraphComponent, EntityExtractorMixin):
    """Adds an entity `collectivite` for each collectivité that the text may speak of, the best first."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "CollectiviteExtractor":
        """Reads the tables: about a second and 65 MB."""
        del config, model_storage, resource, execution_context
        return cls(load_territory())

    def __init__(self, territory: Territory) -> None:
        self._territory = territory

    def process(self, messages: list[Message]) -> list[Message]:
        """Reads each message that has a text; buttons never come here, Rasa reads them itself."""
        for message in messages:
            found = entities_of(self._territory, message.get(TEXT) or "")
            if found:
                entities = self.add_extractor_name(found)
                message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages
