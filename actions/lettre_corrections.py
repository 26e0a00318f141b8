"""What a correction of the letter changes: its value, what depends on it, and the sentence that says so."""

from collections.abc import Mapping, Sequence
from typing import Any

from actions.base import Turn
from actions.forms import BLANK, PROPOSED, Field, GuidedForm
from actions.lettre_fiche import ANSWERS, MYSELF, agreed, gender_of, letter_from
from actions.lettre_lectures import introduction_of
from actions.reading import FEW_WORDS, SURE, VERY_SURE, Takes, is_yes, looks_like_a_question
from actions.territoire import PENDING, pending, prefecture_values
from bot.letter.corrections import (
    Correction,
    Known,
    Level,
    Propose,
    Replace,
    Unclear,
    owns_up,
    read_correction,
    says_to_correct,
)
from bot.letter.functions import recognise
from bot.letter.introductions import Introduction, Person
from bot.letter.recap import noted
from bot.letter.requests import signs_oneself
from bot.letter.signature import signs_by_delegation
from bot.territory.competence import competence
from bot.territory.entities import outcome_in
from bot.territory.lookup import Ambiguous, Found, Suggested, by_id
from bot.territory.model import Collectivite, Kind

#: Slots of a collectivité that is to be told again.
_UNSETTLED = {"collectivite": None, "lieu": None, "lettre_prefet": None, "lettre_population": None}

#: Answers about who signs that another level makes void: of who answers, of somebody else.
_NO_EXECUTIVE = dict.fromkeys(("lettre_fonction", "lettre_civilite", "lettre_signataire"))
_NO_SIGNATORY = dict.fromkeys(
    ("lettre_signataire", "lettre_signataire_fonction", "lettre_signataire_civilite")
)

#: In words: a longer text given as needs is no correction.
_SHORT = 5


