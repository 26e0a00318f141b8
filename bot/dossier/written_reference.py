"""What a reference looks like, and the reading of one as it was typed.

Apart from `bot.dossier.reference`, which draws new ones, so that Rasa's Python (3.10) reads them too.
"""

import re

#: No I, L, O (read as digits) and no U: https://www.crockford.com/base32.html.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

RANDOM_BITS = 40

#: Of a reference, after CTAI: year, random symbols, check character.
SYMBOLS = 2 + RANDOM_BITS // 5 + 1

_CHECK_MODULUS = 37
_WRITTEN = re.compile(rf"CTAI([0-9]{{2}})([{ALPHABET}]{{8}})([{ALPHABET}])")
_SEPARATORS = re.compile(r"[\s\-‐‑–—.]+")
_READ_AS = str.maketrans("OIL", "011")


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
    if check_of(int(year), number) != ALPHABET.index(check):
        return None
    return f"CTAI-{year}-{symbols[:4]}-{symbols[4:]}-{check}"


def check_of(year: int, number: int) -> int:
    """Gives the check of a year of two digits and a random number; below 37, where the alphabet has 32."""
    return ((year << RANDOM_BITS) + number) % _CHECK_MODULUS
