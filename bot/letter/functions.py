"""Functions of the people who sign: what a visitor calls them, and how a letter writes them.

The executive signs: the maire of a commune (CGCT, art. L.2122-21), the président of an EPCI (art. L.5211-9),
of a département or of a région. Anyone else signs only with a delegation, which this code cannot check.
"""

import re
from dataclasses import dataclass

from bot.letter.text import fold, one_line
from bot.territory.model import Kind

#: The gender is said by the article (« madame le maire », as some prefer), never by the civility alone.
_ARTICLE = r"(?:(?:monsieur|madame|mademoiselle|m\.?|mr\.?|mme\.?|mlle\.?)\s+)?(?:(?P<article>le|la)\s+)?"

_MAIRE = re.compile(_ARTICLE + r"(?:maire|mairesse)(?P<rest>$|\s*[,.].*|\s+(?:(?:de|du|des|a|qui)\s|d').*)$")
_PRESIDENT = re.compile(_ARTICLE + r"(?P<noun>presidente?)(?P<rest>\b.*)$")
_INITIALS = re.compile(_ARTICLE + r"(?P<initials>dgs|dga|dircab)\b")

#: Maires of an arrondissement or of a commune déléguée do not bind the commune.
_PART_OF_A_COMMUNE = re.compile(r"arrondissement|secteur|delegue|quartier")

#: A maire who is président too: « maire de Guéret et présidente de l’agglomération ».
_ALSO_PRESIDENT = re.compile(r"(?<!vice-)(?<!vice )\bpresident")

#: Présidents who do not act for the collectivité.
_OTHER_PRESIDENT = re.compile(
    r"association|ccas|cias|commission|comite|club|syndicat|groupe|office|societe|chambre|tribunal|delegue"
    r"|suppleant|honoraire|d'honneur|conseil municipal|conseil des|conseil de (?:quartier|developpement)"
)

_COUNCIL = re.compile(
    r"\s+du (?P<council>conseil (?:departemental|regional|communautaire|metropolitain|executif))\b"
)
_COUNCILS = {
    "conseil departemental": "conseil départemental",
    "conseil regional": "conseil régional",
    "conseil communautaire": "conseil communautaire",
    "conseil metropolitain": "conseil métropolitain",
    "conseil executif": "conseil exécutif",
}

#: Initials and article -> in full.
_IN_FULL = {
    ("dgs", "le"): "le directeur général des services",
    ("dgs", "la"): "la directrice générale des services",
    ("dga", "le"): "le directeur général adjoint",
    ("dga", "la"): "la directrice générale adjointe",
    ("dircab", "le"): "le directeur de cabinet",
    ("dircab", "la"): "la directrice de cabinet",
}

#: First words of a function, to tell it from a name.
_FIRST_WORDS = re.compile(
    _ARTICLE
    + r"(?:l')?(?:ancien(?:ne)? |premiere? |1ere? |1re |deuxieme |2e |seconde? )?"
    + r"(?:maire|president|vice[ -]?president|adjoint|conseiller|elue?\b|deputee?\b|senat(?:eur|rice)"
    + r"|directeur|directrice|dgs\b|dga\b|dircab\b|secretaire|chef|chargee?\b|responsable|assistante?\b"
    + r"|coordinat|referente?\b|cadre\b|stagiaire|agente?\b)"
)

_OF_A_COMMUNE = frozenset({Kind.COMMUNE})
_OF_ANOTHER = frozenset({Kind.EPCI, Kind.DEPARTEMENT, Kind.REGION})


@dataclass(frozen=True)
class Function:
    """A function as a letter writes it.

    Attributes:
        title: « le maire », « la présidente », « maire », or the visitor's own words.
        kinds: the collectivités whose executive it is; empty for any other function.
    """

    title: str
    kinds: frozenset[Kind]


def recognise(words: str) -> Function:
    """Reads a function in `words` that hold nothing else.

    The gender is the one that the words say: « la maire », « présidente »; `maire` alone says none. Reading a
    title again gives the same function.
    """
    folded = fold(words)
    if (match := _MAIRE.match(folded)) and not _PART_OF_A_COMMUNE.search(match["rest"]):
        if _ALSO_PRESIDENT.search(match["rest"]):
            return Function(one_line(words), _OF_A_COMMUNE | _OF_ANOTHER)
        article = "la" if "mairesse" in folded else match["article"]
        return Function(f"{article} maire" if article else "maire", _OF_A_COMMUNE)
    if (match := _PRESIDENT.match(folded)) and not _OTHER_PRESIDENT.search(match["rest"]):
        feminine = match["noun"] == "presidente" or match["article"] == "la"
        title = "la présidente" if feminine else "le président"
        council = _COUNCIL.match(match["rest"])
        return Function(f"{title} du {_COUNCILS[council['council']]}" if council else title, _OF_ANOTHER)
    if match := _INITIALS.match(folded):
        in_full = _IN_FULL.get((match["initials"], match["article"]), match["initials"].upper())
        return Function(in_full, frozenset())
    return Function(one_line(words), frozenset())


def looks_like_one(words: str) -> bool:
    """Tells whether `words` begin as a function does, and not as a name."""
    return _FIRST_WORDS.match(fold(words)) is not None


def is_executive(words: str, kind: Kind) -> bool:
    """Tells whether `words` name the executive of such a collectivité, who signs without delegation."""
    return kind in recognise(words).kinds
