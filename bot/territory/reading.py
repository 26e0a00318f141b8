"""What a short text says besides a name: a level, a département, how the place is spoken of.

A text is read in several ways, the most literal first: « la ville du Havre » is a name as it stands, then
« Le Havre » said of a commune, then « Havre ».
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.territory.model import Kind
from bot.territory.names import EPCI_WORDS, without_legal_end
from bot.territory.normalise import Word, any_of

NOWHERE: frozenset[str] = frozenset()


class Role(NamedTuple):
    """What a word such as « mairie » or « agglo » says.

    Attributes:
        kind: the level; None for « préfecture ».
        types: the types of EPCI it may be said of; empty when it says none.
    """

    kind: Kind | None
    types: frozenset[str] = NOWHERE


_TYPES = {
    "CC": ("communaute de commune", "communaute des commune", "com com", "comcom", "cc", "c c", "codecom"),
    "CA": ("communaute d agglo", "agglo", "ca", "c a", "cda", "com d agglo", "com agglo"),
    "CU": ("communaute urbaine", "cu", "c u", "com urbaine"),
    "METRO": ("metropole", "eurometropole"),
    "EPT": ("ept", "etablissement public territorial"),
}


def _types(words: str) -> frozenset[str]:
    for type_, starts in _TYPES.items():
        if any(words == start or (len(start) > 3 and words.startswith(start)) for start in starts):
            return frozenset({type_, "MET69"} if type_ == "METRO" else {type_})
    return NOWHERE


#: Words that say of which level one speaks, or that the préfecture of a place is meant.
ROLES: Mapping[str, Role] = {
    **dict.fromkeys(
        (
            *(
                "mairie",
                "maire",
                "le mere",
                "mairesse",
                "maire adjoint",
                "maire adjointe",
                "commune",
                "commune nouvelle",
                "village",
                "mairie annexe",
                "mairie de quartier",
                "maire delegue",
                "maire deleguee",
            ),
            *("ville", "municipalite", "conseil municipal", "conseiller municipal", "ccas"),
            *("conseillere municipale", "conseillers municipaux", "secretaire de mairie", "hotel de ville"),
            *("adjoint au maire", "adjointe au maire", "adjoint a la mairie", "adjointe a la mairie"),
            *("commune deleguee", "centre communal d action sociale"),
        ),
        Role(Kind.COMMUNE),
    ),
    **{words: Role(Kind.EPCI, _types(words)) for words in EPCI_WORDS},
    **dict.fromkeys(
        ("conseil communautaire", "conseiller communautaire", "conseillere communautaire", "cias"),
        Role(Kind.EPCI),
    ),
    **dict.fromkeys(
        ("conseil metropolitain", "conseiller metropolitain", "conseillere metropolitaine"),
        Role(Kind.EPCI, frozenset({"METRO", "MET69"})),
    ),
    "conseil de territoire": Role(Kind.EPCI, frozenset({"EPT"})),
    **dict.fromkeys(
        (
            *(
                "departement",
                "dept",
                "dpt",
                "dep",
                "conseil departemental",
                "conseil departementale",
                "conseil general",
                "cd",
                "cg",
            ),
            *("conseiller departemental", "conseillere departementale", "conseillers departementaux"),
        ),
        Role(Kind.DEPARTEMENT),
    ),
    **dict.fromkeys(
        (
            *(
                "region",
                "conseil regional",
                "conseil regionale",
                "conseiller regional",
                "conseillere regionale",
                "cr",
            ),
            *("prefecture de region", "prefet de region", "prefete de region", "prefecture de la region"),
        ),
        Role(Kind.REGION),
    ),
    **dict.fromkeys(
        ("prefecture", "pref", "prefet", "prefete", "sous prefecture", "sous pref", "sous prefet"),
        Role(None),
    ),
}

_ROLE = re.compile(
    rf"^(?:(?:le|la|les|l|notre|ma|mon|nos|cette|petite|une?) )*(?P<role>{any_of(tuple(ROLES))})(?: |$)"
)

_AT = frozenset({"a", "au", "aux"})
_IN = frozenset({"en", "dans"})
NO_ARTICLE = frozenset({"de", "d", "a"})

#: Words before a name that say nothing of it.
_OPENINGS = (
    *("bonjour", "bonsoir", "oui", "non", "je suis", "nous sommes", "c est", "ici", "pour", "au nom", "sur"),
    *(
        "je represente",
        "nous representons",
        "je travaille",
        "je travail",
        "je bosse",
        "je sui",
        "j habite",
        "je m occupe",
        "moi c est",
        "en fait",
    ),
    *("elu", "elue", "elus", "agent", "dgs", "dga", "directeur general des services", "directrice"),
    *(
        "directrice generale des services",
        "secretaire general",
        "secretaire generale",
        "plutot",
        "collectivite",
    ),
    *(
        "code postal",
        "cp",
        "adjoint",
        "adjointe",
        "premier adjoint",
        "premiere adjointe",
        "tel",
        "telephone",
        "adresse",
        "contact",
    ),
    *("president", "presidente", "vice president", "vice presidente", "d un", "d une", "notre", "nos"),
    *("de", "du", "des", "d", *_AT, *_IN),
)
_OPENING = re.compile(
    rf"^(?:(?:le|la|l|un|une) (?=(?:vice )?president|dgs|dga|collectivite))?"
    rf"(?P<words>{any_of(_OPENINGS)})(?: |$)"
)

#: « du Havre » may be Le Havre, « aux Mureaux » Les Mureaux.
CONTRACTIONS = {"du": "le", "au": "le", "des": "les", "aux": "les"}

#: Words between a name and its département, or around a département alone (« plutôt celle du 93 »).
FILLERS = frozenset(
    (
        *("dans", "le", "la", "les", "l", "en", "du", "de", "des", "d", "a", "au", "aux", "region"),
        *("dep", "dept", "dpt", "departement", "celle", "celui", "c", "est", "plutot", "oui", "numero"),
        "ile",
    )
)
#: « Provence-Alpes-Côte d’Azur ».
LONGEST_AREA = 5


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a text.

    Attributes:
        name: the words left for a name, normalised; "" when the text only says a level or a département.
        kind: the level said; None when the text leaves it open.
        within: codes of the départements that the text limits the search to; empty when it says none.
        role: the words that said the level, or « prefecture »; "" when there are none.
        at: the name follows « à », « au » or « aux », as that of a town does.
        inside: the name follows « en » or « dans », as that of a département or région does.
        bare: the name follows « de » or « à », hence has no article: « mairie de Langon » is not Le Langon.
    """

    name: str
    kind: Kind | None = None
    within: frozenset[str] = NOWHERE
    role: str = ""
    at: bool = False
    inside: bool = False
    bare: bool = False

    @property
    def types(self) -> frozenset[str]:
        """Types of EPCI that the role says."""
        return ROLES[self.role].types if self.role else NOWHERE


