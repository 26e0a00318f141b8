"""How the answers of the letter are read in words, in a button, in what the understanding found."""

from collections.abc import Mapping
from typing import Any

from actions.base import Turn
from actions.forms import BLANK, YES
from actions.lettre_fiche import MYSELF
from actions.reading import is_yes
from bot.dossier.answers import read_code
from bot.letter.answers import Accepted, Refusal, Refused, read_addressee, read_civility, read_name
from bot.letter.introductions import Introduction, read_introduction
from bot.letter.model import Addressee, Civility
from bot.letter.requests import signs_oneself


def introduction_of(parsed: Mapping[str, Any]) -> Introduction:
    """Reads what the understanding made of a message."""
    return read_introduction(str(parsed.get("text") or ""), parsed.get("entities") or ())


def messages_before(turn: Turn) -> list[Mapping[str, Any]]:
    """Gives what was typed before this message, since the last form and in this session."""
    heard: list[Mapping[str, Any]] = []
    for event in turn.tracker.events:
        ended = event["event"] == "active_loop" and event.get("name") is None
        if ended or (event["event"] == "action" and event.get("name") == "action_session_start"):
            heard.clear()
        elif event["event"] == "user" and not str(event.get("text") or "").startswith("/"):
            heard.append(event)
    return heard if turn.is_button else heard[:-1]


def read_the_civility(turn: Turn) -> Accepted[str] | Refused:
    """Reads a civility."""
    chosen = turn.entity("civilite")
    if chosen is not None:
        return Accepted(Civility(chosen).value)
    outcome = read_civility(turn.text)
    return Accepted(outcome.value.value) if isinstance(outcome, Accepted) else outcome


def read_the_signatory(turn: Turn) -> Accepted[str] | Refused:
    """Reads who signs: « moi », or the one person who is named."""
    if turn.entity("signataire") == MYSELF or signs_oneself(turn.text):
        return Accepted(MYSELF)
    named = introduction_of(turn.tracker.latest_message).persons if turn.text else ()
    if len(named) == 1 and named[0].name:
        return Accepted(named[0].name)
    return read_name(turn.text)


def read_the_code(turn: Turn) -> Accepted[str] | Refused:
    """Reads the six digits of a code."""
    typed = read_code(turn.text)
    return Refused(Refusal.NOT_UNDERSTOOD) if typed is None else Accepted(typed)


def read_the_prefet(turn: Turn) -> Accepted[str] | Refused:
    """Reads a préfet or a préfète; not to know leaves a blank."""
    chosen = turn.entity("prefet")
    if chosen is not None:
        return Accepted(Addressee(chosen).value)
    outcome = read_addressee(turn.text)
    if outcome == Accepted(Addressee.UNKNOWN):
        return Accepted(BLANK)
    return Accepted(outcome.value.value) if isinstance(outcome, Accepted) else outcome


def read_the_recap(turn: Turn) -> Accepted[str] | Refused:
    """Reads an explicit yes."""
    return Accepted(YES) if is_yes(turn) else Refused(Refusal.NOT_UNDERSTOOD)
