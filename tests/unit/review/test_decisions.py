"""From a reviewed line to a training sentence or a test, or a refusal that says what to do."""

import json
import re

import pytest
from sqlalchemy import select

from bot.review.decisions import drop, keep_as_test, keep_for_training, to_review
from bot.review.lines import key_of
from bot.review.model import Decision, ReviewRefused
from bot.review.sentences import add_training_sentence, check_sentence
from bot.review.storage import ReviewRow
from tests.unit.review.conftest import FINANCEMENT, QUESTIONS, Store

CRECHE = "On aurait droit à quoi pour une crèche ?"
KEY = key_of(CRECHE)


@pytest.fixture(autouse=True)
def _typed(store: Store) -> None:
    store.typed(CRECHE).answered("utter_repli")
    store.typed("je suis Claire Dupont, on aurait droit à quoi").answered("utter_repli")


def test_a_line_becomes_the_last_example_of_its_intent(session, conversations, project, clock) -> None:
    file = keep_for_training(session, conversations, project, KEY, "financement_montant", clock)

    assert file == project / "data/nlu/financement.yml"
    assert file.read_text(encoding="utf-8") == FINANCEMENT.replace("(email)\n", f"(email)\n    - {CRECHE}\n")
    (row,) = session.scalars(select(ReviewRow))
    assert (row.key, row.decision, row.target) == (KEY, Decision.TRAINING, "financement_montant")
    assert row.day == clock().date()


def test_a_line_becomes_a_question_of_the_tests(session, conversations, project, clock) -> None:
    file = keep_as_test(session, conversations, project, KEY, "financement", clock, register="formel")

    assert file.read_text(encoding="utf-8") == QUESTIONS + (
        f'{{"text": "{CRECHE}", "theme": "financement", "register": "formel"}}\n'
    )


def test_what_was_decided_is_not_shown_nor_decided_again(session, conversations, project, clock) -> None:
    drop(session, conversations, KEY, clock)

    assert [line.text for line in to_review(session, conversations).lines] == [
        "je suis [nom masqué], on aurait droit à quoi"
    ]
    with pytest.raises(ReviewRefused, match=f"{KEY} was decided on 2026-11-23: ecarte"):
        keep_for_training(session, conversations, project, KEY, "financement_montant", clock)


def test_a_masked_line_is_kept_only_in_the_words_of_the_reviewer(
    session, conversations, project, clock
) -> None:
    key = key_of("je suis [nom masqué], on aurait droit à quoi")
    file = project / "data/nlu/financement.yml"
    with pytest.raises(ReviewRefused, match=r"something personal, « je suis \[nom masqué\].*--text"):
        keep_for_training(session, conversations, project, key, "financement_aide", clock)
    assert file.read_text(encoding="utf-8") == FINANCEMENT

    keep_for_training(
        session, conversations, project, key, "financement_aide", clock, text="on aurait droit à quoi"
    )

    assert "    - on aurait droit à quoi\n- intent: financement_montant" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("key", ["00000000", "", KEY.upper() + "x"])
def test_a_line_that_is_not_there_is_refused(session, conversations, project, clock, key: str) -> None:
    with pytest.raises(ReviewRefused, match="no line"):
        drop(session, conversations, key, clock)


def test_an_unknown_intent_is_refused_with_the_nearest(session, conversations, project, clock) -> None:
    with pytest.raises(ReviewRefused, match=r"intent financement_montants: did you mean financement_montant"):
        keep_for_training(session, conversations, project, KEY, "financement_montants", clock)


@pytest.mark.parametrize(
    ("theme", "register", "said"),
    [("argent", "simple", "theme argent: write one of"), ("duree", "x", "register x")],
)
def test_an_unknown_theme_or_register_is_refused_with_the_known_ones(
    session, conversations, project, clock, theme: str, register: str, said: str
) -> None:
    with pytest.raises(ReviewRefused, match=said):
        keep_as_test(session, conversations, project, KEY, theme, clock, register=register)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing is left"),
        ("…", "nothing is left"),
        ("[nom masqué]", "nothing is left"),
        ("06 39 98 12 34", "nothing is left"),
        ("écrivez à a.b@c.example", "something personal"),
        ("- ok", "« ok » is too short"),
        ("combien " * 50, "longer than 300"),
        ("[combien](montant) au juste", "has marks"),
        ("/financement_montant", "has marks"),
        ("combien l'etat peut il nous verser avec un ctai", "in financement_montant already \\(100% alike"),
        ("Quelle enveloppe pour l’agglomeration", "in tests/nlu/questions.jsonl already"),
        ("c'est payé quand la subvention", None),
    ],
)
def test_a_sentence_is_taken_or_refused_with_the_reason(project, text: str, said: str | None) -> None:
    if said is None:
        assert check_sentence(project, text) == text
        return
    with pytest.raises(ReviewRefused, match=said):
        check_sentence(project, text)


def test_a_sentence_is_written_as_the_others_are(project) -> None:
    assert check_sentence(project, " •  L’État, c’est\u00a0combien\u202f?") == "L'État, c'est combien ?"


def test_the_file_keeps_its_line_ends_even_without_the_last_one(project) -> None:
    file = project / "data/nlu/financement.yml"
    file.write_bytes(FINANCEMENT.rstrip("\n").replace("\n", "\r\n").encode())

    add_training_sentence(project, "financement_minimum", "deux sous : c'est #assez")

    assert file.read_bytes().endswith("finançable\r\n    - deux sous : c'est #assez\r\n".encode())
    assert b"\n" not in file.read_bytes().replace(b"\r\n", b"")


def test_examples_that_are_not_one_a_line_are_left_alone(project) -> None:
    file = project / "data/nlu/autre.yml"
    content = 'version: "3.1"\nnlu:\n- intent: autre\n  examples: "- un deux trois"\n'
    file.write_text(content, encoding="utf-8")

    with pytest.raises(ReviewRefused, match="not one « - sentence » a line"):
        add_training_sentence(project, "autre", "quatre cinq six")
    assert file.read_text(encoding="utf-8") == content


def test_each_real_file_takes_a_sentence_at_the_end_of_its_first_and_last_intents(real_project) -> None:
    for path in sorted((real_project / "data/nlu").glob("*.yml")):
        intents = re.findall(r"^- intent: (\w+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        for intent in intents[:1] + intents[1:][-1:]:
            assert add_training_sentence(real_project, intent, f"essai de {intent}") == path
            assert f"    - essai de {intent}\n" in path.read_text(encoding="utf-8")


def test_the_real_questions_take_a_line(real_project, session, conversations, clock) -> None:
    file = keep_as_test(session, conversations, real_project, KEY, "financement", clock, register="simple")

    assert json.loads(file.read_text(encoding="utf-8").splitlines()[-1])["text"] == CRECHE
