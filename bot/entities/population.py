"""Numbers of inhabitants: « 12 500 hab. », « 4,5 mille habitants », « population : 950 »."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.entities.model import DOUBTFUL, POPULATION, SURE, Entity
from bot.entities.words import Word, said

_UNITS = frozenset(
    (
        *(
            "habitants",
            "habitant",
            "habitantes",
            "hab",
            "habs",
            "hbts",
            "hbt",
            "habts",
            "habitans",
            "abitants",
        ),
        *("ames", "administres", "administrees"),
    )
)
#: What may stand between the number and its unit.
_BEFORE_UNIT = frozenset({"d", "de", "environ", "env"})

#: Fewer are « un habitant sur trois » rather than a commune; the largest région has 12.4 million.
_FEWEST = 10
_MOST = 13_000_000

#: In words: between « population » and its number, and between « les communes » and « moins de ».
_NEAR = 6

_AFTER_POPULATION = frozenset(
    (
        *(
            "est",
            "de",
            "d",
            "totale",
            "municipale",
            "legale",
            "estimee",
            "actuelle",
            "a",
            "environ",
            "compte",
        ),
        *("communale", "en", "s", "eleve", "elle", "presque", "pres", "la", "commune", "ville", "notre"),
    )
)
#: « 3 habitants sur 10 », « 80 habitants au km² », « 45 habitants étrangers ».
_NOT_AFTER = frozenset(
    (
        *("sur", "au", "par", "km", "km2", "etrangers", "refugies", "immigres", "primo", "supplementaires"),
        *("nouveaux", "concernes", "beneficiaires", "volontaires", "benevoles"),
    )
)
#: « Les communes de moins de 3 500 habitants » are a threshold.
_PLURALS = frozenset(
    ("communes", "villes", "collectivites", "epci", "territoires", "celles", "ceux", "seuil", "villages")
)

_SMALL = {
    "zero": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15,
    "seize": 16, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
    "septante": 70, "huitante": 80, "octante": 80, "nonante": 90,
}  # fmt: skip
#: « Une dizaine », « une centaine »: about as many.
_ABOUT = {
    "dizaine": 10, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40, "cinquantaine": 50,
    "soixantaine": 60, "centaine": 100, "millier": 1_000,
}  # fmt: skip
_SCALES = {
    "cent": 100, "cents": 100, "mille": 1_000, "mil": 1_000, "milles": 1_000, "k": 1_000, "milliers": 1_000,
    "million": 1_000_000, "millions": 1_000_000,
}  # fmt: skip
_THOUSANDS = frozenset({" ", ".", "'", "’", "\u00a0", "\u202f", ",", ""})
_GLUED = re.compile(r"(\d{1,7})(k|hab|habs|habitants|hbts)")


@dataclass(frozen=True)
class _Number:
    """A number of the text: the positions of its first word and of the one after it, and what it is worth."""

    start: int
    end: int
    value: Fraction
    unit: bool = False
    about: bool = False


def populations_in(typed: Sequence[Word]) -> Iterator[Entity]:
    """Gives the numbers of inhabitants that the words of a text say: an integer each."""
    position = 0
    while position < len(typed):
        number = _number(typed, position)
        if number is None:
            position += 1
            continue
        position = number.end
        counted = _unit_after(typed, number)
        if counted is None and not _is_told(typed, number):
            continue
        value = round(number.value)
        if not _FEWEST <= value <= _MOST or not _is_its_own(typed, number, counted or number.end):
            continue
        last = typed[(counted or number.end) - 1]
        doubt = number.about or _is_a_bound(typed, number.start)
        yield Entity(POPULATION, value, typed[number.start].start, last.end, DOUBTFUL if doubt else SURE)


def _unit_after(typed: Sequence[Word], number: _Number) -> int | None:
    """Gives the position after « habitants »; None when none follows."""
    if number.unit:
        return number.end
    position = number.end
    while position < len(typed) and position - number.end < 2 and typed[position].text in _BEFORE_UNIT:
        position += 1
    if position < len(typed) and typed[position].text in _UNITS and typed[position].gap.strip(" '’(") == "":
        return position + 1
    return None


def _is_told(typed: Sequence[Word], number: _Number) -> bool:
    """« Population : 950 », « nombre d’habitants : 950 »; a year alone is no number of inhabitants."""
    position = number.start
    while position > 0 and number.start - position < _NEAR:
        before = typed[position - 1].text
        if before == "population" or (
            before in _UNITS and said(typed, position - 3, position - 1) == ("nombre", "d")
        ):
            return not _is_a_year(typed, number)
        if before not in _AFTER_POPULATION and not (before.isdigit() and len(before) == 4):
            return False
        position -= 1
    return False


def _is_a_year(typed: Sequence[Word], number: _Number) -> bool:
    return (
        number.end == number.start + 1
        and typed[number.start].text.startswith(("19", "20"))
        and (1900 <= number.value <= 2100)
    )


def _is_its_own(typed: Sequence[Word], number: _Number, end: int) -> bool:
    """Tells whether it counts those of the collectivité: no share, no threshold, no group of people."""
    if end < len(typed) and typed[end].gap == "/":
        return False
    following = said(typed, end, end + 2)
    if following[:1] and following[0] in _NOT_AFTER and not typed[end].pause:
        # « 3 400 habitants au recensement », « 80 habitants au km² »
        return following[0] == "au" and not following[-1].startswith("km")
    before = said(typed, number.start - _NEAR, number.start)
    if before[-1:] == ("par",):
        return False
    return not (before[-1:] == ("de",) and not _PLURALS.isdisjoint(before))


def _is_a_bound(typed: Sequence[Word], start: int) -> bool:
    return said(typed, start - 2, start) in {("moins", "de"), ("plus", "de")}


def _number(typed: Sequence[Word], start: int) -> _Number | None:
    """Reads a number in digits or letters that begins at a word."""
    word = typed[start]
    if glued := _GLUED.fullmatch(word.text):
        return _Number(start, start + 1, Fraction(glued[1]) * _SCALES.get(glued[2], 1), unit=glued[2] != "k")
    if word.text.isdecimal():
        return _in_digits(typed, start)
    if word.text in _SMALL or word.text in _SCALES or word.text in _ABOUT:
        return _in_letters(typed, start)
    return None


def _in_digits(typed: Sequence[Word], start: int) -> _Number | None:
    digits, end = typed[start].text, start + 1
    if len(digits) > 9:
        return None
    grouped = len(digits) <= 3
    while grouped and end < len(typed) and _is_a_group(typed[end]) and len(digits) < 9:
        digits += typed[end].text
        end += 1
    value = Fraction(int(digits))
    if _has_decimals(typed, end):
        decimals = typed[end].text
        value += Fraction(int(decimals), 10 ** len(decimals))
        end += 1
    while end < len(typed) and typed[end].text in _SCALES and typed[end].gap in {" ", ""} and value < _MOST:
        value *= _SCALES[typed[end].text]
        end += 1
    return _Number(start, end, value)


def _is_a_group(word: Word) -> bool:
    return word.text.isdecimal() and len(word.text) == 3 and word.gap in _THOUSANDS


def _has_decimals(typed: Sequence[Word], position: int) -> bool:
    """« 4,5 mille »: only before a scale."""
    if position + 1 >= len(typed) or typed[position].gap not in {",", "."}:
        return False
    return (
        typed[position].text.isdecimal()
        and len(typed[position].text) <= 2
        and typed[position + 1].text in _SCALES
    )


def _in_letters(typed: Sequence[Word], start: int) -> _Number:
    total, part, end, about = 0, 0, start, False
    while end < len(typed) and (end == start or typed[end].follows) and end - start < 20:
        word = typed[end].text
        if word in _SMALL:
            # « quatre-vingt » is a product, « vingt-quatre » a sum.
            part = (
                part * 20
                if word.startswith("vingt") and part % 100 == 4 and part < 100
                else part + _SMALL[word]
            )
        elif word in _ABOUT:
            part, about = max(part, 1) * _ABOUT[word], True
        elif word in {"cent", "cents"}:
            part = max(part, 1) * 100
        elif word in _SCALES:
            total, part = total + max(part, 1) * _SCALES[word], 0
        elif not (
            word == "et"
            and end > start
            and end + 1 < len(typed)
            and typed[end + 1].text in {"un", "onze", "une"}
        ):
            break
        end += 1
    return _Number(start, max(end, start + 1), Fraction(total + part), about=about)
