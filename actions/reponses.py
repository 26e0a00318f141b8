"""Answers that depend on what was asked or said before: two questions at once, follow-ups, repetition."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from actions.base import Event, SafeAction, Services, Turn
from actions.doute import pressed_in_words
from actions.etapes import ActionEtapesListe
from actions.glossaire import ActionDefinir
from actions.territoire import ActionContactPrefecture
from bot.conversation import FollowUps, read_follow_ups

#: Intents whose answer is an action; that of any other is the response of its name.
ACTIONS: Mapping[str, Callable[[Services], SafeAction]] = {
    "contact_prefecture": ActionContactPrefecture,
    "definition_sigle": ActionDefinir,
    "etapes_liste": ActionEtapesListe,
}

#: Follow-up of each intent.
_KINDS = {"relance_suite": "suite", "relance_pourquoi": "pourquoi", "relance_details": "details"}


def answer(turn: Turn, services: Services, intent: str) -> list[Event]:
    """Answers as if `intent` had been asked alone."""
    if intent in ACTIONS:
        return ACTIONS[intent](services).act(turn)
    turn.say(f"utter_{intent}")
    return []


@cache
def _follow_ups() -> FollowUps:
    return read_follow_ups()


class ActionRepondreQuestions(SafeAction):
    """Answers both questions of a message, in order."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_repondre_questions"

    def act(self, turn: Turn) -> list[Event]:
        """Answers."""
        return [event for question in _questions(turn) for event in answer(turn, self.services, question)]


class ActionRelancer(SafeAction):
    """« Et après ? », « pourquoi ? », « plus de détails », said of the last answer."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_relancer"

    def act(self, turn: Turn) -> list[Event]:
        """Gives the answer that follows, or asks what is spoken of; « la dernière » is a button."""
        if (pressed := pressed_in_words(turn)) is not None:
            return pressed
        last = last_question(turn)
        if last is None:
            turn.say("utter_relance_rien")
            return []
        following = _follow_ups().after(last, _KINDS[turn.intent])
        if following is None:
            turn.say("utter_relance_pas_plus")
            return []
        return answer(turn, self.services, following)


class ActionRepeter(SafeAction):
    """Says the last answer again."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_repeter"

    def act(self, turn: Turn) -> list[Event]:
        """Says it, with its buttons and sources; « la dernière » is a button."""
        if (pressed := pressed_in_words(turn)) is not None:
            return pressed
        said = _last_answer(turn)
        for event in said:
            turn.dispatcher.utter_message(**_again(event))
        if not said:
            turn.say("utter_relance_rien")
        return []


def _questions(turn: Turn) -> list[str]:
    return [one["value"] for one in turn.entities if one["entity"] == "question"]


def last_question(turn: Turn) -> str | None:
    """Gives the intent of the last answer that something may follow; a follow-up counts as what it led to."""
    known = _follow_ups()
    intent: str | None = None
    for asked in _intents_before(turn):
        if asked in _KINDS:
            intent = known.after(intent, _KINDS[asked]) or intent if intent else None
        elif any(known.after(asked, kind) for kind in _KINDS.values()):
            intent = asked
    return intent


def _intents_before(turn: Turn) -> list[str]:
    """Intents of the messages before this one, the oldest first."""
    asked = [event for event in turn.tracker.events if event["event"] == "user"]
    return [str((one["parse_data"].get("intent") or {}).get("name") or "") for one in asked[:-1]]


def _last_answer(turn: Turn) -> list[Mapping[str, Any]]:
    """What was said between the message before this one and this one."""
    said: list[Mapping[str, Any]] = []
    for event in reversed(turn.tracker.events):
        if event["event"] == "user" and said:
            break
        if event["event"] == "bot":
            said.insert(0, event)
    return said


def _again(event: Mapping[str, Any]) -> dict[str, Any]:
    """What the dispatcher needs to say a bot event again: Rasa keeps a response's own metadata within its."""
    return {
        "text": event.get("text"),
        "buttons": (event.get("data") or {}).get("buttons") or [],
        "json_message": (event.get("data") or {}).get("custom") or {},
        "metadata": (event.get("metadata") or {}).get("metadata") or {},
    }
