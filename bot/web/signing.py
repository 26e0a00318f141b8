"""Signatures that make a session, a button or a download link ours: HMAC-SHA256, one key per purpose."""

import hmac
import json
import re
from base64 import urlsafe_b64encode
from enum import StrEnum

_SIGNATURE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


class Purpose(StrEnum):
    """What a signature is for; a signature made for one purpose is worth nothing for another."""

    SESSION = "session"
    BUTTON = "button"
    ANSWER = "answer"
    DOCUMENT = "document"


def sign(secret_key: str, purpose: Purpose, *parts: str) -> str:
    """Signs `parts` in their order.

    Args:
        secret_key: the product's secret, from the settings.
        purpose: chooses the derived key.
        parts: what is signed; their borders are signed too.

    Returns:
        43 characters of base64url.
    """
    key = hmac.digest(secret_key.encode(), f"ctai/web/1/{purpose}".encode(), "sha256")
    # JSON keeps the borders: ("ab", "c") and ("a", "bc") must not share a signature.
    digest = hmac.digest(key, json.dumps(parts).encode(), "sha256")
    return urlsafe_b64encode(digest).decode("ascii").rstrip("=")


def is_signed(signature: str, secret_key: str, purpose: Purpose, *parts: str) -> bool:
    """Tells whether `signature` is the one that `sign` makes, in a time that does not depend on it."""
    if not _SIGNATURE.fullmatch(signature):
        return False
    return hmac.compare_digest(signature, sign(secret_key, purpose, *parts))
