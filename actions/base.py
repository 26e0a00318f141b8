"""What every action shares: the services it calls, the turn it reads, and what happens when it fails."""

import asyncio
import os
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session, sessionmaker

from bot.clock import Clock, now
from bot.db import ROOT, make_engine, make_sessions
from bot.letter.storage import Document
from bot.logs import logger
from bot.settings import Settings, read_settings
from bot.territory.tables import Territory, load_territory

#: What Rasa understands as an event: `SlotSet(…)` and the like give such a mapping.
Event: TypeAlias = dict[str, Any]

_log = logger("actions")


def set_slots(slots: Mapping[str, Any]) -> list[Event]:
    """Gives the events that set these slots, in their order."""
    return [SlotSet(slot, value) for slot, value in slots.items()]


@dataclass(frozen=True)
class Services:
    """Everything outside the conversation that actions may use."""

    settings: Settings
    sessions: sessionmaker[Session]
    territory: Territory
    clock: Clock


@cache
def running_services() -> Services:
    """Builds the services of this process, once, at the first action that runs."""
    settings = read_settings(os.environ, ROOT)
    return Services(settings, make_sessions(make_engine(settings.database_url)), load_territory(), now)


@dataclass(frozen=True)
class Turn:
    """One message of the visitor, and what may be said in return."""

    tracker: Tracker
    dispatcher: CollectingDispatcher

    @property
    def conversation_id(self) -> str:
        """The gateway's id of this conversation."""
        return str(self.tracker.sender_id)

    @property
    def is_button(self) -> bool:
        """Whether a button was pressed: the gateway lets nobody type a `/`."""
        return self._received.startswith("/")

    @property
    def text(self) -> str:
        """What was typed; nothing for a button, so that a payload is never taken as an answer."""
        return "" if self.is_button else self._received

    @property
    def _received(self) -> str:
        # `latest_message` holds the text as the pipeline normalised it; the event keeps what was typed.
        typed = (event.get("text") for event in reversed(self.tracker.events) if event["event"] == "user")
        return str(next(typed, None) or "")

    @property
    def intent(self) -> str:
        """The intent as understood, `nlu_fallback` when it was not."""
        return str((self.tracker.latest_message.get("intent") or {}).get("name") or "")

    @property
    def confidence(self) -> float:
        """How sure the understanding is, from 0 to 1."""
        return float((self.tracker.latest_message.get("intent") or {}).get("confidence") or 0)

    @property
    def entities(self) -> list[dict[str, Any]]:
        """What the understanding found in the words, or the button carries."""
        return list(self.tracker.latest_message.get("entities") or [])

    def entity(self, name: str) -> str | None:
        """The value that a button carries under `name`."""
        return next(self.tracker.get_latest_entity_values(name), None) if self.is_button else None

    def slot(self, name: str) -> Any:
        """The value of a slot, None when it was never filled."""
        return self.tracker.slots.get(name)

    def say(self, response: str, **values: object) -> None:
        """Says a response of `data/responses/`."""
        self.dispatcher.utter_message(response=response, **values)

    def offer(self, response: str, buttons: Sequence[Mapping[str, str]], **values: object) -> None:
        """Says a response with buttons that depend on the turn."""
        self.dispatcher.utter_message(
            response=response, buttons=[dict(button) for button in buttons], **values
        )

    def give(self, documents: Sequence[Document]) -> None:
        """Shows documents to download; the gateway makes their links."""
        self.dispatcher.utter_message(
            json_message={
                "documents": [
                    {"id": one.id, "kind": one.kind, "file_name": one.file_name, "size": one.size}
                    for one in documents
                ]
            }
        )


class SafeAction(Action, ABC):
    """An action that never fails in silence: the visitor is told that nothing was done."""

    def __init__(self, services: Services | None = None) -> None:
        self._services = services

    @property
    def services(self) -> Services:
        """The services given by a test, or those of this process."""
        return self._services or running_services()

    @abstractmethod
    def act(self, turn: Turn) -> list[Event]:
        """Does the work of one turn; may block, it runs in a thread of its own."""

    def after_failure(self, turn: Turn) -> list[Event]:
        """Gives the events that leave the conversation where it was."""
        del turn
        return []

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[Event]:
        """Runs `act`; on any error says `utter_incident` instead of what was half said."""
        del domain
        turn = Turn(tracker, dispatcher)
        try:
            return await asyncio.to_thread(self.act, turn)
        except Exception as error:  # noqa: BLE001  (the visitor must get an answer whatever happens)
            # The error's text may hold what the visitor wrote: only its kind and place are logged.
            _log.error("action.failed", action=self.name(), error=type(error).__name__, where=_where(error))
            dispatcher.messages.clear()
            turn.say("utter_incident")
            return self.after_failure(turn)


def _where(error: BaseException) -> str:
    """Names the innermost line that raised, without any value."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}"
