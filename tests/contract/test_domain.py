"""Domain, training data, rules and actions name the same things."""

import importlib
import json
import pkgutil
import re
from inspect import isabstract

import pytest
from rasa_sdk import Action

import actions
from actions.base import SafeAction
from actions.reponses import ACTIONS
from bot.nlu.themes import THEMES, theme_of
from tests.contract.conftest import ROOT, Conversation

#: Intents that answer the assistant's own questions; they belong to no theme.
FORM_INTENTS = {"passer", "corriger_reponse", "informer_collectivite", "informer_reponse", "renvoyer_code"}

#: Short replies to an answer: what they are about is that of the answer.
FOLLOW_UPS = {"relance_suite", "relance_pourquoi", "relance_details", "relance_repeter", "autre_chose"}

#: Themes of which a message of two questions is not made (bot/nlu/questions.py).
JOURNEYS = {
    *("saluer", "remercier", "prendre_conge", "affirmer", "nier", "annuler", "rediger_lettre"),
    *("ouvrir_dossier", "suivre_dossier", "modifier_dossier", "parler_humain"),
}

#: Intents that a component gives and no sentence is an example of.
COMPUTED = {"questions_multiples", "hors_sujet_langue"}


def concrete(kind: type[Action]) -> set[type[Action]]:
    found = {kind} if not isabstract(kind) else set()
    return found.union(*(concrete(child) for child in kind.__subclasses__()))


@pytest.fixture(scope="module")
def registered() -> set[str]:
    for module in pkgutil.iter_modules(actions.__path__, "actions."):
        importlib.import_module(module.name)
    return {kind().name() for kind in concrete(SafeAction)}


def test_every_action_of_the_domain_exists_and_back(conversation: Conversation, registered: set[str]) -> None:
    assert registered == set(conversation.domain["actions"])


def test_every_slot_that_a_form_asks_has_its_question(conversation: Conversation) -> None:
    asked = {slot for form in conversation.domain["forms"].values() for slot in form["required_slots"]}
    questions = set(conversation.responses) | set(conversation.domain["actions"])
    assert [s for s in sorted(asked) if not {f"utter_ask_{s}", f"action_ask_{s}"} & questions] == []


def test_every_slot_that_a_form_asks_is_in_the_domain(conversation: Conversation) -> None:
    asked = {slot for form in conversation.domain["forms"].values() for slot in form["required_slots"]}
    assert asked <= set(conversation.domain["slots"])


def test_every_intent_has_examples_and_back(conversation: Conversation) -> None:
    assert set(conversation.examples) == set(conversation.domain["intents"]) - COMPUTED
    assert {i: len(e) for i, e in conversation.examples.items() if len(e) < 10} == {}


def test_every_intent_belongs_to_a_theme_or_to_the_forms(conversation: Conversation) -> None:
    outside = {intent for intent in conversation.domain["intents"] if theme_of(intent) is None}
    assert outside == FORM_INTENTS | FOLLOW_UPS | {"questions_multiples"}


def test_every_theme_has_an_intent(conversation: Conversation) -> None:
    assert {theme_of(intent) for intent in conversation.domain["intents"]} - {None} == set(THEMES)


def test_every_intent_begins_a_rule(conversation: Conversation) -> None:
    begun = {step["intent"] for rule in conversation.rules for step in rule["steps"][:1] if "intent" in step}
    assert set(conversation.domain["intents"]) | {"nlu_fallback"} == begun


def test_every_question_that_comes_with_another_has_its_answer(conversation: Conversation) -> None:
    answered = {
        rule["steps"][0]["intent"]: rule["steps"][1]["action"]
        for rule in conversation.rules
        if len(rule["steps"]) == 2 and "intent" in rule["steps"][0] and "action" in rule["steps"][1]
    }
    cut = {intent for intent in conversation.domain["intents"] if (theme_of(intent) or "") not in JOURNEYS}
    for intent in cut - FORM_INTENTS - FOLLOW_UPS - COMPUTED:
        action = ACTIONS[intent](None).name() if intent in ACTIONS else f"utter_{intent}"
        assert answered[intent] == action


def test_no_sentence_is_in_two_intents_or_twice_in_one(conversation: Conversation) -> None:
    seen: dict[str, str] = {}
    twice = []
    for intent, sentences in conversation.examples.items():
        for sentence in sentences:
            key = sentence.lower()
            if key in seen:
                twice.append((sentence, seen[key], intent))
            seen[key] = intent
    assert twice == []


def test_no_held_out_question_is_a_training_sentence(conversation: Conversation) -> None:
    def bare(text: str) -> str:
        return re.sub(r"\W+", " ", text.lower()).strip()

    # A lone word or two ("merci", "oui") cannot be written otherwise: from three words on, it is a copy.
    trained = {bare(one) for sentences in conversation.examples.values() for one in sentences}
    held_out = (ROOT / "tests/nlu/questions.jsonl").read_text(encoding="utf-8").splitlines()
    copies = [text for text in (json.loads(line)["text"] for line in held_out) if bare(text) in trained]
    assert [text for text in copies if len(bare(text).split()) > 2] == []


def test_each_of_the_118_questions_has_its_intent(conversation: Conversation) -> None:
    lines = (ROOT / "data/knowledge/questions.jsonl").read_text(encoding="utf-8").splitlines()
    listed = [json.loads(line) for line in lines]
    assert sorted(one["n"] for one in listed) == list(range(1, 119))
    assert {one["intent"] for one in listed} <= set(conversation.domain["intents"])


def test_every_action_of_the_rules_and_stories_exists(conversation: Conversation) -> None:
    known = (
        set(conversation.responses) | set(conversation.domain["actions"]) | set(conversation.domain["forms"])
    )
    used = {
        step["action"]
        for part in (*conversation.rules, *conversation.stories)
        for step in part["steps"]
        if "action" in step
    }
    assert used <= known | {"action_listen"}


def test_every_response_is_used_and_every_response_named_in_the_actions_exists(
    conversation: Conversation,
) -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "actions").glob("*.py"))
    # Rasa's own key for the name of a response is no response.
    named = set(re.findall(r'"(utter_[a-z_]+[a-z])"', code)) - {"utter_action"}
    corrections = {f"utter_correction_{field}" for field in re.findall(r'name="([a-z]+)"', code)}
    ruled = {
        step["action"]
        for rule in conversation.rules
        for step in rule["steps"]
        if step.get("action", "").startswith("utter_")
    }
    asked = {
        f"utter_ask_{s}" for form in conversation.domain["forms"].values() for s in form["required_slots"]
    }
    needed = named | corrections | ruled
    assert needed <= set(conversation.responses)
    assert set(conversation.responses) - needed - asked == set()


def test_both_endpoint_files_of_rasa_name_the_actions() -> None:
    development = (ROOT / "endpoints.yml").read_text(encoding="utf-8")
    deployed = (ROOT / "deploy/rasa/endpoints.yml").read_text(encoding="utf-8")
    assert "http://127.0.0.1:5055/webhook" in development
    assert "${CTAI_ACTIONS_WEBHOOK}" in deployed
    assert "${CTAI_ACTIONS_AUTHORIZATION}" in deployed