def read(typed: Sequence[Word], areas: Mapping[str, tuple[str, ...]]) -> Iterator[Reading]:
    """Gives the readings of a text, the most literal first.

    Args:
        typed: the words of the text.
        areas: normalised name, or code in small letters -> codes of départements.

    Yields:
        readings without département, then, if the text ends with one, readings with it.
    """
    yield from _without_lead_in(" ".join(word.text for word in typed), NOWHERE)
    for rest, within in _without_area(typed, areas):
        yield from _without_lead_in(rest, within)


def _without_lead_in(text: str, within: frozenset[str]) -> Iterator[Reading]:
    kind: Kind | None = None
    said, preposition = "", ""
    yield Reading(text, None, within)
    while text:
        role = _ROLE.match(text)
        opening = None if role else _OPENING.match(text)
        if role:
            said, preposition = role["role"], ""
            kind = ROLES[said].kind
            text = text[role.end() :]
        elif opening:
            preposition = opening["words"]
            text = text[opening.end() :]
        else:
            break
        at, inside, bare = preposition in _AT, preposition in _IN, preposition in NO_ARTICLE
        if preposition in CONTRACTIONS and text:
            yield Reading(f"{CONTRACTIONS[preposition]} {text}", kind, within, said, at)
        # « je suis maire » names nobody, although Mairé is a commune.
        if said or text not in ROLES:
            yield Reading(text, kind, within, said, at, inside, bare)
    if kind in {None, Kind.EPCI} and (short := without_legal_end(text)) != text:
        last = text.rsplit(" ", 1)[-1]
        yield Reading(short, Kind.EPCI, within, last if last in ROLES else "epci")


def _without_area(
    typed: Sequence[Word], areas: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, frozenset[str]]]:
    """Takes the département off the end of a text: "saint denis en 93" gives "saint denis en", "saint denis".

    Its name or its code may be said, or its code then its name. Every step is given, as the words before may
    belong to the name: there are Taiarapu-Est, La Celle, and a CC Val 81.

    Yields:
        what is left, and the codes of the départements; nothing when the text ends with none.
    """
    words = [word.text for word in typed]
    size, codes = _area_at_the_end(words, areas)
    # « Champigny-Marne » is one name.
    if not codes or (typed[-size].hyphen and not words[-size].isdigit()):
        return
    within = frozenset(codes)
    words = words[:-size]
    yield " ".join(words), within
    if words and areas.get(words[-1]) == codes:
        words.pop()
        yield " ".join(words), within
    while words and words[-1] in FILLERS:
        words.pop()
        yield " ".join(words), within


def _area_at_the_end(
    words: Sequence[str], areas: Mapping[str, tuple[str, ...]]
) -> tuple[int, tuple[str, ...]]:
    for size in range(min(LONGEST_AREA, len(words)), 0, -1):
        codes = areas.get(" ".join(words[-size:]))
        if codes is not None:
            return size, codes
    return 0, ()
