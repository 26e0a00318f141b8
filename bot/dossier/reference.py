"""References of dossiers: `CTAI-26-7K3M-9QXD-4`, short enough to dictate, too many to guess.

The year, forty random bits in Crockford's base 32, and a check character that catches any single wrong
character and any two neighbours swapped (https://www.crockford.com/base32.html, "Check Symbol").
"""

import secrets
from datetime import datetime

from bot.clock import PARIS
from bot.dossier.written_reference import ALPHABET, RANDOM_BITS, check_of


def new_reference(moment: datetime) -> str:
    """Draws a reference of the year of `moment`, an aware datetime."""
    year = moment.astimezone(PARIS).year % 100
    while True:
        number = secrets.randbits(RANDOM_BITS)
        check = check_of(year, number)
        # Crockford has five more check symbols, `*~$=U`, which are awkward to dictate: such numbers are
        # drawn again.
        if check < len(ALPHABET):
            break
    symbols = "".join(ALPHABET[number >> shift & 31] for shift in range(RANDOM_BITS - 5, -1, -5))
    return f"CTAI-{year:02d}-{symbols[:4]}-{symbols[4:]}-{ALPHABET[check]}"