class CorrectedForm(GuidedForm):
    """A form of the letter's answers that are corrected in plain words."""

    def correction(self, turn: Turn, field: Field | None) -> dict[str, Any] | None:
        """Gives the slots that a correction with its value sets, and says what it changes; None without one.

        Args:
            turn: the message.
            field: what is being asked; None when nothing is.
        """
        if turn.is_button or looks_like_a_question(turn.text) or turn.intent == "annuler":
            return None
        if field is not None and not _may_correct(turn, field):
            return None
        emails = [str(one["value"]) for one in turn.entities if one["entity"] == "email"]
        if field is not None and field.slot == "lettre_email" and emails:
            return None  # « sans.accord@gueret.fr » takes nothing away and names no other commune
        signs = turn.slot("lettre_signataire")
        if signs not in {None, MYSELF} and "sign" in turn.text and signs_oneself(turn.text):
            return self._replaced(turn, "signataire", MYSELF)
        told, known = self._introduced(turn), known_of(turn)
        found = read_correction(turn.text, told, known, emails)
        if (
            field is not None
            and isinstance(found, Replace | Unclear)
            and f"lettre_{found.field}" == field.slot
        ):
            return None  # what is being asked is answered
        if found is None or isinstance(found, Level):
            other = self._other_collectivite(turn, found, field)
            if other is not None:
                return other
        match found:
            case Replace(name, value):
                return self._replaced(turn, name, value)
            case Propose(name, value):
                return {PROPOSED: {"slot": f"lettre_{name}", "value": value}}
            case Unclear(name):
                turn.say(f"utter_correction_{name}")
                return {f"lettre_{name}": None}
        return None

    def _replaced(self, turn: Turn, name: str, value: Any) -> dict[str, Any]:
        slot = f"lettre_{name}"
        if slot == "lettre_civilite" and turn.slot("lettre_signataire") not in {None, BLANK, MYSELF}:
            slot = "lettre_signataire_civilite"
        changes = self.confirmed(turn, self.field_of(slot), value)
        turn.say("utter_lettre_corrige", notes=self._notes({f"lettre_{name}": changes[slot]}))
        if name == "fonction" and not self._is_executive({**turn.tracker.slots, **changes}):
            return changes
        return self._with_signatory(turn, changes)

    def confirmed(self, turn: Turn, field: Field, value: Any) -> dict[str, Any]:
        """Gives what a corrected value changes: with the function, who signs and how they are called."""
        if isinstance(value, tuple):
            value = list(value) or BLANK
        changes: dict[str, Any] = {field.slot: str(value) if isinstance(value, int) else value}
        match field.slot:
            case "lettre_fonction":
                gender = gender_of(str(value))
                signs = turn.slot("lettre_signataire")
                changes |= {
                    "lettre_civilite": gender or (None if signs == MYSELF else turn.slot("lettre_civilite")),
                    "lettre_signataire": None if signs == MYSELF else signs,
                }
            case "lettre_civilite":
                changes |= {"lettre_fonction": agreed(turn.slot("lettre_fonction"), str(value))}
            case "lettre_signataire_civilite":
                changes |= {
                    "lettre_signataire_fonction": agreed(turn.slot("lettre_signataire_fonction"), str(value))
                }
            case "lettre_signataire":
                changes |= self._of_signatory(turn, str(value))
        return changes

    def _other_collectivite(
        self, turn: Turn, found: Correction | None, field: Field | None
    ) -> dict[str, Any] | None:
        """Another collectivité is named, or another level of the same place."""
        current = turn.slot("collectivite")
        if not current or (field is not None and field.slot == "collectivite"):
            return None
        territory = self.services.territory
        match outcome_in(territory, turn.entities):
            case Found(other, _) if other.id != current:
                return self._moved(turn, by_id(territory, current), other)
            case Ambiguous() | Suggested() as outcome:
                near = _at_level(outcome.candidates, found)
                if len(near) == 1 and near[0].id != current:
                    return self._moved(turn, by_id(territory, current), near[0])
                turn.say("utter_correction_collectivite")
                return {**_UNSETTLED, **pending(outcome)}
        if not isinstance(found, Level):
            return None
        related = territory.epci_of.get(current, ()) if found.epci else ()
        if related:
            return self._moved(turn, by_id(territory, current), by_id(territory, related[0]))
        if found.epci and by_id(territory, current).kind is Kind.EPCI:
            return None
        turn.say("utter_correction_collectivite")
        return dict(_UNSETTLED)

    def _moved(self, turn: Turn, old: Collectivite, new: Collectivite) -> dict[str, Any]:
        """Another collectivité writes: what depends on it follows, and it is said."""
        territory = self.services.territory
        offices = [competence(territory, one).prefecture.id for one in (old, new)]
        changes: dict[str, Any] = {**dict.fromkeys(PENDING), "collectivite": new.id, "lieu": new.id}
        values = prefecture_values(territory, new)
        if offices[0] == offices[1]:
            turn.say("utter_lettre_collectivite_changee", **values)
        else:
            turn.say("utter_lettre_prefecture_changee", **values)
            changes["lettre_prefet"] = None
        if turn.slot("lettre_population"):
            changes["lettre_population"] = None
        changes |= self._function_for(turn, new)
        return self._with_signatory(turn, changes)

    def _function_for(self, turn: Turn, new: Collectivite) -> dict[str, Any]:
        """The executive of one level is not that of another: function and signatory are asked again."""
        signs = turn.slot("lettre_signataire")
        slot = "lettre_fonction" if signs == MYSELF else "lettre_signataire_fonction"
        function = turn.slot(slot) or ""
        known = turn.slot("collectivite")
        if signs in {None, BLANK} or self._is_executive(
            {"collectivite": new.id, "lettre_fonction": function}
        ):
            return {}
        if signs == MYSELF:
            return _NO_EXECUTIVE if recognise(function).kinds else {}
        # Without a function of their own, who signs is the executive of the level that was known.
        other_level = known is not None and by_id(self.services.territory, known).kind is not new.kind
        return _NO_SIGNATORY if other_level and (not function or recognise(function).kinds) else {}

    def corrected(self, turn: Turn, field: Field) -> dict[str, Any]:
        """Another collectivité has no namesakes of the first, and perhaps another préfet."""
        changes = super().corrected(turn, field)
        match field.slot:
            case "collectivite":
                changes |= {**dict.fromkeys(PENDING), "lieu": None, "lettre_prefet": None}
                changes |= {"lettre_population": None} if turn.slot("lettre_population") else {}
            case "lettre_fonction":
                changes |= {"lettre_civilite": None}
                if turn.slot("lettre_signataire") == MYSELF:
                    changes["lettre_signataire"] = None
            case "lettre_signataire":
                changes |= {"lettre_signataire_fonction": None, "lettre_signataire_civilite": None}
        return changes

    def _with_signatory(self, turn: Turn, changes: dict[str, Any]) -> dict[str, Any]:
        """The executive signs, and hears it; anybody else is asked who does."""
        values = {**turn.tracker.slots, **changes}
        executive = self._is_executive(values)
        if executive and values.get("lettre_signataire") is None:
            turn.say("utter_lettre_signe_vous", fonction=recognise(values["lettre_fonction"]).title)
            return {**changes, "lettre_signataire": MYSELF}
        return changes

    def _is_executive(self, values: Mapping[str, Any]) -> bool:
        if not values.get("collectivite") or not values.get("lettre_fonction"):
            return False
        known = {slot: values[slot] for slot in ("collectivite", "lettre_fonction")}
        return not signs_by_delegation(letter_from({**known, "lettre_signataire": MYSELF}, self.services))

    def _note(self, turn: Turn, answers: Mapping[str, Any]) -> None:
        if not answers:
            return
        turn.say("utter_lettre_note", notes=self._notes(answers))

    def _notes(self, answers: Mapping[str, Any]) -> str:
        """Repeats answers in one sentence; what only completes another is left out."""
        named = {slot.removeprefix("lettre_"): value for slot, value in answers.items() if slot in ANSWERS}
        if named.get("collectivite"):
            named["collectivite"] = by_id(self.services.territory, named["collectivite"]).label
        named = {name: value for name, value in named.items() if not name.startswith("signataire_")}
        return noted(named)

    def _of_signatory(self, turn: Turn, name: str) -> dict[str, Any]:
        """Gives the function and the civility said with the name of who signs."""
        person = next((one for one in self._introduced(turn).persons if one.name == name), Person())
        return {
            "lettre_signataire_fonction": person.function,
            "lettre_signataire_civilite": person.civility and person.civility.value,
        }

    def _introduced(self, turn: Turn) -> Introduction:
        return Introduction() if turn.is_button else introduction_of(turn.tracker.latest_message)


