"""The one base of all forms: what comes next, digressions, corrections, skips, cancelling, repeated failures.

Rasa calls a form's `validate_…` action at three moments, which only the events tell apart: when the form
begins, when the visitor has written something, and when the form takes up again after a digression. An answer
must be read at the second alone.
"""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, ClassVar

from rasa_sdk.events import SlotSet

from actions.base import Event, SafeAction, Turn, set_slots
from actions.reading import (
    Reading,
    Takes,
    field_to_correct,
    is_bare_yes,
    is_no,
    is_yes,
    looks_like_a_question,
    read,
)
from bot.letter.answers import Accepted, Refusal, Refused
from bot.letter.requests import declines_to_answer, goes_on

#: Value of a slot that the visitor left blank; the letter then shows « [à compléter] ».
BLANK = ""

#: After this many failures in a row the visitor is told the ways out.
MANY_FAILURES = 2

YES, NO = "oui", "non"

#: Slot of a value shown before it is taken, `{"slot", "value"}` and perhaps `otherwise`, what a no keeps; and
#: the slot that asks whether it is right.
PROPOSED, CONFIRMED = "proposition", "proposition_confirmee"

#: Intents that begin the journey of another.
_SAME_JOURNEY = {"rediger_lettre_reprendre": "rediger_lettre"}


class Phase(Enum):
    """Why Rasa calls the action."""

    BEGINS = auto()
    ANSWERED = auto()
    RESUMES = auto()


@dataclass(frozen=True)
class Field:
    """One thing a form asks.

    Attributes:
        slot: where the answer goes.
        read: finds the answer in the turn.
        refusal: response that explains why an answer was not taken.
        takes: what may be the answer.
        optional: « je ne sais pas » leaves a blank.
        name: how a correction names it; None when it cannot be corrected.
    """

    slot: str
    read: Callable[[Turn], Accepted[Any] | Refused]
    refusal: str
    takes: Takes = Takes.VALUE
    optional: bool = False
    name: str | None = None


