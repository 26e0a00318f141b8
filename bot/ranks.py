"""Short replies that point at what was just shown: « la deuxième », « 2 », a label typed; « la même ».

Buttons and candidates alike are meant by their rank; one reading serves both.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from bot.nearness import normalise

#: How much of a label must be typed to mean it, from 0 to 1: « rédiger lettre d’intention » does, « étapes »
#: for « Quelles sont les étapes ? » does not.
LEAST_LIKENESS = 0.85

_NAMES = (
    ("premier", "premiere", "1er", "1ere", "1re"),
    ("deuxieme", "second", "seconde", "deux", "2nd", "2nde"),
    ("troisieme", "trois"),
    ("quatrieme", "quatre"),
    ("cinquieme", "cinq"),
    ("sixieme", "six"),
    ("septieme", "sept"),
    ("huitieme", "huit"),
)
_RANK_OF = {name: rank for rank, names in enumerate(_NAMES) for name in names}
_FROM_THE_END = {"dernier": 1, "derniere": 1, "avantdernier": 2, "avantderniere": 2}
_MIDDLE = "milieu"
_NUMBER = re.compile(r"([1-9]\d?)(?:e|eme|ieme)?")

#: What may be said around a rank and changes nothing: « euh, plutôt la deuxième, s’il vous plaît ».
_AROUND = frozenset(
    (
        *("la", "le", "l", "celle", "celui", "de", "du", "des", "au", "a", "c", "est", "ce", "sera"),
        *("serait", "ca", "oui", "non", "ok", "d", "accord", "plutot", "alors", "euh", "bon", "donc"),
        *("enfin", "finalement", "je", "j", "on", "prends", "prenons", "choisis", "opte", "veux"),
        *("voudrais", "dirais", "aimerais", "vais", "va", "pour", "moi", "toute", "tout", "svp", "stp"),
        *("merci", "s", "il", "vous", "plait", "numero", "n", "no", "bouton", "choix", "option"),
        *("proposition", "reponse", "ligne", "case"),
    )
)

#: What may be said around an ordinal alone: after a number it makes an amount, « 2 choix », « deux options ».
_COUNTED = frozenset(("choix", "option", "proposition", "reponse", "ligne", "case", "bouton"))

#: Numbers in letters that are no ordinals.
_AMOUNTS = frozenset(("deux", "trois", "quatre", "cinq", "six", "sept", "huit"))

_WHO = (
    r"(?:collectivite|commune|ville|mairie|communaute|communaute de communes|communaute d agglomeration"
    r"|communaute urbaine|metropole|agglo|agglomeration|interco|intercommunalite|epci|departement|region)"
)
_BEFORE = r"(?:tout a l heure|toute a l heure|avant|precedemment|la derniere fois|deja dit|j ai dit)"
_SAME = re.compile(
    r"(?:(?:oui|non|ok|bah|ben|euh|eh bien|c est|ce sera|toujours|encore|pour|de|on garde|je garde|gardez) )*"
    rf"(?:(?:la|le|les|l) (?:meme|precedente|precedent)(?: {_WHO})?(?: (?:que|qu)(?: {_BEFORE})?)?"
    rf"|meme {_WHO}|idem|pareil|comme {_BEFORE}"
    rf"|(?:celle|celui) (?:d |de |que )?{_BEFORE}"
    r"|(?:celle|celui) que je vous ai (?:dite?|donnee?|indiquee?))"
    rf"(?: {_BEFORE})?(?: svp| s il vous plait| merci)?"
)


def rank_in(text: str, count: int) -> int | None:
    """Gives the place, from 0, that a text names among `count` things shown; None when it names none.

    « Le bouton du milieu » needs an odd number of them.
    """
    words = _words(text)
    named = [at for at, word in enumerate(words) if _place(word, count) is not None]
    if len(named) != 1:
        return None
    at = named[0]
    before, word, after = words[:at], words[at], words[at + 1 :]
    is_amount = word.isdigit() or word in _AMOUNTS
    if not _AROUND.issuperset([*before, *after]) or (is_amount and _COUNTED.intersection(after)):
        return None
    place = _place(word, count)
    return place if place is not None and 0 <= place < count else None


def label_in(text: str, labels: Sequence[str]) -> int | None:
    """Gives the place of the label of which nearly the whole is typed; None when there is none, or two."""
    alike = [SequenceMatcher(None, normalise(text), normalise(label)).ratio() for label in labels]
    best = max(alike, default=0.0)
    return alike.index(best) if best >= LEAST_LIKENESS and alike.count(best) == 1 else None


def means_the_same(text: str) -> bool:
    """Tells whether a text says that what was said before holds: « toujours la même commune »."""
    return _SAME.fullmatch(normalise(text).strip()) is not None


def _words(text: str) -> list[str]:
    return normalise(text).replace(" avant dern", " avantdern").split()


def _place(word: str, count: int) -> int | None:
    """Gives the place a word says, which may be none of those shown."""
    if word in _RANK_OF:
        return _RANK_OF[word]
    if word in _FROM_THE_END:
        return count - _FROM_THE_END[word]
    if word == _MIDDLE:
        return count // 2 if count % 2 else -1
    number = _NUMBER.fullmatch(word)
    return int(number[1]) - 1 if number else None
