"""Cleaning of what a visitor typed, before it is read, kept or printed.

Word and PDF files refuse control characters, and invisible direction marks can make a sentence read otherwise
than it is written (https://www.unicode.org/reports/tr36/, "Bidirectional Text Spoofing").
"""

import re
import unicodedata

#: Line ends of every system, and the line and paragraph separators of Unicode.
_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")

#: Invisible, yet needed to write some names of persons (Persian, Hindi…).
_JOINERS = "\u200c\u200d"


def clean(text: str) -> str:
    """Returns `text` in the form NFC, without invisible characters; line ends become newlines."""
    lines = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return unicodedata.normalize("NFC", "".join(c for c in lines if c == "\n" or _is_visible(c))).strip()


def one_line(text: str) -> str:
    """Returns `text` cleaned, on one line, with single spaces."""
    return " ".join(clean(text).split())


def paragraphs(text: str) -> tuple[str, ...]:
    """Returns the lines of `text`, cleaned, without the empty ones."""
    return tuple(line.strip() for line in clean(text).split("\n") if line.strip())


def fold(text: str) -> str:
    """Returns `one_line(text)` for comparisons: small letters, no accent, straight apostrophes.

    Each character gives one character, so that what is found at a place is at the same place of the line.
    """
    return "".join(_fold_character(c) for c in one_line(text))


def has_letter(text: str) -> bool:
    """Tells whether there is anything to read in `text`."""
    return any(c.isalpha() for c in text)


def _fold_character(character: str) -> str:
    if character == "’":
        return "'"
    # Lengths change for a handful of letters (İ); those stay as they are.
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


def _is_visible(character: str) -> bool:
    category = unicodedata.category(character)
    if category in {"Cc", "Cf", "Cs"}:
        return character in _JOINERS
    # The last two code points of each plane and U+FDD0..U+FDEF are no characters, and XML refuses some.
    code = ord(character)
    return code & 0xFFFE != 0xFFFE and not 0xFDD0 <= code <= 0xFDEF
