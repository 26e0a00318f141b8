"""What the trained model makes of questions never seen, and of those that the product must not miss."""

import asyncio
import json
import logging
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from rasa.core.agent import Agent
from rasa.utils.log_utils import configure_structlog

from bot.nlu.parse import parse
from bot.training import model_path

ROOT = Path(__file__).resolve().parents[2]

#: Measured 0.90 on 355 questions; the next rounds raise the model and this bar with it.
LEAST_ACCURACY = 0.87
#: Of the questions that have a theme of their own, how many may be taken as off topic or not understood.
MOST_LOST = 0.08

#: Of the 118 questions that officials ask, written as in the list, how many reach their very answer: all.
LEAST_EXACT = 118

MUST_BE_UNDERSTOOD = {
    "Bonjour": "saluer",
    "Qui peut signer un CTAI ?": "eligibilite",
    "Quelles sont les étapes ?": "etapes",
    "Qui contacter ?": "contact_prefecture",
    "C'est quoi un CTAI ?": "definition",
    "Quels thèmes ?": "thematiques",
    "À quoi ça sert pour ma ville ?": "interets",
    "Je voudrais écrire la lettre d'intention": "rediger_lettre",
    "Je voudrais écrire la lettre d’intention": "rediger_lettre",
    "Ouvrez le dossier": "ouvrir_dossier",
    "oui": "affirmer",
    "non": "nier",
    "annuler": "annuler",
}


@pytest.fixture(scope="module")
def agent() -> Agent:
    configure_structlog(logging.ERROR)
    return Agent.load(str(model_path(ROOT)))


@pytest.fixture(scope="module")
def answers(agent: Agent) -> list[tuple[dict[str, str], dict[str, object]]]:
    lines = (ROOT / "tests/nlu/questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line) for line in lines]
    return [(question, asyncio.run(parse(agent, question["text"]))) for question in questions]


@pytest.mark.parametrize(("text", "theme"), MUST_BE_UNDERSTOOD.items())
def test_what_the_journey_needs_is_understood(agent: Agent, text: str, theme: str) -> None:
    assert asyncio.run(parse(agent, text))["theme"] == theme


def test_unseen_questions_reach_their_theme(answers: list[tuple[dict[str, str], dict[str, object]]]) -> None:
    right: dict[str, list[bool]] = defaultdict(list)
    for question, answer in answers:
        right[question["theme"]].append(question["theme"] == answer["theme"])
    accuracy = sum(map(sum, right.values())) / len(answers)
    worst = sorted((round(sum(hits) / len(hits), 2), theme) for theme, hits in right.items())[:5]
    print(f"\naccuracy on {len(answers)} unseen questions: {accuracy:.3f}; weakest themes: {worst}")
    assert accuracy >= LEAST_ACCURACY


def test_questions_in_scope_are_rarely_lost(answers: list[tuple[dict[str, str], dict[str, object]]]) -> None:
    in_scope = [answer for question, answer in answers if question["theme"] != "hors_sujet"]
    lost = Counter(str(one["theme"]) for one in in_scope if one["theme"] in {"hors_sujet", None})
    print(f"\nlost among {len(in_scope)} questions in scope: {dict(lost)}")
    assert sum(lost.values()) / len(in_scope) <= MOST_LOST


def test_the_questions_of_the_list_reach_their_answer(agent: Agent) -> None:
    lines = (ROOT / "data/knowledge/questions.jsonl").read_text(encoding="utf-8").splitlines()
    listed = [json.loads(line) for line in lines]
    exact = [one["intent"] == asyncio.run(parse(agent, one["text"]))["intent"] for one in listed]
    print(f"\n{sum(exact)} of {len(listed)} questions of the list reach their very answer")
    assert len(listed) == 118
    assert sum(exact) >= LEAST_EXACT


def test_an_address_and_a_telephone_are_extracted(agent: Agent) -> None:
    read = asyncio.run(parse(agent, "Écrivez à camille.exemple@gueret.example ou au 05 36 49 10 20"))
    found = {entity["entity"]: entity["value"] for entity in read["entities"]}
    assert found.items() >= {"email": "camille.exemple@gueret.example", "telephone": "05 36 49 10 20"}.items()
