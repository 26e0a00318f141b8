"""The dossier: consent, code, explicit confirmation, opening, and where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rasa_sdk.events import SlotSet

from actions.base import Event, SafeAction, Services, Turn
from actions.forms import BLANK, NO, YES, Field, GuidedForm, read_yes_no
from actions.reading import Takes
from bot.db import transaction
from bot.dossier import email_code, opening
from bot.dossier.answers import destination_label, read_code
from bot.dossier.model import Dossier
from bot.dossier.states import LABELS
from bot.dossier.storage import find_by_conversation
from bot.handoff.addresses import InvalidAddress
from bot.handoff.inboxes import recipient_for
from bot.letter.answers import Accepted, Refusal, Refused, read_email
from bot.letter.storage import latest_letter
from bot.territory.competence import competence
from bot.territory.lookup import by_id

DOSSIER_SLOTS = (
    "dossier_email",
    "dossier_consentement",
    "dossier_code",
    "dossier_confirmation",
    "abandon_confirme",
)


class ValidateDossierForm(GuidedForm):
    """Asks for the address, consent, the code sent to that address, and a last confirmation."""

    form: ClassVar[str] = "dossier_form"
    own_intents: ClassVar[frozenset[str]] = frozenset({"ouvrir_dossier"})
    other_journeys: ClassVar[Mapping[str, str]] = {"rediger_lettre": "utter_dossier_a_terminer"}

    def fields(self) -> Sequence[Field]:
        """Gives the four questions."""
        return (
            Field("dossier_email", lambda turn: read_email(turn.text), "utter_refus_email", name="email"),
            Field("dossier_consentement", read_yes_no, "utter_refus_oui_non", Takes.YES_NO),
            Field("dossier_code", _read_code, "utter_dossier_code_illisible"),
            Field("dossier_confirmation", read_yes_no, "utter_refus_oui_non", Takes.YES_NO),
        )

    def begin(self, turn: Turn) -> dict[str, Any]:
        """Takes the address of the letter when it has one."""
        return {**dict.fromkeys(DOSSIER_SLOTS), "dossier_email": turn.slot("lettre_email") or None}

    def accepted(self, turn: Turn, field: Field, value: Any) -> dict[str, Any]:
        """A refusal ends the form, consent sends the code, and only the right code is an answer."""
        match field.slot:
            case "dossier_consentement" if value == NO:
                return {field.slot: NO, "dossier_code": BLANK, "dossier_confirmation": NO}
            case "dossier_consentement":
                return {field.slot: YES if self._send_code(turn) else None}
            case "dossier_code":
                return {field.slot: YES if self._is_right(turn, value) else None}
        return super().accepted(turn, field, value)

    def corrected(self, turn: Turn, field: Field) -> dict[str, Any]:
        """Another address needs another consent and another code."""
        return {**super().corrected(turn, field), "dossier_consentement": None, "dossier_code": None}

    def _is_right(self, turn: Turn, typed: str) -> bool:
        with transaction(self.services.sessions) as session:
            outcome = email_code.check_code(
                session,
                turn.conversation_id,
                turn.slot("dossier_email"),
                typed,
                self.services.settings,
                self.services.clock,
            )
        match outcome:
            case email_code.CodeRight():
                return True
            case email_code.CodeWrong(left):
                turn.say("utter_dossier_code_faux", restants=left)
            case email_code.CodeExpired():
                turn.say("utter_dossier_code_perime")
            case email_code.TooManyTries():
                turn.say("utter_dossier_code_trop_essais")
        return False

    def _refuse(self, turn: Turn, field: Field) -> list[Event]:
        if field.slot != "dossier_code" or turn.intent != "renvoyer_code":
            return super()._refuse(turn, field)
        self._send_code(turn)
        return [SlotSet("essais", 0.0), SlotSet("requested_slot", field.slot)]

    def _cannot_correct(self, turn: Turn, asked: Field) -> list[Event]:
        # The letter is corrected outside this form.
        turn.say("utter_dossier_a_terminer")
        return [SlotSet("essais", 0.0), SlotSet("requested_slot", asked.slot)]

    def _send_code(self, turn: Turn) -> bool:
        address = turn.slot("dossier_email")
        try:
            with transaction(self.services.sessions) as session:
                outcome = email_code.send_code(
                    session, turn.conversation_id, address, self.services.settings, self.services.clock
                )
        except InvalidAddress:
            # What a letter may show is wider than what a mail may be sent to: `.test`, in production.
            turn.say("utter_refus_email")
            return False
        if isinstance(outcome, email_code.CodeSent):
            turn.say("utter_dossier_code_envoye", email=address)
            return True
        turn.say("utter_dossier_code_trop_envois")
        return False


class ActionAskDossierConsentement(SafeAction):
    """Says what will be kept and to whom it will go, and asks for consent."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_ask_dossier_consentement"

    def act(self, turn: Turn) -> list[Event]:
        """Asks."""
        turn.say(
            "utter_dossier_consentement",
            email=turn.slot("dossier_email"),
            destinataire=_leaving(turn, self.services).destination,
        )
        return []


