"""What was retained for a letter, in French: the recap, and the sentence that repeats what was just said."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.letter.model import PUBLICS, THEMES, Addressee, Civility, Letter
from bot.letter.text import one_line
from bot.letter.wording import BLANK, NBSP, write

#: How an answer is called when it is repeated, by the name by which a correction calls it.
LABELS = {
    "collectivite": "collectivité",
    "nom": "prénom et nom",
    "fonction": "fonction",
    "civilite": "civilité",
    "email": "adresse électronique",
    "telephone": "téléphone",
    "signataire": "signataire",
    "prefet": "destinataire",
    "population": "population",
    "publics": "publics",
    "themes": "thèmes",
    "besoins": "besoins",
    "actions": "actions existantes",
    "elu": "référent élu",
    "technique": "interlocuteur technique",
}

_ADDRESSEES = {Addressee.PREFETE: "Madame la Préfète", Addressee.PREFET: "Monsieur le Préfet"}
_CIVILITIES = {Civility.MADAME: "Madame", Civility.MONSIEUR: "Monsieur"}


def recap(letter: Letter, *, partial: bool = False) -> str:
    """Lists what a letter holds, one line each, « [à compléter] » for what its reader will look for.

    Args:
        letter: what was retained.
        partial: leaves out what is not known yet.
    """
    prepared = ", ".join(filter(None, (letter.prepared_by, letter.prepared_by_function)))
    lines = [
        ("Collectivité", letter.collectivite.label),
        ("Destinataire", ", ".join(write(letter).addressee)),
        ("Signataire", letter.signatory_name or BLANK),
        ("Civilité", _CIVILITIES[letter.signatory_civility] if letter.signatory_civility else ""),
        ("Fonction", letter.signatory_function or BLANK),
        ("Lettre préparée par", prepared),
        ("Adresse électronique", letter.email or BLANK),
        ("Téléphone", letter.telephone or ""),
        ("Population", f"{inhabitants(letter.population)} habitants" if letter.population else ""),
        ("Publics", listed(letter.publics, PUBLICS)),
        ("Thèmes", listed(letter.themes, THEMES) or BLANK),
        ("Besoins", letter.needs or BLANK),
        ("Actions existantes", letter.actions or ""),
        ("Référent élu", letter.elected_contact or ""),
        ("Interlocuteur technique", letter.technical_contact or ""),
    ]
    hidden = {"", BLANK} if partial else {""}
    return "\n".join(f"- {name}{NBSP}: {value}" for name, value in lines if value not in hidden)


def noted(answers: Mapping[str, Any]) -> str:
    """Repeats answers in one sentence: « maire (fonction) ; le logement (thèmes) ».

    Args:
        answers: by the name of `LABELS`, in the order in which to say them; blanks are said as such.
    """
    return f"{NBSP}; ".join(f"{_said(name, value)} ({LABELS[name]})" for name, value in answers.items())


def inhabitants(population: int) -> str:
    """Writes a number of inhabitants: « 12 800 »."""
    return f"{population:,}".replace(",", NBSP)


def listed(keys: Iterable[str], labels: Mapping[str, str]) -> str:
    """Names themes or publics, the visitor's own words among them."""
    return ", ".join(labels.get(one) or one for one in keys)


def _said(name: str, value: Any) -> str:
    if value in {"", None} if not isinstance(value, list | tuple) else not value:
        return "à compléter"
    match name:
        case "signataire" if value == "moi":
            return "vous-même"
        case "themes":
            return listed(value, THEMES)
        case "publics":
            return listed(value, PUBLICS)
        case "population":
            return f"{inhabitants(int(value))} habitants"
        case "prefet":
            return _ADDRESSEES[Addressee(value)]
        case "civilite":
            return _CIVILITIES[Civility(value)]
    return one_line(str(value))
