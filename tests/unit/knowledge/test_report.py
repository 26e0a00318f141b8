"""The page of the reviewers: complete, marked, safe, readable without a screen."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from bot.knowledge.model import Button, Question
from bot.knowledge.report import Mark, build_report, says_unanswered, write_report
from tests.unit.knowledge.conftest import ANSWER, TODAY, Bench


def test_a_question_is_shown_with_its_answer_its_facts_and_their_sources(bench: Bench) -> None:
    page = write_report(bench.corpus, TODAY)

    assert "1. Quelles sont les étapes\u00a0?" in page
    assert "La signature vient à l’étape 5." in page
    assert '<a href="https://b.example">Un contrat à Millau</a>, La Gazette, février 2025' in page
    assert "fiabilité moyenne" in page
    assert "Validée" in page


def test_marks_are_those_of_the_sources_and_of_what_the_answer_says(bench: Bench) -> None:
    silent = replace(ANSWER, text="Aucune source publique ne le dit. Voyez la préfecture.")
    corpus = replace(bench.corpus, answers=(silent,))
    ((question,),) = (theme.questions for theme in build_report(corpus, TODAY).themes)

    # The leaflet is undated and is not counted; that of the Sénat is of 2017; that of Millau is medium.
    assert question.marks == (Mark.UNANSWERED, Mark.MEDIUM, Mark.OLD)


@pytest.mark.parametrize(
    ("text", "unanswered"),
    [
        ("Je n’ai trouvé aucun modèle officiel.", True),
        ("Aucune méthode ni grille officielle n’a été trouvée.", True),
        ("Aucun délai type n’est publié.", True),
        ("La part réservée n’a pas été trouvée.", True),
        ("Le dépliant ne fixe aucun seuil.", False),
        ("Aucune question n’est en attente.", False),
    ],
)
def test_an_answer_says_when_no_public_source_answers(text: str, unanswered: bool) -> None:
    assert says_unanswered(text) is unanswered


def test_the_same_answer_is_read_once(bench: Bench) -> None:
    again = Question(2, "Démarche", "Et ensuite ?", "etapes_liste")
    page = write_report(replace(bench.corpus, questions=(*bench.corpus.questions, again)), TODAY)

    assert page.count("La signature vient à l’étape 5.") == 1
    assert 'Même réponse qu’à la <a href="#question-1">question 1</a>' in page


def test_an_answer_that_no_question_reaches_is_shown_apart(bench: Bench) -> None:
    other = replace(ANSWER, name="utter_ailleurs")

    assert [one.answer.name for one in build_report(bench.corpus, TODAY).others] == []
    more = replace(bench.corpus, answers=(*bench.corpus.answers, other))
    assert [one.answer.name for one in build_report(more, TODAY).others] == ["utter_ailleurs"]


def test_lists_are_lists_and_what_an_editor_writes_is_never_markup(bench: Bench) -> None:
    text = "Voici <b>la</b> liste\u00a0:\n1. la lettre\u00a0;\n2. la suite.\n- un <script>\n"
    wild = replace(ANSWER, text=text, buttons=(Button("<i>Et\u00a0?", "/etapes_liste"),))
    page = write_report(replace(bench.corpus, answers=(wild,)), TODAY)

    assert "<ol><li>la lettre\u00a0;</li><li>la suite.</li></ol>" in page
    assert "<ul><li>un &lt;script&gt;</li></ul>" in page
    assert "<script" not in page
    assert "<b>" not in page
    assert "<i>" not in page


def test_the_page_stands_alone_and_can_be_navigated(bench: Bench) -> None:
    page = write_report(bench.corpus, TODAY)
    ids = re.findall(r'\bid="([^"]+)"', page)
    inner = re.findall(r'href="#([^"]+)"|aria-labelledby="([^"]+)"', page)

    assert '<html lang="fr">' in page
    assert "@media print" in page
    assert not re.search(r"<(?:script|link|img|iframe)\b|@import|url\(", page)
    assert len(ids) == len(set(ids))
    assert {one for pair in inner for one in pair if one} <= set(ids)
    levels = [int(level) for level in re.findall(r"<h(\d)", page)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
