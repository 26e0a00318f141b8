"""An open dossier, here or by its reference: where it stands, its correction, its withdrawal."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from rasa_sdk.events import SlotSet

from actions.base import Event, SafeAction, Turn, set_slots
from actions.dossier import destination_of
from actions.forms import BLANK, CONFIRMED, NO, PROPOSED, YES, Field, GuidedForm, asking, read_yes_no
from actions.lettre_fiche import slots_of
from actions.reading import Takes
from actions.verification import told_right, typed_code
from bot.clock import PARIS, french_date
from bot.db import transaction
from bot.dossier import access, withdrawal
from bot.dossier.email_code import CodeNotVerified, CodeSent
from bot.dossier.model import Dossier
from bot.dossier.states import LABELS, is_closed
from bot.dossier.steps import StepState, steps_of_dossier
from bot.dossier.storage import find_by_conversation, find_by_reference
from bot.dossier.versions import current_letter
from bot.dossier.written_reference import read_reference
from bot.entities.references import references_in
from bot.entities.words import words
from bot.letter.answers import Accepted, Refusal, Refused
from bot.letter.text import fold

SUIVI_SLOTS = (
    "suivi_demande",
    "suivi_reference",
    "suivi_code",
    "suivi_confirmation",
    "abandon_confirme",
)

#: What is wanted of the dossier: values of `suivi_demande`, and of the entity that the buttons carry.
FOLLOW, CORRECT, WITHDRAW = "suivre", "corriger", "retirer"

#: What the rules do next: values of `suivi_suite`.
NOTHING, ASK, LETTER = "rien", "formulaire", "lettre"

#: « CTAI-26-… », mistyped or not.
_LIKE_A_REFERENCE = re.compile(r"\bctai[ -]*\d\d\b")

#: How the words begin that ask to withdraw; the question that follows tells a mistake.
_WITHDRAWING = (
    *("retir", "retrait", "annul", "renon", "abandon", "clotur", "clore", "clos", "ferm", "supprim"),
    *("desist", "otez", "oter", "effac"),
)


class ActionSuivreDossier(SafeAction):
    """Says where a dossier stands, or asks for the proof that it may be told."""

    #: What is wanted when no button says it.
    wanted: ClassVar[str] = FOLLOW

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_suivre_dossier"

    def act(self, turn: Turn) -> list[Event]:
        """Answers at once what may be told here; the form asks for the rest."""
        demand = turn.entity("demarche") or self.demand(turn)
        forgotten = {**dict.fromkeys(SUIVI_SLOTS), "suivi_suite": NOTHING}
        reference = self._spoken_of(turn)
        known = self._known(turn, reference)
        if known is not None and (known.proved_at is not None or demand == FOLLOW):
            return set_slots({**forgotten, **self._go_on(turn, known.dossier, demand)})
        if turn.tracker.active_loop.get("name"):
            turn.say("utter_suivi_plus_tard")
            return set_slots(forgotten)
        if reference is None:
            mistyped = _LIKE_A_REFERENCE.search(fold(turn.text))
            turn.say("utter_suivi_reference_illisible" if mistyped else "utter_dossier_aucun")
        elif not send_code(turn, self, reference):
            return set_slots(forgotten)
        return set_slots(
            {**forgotten, "suivi_demande": demand, "suivi_reference": reference, "suivi_suite": ASK}
        )

    def demand(self, turn: Turn) -> str:
        """Tells what is wanted from the words."""
        del turn
        return self.wanted

    def after_failure(self, turn: Turn) -> list[Event]:
        """Nothing follows: the rules wait for that slot."""
        del turn
        return [SlotSet("suivi_suite", NOTHING)]

    def _spoken_of(self, turn: Turn) -> str | None:
        """Gives the reference written, or that of the dossier last spoken of, or of this conversation."""
        said = written_in(turn) or turn.slot("dossier_reference")
        if said:
            return str(said)
        with transaction(self.services.sessions) as session:
            own = find_by_conversation(session, turn.conversation_id)
        return own.reference if own is not None else None

    def _known(self, turn: Turn, reference: str | None) -> access.Accessible | None:
        """Gives the dossier that may be told in this conversation."""
        if reference is None:
            return None
        services = self.services
        with transaction(services.sessions) as session:
            return access.find_accessible(
                session, turn.conversation_id, reference, services.settings, services.clock
            )

    def _go_on(self, turn: Turn, dossier: Dossier, demand: str) -> dict[str, Any]:
        if demand == WITHDRAW and not is_closed(dossier.state):
            if turn.tracker.active_loop.get("name"):
                turn.say("utter_suivi_plus_tard")
                return {}
            return {
                "suivi_demande": demand,
                "suivi_reference": dossier.reference,
                "suivi_code": YES,
                "suivi_suite": ASK,
            }
        if demand == CORRECT and turn.tracker.active_loop.get("name"):
            turn.say("utter_suivi_plus_tard")
            return {}
        return tell(turn, self, dossier, demand)


class ActionModifierDossier(ActionSuivreDossier):
    """Corrects, completes or withdraws a dossier, once its address is proved."""

    wanted: ClassVar[str] = CORRECT

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_modifier_dossier"

    def demand(self, turn: Turn) -> str:
        """Tells a withdrawal from a correction."""
        said = fold(turn.text).replace("'", " ").split()
        withdraws = any(word.startswith(_WITHDRAWING) for word in said)
        return WITHDRAW if withdraws or "ne donne pas suite" in fold(turn.text) else CORRECT


class ValidateSuiviForm(GuidedForm):
    """Asks for the reference, for the code sent to the address of that dossier, and a yes to a withdrawal."""

    form: ClassVar[str] = "suivi_form"
    own_intents: ClassVar[frozenset[str]] = frozenset({"suivre_dossier", "modifier_dossier"})
    other_journeys: ClassVar[Mapping[str, str]] = {
        "rediger_lettre": "utter_suivi_a_terminer",
        "ouvrir_dossier": "utter_suivi_a_terminer",
    }

    def fields(self) -> Sequence[Field]:
        """Gives the three questions."""
        return (
            Field("suivi_reference", _read_reference, "utter_suivi_reference_illisible", optional=True),
            Field("suivi_code", typed_code, "utter_dossier_code_illisible"),
            Field("suivi_confirmation", read_yes_no, "utter_refus_oui_non", Takes.YES_NO),
        )

    def relevant(self, field: Field, values: Mapping[str, Any]) -> bool:
        """Without a reference, or without a code, nothing more is asked; only a withdrawal is confirmed."""
        match field.slot:
            case "suivi_code":
                return values.get("suivi_reference") != BLANK
            case "suivi_confirmation":
                return values.get("suivi_code") == YES and values.get("suivi_demande") == WITHDRAW
        return True

    def begin(self, turn: Turn) -> dict[str, Any]:
        """Goes on from what the action that started the form has found."""
        del turn
        return {}

    def accepted(self, turn: Turn, field: Field, value: Any) -> dict[str, Any]:
        """A reference sends a code, and only the right code is an answer."""
        match field.slot:
            case "suivi_reference":
                return {field.slot: value, "suivi_code": None if send_code(turn, self, value) else NO}
            case "suivi_code":
                return {field.slot: YES if self._is_right(turn, value) else None}
        return super().accepted(turn, field, value)

    def _is_right(self, turn: Turn, typed: str) -> bool:
        services = self.services
        with transaction(services.sessions) as session:
            outcome = access.check_access(
                session,
                turn.conversation_id,
                turn.slot("suivi_reference"),
                typed,
                services.settings,
                services.clock,
            )
        return told_right(turn, outcome)

    def in_words(self, turn: Turn, field: Field) -> list[Event] | None:
        """A reference that was copied badly is understood as the wish to follow a dossier: it is told."""
        if field.slot != "suivi_reference" or turn.is_button or not _LIKE_A_REFERENCE.search(fold(turn.text)):
            return None
        return None if isinstance(field.read(turn), Accepted) else self._refuse(turn, field)

    def _refuse(self, turn: Turn, field: Field) -> list[Event]:
        if field.slot != "suivi_code" or turn.intent != "renvoyer_code":
            return super()._refuse(turn, field)
        send_code(turn, self, turn.slot("suivi_reference"))
        return asking({"essais": 0.0}, field.slot)

    def _cannot_correct(self, turn: Turn, asked: Field) -> list[Event]:
        # « Je me suis trompé » while the code is asked: the reference is the one thing that may be wrong.
        if asked.slot != "suivi_code":
            return super()._cannot_correct(turn, asked)
        return asking({"essais": 0.0, "suivi_reference": None}, "suivi_reference")


class ActionAskSuiviConfirmation(SafeAction):
    """Shows the dossier that is about to be withdrawn, and asks for an explicit yes."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_ask_suivi_confirmation"

    def act(self, turn: Turn) -> list[Event]:
        """Asks."""
        with transaction(self.services.sessions) as session:
            dossier = find_by_reference(session, turn.slot("suivi_reference"))
        if dossier is None:
            raise LookupError("the dossier was erased meanwhile")
        turn.say(
            "utter_suivi_confirmer_retrait",
            reference=dossier.reference,
            collectivite=dossier.collectivite_label,
            etat=LABELS[dossier.state],
            destinataire=destination_of(dossier),
        )
        return []


