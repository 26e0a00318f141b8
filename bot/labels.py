"""How each intent is offered to a visitor who was perhaps misunderstood: « Combien l’État finance ? »."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from bot.nearness import normalise

#: The committed table.
LABELS = Path(__file__).resolve().parents[1] / "data" / "knowledge" / "libelles.yml"

#: In characters: a button keeps to one line on a telephone.
LONGEST_LABEL = 40


#: From this confidence on a reading may be offered. Confidences are shares of the themes: chance is 0.03 of
#: thirty, and what has less than four times that is mostly not what was meant.
PLAUSIBLE = 0.12


class InvalidLabels(ValueError):
    """The table cannot be used; the message says where."""


def read_labels(path: Path = LABELS) -> Mapping[str, str]:
    """Reads the label of each intent that may be offered.

    Raises:
        InvalidLabels: the file is missing or malformed, a label is empty or too long, or two are alike.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise InvalidLabels(f"{path}: {error}") from error
    labels = content.get("libelles") if isinstance(content, dict) else None
    if not isinstance(labels, dict):
        raise InvalidLabels(f"{path}: `libelles` must map each intent to its label")
    seen: dict[str, str] = {}
    for intent, label in labels.items():
        if not isinstance(intent, str) or not isinstance(label, str) or not normalise(label).strip():
            raise InvalidLabels(f"{path}: {intent!r} has no label")
        if len(label) > LONGEST_LABEL:
            raise InvalidLabels(f"{path}: the label of {intent!r} exceeds {LONGEST_LABEL} characters")
        other = seen.setdefault(normalise(label), intent)
        if other != intent:
            raise InvalidLabels(f"{path}: {other!r} and {intent!r} have the same label")
    return labels
