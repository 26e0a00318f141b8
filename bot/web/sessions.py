"""The visitor's session: an id that only the server makes, carried by a signed token.

In Rasa the sender id is the only key to a conversation and what was said in it, so a client must neither
choose it nor guess it. A token is `version.id.issued_at.signature`; nothing is stored.
"""

import re
import secrets
from dataclasses import dataclass

from bot.clock import Clock
from bot.web.signing import Purpose, is_signed, sign

#: How long a token is accepted after its issue, in seconds.
SESSION_LIFETIME_S = 24 * 3600

#: Size of a conversation's id, in bytes (128 bits).
CONVERSATION_ID_BYTES = 16

_VERSION = "1"
_TOKEN = re.compile(r"1\.([0-9a-f]{32})\.([0-9]{1,11})\.([A-Za-z0-9_-]{43})", re.ASCII)


@dataclass(frozen=True)
class VisitorSession:
    """One visitor's conversation.

    Attributes:
        conversation_id: 32 hexadecimal digits; the sender id given to Rasa.
        token: what the visitor's browser keeps and sends back.
    """

    conversation_id: str
    token: str


def open_session(secret_key: str, clock: Clock) -> VisitorSession:
    """Makes a new session with an id that nobody can guess."""
    conversation_id = secrets.token_hex(CONVERSATION_ID_BYTES)
    issued_at = str(int(clock().timestamp()))
    signature = sign(secret_key, Purpose.SESSION, _VERSION, conversation_id, issued_at)
    return VisitorSession(conversation_id, f"{_VERSION}.{conversation_id}.{issued_at}.{signature}")


def read_session(token: str, secret_key: str, clock: Clock) -> VisitorSession | None:
    """Gives back the session of a token, or None when it is malformed, forged or expired."""
    match = _TOKEN.fullmatch(token)
    if match is None:
        return None
    conversation_id, issued_at, signature = match.groups()
    if not is_signed(signature, secret_key, Purpose.SESSION, _VERSION, conversation_id, issued_at):
        return None
    if clock().timestamp() >= int(issued_at) + SESSION_LIFETIME_S:
        return None
    return VisitorSession(conversation_id, token)
