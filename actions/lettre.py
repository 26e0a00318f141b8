"""The letter of intent, from the first question to the documents."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from rasa_sdk.events import SlotSet

from actions.base import Event, SafeAction, Services, Turn, set_slots
from actions.forms import BLANK, YES, Field, GuidedForm, asking
from actions.reading import Takes, field_to_correct, is_yes
from actions.territoire import PENDING, declines, look_up, pending, refuse
from bot.clock import PARIS
from bot.db import transaction
from bot.letter.answers import (
    Accepted,
    Refusal,
    Refused,
    read_addressee,
    read_email,
    read_function,
    read_name,
    read_needs,
    read_themes,
)
from bot.letter.model import THEMES, Addressee, Letter
from bot.letter.storage import save_letter
from bot.letter.wording import BLANK as MISSING
from bot.letter.wording import write
from bot.territory.competence import competence
from bot.territory.lookup import Found, NotFound, Outcome, by_id
from bot.territory.wording import called

LETTER_SLOTS = (
    "collectivite",
    *PENDING,
    "lieu",
    "lettre_nom",
    "lettre_fonction",
    "lettre_email",
    "lettre_themes",
    "lettre_besoins",
    "lettre_prefet",
    "lettre_recapitulatif",
)


class ValidateLettreForm(GuidedForm):
    """Asks what the letter needs, then shows a recap."""

    form: ClassVar[str] = "lettre_form"
    own_intents: ClassVar[frozenset[str]] = frozenset({"rediger_lettre"})
    other_journeys: ClassVar[Mapping[str, str]] = {"ouvrir_dossier": "utter_lettre_a_terminer"}

    def fields(self) -> Sequence[Field]:
        """Gives the eight questions and the recap."""
        return (
            Field(
                "collectivite", self._read_collectivite, "utter_collectivite_inconnue", name="collectivite"
            ),
            Field(
                "lettre_nom",
                lambda turn: read_name(turn.text),
                "utter_refus_nom",
                Takes.WORDS,
                optional=True,
                name="nom",
            ),
            Field(
                "lettre_fonction",
                lambda turn: read_function(turn.text),
                "utter_refus_fonction",
                Takes.WORDS,
                optional=True,
                name="fonction",
            ),
            Field(
                "lettre_email",
                lambda turn: read_email(turn.text),
                "utter_refus_email",
                optional=True,
                name="email",
            ),
            Field(
                "lettre_themes",
                lambda turn: read_themes(turn.text),
                "utter_refus_themes",
                Takes.TOPIC,
                optional=True,
                name="themes",
            ),
            Field(
                "lettre_besoins",
                lambda turn: read_needs(turn.text),
                "utter_refus_besoins",
                Takes.TOPIC,
                optional=True,
                name="besoins",
            ),
            Field("lettre_prefet", _read_prefet, "utter_refus_prefet", optional=True, name="prefet"),
            Field("lettre_recapitulatif", _read_recap, "utter_refus_recapitulatif", Takes.RECAP),
        )

    def begin(self, turn: Turn) -> dict[str, Any]:
        """Announces the questions, or the recap of a letter already made."""
        changes = {"lettre_recapitulatif": None}
        if not turn.slot("lettre_prete"):
            turn.say("utter_lettre_debut")
        elif self._next(turn, changes) == "lettre_recapitulatif":
            turn.say("utter_lettre_reprise")
        return changes

    def accepted(self, turn: Turn, field: Field, value: Any) -> dict[str, Any]:
        """Namesakes are no failure, nor an answer yet: the next question shows them."""
        match field.slot, value:
            case "collectivite", Found(found, known_as):
                turn.say("utter_collectivite_notee", collectivite=called(found, known_as))
                return {**pending(value), "collectivite": found.id}
            case "collectivite", NotFound():  # no to « Voulez-vous dire … ? »
                return {**pending(value), "collectivite_question": "utter_collectivite_autre"}
            case "collectivite", _:
                return pending(value)
        return super().accepted(turn, field, value)

    def corrected(self, turn: Turn, field: Field) -> dict[str, Any]:
        """Another collectivité has no namesakes of the first, and perhaps another préfet."""
        changes = super().corrected(turn, field)
        if field.slot == "collectivite":
            changes |= {**dict.fromkeys(PENDING), "lieu": None, "lettre_prefet": None}
        return changes

    def _read_collectivite(self, turn: Turn) -> Accepted[Outcome] | Refused:
        if declines(turn):
            return Accepted(NotFound())
        outcome = look_up(turn, self.services.territory)
        return Refused(Refusal.NOT_UNDERSTOOD) if isinstance(outcome, NotFound) else Accepted(outcome)

    def _refuse(self, turn: Turn, field: Field) -> list[Event]:
        if field.slot != "collectivite":
            return super()._refuse(turn, field)
        return asking(refuse(turn), field.slot)


class ActionAskLettreRecapitulatif(SafeAction):
    """Shows all that was retained, to be confirmed or corrected."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_ask_lettre_recapitulatif"

    def act(self, turn: Turn) -> list[Event]:
        """Shows it."""
        letter = letter_of(turn, self.services)
        turn.say(
            "utter_lettre_recapitulatif",
            collectivite=letter.collectivite.label,
            destinataire=", ".join(write(letter).addressee),
            nom=letter.signatory_name or MISSING,
            fonction=letter.signatory_function or MISSING,
            email=letter.email or MISSING,
            themes=", ".join(THEMES.get(theme, theme) for theme in letter.themes) or MISSING,
            besoins=letter.needs or MISSING,
        )
        return []