def known_of(turn: Turn) -> Known:
    """Gives what may be corrected by its value."""
    signatory = turn.slot("lettre_signataire")
    population = turn.slot("lettre_population")
    return Known(
        name=turn.slot("lettre_nom") or None,
        function=turn.slot("lettre_fonction") or None,
        signatory=signatory if signatory != MYSELF else None,
        email=turn.slot("lettre_email") or None,
        telephone=turn.slot("lettre_telephone") or None,
        population=int(population) if population else None,
        themes=tuple(turn.slot("lettre_themes") or ()),
        publics=tuple(turn.slot("lettre_publics") or ()),
    )


def _may_correct(turn: Turn, field: Field) -> bool:
    """Tells whether a message is meant to correct, where its words may be an answer as well."""
    meant = turn.intent == "corriger_reponse" and turn.confidence >= SURE
    words = len(turn.text.split())
    if field.takes is Takes.TOPIC:
        sure = meant and (turn.confidence >= VERY_SURE or words <= FEW_WORDS)
        return sure or (says_to_correct(turn.text) and (words <= _SHORT or owns_up(turn.text)))
    if field.takes is Takes.RECAP:
        return not is_yes(turn) or says_to_correct(turn.text)
    return meant or says_to_correct(turn.text)


def _at_level(candidates: Sequence[Collectivite], found: Correction | None) -> list[Collectivite]:
    """Gives the candidates of the level that was said."""
    if not isinstance(found, Level):
        return []
    kind = Kind.EPCI if found.epci else Kind.COMMUNE
    return [one for one in candidates if one.kind is kind]
