"""Reading of whom a project is for: the publics of `bot.letter.model.PUBLICS`, or the visitor's own words."""

import re

from bot.letter.model import PUBLICS
from bot.letter.text import clean, fold, one_line

#: How each public is offered as a checkbox; read back, each gives its own key.
TITLES = {
    "tous": "Tous les étrangers primo-arrivants en situation régulière",
    "refugies": "Réfugiés et bénéficiaires de la protection subsidiaire",
    "famille": "Personnes venues pour un motif familial",
    "travail": "Personnes venues pour travailler",
}

_PATTERNS = {
    "tous": re.compile(
        r"\b(?:tou(?:s|tes)(?: les)?(?: publics| etrangers| primo\S*| personnes)?|ensemble des|tout le monde"
        r"|primo[- ]?arrivants?)\b"
    ),
    "refugies": re.compile(r"\b(?:refugiee?s?|protection|bpi)\b"),
    "famille": re.compile(r"\b(?:famil\w+|conjointe?s?|regroupement)\b"),
    "travail": re.compile(r"\b(?:travail\w*|salariee?s?|saisonniers?|emploi|professionnel\w*)\b"),
}
_SEPARATORS = re.compile(r"[,;/\n•]|\s[-–—]\s")
_WEAK = re.compile(r"\s+(?:et|ou|puis|ainsi que)\s+", re.IGNORECASE)
_LEAD_IN = re.compile(
    r"(?:(?:bonjour|oui|alors|surtout|principalement|d'abord|plutot|pour|ajoutez|mettez|notez)\b[\s,]*)*"
)
_EDGES = " .,:;!?'\"«»-–*•"
_OWN_MIN_CHARS = 3


def keys_in(text: str) -> tuple[str, ...]:
    """Gives the publics of the leaflet that a text names, in its order."""
    folded = fold(text)
    places = {key: match.start() for key, pattern in _PATTERNS.items() if (match := pattern.search(folded))}
    if len(places) > 1 and "tous" in places and re.search(r"primo|ensemble des", folded):
        places.pop("travail", None)  # « tous les étrangers primo-arrivants »
    return tuple(sorted(places, key=places.__getitem__))


def read(text: str) -> tuple[str, ...]:
    """Finds the publics in « réfugiés, familles », « 1, 3 », « tous », « les étudiants étrangers »."""
    found: list[str] = []
    for chunk in _SEPARATORS.split(clean(text)):
        whole = one_line(chunk).strip(_EDGES)
        if not whole:
            continue
        if re.fullmatch(r"[1-9](?:\s+[1-9])*", whole):
            found += [list(PUBLICS)[int(one) - 1] for one in whole.split() if int(one) <= len(PUBLICS)]
            continue
        if title := next((key for key, title in TITLES.items() if fold(title) == fold(whole)), None):
            found.append(title)
            continue
        for part in _WEAK.split(whole) if keys_in(whole) else [whole]:
            found += keys_in(part) or _own(part)
    return tuple(dict.fromkeys(found))


def _own(part: str) -> tuple[str, ...]:
    words = one_line(part)
    words = words[_LEAD_IN.match(fold(words)).end() :].strip(_EDGES)  # type: ignore[union-attr]
    return (words,) if len(words) >= _OWN_MIN_CHARS and any(c.isalpha() for c in words) else ()