class GuidedForm(SafeAction):
    """A form with its fields in order; subclasses say the fields and what an accepted answer entails."""

    form: ClassVar[str]
    #: Intents that mean « go on with this form ».
    own_intents: ClassVar[frozenset[str]]
    #: Intents that would begin something else, with the response that says to finish first.
    other_journeys: ClassVar[Mapping[str, str]]

    @abstractmethod
    def fields(self) -> Sequence[Field]:
        """Gives the fields in the order in which they are asked."""

    @abstractmethod
    def begin(self, turn: Turn) -> dict[str, Any]:
        """Says what opens the form and gives the slots to set."""

    def accepted(self, turn: Turn, field: Field, value: Any) -> dict[str, Any]:
        """Gives the slots that an accepted answer sets; subclasses add what depends on it."""
        del turn
        return {field.slot: value}

    def told(self, turn: Turn, field: Field) -> dict[str, Any]:
        """Gives what the message says beside the answer, by slot; subclasses know what to look for."""
        del turn, field
        return {}

    def relevant(self, field: Field, values: Mapping[str, Any]) -> bool:
        """Tells whether a field is asked at all, given the other answers."""
        del field, values
        return True

    def in_words(self, turn: Turn, field: Field) -> list[Event] | None:
        """Does what may be wished during any question, as a correction with its value; None otherwise."""
        del turn, field
        return None

    def corrected(self, turn: Turn, field: Field) -> dict[str, Any]:
        """Gives the slots that a correction of `field` empties."""
        del turn
        return {field.slot: None}

    def name(self) -> str:
        """Rasa looks for this name."""
        return f"validate_{self.form}"

    def after_failure(self, turn: Turn) -> list[Event]:
        """Asks the same thing again."""
        return asking({"essais": 0.0}, turn.slot("requested_slot"))

    def act(self, turn: Turn) -> list[Event]:
        """Reads the turn and says what is asked next."""
        match phase_of(turn.tracker.events, self.form):
            case Phase.BEGINS:
                changes = {"abandon_confirme": None, "essais": 0.0, **self.begin(turn)}
                return asking(changes, self._next(turn, changes))
            case Phase.RESUMES:
                return asking({}, turn.slot("requested_slot") or self._next(turn, {}))
            case Phase.ANSWERED if turn.slot("requested_slot") == "abandon_confirme":
                return self._read_abandon(turn)
            case Phase.ANSWERED if turn.slot("requested_slot") == CONFIRMED:
                return self._read_confirmed(turn)
            case Phase.ANSWERED:
                return self._read_answer(turn)

    def _read_answer(self, turn: Turn) -> list[Event]:
        field = self.field_of(turn.slot("requested_slot"))
        done = self.in_words(turn, field)
        if done is not None:
            return done
        if field.takes is not Takes.YES_NO and not turn.is_button and declines_to_answer(turn.text):
            return self._skip(turn, field)
        told = self.told(turn, field)
        outcome = field.read(turn) if told.get(field.slot) is None else Accepted(told[field.slot])
        others = {slot: value for slot, value in told.items() if slot != field.slot}
        reading = read(turn, field.takes, recognised=isinstance(outcome, Accepted), told=len(told))
        if reading is Reading.QUESTION and told and turn.intent in self.own_intents:
            reading = Reading.ANSWER  # « je suis la maire, je voudrais écrire la lettre »
        if reading is Reading.ANSWER:
            return self._answered(turn, field, outcome, others)
        return self._wished(turn, field, reading)

    def _wished(self, turn: Turn, field: Field, reading: Reading) -> list[Event]:
        """Does what a message that is no answer asks for."""
        match reading:
            case Reading.CANCEL:
                return asking({"essais": 0.0}, "abandon_confirme")
            case Reading.CORRECTION:
                return self._correct(turn, field)
            case Reading.SKIP:
                return self._skip(turn, field)
        if turn.intent in self.own_intents:
            if field.takes in {Takes.YES_NO, Takes.RECAP}:  # « transmettez » is not quite a yes
                return self._refuse(turn, field)
            return asking({"essais": 0.0}, field.slot)
        journey = _SAME_JOURNEY.get(turn.intent, turn.intent)
        if journey in self.other_journeys:
            turn.say(self.other_journeys[journey])
            return asking({"essais": 0.0}, field.slot)
        return []  # Rasa rejects the form, a rule answers, and the form resumes

    def _answered(
        self, turn: Turn, field: Field, outcome: Accepted[Any] | Refused, others: Mapping[str, Any]
    ) -> list[Event]:
        """Takes an answer with what came beside it, or says why it cannot be used."""
        match outcome:
            case Accepted() if field.takes.any_words and is_bare_yes(turn):
                return self._refuse(turn, field)
            case Accepted(value):
                return self._take(turn, {**others, **self.accepted(turn, field, value)})
            case Refused() if others:
                return self._take(turn, others)
            case Refused(Refusal.NOT_KNOWN):
                return self._skip(turn, field)
            case Refused() if field.optional and field.takes is Takes.VALUE and is_no(turn):
                return self._skip(turn, field)  # « non merci »
            case Refused() if turn.intent == "nlu_fallback" and looks_like_a_question(turn.text):
                return []
            case Refused():
                return self._refuse(turn, field)

    def field_of(self, slot: str) -> Field:
        """Gives the field of a slot."""
        return next(one for one in self.fields() if one.slot == slot)

    def _take(self, turn: Turn, changes: Mapping[str, Any]) -> list[Event]:
        """Keeps what was said and asks what is still missing."""
        changes = {"essais": 0.0, **changes}
        return asking(changes, self._next(turn, changes))

    def _read_confirmed(self, turn: Turn) -> list[Event]:
        """Reads the yes or the no to a value that was shown; other words answer its question anew."""
        shown = turn.slot(PROPOSED) or {}
        field = self.field_of(shown["slot"])
        if is_yes(turn) or (is_no(turn) and "otherwise" in shown):
            value = shown["value"] if is_yes(turn) else shown["otherwise"]
            return self._take(turn, {PROPOSED: None, **self.confirmed(turn, field, value)})
        if is_no(turn):
            return asking({PROPOSED: None, "essais": 0.0, field.slot: None}, field.slot)
        if turn.intent == "annuler":
            return asking({PROPOSED: None, "essais": 0.0}, "abandon_confirme")
        outcome = field.read(turn)
        if isinstance(outcome, Accepted) and not looks_like_a_question(turn.text):
            return self._take(turn, {PROPOSED: None, **self.accepted(turn, field, outcome.value)})
        if looks_like_a_question(turn.text):
            return []
        turn.say("utter_refus_oui_non")
        return asking({"essais": _failures(turn)}, CONFIRMED)

    def confirmed(self, turn: Turn, field: Field, value: Any) -> dict[str, Any]:
        """Gives the slots that a value sets once it was confirmed."""
        del turn
        return {field.slot: value}

    def _read_abandon(self, turn: Turn) -> list[Event]:
        # « Non finalement je continue » is understood as a cancel: its words decide.
        if is_yes(turn) or (turn.intent == "annuler" and not goes_on(turn.text)):
            return asking({"abandon_confirme": YES}, None)
        turn.say("utter_abandon_refuse")
        return asking({"essais": 0.0}, self._next(turn, {}))

    def _correct(self, turn: Turn, asked: Field) -> list[Event]:
        wanted = field_to_correct(turn)
        field = next((one for one in self.fields() if one.name is not None and one.name == wanted), None)
        if field is None:
            return self._cannot_correct(turn, asked)
        turn.say(f"utter_correction_{field.name}")
        changes = {"essais": 0.0, **self.corrected(turn, field)}
        return asking(changes, field.slot)

    def _cannot_correct(self, turn: Turn, asked: Field) -> list[Event]:
        """Says that the answer to correct was not recognised; subclasses may know why."""
        return self._refuse(turn, asked)

    def _skip(self, turn: Turn, field: Field) -> list[Event]:
        if not field.optional:
            turn.say("utter_obligatoire")
            return asking({"essais": _failures(turn)}, field.slot)
        changes = {"essais": 0.0, field.slot: BLANK}
        return asking(changes, self._next(turn, changes))

    def _refuse(self, turn: Turn, field: Field) -> list[Event]:
        turn.say(field.refusal)
        failures = _failures(turn)
        if failures >= MANY_FAILURES:
            # « Je ne sais pas » is a way out only where a blank may be left.
            turn.say("utter_essais_repetes" if field.optional else "utter_obligatoire")
        return asking({"essais": failures}, field.slot)

    def _next(self, turn: Turn, changes: Mapping[str, Any]) -> str | None:
        """Gives the first field without an answer; None ends the form."""
        values = {**turn.tracker.slots, **changes}
        if values.get(PROPOSED):
            return CONFIRMED
        missing = (one for one in self.fields() if values.get(one.slot) is None)
        return next((one.slot for one in missing if self.relevant(one, values)), None)


