"""Reads the files of facts, sources, answers, words and questions; a mistake is one French sentence."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from bot.knowledge.model import (
    Answer,
    Button,
    Confidence,
    Corpus,
    Fact,
    Knowledge,
    Question,
    Source,
    SourceKind,
    Vocabulary,
)
from bot.knowledge.yaml_files import LINE, InvalidKnowledge, read_yaml

FACTS = "data/knowledge/facts.yml"
SOURCES = "data/knowledge/sources.yml"
VOCABULARY = "data/knowledge/vocabulary.yml"
QUESTIONS = "data/knowledge/questions.jsonl"
RESPONSES = "data/responses"
RULES = "data/rules"
DOMAIN = "domain.yml"

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True)
class _Entry:
    """One mapping of a file, which knows how to complain."""

    file: str
    called: str
    content: Mapping[str, Any]

    def wrong(self, said: str) -> InvalidKnowledge:
        line = self.content.get(LINE)
        where = f"{self.file}, ligne {line}" if line else self.file
        return InvalidKnowledge(f"{where}, {self.called} : {said}")

    def only(self, *fields: str) -> None:
        for field in self.content:
            if field not in {*fields, LINE}:
                raise self.wrong(f"« {field} » n’existe pas ; les noms possibles sont {', '.join(fields)}.")

    def text(self, field: str) -> str:
        value = self.optional_text(field)
        if value is None:
            raise self.wrong(f"il manque « {field} », un texte.")
        return value

    def optional_text(self, field: str) -> str | None:
        value = self.content.get(field)
        if value is None:
            return None
        if isinstance(value, date | int) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(
                f"« {field} » doit être un texte ; au besoin, mettez-le entre guillemets doubles."
            )
        return value.strip()

    def texts(self, field: str) -> tuple[str, ...]:
        value = self.content.get(field, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.wrong(f"« {field} » doit être une liste entre crochets, par exemple [depliant].")
        return tuple(value)

    def day(self, field: str) -> date | None:
        value = self.content.get(field)
        if value is None or type(value) is date:
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError as error:
            raise self.wrong(f"« {field} » doit être un jour comme 2026-12-31 (reçu : {value}).") from error

    def choice(self, field: str, choices: type[_Choice]) -> _Choice:
        value = self.content.get(field)
        try:
            return choices(str(value))
        except ValueError as error:
            received = "il manque" if value is None else f"reçu : {value}"
            expected = ", ".join(choices)
            raise self.wrong(f"« {field} » doit être l’un de ces mots : {expected} ({received}).") from error


def read_knowledge(folder: Path) -> Knowledge:
    """Reads `facts.yml` and `sources.yml`; whether they agree is for the checks to say.

    Raises:
        InvalidKnowledge: a file is missing or malformed.
    """
    sources = {}
    for entry in _entries(folder / "sources.yml", SOURCES, "sources", "source"):
        source = _source(entry)
        if source.id in sources:
            raise entry.wrong("cet identifiant est déjà pris par une autre source.")
        sources[source.id] = source
    facts = {}
    for entry in _entries(folder / "facts.yml", FACTS, "facts", "fait"):
        fact = _fact(entry)
        if fact.id in facts:
            raise entry.wrong("cet identifiant est déjà pris par un autre fait.")
        facts[fact.id] = fact
    return Knowledge(facts, sources)


def _source(entry: _Entry) -> Source:
    entry.only("id", "title", "publisher", "date", "url", "kind")
    url = entry.optional_text("url")
    if url is not None and not re.fullmatch(r"https?://\S+", url):
        raise entry.wrong(f"« url » doit commencer par https:// (reçu : {url}).")
    return Source(
        id=_id(entry),
        title=entry.text("title"),
        publisher=entry.text("publisher"),
        date=entry.text("date"),
        url=url,
        kind=entry.choice("kind", SourceKind),
    )


def _fact(entry: _Entry) -> Fact:
    entry.only("id", "statement", "sources", "date", "confidence", "valid_from", "valid_until", "note")
    return Fact(
        id=_id(entry),
        statement=entry.text("statement"),
        sources=entry.texts("sources"),
        confidence=entry.choice("confidence", Confidence),
        date=entry.optional_text("date"),
        valid_from=entry.day("valid_from"),
        valid_until=entry.day("valid_until"),
        note=entry.optional_text("note"),
    )


def _id(entry: _Entry) -> str:
    id_ = entry.text("id")
    if not _ID.fullmatch(id_):
        raise entry.wrong("« id » s’écrit en minuscules sans accent, avec des tirets : millau-2025.")
    return id_


def _entries(path: Path, file: str, heading: str, called: str) -> Iterator[_Entry]:
    content = read_yaml(path, file)
    listed = content.get(heading)
    if not isinstance(listed, list):
        raise InvalidKnowledge(
            f"{file} : il faut « {heading}: », suivi d’entrées qui commencent par « - id: »."
        )
    for number, one in enumerate(listed, start=1):
        if not isinstance(one, dict):
            raise InvalidKnowledge(f"{file} : l’entrée n° {number} n’est pas de la forme « - id: … ».")
        id_ = one.get("id")
        yield _Entry(file, f"{called} « {id_} »" if id_ else f"{called} n° {number}", one)


def read_answers(folder: Path) -> tuple[Answer, ...]:
    """Reads every response of `folder`, one file per theme.

    Raises:
        InvalidKnowledge: a file is malformed, or a response is written twice.
    """
    answers: list[Answer] = []
    owners: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        file = f"{RESPONSES}/{path.name}"
        responses = read_yaml(path, file).get("responses")
        if not isinstance(responses, dict):
            raise InvalidKnowledge(f"{file} : il faut « responses: », suivi des réponses.")
        for name, variants in responses.items():
            if name == LINE:
                continue
            if name in owners:
                raise InvalidKnowledge(f"{file} : {name} est déjà écrite dans {owners[name]}.")
            owners[name] = file
            if not isinstance(variants, list) or not all(isinstance(one, dict) for one in variants):
                raise InvalidKnowledge(f"{file}, {name} : il faut une entrée qui commence par « - text: ».")
            answers += [_answer(name, _Entry(file, name, variant)) for variant in variants]
    return tuple(answers)


def _answer(name: str, entry: _Entry) -> Answer:
    metadata = _Entry(entry.file, entry.called, _part(entry, "metadata"))
    buttons = entry.content.get("buttons", [])
    if not isinstance(buttons, list) or not all(isinstance(one, dict) for one in buttons):
        raise entry.wrong("« buttons » doit être une liste de {title: …, payload: …}.")
    kind = metadata.optional_text("kind")
    if kind not in {None, "conversation"}:
        raise entry.wrong(f"« kind » ne peut être que conversation (reçu : {kind}).")
    return Answer(
        name=name,
        text=entry.text("text"),
        facts=metadata.texts("facts"),
        conversation=kind is not None,
        buttons=tuple(
            Button(one.text("title"), one.text("payload"))
            for one in (_Entry(entry.file, f"{entry.called}, un bouton", button) for button in buttons)
        ),
        file=entry.file,
        line=int(entry.content.get(LINE, 0)),
    )


def _part(entry: _Entry, field: str) -> Mapping[str, Any]:
    value = entry.content.get(field, {})
    if not isinstance(value, dict):
        raise entry.wrong(
            f"« {field} » doit contenir des lignes en retrait, par exemple « facts: [depuis-2019] »."
        )
    return value


def read_vocabulary(path: Path) -> Vocabulary:
    """Reads the words that need no fact.

    Raises:
        InvalidKnowledge: the file is missing or malformed.
    """
    entry = _Entry(VOCABULARY, "liste de mots", read_yaml(path, VOCABULARY))
    entry.only("generic_names", "common_words", "abbreviations", "own_figures")
    abbreviations = _Entry(VOCABULARY, "abbreviations", _part(entry, "abbreviations"))
    return Vocabulary(
        generic_names=frozenset(entry.texts("generic_names")),
        common_words=frozenset(entry.texts("common_words")),
        abbreviations={word: abbreviations.texts(word) for word in abbreviations.content if word != LINE},
        own_figures=entry.texts("own_figures"),
    )


def read_questions(path: Path) -> tuple[Question, ...]:
    """Reads the questions of officials, one JSON object a line.

    Raises:
        InvalidKnowledge: a line is not a question.
    """
    questions = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            one = json.loads(line)
            questions.append(
                Question(
                    number=int(one["n"]),
                    theme=str(one["theme"]),
                    text=str(one["text"]),
                    intent=str(one["intent"]),
                    responses=tuple(one.get("responses", ())),
                )
            )
        except (ValueError, TypeError, KeyError) as error:
            raise InvalidKnowledge(
                f"{QUESTIONS}, ligne {number} : il faut un objet avec n, theme, text et intent."
            ) from error
    return tuple(sorted(questions, key=lambda question: question.number))


def read_corpus(root: Path) -> Corpus:
    """Reads all that is checked together.

    Args:
        root: the project's folder.

    Raises:
        InvalidKnowledge: a file is missing or malformed; the message says which and where.
    """
    domain = read_yaml(root / DOMAIN, DOMAIN)
    answers = read_answers(root / RESPONSES)
    knowledge = read_knowledge(root / "data" / "knowledge")
    return Corpus(
        knowledge=knowledge,
        answers=answers,
        vocabulary=read_vocabulary(root / VOCABULARY),
        actions_of=_actions_of(root / RULES),
        intents=_names(domain.get("intents", [])),
        entities=_names(domain.get("entities", [])),
        questions=read_questions(root / QUESTIONS),
    )


def _names(listed: list[Any]) -> frozenset[str]:
    """Names of a list of the domain, where one that has options is written as a mapping."""
    return frozenset(
        str(name) for one in listed for name in (one if isinstance(one, dict) else [one]) if name != LINE
    )


def _actions_of(folder: Path) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yml")):
        for rule in read_yaml(path, f"{RULES}/{path.name}").get("rules", []):
            first, *rest = rule["steps"]
            if "intent" in first:
                found.setdefault(first["intent"], []).extend(
                    step["action"] for step in rest[:1] if "action" in step
                )
    return {intent: tuple(dict.fromkeys(actions)) for intent, actions in found.items()}
