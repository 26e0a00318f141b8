"""Pure reading of what a visitor typed for one field of the letter.

Each function gives `Accepted` with what goes into the letter, or `Refused` with the reason; the sentence that
explains a refusal is the assistant's, not this module's. None of them raises, whatever the text.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from email_validator import EmailNotValidError, validate_email

from bot.letter import publics, themes
from bot.letter.functions import looks_like_one, recognise
from bot.letter.model import Addressee, Civility
from bot.letter.phrases import AFTER_NAME, CIVILITY, COMMAND, EDGES, GENDERS, LEAD_IN, NO_NAME, says_not_known
from bot.letter.text import clean, fold, has_letter, one_line

NAME_MAX_CHARS = 120
NAME_MAX_WORDS = 8
FUNCTION_MAX_CHARS = 120
THEME_MAX_CHARS = 100
THEMES_MAX = 12
NEEDS_MAX_CHARS = 1_500
CONTACT_MAX_CHARS = 200
PUBLICS_MAX = 8

#: RFC 5321, 4.5.3.1: an address and the part before its @, in characters.
EMAIL_MAX_CHARS = 254
EMAIL_LOCAL_MAX_CHARS = 64

_EMAIL = re.compile(r"[^\s<>()\[\],;:\"«»]+@[^\s<>()\[\],;:\"«»]+")

_CIVILITY_ALONE = re.compile(r"(?:monsieur|madame|mademoiselle|mr|mme|mlle|m)\W*")

T = TypeVar("T")


class Refusal(StrEnum):
    """Why an answer does not go into the letter."""

    EMPTY = "vide"
    NOT_KNOWN = "pas_encore_connu"
    TOO_SHORT = "trop_court"
    TOO_LONG = "trop_long"
    NO_LETTER = "sans_lettre"
    EMAIL_INSTEAD = "courriel_au_lieu"
    FUNCTION_INSTEAD = "fonction_au_lieu"
    NO_SUCH_NUMBER = "numero_inconnu"
    NO_EMAIL = "sans_courriel"
    INVALID_EMAIL = "courriel_invalide"
    SEVERAL_EMAILS = "plusieurs_courriels"
    NOT_UNDERSTOOD = "incompris"


@dataclass(frozen=True)
class Accepted(Generic[T]):
    """A value that may go into the letter."""

    value: T


@dataclass(frozen=True)
class Refused:
    """No value, and why."""

    reason: Refusal


def read_name(text: str) -> Accepted[str] | Refused:
    """Reads the first and last names of who signs, in « moi c’est Camille Exemple, maire de Guéret ».

    A civility is left out: nobody signs « Madame ».
    """
    if refusal := _common_refusal(text) or _no_person(text):
        return refusal
    line = _without(LEAD_IN, one_line(text))
    parts = [_without(LEAD_IN, part.strip(EDGES)) for part in AFTER_NAME.split(line)]
    names = [part for part in parts if has_letter(part) and not looks_like_one(part)]
    if not names:
        return Refused(Refusal.FUNCTION_INSTEAD if any(map(has_letter, parts)) else Refusal.NO_LETTER)
    name = _without(CIVILITY, names[0]).strip(EDGES)
    if _CIVILITY_ALONE.fullmatch(fold(name)):
        return Refused(Refusal.TOO_SHORT)
    if len(name.split()) > NAME_MAX_WORDS:
        return Refused(Refusal.TOO_LONG)
    if NO_NAME.match(fold(name)):
        return Refused(Refusal.NOT_UNDERSTOOD)
    return _of_length(name, NAME_MAX_CHARS)


def read_function(text: str) -> Accepted[str] | Refused:
    """Reads the function of who signs, in « je suis la maire de Guéret » or « Camille Exemple, maire ».

    The maire, the présidents and the usual initials come in one form with the gender that was said; any other
    function stays in the visitor's words.
    """
    if refusal := _common_refusal(text) or _no_person(text):
        return refusal
    line = _without(LEAD_IN, one_line(text)).strip(EDGES)
    starts = [0, *(match.end() for match in AFTER_NAME.finditer(line))]
    rests = [_without(LEAD_IN, line[start:].strip()) for start in starts]
    # « Camille Exemple, cheffe de projet »: what begins as a function does, or what follows the name.
    words = next((rest for rest in rests if looks_like_one(rest)), rests[min(1, len(rests) - 1)])
    if themes.names_only_themes(words):
        return Refused(Refusal.NOT_UNDERSTOOD)
    return _of_length(recognise(words).title.strip(EDGES), FUNCTION_MAX_CHARS)


def read_themes(text: str) -> Accepted[tuple[str, ...]] | Refused:
    """Reads the themes: keys of `bot.letter.model.THEMES`, or the visitor's own words for the others."""
    if not clean(text):
        return Refused(Refusal.EMPTY)
    if says_not_known(fold(text)):
        return Refused(Refusal.NOT_KNOWN)
    found = themes.read(text)
    if found.unknown_numbers:
        return Refused(Refusal.NO_SUCH_NUMBER)
    if not found.themes:
        return Refused(Refusal.NOT_UNDERSTOOD)
    if len(found.themes) > THEMES_MAX or max(map(len, found.themes)) > THEME_MAX_CHARS:
        return Refused(Refusal.TOO_LONG)
    return Accepted(found.themes)


