"""Where names, roles and départements stand among the words of a sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.territory.names import LINKS
from bot.territory.normalise import Word
from bot.territory.reading import CONTRACTIONS, FILLERS, LONGEST_AREA, NOWHERE, ROLES
from bot.territory.tables import Territory

#: In words: no name of the tables has more.
_LONGEST_NAME = 16
_LONGEST_ROLE = 6
_MOST_LINKS = 4

#: Roles that are also something else in small letters: « ça », « cd ».
_ONLY_IN_CAPITALS = frozenset({"ca", "cc", "cu", "cd", "cr", "cg", "cdc", "cda", "dep", "c a", "c c", "c u"})

_OF = frozenset({"de", "du", "des", "d"})

#: Little words between a role and a name.
BEFORE_A_NAME = LINKS | {"dans", "pour", "chez", "vers"}

_BEFORE_A_NUMBER = frozenset(
    {"le", "du", "departement", "dept", "dpt", "dep", "cd", "cg", "numero", "no", "n"}
)
_BEFORE_LE = frozenset({"dans", "pour", "est", "sur"})

#: « le 12 mars », « du 12 personnes » say no département.
_AFTER_A_DATE_OR_COUNT = frozenset(
    (
        *("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre"),
        *("novembre", "decembre", "h", "heures", "personnes", "refugies", "habitants", "euros", "familles"),
    )
)


@dataclass(frozen=True, slots=True)
class Span:
    """Words `start` to `end`, excluded, that are a name: the one they say, articles restored."""

    start: int
    end: int
    name: str

    def yields_to(self, other: "Span") -> bool:
        """Tells whether a longer span holds some of these words: « du Val » in « du Val-d’Oise »."""
        overlaps = self.start < other.end and other.start < self.end
        return overlaps and self.end - self.start < other.end - other.start


@dataclass(frozen=True, slots=True)
class Before:
    """What stands before a name.

    Attributes:
        role: « mairie »; "" when no role leads to it.
        links: little words, contracted articles included.
        start: position of the first word of all that.
    """

    role: str
    links: frozenset[str]
    start: int


def spans_in(territory: Territory, typed: Sequence[Word]) -> list[Span]:
    """Gives the names of the tables, the longest at each place; never a part of a compound with hyphens."""
    found = []
    texts = [word.text for word in typed]
    for start, first in enumerate(typed):
        if first.hyphen and not texts[start].isdigit():
            continue
        for end in range(min(len(typed), start + _LONGEST_NAME), start, -1):
            if end < len(typed) and typed[end].hyphen and not texts[end].isdigit():
                continue
            if any(word.starts for word in typed[start + 1 : end]):
                continue
            if name := _name(territory, texts[start:end]):
                found.append(Span(start, end, name))
                break
    return [one for one in found if not any(one.yields_to(other) for other in found)]


def _name(territory: Territory, texts: Sequence[str]) -> str:
    first, *rest = texts
    if rest and first in CONTRACTIONS:
        contracted = " ".join((CONTRACTIONS[first], *rest))
        if is_name(territory, contracted):
            return contracted
    name = " ".join(texts)
    return name if is_name(territory, name) else ""


def is_name(territory: Territory, name: str) -> bool:
    """Tells whether someone is, or was, called so."""
    return (
        name in territory.official_names
        or name in territory.short_names
        or name in territory.old_names
        or name in territory.nicknames
    )


def numbers_in(territory: Territory, typed: Sequence[Word]) -> Iterator[Span]:
    """Gives the départements said by their number: « dans le 62 », « (93) »; « adressé le 12 » is a date."""
    for position, word in enumerate(typed):
        if word.text not in territory.areas or not word.text[0].isdigit():
            continue
        before = typed[position - 1].text if position else ""
        after = typed[position + 1] if position + 1 < len(typed) else None
        bracketed = word.bracket and (after is None or after.pause)
        counted = after is not None and (after.text in _AFTER_A_DATE_OR_COUNT or after.text.isdigit())
        dated = before == "le" and position > 1 and typed[position - 2].text not in _BEFORE_LE
        if (before in _BEFORE_A_NUMBER or bracketed) and not counted and not dated:
            yield Span(position, position + 1, word.text)


def before(typed: Sequence[Word], span: Span) -> Before:
    """Gives what leads to a name."""
    first = typed[span.start].text
    links = set() if span.name.startswith(first) else {first}
    start = span.start
    while (
        start > 0
        and span.start - start < _MOST_LINKS
        and not typed[start].starts
        and typed[start - 1].text in BEFORE_A_NAME
    ):
        start -= 1
        links.add(typed[start].text)
    role = ""
    if not typed[start].starts:
        role, start = role_before(typed, start)
    return Before(role, frozenset(links), start)


def role_before(typed: Sequence[Word], end: int) -> tuple[str, int]:
    """Gives the role that ends before a position, and where it starts; "" and `end` when there is none."""
    if end < len(typed) and (typed[end].hyphen or typed[end].bracket):
        # « Ville-Langy », « Arche Agglo (Tournon) »
        return "", end
    for size in range(min(_LONGEST_ROLE, end), 0, -1):
        chosen = typed[end - size : end]
        role = " ".join(word.text for word in chosen)
        if role not in ROLES or any(word.starts for word in chosen[1:]):
            continue
        if role in _ONLY_IN_CAPITALS and not all(word.capital for word in chosen):
            # « cg des landes » begins the text as a role does; « ça » never is one in small letters.
            following = typed[end].text if end < len(typed) else ""
            if role == "ca" or end != size or following not in _OF:
                continue
        return role, end - size
    return "", end


def area_after(territory: Territory, typed: Sequence[Word], position: int) -> tuple[frozenset[str], bool]:
    """Gives the départements said right after a name: « (93) », « dans la Drôme », « 42 ».

    Returns:
        their codes, none when there is none; True when the words can mean nothing else.
    """
    start = position
    while start < len(typed) and start - position < _MOST_LINKS and typed[start].text in FILLERS:
        start += 1
    for end in range(min(len(typed), start + LONGEST_AREA), start, -1):
        name = " ".join(word.text for word in typed[start:end])
        codes = territory.areas.get(name)
        if codes and not typed[start].starts and not (end < len(typed) and typed[end].hyphen):
            counted = end < len(typed) and typed[end].text in _AFTER_A_DATE_OR_COUNT
            if not (name.isdigit() and counted):
                return frozenset(codes), name not in territory.ordinary_words
    return NOWHERE, False