class ActionTerminerLettre(SafeAction):
    """Makes the documents once the recap is confirmed; forgets the answers when the visitor gave up."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_terminer_lettre"

    def act(self, turn: Turn) -> list[Event]:
        """Ends the letter."""
        if turn.slot("abandon_confirme") == YES:
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
    """Once the letter is made: empties the answer to correct, then the form asks it again."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_corriger_lettre"

    def act(self, turn: Turn) -> list[Event]:
        """Empties it; without a field named, the recap shows what can be corrected."""
        form = ValidateLettreForm(self.services)
        wanted = field_to_correct(turn)
        field = next((one for one in form.fields() if one.name is not None and one.name == wanted), None)
        if field is None:
            return []
        turn.say(f"utter_correction_{field.name}")
        return set_slots(form.corrected(turn, field))


def letter_of(turn: Turn, services: Services) -> Letter:
    """Puts the slots together as a letter dated of today in Paris."""
    territory = services.territory
    collectivite = by_id(territory, turn.slot("collectivite"))
    competent = competence(territory, collectivite)
    return Letter(
        collectivite=collectivite,
        prefecture=competent.prefecture,
        departement=territory.departements[competent.prefecture.departement],
        addressee=Addressee(turn.slot("lettre_prefet") or Addressee.UNKNOWN),
        signatory_name=turn.slot("lettre_nom") or None,
        signatory_function=turn.slot("lettre_fonction") or None,
        email=turn.slot("lettre_email") or None,
        themes=tuple(turn.slot("lettre_themes") or ()),
        needs=turn.slot("lettre_besoins") or None,
        written_on=services.clock().astimezone(PARIS).date(),
        sous_prefecture=competent.sous_prefecture,
    )


def _read_prefet(turn: Turn) -> Accepted[str] | Refused:
    chosen = turn.entity("prefet")
    if chosen is not None:
        return Accepted(Addressee(chosen).value)
    outcome = read_addressee(turn.text)
    if outcome == Accepted(Addressee.UNKNOWN):
        return Accepted(BLANK)
    return Accepted(outcome.value.value) if isinstance(outcome, Accepted) else outcome


def _read_recap(turn: Turn) -> Accepted[str] | Refused:
    return Accepted(YES) if is_yes(turn) else Refused(Refusal.NOT_UNDERSTOOD)
