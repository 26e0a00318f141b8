"""The conversation as a text to join to a question, without what proves an address.

The product keeps nothing of it but the messages it is joined to, as the visitor agreed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.handoff.headers import one_line

#: Longest transcript, in characters; the oldest words go first.
TRANSCRIPT_MAX = 20_000

#: Longest line kept, in characters: longer than any message that the gateway lets through.
LINE_MAX = 10_000

_HEADING = "Conversation avec l’assistant CTAI. Les adresses électroniques et les codes sont masqués."
_CUT = "[Le début de la conversation est retiré\u00a0: elle dépassait {most} caractères.]"
_END_OF_LINE = "\r\n"  # readers of plain text on every system show it

_EMAIL = re.compile(r"[^\s<>()\[\],;:\"«»]+@[^\s<>()\[\],;:\"«»]+")
_SIX_DIGITS = re.compile(r"(?<!\d)\d{6}(?!\d)")
#: While a code is asked, a digit left out or a blank between two must not let the others through.
_DIGITS = re.compile(r"\d(?:[\s.\-‐‑–—]*\d)+")
_MASKED_EMAIL, _MASKED_CODE = "[adresse masquée]", "[code masqué]"


class Speaker(StrEnum):
    """Who says it, as the transcript writes it."""

    VISITOR = "Visiteur"
    ASSISTANT = "Assistant"


@dataclass(frozen=True)
class Said:
    """One message.

    Attributes:
        speaker: who says it.
        text: its words; for a button, its title.
        code_asked: True when the assistant was waiting for a verification code.
    """

    speaker: Speaker
    text: str
    code_asked: bool = False


def transcript(said: Sequence[Said]) -> str | None:
    """Writes the newest messages, `TRANSCRIPT_MAX` characters at most; None when nothing was said.

    The words are set off to the right of the speaker, so that nobody can write the other one's lines.
    """
    written = [_written(one) for one in said]
    cut = _CUT.format(most=f"{TRANSCRIPT_MAX:_}".replace("_", "\u00a0"))
    room = TRANSCRIPT_MAX - len(_whole([_HEADING, cut]))
    kept: list[str] = []
    for one in reversed(written):
        room -= len(_whole([one])) + len(_END_OF_LINE)
        if room < 0:
            break
        kept.insert(0, one)
    if not kept:
        return None
    return _whole([_HEADING, *([cut] if len(kept) < len(written) else []), *kept])


def mask_proofs(typed: str, *, code_asked: bool = False) -> str:
    """Masks what proves an address in a visitor's words: the address itself and the code sent to it.

    Args:
        typed: the words.
        code_asked: True when the assistant was waiting for a verification code.
    """
    masked = _EMAIL.sub(_MASKED_EMAIL, typed)
    return (_DIGITS if code_asked else _SIX_DIGITS).sub(_MASKED_CODE, masked)


def _written(said: Said) -> str:
    lines = (one_line(_masked(said, line), LINE_MAX) for line in said.text.splitlines())
    return _END_OF_LINE.join([f"{said.speaker}\u00a0:", *(f"    {line}" for line in lines if line)])


def _masked(said: Said, line: str) -> str:
    if said.speaker is Speaker.ASSISTANT:
        return _EMAIL.sub(_MASKED_EMAIL, line)
    return mask_proofs(line, code_asked=said.code_asked)


def _whole(parts: Sequence[str]) -> str:
    return (2 * _END_OF_LINE).join(parts) + _END_OF_LINE
