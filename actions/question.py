"""A question that is handed over to the préfecture, or to the ministry, because no answer is at hand."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from actions.base import Event, SafeAction, Services, Turn, set_slots
from actions.forms import CONFIRMED, MANY_FAILURES, NO, PROPOSED, YES, Field, asking, read_yes_no
from actions.history import last_asked, said_before
from actions.reading import REQUESTS, VERY_SURE, Takes, looks_like_a_question
from actions.territoire import PENDING, ask, declines, look_up, pending, refuse
from actions.verification import VerifiedForm
from bot.db import transaction
from bot.dossier import question
from bot.dossier.email_code import CodeNotVerified
from bot.dossier.transcript import transcript
from bot.letter.answers import Accepted, Refusal, Refused, read_needs
from bot.territory.lookup import Found, Located, NotFound, Outcome
from bot.territory.wording import called

QUESTION_SLOTS = (
    "question_reprise",
    "question_texte",
    "question_collectivite",
    "question_departement",
    "question_email",
    "question_transcription",
    "question_consentement",
    "question_code",
    "question_confirmation",
    "abandon_confirme",
    PROPOSED,
    CONFIRMED,
    *PENDING,
)


class ValidateQuestionForm(VerifiedForm):
    """Asks what to hand over, for whom and to whom the answer goes, then proves the address."""

    form: ClassVar[str] = "question_form"
    prefix: ClassVar[str] = "question"
    own_intents: ClassVar[frozenset[str]] = frozenset({"parler_humain_transmettre"})
    other_journeys: ClassVar[Mapping[str, str]] = {
        "rediger_lettre": "utter_question_a_terminer",
        "ouvrir_dossier": "utter_question_a_terminer",
    }

    def before_consent(self) -> Sequence[Field]:
        """Gives the five questions."""
        return (
            Field("question_reprise", read_yes_no, "utter_refus_oui_non", Takes.YES_NO),
            Field(
                "question_texte",
                lambda turn: read_needs(turn.text),
                "utter_question_refus_texte",
                Takes.TOPIC,
                name="question",
            ),
            Field(
                "question_collectivite",
                self._read_collectivite,
                "utter_collectivite_inconnue",
                optional=True,
                name="collectivite",
            ),
            self.email_field(),
            Field(
                "question_transcription",
                read_yes_no,
                "utter_refus_oui_non",
                Takes.YES_NO,
                name="transcription",
            ),
        )

    def begin(self, turn: Turn) -> dict[str, Any]:
        """Takes what is already known, and offers the last thing that was asked, as it was written."""
        turn.say("utter_question_debut")
        offered = read_needs(last_asked(turn) or "")
        kept = offered.value if isinstance(offered, Accepted) else None
        return {
            **dict.fromkeys(QUESTION_SLOTS),
            "question_texte": kept,
            "question_reprise": None if kept else NO,
            "question_collectivite": turn.slot("collectivite") or None,
            "question_email": turn.slot("lettre_email") or None,
        }

    def accepted(self, turn: Turn, field: Field, value: Any) -> dict[str, Any]:
        """No to the words that were offered asks for others; namesakes are no answer yet."""
        match field.slot, value:
            case "question_reprise", str(said):
                return {field.slot: said, **({"question_texte": None} if said == NO else {})}
            case "question_collectivite", Found(found, known_as):
                turn.say("utter_collectivite_notee", collectivite=called(found, known_as))
                known = turn.slot("collectivite") or found.id
                return {**pending(value), field.slot: found.id, "collectivite": known}
            case "question_collectivite", NotFound():  # no to « Voulez-vous dire … ? »
                return {**pending(value), "collectivite_question": "utter_collectivite_autre"}
            case "question_collectivite", Located(_, departement):
                return {**pending(value), "question_departement": departement}
            case "question_collectivite", _:
                return pending(value)
        return super().accepted(turn, field, value)

    def corrected(self, turn: Turn, field: Field) -> dict[str, Any]:
        """Another collectivité has no namesakes of the first, and is perhaps elsewhere."""
        changes = super().corrected(turn, field)
        if field.slot == "question_collectivite":
            changes |= {**dict.fromkeys(PENDING), "question_departement": None}
        return changes

    def _read_collectivite(self, turn: Turn) -> Accepted[Outcome] | Refused:
        if declines(turn):
            return Accepted(NotFound())
        outcome = look_up(turn, self.services.territory)
        return Refused(Refusal.NOT_UNDERSTOOD) if isinstance(outcome, NotFound) else Accepted(outcome)

    def _read_answer(self, turn: Turn) -> list[Event]:
        # « Quel est le délai ? » is, here, what was asked for, and not a question to the assistant.
        if turn.slot("requested_slot") != "question_texte" or not _is_for_others(turn):
            return super()._read_answer(turn)
        field = next(one for one in self.fields() if one.slot == "question_texte")
        outcome = field.read(turn)
        if isinstance(outcome, Refused):
            return self._refuse(turn, field)
        changes = {"essais": 0.0, field.slot: outcome.value}
        return asking(changes, self._next(turn, changes))

    def _refuse(self, turn: Turn, field: Field) -> list[Event]:
        if field.slot != "question_collectivite":
            return super()._refuse(turn, field)
        if float(turn.slot("essais") or 0) >= MANY_FAILURES:
            turn.say("utter_question_sans_collectivite")
            return self._skip(turn, field)
        return asking(refuse(turn), field.slot)

    def _cannot_correct(self, turn: Turn, asked: Field) -> list[Event]:
        turn.say("utter_question_corriger")
        return asking({"essais": 0.0}, asked.slot)


class ActionAskQuestionReprise(SafeAction):
    """Shows the last thing that was asked, and asks whether it is the question to hand over."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_ask_question_reprise"

    def act(self, turn: Turn) -> list[Event]:
        """Asks."""
        turn.say("utter_question_reprise", question=turn.slot("question_texte"))
        return []


