"""Plays Rasa in memory: calls the actions with the events that Rasa 3.6.21 sends, and keeps their slots."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import SafeAction, Services, Turn
from actions.dossier import (
    ActionAskDossierConfirmation,
    ActionAskDossierConsentement,
    ActionTerminerDossier,
    ValidateDossierForm,
)
from actions.forms import GuidedForm
from actions.lettre import ActionTerminerLettre, ValidateLettreForm
from actions.lettre_questions import (
    ActionAskLettrePopulation,
    ActionAskLettrePublics,
    ActionAskLettreRecapitulatif,
    ActionAskLettreReprise,
    ActionAskLettreThemes,
    ActionAskPropositionConfirmee,
)
from actions.question import (
    ActionAskQuestionCollectivite,
    ActionAskQuestionConfirmation,
    ActionAskQuestionConsentement,
    ActionAskQuestionReprise,
    ActionTerminerQuestion,
)
from actions.suivi import (
    ActionAskSuiviConfirmation,
    ActionModifierDossier,
    ActionSuivreDossier,
    ActionTerminerSuivi,
    ValidateSuiviForm,
)
from actions.territoire import ActionAskCollectivite
from bot.entities.lexicon import Lexicon, load_lexicon
from bot.entities.reading import entities_in
from bot.territory.entities import entities_of

#: As the gateway makes it.
CONVERSATION_ID = "essai"

#: Slots that `domain.yml` fills from the start.
INITIAL_SLOTS = {"lettre_prete": False, "dossier_ouvert": False, "essais": 0.0}

#: Who asks a slot; the others have an `utter_ask_<slot>`.
ASKING = {
    "collectivite": ActionAskCollectivite,
    "lettre_population": ActionAskLettrePopulation,
    "lettre_publics": ActionAskLettrePublics,
    "lettre_recapitulatif": ActionAskLettreRecapitulatif,
    "lettre_reprise": ActionAskLettreReprise,
    "lettre_themes": ActionAskLettreThemes,
    "proposition_confirmee": ActionAskPropositionConfirmee,
    "dossier_consentement": ActionAskDossierConsentement,
    "dossier_confirmation": ActionAskDossierConfirmation,
    "suivi_confirmation": ActionAskSuiviConfirmation,
    "question_reprise": ActionAskQuestionReprise,
    "question_collectivite": ActionAskQuestionCollectivite,
    "question_consentement": ActionAskQuestionConsentement,
    "question_confirmation": ActionAskQuestionConfirmation,
}

#: What the rules `finir la lettre`, `finir le dossier` and `finir la question` run.
ENDING = {
    "lettre_form": ActionTerminerLettre,
    "dossier_form": ActionTerminerDossier,
    "suivi_form": ActionTerminerSuivi,
    "question_form": ActionTerminerQuestion,
}


@cache
def lexicon() -> Lexicon:
    """Read once: it takes some tenths of a second."""
    return load_lexicon()


@dataclass(frozen=True)
class Answer:
    """What an action, or a form and its next question, answered.

    Attributes:
        messages: as the dispatcher collected them.
        events: as the action gave them.
        rejected: Rasa rejects the form: a rule answers, and nothing of this answer is kept.
        ended: the form is over.
    """

    messages: list[dict[str, Any]]
    events: list[dict[str, Any]]
    rejected: bool = False
    ended: bool = False

    @property
    def said(self) -> list[str]:
        return [one["response"] for one in self.messages if one["response"]]

    @property
    def slots(self) -> dict[str, Any]:
        return {one["name"]: one["value"] for one in self.events if one["event"] == "slot"}

    def values(self, response: str) -> dict[str, Any]:
        """Gives what a response was said with."""
        return next(one for one in self.messages if one["response"] == response)


class Conversation:
    """One visitor: the slots and events of a tracker, and what is said next."""

    def __init__(self, services: Services, **slots: Any) -> None:
        self.services = services
        self.slots: dict[str, Any] = {**INITIAL_SLOTS, **slots}
        self.events: list[dict[str, Any]] = [{"event": "action", "name": "action_session_start"}]
        self.latest_message: dict[str, Any] = {}

    def hears(
        self, text: str, intent: str = "nlu_fallback", confidence: float = 0.9, **ranking: float
    ) -> "Conversation":
        """The visitor types words; `ranking` tells how likely other intents are."""
        sure = 0.3 if intent == "nlu_fallback" else confidence
        self._receives(text, intent, sure, {})
        self.latest_message["intent_ranking"] = [
            {"name": name, "confidence": share} for name, share in {intent: sure, **ranking}.items()
        ]
        return self

    def is_shown(self, *messages: Mapping[str, Any]) -> "Conversation":
        """Rasa tells the visitor what an action said, and keeps it in the tracker."""
        self.events += [
            {
                "event": "bot",
                "text": "…",
                "data": {"buttons": message.get("buttons") or None},
                "metadata": {"utter_action": message["response"]},
            }
            for message in messages
        ]
        return self

    def sees_pressed(self, payload: str) -> "Conversation":
        """The visitor presses a button: Rasa reads intent and entities in the payload itself."""
        intent, _, entities = payload.removeprefix("/").partition("{")
        self._receives(payload, intent, 1.0, json.loads("{" + entities) if entities else {})
        return self

    def run(self, action: SafeAction, half_said: Sequence[str] = ()) -> Answer:
        """Runs an action where a rule runs it, and keeps its slots."""
        answer = self._call(action, self.events, half_said)
        self._keep(action.name(), answer.events)
        return answer

    @property
    def turn(self) -> Turn:
        """The latest message, as an action reads it."""
        return Turn(self._tracker(self.events), CollectingDispatcher())

    def _receives(self, text: str, intent: str, confidence: float, entities: dict[str, str]) -> None:
        parsed = {
            # What the pipeline normalised is not what was typed.
            "text": " ".join(text.replace("’", "'").split()),
            "intent": {"name": intent, "confidence": confidence},
            "entities": [
                *({"entity": name, "value": value} for name, value in entities.items()),
                *([] if text.startswith("/") else self._found_in(" ".join(text.replace("’", "'").split()))),
            ],
        }
        self.latest_message = parsed
        self.events += [
            {"event": "action", "name": "action_listen"},
            {"event": "user", "text": text, "parse_data": parsed},
        ]

    def _found_in(self, text: str) -> list[dict[str, Any]]:
        """What both extractors of the pipeline find."""
        told = [one.as_mapping() for one in entities_in(text, lexicon())]
        return [*entities_of(self.services.territory, text), *told]

    def _tracker(self, events: list[dict[str, Any]]) -> Tracker:
        return Tracker(CONVERSATION_ID, dict(self.slots), self.latest_message, events, False, None, {}, None)

    def _call(
        self, action: SafeAction, events: list[dict[str, Any]], half_said: Sequence[str] = ()
    ) -> Answer:
        dispatcher = CollectingDispatcher()
        for response in half_said:
            dispatcher.utter_message(response=response)
        given = asyncio.run(action.run(dispatcher, self._tracker(events), {}))
        return Answer(dispatcher.messages, given)

    def _keep(self, action_name: str, events: list[dict[str, Any]]) -> None:
        self.events += [{"event": "action", "name": action_name}, *events]
        self.slots |= {one["name"]: one["value"] for one in events if one["event"] == "slot"}


class FormConversation(Conversation):
    """A visitor whom a form asks: does what `FormAction` does around the form's `validate_` action."""

    def __init__(self, form: type[GuidedForm], services: Services, **slots: Any) -> None:
        super().__init__(services, **slots)
        self.form = form(services)

    def begins(self) -> Answer:
        """A rule starts the form."""
        self.events.append({"event": "active_loop", "name": self.form.form})
        return self._validate()

    def says(self, text: str, intent: str = "nlu_fallback", confidence: float = 0.9) -> Answer:
        """The visitor types words while the form waits."""
        self.hears(text, intent, confidence)
        return self._validate(answered=True)

    def says_again(self) -> Answer:
        """What was heard, with its ranking, comes while the form waits."""
        return self._validate(answered=True)

    def presses(self, payload: str) -> Answer:
        """The visitor presses a button while the form waits."""
        self.sees_pressed(payload)
        return self._validate(answered=True)

    def resumes_after(self, response: str) -> Answer:
        """A rule has answered a digression, and Rasa calls the form again."""
        self.events += [
            {"event": "action_execution_rejected", "name": self.form.form},
            {"event": "action", "name": response},
            {"event": "bot", "text": "…"},
            {"event": "loop_interrupted", "is_interrupted": True},
        ]
        return self._validate()

    @property
    def asked(self) -> str | None:
        """The slot being asked."""
        return self.slots.get("requested_slot")

    def _validate(self, *, answered: bool = False) -> Answer:
        marked = [
            *self.events,
            {"event": "slot", "name": "requested_slot", "value": self.asked},
            {"event": "action", "name": self.form.form},
        ]
        validated = self._call(self.form, marked)
        requested = [one["value"] for one in validated.events if one.get("name") == "requested_slot"]
        if answered and not set(validated.slots) - {"requested_slot"}:
            return Answer(validated.messages, validated.events, rejected=True)
        # Rasa would ask the first of several and end the form on the last one.
        assert len(requested) == 1, validated.events
        self._keep(self.form.form, validated.events)
        if requested[0] is None:
            self.events.append({"event": "active_loop", "name": None})
            ending = self.run(ENDING[self.form.form](self.services))
            events = [*validated.events, *ending.events]
            return Answer([*validated.messages, *ending.messages], events, ended=True)
        return Answer([*validated.messages, *self._ask(requested[0])], validated.events)

    def _ask(self, slot: str) -> list[dict[str, Any]]:
        if slot not in ASKING:
            return [{"response": f"utter_ask_{slot}"}]
        return self._call(ASKING[slot](self.services), self.events).messages


