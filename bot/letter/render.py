"""The letter as two files: DOCX to edit, PDF to sign. The words are those of `bot.letter.wording` in both."""

import json
import re
import unicodedata
from datetime import UTC, datetime, time
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

import typst
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from bot.letter.model import Letter
from bot.letter.wording import LetterText, write

TEMPLATES = Path(__file__).resolve().parent / "templates"

#: Stands in the PDF for a character that no font inside typst can draw (an emoji, a Chinese letter).
MISSING_GLYPH = "□"

#: How many characters are replaced one by one before everything unusual is replaced at once.
GLYPH_RETRIES = 8

#: What Libertinus Serif surely draws: the letters of Latin-1 and Latin Extended-A, usual punctuation.
SURE_GLYPHS = frozenset(
    [chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x180))] + list(f"‐–—‘’“”…€{MISSING_GLYPH}")
)

_GLYPH_ERROR = re.compile(r'the text\W+?"(?P<text>.+?)"\W+could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")

#: Names of the places of the templates -> their words; `docs/lettre.md` explains each to who edits them.
Places: TypeAlias = dict[str, str | list[str]]


def places(text: LetterText) -> Places:
    """Gives the words under the names that both templates use."""
    return {
        "titre": text.title,
        "expediteur": text.sender,
        "coordonnees": text.contact,
        "destinataire": list(text.addressee),
        "lieu_et_date": text.place_and_date,
        "objet": text.objet,
        "appel": text.salutation,
        "debut": text.opening,
        "besoins_annonce": text.needs_intro,
        "besoins": list(text.needs),
        "themes_annonce": text.themes_intro,
        "themes": list(text.themes),
        "demande": list(text.request),
        "formule": text.formula,
        "signataire_titre": list(text.signatory_title),
        "signataire_nom": text.signatory_name,
        "copies": list(text.copies),
    }


def render_docx(letter: Letter) -> bytes:
    """Renders a Word document, in French, with a title; what a visitor typed is never read as a template."""
    text = write(letter)
    template = DocxTemplate(TEMPLATES / "letter.docx")
    # A name that the template misspells must not print an empty place.
    template.render(places(text), SandboxedEnvironment(undefined=StrictUndefined), autoescape=True)
    # The title is set here: docxtpl would escape it as XML a second time.
    properties = template.docx.core_properties
    properties.title = text.title
    properties.author = text.sender
    properties.created = properties.modified = _midnight(letter)
    content = BytesIO()
    template.save(content)
    return content.getvalue()


def render_pdf(letter: Letter) -> bytes:
    """Renders a tagged PDF (PDF/A-2a and PDF/UA-1).

    typst refuses a PDF/UA whose text it cannot draw; only the characters in question are then replaced by
    `MISSING_GLYPH`, so that no visitor is left without a letter.

    Raises:
        typst.TypstError: the template itself is wrong.
    """
    data = json.dumps(places(write(letter)), ensure_ascii=False)
    for _ in range(GLYPH_RETRIES):
        try:
            return _compile(data, letter)
        except typst.TypstError as error:
            missing = _missing_glyphs(error)
            if not missing:
                break
            data = data.translate(dict.fromkeys(missing, MISSING_GLYPH))
    return _compile("".join(c if c in SURE_GLYPHS else MISSING_GLYPH for c in data), letter)


def file_name(letter: Letter, suffix: str) -> str:
    """Returns an ASCII name: « lettre-intention-ctai-gueret.pdf » for the suffix `pdf`."""
    name = letter.collectivite.name.lower().replace("œ", "oe")
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return f"lettre-intention-ctai-{slug[:60].strip('-') or 'collectivite'}.{suffix}"


def _compile(data: str, letter: Letter) -> bytes:
    # The data go in as an input, never into the source; the root is a folder that holds only templates.
    pdf = typst.compile(
        TEMPLATES / "letter.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"lettre": data},
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        timestamp=_midnight(letter),
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst gives the bytes of one PDF")
    return pdf


@cache
def _fonts() -> typst.Fonts:
    """The fonts inside typst and no other: the letter looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _midnight(letter: Letter) -> datetime:
    return datetime.combine(letter.written_on, time(), UTC)


def _missing_glyphs(error: typst.TypstError) -> set[int]:
    """Reads the code points of « the text "😀" could not be displayed ».

    typst names the letter when a sign over it is what is missing; a sure letter is therefore left alone.
    """
    said = _GLYPH_ERROR.search(str(error))
    if said is None:
        return set()
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), said["text"])
    return {ord(character) for character in text if character not in SURE_GLYPHS}
