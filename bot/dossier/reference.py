"""References of dossiers: `CTAI-26-7K3M-9QXD-4`, short enough to dictate, too many to guess.

The year, forty random bits in Crockford's base 32, and a check character that catches any single wrong
character and any two neighbours swapped (https://www.crockford.com/base32.html, "Check Symbol").
"""

import re
import secrets
from datetime import datetime

from bot.clock import PARIS

#: No I, L, O (read as digits) and no U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

RANDOM_BITS = 40

_CHECK_MODULUS = 37
_WRITTEN = re.compile(rf"CTAI([0-9]{{2}})([{ALPHABET}]{{8}})([{ALPHABET}])")
_SEPARATORS = re.compile(r"[\s\-‐‑–—.]+")
_READ_AS = str.maketrans("OIL", "011")


def new_reference(moment: datetime) -> str:
    """Draws a reference of the year of `moment`, an aware datetime."""
    year = moment.astimezone(PARIS).year % 100
    while True:
        number = secrets.randbits(RANDOM_BITS)
        check = _check(year, number)
        # Crockford has five more check symbols, `*~$=U`, which are awkward to dictate: such numbers are
        # drawn again.
        if check < len(ALPHABET):
            break
    symbols = "".join(ALPHABET[number >> shift & 31] for shift in range(RANDOM_BITS - 5, -1, -5))
    return f"CTAI-{year:02d}-{symbols[:4]}-{symbols[4:]}-{ALPHABET[check]}"


def read_reference(text: str) -> str | None:
    """Returns the reference typed in `text` in its one form, or None when it cannot be one.

    Case, blanks and dashes do not matter; O is read as 0, I and L as 1.
    """
    compact = _SEPARATORS.sub("", text).upper()
    written = _WRITTEN.fullmatch(compact[:4] + compact[4:].translate(_READ_AS))
    if written is None:
        return None
    year, symbols, check = written.groups()
    number = 0
    for symbol in symbols:
        number = number << 5 | ALPHABET.index(symbol)
    if _check(int(year), number) != ALPHABET.index(check):
        return None
    return f"CTAI-{year}-{symbols[:4]}-{symbols[4:]}-{check}"


def _check(year: int, number: int) -> int:
    return ((year << RANDOM_BITS) + number) % _CHECK_MODULUS
