"""The eight themes of the leaflet in any sentence, by the words of `bot.letter.theme_words`.

The letter's own reader (`bot.letter.themes`) takes an answer to « Quels thèmes ? »: there every word counts.
In a free message « le droit de signer » says no theme, so the words around are looked at.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from rapidfuzz.distance import OSA

from bot.entities.lexicon import Lexicon
from bot.entities.model import DOUBTFUL, SURE, THEME, Entity
from bot.entities.words import Word, said
from bot.letter.theme_words import LONG_WORDS, PATTERNS

#: Words that name a theme by themselves; the others only speak of something near it.
_NAMES = re.compile(
    r"emplois?|logements?|hebergements?|habitat|droits|francais|alphabetisation|illettrisme|sante|soins|numerique"
    r"|illectronisme|mobilite|transports|societe civile|chomage|fle|travail"
)

#: Word -> words one of which must stand among the three before it.
_ONLY_AFTER: Mapping[str, frozenset[str]] = {
    "habitant": frozenset({"lien", "liens", "entre", "avec", "rencontre", "rencontres"}),
    "droit": frozenset({"acces", "acceder"}),
    "administratif": frozenset({"accompagnement", "suivi", "soutien", "appui", "aide"}),
    "juridique": frozenset({"accompagnement", "aide", "conseil", "acces", "permanence", "soutien"}),
    "en ligne": frozenset({"demarche", "demarches", "droits", "services"}),
    "internet": frozenset({"acces", "a", "usage", "utiliser", "l"}),
    "association": frozenset({"lien", "liens", "avec", "des", "les"}),
    "langue": frozenset({"la", "de", "apprendre", "apprentissage", "barriere", "cours", "parler"}),
}
#: Word -> words that, right before it or one word earlier, make it something else.
_NOT_AFTER: Mapping[str, frozenset[str]] = {
    "francais": frozenset(
        (
            *("les", "des", "aux", "etat", "citoyens", "gouvernement", "territoire", "droit", "ministere"),
            *("president", "ressortissants", "chaque", "un", "systeme", "nationalite"),
        )
    ),
    "travail": frozenset(
        {"groupe", "groupes", "reunion", "plan", "seance", "document", "code", "temps", "mon", "france"}
    ),
    "soin": frozenset({"prenez", "prendre", "avec", "prend"}),
    "droits": frozenset({"defenseur"}),
    "numerique": frozenset({"signature", "version", "format", "conseiller", "conseillere"}),
    "transport": frozenset({"ministere"}),
    "entreprise": frozenset({"une", "mon", "ma", "l", "notre"}),
    "employeur": frozenset({"mon"}),
}
#: Word -> words that, right after it, make it something else.
_NOT_BEFORE: Mapping[str, frozenset[str]] = {
    "travailler": frozenset({"sur", "avec", "ensemble", "a", "de", "en", "dessus", "le", "la", "les", "l"}),
}

#: A slip of the keyboard is looked for in words of this length at least; in characters.
_SHORTEST = 6
_LONGEST = 24


def themes_in(
    typed: Sequence[Word], lexicon: Lexicon, taken: AbstractSet[int] = frozenset()
) -> Iterator[Entity]:
    """Gives the themes, each once, where it is first said: a key of `bot.letter.model.THEMES`.

    Args:
        typed: the words of the text.
        lexicon: everyday words, which are no slip of the keyboard.
        taken: positions of the words that say something else: « adjointe au logement » tells a function.
    """
    folded, places = _joined(typed)
    found: dict[str, Entity] = {}
    for key, pattern in PATTERNS.items():
        for match in pattern.finditer(folded):
            first, last = places[match.start()], places[match.end() - 1]
            if first in taken or not _is_meant(typed, first, last, match[0]):
                continue
            sure = _NAMES.fullmatch(match[0]) is not None
            one = Entity(THEME, key, typed[first].start, typed[last].end, SURE if sure else DOUBTFUL)
            if key not in found or (sure and found[key].confidence < SURE):
                found[key] = one
    for position, word in enumerate(typed):
        key = _slip(word.text, lexicon)
        if key and key not in found and position not in taken:
            found[key] = Entity(THEME, key, word.start, word.end, DOUBTFUL)
    yield from sorted(found.values(), key=lambda one: one.start)


def _joined(typed: Sequence[Word]) -> tuple[str, Sequence[int]]:
    """Writes the words with one space, or a mark, between; gives with it the word of each character."""
    parts: list[str] = []
    places: list[int] = []
    for position, word in enumerate(typed):
        between = "" if not position else " " if word.follows else "\n"
        parts += [between, word.text]
        places += [position] * (len(between) + len(word.text))
    return "".join(parts), places


def _is_meant(typed: Sequence[Word], first: int, last: int, words_said: str) -> bool:
    """Tells whether the words around leave it a theme."""
    stem = words_said if words_said in {"droits", "francais"} else words_said.removesuffix("s")
    near = said(typed, first - 3, first)
    if near[-1:] and near[-1].isdigit() and typed[first].follows:
        return False  # « 300 logements »
    if stem in _ONLY_AFTER and _ONLY_AFTER[stem].isdisjoint(near):
        return False
    if not _NOT_AFTER.get(stem, frozenset()).isdisjoint(near[-2:]):
        return False
    following = said(typed, last + 1, last + 2)
    return _NOT_BEFORE.get(stem, frozenset()).isdisjoint(following)


def _slip(word: str, lexicon: Lexicon) -> str:
    """Gives the theme of a word with one slip of the keyboard; "" for French words."""
    if not _SHORTEST <= len(word) <= _LONGEST or word in lexicon.ordinary or not word.isalpha():
        return ""
    for bare in {word, word.removesuffix("s")}:
        if bare in lexicon.ordinary or bare in lexicon.first_names:
            return ""
        for known, key in LONG_WORDS.items():
            if OSA.distance(bare, known, score_cutoff=1) == 1 and bare[0] == known[0]:
                return key
    return ""