def read_needs(text: str) -> Accepted[str] | Refused:
    """Keeps the situation of the territory as it was written, at most `NEEDS_MAX_CHARS` characters."""
    return _common_refusal(text) or _of_length(clean(text), NEEDS_MAX_CHARS)


def read_publics(text: str) -> Accepted[tuple[str, ...]] | Refused:
    """Reads the publics: keys of `bot.letter.model.PUBLICS`, or the visitor's own words for the others."""
    if not clean(text):
        return Refused(Refusal.EMPTY)
    if says_not_known(fold(text)):
        return Refused(Refusal.NOT_KNOWN)
    found = publics.read(text)
    if not found:
        return Refused(Refusal.NOT_UNDERSTOOD)
    if len(found) > PUBLICS_MAX or max(map(len, found)) > THEME_MAX_CHARS:
        return Refused(Refusal.TOO_LONG)
    return Accepted(found)


def read_contact(text: str) -> Accepted[str] | Refused:
    """Keeps on one line who follows the project: « Dominique Fictif, adjoint, 05 55 00 00 00 »."""
    return _common_refusal(text) or _of_length(one_line(text), CONTACT_MAX_CHARS)


def read_civility(text: str) -> Accepted[Civility] | Refused:
    """Reads « Madame », « M. », « un homme », « la maire »; both, or none, is no answer."""
    folded = fold(text)
    if not folded:
        return Refused(Refusal.EMPTY)
    if says_not_known(folded):
        return Refused(Refusal.NOT_KNOWN)
    feminine = re.search(
        r"\b(?:madame|mme|mademoiselle|mlle|femme|dame|elle|feminin|la maire|la presidente)\b", folded
    )
    masculine = re.search(r"\b(?:monsieur|mr|m|homme|il|masculin|le maire|le president)\b", folded)
    if bool(feminine) == bool(masculine):
        return Refused(Refusal.NOT_UNDERSTOOD)
    return Accepted(Civility.MADAME if feminine else Civility.MONSIEUR)


def read_email(text: str) -> Accepted[str] | Refused:
    """Finds the one e-mail address of `text`; its domain is not looked up."""
    line = one_line(text)
    if not line:
        return Refused(Refusal.EMPTY)
    found = {match[0].removeprefix("mailto:").strip(".!?…'’*_") for match in _EMAIL.finditer(line)}
    if not found:
        return Refused(Refusal.NOT_KNOWN if says_not_known(fold(line)) else Refusal.NO_EMAIL)
    if len(found) > 1:
        return Refused(Refusal.SEVERAL_EMAILS)
    try:
        # `test_environment` lets the reserved domain .test through, for trials: no mail ever goes there.
        email = validate_email(
            found.pop(), check_deliverability=False, allow_smtputf8=False, test_environment=True
        ).normalized
    except EmailNotValidError:
        return Refused(Refusal.INVALID_EMAIL)
    if len(email) > EMAIL_MAX_CHARS or len(email.partition("@")[0]) > EMAIL_LOCAL_MAX_CHARS:
        return Refused(Refusal.TOO_LONG)
    return Accepted(email)


def read_addressee(text: str) -> Accepted[Addressee] | Refused:
    """Reads whether a préfète or a préfet is at the head of the préfecture; not to know is an answer."""
    folded = fold(text)
    if not folded:
        return Refused(Refusal.EMPTY)
    if says_not_known(folded):
        return Accepted(Addressee.UNKNOWN)
    if re.search(r"\b(?:pas|maire|mairesse|presidente?)\b", folded):
        return Refused(Refusal.NOT_UNDERSTOOD)
    for feminine, masculine in GENDERS:
        is_feminine, is_masculine = bool(feminine.search(folded)), bool(masculine.search(folded))
        if is_feminine != is_masculine:
            return Accepted(Addressee.PREFETE if is_feminine else Addressee.PREFET)
        if is_feminine:
            break
    return Refused(Refusal.NOT_UNDERSTOOD)


def _common_refusal(text: str) -> Refused | None:
    if not clean(text):
        return Refused(Refusal.EMPTY)
    if says_not_known(fold(text)):
        return Refused(Refusal.NOT_KNOWN)
    return None if has_letter(clean(text)) else Refused(Refusal.NO_LETTER)


def _no_person(text: str) -> Refused | None:
    """Refuses what names neither a person nor a function."""
    if _EMAIL.search(text):
        return Refused(Refusal.EMAIL_INSTEAD)
    if COMMAND.match(fold(one_line(text))):
        return Refused(Refusal.NOT_UNDERSTOOD)
    return Refused(Refusal.NOT_UNDERSTOOD) if one_line(text).endswith("?") else None


def _of_length(value: str, most: int) -> Accepted[str] | Refused:
    if len(value) > most:
        return Refused(Refusal.TOO_LONG)
    return Accepted(value) if len(value) >= 2 else Refused(Refusal.TOO_SHORT)


def _without(beginning: re.Pattern[str], line: str) -> str:
    """Cuts what `beginning` matches in the folded line off the line itself."""
    line = one_line(line)
    matched = beginning.match(fold(line))
    return line[matched.end() :].lstrip(" ,:") if matched else line
