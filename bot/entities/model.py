"""What is found in a text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: Names of the entities, those of the domain.
PERSONNE, CIVILITE, FONCTION, EMAIL = "personne", "civilite", "fonction", "email"
TELEPHONE, POPULATION, THEME, REFERENCE = "telephone", "population", "theme_ctai", "reference"

#: Confidence of what the words say, and of what they only suggest.
SURE, DOUBTFUL = 1.0, 0.5


@dataclass(frozen=True)
class Entity:
    """One thing said.

    Attributes:
        entity: one of the names above.
        value: what is retained: a text, or the number of inhabitants.
        start: position of its first character in the text.
        end: position after its last one.
        confidence: `SURE` or `DOUBTFUL`.
        details: what else is known: `e164` of a telephone, `titre` and `genre` of a function.
    """

    entity: str
    value: str | int
    start: int
    end: int
    confidence: float = SURE
    details: Mapping[str, str] = field(default_factory=dict)

    def as_mapping(self) -> dict[str, Any]:
        """Gives it as Rasa keeps entities; `bot.territory.entities` writes its own the same way."""
        return {
            "entity": self.entity,
            "value": self.value,
            "start": self.start,
            "end": self.end,
            "confidence_entity": self.confidence,
            **self.details,
        }
