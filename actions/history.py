"""What was said before, read in the events that Rasa sends with each call."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actions.base import Turn
from actions.reading import ANSWERS, COURTESIES, REQUESTS, looks_like_a_question
from bot.dossier.transcript import Said, Speaker

#: Intents of messages that nobody would forward: answers, courtesies, wishes about the conversation itself.
_NOT_ASKED = (
    (ANSWERS - {"nlu_fallback"})
    | COURTESIES
    | REQUESTS
    | {"annuler", "corriger_reponse", "parler_humain_transmettre", "relance_repeter"}
)

#: Shorter messages, in words, say too little alone: « pourquoi ? », « cofinancement ».
_WORDS_MIN = 3


@dataclass(frozen=True)
class _Message:
    """One message with what its event tells: its intent when it was typed, the slot that was being asked."""

    said: Said
    intent: str | None
    asked: str | None


@dataclass(frozen=True)
class Shown:
    """What the assistant answered to one message.

    Attributes:
        responses: names of what was said, in order.
        buttons: those of the last utterance that had any.
    """

    responses: tuple[str, ...] = ()
    buttons: tuple[Mapping[str, str], ...] = ()


def shown_before(turn: Turn) -> Shown:
    """Gives what was shown right before this message."""
    return next(_answers_before(turn), Shown())


def misses_before(turn: Turn, misses: Collection[str]) -> int:
    """Counts the messages right before this one, in a row, that were answered by one of `misses`."""
    count = 0
    for shown in _answers_before(turn):
        if not shown.responses:
            continue  # words that pressed a button: the answer is that of the button
        if not set(misses).intersection(shown.responses):
            break
        count += 1
    return count


def last_collectivite(turn: Turn) -> tuple[str, str] | None:
    """Gives the collectivité known before, with its slot: the present one, else the last one there was.

    Returns:
        ("collectivite", id) for who speaks, ("lieu", id) for the last place spoken of.
    """
    present = [(slot, str(turn.slot(slot))) for slot in ("collectivite", "lieu") if turn.slot(slot)]
    before = [
        (event["name"], str(event["value"]))
        for event in reversed(turn.tracker.events)
        if event["event"] == "slot" and event["name"] in {"collectivite", "lieu"} and event["value"]
    ]
    return next(iter([*present, *before]), None)


def said_before(turn: Turn, form: str) -> tuple[Said, ...]:
    """Gives all that was said until `form` last began: what the form itself asks is told elsewhere."""
    events = turn.tracker.events
    begun = [at for at, one in enumerate(events) if one["event"] == "active_loop" and one["name"] == form]
    return tuple(message.said for message in _messages(events[: begun[-1]] if begun else events))


def last_asked(turn: Turn) -> str | None:
    """Gives the words that the visitor last typed, before this message, in order to be told something.

    An answer to a form counts only when it is worded as a question.
    """
    events = turn.tracker.events
    received = [at for at, one in enumerate(events) if one["event"] == "user"]
    before = list(_messages(events[: received[-1]] if received else ()))
    return next((one.said.text for one in reversed(before) if _is_asked(one)), None)


def _answers_before(turn: Turn) -> Iterator[Shown]:
    """Yields what was answered to each message before this one, the newest first."""
    said: list[Mapping[str, Any]] = []
    received = 0
    for event in reversed(turn.tracker.events):
        if event["event"] == "bot":
            said.insert(0, event)
        elif event["event"] == "user":
            if received:
                yield _shown(said)
            said, received = [], received + 1
    if received and said:  # before anything was asked
        yield _shown(said)


def _shown(said: Sequence[Mapping[str, Any]]) -> Shown:
    responses = [str((one.get("metadata") or {}).get("utter_action") or "") for one in said]
    offered = [buttons for one in said if (buttons := (one.get("data") or {}).get("buttons"))]
    return Shown(tuple(responses), tuple(offered[-1]) if offered else ())


def _is_asked(message: _Message) -> bool:
    text = message.said.text
    return (
        message.intent is not None
        and message.intent not in _NOT_ASKED
        and len(text.split()) >= _WORDS_MIN
        and (message.asked is None or looks_like_a_question(text))
    )


def _messages(events: Sequence[Mapping[str, Any]]) -> Iterator[_Message]:
    asked: str | None = None
    titles: dict[str, str] = {}
    for event in events:
        text = str(event.get("text") or "")
        if event["event"] == "slot" and event["name"] == "requested_slot":
            asked = event["value"]
        elif event["event"] == "bot":
            buttons = (event.get("data") or {}).get("buttons") or ()
            titles |= {one["payload"]: one["title"] for one in buttons}
            if text:
                yield _Message(Said(Speaker.ASSISTANT, text), None, asked)
        elif event["event"] == "user" and text:
            button = text.startswith("/")
            intent = None if button else str((event["parse_data"].get("intent") or {}).get("name") or "")
            words = titles.get(text) if button else text
            if words:
                yield _Message(Said(Speaker.VISITOR, words, _is_code(asked)), intent, asked)


def _is_code(slot: str | None) -> bool:
    return slot is not None and slot.endswith("_code")
