"""The letter and its drafting aids as files: DOCX to edit, PDF to sign or to print, with the same words."""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, time
from enum import StrEnum
from typing import TypeAlias

from bot.letter.blocks import AidText
from bot.letter.deliberation import write_deliberation
from bot.letter.memo import write_memo
from bot.letter.model import Letter
from bot.letter.names import sender_name
from bot.letter.typesetting import typeset
from bot.letter.word import fill
from bot.letter.wording import LetterText, write

#: Names of the places of the templates -> their words; `docs/lettre.md` explains each to who edits them.
Places: TypeAlias = dict[str, str | list[str] | list[dict[str, str]]]


class Paper(StrEnum):
    """What can be written from a letter; the value begins the name of its files."""

    LETTER = "lettre-intention"
    DELIBERATION = "projet-deliberation"
    MEMO = "memo-etapes"


_AIDS: dict[Paper, Callable[[Letter], AidText]] = {
    Paper.DELIBERATION: write_deliberation,
    Paper.MEMO: write_memo,
}


def places(text: LetterText) -> Places:
    """Gives the words of the letter under the names that both templates use."""
    return {
        "titre": text.title,
        "expediteur": text.sender,
        "coordonnees": list(text.contact),
        "destinataire": list(text.addressee),
        "lieu_et_date": text.place_and_date,
        "objet": text.objet,
        "appel": text.salutation,
        "debut": text.opening,
        "besoins_annonce": text.needs_intro,
        "besoins": list(text.needs),
        "existant": list(text.actions),
        "publics": list(text.publics),
        "themes_annonce": text.themes_intro,
        "themes": list(text.themes),
        "demande": list(text.request),
        "formule": text.formula,
        "signataire_titre": list(text.signatory_title),
        "signataire_nom": text.signatory_name,
        "copies": list(text.copies),
    }


def aid_places(text: AidText) -> Places:
    """Gives the words of a drafting aid under the names that both templates use."""
    return {
        "titre": text.title,
        "mention": text.notice,
        "expediteur": text.sender,
        "titre_imprime": text.heading,
        "blocs": [{"genre": block.kind.value, "texte": block.text} for block in text.blocks],
    }


def words_of(letter: Letter, paper: Paper = Paper.LETTER) -> tuple[str, Places]:
    """Gives the template of a paper, without suffix, and the words for its places."""
    if paper is Paper.LETTER:
        return "letter", places(write(letter))
    return "aid", aid_places(_AIDS[paper](letter))


def render_docx(letter: Letter, paper: Paper = Paper.LETTER) -> bytes:
    """Renders a Word document, in French, with a title."""
    template, words = words_of(letter, paper)
    return fill(f"{template}.docx", words, sender_name(letter.collectivite), _midnight(letter))


def render_pdf(letter: Letter, paper: Paper = Paper.LETTER) -> bytes:
    """Renders a tagged PDF (PDF/A-2a and PDF/UA-1); what cannot be drawn in it is replaced by a sign.

    Raises:
        typst.TypstError: the template itself is wrong.
    """
    template, words = words_of(letter, paper)
    return typeset(f"{template}.typ", words, _midnight(letter))


def file_name(letter: Letter, suffix: str, paper: Paper = Paper.LETTER) -> str:
    """Returns an ASCII name: « lettre-intention-ctai-gueret.pdf » for the suffix `pdf`."""
    name = letter.collectivite.name.lower().replace("œ", "oe")
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return f"{paper}-ctai-{slug[:60].strip('-') or 'collectivite'}.{suffix}"


def _midnight(letter: Letter) -> datetime:
    return datetime.combine(letter.written_on, time(), UTC)
