from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from actions.base import SafeAction, Services, Turn
from actions.dossier import ActionAskDossierConsentement
from actions.lettre import ActionTerminerLettre
from actions.territoire import ActionIdentifierCollectivite
from bot.letter.storage import Document, DocumentKind
from tests.actions.conftest import GUERET
from tests.actions.conversation import CONVERSATION_ID, Conversation, lettre_form

PRIVATE = "camille.exemple@gueret.example"


@pytest.fixture
def quoting_services(broken_services: Services) -> Services:
    """What fails quotes what the visitor wrote, as drivers and parsers do."""

    def quoting_clock():
        raise ValueError(f"cannot use {PRIVATE}")

    return replace(broken_services, clock=quoting_clock)


def test_a_failure_is_told_and_nothing_else_that_was_half_said(broken_services) -> None:
    conversation = Conversation(broken_services)
    answer = conversation.run(
        ActionAskDossierConsentement(broken_services), half_said=["utter_dossier_aucun"]
    )
    assert answer.said == ["utter_incident"]
    assert answer.events == []


def test_a_failure_is_logged_with_its_kind_and_place_and_no_value(quoting_services) -> None:
    conversation = Conversation(quoting_services, collectivite=GUERET, lettre_email=PRIVATE)
    with capture_logs() as lines:
        conversation.hears(f"oui, {PRIVATE}", "affirmer").run(ActionTerminerLettre(quoting_services))
    assert len(lines) == 1
    line = lines[0]
    assert (line["event"], line["action"], line["error"]) == (
        "action.failed",
        "action_terminer_lettre",
        "ValueError",
    )
    assert line["where"].startswith("tests.actions.test_base:")
    assert PRIVATE not in str(lines)


def test_a_collectivite_that_the_tables_do_not_know_is_a_failure_like_another(broken_services) -> None:
    conversation = Conversation(broken_services)
    conversation.sees_pressed('/informer_collectivite{"collectivite": "commune:00000"}')
    answer = conversation.run(ActionIdentifierCollectivite(broken_services))
    assert answer.said == ["utter_incident"]
    assert "collectivite" not in conversation.slots


def test_a_form_that_fails_stays_where_it_was(broken_services) -> None:
    form = lettre_form(broken_services)
    answer = form.presses('/informer_collectivite{"collectivite": "commune:00000"}')
    assert answer.said == ["utter_incident", "utter_ask_collectivite"]
    form.says("mairie de Guéret", "informer_collectivite")
    assert form.slots["collectivite"] == GUERET


def test_words_are_read_as_they_were_typed_and_not_as_the_pipeline_sees_them(broken_services) -> None:
    turn = Conversation(broken_services).hears("L’accueil\nd’abord", "informer_reponse").turn
    assert turn.text == "L’accueil\nd’abord"
    assert turn.conversation_id == CONVERSATION_ID
    assert not turn.is_button


def test_a_button_has_entities_and_no_text(broken_services) -> None:
    turn = Conversation(broken_services).sees_pressed('/informer_reponse{"prefet": "prefete"}').turn
    assert turn.is_button
    assert turn.text == ""
    assert (turn.intent, turn.confidence) == ("informer_reponse", 1.0)
    assert turn.entity("prefet") == "prefete"
    assert turn.entity("collectivite") is None


def test_an_entity_found_in_words_is_not_the_value_of_a_button(broken_services) -> None:
    conversation = Conversation(broken_services).hears("Guéret", "informer_collectivite")
    conversation.latest_message["entities"] = [{"entity": "collectivite", "value": "commune:75056"}]
    assert conversation.turn.entity("collectivite") is None


def test_a_message_that_was_not_understood_at_all_has_no_intent(broken_services) -> None:
    conversation = Conversation(broken_services)
    conversation.latest_message = {"intent": {}, "entities": [], "text": None}
    assert (conversation.turn.text, conversation.turn.intent, conversation.turn.confidence) == ("", "", 0.0)


def test_documents_are_given_without_their_content(broken_services) -> None:
    turn: Turn = Conversation(broken_services).turn
    turn.give([Document("abc", DocumentKind.PDF, "lettre.pdf", 1200)])
    assert turn.dispatcher.messages[0]["custom"] == {
        "documents": [{"id": "abc", "kind": "pdf", "file_name": "lettre.pdf", "size": 1200}]
    }


def test_an_action_that_does_nothing_cannot_be_made() -> None:
    with pytest.raises(TypeError):
        SafeAction()
