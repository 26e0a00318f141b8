"""What an EPCI or a commune is also called, derived from its official name."""

import re

from bot.territory.normalise import any_of, normalise, without_article

#: Words that say that one speaks of an EPCI, the longest first where one begins another.
EPCI_WORDS = (
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
    "intercom",
    "com com",
    "comcom",
    "com d agglo",
    "com agglo",
    "com urbaine",
    "codecom",
    "cdc",
    "cda",
    "cc",
    "ca",
    "cu",
    "c c",
    "c a",
    "c u",
    "epci",
    "ept",
    "etablissement public territorial",
)

_ABBREVIATIONS = {
    "communaute de communes ": "cc ",
    "communaute d agglomeration ": "ca ",
    "communaute urbaine ": "cu ",
}

_LEGAL_START = re.compile(rf"^(?:(?:{any_of(EPCI_WORDS)}) )+")
_LEGAL_END = re.compile(r"(?: (?:metropole|agglomeration|agglo|communaute|intercom|interco))+$")
_LINK = re.compile(r"^(?:de|du|des|d) (?=.)")
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")

#: Words that carry no meaning of their own in the name of a place.
LINKS = frozenset(
    "a au aux d de des du en entre et l la le les lez sous sur".split()  # noqa: SIM905
)

#: First words that cannot stand alone for a commune: « Saint » is nobody, « Saint-Germain » is.
_NEED_A_SECOND = frozenset({"saint", "sainte", "saints", "saintes", "le", "la", "les", "l"})


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

    "CA Chartres Métropole" gives "chartres metropole" and "chartres"; what stands in brackets may go, or
    stand alone.
    """
    shorts = {normalise(inside) for inside in _IN_BRACKETS.findall(name)}
    # « Beaune, Côte et Sud - Communauté Beaune-Chagny-Nolay »
    first, _, second = name.partition(" - ")
    if second and len(words_of_epci(first)) > 1:
        shorts |= short_names_of_epci(first)
    for form in (name, _IN_BRACKETS.sub("", name)):
        plain = _LINK.sub("", _LEGAL_START.sub("", normalise(form)))
        for short in (plain, without_legal_end(plain)):
            shorts |= {short, without_article(short)}
    return frozenset(shorts - {""})


def without_legal_end(name: str) -> str:
    """Drops « métropole », « agglo » and the like from the end of a normalised name."""
    return _LEGAL_END.sub("", name)


def words_of_epci(name: str) -> frozenset[str]:
    """Gives the words that distinguish an EPCI: "CA Pau Béarn Pyrénées" gives pau, bearn, pyrenees.

    What stands in brackets counts as well.
    """
    parts = (_IN_BRACKETS.sub("", name), *_IN_BRACKETS.findall(name))
    plain = (without_legal_end(_LEGAL_START.sub("", normalise(part))) for part in parts)
    return frozenset(word for part in plain for word in part.split()) - LINKS


def skeleton_of(name: str) -> str:
    """Drops the little words of a normalised name: "aulnay sous bois" gives "aulnay bois".

    The name itself when fewer than two words would be left.
    """
    words = [word for word in name.split() if word not in LINKS]
    return " ".join(words) if len(words) > 1 else name


def derived_sigle(name: str) -> str:
    """Gives the initials of an EPCI: "CCPB" for "Communauté de communes du Pays de Bitche".

    "" when it has no legal words to abbreviate, or fewer than two others.
    """
    spelled = normalise(_IN_BRACKETS.sub("", name))
    for words, initials in _ABBREVIATIONS.items():
        if spelled.startswith(words):
            rest = [word for word in spelled.removeprefix(words).split() if word not in LINKS]
            if len(rest) > 1:
                return (initials.strip() + "".join(word[0] for word in rest)).upper()
    return ""


def head_of_commune(name: str) -> str:
    """Gives the beginning by which a commune is called for short: "brive" for "brive la gaillarde".

    Args:
        name: normalised.

    Returns:
        its first word, or the first two after « saint » or an article; "" when that is the whole name.
    """
    words = name.split()
    size = 2 if words and words[0] in _NEED_A_SECOND else 1
    return " ".join(words[:size]) if len(words) > size and not words[0].isdigit() else ""
