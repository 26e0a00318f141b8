"""PDF documents by typst: tagged, PDF/A-2a and PDF/UA-1, with the fonts inside typst and no other."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

import typst

from bot.letter.word import TEMPLATES

#: Stands in the PDF for a character that no font inside typst can draw (an emoji, a Chinese letter).
MISSING_GLYPH = "□"

#: How many characters are replaced one by one before everything unusual is replaced at once.
GLYPH_RETRIES = 8

#: What Libertinus Serif surely draws: the letters of Latin-1 and Latin Extended-A, usual punctuation.
SURE_GLYPHS = frozenset(
    [chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x180))] + list(f"‐–—‘’“”…€{MISSING_GLYPH}")
)

_STANDARDS: list[Any] = ["a-2a", "ua-1"]

_GLYPH_ERROR = re.compile(r'the text\W+?"(?P<text>.+?)"\W+could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def typeset(template: str, places: Mapping[str, Any], written_at: datetime) -> bytes:
    """Lays out a tagged PDF.

    typst refuses a PDF/UA whose text it cannot draw; only the characters in question are then replaced by
    `MISSING_GLYPH`, so that no visitor is left without a document.

    Args:
        template: name of a file of `TEMPLATES`, which reads the words in `sys.inputs.donnees`.
        places: name of each place -> its words.
        written_at: in the properties of the file.

    Raises:
        typst.TypstError: the template itself is wrong.
    """
    data = json.dumps(places, ensure_ascii=False)
    for _ in range(GLYPH_RETRIES):
        try:
            return _compile(template, data, written_at)
        except typst.TypstError as error:
            missing = _missing_glyphs(error)
            if not missing:
                break
            data = data.translate(dict.fromkeys(missing, MISSING_GLYPH))
    sure = "".join(c if c in SURE_GLYPHS else MISSING_GLYPH for c in data)
    return _compile(template, sure, written_at)


def picture(template: str, places: Mapping[str, Any], dots_per_inch: float) -> list[bytes]:
    """Draws each page as a PNG, for the documentation."""
    # Its types say one picture: with several pages there are several.
    pages: object = typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"donnees": json.dumps(places, ensure_ascii=False)},
        format="png",
        ppi=dots_per_inch,
    )
    return pages if isinstance(pages, list) else [pages] if isinstance(pages, bytes) else []


def _compile(template: str, data: str, written_at: datetime) -> bytes:
    # The data go in as an input, never into the source; the root is a folder that holds only templates.
    pdf = typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"donnees": data},
        format="pdf",
        pdf_standards=_STANDARDS,
        timestamp=written_at,
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst gives the bytes of one PDF")
    return pdf


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _missing_glyphs(error: typst.TypstError) -> set[int]:
    """Reads the code points of « the text "😀" could not be displayed ».

    typst names the letter when a sign over it is what is missing; a sure letter is therefore left alone.
    """
    said = _GLYPH_ERROR.search(str(error))
    if said is None:
        return set()
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), said["text"])
    return {ord(character) for character in text if character not in SURE_GLYPHS}
