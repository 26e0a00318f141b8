"""Everyday phrases around an answer, as `bot.letter.text.fold` writes them: data and their patterns."""

import re

#: Punctuation around an answer.
EDGES = ' .,:;!?"«»()-–'

_OPENINGS = ("bonjour", "oui", "non", "alors", "euh", "ben", "bah", "donc", "desole", "desolee", "pardon")
_OPENING = rf"(?:(?:{'|'.join(_OPENINGS)})\b[\s,.!:-]*)*"

_NOT_KNOWN_PHRASES = (
    *(r"(?:je |j'|on |nous )?(?:ne |n'en |n'|en )?(?:sais|sait|savons|connais|connait) (?:pas|plus|rien)",),
    *("je l'ignore", r"(?:je n'ai )?(?:aucune |pas d'\s?)idee", "jsp", "chais pas", "inconnue?"),
    *("aucune?", "neant", "rien(?: a ajouter)?", "n/?a", "sans objet", "peu importe", "pas de preference"),
    *("(?:je )?passer?", "(?:au )?suivant", "skip", "plus tard", "on verra", "pas maintenant"),
    *("a (?:voir|completer|definir|preciser)", "(?:laisse[rz]?|mettez) (?:vide|en blanc|rien)"),
    r"pas encore(?: (?:decidee?|connue?|definie?|choisie?|designee?))?",
)
_NOT_KNOWN_ENDS = (
    *("encore", "trop", "du tout", "moi", "pour l'instant", "pour le moment", "a ce stade"),
    *("quoi (?:mettre|dire|ecrire|repondre)", "qui (?:signera|va signer)"),
)
_NOT_KNOWN = re.compile(
    rf"\W*{_OPENING}(?:(?:{'|'.join(_NOT_KNOWN_PHRASES)})(?: (?:{'|'.join(_NOT_KNOWN_ENDS)}))*|non)\W*"
)

_INTRODUCTIONS = (
    *("je m'appelle", "je me nomme", "on m'appelle", "elle s'appelle", "il s'appelle", "moi(?=[ ,])"),
    *(
        r"j(?:e |')?suis?",
        "chuis?",
        "c'est",
        r"c(?= (?:moi|le|la)\b)",
        "elle est",
        "il est",
        "il s'agit de",
        "en tant que",
        "en (?:ma )?qualite de",
    ),
    *(
        "mon nom(?: complet)? (?:est|c'est)",
        "ma fonction (?:est|c'est)",
        "ce sera(?: signe par)?",
        "signe par",
    ),
    *("l[ae] signataire (?:est|sera)", "mettez", "ecrivez", "notez"),
    *(r"nom(?: et prenom)?(?=\s*:)", r"prenom(?: et nom)?(?=\s*:)", r"(?:signataire|fonction)(?=\s*:)"),
)

#: What is said to the assistant, and begins no name: « changez Claire en Clara ».
COMMAND = re.compile(r"(?:chang|corrig|modifi|remplac|enlev|ajout|supprim|rectifi)(?:ez|e|er|ons)\b")

#: How no name begins; « le », « la », « de » and « des » may: « Le Goff », « des Rotours ».
NO_NAME = re.compile(
    r"(?:pour|avec|dans|sur|les|nos|notre|ils?|elles?|on|nous|vous|je|pas|surtout|plutot|parce|mais|si|que|qui)\b"
)

#: What may stand before a name or a function: « bonjour, moi c’est ».
LEAD_IN = re.compile(rf"{_OPENING}(?:(?:{'|'.join(_INTRODUCTIONS)})\b[\s,:]*)*")

#: Where a name ends and something else begins, or the other way round: « Camille Exemple, maire ».
AFTER_NAME = re.compile(
    r"\s*(?:[,;(]|\s[-–—]\s|\bet (?:ma|sa) fonction\b|\best (?:notre|le|la)\b)",
    re.IGNORECASE,
)

CIVILITY = re.compile(r"(?:(?:monsieur|madame|mademoiselle|mr|mme|mlle|m)\b\.?\s*)+(?=\S)")

#: What says a woman and what says a man, from the surest words to the others.
GENDERS = (
    (re.compile(r"\b(?:madame|mme|femme|dame)\b"), re.compile(r"\b(?:monsieur|mr|m|homme)\b")),
    (re.compile(r"\b(?:prefett?e|haute|elle)\b"), re.compile(r"\b(?:prefet|haut|il)\b")),
)


def says_not_known(folded: str) -> bool:
    """Tells whether the whole answer is « je ne sais pas » or the like.

    The dialogue knows such phrases as a skip; this keeps them from ever being printed as an answer.
    """
    return _NOT_KNOWN.fullmatch(folded) is not None
