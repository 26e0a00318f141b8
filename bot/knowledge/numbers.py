"""Numbers in French, in digits or in letters."""

import re
from decimal import Decimal

_UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zéro",
            "un",
            "deux",
            "trois",
            "quatre",
            "cinq",
            "six",
            "sept",
            "huit",
            "neuf",
            "dix",
            "onze",
            "douze",
            "treize",
            "quatorze",
            "quinze",
            "seize",
        ]
    )
} | {"une": 1}
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
_TENS |= {"septante": 70, "huitante": 80, "octante": 80, "nonante": 90}
_SCALES = {"mille": 1_000, "million": 1_000_000, "millions": 1_000_000}
_SCALES |= {"milliard": 1_000_000_000, "milliards": 1_000_000_000}
_HUNDREDS = {"cent", "cents"}
_ORDINALS = {
    "deux": 2,
    "trois": 3,
    "quatr": 4,
    "cinqu": 5,
    "six": 6,
    "sept": 7,
    "huit": 8,
    "neuv": 9,
    "dix": 10,
    "onz": 11,
    "douz": 12,
    "treiz": 13,
    "quatorz": 14,
    "quinz": 15,
    "seiz": 16,
    "vingt": 20,
    "trent": 30,
    "quarant": 40,
    "cinquant": 50,
    "soixant": 60,
    "cent": 100,
}
_COLLECTIVES = {"huitaine": 8, "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20}
_COLLECTIVES |= {"trentaine": 30, "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60}
_COLLECTIVES |= {"centaine": 100, "millier": 1_000}

_ALL = [*_UNITS, *_TENS, *_SCALES, *_HUNDREDS, "vingts"]
_WORD = "(?:" + "|".join(sorted(_ALL, key=len, reverse=True)) + r")(?!\w)"
_SPACES = "[ \u00a0\u202f\n]"

#: A number in letters; « et » only joins it to « un » and « onze ».
LETTERS = rf"(?<!\w){_WORD}(?:(?:{_SPACES}|-)(?:et(?:{_SPACES}|-)(?=une?(?!\w)|onze(?!\w)))?{_WORD})*"
#: A number in digits, with its groups of three and its decimals.
DIGITS = r"(?<![\w,.])\d{1,3}(?:[ \u00a0\u202f.]\d{3})+(?!\d)(?:,\d+)?|(?<!\w)\d+(?:,\d+)?"
#: Either.
NUMBER = rf"(?:{DIGITS}|{LETTERS})"

#: « troisième », « dizaine »: what counts without being a number.
RELATIVES = r"(?<!\w)(?:(?:" + "|".join(_ORDINALS) + r")ièmes?|(?:" + "|".join(_COLLECTIVES) + r")s?)(?!\w)"
#: « la moitié », « le tiers », « le double »; « un tiers » is also a third person, who needs no figure.
FRACTIONS = r"(?<!\w)(?:moitié|quart|double|triple|deux(?:[ \u00a0])tiers|trois(?:[ \u00a0])quarts)(?!\w)"


def value_of(written: str) -> Decimal:
    """Gives the value of what `NUMBER` or `RELATIVES` matched."""
    if written[0].isdigit():
        return Decimal(re.sub("[ \u00a0\u202f.]", "", written).replace(",", "."))
    word = written.lower()
    if word.rstrip("s") in _COLLECTIVES:
        return Decimal(_COLLECTIVES[word.rstrip("s")])
    ordinal = re.fullmatch(r"(\w+?)ièmes?", word)
    if ordinal:
        return Decimal(_ORDINALS[ordinal[1]])
    total = current = 0
    for part in re.split(f"{_SPACES}|-", word):
        if part in _SCALES:
            total, current = total + max(current, 1) * _SCALES[part], 0
        elif part in _HUNDREDS:
            current = max(current, 1) * 100
        elif part in {"vingt", "vingts"} and current % 100 == 4:
            current += 76  # quatre-vingts
        else:
            current += _UNITS.get(part, 0) + _TENS.get(part, 0)
    return Decimal(total + current)
