"""Training data of other sizes than the product's, as files that Rasa reads."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import yaml

from bench.nlu.heldout import ROOT

_Line = TypeVar("_Line")

#: The product's sentences.
DATA = ROOT / "data/nlu"

#: Rasa wants at least two sentences an intent.
_FEWEST = 2

#: Ends the copies of sentences, where more are wanted than there are.
_MARKER = "bis"

#: Intent -> its sentences, annotations of entities included.
Corpus = dict[str, list[str]]


def read_corpus(folder: Path = DATA) -> Corpus:
    """Gives the product's sentences by intent."""
    corpus: Corpus = {}
    for path in sorted(folder.glob("*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            if "intent" in entry:
                lines = entry["examples"].splitlines()
                corpus.setdefault(entry["intent"], []).extend(line[2:] for line in lines if line.strip())
    return corpus


def size(corpus: Corpus) -> int:
    """Counts the sentences."""
    return sum(map(len, corpus.values()))


def resize(corpus: Corpus, wanted: int) -> Corpus:
    """Gives about so many sentences: some of each intent, evenly spaced, or all and marked copies."""
    share = wanted / size(corpus)
    if share <= 1:
        return {
            intent: _spread(lines, max(_FEWEST, round(share * len(lines))))
            for intent, lines in corpus.items()
        }
    missing = wanted - size(corpus)
    larger = {intent: list(lines) for intent, lines in corpus.items()}
    copies = [(intent, f"{line} {_MARKER}") for intent, lines in corpus.items() for line in lines]
    for intent, line in _spread(copies, missing):
        larger[intent].append(line)
    return larger


def write_corpus(corpus: Corpus, path: Path) -> None:
    """Writes sentences as Rasa reads them."""
    entries = [
        {"intent": intent, "examples": "".join(f"- {line}\n" for line in lines)}
        for intent, lines in corpus.items()
    ]
    text = yaml.safe_dump(
        {"version": "3.1", "nlu": entries}, allow_unicode=True, sort_keys=False, width=1_000
    )
    path.write_text(text, encoding="utf-8")


def _spread(lines: Sequence[_Line], count: int) -> list[_Line]:
    chosen = min(count, len(lines))
    return [lines[place * len(lines) // chosen] for place in range(chosen)]
