"""Doubt: what a message may have meant is asked, then a person is offered; short replies choose a button."""

import json
from collections.abc import Mapping, Sequence
from functools import cache

from rasa_sdk.events import ActionExecuted, UserUttered

from actions.base import Event, SafeAction, Turn
from actions.history import misses_before, shown_before
from bot.labels import PLAUSIBLE, read_labels
from bot.ranks import label_in, rank_in

#: Readings that are offered at most: more is a list to study.
READINGS_MAX = 3

#: Misses in a row, that of this turn included, from which on a person is offered.
MANY_MISSES = 2

#: Intent of the button that says « none of these ».
OTHER = "autre_chose"

#: Responses that ask whether a reading is the right one.
_DOUBTS = frozenset({"utter_doute", "utter_doute_seul", "utter_doute_lequel"})

#: Responses that say that a message led nowhere.
_MISSES = _DOUBTS | {
    "utter_repli",
    "utter_autre_chose",
    "utter_passer_la_main",
    "utter_collectivite_inconnue",
    "utter_definition_inconnue",
}

#: What `utter_passer_la_main` offers by itself.
_OFFERED_WITH_A_PERSON = frozenset({"parler_humain_transmettre", "contact_prefecture"})


@cache
def _labels() -> Mapping[str, str]:
    return read_labels()


def doubt(turn: Turn) -> None:
    """Asks which of its plausible readings a message had; offers a person when it is not the first miss."""
    readings = _plausible(turn)
    if misses_before(turn, _MISSES) + 1 >= MANY_MISSES:
        _offer_a_person(turn, readings)
    elif len(readings) > 1:
        turn.offer("utter_doute", _buttons([*readings, OTHER]))
    elif readings:
        turn.offer("utter_doute_seul", _buttons([*readings, OTHER]), lecture=_labels()[readings[0]])
    else:
        turn.say("utter_repli")


def pressed_in_words(turn: Turn) -> list[Event] | None:
    """Presses the button that « la deuxième » or its label typed means, among those just shown.

    Returns:
        the events of the press, or None: the words mean no button, or something else waits for an answer.
    """
    if turn.is_button or turn.tracker.active_loop_name:
        return None
    shown = shown_before(turn)
    if turn.slot("collectivite_question") in shown.responses:
        return None  # candidates have ranks too, those that have no button included
    place = rank_in(turn.text, len(shown.buttons))
    if place is None:
        place = label_in(turn.text, [one["title"] for one in shown.buttons])
    return None if place is None else _press(shown.buttons[place]["payload"])


def settle_doubt(turn: Turn) -> list[Event] | None:
    """Reads a yes or a no to « Vous voulez dire… ? »; gives None when that was not asked just before."""
    shown = shown_before(turn)
    if turn.is_button or not _DOUBTS.intersection(shown.responses):
        return None
    readings = [one["payload"] for one in shown.buttons if one["payload"] != f"/{OTHER}"]
    if turn.intent == "nier":
        return _press(f"/{OTHER}")
    if len(readings) == 1:
        return _press(readings[0])
    turn.offer("utter_doute_lequel", shown.buttons)
    return []


class ActionAutreChose(SafeAction):
    """None of the readings was right: asks for other words; offers a person when that did not help."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_autre_chose"

    def act(self, turn: Turn) -> list[Event]:
        """Asks."""
        if misses_before(turn, _MISSES) >= MANY_MISSES:
            _offer_a_person(turn, ())
        else:
            turn.say("utter_autre_chose")
        return []


def _plausible(turn: Turn) -> list[str]:
    """Gives the intents that may be meant and may be offered, the likeliest first."""
    ranking = turn.tracker.latest_message.get("intent_ranking") or ()
    likely = [str(one["name"]) for one in ranking if float(one["confidence"]) >= PLAUSIBLE]
    return [intent for intent in likely if intent in _labels() and intent != OTHER][:READINGS_MAX]


def _offer_a_person(turn: Turn, readings: Sequence[str]) -> None:
    others = [intent for intent in readings if intent not in _OFFERED_WITH_A_PERSON]
    turn.offer("utter_passer_la_main", _buttons(others))


def _buttons(intents: Sequence[str]) -> list[dict[str, str]]:
    return [{"title": _labels()[intent], "payload": f"/{intent}"} for intent in intents]


def _press(payload: str) -> list[Event]:
    """Gives the events of a press: Rasa 3.6.21 goes on as if the visitor had pressed, forms included."""
    intent, brace, carried = payload.removeprefix("/").partition("{")
    values = json.loads(brace + carried) if brace else {}
    parsed = {
        "text": payload,
        "intent": {"name": intent, "confidence": 1.0},
        "entities": [
            {"entity": name, "value": value, "start": 0, "end": len(payload)}
            for name, value in values.items()
        ],
    }
    return [ActionExecuted("action_listen"), UserUttered(payload, parsed)]
