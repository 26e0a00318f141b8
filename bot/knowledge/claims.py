"""What a text states that can be wrong (figures, dates, amounts, addresses…), and whether facts state it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.knowledge.numbers import FRACTIONS, NUMBER, RELATIVES, value_of
from bot.knowledge.prose import without_marks, without_variables

_S = "[ \u00a0\u202f]"
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_MONTH = "(?:" + "|".join(_MONTHS) + ")"
_YEAR = r"(?<![\w,])(?:19|20)\d{2}(?!\w)"
_UNIT = r"(?:ans?|années?|trimestres?|semestres?|mois|semaines?|jours?|heures?|minutes?|secondes?)"
_LABEL = r"(?:étape|action|programme|article|phase|axe|niveau|rang|numéro|n°|chapitre|annexe)"

_STREET = r"(?:rue|avenue|boulevard|place|quai|allée|impasse|chemin|cours|route|square|esplanade|parvis)"
_HOUSE = rf"\d+(?:{_S}?(?:bis|ter))?,?{_S}"
_CAPITALISED = r"(?-i:[A-ZÀ-Ý])[\w’-]*"
_OF_STREET = rf"(?:(?:de{_S}la|de{_S}l’|de|du|des|d’|l’|le|la){_S}?)?"
_POSTAL = "|".join(
    (
        rf"(?:{_HOUSE})?\b{_STREET}{_S}{_OF_STREET}{_CAPITALISED}(?:{_S}{_CAPITALISED})*",
        rf"{_HOUSE}{_STREET}\b[^,.;\n]*",
        rf"\b\d{{5}}{_S}{_CAPITALISED}(?:{_S}cedex(?:{_S}\d+)?)?",
        rf"\b(?:BP|CS){_S}\d+",
    )
)
_TELEPHONE = "|".join(
    (
        rf"(?:(?:\+|\b00){_S}?33{_S}?(?:\(0\))?{_S}?|\b0)\d(?:[ \u00a0\u202f.-]?\d{{2}}){{4}}\b",
        rf"\b08\d{{2}}(?:{_S}\d{{3}}){{2}}\b",
        rf"\b08\d{{2}}{_S}\d{{2}}{_S}\d{{4}}\b",
        rf"\b3\d{_S}\d{{2}}\b",
    )
)
_SITE = r"https?://[^\s»]+[^\s».,;]|(?<![\w.])(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[^\s».,;]+)?(?!\w)"
_SCALE = rf"(?:{_S}(?P<scale>milliers?|millions?|milliards?)(?:{_S}d[’e]{_S}?)?)?"
_DAY = rf"(?<!\w)(?:(?P<day>1er|\d{{1,2}}){_S})?(?P<month>{_MONTH})\b(?:{_S}(?P<year>{_YEAR}))?"
#: « une dizaine » begins with an article, « un million » with a number.
_ARTICLE = rf"\bune?\b(?!{_S}milli)"
_COUNTED = rf"(?:{_S}(?P<noun>[a-zà-ÿœ-]{{3,}}))?"
_RATES = {"biennal": 2, "triennal": 3, "quadriennal": 4, "quinquennal": 5}
_RATE = "|".join(_RATES)

#: Domains that exist for nobody (RFC 2606): an example of what to write.
_EXAMPLE = re.compile(r"\.(?:example|invalid|test)$")
#: Words that follow a number without being what it counts.
_NOT_COUNTED = frozenset(
    {
        *(
            "des",
            "les",
            "aux",
            "pour",
            "sur",
            "dans",
            "par",
            "avec",
            "sans",
            "dont",
            "qui",
            "que",
            "est",
            "sont",
        ),
        *(
            "sera",
            "était",
            "puis",
            "mais",
            "comme",
            "chez",
            "vers",
            "selon",
            "depuis",
            "avant",
            "après",
            "près",
        ),
        *("plus", "moins", "fois", "ont"),
    }
)
#: « les deux » speaks of what has just been named: it counts nothing new.
_BACKWARDS = re.compile(
    r"(?:\b(?:les|tous|toutes|des|ces|nos|vos|leurs|ses|aux)|\bl’un des)[ \u00a0]$", re.IGNORECASE
)
_FACTORS = {
    "k€": 1_000,
    "m€": 1_000_000,
    "md€": 1_000_000_000,
    "millier": 1_000,
    "million": 1_000_000,
    "milliard": 1_000_000_000,
}


class Kind(StrEnum):
    """Kinds of claims, as an editor reads them."""

    EMAIL = "l’adresse électronique"
    SITE = "l’adresse de site"
    TELEPHONE = "le numéro de téléphone"
    POSTAL = "l’adresse postale"
    AMOUNT = "le montant"
    PERCENT = "le pourcentage"
    DATE = "la date"
    DURATION = "la durée"
    YEAR = "l’année"
    REFERENCE = "la référence"
    LABEL = "le numéro"
    NUMBER = "le chiffre"


#: In the order in which they are looked for: what one has read is hidden from the next.
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.EMAIL, re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (Kind.SITE, re.compile(_SITE, re.IGNORECASE)),
    (Kind.TELEPHONE, re.compile(_TELEPHONE)),
    (Kind.POSTAL, re.compile(_POSTAL, re.IGNORECASE)),
    (Kind.AMOUNT, re.compile(rf"{NUMBER}{_SCALE}{_S}?(?P<unit>k€|m€|md€|€|euros?\b)", re.IGNORECASE)),
    (Kind.PERCENT, re.compile(rf"{NUMBER}{_S}?(?:%|pour{_S}cent\b|p\.{_S}?100)", re.IGNORECASE)),
    (Kind.DATE, re.compile(_DAY, re.IGNORECASE)),
    (Kind.DATE, re.compile(r"(?<!\w)(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})(?!\w)")),
    (Kind.DURATION, re.compile(rf"{NUMBER}{_S}(?P<unit>{_UNIT})\b|\b(?P<rate>{_RATE})\w*", re.IGNORECASE)),
    (Kind.YEAR, re.compile(_YEAR)),
    (Kind.REFERENCE, re.compile(r"\b(?=\w*\d)[A-Z]+\.?\d[\w.-]*\w|\b[A-Z]\d\b")),
    (Kind.LABEL, re.compile(rf"\b(?P<label>{_LABEL}){_S}(?P<number>{NUMBER})(?!\w)", re.IGNORECASE)),
    (
        Kind.NUMBER,
        re.compile(rf"{RELATIVES}|{FRACTIONS}|(?!{_ARTICLE}){NUMBER}{_COUNTED}", re.IGNORECASE),
    ),
)
_NO_NAMES = {Kind.EMAIL, Kind.SITE, Kind.TELEPHONE, Kind.POSTAL, Kind.REFERENCE}


@dataclass(frozen=True)
class Claim:
    """One thing stated.

    Attributes:
        kind: what it is.
        text: as it is written.
        key: what two ways of writing the same thing share; for a date, its day, month and year.
        noun: what a number counts, in the singular; None when the next word does not say.
    """

    kind: Kind
    text: str
    key: tuple[object, ...]
    noun: str | None = None


def claims_of(text: str) -> list[Claim]:
    """Finds what a text states: each piece of it once, under the first kind that reads it."""
    return list(_scan(without_marks(without_variables(text))))


def without_claims(text: str) -> str:
    """Hides the addresses and references of a text, so that what is left can be read for names."""
    text = without_variables(text)
    for kind, pattern in _PATTERNS:
        if kind in _NO_NAMES:
            text = pattern.sub(lambda match: "_" * len(match[0]), text)
    return text


def unsupported(text: str, statements: Iterable[str]) -> list[Claim]:
    """Lists what `text` states and no statement does."""
    read = [(claims_of(statement), statement) for statement in statements]
    return [claim for claim in claims_of(text) if not any(says(*one, claim) for one in read)]


def says(claims: list[Claim], statement: str, claim: Claim) -> bool:
    """Whether a statement, with the claims found in it, states this claim."""
    if claim.kind is Kind.DATE:
        return _says_date(claims, statement, claim)
    if claim.kind is Kind.YEAR:
        return claim.text in re.findall(_YEAR, statement)
    same = [one for one in claims if one.kind is claim.kind and one.key == claim.key]
    return any(claim.noun is None or one.noun in {None, claim.noun} for one in same)


def _says_date(claims: list[Claim], statement: str, claim: Claim) -> bool:
    day, month, year = claim.key
    for one in claims:
        if one.kind is not Kind.DATE or one.key[1] != month or (day is not None and one.key[0] != day):
            continue
        # A statement that begins with « En 2021, » need not repeat the year beside each day.
        undated = one.key[2] is None and str(year) in re.findall(_YEAR, statement)
        if year is None or one.key[2] == year or undated:
            return True
    return False


def _scan(text: str) -> Iterator[Claim]:
    for kind, pattern in _PATTERNS:
        matches = list(pattern.finditer(text))
        for match in matches:
            claim = _claim(kind, match)
            if claim is not None:
                yield claim
        for match in matches:
            text = f"{text[: match.start()]}{' ' * len(match[0])}{text[match.end() :]}"


def _claim(kind: Kind, match: re.Match[str]) -> Claim | None:
    written, parts = match[0].strip(), match.groupdict()
    plain = re.sub(r"\s+", " ", written).lower()  # \s holds the non-breaking spaces
    key: tuple[object, ...] = (plain,)
    match kind:
        case Kind.EMAIL | Kind.SITE if _EXAMPLE.search(plain):
            return None
        case Kind.SITE:
            key = (re.sub(r"^(?:https?://)?(?:www\.)?", "", plain).rstrip("/"),)
        case Kind.TELEPHONE:
            key = (re.sub(r"\D", "", written),)
        case Kind.AMOUNT:
            scale = (parts["scale"] or "").lower().rstrip("s")
            factor = _FACTORS.get(parts["unit"].lower(), 1) * _FACTORS.get(scale, 1)
            key = (_first_number(written) * factor,)
        case Kind.PERCENT:
            key = (_first_number(written),)
        case Kind.DATE:
            key = _date(parts)
        case Kind.DURATION if parts["rate"]:
            key = (Decimal(_RATES[parts["rate"].lower()]), "an")
        case Kind.DURATION:
            key = (_first_number(written), parts["unit"].lower().replace("année", "an").rstrip("s"))
        case Kind.LABEL:
            key = (parts["label"].lower(), value_of(parts["number"]))
        case Kind.NUMBER:
            return _number(match)
        case _:
            pass
    return Claim(kind, written, key)


def _date(parts: dict[str, str]) -> tuple[int | None, int, int | None]:
    if "m" in parts:
        return int(parts["d"]), int(parts["m"]), int(parts["y"])
    return (
        int(parts["day"].lower().removesuffix("er")) if parts["day"] else None,
        _MONTHS.index(parts["month"].lower()) + 1,
        int(parts["year"]) if parts["year"] else None,
    )


def _number(match: re.Match[str]) -> Claim | None:
    written, noun = match[0].strip(), match["noun"]
    if re.fullmatch(FRACTIONS, written, re.IGNORECASE):
        return Claim(Kind.NUMBER, written, (written.lower(),))
    number = written[: len(written) - len(noun)].strip() if noun else written
    if number.lower() == "deux" and _BACKWARDS.search(match.string[: match.start()]):
        return None
    if noun is None or noun.lower() in _NOT_COUNTED:
        return Claim(Kind.NUMBER, number, (value_of(number),))
    return Claim(Kind.NUMBER, f"{number} {noun}", (value_of(number),), noun.lower().rstrip("sx"))


def _first_number(written: str) -> Decimal:
    match = re.match(NUMBER, written, re.IGNORECASE)
    return value_of(match[0]) if match else Decimal(0)
