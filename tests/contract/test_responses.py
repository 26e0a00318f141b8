"""What visitors read: sourced, well set, every button alive."""

import json
import re
from itertools import chain

from tests.contract.conftest import Conversation

NO_BREAK = "\u00a0"


def texts(conversation: Conversation) -> list[tuple[str, str]]:
    return [(name, v["text"]) for name, variants in conversation.responses.items() for v in variants]


def titles(conversation: Conversation) -> list[tuple[str, str]]:
    return [
        (name, button["title"])
        for name, variants in conversation.responses.items()
        for button in chain.from_iterable(v.get("buttons", []) for v in variants)
    ]


def test_every_response_names_its_facts_or_is_conversation(conversation: Conversation) -> None:
    for name, variants in conversation.responses.items():
        for variant in variants:
            metadata = variant.get("metadata", {})
            assert bool(metadata.get("facts")) != (metadata.get("kind") == "conversation"), name


def test_every_fact_that_is_stated_exists_and_is_sure(conversation: Conversation) -> None:
    for name, variants in conversation.responses.items():
        for fact in chain.from_iterable(v.get("metadata", {}).get("facts", []) for v in variants):
            assert fact in conversation.facts, (name, fact)
            assert conversation.facts[fact]["confidence"] in {"high", "medium"}, (name, fact)


def test_every_fact_has_known_sources_and_is_stated_somewhere(conversation: Conversation) -> None:
    stated = {
        fact
        for variants in conversation.responses.values()
        for fact in chain.from_iterable(v.get("metadata", {}).get("facts", []) for v in variants)
    }
    assert set(conversation.facts) == stated
    for fact in conversation.facts.values():
        assert fact["sources"], fact["id"]
        assert set(fact["sources"]) <= set(conversation.sources), fact["id"]


def test_every_address_site_and_year_that_is_said_is_in_a_fact_it_cites(conversation: Conversation) -> None:
    figure = re.compile(
        r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b(?:[\w-]+\.)+(?:gouv\.)?fr\b|\b(?:19|20)\d\d\b|\d+ ?[%€]"
    )
    for name, variants in conversation.responses.items():
        for variant in variants:
            cited = " ".join(
                conversation.facts[fact]["statement"] for fact in variant.get("metadata", {}).get("facts", [])
            )
            for found in figure.findall(variant["text"].replace("prenom.nom@commune.example", "")):
                assert found in cited, (name, found)


def test_every_button_leads_to_an_intent(conversation: Conversation) -> None:
    for name, variants in conversation.responses.items():
        for button in chain.from_iterable(v.get("buttons", []) for v in variants):
            payload = re.fullmatch(r"/([a-z_]+)(\{.*\})?", button["payload"])
            assert payload, (name, button)
            assert payload[1] in conversation.domain["intents"], (name, button)
            if payload[2]:
                # Rasa halves the doubled braces that protect the payload from its templates.
                entities = json.loads(payload[2].replace("{{", "{").replace("}}", "}"))
                assert set(entities) <= conversation.entities, (name, button)


def test_the_typography_is_french(conversation: Conversation) -> None:
    wrong = re.compile(rf"'|[^{NO_BREAK}\d/]:(?:\s|$)|[^{NO_BREAK}][;?!»]|«[^{NO_BREAK}]|\"")
    for name, text in (*texts(conversation), *titles(conversation)):
        found = wrong.search(text)
        assert not found, (name, text[max(found.start() - 15, 0) : found.end() + 5] if found else "")


def test_the_visitor_is_addressed_as_vous(conversation: Conversation) -> None:
    familiar = re.compile(r"\b(?:tu|ton|ta|tes|toi)\b|\bt’", re.IGNORECASE)
    assert [(name, text) for name, text in texts(conversation) if familiar.search(text)] == []


def test_sentences_are_short_on_average(conversation: Conversation) -> None:
    for name, text in texts(conversation):
        sentences = [one for one in re.split(r"[.!?;\n]+\s*", text) if len(one.split()) > 1]
        words = sum(len(one.split()) for one in sentences)
        assert words / max(len(sentences), 1) <= 30, name
