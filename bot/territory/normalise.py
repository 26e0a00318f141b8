"""What a typed text says, whatever its case, accents, hyphens and abbreviations: pure reading, no table.

A text is first reduced to plain words (`normalise`), then read in several ways (`read`), the most literal
first: « la ville du Havre » is a name as it stands, then « Le Havre » said of a commune, then « Havre ».
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.territory.model import Kind

_SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}

_LIGATURES = (("œ", "oe"), ("æ", "ae"))
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_SUR = re.compile(r"\bs/\s*")

_ARTICLE = re.compile(r"^(?:le|la|les|l) (?=.)")

#: Words that say of which level one speaks.
_ROLES = {
    Kind.COMMUNE: ("mairie", "maire", "mairesse", "commune", "ville", "municipalite", "conseil municipal"),
    Kind.EPCI: (
        "communaute de communes",
        "communaute des communes",
        "communaute de commune",
        "communaute d agglomeration",
        "communaute d agglo",
        "communaute urbaine",
        "communaute",
        "metropole europeenne",
        "metropole",
        "eurometropole",
        "agglomeration",
        "agglo",
        "intercommunalite",
        "interco",
        "com com",
        "comcom",
        "cc",
        "ca",
        "cu",
        "c c",
        "c a",
        "c u",
        "epci",
        "conseil communautaire",
        "conseil metropolitain",
    ),
    Kind.DEPARTEMENT: ("departement", "conseil departemental", "conseil general"),
    Kind.REGION: ("region", "conseil regional"),
}
_KIND_OF_ROLE = {role: kind for kind, roles in _ROLES.items() for role in roles}


def _any_of(phrases: tuple[str, ...]) -> str:
    return "|".join(sorted(map(re.escape, phrases), key=len, reverse=True))


_ROLE = re.compile(rf"^(?:(?:le|la|les|l|notre|une?) )?(?P<role>{_any_of(tuple(_KIND_OF_ROLE))})(?: |$)")

#: Words before a name that say nothing of it.
_OPENINGS = (
    *("bonjour", "oui", "je suis", "nous sommes", "c est", "ici", "pour", "au nom"),
    *(
        "a",
        "au",
        "aux",
        "de",
        "du",
        "des",
        "d",
        "president",
        "presidente",
        "vice president",
        "vice presidente",
    ),
)
_OPENING = re.compile(rf"^(?:(?:le|la) (?=(?:vice )?president))?(?:{_any_of(_OPENINGS)})(?: |$)")

#: « du Havre » may be Le Havre, « des Lilas » Les Lilas.
_CONTRACTIONS = (("du ", "le "), ("des ", "les "))

_ABBREVIATIONS = {
    "communaute de communes ": "cc ",
    "communaute d agglomeration ": "ca ",
    "communaute urbaine ": "cu ",
}

_LEGAL_START = re.compile(rf"^(?:(?:{_any_of(_ROLES[Kind.EPCI])}) )+")
_LEGAL_END = re.compile(r"(?: (?:metropole|agglomeration|agglo|communaute|intercom|interco))+$")
_LINK = re.compile(r"^(?:de|du|des|d) (?=.)")
_IN_BRACKETS = re.compile(r"\([^()]*\)")

#: Words between a name and its département, or around a département alone (« plutôt celle du 93 »).
_FILLERS = frozenset(
    (
        *("dans", "le", "la", "les", "l", "en", "du", "de", "des", "d", "a", "au", "aux"),
        *("dep", "dept", "departement", "celle", "celui", "c", "est", "plutot", "oui"),
    )
)
#: « Alpes-de-Haute-Provence », « Saint-Pierre-et-Miquelon ».
_LONGEST_DEPARTEMENT = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a text.

    Attributes:
        name: the words left for a name, normalised; "" when the text only says a level or a département.
        kind: the level said; None when the text leaves it open.
        departement: code of the département said; None when there is none.
    """

    name: str
    kind: Kind | None
    departement: str | None


