"""The questions that no model was trained on."""

import json
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_QUESTIONS = ROOT / "tests/nlu/questions.jsonl"

#: Theme of the messages that the assistant is not there for.
OUT_OF_SCOPE = "hors_sujet"


@dataclass(frozen=True)
class Question:
    """A message and what it is about.

    Attributes:
        theme: the one that it must reach; of a compound message, that of its first question.
        themes: those of both questions of a compound message, in order; none for the others.
        register: the way it is written.
        hand: who wrote it.
    """

    text: str
    theme: str
    register: str
    hand: str
    themes: tuple[str, ...] = ()

    @property
    def in_scope(self) -> bool:
        """Whether the assistant has something to say to it."""
        return self.theme != OUT_OF_SCOPE


def read_questions(path: Path = _QUESTIONS) -> list[Question]:
    """Gives the held-out questions, in the order of their file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        Question(
            one["text"], one["theme"], one["register"], one.get("hand", "-"), tuple(one.get("themes", ()))
        )
        for one in map(json.loads, filter(str.strip, lines))
    ]
