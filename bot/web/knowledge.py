"""The sources behind the facts that an answer states, read once from `data/knowledge`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ValidationError


class InvalidKnowledge(ValueError):
    """The files of facts and sources cannot be used; the message says where."""


class Source(BaseModel):
    """Where a statement comes from, as shown to a visitor.

    Attributes:
        title: name of the document, in French.
        publisher: who published it.
        date: its date in words, for instance « non daté ».
        url: where it can be read; None when it is not online.
    """

    title: str
    publisher: str
    date: str
    url: str | None = None


class _NamedSource(Source):
    id: str


class _Fact(BaseModel):
    id: str
    sources: list[str]


class _Facts(BaseModel):
    facts: list[_Fact]


class _Sources(BaseModel):
    sources: list[_NamedSource]


@dataclass(frozen=True)
class Knowledge:
    """Sources by the id of the fact they support."""

    sources_by_fact: Mapping[str, tuple[Source, ...]]

    def sources_of(self, fact_ids: Iterable[str]) -> list[Source]:
        """Lists the sources of these facts, each once, in the order of the facts; skips unknown facts."""
        found: list[Source] = []
        for fact_id in fact_ids:
            found += [source for source in self.sources_by_fact.get(fact_id, ()) if source not in found]
        return found


def read_knowledge(folder: Path) -> Knowledge:
    """Reads `facts.yml` and `sources.yml`.

    Raises:
        InvalidKnowledge: a file is missing or malformed, or a fact names a source that is not there.
    """
    try:
        facts = _Facts.model_validate(yaml.safe_load((folder / "facts.yml").read_text(encoding="utf-8")))
        named = _Sources.model_validate(yaml.safe_load((folder / "sources.yml").read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise InvalidKnowledge(f"{folder}: {error}") from error
    sources = {
        source.id: Source(title=source.title, publisher=source.publisher, date=source.date, url=source.url)
        for source in named.sources
    }
    by_fact: dict[str, tuple[Source, ...]] = {}
    for fact in facts.facts:
        unknown = [source_id for source_id in fact.sources if source_id not in sources]
        if unknown:
            raise InvalidKnowledge(f"fact {fact.id!r} names unknown sources: {', '.join(unknown)}")
        by_fact[fact.id] = tuple(sources[source_id] for source_id in fact.sources)
    return Knowledge(by_fact)
