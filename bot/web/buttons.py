"""Buttons that can be pressed only in the session to which they were offered, and not for long.

A payload names an intent and may fill slots, so nobody may write one. What the browser receives is
`base64url(payload).issued_at.signature`; see docs/decisions/0002-boutons-signes.md.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

from bot.clock import Clock
from bot.web.signing import Purpose, is_signed, sign

#: How long an offered button can be pressed, in seconds.
BUTTON_LIFETIME_S = 30 * 60

_BUTTON = re.compile(r"([A-Za-z0-9_-]+)\.([0-9]{1,11})\.([A-Za-z0-9_-]{43})", re.ASCII)


def offer_button(payload: str, conversation_id: str, secret_key: str, clock: Clock) -> str:
    """Turns a payload of the assistant into the opaque string that the browser receives."""
    issued_at = str(int(clock().timestamp()))
    encoded = urlsafe_b64encode(payload.encode()).decode("ascii").rstrip("=")
    signature = sign(secret_key, Purpose.BUTTON, conversation_id, encoded, issued_at)
    return f"{encoded}.{issued_at}.{signature}"


def read_button(button: str, conversation_id: str, secret_key: str, clock: Clock) -> str | None:
    """Gives back the payload of a pressed button.

    Returns:
        The payload, or None when the button was forged, offered in another session, or has expired.
    """
    match = _BUTTON.fullmatch(button)
    if match is None:
        return None
    encoded, issued_at, signature = match.groups()
    if not is_signed(signature, secret_key, Purpose.BUTTON, conversation_id, encoded, issued_at):
        return None
    if clock().timestamp() >= int(issued_at) + BUTTON_LIFETIME_S:
        return None
    padding = "=" * (-len(encoded) % 4)
    return urlsafe_b64decode(encoded + padding).decode()
