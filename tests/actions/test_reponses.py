import pytest

from actions.reponses import ActionRelancer, ActionRepeter, ActionRepondreQuestions
from tests.actions.conversation import Conversation


@pytest.fixture
def visitor(services) -> Conversation:
    return Conversation(services)


def asks_again(visitor: Conversation, text: str, intent: str) -> list[str]:
    return visitor.hears(text, intent).run(ActionRelancer(visitor.services)).said


def test_both_questions_of_a_message_are_answered_in_order(visitor, services) -> None:
    visitor.hears("Qui peut signer ? Et pour combien de temps ?", "questions_multiples")
    visitor.latest_message["entities"] += [
        {"entity": "question", "value": "eligibilite_signataires"},
        {"entity": "question", "value": "duree_contrat"},
    ]
    answer = visitor.run(ActionRepondreQuestions(services))
    assert answer.said == ["utter_eligibilite_signataires", "utter_duree_contrat"]


def test_a_question_on_whom_to_contact_is_answered_by_its_action(visitor, services) -> None:
    visitor.hears("Qui contacter à Guéret et quelle est la durée ?", "questions_multiples")
    visitor.latest_message["entities"] += [
        {"entity": "question", "value": "contact_prefecture"},
        {"entity": "question", "value": "duree_contrat"},
    ]
    answer = visitor.run(ActionRepondreQuestions(services))
    assert answer.said == ["utter_contact_prefecture_connue", "utter_duree_contrat"]
    assert visitor.slots["lieu"] == "commune:23096"


@pytest.mark.parametrize(
    ("intent", "said"),
    [
        ("relance_suite", "utter_etapes_commencer"),
        ("relance_pourquoi", "utter_definition_co_construction"),
        ("relance_details", "utter_etapes_documents"),
    ],
)
def test_a_follow_up_is_said_of_the_last_answer(visitor, intent, said) -> None:
    visitor.hears("Quelles sont les étapes ?", "etapes_liste")
    assert asks_again(visitor, "…", intent) == [said]


def test_one_follow_up_after_another_goes_on(visitor) -> None:
    visitor.hears("Quelles sont les étapes ?", "etapes_liste")
    assert asks_again(visitor, "et après ?", "relance_suite") == ["utter_etapes_commencer"]
    assert asks_again(visitor, "et après ?", "relance_suite") == ["utter_lettre_info_contenu"]
    assert asks_again(visitor, "et après ?", "relance_suite") == ["utter_lettre_info_envoi"]


def test_courtesy_in_between_is_not_what_is_spoken_of(visitor) -> None:
    visitor.hears("Quelles sont les étapes ?", "etapes_liste")
    visitor.hears("merci", "remercier")
    assert asks_again(visitor, "et après ?", "relance_suite") == ["utter_etapes_commencer"]


def test_a_follow_up_of_nothing_asks_what_is_spoken_of(visitor) -> None:
    assert asks_again(visitor, "pourquoi ?", "relance_pourquoi") == ["utter_relance_rien"]


def test_the_last_answer_is_said_again_with_its_buttons_and_sources(visitor, services) -> None:
    visitor.hears("Quelle durée ?", "duree_contrat")
    visitor.events += [
        {
            "event": "bot",
            "text": "Aucune durée n’est indiquée.",
            "data": {"buttons": [{"title": "Et après ?", "payload": "/duree_renouvellement"}]},
            "metadata": {"utter_action": "utter_duree_contrat", "metadata": {"facts": ["pluriannuel"]}},
        }
    ]
    (message,) = visitor.hears("répétez", "relance_repeter").run(ActionRepeter(services)).messages
    assert message["text"] == "Aucune durée n’est indiquée."
    assert message["buttons"] == [{"title": "Et après ?", "payload": "/duree_renouvellement"}]
    assert message["metadata"] == {"facts": ["pluriannuel"]}


def test_nothing_to_repeat_is_said(visitor, services) -> None:
    assert visitor.hears("répétez", "relance_repeter").run(ActionRepeter(services)).said == [
        "utter_relance_rien"
    ]
