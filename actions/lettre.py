"""The letter of intent: what is asked, what is taken from a message, what a correction changes."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from rasa_sdk.events import SlotSet

from actions import brouillon
from actions.base import Event, SafeAction, Turn, set_slots
from actions.forms import BLANK, CONFIRMED, NO, PROPOSED, YES, Field, asking, read_yes_no
from actions.lettre_corrections import CorrectedForm
from actions.lettre_fiche import ANSWERS, MYSELF, OPTIONAL, letter_of, says_no_gender
from actions.lettre_lectures import (
    introduction_of,
    messages_before,
    read_the_civility,
    read_the_code,
    read_the_prefet,
    read_the_recap,
    read_the_signatory,
)
from actions.reading import Takes, field_to_correct, is_no, is_yes, looks_like_a_question
from actions.territoire import PENDING, declines, look_up, pending, refuse
from actions.verification import is_right, send_code
from bot.db import transaction
from bot.dossier.domains import suggestion
from bot.entities.answers import read_population, read_telephone
from bot.letter.answers import (
    Accepted,
    Refusal,
    Refused,
    read_contact,
    read_email,
    read_function,
    read_name,
    read_needs,
    read_publics,
    read_themes,
)
from bot.letter.functions import recognise
from bot.letter.introductions import Introduction, Person
from bot.letter.recap import recap
from bot.letter.requests import asks_for_the_recap, skips_to_the_recap
from bot.letter.standing import Standing, read_standing
from bot.letter.storage import save_letter
from bot.letter.text import fold
from bot.territory.entities import outcome_in
from bot.territory.lookup import Ambiguous, Found, NotFound, Outcome, Suggested, by_id
from bot.territory.wording import called

#: What the form remembers of itself.
_OWN_SLOTS = (
    "lettre_brouillon",
    "lettre_reprise",
    "lettre_reprise_email",
    "lettre_reprise_code",
    "lettre_facultatif",
    "lettre_recapitulatif",
    PROPOSED,
    CONFIRMED,
)

LETTER_SLOTS = (*ANSWERS, *PENDING, "lieu", *_OWN_SLOTS)

#: Where the draft that is taken up again is: in this conversation, or found by its address.
HERE, ELSEWHERE = "ici", "ailleurs"

#: Said whether or not the address has a draft.
_CODE_SENT = "utter_lettre_reprise_code_envoye"

#: Questions whose answer may come with others; elsewhere a name or a theme is part of the answer.
_WITH_OTHERS = frozenset(
    {
        "collectivite",
        "lettre_nom",
        "lettre_fonction",
        "lettre_civilite",
        "lettre_email",
        "lettre_prefet",
        "lettre_telephone",
        "lettre_population",
        "lettre_recapitulatif",
    }
)


_STANDINGS = {
    Standing.ASSOCIATION: "utter_porteur_association",
    Standing.COMPANY: "utter_porteur_entreprise",
    Standing.INDIVIDUAL: "utter_porteur_particulier",
    Standing.CCAS: "utter_porteur_ccas",
    Standing.OTHER: "utter_porteur_autre",
}


#: Bodies of a collectivité, whose agents may prepare its letter.
_MAY_PREPARE = frozenset({Standing.CCAS, Standing.OTHER})

#: Words of no person’s name.
_BODIES = re.compile(r"\b(?:commune|mairie|ville|communaute|agglo\w*|metropole|departement|region)\b")

#: « la lettre pour Guéret » in the message that begins it.
_ON_BEHALF_OF = re.compile(r"\b(?:pour|au nom d\w*)\b")


class ValidateLettreForm(CorrectedForm):
    """Asks what the letter needs, then shows a recap."""

    form: ClassVar[str] = "lettre_form"
    own_intents: ClassVar[frozenset[str]] = frozenset({"rediger_lettre", "rediger_lettre_reprendre"})
    other_journeys: ClassVar[Mapping[str, str]] = {"ouvrir_dossier": "utter_lettre_a_terminer"}

    def fields(self) -> Sequence[Field]:
        """Gives the draft to take up again, the questions, the optional ones, and the recap."""
        words, topic = Takes.WORDS, Takes.TOPIC
        return (
            Field("lettre_reprise", read_yes_no, "utter_refus_oui_non", Takes.YES_NO),
            Field("lettre_reprise_email", lambda turn: read_email(turn.text), "utter_refus_email"),
            Field("lettre_reprise_code", read_the_code, "utter_dossier_code_illisible"),
            Field(
                "collectivite", self._read_collectivite, "utter_collectivite_inconnue", name="collectivite"
            ),
            _optional(self._read_name, "utter_refus_nom", words, name="nom"),
            _optional(lambda turn: read_function(turn.text), "utter_refus_fonction", words, name="fonction"),
            _optional(read_the_civility, "utter_refus_civilite", name="civilite"),
            _optional(lambda turn: read_email(turn.text), "utter_refus_email", name="email"),
            _optional(read_the_signatory, "utter_refus_signataire", words, name="signataire"),
            Field("lettre_signataire_civilite", read_the_civility, "utter_refus_civilite", optional=True),
            _optional(read_the_prefet, "utter_refus_prefet", name="prefet"),
            _optional(lambda turn: read_themes(turn.text), "utter_refus_themes", topic, name="themes"),
            _optional(lambda turn: read_needs(turn.text), "utter_refus_besoins", topic, name="besoins"),
            _optional(lambda turn: read_telephone(turn.text), "utter_refus_telephone", name="telephone"),
            _optional(self._read_population, "utter_refus_population", name="population"),
            _optional(lambda turn: read_publics(turn.text), "utter_refus_publics", topic, name="publics"),
            _optional(lambda turn: read_needs(turn.text), "utter_refus_besoins", topic, name="actions"),
            _optional(lambda turn: read_contact(turn.text), "utter_refus_contact", topic, name="elu"),
            _optional(lambda turn: read_contact(turn.text), "utter_refus_contact", topic, name="technique"),
            Field("lettre_recapitulatif", read_the_recap, "utter_refus_recapitulatif", Takes.RECAP),
        )

    def relevant(self, field: Field, values: Mapping[str, Any]) -> bool:
        """Leaves out what the other answers make useless: the civility of « la maire », whose draft."""
        match field.slot:
            case "lettre_reprise":
                return values.get("lettre_brouillon") == HERE
            case "lettre_reprise_email" | "lettre_reprise_code":
                return values.get("lettre_brouillon") == ELSEWHERE
            case "lettre_civilite":
                # « La maire » says it; of who only prepares, the letter says no civility.
                signs = values.get("lettre_signataire") == MYSELF
                return signs and recognise(values.get("lettre_fonction") or "").title == "maire"
            case "lettre_signataire_civilite":
                named = values.get("lettre_signataire") not in {None, BLANK, MYSELF}
                return named and says_no_gender(values.get("lettre_signataire_fonction"))
            case "lettre_population":
                return self._population(values) is not None
        return True

    def act(self, turn: Turn) -> list[Event]:
        """Announces the optional questions once, and keeps the answers as a draft."""
        events = super().act(turn)
        after = {**turn.tracker.slots, **{one["name"]: one["value"] for one in events}}
        if after["requested_slot"] in OPTIONAL and not after.get("lettre_facultatif") and events:
            turn.say("utter_lettre_facultatif")
            events.insert(-1, SlotSet("lettre_facultatif", YES))
        answers = {slot: after[slot] for slot in ANSWERS if after.get(slot) is not None}
        if events and answers and after.get("lettre_brouillon") is None:
            brouillon.keep(turn, self.services, answers)
        return events

    # What opens the form.

    def begin(self, turn: Turn) -> dict[str, Any]:
        """Announces the questions, the draft to take up again, or the recap of a letter already made."""
        if turn.slot("lettre_prete"):
            changes: dict[str, Any] = {"lettre_recapitulatif": None}
            if self._next(turn, changes) == "lettre_recapitulatif":
                turn.say("utter_lettre_reprise")
            return changes
        changes = dict.fromkeys(_OWN_SLOTS)
        if all(turn.slot(slot) is None for slot in ANSWERS if slot != "collectivite"):
            draft = brouillon.draft_here(turn, self.services)
            if draft is not None and brouillon.asks_for_a_draft(turn):
                return changes | self._taken_up(turn, draft.data)
            if draft is not None:
                return {**changes, "lettre_brouillon": HERE}
            if brouillon.asks_for_a_draft(turn):
                turn.say("utter_lettre_reprise_debut")
                return {**changes, "lettre_brouillon": ELSEWHERE}
        return changes | self._begun(turn)

    def _begun(self, turn: Turn) -> dict[str, Any]:
        """Says how it goes, and what was already told."""
        turn.say("utter_lettre_debut")
        told = self._told_before(turn)
        standing = read_standing(turn.text)
        if standing is not None:
            self._say_who_may(turn, standing)
            told |= {"collectivite": None}
        elif turn.slot("collectivite"):
            told = {"collectivite": turn.slot("collectivite"), **told}
        self._note(turn, {slot: value for slot, value in told.items() if value})
        return self._with_signatory(turn, told)

    def _told_before(self, turn: Turn) -> dict[str, Any]:
        """Reads the messages since the last form: of this one everything, of the others who writes."""
        told: dict[str, Any] = {}
        values = dict(turn.tracker.slots)
        for event in messages_before(turn):
            introduction = introduction_of(event["parse_data"])
            told |= self._answers(introduction, {**values, **told})
        introduction = self._introduced(turn)
        told |= self._answers(introduction, {**values, **told}, everything=True)
        speaks = introduction.speaker != Person() or _ON_BEHALF_OF.search(fold(turn.text))
        if values.get("collectivite") is None and speaks:
            match outcome_in(self.services.territory, turn.entities):
                case Found(found, _):
                    told |= {"collectivite": found.id}
                case Ambiguous() | Suggested() as outcome:
                    told |= pending(outcome)
        return told

    def _taken_up(self, turn: Turn, data: Mapping[str, Any]) -> dict[str, Any]:
        turn.say("utter_lettre_brouillon_repris")
        return {**{slot: data.get(slot) for slot in ANSWERS}, "lettre_brouillon": None}

    # What is read in an answer.

    def told(self, turn: Turn, field: Field) -> dict[str, Any]:
        """Gives the answers found in the message, where the question lets others come."""
        if turn.is_button or field.slot not in _WITH_OTHERS:
            return {}
        return self._answers(self._introduced(turn), turn.tracker.slots, everything=True)

    def _answers(
        self, told: Introduction, values: Mapping[str, Any], *, everything: bool = False
    ) -> dict[str, Any]:
        """Gives what an introduction adds to the answers; nothing that was answered changes."""
        speaker, signatory = told.speaker, told.signatory
        found: dict[str, Any] = {
            "lettre_nom": speaker.name,
            "lettre_fonction": speaker.function,
            "lettre_civilite": speaker.civility and speaker.civility.value,
            "lettre_email": told.email,
            "lettre_telephone": told.telephone,
            "lettre_signataire": signatory.name,
            "lettre_signataire_fonction": signatory.name and signatory.function,
            "lettre_signataire_civilite": signatory.name and signatory.civility and signatory.civility.value,
        }
        if everything:
            found["lettre_population"] = None if told.population is None else str(told.population)
            found["lettre_themes"] = list(told.themes) or None
        return {slot: value for slot, value in found.items() if value and not values.get(slot)}

    def accepted(self, turn: Turn, field: Field, value: Any) -> dict[str, Any]:
        """Namesakes are no failure, nor an answer yet: the next question shows them."""
        match field.slot, value:
            case "collectivite", Found(found, known_as):
                turn.say("utter_collectivite_notee", collectivite=called(found, known_as))
                return {**pending(value), "collectivite": found.id, **self._function_for(turn, found)}
            case "collectivite", NotFound():  # no to « Voulez-vous dire … ? »
                return {**pending(value), "collectivite_question": "utter_collectivite_autre"}
            case "collectivite", _:
                return pending(value)
            case "lettre_reprise", _:
                return self._draft_chosen(turn, value)
            case "lettre_reprise_email", _:
                return {field.slot: value if send_code(turn, self.services, value, _CODE_SENT) else None}
            case "lettre_reprise_code", _:
                return self._draft_proved(turn, value)
            case "lettre_email", str(email) if better := suggestion(email):
                return {PROPOSED: {"slot": field.slot, "value": better, "otherwise": email}}
            case "lettre_signataire", str(name) if name != MYSELF:
                return {field.slot: name, **self._of_signatory(turn, name)}
        return super().accepted(turn, field, value)

    def _take(self, turn: Turn, changes: Mapping[str, Any]) -> list[Event]:
        """Repeats several answers taken at once, so that a mistake can be corrected."""
        changes = dict(changes)
        asked = turn.slot("requested_slot")
        email = changes.get("lettre_email")
        better = suggestion(email) if email and asked not in {CONFIRMED, "lettre_reprise_code"} else None
        if better and not turn.slot("lettre_email"):
            changes |= {
                "lettre_email": None,
                PROPOSED: {"slot": "lettre_email", "value": better, "otherwise": email},
            }
        others = {
            slot: value for slot, value in changes.items() if slot in ANSWERS and value and slot != asked
        }
        if asked in _WITH_OTHERS and others.keys() - {"lettre_civilite"}:
            self._note(turn, {slot: value for slot, value in others.items() if slot != "collectivite"})
        return super()._take(turn, self._with_signatory(turn, changes))

    # The draft that is taken up again.

    def _draft_chosen(self, turn: Turn, answer: str) -> dict[str, Any]:
        draft = brouillon.draft_here(turn, self.services)
        if answer == YES and draft is not None:
            return {"lettre_reprise": YES, **self._taken_up(turn, draft.data)}
        if draft is not None:
            brouillon.forget(turn, self.services)
        return {"lettre_reprise": NO, "lettre_brouillon": None, **self._begun(turn)}

    def _draft_proved(self, turn: Turn, typed: str) -> dict[str, Any]:
        email = turn.slot("lettre_reprise_email")
        if not is_right(turn, self.services, email, typed):
            return {"lettre_reprise_code": None}
        draft = brouillon.newest_of(self.services, email)
        if draft is None:
            turn.say("utter_lettre_brouillon_aucun")
            return {"lettre_reprise_code": YES, "lettre_brouillon": None, "lettre_email": email}
        return {"lettre_reprise_code": YES, **self._taken_up(turn, draft.data)}

    # What may be wished during any question.

    def in_words(self, turn: Turn, field: Field) -> list[Event] | None:
        """Answers « récapitulez », « nous sommes une association », and corrections with their value."""
        if field.slot.startswith("lettre_reprise"):
            return self._without_draft(turn, field)
        if field.slot in OPTIONAL and (
            turn.entity("suite") == "recapitulatif" or skips_to_the_recap(turn.text)
        ):
            return self._skip_all(turn)
        if turn.is_button:
            return None
        if asks_for_the_recap(turn.text):
            if field.slot != "lettre_recapitulatif" and turn.slot("collectivite"):
                turn.say("utter_lettre_point", lignes=recap(letter_of(turn, self.services), partial=True))
            return asking({"essais": 0.0}, field.slot)
        if field.takes is not Takes.TOPIC:
            standing = read_standing(turn.text, asked=field.slot == "collectivite")
            if standing in _MAY_PREPARE and turn.slot("collectivite"):
                standing = None  # « je suis directrice du CCAS », of the commune that is known
            if standing is not None and not looks_like_a_question(turn.text):
                self._say_who_may(turn, standing)
                return asking({"essais": 0.0}, field.slot)
        changes = self.correction(turn, field)
        if changes is None:
            return None
        changes = {"essais": 0.0, **changes}
        return asking(changes, self._next(turn, changes))

    def _read_confirmed(self, turn: Turn) -> list[Event]:
        """« Changez Claire en Clara » corrects, whatever was proposed."""
        changes = self.correction(turn, None)
        if changes is None:
            return super()._read_confirmed(turn)
        changes = {"essais": 0.0, PROPOSED: None, **changes}
        return asking(changes, self._next(turn, changes))

    def _without_draft(self, turn: Turn, field: Field) -> list[Event] | None:
        """« Recommencer » at the questions of the draft; « renvoyez le code »."""
        if turn.intent == "renvoyer_code" and field.slot == "lettre_reprise_code":
            send_code(turn, self.services, turn.slot("lettre_reprise_email"), _CODE_SENT)
            return asking({"essais": 0.0}, field.slot)
        if field.slot == "lettre_reprise" or not (
            turn.intent == "passer" or turn.entity("suite") == "nouveau"
        ):
            return None
        changes = {"essais": 0.0, "lettre_brouillon": None, **self._begun(turn)}
        return asking(changes, self._next(turn, changes))

    def _skip_all(self, turn: Turn) -> list[Event]:
        changes = {"essais": 0.0, **{slot: BLANK for slot in OPTIONAL if turn.slot(slot) is None}}
        return asking(changes, self._next(turn, changes))

    def _say_who_may(self, turn: Turn, standing: Standing) -> None:
        """Tells who can carry a contract; the collectivité of a CCAS is offered when it was named."""
        match outcome_in(self.services.territory, turn.entities):
            case Found(found, _) if standing is Standing.CCAS and turn.slot("collectivite") is None:
                payload = f'/informer_collectivite{{"collectivite": "{found.id}"}}'
                turn.offer(_STANDINGS[standing], [{"title": f"Au nom de {found.label}", "payload": payload}])
            case _:
                turn.say(_STANDINGS[standing])

    def _read_collectivite(self, turn: Turn) -> Accepted[Outcome] | Refused:
        if declines(turn):
            return Accepted(NotFound())
        outcome = look_up(turn, self.services.territory)
        return Refused(Refusal.NOT_UNDERSTOOD) if isinstance(outcome, NotFound) else Accepted(outcome)

    def _read_name(self, turn: Turn) -> Accepted[str] | Refused:
        """Reads who writes; the name of the collectivité, said again, is nobody."""
        known = turn.slot("collectivite")
        same = known and fold(turn.text) == fold(by_id(self.services.territory, known).name)
        person = any(one["entity"] == "personne" for one in turn.entities)
        if same or (_BODIES.search(fold(turn.text)) and not person):
            return Refused(Refusal.NOT_UNDERSTOOD)
        return read_name(turn.text)

    def _read_population(self, turn: Turn) -> Accepted[str] | Refused:
        """Reads a yes to the figure of the tables, a no, or another figure."""
        if is_no(turn):
            return Accepted(BLANK)
        if is_yes(turn):
            return Accepted(str(self._population(turn.tracker.slots)))
        outcome = read_population(turn.text)
        return Accepted(str(outcome.value)) if isinstance(outcome, Accepted) else outcome

    def _population(self, values: Mapping[str, Any]) -> int | None:
        known = values.get("collectivite")
        return by_id(self.services.territory, known).population if known else None

    def _refuse(self, turn: Turn, field: Field) -> list[Event]:
        if field.slot != "collectivite":
            return super()._refuse(turn, field)
        return asking(refuse(turn), field.slot)


class ActionTerminerLettre(SafeAction):
    """Makes the documents once the recap is confirmed; forgets the answers when the visitor gave up."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_terminer_lettre"

    def act(self, turn: Turn) -> list[Event]:
        """Ends the letter."""
        if turn.slot("abandon_confirme") == YES:
            brouillon.forget(turn, self.services)
            turn.say("utter_annuler_fait")
            return [
                *(SlotSet(slot, None) for slot in LETTER_SLOTS),
                SlotSet("abandon_confirme", None),
                SlotSet("lettre_prete", False),
            ]
        letter = letter_of(turn, self.services)
        with transaction(self.services.sessions) as session:
            saved = save_letter(session, turn.conversation_id, letter, self.services.clock)
        turn.say("utter_lettre_prete")
        turn.give(saved.documents)
        turn.say("utter_lettre_suite")
        # Another letter may go with another dossier: the opening decides, not the conversation.
        return [SlotSet("lettre_prete", True), SlotSet("dossier_ouvert", False)]


class ActionCorrigerLettre(SafeAction):
    """Once the letter is made: applies a correction or empties the answer to correct; the form goes on."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_corriger_lettre"

    def act(self, turn: Turn) -> list[Event]:
        """Corrects; without a field named, the recap shows what can be corrected."""
        form = ValidateLettreForm(self.services)
        changes = form.correction(turn, None)
        if changes is not None:
            return set_slots(changes)
        wanted = field_to_correct(turn)
        field = next((one for one in form.fields() if one.name is not None and one.name == wanted), None)
        if field is None:
            return []
        turn.say(f"utter_correction_{field.name}")
        return set_slots(form.corrected(turn, field))


def _optional(
    reader: Callable[[Turn], Accepted[Any] | Refused],
    refusal: str,
    takes: Takes = Takes.VALUE,
    *,
    name: str,
) -> Field:
    """Gives a question of the letter that may stay blank and be corrected by its name."""
    return Field(f"lettre_{name}", reader, refusal, takes, optional=True, name=name)
