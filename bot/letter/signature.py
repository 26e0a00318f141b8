"""Who signs: titles that agree with the executive and with the person.

The gender is the one that the person gave, by their civility or by their function; otherwise none is written.
"""

from bot.letter.functions import is_executive, recognise
from bot.letter.model import Civility, Letter
from bot.letter.names import Named, executive_kind
from bot.letter.text import one_line
from bot.territory.french import with_de
from bot.territory.model import Kind

BLANK = "[à compléter]"

_MAIRES = {Civility.MADAME: "la maire", Civility.MONSIEUR: "le maire"}
_PRESIDENTS = {Civility.MADAME: "la présidente", Civility.MONSIEUR: "le président"}


def signs_by_delegation(letter: Letter) -> bool:
    """Tells whether somebody else than the executive signs; the delegation is then a blank of the letter."""
    words = one_line(letter.signatory_function or "")
    return bool(words) and not is_executive(words, executive_kind(letter.collectivite))


def signatory_title(letter: Letter) -> tuple[str, ...]:
    """Gives what stands above the signature: « La Maire, », « Le Président du conseil départemental, »."""
    title = _title(letter)
    if not title:
        return (BLANK,)
    if signs_by_delegation(letter):
        return (f"Par délégation {BLANK},", f"{_with_capitals(title)},")
    if title == "maire":
        # No gender was said, and « Maire de Guéret » says none.
        return (f"Maire {with_de(letter.collectivite.name)},",)
    return (f"{_with_capitals(title)},",)


def executive(letter: Letter) -> Named:
    """Gives the executive in a sentence: « la maire », « le président », or both when no gender was said."""
    titles = _MAIRES if executive_kind(letter.collectivite) is Kind.COMMUNE else _PRESIDENTS
    said = "" if signs_by_delegation(letter) else _title(letter)
    for title in titles.values():
        if said == title or said.startswith(f"{title} "):
            return _named(title)
    woman, man = _named(titles[Civility.MADAME]), _named(titles[Civility.MONSIEUR])
    return Named(f"{man.the} ou {woman.the}", f"{man.of} ou {woman.of}")


def executive_signature(letter: Letter) -> str:
    """Gives « La Maire, » for a text that only the executive signs, whoever signs the letter."""
    if letter.signatory_function and not signs_by_delegation(letter):
        return signatory_title(letter)[0]
    return f"{_with_capitals(executive(letter).the)},"


def _title(letter: Letter) -> str:
    """The function that was given, in agreement with the civility; empty when none was."""
    words = one_line(letter.signatory_function or "")
    title = recognise(words).title if words else ""
    civility = letter.signatory_civility
    if civility is None:
        return title
    if title == "maire" or (title == "la maire" and civility is Civility.MONSIEUR):
        # « Madame le Maire » is said too: « le maire » stays as it was written.
        return _MAIRES[civility]
    for known in _PRESIDENTS.values():
        if title == known or title.startswith(f"{known} du "):
            return _PRESIDENTS[civility] + title.removeprefix(known)
    return title


def _with_capitals(function: str) -> str:
    """Gives « La Présidente », « Le Directeur général des services », « Adjointe au maire »."""
    if " ou " in function:
        return " ou ".join(_with_capitals(one) for one in function.split(" ou "))
    article, _, noun = function.partition(" ")
    if article in {"le", "la"} and noun:
        return f"{article.capitalize()} {noun[:1].upper()}{noun[1:]}"
    return function[:1].upper() + function[1:]


def _named(title: str) -> Named:
    return Named(title, f"du {title.removeprefix('le ')}" if title.startswith("le ") else f"de {title}")
