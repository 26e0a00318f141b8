"""Nobody's data are given or erased before a code, mailed to the address, has come back.

The operator asks for the code, the person who uses their rights reads it and tells it to the operator.
"""

from sqlalchemy.orm import Session, sessionmaker

from bot.clock import Clock
from bot.db import transaction
from bot.dossier.email_code import (
    CodeExpired,
    CodeRight,
    CodeSent,
    CodeWrong,
    TooManyTries,
    check_code,
    send_code,
)
from bot.handoff.addresses import normal_address
from bot.handoff.message import Mail, fill, finish, start
from bot.handoff.wording import SIGNATURE, Paragraph
from bot.settings import Settings

#: In the place of a conversation; no visitor's conversation has this name.
CONVERSATION = "droits"


class RightsRefused(ValueError):
    """What was asked is not done; the message says why, in French."""


def send_rights_code(session: Session, email: str, settings: Settings, clock: Clock) -> None:
    """Mails a code to an address, for its owner to tell it to the operator.

    Args:
        session: an open transaction; the caller commits.
        email: of the person who uses their rights.
        settings: sender, and key of the digests.
        clock: gives aware UTC datetimes.

    Raises:
        InvalidAddress: `email` cannot be written to.
        RightsRefused: too many codes were sent lately.
    """
    sent = send_code(session, CONVERSATION, email, settings, clock, write=rights_code_message)
    if not isinstance(sent, CodeSent):
        raise RightsRefused("trop de codes ont été envoyés : attendez une heure")


def prove_address(
    sessions: sessionmaker[Session], email: str, code: str, settings: Settings, clock: Clock
) -> str:
    """Checks the code that the person told, and returns the address in the form in which it is kept.

    Raises:
        InvalidAddress: `email` cannot be written to.
        RightsRefused: the code does not prove the address; a wrong one costs a try.
    """
    with transaction(sessions) as session:
        outcome = check_code(session, CONVERSATION, email, code, settings, clock)
    match outcome:
        case CodeRight():
            return normal_address(email, production=settings.production)
        case CodeWrong(left):
            raise RightsRefused(f"ce n’est pas le code envoyé : il reste {left} essai(s)")
        case CodeExpired():
            raise RightsRefused("aucun code en cours pour cette adresse : envoyez-en un avec --send-code")
        case TooManyTries():
            raise RightsRefused("trop d’essais : envoyez un autre code avec --send-code")


def rights_code_message(email: str, code: str, minutes: int, *, mail_from: str, clock: Clock) -> Mail:
    """Builds the message that carries the code; it is in the text only, as for a visitor's."""
    message = start("Votre demande sur vos données personnelles – assistant CTAI", mail_from, email, clock())
    blocks = (
        Paragraph("Bonjour,"),
        Paragraph(f"Votre code de vérification\u00a0: {code}"),
        Paragraph(
            f"Il est valable {minutes} minutes. Communiquez-le à la personne qui traite votre demande "
            "d’accès ou d’effacement\u00a0: il lui prouve que cette adresse est la vôtre. Ne le "
            "communiquez à personne d’autre."
        ),
        Paragraph(
            "Si vous n’avez rien demandé, ne tenez pas compte de ce message\u00a0: rien ne sera communiqué "
            "ni effacé."
        ),
        Paragraph(SIGNATURE),
    )
    fill(message, blocks, (), html=False)
    return finish(message, mail_from, (email,))