class ActionAskQuestionCollectivite(SafeAction):
    """Asks for which collectivité the question is, or what is still to be settled about it."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_ask_question_collectivite"

    def act(self, turn: Turn) -> list[Event]:
        """Asks."""
        if turn.slot("collectivite_question"):
            ask(turn, self.services.territory, turn.tracker.slots)
        else:
            turn.say("utter_question_collectivite")
        return []


class ActionAskQuestionConsentement(SafeAction):
    """Says what will be kept and to whom it will go, and asks for consent."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_ask_question_consentement"

    def act(self, turn: Turn) -> list[Event]:
        """Asks."""
        turn.say("utter_question_consentement", **_leaving(turn, self.services))
        return []


class ActionAskQuestionConfirmation(SafeAction):
    """Shows all that is about to leave, and asks for the last yes."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_ask_question_confirmation"

    def act(self, turn: Turn) -> list[Event]:
        """Asks."""
        turn.say("utter_question_confirmation", **_leaving(turn, self.services))
        return []


class ActionTerminerQuestion(SafeAction):
    """Hands the question over once everything is confirmed; says what was not done otherwise."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_terminer_question"

    def act(self, turn: Turn) -> list[Event]:
        """Ends the form, with or without a question handed over."""
        if turn.slot("abandon_confirme") == YES:
            turn.say("utter_annuler_fait")
        elif turn.slot("question_confirmation") != YES:
            turn.say("utter_question_refusee")
        else:
            self._hand_over(turn)
        return set_slots(dict.fromkeys(QUESTION_SLOTS))

    def after_failure(self, turn: Turn) -> list[Event]:
        """Asks for the question anew; a repeated confirmation never sends it twice."""
        del turn
        return set_slots(dict.fromkeys(QUESTION_SLOTS))

    def _hand_over(self, turn: Turn) -> None:
        services = self.services
        with transaction(services.sessions) as session:
            outcome = question.hand_over(
                session, _command(turn), services.territory, services.settings, services.clock
            )
        match outcome:
            case question.HandedOver(reference, email):
                turn.say("utter_question_transmise", reference=reference, email=email)
            case CodeNotVerified():
                turn.say("utter_question_code_requis")


def _is_for_others(turn: Turn) -> bool:
    """Tells a question that is typed to be handed over from a wish about the conversation."""
    wish = turn.intent == "annuler" or (turn.intent in REQUESTS and turn.confidence >= VERY_SURE)
    return looks_like_a_question(turn.text) and not wish


def _command(turn: Turn) -> question.HandOver:
    joined = turn.slot("question_transcription") == YES
    return question.HandOver(
        conversation_id=turn.conversation_id,
        email=turn.slot("question_email"),
        question=turn.slot("question_texte"),
        place=_place(turn),
        transcript=transcript(said_before(turn, ValidateQuestionForm.form)) if joined else None,
    )


def _place(turn: Turn) -> question.Place:
    return question.Place(
        turn.slot("question_collectivite") or None, turn.slot("question_departement") or None
    )


def _leaving(turn: Turn, services: Services) -> dict[str, str]:
    """Gives what the responses say of what is about to leave."""
    with transaction(services.sessions) as session:
        destination = question.destination_of(
            session, _place(turn), services.territory, services.settings, services.clock
        )
    return {
        "question": turn.slot("question_texte"),
        "collectivite": destination.place,
        "destinataire": destination.label,
        "email": turn.slot("question_email"),
        "conversation": question.joined_label(joined=turn.slot("question_transcription") == YES),
    }
