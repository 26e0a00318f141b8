"""Whether who writes may carry a contract: associations, companies, individuals are told who can."""

import re
from enum import StrEnum

from bot.letter.text import fold


class Standing(StrEnum):
    """Who writes, when it is neither a commune, nor an EPCI, nor another collectivité."""

    ASSOCIATION = "association"
    COMPANY = "entreprise"
    INDIVIDUAL = "particulier"
    CCAS = "ccas"
    OTHER = "autre"


_FIRST_PERSON = (
    r"(?:nous sommes|on est|je suis|je represente|nous representons|on represente|je parle au nom"
    r"|nous parlons au nom"
    r"|au nom|ici|je travaille (?:pour|dans|chez|au)|c'est pour|c'est|pour le compte|je preside"
    r"|je dirige|je gere"
    r"|en tant que|en tant qu'|de la part)"
)
#: Between « je suis » and the body: « président d’une », « la », « bénévole dans une ».
_LINK = (
    r"\s*(?:(?:presidente?|directeur|directrice|salariee?|benevole|membre|agente?|responsable"
    r"|tresoriere?|secretaire"
    r"|employee?|assistante? sociale?|travailleu(?:r|se) sociale?|elue?|chargee? de [\w']+"
    r"|coordinat\w+|chef(?:fe)?"
    r"|gerante?|patronn?e?|aussi"
    r"|egalement|un|une|simple|juste|petite?|grande?|dans|au sein|chez|a|de|d'|du|des|la|le"
    r"|les|l'|notre"
    r"|mon|ma|vice[- ]?presidente?)\s*){0,6}"
)
_BODIES = (
    (Standing.CCAS, r"(?:ccas|cias|centre (?:inter)?communal d'action sociale)"),
    (
        Standing.ASSOCIATION,
        (
            r"(?:associations?|asso|assoc|ong|collectif|fondation|federation|loi 1901|cada"
            r"|secours (?:populaire|catholique)"
            r"|croix[- ]rouge|cimade|coallia|benevoles?)"
        ),
    ),
    (
        Standing.COMPANY,
        (
            r"(?:entreprises?|societe|sarl|sas|pme|tpe|startup|start-up|cabinet (?:de conseil|d'etudes)"
            r"|bureau d'etudes?"
            r"|auto-?entrepreneu\w+|consultante?|artisane?|commercante?|employeur|bailleur(?: social)?"
            r"|organisme de formation)"
        ),
    ),
    (
        Standing.INDIVIDUAL,
        (
            r"(?:particulier|particuliere|citoyen(?:ne)?|habitante?|etranger|etrangere|refugiee?"
            r"|etudiante?|simple citoyen(?:ne)?"
            r"|riverain|demandeu(?:r|se) d'asile|migrante?|personne privee)"
        ),
    ),
    (
        Standing.OTHER,
        (
            r"(?:syndicat(?: mixte| intercommunal| de communes)?|sivom|sivu|petr|pole d'equilibre|gip"
            r"|hopital|lycee|college"
            r"|ecole|universite|mission locale|chambre (?:de commerce|d'agriculture|des metiers)"
            r"|office de tourisme|pays)"
        ),
    ),
)
_SAYS = tuple(
    (standing, re.compile(rf"(?:^|\b){_FIRST_PERSON}{_LINK}\b{words}\b")) for standing, words in _BODIES
)
_ALONE = tuple(
    # « association », and « Les Mains Tendues, association loi 1901 ».
    (standing, re.compile(rf"(?:.+,)?\W*(?:(?:une?|l'|la|le|notre|mon)\s*)?{words}(?: loi 1901)?\W*"))
    for standing, words in _BODIES
)
#: « nous sommes la commune et une association partenaire », « je ne suis pas une association ».
_NEGATED = re.compile(r"\b(?:ne suis pas|ne sommes pas|n'est pas|ni|pas (?:une?|d'))\b")
#: Members of a council who are inhabitants as well: their function decides.
_COLLECTIVITE = re.compile(
    rf"\b{_FIRST_PERSON}\s*(?:(?:la|le|une|l'|un)\s*)?(?:maire|commune|ville|mairie|communaute|agglo\w*|metropole"
    r"|departement|region|dgs|adjointe?|conseill(?:er|ere) municipale?)\b"
)


def read_standing(text: str, *, asked: bool = False) -> Standing | None:
    """Tells who writes when they say to be no collectivité; None for all others.

    Args:
        text: what was typed.
        asked: it answers « Quelle collectivité représentez-vous ? », where the bare word is enough.
    """
    folded = fold(text)
    if _NEGATED.search(folded) or _COLLECTIVITE.search(folded):
        return None
    if asked:
        for standing, pattern in _ALONE:
            if pattern.fullmatch(folded):
                return standing
    return next((standing for standing, pattern in _SAYS if pattern.search(folded)), None)
