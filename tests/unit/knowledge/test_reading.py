"""A wrong file is told in one French sentence: which file, which line, which entry, what is expected."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.db import ROOT
from bot.knowledge.model import Confidence
from bot.knowledge.reading import read_corpus
from bot.knowledge.yaml_files import InvalidKnowledge

FACT = "facts:\n  - id: un\n    statement: Un fait.\n    sources: [a]\n    confidence: high\n"
SOURCE = "sources:\n  - id: a\n    title: A\n    publisher: État\n    date: 2025-03-01\n    kind: officiel\n"
RESPONSE = "responses:\n  utter_a:\n    - text: |-\n        Un.\n      metadata:\n        facts: [un]\n"

Write = Callable[[str, str], None]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A project of few files, in which one is then written otherwise."""

    def do(name: str, text: str) -> None:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    do("domain.yml", "intents: [etapes, {informer: {use_entities: true}}]\nentities: [champ]\n")
    do("data/knowledge/facts.yml", FACT)
    do("data/knowledge/sources.yml", SOURCE)
    do("data/knowledge/questions.jsonl", '{"n": 1, "theme": "T", "text": "?", "intent": "etapes"}\n')
    do("data/responses/a.yml", RESPONSE)
    do(
        "data/rules/a.yml",
        "rules:\n  - rule: r\n    steps:\n      - intent: etapes\n      - action: utter_a\n",
    )
    shutil.copy(ROOT / "data/knowledge/vocabulary.yml", tmp_path / "data/knowledge/vocabulary.yml")
    return do


def test_a_project_is_read(write: Write, tmp_path: Path) -> None:
    corpus = read_corpus(tmp_path)

    assert corpus.knowledge.facts["un"].confidence is Confidence.HIGH
    assert corpus.knowledge.sources["a"].date == "2025-03-01"
    assert corpus.intents == {"etapes", "informer"}
    assert corpus.actions_of == {"etapes": ("utter_a",)}
    (answer,) = corpus.answers
    assert (answer.file, answer.line, answer.facts) == ("data/responses/a.yml", 3, ("un",))


FACTS, SOURCES, RESPONSES = "data/knowledge/facts.yml", "data/knowledge/sources.yml", "data/responses/a.yml"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            FACTS,
            FACT.replace("high", "sûr"),
            f"{FACTS}, ligne 2, fait « un » : « confidence » doit être l’un de",
        ),
        (FACTS, FACT.replace("    confidence: high\n", ""), "high, medium, low (il manque)"),
        (FACTS, FACT.replace("[a]", "a"), "« sources » doit être une liste entre crochets"),
        (
            FACTS,
            FACT.replace("statement", "énoncé"),
            "« énoncé » n’existe pas ; les noms possibles sont id, statement",
        ),
        (FACTS, FACT.replace("    statement: Un fait.\n", ""), "il manque « statement », un texte"),
        (FACTS, FACT + "    valid_until: bientôt\n", "« valid_until » doit être un jour comme 2026-12-31"),
        (FACTS, FACT.replace("id: un", "id: Fait n° 1"), "« id » s’écrit en minuscules sans accent"),
        (FACTS, FACT + FACT.removeprefix("facts:\n"), "ligne 6, fait « un » : cet identifiant est déjà pris"),
        (FACTS, "facts:\n  - un\n", "l’entrée n° 1 n’est pas de la forme"),
        (FACTS, "", "ce fichier est vide"),
        (
            FACTS,
            FACT.replace("Un fait.", "Un fait: le voici."),
            f"{FACTS}, ligne 3 : un texte sans guillemets",
        ),
        (FACTS, FACT.replace("    confidence", "\tconfidence"), "ligne 5 : une tabulation"),
        (FACTS, FACT.replace("    confidence", "   confidence"), "ligne 5 : le retrait"),
        (FACTS, FACT.replace("[a]", "[a"), "n’est pas fermée, ou une virgule manque"),
        (FACTS, FACT.replace("Un fait.", '"Un fait.'), "un guillemet double ouvert n’est pas refermé"),
        (
            SOURCES,
            SOURCE.replace("officiel", "sûre"),
            "source « a » : « kind » doit être l’un de ces mots : depliant",
        ),
        (SOURCES, SOURCE + "    url: interieur.gouv.fr\n", "« url » doit commencer par https://"),
        (SOURCES, SOURCE + SOURCE.removeprefix("sources:\n"), "source « a » : cet identifiant est déjà pris"),
        (
            RESPONSES,
            RESPONSE + RESPONSE.removeprefix("responses:\n"),
            "ligne 7 : « utter_a » est écrit deux fois",
        ),
        (
            "data/responses/b.yml",
            RESPONSE,
            "data/responses/b.yml : utter_a est déjà écrite dans data/responses/a.yml",
        ),
        (
            RESPONSES,
            RESPONSE.replace("facts: [un]", "kind: plaisanterie"),
            "« kind » ne peut être que conversation",
        ),
        (
            RESPONSES,
            "responses:\n  utter_a: Un.\n",
            f"{RESPONSES}, utter_a : il faut une entrée qui commence par",
        ),
        (
            RESPONSES,
            RESPONSE + "      buttons:\n        - {title: Un}\n",
            "un bouton : il manque « payload »",
        ),
        (
            "data/knowledge/questions.jsonl",
            '{"n": 1}\n',
            "questions.jsonl, ligne 1 : il faut un objet avec n, theme",
        ),
    ],
)
def test_a_wrong_file_is_told(write: Write, tmp_path: Path, name: str, text: str, said: str) -> None:
    write(name, text)

    with pytest.raises(InvalidKnowledge) as told:
        read_corpus(tmp_path)
    assert said in str(told.value), str(told.value)


def test_a_missing_file_is_told(write: Write, tmp_path: Path) -> None:
    (tmp_path / FACTS).unlink()

    with pytest.raises(InvalidKnowledge, match=r"facts\.yml : ce fichier ne peut pas être lu"):
        read_corpus(tmp_path)
