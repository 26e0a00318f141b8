"""Sentences of an answer as it is written for a chat window."""

import re
from dataclasses import dataclass

_ITEM = re.compile(r"^\s*(?:-|•|\d{1,2}\.)\s+")
_VARIABLE = re.compile(r"\{[^{}]*\}")
_END = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][ \u00a0]»))\s+(?=[«“(\u00a0 ]*[A-ZÀ-ÖØ-ÞŒ0-9])")
#: « M. Martin » is not the end of a sentence.
_ABBREVIATED = re.compile(r"\b(?:M|MM|Mme|art|av|bd|etc|cf)\.$")


@dataclass(frozen=True)
class Sentence:
    """One sentence, or one item of a list."""

    text: str
    is_item: bool = False

    @property
    def is_question(self) -> bool:
        """Whether it asks."""
        return self.text.rstrip(" \u00a0»").endswith("?")


def without_variables(text: str) -> str:
    """Hides `{variables}`: they are filled from the conversation, not from what an editor writes."""
    return _VARIABLE.sub(lambda match: " " * len(match[0]), text)


def without_marks(text: str) -> str:
    """Hides the marks of lists: the « 1. » before an item is no figure."""
    return "\n".join(_ITEM.sub(lambda match: " " * len(match[0]), line) for line in text.splitlines())


def sentences(text: str) -> list[Sentence]:
    """Splits a text into its sentences; each line of a list is an item, without its mark."""
    found: list[Sentence] = []
    for line in without_variables(text).splitlines():
        item = _ITEM.match(line)
        if item:
            found.append(Sentence(line[item.end() :].strip(), is_item=True))
            continue
        start = 0
        pieces = []
        for end in _END.finditer(line):
            if _ABBREVIATED.search(line[start : end.start()]):
                continue
            pieces.append(line[start : end.start()])
            start = end.end()
        pieces.append(line[start:])
        found += [Sentence(piece.strip()) for piece in pieces if re.search(r"\w", piece)]
    return found
