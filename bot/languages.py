"""Languages in which people write to a service in French: their names, and one sentence to send them on.

The table, `data/knowledge/langues.csv`, is read by both environments: Rasa's names the language, the actions
answer.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).resolve().parents[1] / "data" / "knowledge" / "langues.csv"

#: Around a text that is written from right to left within one that is not (UAX 9: isolates).
_RIGHT_TO_LEFT, _END = "\u2067", "\u2069"


@dataclass(frozen=True)
class Language:
    """A language.

    Attributes:
        code: ISO 639-1, or 639-3 where there is none.
        name: in French, after « en »: "anglais".
        own: its name in itself.
        right_to_left: how it is written.
        sentence: says in it that this service is in French and for local authorities; "" when not frequent.
    """

    code: str
    name: str
    own: str
    right_to_left: bool
    sentence: str

    @property
    def both_names(self) -> str:
        """Gives « anglais (English) »."""
        return f"{self.name} ({self._marked(self.own)})"

    @property
    def marked_sentence(self) -> str:
        """Gives the sentence, its direction marked."""
        return self._marked(self.sentence) if self.sentence else ""

    def _marked(self, text: str) -> str:
        return f"{_RIGHT_TO_LEFT}{text}{_END}" if self.right_to_left else text


def read_languages(table: Path = TABLE) -> Mapping[str, Language]:
    """Reads the table; gives the languages by code."""
    with table.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Language(
                row["code"], row["nom"], row["propre"], row["droite"] == "oui", row["phrase"]
            )
            for row in csv.DictReader(file)
        }
