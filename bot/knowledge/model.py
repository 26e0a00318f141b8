"""Facts, sources and answers, as they are written in `data/`."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Confidence(StrEnum):
    """How sure a fact is; a low one never reaches a visitor."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class SourceKind(StrEnum):
    """What a source is."""

    LEAFLET = "depliant"
    OFFICIAL = "officiel"
    LOCAL_EXAMPLE = "exemple_local"
    PRESS = "presse"


@dataclass(frozen=True)
class Source:
    """Where a statement comes from.

    Attributes:
        id: its name in `sources.yml`.
        title: name of the document, in French.
        publisher: who published it.
        date: its date in words, for instance « non daté » or « 2021-10-27 ».
        url: where it can be read; None when it is not online.
        kind: the ministry's leaflet, an official text, a local example or the press.
    """

    id: str
    title: str
    publisher: str
    date: str
    url: str | None
    kind: SourceKind


@dataclass(frozen=True)
class Fact:
    """One sentence that an answer may state.

    Attributes:
        id: its name in `facts.yml`.
        statement: the sentence, in French, in our own words.
        sources: ids of what supports it; may name sources that do not exist.
        confidence: how sure it is.
        date: its own date in words; None when that of its sources holds.
        valid_from: first day on which it may be stated; None when there is no such day.
        valid_until: last day on which it may be stated; None when there is no such day.
        note: a remark for editors and reviewers.
    """

    id: str
    statement: str
    sources: tuple[str, ...]
    confidence: Confidence
    date: str | None = None
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    note: str | None = None


@dataclass(frozen=True)
class Button:
    """A choice under an answer: what is read on it, and what it sends."""

    title: str
    payload: str


@dataclass(frozen=True)
class Answer:
    """One variant of a response of Rasa.

    Attributes:
        name: the response, `utter_…`.
        text: what is said; may hold variables `{like_this}`.
        facts: ids of the facts that it states; may name facts that do not exist.
        conversation: it states nothing (`kind: conversation`).
        buttons: the choices that it offers.
        file: where it is written, from the project's folder.
        line: at which line.
    """

    name: str
    text: str
    facts: tuple[str, ...] = ()
    conversation: bool = False
    buttons: tuple[Button, ...] = ()
    file: str = "data/responses"
    line: int = 0

    @property
    def is_question(self) -> bool:
        """Whether it is a question of a form, which waits for an answer and not for a choice."""
        return self.name.startswith("utter_ask_")


@dataclass(frozen=True)
class Question:
    """One of the questions that officials ask.

    Attributes:
        number: its number in the list, from 1.
        theme: the heading under which reviewers read it.
        text: the question, as it was asked.
        intent: what the assistant must understand.
        responses: the responses that answer it, where a form or an action speaks; empty when the rules tell.
    """

    number: int
    theme: str
    text: str
    intent: str
    responses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """Words that need no fact.

    Attributes:
        generic_names: capitalised words that name nobody in particular.
        common_words: words, in lower case, that may begin a sentence.
        abbreviations: each abbreviation with the full forms that explain it.
        own_figures: what the assistant says of itself (« 6 chiffres »); only where nothing else is stated.
    """

    generic_names: frozenset[str] = frozenset()
    common_words: frozenset[str] = frozenset()
    abbreviations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    own_figures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Knowledge:
    """The facts and their sources, by id."""

    facts: Mapping[str, Fact]
    sources: Mapping[str, Source]

    def sources_of(self, fact_ids: Iterable[str]) -> list[Source]:
        """Lists the sources of these facts, each once, in the order of the facts; skips what is unknown."""
        found: list[Source] = []
        for fact_id in fact_ids:
            fact = self.facts.get(fact_id)
            for source in (self.sources.get(id_) for id_ in (fact.sources if fact else ())):
                if source is not None and source not in found:
                    found.append(source)
        return found


@dataclass(frozen=True)
class Corpus:
    """All that is checked together.

    Attributes:
        knowledge: the facts and their sources.
        answers: every variant of every response.
        vocabulary: the words that need no fact.
        actions_of: what the rules do first for each intent: the actions of every rule that it begins.
        intents: the intents of the domain.
        entities: the entities of the domain.
        questions: what officials ask.
    """

    knowledge: Knowledge
    answers: tuple[Answer, ...]
    vocabulary: Vocabulary
    actions_of: Mapping[str, tuple[str, ...]]
    intents: frozenset[str]
    entities: frozenset[str]
    questions: tuple[Question, ...] = ()

    def variants_of(self, response: str) -> tuple[Answer, ...]:
        """Gives the variants of a response; none when it does not exist."""
        return tuple(answer for answer in self.answers if answer.name == response)
