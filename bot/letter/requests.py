"""Short wishes about the letter under way: the recap, the end of the questions, « c’est moi qui signe »."""

import re

from bot.letter.text import fold

_RECAP = re.compile(
    r"\brecapitul\w*|\brecap\b|\bou en (?:est|sommes)[- ](?:on|nous)\b|\bou (?:on )?en est(?:-on)?\b"
    r"|^\W*(?:(?:pouvez|pourriez)-vous )?resume[rz]\b"
    r"|\bqu(?:'avez[- ]vous|'as[- ]tu|'est[- ]ce que vous avez) (?:note|retenu|compris)\b"
    r"|\bmontre[rz][- ]moi (?:la lettre|tout)\b"
)
#: A text about something else may hold the word.
_RECAP_MOST_WORDS = 10

#: From the first word on: « un atelier le mardi, c’est tout » is an answer.
_TO_THE_RECAP = re.compile(
    r"(?:(?:non|oui|ok|bon|merci|alors|je veux|je voudrais|on peut|stop)\b\W*)*"
    r"(?:(?:aller|allez|allons|passer|passez|passons|directement)\b.*\b(?:recap\w*|a la fin|la suite)\b.*"
    r"|(?:(?:on|je) (?:va|vais|passe|file) )?(?:direct(?:ement)? )?au recap\w*"
    r"|(?:plus|trop) de questions\b.*|c(?:'est)? (?:bon|tout)(?: (?:pour moi|merci))?"
    r"|(?:tout (?:passer|sauter)|(?:passer|sauter|passez|sautez) tout\b.*)|terminer?|finir|finissons)"
)

_MYSELF = re.compile(
    r"\W*(?:(?:non|oui|alors|euh|bon|en fait|finalement|plutot)\b\W*)*"
    r"(?:(?:c'est|ce sera|ca sera|eh bien)\s+)?(?:moi|moi[- ]meme)\b"
    r"(?:\s+(?:qui )?(?:signe|signerai|vais signer|la signe))?\W*|.*\bje (?:signe|signerai|vais signer)\b.*"
)


#: « Non, j’arrête » and « je ne continue pas » stop.
_GOES_ON = re.compile(
    r"^\W*(?:non|nan|surtout pas|pas encore)\b(?!.*\b(?:arrete\w*|stop\w*|annul\w*|laisse\w*)\b)"
    r"|(?<!\bpas )(?<!\bplus )\b(?:continu\w+|poursui\w+|reprend\w*|reprenons)\b(?! pas\b)"
)

#: « je préfère ne pas donner mon adresse », « je ne l’ai plus »: the whole of a short message.
_DECLINES = re.compile(
    r"\W*(?:(?:non|desolee?|ecoutez|euh|ben|bah|merci|mais)\b\W*)*(?:(?:je|j'|on|nous)\s*)?"
    r"(?:"
    r"(?:(?:ne |n')?(?:veux|veut|voulons|souhaite|souhaitons|desire|peux|peut|pouvons|tiens|tenons)"
    r" (?:pas|plus)(?: a)?|prefer\w+(?: ne)? pas|prefer\w+ ne rien|refuse(?: de|d')?)"
    r" ?(?:vous |le |la |les |l')?(?:donner|communiquer|dire|laisser|fournir|partager|transmettre|indiquer"
    r"|preciser|repondre)\b(?: ?[\w' -]{1,40})?"
    r"|(?:ne )?l'ai (?:pas|plus)(?: sous la main)?|l'ai perdue?|(?:n'|n')?(?:ai|a|avons) (?:pas|plus)"
    r" (?:la|cette|de) reference(?: sous la main)?"
    r")\W*"
)


def asks_for_the_recap(text: str) -> bool:
    """Tells « récapitulez » and « où en est-on ? »; the dossier has its own « où en est mon dossier »."""
    folded = fold(text)
    return (
        len(folded.split()) <= _RECAP_MOST_WORDS and "dossier" not in folded and bool(_RECAP.search(folded))
    )


def skips_to_the_recap(text: str) -> bool:
    """Tells « aller au récapitulatif », « c’est tout »: no further optional question is wanted."""
    folded = fold(text).strip(" .!?")
    return len(folded.split()) <= _RECAP_MOST_WORDS and _TO_THE_RECAP.fullmatch(folded) is not None


def declines_to_answer(text: str) -> bool:
    """Tells « je préfère ne pas donner mon adresse », « je ne l’ai plus »: nothing will be answered."""
    return _DECLINES.fullmatch(fold(text)) is not None


def goes_on(text: str) -> bool:
    """Tells « non, je continue » where one was asked whether to stop."""
    return _GOES_ON.search(fold(text)) is not None


def signs_oneself(text: str) -> bool:
    """Tells « moi », « c’est moi qui signe »."""
    return _MYSELF.fullmatch(fold(text)) is not None
