"""A small knowledge without problems, in which tests plant one error at a time."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from bot.knowledge.checks import answer_problems, known_words
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

TODAY = date(2026, 11, 24)

SOURCES = (
    Source(
        "depliant",
        "Dépliant",
        "ministère de l’Intérieur",
        "non daté",
        "https://a.example",
        SourceKind.LEAFLET,
    ),
    Source("gazette", "Un contrat à Millau", "La Gazette", "2025-02", "https://b.example", SourceKind.PRESS),
    Source("senat", "Rapport d’information", "Sénat", "2017", None, SourceKind.OFFICIAL),
)
FACTS = (
    Fact(
        "etapes",
        "La démarche compte cinq étapes ; la signature vient à l’étape 5.",
        ("depliant",),
        Confidence.HIGH,
    ),
    Fact(
        "millau",
        "Millau, 22 000 habitants, a signé pour trois ans le 4 février 2025.",
        ("gazette",),
        Confidence.MEDIUM,
    ),
    Fact(
        "dijon",
        "Dijon métropole a signé en juin 2019 et reçu 150 000 €, soit 80 % du projet.",
        ("senat",),
        Confidence.HIGH,
    ),
    Fact(
        "contact",
        "Écrivez à ctai@interieur.gouv.fr, voyez www.interieur.gouv.fr ou appelez le 01 49 27 49 27, "
        "12 rue de Miromesnil, 75008 Paris.",
        ("depliant",),
        Confidence.HIGH,
    ),
)
BUTTONS = (
    Button("Les étapes\u00a0?", "/etapes_liste"),
    Button("Qui contacter\u00a0?", "/contact_prefecture"),
)
ANSWER = Answer(
    name="utter_essai",
    text="La démarche compte cinq étapes. La signature vient à l’étape 5.",
    facts=("etapes", "millau", "dijon", "contact"),
    buttons=BUTTONS,
    file="data/responses/essai.yml",
    line=4,
)
VOCABULARY = Vocabulary(
    generic_names=frozenset({"CTAI", "État", "Ville", "Intérieur"}),
    common_words=frozenset(
        {"le", "la", "les", "en", "à", "il", "voici", "quel", "qui", "ce", "un", "une", "oui", "par", "plus"}
    ),
    abbreviations={"EPCI": ("établissement public de coopération intercommunale", "intercommunalité")},
    own_figures=("un code à 6 chiffres",),
)


@dataclass(frozen=True)
class Bench:
    """The corpus, and what is said of one answer in it."""

    corpus: Corpus

    def problems(self, today: date = TODAY, **changes: Any) -> list[str]:
        """Gives the problems of the answer once changed."""
        answer = replace(ANSWER, **changes)
        return [str(one) for one in answer_problems(answer, self.corpus, today, known_words(self.corpus))]

    def added(self, sentence: str) -> list[str]:
        """Gives the problems of the answer once this sentence follows it."""
        return self.problems(text=f"{ANSWER.text} {sentence}")

    def with_fact(self, **changes: Any) -> "Bench":
        """Changes the fact of Millau."""
        knowledge = self.corpus.knowledge
        facts = {**knowledge.facts, "millau": replace(knowledge.facts["millau"], **changes)}
        return Bench(replace(self.corpus, knowledge=replace(knowledge, facts=facts)))


@pytest.fixture
def bench() -> Bench:
    return Bench(
        Corpus(
            knowledge=Knowledge({one.id: one for one in FACTS}, {one.id: one for one in SOURCES}),
            answers=(ANSWER,),
            vocabulary=VOCABULARY,
            actions_of={"etapes_liste": ("utter_essai",), "contact_prefecture": ("action_contact",)},
            intents=frozenset({"etapes_liste", "contact_prefecture", "sans_regle"}),
            entities=frozenset({"champ"}),
            questions=(Question(1, "Démarche", "Quelles sont les étapes ?", "etapes_liste"),),
        )
    )
