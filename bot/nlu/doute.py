"""Says of each message whether it is understood surely enough to be acted upon; if not, the visitor is asked.

Rasa's `FallbackClassifier` has one threshold for all. Here a wish that starts, changes or stops something
needs more confidence than a question, whose wrong answer costs little. The thresholds come from the curve of
docs/comprehension/; what the visitor is asked: actions/doute.py.
"""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.themes import theme_of

#: Themes of wishes that start, change or stop something.
JOURNEYS = frozenset(("rediger_lettre", "ouvrir_dossier", "suivre_dossier", "modifier_dossier", "annuler"))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class DoubtClassifier(GraphComponent):
    """Puts `nlu_fallback` before readings that are too unsure; they stay in the ranking, to be offered."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Confidences from 0 to 1.

        `threshold`: below it a reading is not acted upon; `journey_threshold`: the same for `JOURNEYS`;
        `ambiguity`: two best readings nearer to each other than this are both doubtful.
        """
        return {"threshold": 0.4, "journey_threshold": 0.5, "ambiguity": 0.05}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "DoubtClassifier":
        """Builds the component; it has no state."""
        del model_storage, resource, execution_context
        return cls({**cls.get_default_config(), **config})

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config

    def process(self, messages: list[Message]) -> list[Message]:
        """Marks the messages that are not surely understood."""
        for message in messages:
            ranking = message.get(INTENT_RANKING_KEY) or []
            if self._is_doubtful(ranking):
                doubt = {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": self._config["threshold"]}
                message.set(INTENT, doubt, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [doubt, *ranking], add_to_output=True)
        return messages

    def _is_doubtful(self, ranking: list[dict[str, Any]]) -> bool:
        if not ranking:
            return True
        best, *others = ranking
        journey = theme_of(best["name"]) in JOURNEYS
        least = self._config["journey_threshold" if journey else "threshold"]
        second = others[0]["confidence"] if others else 0.0
        return bool(best["confidence"] < least or best["confidence"] - second < self._config["ambiguity"])
