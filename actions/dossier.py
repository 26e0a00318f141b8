"""The dossier: consent, code, explicit confirmation, opening; new documents for one that is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rasa_sdk.events import SlotSet
from sqlalchemy.exc import SQLAlchemyError

from actions.base import Event, SafeAction, Services, Turn
from actions.forms import CONFIRMED, PROPOSED, YES, Field
from actions.verification import VerifiedForm
from bot.db import transaction
from bot.dossier import opening, versions
from bot.dossier.access import access_proved_at
from bot.dossier.answers import destination_label
from bot.dossier.email_code import CodeNotVerified
from bot.dossier.model import Dossier
from bot.dossier.states import is_closed
from bot.dossier.storage import find_active, find_by_reference
from bot.handoff.inboxes import recipient_for
from bot.letter.storage import latest_letter
from bot.logs import logger
from bot.territory.competence import competence
from bot.territory.lookup import by_id

_log = logger("actions")

DOSSIER_SLOTS = (
    "dossier_email",
    "dossier_consentement",
    "dossier_code",
    "dossier_confirmation",
    "abandon_confirme",
    PROPOSED,
    CONFIRMED,
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
        """Takes the address of the open dossier once it is proved here, that of the letter otherwise."""
        forgotten = dict.fromkeys(DOSSIER_SLOTS)
        proved = _proved_dossier(turn, self.services)
        if proved is not None:
            return {**forgotten, "dossier_email": proved.requester.email, "dossier_code": YES}
        return {**forgotten, "dossier_email": turn.slot("lettre_email") or None}

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
        # The address is proved: only now may its dossiers be spoken of.
        leaving = _leaving(turn, self.services)
        values = {
            "collectivite": leaving.collectivite,
            "destinataire": leaving.destination,
            "email": turn.slot("dossier_email"),
        }
        if leaving.completed is not None:
            turn.say("utter_dossier_confirmation_version", reference=leaving.completed.reference, **values)
            return []
        other = _other_dossier(turn, self.services, leaving)
        if other is not None:
            turn.say(
                "utter_dossier_autre_collectivite",
                reference=other.reference,
                autre=other.collectivite_label,
                collectivite=leaving.collectivite,
            )
        turn.say("utter_dossier_confirmation", **values)
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
        outcome = self._leave(turn)
        match outcome:
            case opening.Opened(dossier):
                turn.say(
                    "utter_dossier_ouvert",
                    reference=dossier.reference,
                    destinataire=destination_of(dossier),
                    email=dossier.requester.email,
                )
                return [
                    *forgotten,
                    SlotSet("dossier_reference", dossier.reference),
                    SlotSet("dossier_ouvert", True),
                ]
            case versions.Completed(dossier, number):
                turn.say(
                    "utter_dossier_complete",
                    reference=dossier.reference,
                    version=number,
                    destinataire=destination_of(dossier),
                    email=dossier.requester.email,
                )
                return [
                    *forgotten,
                    SlotSet("dossier_reference", dossier.reference),
                    SlotSet("dossier_ouvert", True),
                ]
            case versions.NothingToComplete():
                turn.say("utter_dossier_clos_entretemps")
            case opening.AlreadyOpen(str(reference)):
                turn.say("utter_dossier_deja_ouvert", dossier_reference=reference)
            case opening.AlreadyOpen():
                turn.say("utter_dossier_autre_ouvert")
            case CodeNotVerified():
                turn.say("utter_dossier_code_requis")
            case opening.NoLetter():
                turn.say("utter_ouvrir_dossier_lettre_dabord")
                return [*forgotten, SlotSet("lettre_prete", False)]
        return forgotten

    def _leave(self, turn: Turn) -> opening.Outcome | versions.Outcome:
        """Completes the open dossier of that address and collectivité, as was confirmed, or opens one."""
        services, email = self.services, turn.slot("dossier_email")
        with transaction(services.sessions) as session:
            known = versions.dossier_to_complete(session, turn.conversation_id, email, services.settings)
            if known is not None:
                return versions.complete_dossier(
                    session,
                    turn.conversation_id,
                    email,
                    services.territory,
                    services.settings,
                    services.clock,
                )
            command = opening.OpenDossier(turn.conversation_id, email)
            return opening.open_dossier(
                session, command, services.territory, services.settings, services.clock
            )

    def after_failure(self, turn: Turn) -> list[Event]:
        """Asks for the dossier anew; a repeated confirmation never opens two."""
        del turn
        return [SlotSet(slot, None) for slot in DOSSIER_SLOTS]


@dataclass(frozen=True)
class Leaving:
    """What is about to leave.

    Attributes:
        collectivite_id: whom the letter speaks for.
        collectivite: its label.
        destination: to whom it goes.
        completed: the open dossier of that address that it completes, None when it opens one.
    """

    collectivite_id: str
    collectivite: str
    destination: str
    completed: Dossier | None


def destination_of(dossier: Dossier) -> str:
    """Says to whom a dossier went."""
    return destination_label(dossier.prefecture.name, redirected=dossier.prefecture.redirected)


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
        completed = versions.dossier_to_complete(
            session, turn.conversation_id, turn.slot("dossier_email"), services.settings
        )
    destination = destination_label(competent.prefecture.name, redirected=recipient.redirected)
    return Leaving(collectivite.id, collectivite.label, destination, completed)


def _proved_dossier(turn: Turn, services: Services) -> Dossier | None:
    """Gives the open dossier of the letter's collectivité, if this conversation has proved its address.

    Without the database the form still begins: it only asks for an address that was proved already.
    """
    try:
        with transaction(services.sessions) as session:
            stored = latest_letter(session, turn.conversation_id)
            active = find_active(session, stored.letter.collectivite.id) if stored is not None else None
            if active is None:
                return None
            proof = access_proved_at(session, turn.conversation_id, active, services.settings, services.clock)
    except SQLAlchemyError as error:
        _log.error("dossier.unreadable", error=type(error).__name__)
        return None
    return active if proof is not None else None


def _other_dossier(turn: Turn, services: Services, leaving: Leaving) -> Dossier | None:
    """Gives the open dossier this conversation speaks of, when the letter is for another collectivité."""
    reference = turn.slot("dossier_reference")
    if not reference:
        return None
    with transaction(services.sessions) as session:
        known = find_by_reference(session, reference)
    if known is None or is_closed(known.state) or known.collectivite_id == leaving.collectivite_id:
        return None
    return known
