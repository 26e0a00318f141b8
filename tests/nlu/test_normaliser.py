"""What the pipeline reads of a message."""

import csv
import json
import re
from pathlib import Path

import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bench.nlu.hostile import hostile_texts
from bot.nearness import fold
from bot.nlu.normaliser import SIGNS_READ, TextNormaliser, normalise
from bot.nlu.sms import SPELLINGS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("l’intention", "l'intention"),
        ("Quelles étapes\u00a0?", "Quelles étapes ?"),
        ("  deux\n\nlignes ", "deux lignes"),
        ("e\u0301lu", "élu"),
        ("co\u00adhésion", "cohésion"),
        ("", ""),
    ],
)
def test_a_message_is_read_as_the_training_data_is_written(typed: str, read: str) -> None:
    assert normalise(typed) == read


def test_the_component_normalises_messages_and_training_data_alike() -> None:
    messages = [Message({TEXT: "l’été"}), Message({"intent": "saluer"})]
    TextNormaliser().process(messages)
    assert messages[0].get(TEXT) == "l'été"
    assert messages[1].get(TEXT) is None


@pytest.mark.parametrize("signs", ["😀", "😀 ", "😀🏛️🇫🇷🎉", ", ", "? ", "([{", "« \"' ", "@", "_"])
def test_of_endless_signs_the_first_are_read_and_the_words_around_stay(signs: str) -> None:
    read = normalise(f"Qui signe {signs * 500} merci")
    assert read.startswith("Qui signe ")
    assert read.endswith("merci")
    assert len(read) <= len("Qui signe") + SIGNS_READ + len("merci")


@pytest.mark.parametrize(
    "text", ["Quoi ?!?!?!?!?!", "merci 🙏🙏🙏", "signé : ----------", "j'attends....... merci"]
)
def test_as_many_signs_as_people_write_stay(text: str) -> None:
    assert normalise(text) == text


@pytest.mark.parametrize("text", hostile_texts().values(), ids=hostile_texts())
def test_no_hostile_text_keeps_more_signs_in_a_row(text: str) -> None:
    rows = re.findall(r"[\W_]+", normalise(text))
    assert max(map(len, rows), default=0) <= SIGNS_READ
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("kel son les étapes", "quel son les étapes"),
        ("Pk signer ?", "Pourquoi signer ?"),
        ("Pkoi signer ? Cmt faire ?", "Pourquoi signer ? Comment faire ?"),
        ("bjr, jvx un rdv stp", "bonjour, je veux un rendez-vous s'il te plaît"),
        ("jsp qd on peut, bcp de tps…", "je ne sais pas quand on peut, beaucoup de temps..."),
        ("c koi le ctai svp?", "c quoi le ctai s'il vous plaît?"),
        ("mr6", "merci"),
        ("qq1 ds la mairie", "quelqu'un dans la mairie"),
    ],
)
def test_sms_words_are_written_out(typed: str, read: str) -> None:
    assert normalise(typed) == read


@pytest.mark.parametrize(
    "text",
    [
        "Le DS, le PR et le NS ont pris RDV avec la CB du CT",
        "écrivez à pr.ds@svp.example ou bjr@pk.example",
        "https://rdv.example/ds/pk?tt=bcp et www.koi.example",
        "CTAI-2026-ds, réf. pk-12, n° ns/45 et rdv_2026",
        "Pr Martin, Mme Ki et M. Kan",
        "prendre, dsds, koinonia, c'est-à-ds",
        "Us, Y, Eu, Oz, Ry, Sy, By, Bu",
        "un avc, niveau b1, commune vs epci",
    ],
)
def test_what_may_be_something_else_stays(text: str) -> None:
    assert normalise(text) == text


def test_no_sms_spelling_is_the_name_of_a_place() -> None:
    tables = ("communes", "departements", "regions", "epci", "ept", "alias", "surnoms")
    names: set[str] = set()
    for table in tables:
        with (ROOT / f"data/territory/{table}.csv").open(encoding="utf-8", newline="") as rows:
            names |= {fold(value) for row in csv.DictReader(rows) for value in row.values() if value}
    assert names & {fold(spelling) for spelling in SPELLINGS} == set()


def test_no_sms_spelling_is_an_acronym_of_the_glossary() -> None:
    glossary = (ROOT / "data/knowledge/glossaire.yml").read_text(encoding="utf-8")
    acronyms = {word.lower() for word in re.findall(r"\b[A-Z][A-Z0-9]+\b", glossary)}
    assert acronyms & set(SPELLINGS) == set()


def test_writing_out_twice_changes_nothing() -> None:
    questions = (ROOT / "tests/nlu/questions.jsonl").read_text(encoding="utf-8").splitlines()
    for text in (json.loads(line)["text"] for line in questions):
        assert normalise(normalise(text)) == normalise(text)