def normalise(text: str) -> str:
    """Reduces a text to plain words: ASCII small letters and digits, one space between, Saint in full.

    Applying it twice changes nothing. Letters of other scripts disappear.
    """
    small = text.lower()
    if not small.isascii():
        small = _without_accents(small)
    if "&" in small:
        small = small.replace("&", " et ")
    if "s/" in small:
        small = _SUR.sub("sur ", small)
    return " ".join(_SAINTS.get(word, word) for word in _NOT_A_WORD.split(small) if word)


def _without_accents(small: str) -> str:
    for ligature, letters in _LIGATURES:
        small = small.replace(ligature, letters)
    return "".join(c for c in unicodedata.normalize("NFKD", small) if not unicodedata.combining(c)).lower()


def without_article(name: str) -> str:
    """Drops the leading article of a normalised name: "le havre" gives "havre"."""
    return _ARTICLE.sub("", name)


def official_names_of_epci(name: str) -> frozenset[str]:
    """Gives the official name of an EPCI, normalised, with its legal words spelled and abbreviated."""
    spelled = normalise(name)
    abbreviated = {
        spelled.replace(words, initials, 1)
        for words, initials in _ABBREVIATIONS.items()
        if spelled.startswith(words)
    }
    return frozenset({spelled, *abbreviated})


def short_names_of_epci(name: str) -> frozenset[str]:
    """Gives what remains of the official name of an EPCI for those who leave the legal words out.

    "CA Chartres Métropole" gives "chartres metropole" and "chartres"; what stands in brackets may go too.
    """
    shorts = set[str]()
    for form in (name, _IN_BRACKETS.sub("", name)):
        whole = normalise(form)
        plain = _LINK.sub("", _LEGAL_START.sub("", whole))
        for short in (plain, _LEGAL_END.sub("", plain)):
            shorts |= {short, without_article(short)}
    return frozenset(shorts)


def read(text: str, departements: Mapping[str, str]) -> Iterator[Reading]:
    """Gives the readings of a text, the most literal first.

    Args:
        text: normalised.
        departements: normalised name, or code in small letters -> code.

    Yields:
        readings without département, then, if the text ends with one, readings with it.
    """
    yield from _without_lead_in(text, None)
    for rest, departement in _without_departement(text, departements):
        yield from _without_lead_in(rest, departement)


def _without_lead_in(text: str, departement: str | None) -> Iterator[Reading]:
    kind: Kind | None = None
    yield Reading(text, None, departement)
    while text:
        role = _ROLE.match(text)
        opening = None if role else _OPENING.match(text)
        if role:
            kind = _KIND_OF_ROLE[role["role"]]
            text = text[role.end() :]
        elif opening:
            text = text[opening.end() :]
        else:
            break
        for contraction, article in _CONTRACTIONS:
            if text.startswith(contraction):
                yield Reading(article + text.removeprefix(contraction), kind, departement)
        # « je suis maire » names nobody, although Mairé is a commune.
        if kind is not None or text not in _KIND_OF_ROLE:
            yield Reading(text, kind, departement)
    if kind in {None, Kind.EPCI} and (short := _LEGAL_END.sub("", text)) != text:
        yield Reading(short, Kind.EPCI, departement)


def _without_departement(text: str, departements: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Takes the département off the end of a text: "saint denis en 93" gives "saint denis en", "saint denis".

    Its name or its code may be said, or its code then its name. Every step is given, as the words before may
    belong to the name: there are Taiarapu-Est, La Celle, and a CC Val 81.

    Yields:
        what is left, and the code of the département; nothing when the text ends with none.
    """
    words = text.split()
    size, departement = _departement_at_the_end(words, departements)
    if departement is None:
        return
    words = words[:-size]
    yield " ".join(words), departement
    if words and words[-1] == departement.lower():
        words.pop()
        yield " ".join(words), departement
    while words and words[-1] in _FILLERS:
        words.pop()
        yield " ".join(words), departement


def _departement_at_the_end(words: Sequence[str], departements: Mapping[str, str]) -> tuple[int, str | None]:
    for size in range(min(_LONGEST_DEPARTEMENT, len(words)), 0, -1):
        departement = departements.get(" ".join(words[-size:]))
        if departement is not None:
            return size, departement
    return 0, None
