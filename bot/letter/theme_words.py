"""Usual words of the eight themes and of the phrases around them; data and their patterns, no rule.

All are written as `bot.letter.text.fold` gives them.
"""

import re

#: Key -> words; an s may follow each.
WORDS = {
    "emploi": (
        *("emploi", "travail", "travailler", "boulot", "job", "chomage", "metier", "embauche", "embaucher"),
        *("employeur", "entreprise", "recrutement", "recruter"),
        *("insertion professionnelle", "formation professionnelle"),
    ),
    "logement": (
        *("logement", "loger", "habitat", "habitation", "hebergement", "heberger", "bailleur", "toit", "hlm"),
    ),
    "acces_droits": (
        *("droit", "demarches? administrative", "aides? administrative", "administratif", "juridique"),
    ),
    "francais": (
        *("francais", "fle", "langue", "linguistique", "sociolinguistique", "alphabetisation", "illettrisme"),
    ),
    "sante": (
        *("sante", "soin", "medecin", "medical", "medicale", "dentiste", "hopital"),
        *("psychologue", "psychologique"),
    ),
    "numerique": ("numerique", "informatique", "internet", "ordinateur", "en ligne", "illectronisme"),
    "mobilite": ("mobilite", "transport", "deplacement", "se deplacer", "permis de conduire", "bus", "velo"),
    "societe_civile": (
        *("societe civile", "association", "associatif", "benevole", "benevolat", "habitant"),
        *("parrainage", "mentorat", "liens? socia(?:l|ux)", "vivre[ -]ensemble"),
    ),
}

PATTERNS = {key: re.compile(rf"\b(?:{'|'.join(words)})s?\b") for key, words in WORDS.items()}

#: Words so long that one slip of the keyboard does not make another French word of them -> key.
LONG_WORDS = {
    word: key for key, words in WORDS.items() for word in words if len(word) >= 6 and word.isalpha()
}

#: Places in the list that are said in letters -> number.
PLACES = {
    "un": 1, "premier": 1, "deux": 2, "deuxieme": 2, "trois": 3, "troisieme": 3, "quatre": 4, "quatrieme": 4,
    "cinq": 5, "cinquieme": 5, "six": 6, "sixieme": 6, "sept": 7, "septieme": 7, "huit": 8, "huitieme": 8,
}  # fmt: skip

_WISHES = (
    *(r"voudr\w+", "veu[tx]", "voulons", r"souhait\w+", r"aimer\w+", r"choisi\w+", r"prend\w*", "prenons"),
    *(r"propos\w+", "met", "mets", "mettons", r"pens\w+"),
)
_ADVERBS = ("mettez", "mets", "notez", "plus", "plutot", "surtout", "d'abord", "principalement")
_VERBS = ("travailler", "agir", "avancer", "aborder", "traiter", "intervenir", "commencer", "parler")
_SUBJECTS = "(?:themes?|thematiques?|sujets?)"

#: What only leads to a theme: « nous voudrions travailler sur les thèmes ».
LEAD_IN = re.compile(
    r"(?:(?:bonjour|oui|alors)\b\W*)*"
    rf"(?:(?:on|nous|je|j')\s*(?:{'|'.join(_WISHES)})\s+|(?:{'|'.join(_ADVERBS)})\s+)*"
    rf"(?:(?:{'|'.join(_VERBS)})\s+(?=sur\b|par\b|de\b|avec\b))?(?:(?:sur|par)\s+)?"
    rf"(?:(?:les? )?{_SUBJECTS}\b\s*(?:de la\b|de l'|du\b|des\b|de\b|:)?\s*)?"
)

#: What may follow a theme.
TAIL = re.compile(r"(?:[\s,]+(?:aussi|surtout|d'abord|en premier|en priorite|svp|s'il vous plait|merci))*$")

#: « Tous », « les huit », « tous les thèmes de la liste ».
ALL = re.compile(
    r"(?:tou(?:s|tes|t)|les huit|les 8|la totalite|l'ensemble)"
    rf"(?: (?:les|des|ces))?(?: (?:huit|8))?(?: {_SUBJECTS})?(?: de la liste| propose(?:e?s)?)?"
)

#: What comes after is not wanted.
EXCEPT = re.compile(r"\b(?:sauf|hormis|except[eé]e?s?|[àa] part|mais pas)\b", re.IGNORECASE)

#: « Pas le logement », and not « pas assez de logements ».
NOT_WANTED = re.compile(r"(?:mais )?(?:pas|sans|ni) (?:les? |la |l')")

#: Where a theme surely ends; a full stop or a hyphen between two numbers separates them too.
STRONG_SEPARATOR = re.compile(r"[,;/+&|•\n]|(?<=\d)\s*[.)–-]\s*(?=\d|$)|(?<!\d)[.!?…](?=\s|$)|\s[-–—]\s")

#: Where a theme may end: « sport et culture » is one.
WEAK_SEPARATOR = re.compile(r"\s+(?:et|ou|puis|ainsi que|mais)\s+", re.IGNORECASE)

NUMBERS = re.compile(r"(?:(?:les?|la|n[°o]|numeros?|themes?|points?)\s*)*(\d{1,9}(?:\s+\d{1,9})*)[.)]?")
RANGE = re.compile(r"(?:(?:de|du|les?) )?(\d{1,2}) (?:a|au|jusqu'a) (\d{1,2})")
