"""Whatever is sent, the answer is a clear refusal in French or a polite answer: never a failure."""

import json

import pytest

from tests.e2e.journeys import draft
from tests.e2e.product import Visitor

HOSTILE = [
    "<script>alert(1)</script>",
    "{{7*7}}",
    "${7*7}",
    "'; DROP TABLE dossier; --",
    "\r\nBcc: x@y.test",
    "😀" * 400,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_answered_politely(visitor: Visitor, text: str) -> None:
    said = visitor.say(text)
    assert said
    assert "49" not in said


@pytest.mark.parametrize(
    "text", ["/restart", "/ouvrir_dossier", '/informer_reponse{"prefet": "prefet"}', " /session_start"]
)
def test_a_command_of_rasa_is_refused(visitor: Visitor, text: str) -> None:
    refused = visitor.raw(json={"text": text})
    assert refused.status_code == 422
    assert refused.json()["detail"].endswith(".")


@pytest.mark.parametrize(
    "request_",
    [
        {"content": b"", "headers": {"content-type": "application/json"}},
        {"content": b'{"text": ', "headers": {"content-type": "application/json"}},
        {"content": bytes(range(256)), "headers": {"content-type": "application/json"}},
        {"content": json.dumps({"text": "a" * 100_000}), "headers": {"content-type": "application/json"}},
        {"content": b"[" * 5_000, "headers": {"content-type": "application/json"}},
        {"json": {"text": ""}},
        {"json": {"text": 7}},
        {"json": {"text": "a" * 2_001}},
        {"json": {"text": "bonjour", "session": "d'un autre"}},
        {"data": {"text": "bonjour"}},
    ],
)
def test_a_malformed_request_is_a_4xx_in_french(visitor: Visitor, request_: dict[str, object]) -> None:
    refused = visitor.raw(**request_)
    assert 400 <= refused.status_code < 500
    assert refused.json()["title"]


def test_a_button_of_another_conversation_is_refused(visitor: Visitor) -> None:
    visitor.say("Bonjour")
    stolen = visitor.messages[0]["buttons"][0]["button"]
    visitor.session = None
    visitor.say("Bonjour")
    assert visitor.raw(json={"session": visitor.session, "button": stolen}).status_code == 403


def test_odd_needs_reach_the_letter_as_they_were_written(visitor: Visitor) -> None:
    draft(visitor, "mairie de Guéret", "a@gueret.example")
    visitor.press("Modifier les besoins")
    odd = "A & B < C, {{7*7}} {% raw %} #eval(1) <b>gras</b>"
    assert f"Besoins\u00a0: {odd}" in visitor.say(odd)
    assert "Votre lettre est prête" in visitor.say("oui")
