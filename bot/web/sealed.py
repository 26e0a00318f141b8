"""Strings that a browser gives back as they are, in the session to which they were given, and not for long.

They are not secret, they are signed: `base64url(content).issued_at.signature`.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

from bot.clock import Clock
from bot.web.signing import Purpose, is_signed, sign

#: How long a sealed string is accepted, in seconds.
SEAL_LIFETIME_S = 30 * 60

_SEALED = re.compile(r"([A-Za-z0-9_-]+)\.([0-9]{1,11})\.([A-Za-z0-9_-]{43})", re.ASCII)


def seal(content: str, purpose: Purpose, conversation_id: str, secret_key: str, clock: Clock) -> str:
    """Turns `content` into the opaque string that the browser receives."""
    issued_at = str(int(clock().timestamp()))
    encoded = urlsafe_b64encode(content.encode()).decode("ascii").rstrip("=")
    signature = sign(secret_key, purpose, conversation_id, encoded, issued_at)
    return f"{encoded}.{issued_at}.{signature}"


def unseal(sealed: str, purpose: Purpose, conversation_id: str, secret_key: str, clock: Clock) -> str | None:
    """Gives back the content.

    Returns:
        The content, or None when the string was forged, given for something else or in another session, or
        has expired.
    """
    match = _SEALED.fullmatch(sealed)
    if match is None:
        return None
    encoded, issued_at, signature = match.groups()
    if not is_signed(signature, secret_key, purpose, conversation_id, encoded, issued_at):
        return None
    if clock().timestamp() >= int(issued_at) + SEAL_LIFETIME_S:
        return None
    padding = "=" * (-len(encoded) % 4)
    return urlsafe_b64decode(encoded + padding).decode()
