"""The page that the ministry's reviewers read and sign: every question, its answer, its facts and sources."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.clock import french_date
from bot.knowledge.ages import Age, age_of, in_french
from bot.knowledge.model import Answer, Confidence, Corpus, Fact, Question, Source, SourceKind

TEMPLATES = Path(__file__).parent / "templates"

#: What an answer says when no public source answers; the reviewers look at these first.
_UNANSWERED = re.compile(
    r"\b[Aa]ucun(?:e|s|es)? [^.;]*(?:n’a été|n’est|n’ont été) (?:trouvé|publié)"
    r"|\bAucun texte trouvé\b|\bAucune (?:autre )?(?:source|règle) publique\b"
    r"|\b[Jj]e n’(?:en )?ai (?:pas |donc pas )?trouvé\b|\bn’en ai trouvé aucune\b"
    r"|\b[Jj]e n’ai pas de (?:chiffre|liste)\b|\bn’a pas été trouvé"
)
#: Names of the responses that refuse and name another door.
_REFUSALS = ("utter_hors_sujet", "utter_interets_avis")
_ITEM = re.compile(r"^\s*(?:(?P<number>\d{1,2})\.|-|•)\s+")


class Mark(StrEnum):
    """What a reviewer is told of a question, in the order in which it is shown."""

    UNANSWERED = "sans réponse publique"
    OUT_OF_SCOPE = "hors sujet"
    GUIDED = "parcours guidé"
    MEDIUM = "fiabilité moyenne"
    OLD = "plus de deux ans"
    UNDATED = "source non datée"


@dataclass(frozen=True)
class Block:
    """A paragraph, or the items of a list."""

    lines: tuple[str, ...]
    is_list: bool = False
    numbered: bool = False


@dataclass(frozen=True)
class ShownSource:
    """A source with its date in French and its age on the day of the report."""

    source: Source
    date: str
    age: Age


@dataclass(frozen=True)
class ShownFacts:
    """Facts that rest on the same sources and are as sure as each other."""

    facts: tuple[Fact, ...]
    confidence: Confidence
    sources: tuple[ShownSource, ...]


@dataclass(frozen=True)
class ShownAnswer:
    """An answer as the visitor reads it, with what it rests on."""

    answer: Answer
    blocks: tuple[Block, ...]
    facts: tuple[ShownFacts, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class ShownQuestion:
    """A question with its answers; `same_as` is the number of an earlier question that has the same ones."""

    question: Question
    text: str
    answers: tuple[ShownAnswer, ...]
    marks: tuple[Mark, ...]
    same_as: int | None


@dataclass(frozen=True)
class Theme:
    """The questions under one heading, and how many bear each mark."""

    title: str
    anchor: str
    questions: tuple[ShownQuestion, ...]
    counts: dict[Mark, int]


@dataclass(frozen=True)
class Report:
    """All that the page shows."""

    day: str
    themes: tuple[Theme, ...]
    totals: dict[Mark, int]
    question_count: int
    others: tuple[ShownAnswer, ...]
    sources: tuple[ShownSource, ...]
    fact_counts: dict[str, int]
    source_counts: dict[str, int]


def write_report(corpus: Corpus, today: date) -> str:
    """Writes the page, in one piece: HTML without script nor outside file.

    Args:
        corpus: the facts, the answers and the questions.
        today: the day of the report, from which the age of the sources is counted.
    """
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html").render(
        report=build_report(corpus, today), marks=list(Mark), medium=Confidence.MEDIUM
    )


def build_report(corpus: Corpus, today: date) -> Report:
    """Gathers what the page shows; see `write_report`."""
    seen: dict[tuple[str, ...], int] = {}
    questions = [_question(question, corpus, today, seen) for question in corpus.questions]
    themes = tuple(
        _theme(number, title, tuple(group))
        for number, (title, group) in enumerate(groupby(questions, lambda one: one.question.theme), start=1)
    )
    shown = {answer.answer.name for question in questions for answer in question.answers}
    knowledge = corpus.knowledge
    sources = tuple(_source(source, today) for source in knowledge.sources.values())
    cited = {id_ for answer in corpus.answers for id_ in answer.facts}
    return Report(
        day=french_date(today),
        themes=themes,
        totals=_counts(questions),
        question_count=len(questions),
        others=tuple(
            _answer(answer, corpus, today)
            for answer in corpus.answers
            if answer.name not in shown
            and not answer.is_question
            and (answer.facts or answer.name.startswith(_REFUSALS))
        ),
        sources=tuple(
            sorted(sources, key=lambda one: (one.source.kind != SourceKind.LEAFLET, one.source.title))
        ),
        fact_counts={
            level: sum(fact.confidence is level and fact.id in cited for fact in knowledge.facts.values())
            for level in Confidence
        },
        source_counts={
            "all": len(sources),
            "old": sum(one.age.old for one in sources),
            "undated": sum(one.age.undated for one in sources),
        },
    )


def responses_of(question: Question, corpus: Corpus) -> tuple[str, ...]:
    """Names the responses to a question: those it lists, else those of its rules, else its namesake."""
    names = question.responses or corpus.actions_of.get(question.intent, ())
    found = tuple(name for name in names if corpus.variants_of(name))
    return found or tuple(name for name in (f"utter_{question.intent}",) if corpus.variants_of(name))


def says_unanswered(text: str) -> bool:
    """Whether an answer says that no public source answers, wholly or on one point."""
    return _UNANSWERED.search(text.replace("\u00a0", " ")) is not None


def blocks_of(text: str) -> tuple[Block, ...]:
    """Splits an answer into paragraphs and lists, without the marks of the items."""
    found: list[Block] = []
    for line in (line for line in text.splitlines() if line.strip()):
        item = _ITEM.match(line)
        if item is None:
            found.append(Block((line.strip(),)))
            continue
        said, numbered = line[item.end() :].strip(), item["number"] is not None
        if found and found[-1].is_list and found[-1].numbered == numbered:
            found[-1] = Block((*found[-1].lines, said), is_list=True, numbered=numbered)
        else:
            found.append(Block((said,), is_list=True, numbered=numbered))
    return tuple(found)


def _question(
    question: Question, corpus: Corpus, today: date, seen: dict[tuple[str, ...], int]
) -> ShownQuestion:
    names = responses_of(question, corpus)
    same_as = seen.get(names)
    seen.setdefault(names, question.number)
    answers = tuple(_answer(answer, corpus, today) for name in names for answer in corpus.variants_of(name))
    marks = {mark for answer in answers for mark in answer.marks}
    if any(name.startswith(_REFUSALS) for name in names):
        marks.add(Mark.OUT_OF_SCOPE)
    elif answers and all(answer.answer.conversation for answer in answers):
        marks.add(Mark.GUIDED)
    return ShownQuestion(question, _typeset(question.text), answers, _ordered(marks), same_as)


def _answer(answer: Answer, corpus: Corpus, today: date) -> ShownAnswer:
    facts = _grouped(answer, corpus, today)
    # The leaflet bears no date: the page says it once.
    sources = [one for group in facts for one in group.sources if one.source.kind is not SourceKind.LEAFLET]
    marks = {
        Mark.UNANSWERED: says_unanswered(answer.text),
        Mark.MEDIUM: any(group.confidence is Confidence.MEDIUM for group in facts),
        Mark.OLD: any(one.age.old for one in sources),
        Mark.UNDATED: any(one.age.undated for one in sources),
    }
    return ShownAnswer(
        answer, blocks_of(answer.text), facts, _ordered(m for m, true in marks.items() if true)
    )


def _grouped(answer: Answer, corpus: Corpus, today: date) -> tuple[ShownFacts, ...]:
    knowledge = corpus.knowledge
    groups: dict[tuple[Confidence, tuple[str, ...]], list[Fact]] = {}
    for fact in (knowledge.facts[id_] for id_ in answer.facts if id_ in knowledge.facts):
        groups.setdefault((fact.confidence, fact.sources), []).append(fact)
    return tuple(
        ShownFacts(
            tuple(facts),
            confidence,
            tuple(_source(one, today) for one in knowledge.sources_of(fact.id for fact in facts)),
        )
        for (confidence, _), facts in groups.items()
    )


def _source(source: Source, today: date) -> ShownSource:
    return ShownSource(source, in_french(source.date), age_of(source.date, today))


def _theme(number: int, title: str, questions: tuple[ShownQuestion, ...]) -> Theme:
    return Theme(title, f"theme-{number}", questions, _counts(questions))


def _counts(questions: Iterable[ShownQuestion]) -> dict[Mark, int]:
    marks = [mark for question in questions for mark in question.marks]
    return {mark: marks.count(mark) for mark in Mark}


def _ordered(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    given = set(marks)
    return tuple(mark for mark in Mark if mark in given)


def _typeset(text: str) -> str:
    """Gives a question, typed as people type, the apostrophes and spaces of print."""
    return re.sub(r" (?=[?!:;»])|(?<=«) ", "\u00a0", text.replace("'", "’"))