def phase_of(events: Sequence[Mapping[str, Any]], form: str) -> Phase:
    """Tells why Rasa calls, from the newest events.

    Rasa ends the list with an `action` event named like the form, to mark what follows as new
    (`FormAction._temporary_tracker`, 3.6.21).
    """
    marked = False
    for event in reversed(events):
        if event["event"] == "active_loop" and event.get("name") == form:
            return Phase.BEGINS
        if event["event"] != "action":
            continue
        if not marked and event["name"] == form:
            marked = True
            continue
        return Phase.ANSWERED if event["name"] == "action_listen" else Phase.RESUMES
    return Phase.BEGINS


def read_yes_no(turn: Turn) -> Accepted[str] | Refused:
    """Reads an explicit yes or no."""
    if is_yes(turn):
        return Accepted(YES)
    return Accepted(NO) if is_no(turn) else Refused(Refusal.NOT_UNDERSTOOD)


def _failures(turn: Turn) -> float:
    """Counts the failure of this turn with those before it."""
    return float(turn.slot("essais") or 0) + 1


def asking(changes: Mapping[str, Any], requested: str | None) -> list[Event]:
    """Gives the slot events, with one `requested_slot`: Rasa asks the first and ends the form on the last."""
    return [
        *set_slots(changes),
        SlotSet("requested_slot", requested),
    ]
