"""The end of a form whose answers leave by mail: consent, a code sent to the address, an explicit yes."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, TypeAlias

from actions.base import Event, Services, Turn
from actions.forms import BLANK, NO, PROPOSED, YES, Field, GuidedForm, asking, read_yes_no
from actions.reading import Takes
from bot.db import transaction
from bot.dossier import email_code
from bot.dossier.answers import read_code
from bot.dossier.domains import suggestion
from bot.handoff.addresses import InvalidAddress
from bot.letter.answers import Accepted, Refusal, Refused, read_email

#: What comparing a code gives.
Compared: TypeAlias = (
    email_code.CodeRight | email_code.CodeWrong | email_code.CodeExpired | email_code.TooManyTries
)


class VerifiedForm(GuidedForm):
    """A form with four slots of its own: `<prefix>_email`, `_consentement`, `_code` and `_confirmation`."""

    #: With what the names of its slots begin.
    prefix: ClassVar[str]

    @abstractmethod
    def before_consent(self) -> Sequence[Field]:
        """Gives what is asked before consent, the address included."""

    def fields(self) -> Sequence[Field]:
        """Gives the fields of the subclass, then the three that let it leave."""
        return (
            *self.before_consent(),
            Field(self._slot("consentement"), read_yes_no, "utter_refus_oui_non", Takes.YES_NO),
            Field(self._slot("code"), typed_code, "utter_dossier_code_illisible"),
            Field(self._slot("confirmation"), read_yes_no, "utter_refus_oui_non", Takes.YES_NO),
        )

    def email_field(self) -> Field:
        """Gives the question of the address."""
        return Field(
            self._slot("email"), lambda turn: read_email(turn.text), "utter_refus_email", name="email"
        )

    def accepted(self, turn: Turn, field: Field, value: Any) -> dict[str, Any]:
        """A refusal ends the form, consent sends the code, the right code is an answer, typos are asked."""
        consent, code = self._slot("consentement"), self._slot("code")
        if field.slot == consent and value == NO:
            return {consent: NO, code: BLANK, self._slot("confirmation"): NO}
        if field.slot == consent:
            # The address may be proved already: what else leaves was corrected since.
            return {consent: YES if turn.slot(code) == YES or self._send_code(turn) else None}
        if field.slot == code:
            return {code: YES if self._is_right(turn, value) else None}
        if field.slot == self._slot("email") and (meant := suggestion(value)) is not None:
            return {PROPOSED: {"slot": field.slot, "value": meant, "otherwise": value}}
        return super().accepted(turn, field, value)

    def corrected(self, turn: Turn, field: Field) -> dict[str, Any]:
        """What leaves has changed: consent is asked again, and another address needs another code."""
        changes = {**super().corrected(turn, field), self._slot("consentement"): None}
        return changes | ({self._slot("code"): None} if field.slot == self._slot("email") else {})

    def _refuse(self, turn: Turn, field: Field) -> list[Event]:
        if field.slot != self._slot("code") or turn.intent != "renvoyer_code":
            return super()._refuse(turn, field)
        self._send_code(turn)
        return asking({"essais": 0.0}, field.slot)

    def _slot(self, name: str) -> str:
        return f"{self.prefix}_{name}"

    def _is_right(self, turn: Turn, typed: str) -> bool:
        return is_right(turn, self.services, turn.slot(self._slot("email")), typed)

    def _send_code(self, turn: Turn) -> bool:
        return send_code(turn, self.services, turn.slot(self._slot("email")), "utter_dossier_code_envoye")


def send_code(turn: Turn, services: Services, address: str, sent: str) -> bool:
    """Sends a code to an address and says so by the response `sent`, or why not; tells whether it left."""
    try:
        with transaction(services.sessions) as session:
            outcome = email_code.send_code(
                session, turn.conversation_id, address, services.settings, services.clock
            )
    except InvalidAddress:
        # What an answer may hold is wider than what a mail may be sent to: `.test`, in production.
        turn.say("utter_refus_email")
        return False
    if isinstance(outcome, email_code.CodeSent):
        turn.say(sent, email=address)
        return True
    turn.say("utter_dossier_code_trop_envois")
    return False


def is_right(turn: Turn, services: Services, address: str, typed: str) -> bool:
    """Compares a code with the one sent to an address, and says what is wrong."""
    with transaction(services.sessions) as session:
        outcome = email_code.check_code(
            session, turn.conversation_id, address, typed, services.settings, services.clock
        )
    return told_right(turn, outcome)


def told_right(turn: Turn, outcome: Compared) -> bool:
    """Tells whether a code was the right one, and says what is wrong when it was not."""
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


def typed_code(turn: Turn) -> Accepted[str] | Refused:
    """Reads the code typed in a sentence."""
    typed = read_code(turn.text)
    return Refused(Refusal.NOT_UNDERSTOOD) if typed is None else Accepted(typed)
