"""Which answer follows another: « et après ? », « pourquoi ? », « plus de détails »."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

#: The committed table.
FOLLOW_UPS = Path(__file__).resolve().parents[1] / "data" / "knowledge" / "relances.yml"

#: Kinds of follow-up, as the table names them.
KINDS = ("suite", "pourquoi", "details")


@dataclass(frozen=True)
class FollowUps:
    """Where each follow-up leads.

    Attributes:
        themes: theme -> kind -> intents, the first choice first.
        answers: the same by intent, which come before those of its theme.
    """

    themes: Mapping[str, Mapping[str, Sequence[str]]]
    answers: Mapping[str, Mapping[str, Sequence[str]]]

    def after(self, intent: str, kind: str) -> str | None:
        """Gives the answer that follows one, never that one itself; None when there is no other.

        Args:
            intent: of the answer just read.
            kind: one of `KINDS`.
        """
        theme = max((one for one in self.themes if _is_of(intent, one)), key=len, default="")
        choices = (
            *self.answers.get(intent, {}).get(kind, ()),
            *self.themes.get(theme, {}).get(kind, ()),
        )
        return next((one for one in choices if one != intent), None)


def read_follow_ups(path: Path = FOLLOW_UPS) -> FollowUps:
    """Reads the table.

    Raises:
        OSError, KeyError, yaml.YAMLError: it is missing, or not what it must be.
    """
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return FollowUps(content["themes"], content["reponses"])


def _is_of(intent: str, theme: str) -> bool:
    return intent == theme or intent.startswith(f"{theme}_")