class ActionTerminerSuivi(SafeAction):
    """Does what was wanted of the dossier, once the address is proved."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_terminer_suivi"

    def act(self, turn: Turn) -> list[Event]:
        """Ends the form."""
        forgotten = {**dict.fromkeys(SUIVI_SLOTS), "suivi_suite": NOTHING}
        if turn.slot("abandon_confirme") == YES:
            turn.say("utter_annuler_fait")
        elif not turn.slot("suivi_reference"):
            turn.say("utter_suivi_sans_reference")
        elif turn.slot("suivi_code") == YES:
            return set_slots({**forgotten, **self._do(turn)})
        return set_slots(forgotten)

    def after_failure(self, turn: Turn) -> list[Event]:
        """Forgets the demand; nothing follows."""
        del turn
        return set_slots({**dict.fromkeys(SUIVI_SLOTS), "suivi_suite": NOTHING})

    def _do(self, turn: Turn) -> dict[str, Any]:
        services, demand = self.services, turn.slot("suivi_demande")
        if demand == WITHDRAW and turn.slot("suivi_confirmation") == YES:
            return self._withdraw(turn)
        if demand == WITHDRAW and turn.slot("suivi_confirmation") == NO:
            turn.say("utter_suivi_retrait_refuse")
            return {"dossier_reference": turn.slot("suivi_reference")}
        with transaction(services.sessions) as session:
            dossier = find_by_reference(session, turn.slot("suivi_reference"))
        if dossier is None:
            turn.say("utter_suivi_sans_reference")
            return {}
        return tell(turn, self, dossier, demand)

    def _withdraw(self, turn: Turn) -> dict[str, Any]:
        services = self.services
        with transaction(services.sessions) as session:
            outcome = withdrawal.withdraw(
                session,
                turn.conversation_id,
                turn.slot("suivi_reference"),
                services.settings,
                services.clock,
            )
        match outcome:
            case withdrawal.Withdrawn(dossier):
                turn.say(
                    "utter_suivi_retire", reference=dossier.reference, destinataire=destination_of(dossier)
                )
                return {"dossier_ouvert": False, "dossier_reference": dossier.reference}
            case withdrawal.AlreadyClosed(dossier):
                turn.say("utter_suivi_deja_clos", reference=dossier.reference, etat=LABELS[dossier.state])
            case CodeNotVerified():
                turn.say("utter_suivi_preuve_ancienne")
        return {}


def send_code(turn: Turn, action: SafeAction, reference: str) -> bool:
    """Asks for a code of access, and says so in the same words whether the dossier exists or not."""
    services = action.services
    with transaction(services.sessions) as session:
        outcome = access.request_access(
            session, turn.conversation_id, reference, services.settings, services.clock
        )
    if isinstance(outcome, CodeSent):
        turn.say("utter_suivi_code_envoye", reference=reference)
        return True
    turn.say("utter_suivi_trop_envois")
    return False


def tell(turn: Turn, action: SafeAction, dossier: Dossier, demand: str) -> dict[str, Any]:
    """Says where a dossier stands, or brings its letter back to be corrected; gives the slots to set."""
    if demand != FOLLOW and is_closed(dossier.state):
        turn.say("utter_suivi_deja_clos", reference=dossier.reference, etat=LABELS[dossier.state])
        return {"dossier_ouvert": False}
    if demand == CORRECT:
        return _bring_back(turn, action, dossier)
    with transaction(action.services.sessions) as session:
        steps = steps_of_dossier(session, dossier)
    turn.say(
        "utter_dossier_clos_suivi" if is_closed(dossier.state) else "utter_dossier_suivi",
        reference=dossier.reference,
        collectivite=dossier.collectivite_label,
        etat=LABELS[dossier.state],
        depuis=french_date(dossier.state_since.astimezone(PARIS).date()),
        destinataire=destination_of(dossier),
        faites=sum(one.state is StepState.DONE for one in steps),
        etapes=len(steps),
        json_message={
            "steps": [{"number": one.number, "title": one.title, "state": one.state.value} for one in steps]
        },
    )
    # The rules may offer another dossier once this one is closed.
    closed = {"dossier_ouvert": False} if is_closed(dossier.state) else {}
    return {"dossier_reference": dossier.reference, **closed}


def _bring_back(turn: Turn, action: SafeAction, dossier: Dossier) -> dict[str, Any]:
    with transaction(action.services.sessions) as session:
        stored = current_letter(session, dossier)
    if stored is None:
        turn.say("utter_suivi_lettre_absente", reference=dossier.reference)
        return {"dossier_reference": dossier.reference}
    turn.say("utter_suivi_lettre_rouverte", reference=dossier.reference)
    return {
        **slots_of(stored.letter),
        # Nothing is left of a letter that was under way here.
        **dict.fromkeys(("lettre_brouillon", "lettre_recapitulatif", PROPOSED, CONFIRMED)),
        "lettre_prete": True,
        "dossier_reference": dossier.reference,
        "suivi_suite": LETTER,
    }


def written_in(turn: Turn) -> str | None:
    """Gives the reference of a dossier written in the message, in its one form."""
    found = next((str(one.value) for one in references_in(words(turn.text))), None)
    return found or read_reference(turn.text)


def _read_reference(turn: Turn) -> Accepted[str] | Refused:
    reference = written_in(turn)
    return Refused(Refusal.NOT_UNDERSTOOD) if reference is None else Accepted(reference)
