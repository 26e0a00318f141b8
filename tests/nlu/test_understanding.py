"""What the trained model makes of questions never seen, and of those that the product must not miss."""

import asyncio
import json
import logging
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.utils.log_utils import configure_structlog

from bot.nearness import near_duplicates
from bot.nlu.parse import parse
from bot.nlu.themes import theme_of
from bot.training import model_path

ROOT = Path(__file__).resolve().parents[2]

#: Of the held-out questions, how many reach their theme; docs/comprehension/ has the figures.
LEAST_ACCURACY = 0.93
#: The same for each register, two questions at once included (the first one counts).
LEAST_ACCURACY_OF_A_REGISTER = 0.85
#: Of the messages off the subject, how many are taken for such or not understood.
LEAST_RECOGNISED_OFF_TOPIC = 0.90
#: Of the questions that have a theme of their own, how many may be taken for off topic or not understood.
MOST_LOST = 0.03
#: Of the messages that ask two things, how many get both answers; of the others, how many may be cut.
LEAST_BOTH_SERVED, MOST_CUT = 0.75, 0.02

#: Sizes that the measure rests upon.
LEAST_SENTENCES, LEAST_QUESTIONS = 3500, 600

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


#: A held-out question, and what was made of it.
Answered = tuple[dict[str, Any], dict[str, Any]]


@pytest.fixture(scope="module")
def agent() -> Agent:
    configure_structlog(logging.ERROR)
    return Agent.load(str(model_path(ROOT)))


@pytest.fixture(scope="module")
def answers(agent: Agent) -> list[Answered]:
    lines = (ROOT / "tests/nlu/questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line) for line in lines]
    return [(question, asyncio.run(parse(agent, question["text"]))) for question in questions]


@pytest.mark.parametrize(("text", "theme"), MUST_BE_UNDERSTOOD.items())
def test_what_the_journey_needs_is_understood(agent: Agent, text: str, theme: str) -> None:
    assert asyncio.run(parse(agent, text))["theme"] == theme


def test_unseen_questions_reach_their_theme(answers: list[Answered]) -> None:
    by_theme, by_register = defaultdict(list), defaultdict(list)
    for question, answer in answers:
        right = question["theme"] == answer["theme"]
        by_theme[question["theme"]].append(right)
        by_register[question["register"]].append(right)
    accuracy = sum(map(sum, by_theme.values())) / len(answers)
    registers = {name: round(sum(hits) / len(hits), 3) for name, hits in by_register.items()}
    worst = sorted((round(sum(hits) / len(hits), 2), theme) for theme, hits in by_theme.items())[:5]
    print(f"\naccuracy on {len(answers)} unseen questions: {accuracy:.3f}; weakest themes: {worst}")
    print(f"by register: {registers}")
    assert accuracy >= LEAST_ACCURACY
    assert min(registers.values()) >= LEAST_ACCURACY_OF_A_REGISTER


def test_messages_off_the_subject_are_told_from_the_others(answers: list[Answered]) -> None:
    off, lost = (
        [
            answer["theme"] in {"hors_sujet", None}
            for question, answer in answers
            if (question["theme"] == "hors_sujet") == wanted
        ]
        for wanted in (True, False)
    )
    print(f"\noff topic: {sum(off)} of {len(off)} recognised; {sum(lost)} of {len(lost)} others lost")
    assert sum(off) / len(off) >= LEAST_RECOGNISED_OFF_TOPIC
    assert sum(lost) / len(lost) <= MOST_LOST


def test_two_questions_are_both_served_and_one_stays_whole(answers: list[Answered]) -> None:
    served = [
        {theme_of(intent) for intent in answer.get("questions", [])} == set(question["themes"])
        for question, answer in answers
        if question["register"] == "compose"
    ]
    cut = ["questions" in answer for question, answer in answers if question["register"] != "compose"]
    print(f"\n{sum(served)} of {len(served)} double questions served; {sum(cut)} of {len(cut)} others cut")
    assert sum(served) / len(served) >= LEAST_BOTH_SERVED
    assert sum(cut) / len(cut) <= MOST_CUT


def test_no_training_sentence_is_a_near_duplicate_of_a_question(
    answers: list[Answered],
) -> None:
    sentences = [
        example.get(TEXT)
        for file in sorted((ROOT / "data/nlu").glob("*.yml"))
        for example in RasaYAMLReader().read(file).training_examples
    ]
    assert len(sentences) >= LEAST_SENTENCES
    questions = [question["text"] for question, _ in answers]
    assert len(questions) >= LEAST_QUESTIONS
    # More than 0.6 alike, as characters go by fours, is the same question again.
    assert list(near_duplicates(questions, sentences)) == []


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