def lettre_form(services: Services, **slots: Any) -> FormConversation:
    """A letter that has been asked for; with `slots`, these answers are already given."""
    conversation = FormConversation(ValidateLettreForm, services, **slots)
    conversation.hears("je voudrais écrire la lettre", "rediger_lettre")
    conversation.begins()
    return conversation


def dossier_form(services: Services, **slots: Any) -> FormConversation:
    """A dossier that has been asked for, the letter being made."""
    conversation = FormConversation(ValidateDossierForm, services, **{"lettre_prete": True} | slots)
    conversation.hears("ouvrez le dossier", "ouvrir_dossier")
    conversation.begins()
    return conversation


class SuiviConversation(FormConversation):
    """A visitor who speaks of a dossier: the action that answers, then the form if the rules begin it."""

    def __init__(self, services: Services, **slots: Any) -> None:
        super().__init__(ValidateSuiviForm, services, **slots)

    def asks(self, text: str, intent: str = "suivre_dossier") -> Answer:
        """The visitor types a demand, or presses a button when `text` is a payload."""
        if text.startswith("/"):
            self.sees_pressed(text)
            intent = text.removeprefix("/").partition("{")[0]
        else:
            self.hears(text, intent)
        action = ActionModifierDossier if intent == "modifier_dossier" else ActionSuivreDossier
        answer = self.run(action(self.services))
        if self.slots["suivi_suite"] != "formulaire":
            return answer
        begun = self.begins()
        return Answer([*answer.messages, *begun.messages], [*answer.events, *begun.events])
