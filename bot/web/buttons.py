"""Buttons that can be pressed only in the session to which they were offered, and not for long.

A payload names an intent and may fill slots, so nobody may write one: see
docs/decisions/0002-boutons-signes.md.
"""

from bot.clock import Clock
from bot.web.sealed import seal, unseal
from bot.web.signing import Purpose


def offer_button(payload: str, conversation_id: str, secret_key: str, clock: Clock) -> str:
    """Turns a payload of the assistant into the opaque string that the browser receives."""
    return seal(payload, Purpose.BUTTON, conversation_id, secret_key, clock)


def read_button(button: str, conversation_id: str, secret_key: str, clock: Clock) -> str | None:
    """Gives back the payload of a pressed button.

    Returns:
        The payload, or None when the button was forged, offered in another session, or has expired.
    """
    return unseal(button, Purpose.BUTTON, conversation_id, secret_key, clock)
