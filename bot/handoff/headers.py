"""Header values that cannot add a header, and the proof that none was added.

Python's own e-mail package wrote a real `Bcc:` line out of an encoded word hidden in a subject
(CVE-2024-6923), so what goes in is cleaned and what comes out is read again.
"""

import unicodedata
from collections.abc import Sequence
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser

#: Longest subject, in characters: enough for a prefix, a reference and the longest official names.
SUBJECT_MAX = 200

#: Headers that the e-mail package adds by itself.
_STRUCTURE = {"content-type", "content-transfer-encoding", "mime-version"}


class UnsafeHeaders(ValueError):
    """The finished message does not have exactly the headers that were asked for; it must not be sent."""


def one_line(text: str, limit: int) -> str:
    """Returns `text` in the form NFC on one line of at most `limit` characters, with nothing invisible.

    Control, direction, zero-width, private and unassigned characters go; words keep single spaces.
    """
    spaced = "".join(" " if c.isspace() else c for c in unicodedata.normalize("NFC", text))
    visible = "".join(c for c in spaced if not unicodedata.category(c).startswith("C"))
    return " ".join(visible.split())[:limit].rstrip()


def clean_header(text: str) -> str:
    """Returns `text` fit for a header: one line, nothing invisible, no encoded word, `SUBJECT_MAX` at most.

    `=?` would start an encoded word (RFC 2047, 2), so it is broken.
    """
    return one_line(text, SUBJECT_MAX).replace("=?", "= ?")


def freeze(message: EmailMessage) -> bytes:
    """Returns the final bytes of `message`, once read again and found to say what was asked.

    Raises:
        UnsafeHeaders: a header appeared, vanished or changed on the way.
    """
    asked = _headers(message)
    data = message.as_bytes()
    check_headers(data, asked)
    return data


def check_headers(data: bytes, asked: Sequence[tuple[str, str]]) -> None:
    """Checks that the top headers of `data` are `asked` and nothing else, in that order.

    Blanks are not compared: folding a long line may move them, which adds no header.

    Raises:
        UnsafeHeaders: they are not.
    """
    # The documents are not read again: no header of the message can come after its first empty line.
    found = BytesHeaderParser(policy=policy.default).parsebytes(data)
    structure = [name.lower() for name in found if name.lower() in _STRUCTURE]
    if len(structure) != len(set(structure)):
        raise UnsafeHeaders("a header of structure is there twice")
    if _headers(found) != [(name, _squash(value)) for name, value in asked]:
        raise UnsafeHeaders(f"asked for {[name for name, _ in asked]}, found {found.keys()}")


def _headers(message: EmailMessage) -> list[tuple[str, str]]:
    return [(name, _squash(value)) for name, value in message.items() if name.lower() not in _STRUCTURE]


def _squash(value: object) -> str:
    return "".join(str(value).split())
