"""Pure reading of what a visitor typed for the dossier, and the words that describe where it goes."""

import re

from bot.dossier.email_code import DIGITS

_CODE = re.compile(rf"(?<!\d)(?:\d[ .\-\u00a0\u202f]?){{{DIGITS - 1}}}\d(?!\d)")


def read_code(text: str) -> str | None:
    """Finds the one code of six digits in a sentence, blanks or not; None when there is none or two."""
    found = {re.sub(r"\D", "", match) for match in _CODE.findall(text)}
    code = found.pop() if len(found) == 1 else None
    return code if code is not None and code.isascii() else None


def destination_label(prefecture_name: str, *, redirected: bool) -> str:
    """Says in French to whom a dossier goes, the central inbox included."""
    if redirected:
        return f"boîte centrale du ministère de l’Intérieur, qui fera suivre ({prefecture_name})"
    return prefecture_name