class ActionAskDossierConfirmation(SafeAction):
    """Shows what is about to leave, and asks for the last yes."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_ask_dossier_confirmation"

    def act(self, turn: Turn) -> list[Event]:
        """Asks."""
        leaving = _leaving(turn, self.services)
        turn.say(
            "utter_dossier_confirmation",
            collectivite=leaving.collectivite,
            destinataire=leaving.destination,
            email=turn.slot("dossier_email"),
        )
        return []


class ActionTerminerDossier(SafeAction):
    """Opens the dossier once everything is confirmed; says what was not done otherwise."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_terminer_dossier"

    def act(self, turn: Turn) -> list[Event]:
        """Ends the form, with or without a dossier."""
        forgotten = [SlotSet(slot, None) for slot in DOSSIER_SLOTS]
        if turn.slot("abandon_confirme") == YES:
            turn.say("utter_annuler_fait")
            return forgotten
        if turn.slot("dossier_confirmation") != YES:
            turn.say("utter_dossier_refuse")
            return forgotten
        command = opening.OpenDossier(turn.conversation_id, turn.slot("dossier_email"))
        with transaction(self.services.sessions) as session:
            outcome = opening.open_dossier(
                session, command, self.services.territory, self.services.settings, self.services.clock
            )
        match outcome:
            case opening.Opened(dossier):
                turn.say(
                    "utter_dossier_ouvert",
                    reference=dossier.reference,
                    destinataire=_destination_of(dossier),
                    email=dossier.requester.email,
                )
                return [
                    *forgotten,
                    SlotSet("dossier_reference", dossier.reference),
                    SlotSet("dossier_ouvert", True),
                ]
            case opening.AlreadyOpen(str(reference)):
                turn.say("utter_dossier_deja_ouvert", dossier_reference=reference)
            case opening.AlreadyOpen():
                turn.say("utter_dossier_autre_ouvert")
            case opening.CodeNotVerified():
                turn.say("utter_dossier_code_requis")
            case opening.NoLetter():
                turn.say("utter_ouvrir_dossier_lettre_dabord")
                return [*forgotten, SlotSet("lettre_prete", False)]
        return forgotten

    def after_failure(self, turn: Turn) -> list[Event]:
        """Asks for the dossier anew; a repeated confirmation never opens two."""
        del turn
        return [SlotSet(slot, None) for slot in DOSSIER_SLOTS]


class ActionSuivreDossier(SafeAction):
    """Says where the dossier of this conversation stands."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_suivre_dossier"

    def act(self, turn: Turn) -> list[Event]:
        """Says it."""
        with transaction(self.services.sessions) as session:
            dossier = find_by_conversation(session, turn.conversation_id)
        if dossier is None:
            turn.say("utter_dossier_aucun")
        else:
            turn.say(
                "utter_dossier_suivi",
                reference=dossier.reference,
                etat=LABELS[dossier.state],
                destinataire=_destination_of(dossier),
            )
        return []


@dataclass(frozen=True)
class Leaving:
    """What is about to leave: the label of the collectivité, and to whom it goes."""

    collectivite: str
    destination: str


def _leaving(turn: Turn, services: Services) -> Leaving:
    """Reads it from the letter that leaves: the visitor may have named another collectivité since."""
    with transaction(services.sessions) as session:
        stored = latest_letter(session, turn.conversation_id)
        if stored is None:
            raise LookupError("this conversation has no letter")
        collectivite = stored.letter.collectivite
        competent = competence(services.territory, by_id(services.territory, collectivite.id))
        recipient = recipient_for(
            session, competent.prefecture.id, services.settings.central_inbox, services.clock
        )
    return Leaving(
        collectivite.label, destination_label(competent.prefecture.name, redirected=recipient.redirected)
    )


def _read_code(turn: Turn) -> Accepted[str] | Refused:
    typed = read_code(turn.text)
    return Refused(Refusal.NOT_UNDERSTOOD) if typed is None else Accepted(typed)


def _destination_of(dossier: Dossier) -> str:
    return destination_label(dossier.prefecture.name, redirected=dossier.prefecture.redirected)
