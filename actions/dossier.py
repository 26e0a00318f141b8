"""The dossier: consent, code, explicit confirmation, opening, and where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rasa_sdk.events import SlotSet

from actions.base import Event, SafeAction, Services, Turn
from actions.forms import YES, Field
from actions.verification import VerifiedForm
from bot.db import transaction
from bot.dossier import opening
from bot.dossier.answers import destination_label
from bot.dossier.model import Dossier
from bot.dossier.states import LABELS
from bot.dossier.storage import find_by_conversation
from bot.handoff.inboxes import recipient_for
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


class ValidateDossierForm(VerifiedForm):
    """Asks for the address, consent, the code sent to that address, and a last confirmation."""

    form: ClassVar[str] = "dossier_form"
    prefix: ClassVar[str] = "dossier"
    own_intents: ClassVar[frozenset[str]] = frozenset({"ouvrir_dossier"})
    other_journeys: ClassVar[Mapping[str, str]] = {"rediger_lettre": "utter_dossier_a_terminer"}

    def before_consent(self) -> Sequence[Field]:
        """Gives the one question of its own."""
        return (self.email_field(),)

    def begin(self, turn: Turn) -> dict[str, Any]:
        """Takes the address of the letter when it has one."""
        return {**dict.fromkeys(DOSSIER_SLOTS), "dossier_email": turn.slot("lettre_email") or None}

    def _cannot_correct(self, turn: Turn, asked: Field) -> list[Event]:
        # The letter is corrected outside this form.
        turn.say("utter_dossier_a_terminer")
        return [SlotSet("essais", 0.0), SlotSet("requested_slot", asked.slot)]


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


def _destination_of(dossier: Dossier) -> str:
    return destination_label(dossier.prefecture.name, redirected=dossier.prefecture.redirected)
