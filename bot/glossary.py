"""The glossary: which of its terms a sentence names, and what may be said of them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from bot.territory.normalise import normalise

#: « C.T.A.I. » is CTAI.
_DOTTED = re.compile(r"\b(?:\w\.){2,}\w?\b\.?")


class InvalidGlossary(ValueError):
    """The glossary cannot be used; the message says where."""


class Next(BaseModel):
    """What the visitor may ask next, as a button."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    payload: str


class Entry(BaseModel):
    """One term: its definition, or the intent whose answer explains it.

    Attributes:
        id: its name in the file.
        terms: spellings it is recognised by, the one that is shown first.
        expansion: the abbreviation spelled out.
        definition: one or two sentences.
        facts: facts of `data/knowledge/facts.yml` that the definition states.
        texte: law article or document that it rests on.
        see: what may be asked next.
        answer: the intent whose answer explains the term.
        common: a word of every conversation, explained only when no other term is asked.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    terms: tuple[str, ...]
    expansion: str | None = None
    definition: str | None = None
    facts: tuple[str, ...] = ()
    texte: str | None = None
    see: tuple[Next, ...] = ()
    answer: str | None = None
    common: bool = False

    @property
    def title(self) -> str:
        """How the term is shown: « EPCI (établissement public de coopération intercommunale) »."""
        return f"{self.terms[0]} ({self.expansion})" if self.expansion else self.terms[0]

    @model_validator(mode="after")
    def _explains_the_term_once(self) -> Self:
        if not self.terms:
            raise ValueError(f"{self.id}: no terms")
        if (self.definition is None) == (self.answer is None):
            raise ValueError(f"{self.id}: give a definition or an answer, one of them")
        if self.definition is not None and not (self.facts or self.texte):
            raise ValueError(f"{self.id}: a definition needs its facts or its texte")
        return self


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Glossary:
    """Entries by the words of their terms, without case, accents nor plural.

    Attributes:
        entries: in the order of the file.
        by_words: entry by the words of each of its terms.
    """

    entries: tuple[Entry, ...]
    by_words: Mapping[tuple[str, ...], Entry]

    def named_in(self, text: str) -> tuple[Entry, ...]:
        """Gives the terms that a text names, in its order, each once.

        Only whole words count, and the longest term wins: « sous-préfet » is no « préfet ». Common words are
        left out beside any other term: « c’est quoi l’OFII dans un CTAI ? » asks for one definition.
        """
        found = tuple(dict.fromkeys(self._scan(_words(text))))
        asked = tuple(entry for entry in found if not entry.common)
        return asked or found

    def _scan(self, words: tuple[str, ...]) -> Iterator[Entry]:
        longest = max(map(len, self.by_words))
        start = 0
        while start < len(words):
            for length in range(longest, 0, -1):
                entry = self.by_words.get(words[start : start + length])
                if entry is not None:
                    yield entry
                    start += length
                    break
            else:
                start += 1


def read_glossary(path: Path) -> Glossary:
    """Reads `glossaire.yml`.

    Raises:
        InvalidGlossary: the file is missing or malformed, or two entries share an id or a term.
    """
    try:
        entries = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).entries
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise InvalidGlossary(f"{path}: {error}") from error
    by_words: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        for term in entry.terms:
            other = by_words.setdefault(_words(term), entry)
            if other is not entry:
                raise InvalidGlossary(f"{path}: {term!r} is in {other.id!r} and in {entry.id!r}")
    if len({entry.id for entry in entries}) < len(entries):
        raise InvalidGlossary(f"{path}: two entries have the same id")
    return Glossary(entries, by_words)


def _words(text: str) -> tuple[str, ...]:
    whole = _DOTTED.sub(lambda match: match[0].replace(".", ""), text)
    return tuple(word.removesuffix("s") for word in normalise(whole).split())
