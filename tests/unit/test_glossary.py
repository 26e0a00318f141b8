"""The terms of the glossary, found in what people write."""

import re
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.db import ROOT
from bot.glossary import Glossary, InvalidGlossary, read_glossary

SENTENCES = (
    "{}",
    "{} ?",
    "c'est quoi {} ?",
    "C’est quoi l’{} ?",
    "Que veut dire « {} », dans le dépliant ?",
    "définition de {}, svp",
    "{} ça veut dire quoi",
)

REQUIRED = [
    "CTAI",
    "CTAIR",
    "EPCI",
    "EPT",
    "BPI",
    "CIR",
    "OFII",
    "DDETS",
    "DREETS",
    "DGEF",
    "DIAN",
    "Diair",
    "FLE",
    "AGIR",
    "COM",
    "DROM",
    "primo-arrivant",
    "réfugié",
    "protection_subsidiaire",
    "préfet",
    "sous-préfet",
    "CCAS",
    "DETR",
    "MNA",
    "BOP_104",
    "diagnostic_partagé",
    "co-construction",
    "lettre_d’intention",
    "feuille_de_route",
    "comité_de_pilotage",
    "droit_commun",
    "société_civile",
    "contrat_de_ville",
    "QPV",
]


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return read_glossary(ROOT / "data/knowledge/glossaire.yml")


def found(glossary: Glossary, text: str) -> list[str]:
    return [entry.id for entry in glossary.named_in(text)]


def test_every_term_is_found_in_any_sentence_however_it_is_written(glossary: Glossary) -> None:
    for entry in glossary.entries:
        for term in entry.terms:
            for written in (term, term.lower(), term.upper(), term.replace("’", "'"), term.replace("-", " ")):
                for sentence in SENTENCES:
                    assert found(glossary, sentence.format(written)) == [entry.id], sentence.format(written)


@pytest.mark.parametrize("term", [one.replace("_", " ") for one in REQUIRED])
def test_the_words_that_must_be_explained_are_there(glossary: Glossary, term: str) -> None:
    assert len(found(glossary, f"c'est quoi {term} ?")) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("les E.P.C.I., c'est quoi ?", ["epci"]),
        ("C.T.A.I. ?", ["ctai"]),
        ("des préfets et des contrats de ville", ["contrat-de-ville"]),
        ("quel est le rôle des préfets ?", ["prefet"]),
        ("que veut dire comite de pilotage", ["comite-pilotage"]),
        ("un étranger primo-arrivant", ["primo-arrivant"]),
    ],
)
def test_plurals_and_full_stops_change_nothing(glossary: Glossary, text: str, expected: list[str]) -> None:
    assert found(glossary, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("qu'est-ce qu'un sous-préfet ?", ["sous-prefet"]),
        ("le contrat territorial d'accueil et d'intégration des réfugiés", ["ctair"]),
        ("bénéficiaire de la protection subsidiaire", ["protection-subsidiaire"]),
        ("le BOP 104, c'est quoi ?", ["bop-104"]),
        ("DROM-COM ?", ["drom"]),
    ],
)
def test_the_longest_term_wins(glossary: Glossary, text: str, expected: list[str]) -> None:
    assert found(glossary, text) == expected


def test_several_terms_come_in_the_order_of_the_message_each_once(glossary: Glossary) -> None:
    assert found(glossary, "QPV, EPCI, encore QPV : que veulent dire ces sigles ?") == ["qpv", "epci"]


def test_a_word_of_every_conversation_gives_way_to_what_is_asked(glossary: Glossary) -> None:
    assert found(glossary, "l'OFII, c'est quoi, dans un CTAI avec le préfet ?") == ["ofii"]
    assert found(glossary, "préfet et sous-préfet, quelle différence ?") == ["prefet", "sous-prefet"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?!…",
        "c'est quoi un SIAO ?",
        "EPIC ?",
        "que veut dire OFFI",
        "définition de primo-arivant",
        "DDTES",
        "les préfabriqués",
        "commune",
        "un comportement",
        "🤷",
    ],
)
def test_unknown_words_and_typing_errors_are_not_taken_for_a_term(glossary: Glossary, text: str) -> None:
    assert found(glossary, text) == []


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("entries: [{id: a, terms: [], answer: definition_ctai}]", "no terms"),
        ("entries: [{id: a, terms: [A]}]", "definition or an answer"),
        ("entries: [{id: a, terms: [A], answer: x, definition: y, facts: [z]}]", "definition or an answer"),
        ("entries: [{id: a, terms: [A], definition: y}]", "facts or its texte"),
        ("entries: [{id: a, terms: [A], answer: x, colour: red}]", "colour"),
        ("entries: [{id: a, terms: [A, b], answer: x}, {id: b, terms: [B], answer: x}]", "is in 'a' and in"),
        ("entries: [{id: a, terms: [A], answer: x}, {id: a, terms: [B], answer: x}]", "same id"),
        ("entries: [", "glossaire.yml"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(tmp_path: Path, written: str, reason: str) -> None:
    path = tmp_path / "glossaire.yml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(InvalidGlossary, match=reason):
        read_glossary(path)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(InvalidGlossary, match="nulle-part"):
        read_glossary(tmp_path / "nulle-part.yml")


def read(path: str) -> Any:
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def intents() -> set[str]:
    return set(read("domain.yml")["intents"])


@pytest.fixture(scope="module")
def responses() -> dict[str, list[dict[str, Any]]]:
    files = (read(str(path))["responses"] for path in sorted((ROOT / "data/responses").glob("*.yml")))
    return dict(chain.from_iterable(one.items() for one in files))


def test_every_button_of_the_glossary_leads_to_an_answer(glossary: Glossary, intents: set[str]) -> None:
    for entry in glossary.entries:
        assert bool(entry.see) != bool(entry.answer), entry.id
        assert len(entry.see) <= 3, entry.id
        for button in entry.see:
            assert button.payload.removeprefix("/") in intents, (entry.id, button.payload)


def test_every_answer_the_glossary_sends_to_is_sourced(
    glossary: Glossary, intents: set[str], responses: dict[str, list[dict[str, Any]]]
) -> None:
    for entry in glossary.entries:
        if entry.answer is not None:
            assert entry.answer in intents, entry.id
            assert all(variant["metadata"]["facts"] for variant in responses[f"utter_{entry.answer}"]), (
                entry.id
            )


def test_every_fact_of_the_glossary_exists(glossary: Glossary) -> None:
    facts = {fact["id"] for fact in read("data/knowledge/facts.yml")["facts"] if fact["confidence"] != "low"}
    assert {
        (entry.id, fact) for entry in glossary.entries for fact in entry.facts if fact not in facts
    } == set()


def test_the_definitions_are_short_and_well_set(glossary: Glossary) -> None:
    wrong = re.compile("'|[^\u00a0\\d/]:(?:\\s|$)|[^\u00a0][;?!»]|«[^\u00a0]|\"")
    for entry in glossary.entries:
        for text in (
            entry.title,
            entry.definition or "",
            entry.texte or "",
            *(one.title for one in entry.see),
        ):
            assert not wrong.search(text), (entry.id, text)
        if entry.definition:
            assert entry.definition[0].islower(), entry.id
            assert entry.definition.endswith("."), entry.id
            sentences = re.split(r"\.\s", entry.definition)
            assert len(sentences) <= 2, entry.id
            assert max(len(one.split()) for one in sentences) <= 40, entry.id
