"""What visitors read, in the real files: stated by a fact, sourced, well set, every button alive."""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from bot.clock import PARIS, now
from bot.dossier.email_code import DIGITS, GOOD_FOR_MINUTES
from bot.knowledge.checks import answer_problems, as_lines, check, known_words
from bot.knowledge.claims import claims_of
from bot.knowledge.model import Answer, Corpus
from bot.knowledge.names import names_of
from bot.knowledge.reading import read_corpus
from bot.knowledge.report import Mark, build_report
from bot.letter.answers import NEEDS_MAX_CHARS
from tests.contract.conftest import ROOT

#: Questions that no public source answers, from the research of the project (column « Use », H).
WITHOUT_ANSWER = {11, 19, 21, 34, 47, 50, 51, 53, 55, 56, 62, 66, 72, 78, 81, 87, 89, 90, 93, 94}


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(ROOT)


@pytest.fixture(scope="module")
def today() -> date:
    return now().astimezone(PARIS).date()


def test_nothing_is_wrong_in_the_answers_their_facts_and_their_sources(corpus: Corpus, today: date) -> None:
    assert as_lines(check(corpus, today)) == []


def test_every_question_of_officials_has_an_answer(corpus: Corpus, today: date) -> None:
    questions = [one for theme in build_report(corpus, today).themes for one in theme.questions]

    assert [one.question.number for one in questions] == list(range(1, 119))
    assert [one.question.number for one in questions if not one.answers] == []


def test_a_question_that_no_public_source_answers_is_answered_so(corpus: Corpus, today: date) -> None:
    questions = [one for theme in build_report(corpus, today).themes for one in theme.questions]

    assert {one.question.number for one in questions if Mark.UNANSWERED in one.marks} >= WITHOUT_ANSWER


def test_what_the_assistant_says_of_itself_is_what_it_does(corpus: Corpus) -> None:
    own = " ".join(corpus.vocabulary.own_figures)

    assert f"{DIGITS} chiffres" in own
    assert f"{GOOD_FOR_MINUTES} minutes" in own
    assert f"{NEEDS_MAX_CHARS:_} caractères".replace("_", " ") in own


def test_the_name_of_a_town_is_seen_even_at_the_head_of_a_sentence(corpus: Corpus) -> None:
    with (ROOT / "data/territory/communes.csv").open(encoding="utf-8") as rows:
        towns = {row["nom"].replace("'", "’") for row in csv.DictReader(rows)}
    words = known_words(corpus)
    unseen = {town for town in towns if not names_of(f"{town} a signé.", corpus.vocabulary, words)}

    # Left: Cours, Eu, Grand, Sens, Trois-Puits… which are words as well.
    assert len(unseen) < len(towns) / 1_000


def altered(answer: Answer, corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Gives the text of an answer with one of its figures, addresses or names replaced by another one."""
    for claim in claims_of(answer.text):
        digits = re.search(r"\d", claim.text)
        if digits:
            other = str((int(digits[0]) + 5) % 10)
            wrong = f"{claim.text[: digits.start()]}{other}{claim.text[digits.end() :]}"
        elif "." in claim.text:
            wrong = claim.text.replace(".", "-autre.", 1)
        else:
            wrong = re.sub(r"^[\wéèê-]+", "quatorze", claim.text)
        yield claim.text, re.sub(rf"(?<!\w){re.escape(claim.text)}(?!\w)", wrong, answer.text)
    for name in names_of(answer.text, corpus.vocabulary, known_words(corpus)):
        yield name, answer.text.replace(name, "Trifouilly")


def test_any_figure_address_or_name_of_a_sourced_answer_once_changed_is_caught(
    corpus: Corpus, today: date
) -> None:
    words = known_words(corpus)
    tried, missed = 0, []
    for answer in (one for one in corpus.answers if one.facts and not one.is_question):
        before = set(map(str, answer_problems(answer, corpus, today, words)))
        for claim, text in altered(answer, corpus):
            tried += 1
            if text == answer.text or not (
                {str(one) for one in answer_problems(replace(answer, text=text), corpus, today, words)}
                - before
            ):
                missed.append((answer.name, claim))
    assert tried > 300
    assert missed == []
