"""The source lines under an answer: what the browser receives of `bot/knowledge`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from bot.knowledge import reading
from bot.knowledge.yaml_files import InvalidKnowledge


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
    """Reads the facts and their sources.

    Raises:
        InvalidKnowledge: a file is missing or malformed, or a fact names a source that is not there.
    """
    read = reading.read_knowledge(folder)
    shown = {
        id_: Source(title=source.title, publisher=source.publisher, date=source.date, url=source.url)
        for id_, source in read.sources.items()
    }
    for fact in read.facts.values():
        unknown = [id_ for id_ in fact.sources if id_ not in shown]
        if unknown:
            raise InvalidKnowledge(f"fait « {fact.id} » : source inconnue {', '.join(unknown)}.")
    return Knowledge({fact.id: tuple(shown[id_] for id_ in fact.sources) for fact in read.facts.values()})
