"""Postal codes in a text: they tell homonyms apart, or give the communes to choose from.

A postal code never gives a département: 23 communes have one that begins like a neighbouring département.
"""

from collections.abc import Sequence
from typing import NamedTuple

from bot.territory.matching import Match
from bot.territory.model import Kind
from bot.territory.names import LINKS
from bot.territory.normalise import Word
from bot.territory.reading import ROLES, Reading
from bot.territory.tables import Territory

_DIGITS = 5
#: First digits of a code, those of the office that sorts the mail.
_OFFICE = 2

#: Around a code that is not an amount: « on est au 81100 ».
_FEW_WORDS = 4
_CEDEX = "cedex"
_LEADING = LINKS | {"dans"}

#: « 15000 habitants » is no postal code, although Aurillac's is 15000.
_UNITS = frozenset(
    (
        *(
            "habitants",
            "habitant",
            "hab",
            "euros",
            "euro",
            "eur",
            "e",
            "personnes",
            "personne",
            "gens",
            "ames",
        ),
        *("logements", "places", "administres", "electeurs", "refugies", "etrangers", "km", "m2", "k"),
    )
)


class Postal(NamedTuple):
    """The postal codes of a text.

    Attributes:
        codes: those of the tables.
        cedex: those that no commune has.
        communes: ids of the communes that have one of them.
        typed: the text has one, be it known or not: it is the address of a mairie rather than an EPCI.
    """

    codes: tuple[str, ...]
    cedex: tuple[str, ...]
    communes: frozenset[str]
    typed: bool

    def said_alone(self, rest: Sequence[Word]) -> bool:
        """Tells whether a code stands for a place by itself: « notre code postal est le 54310 »."""
        said = " ".join(word.text for word in rest)
        few = len(rest) <= _FEW_WORDS and not any(word.text in ROLES for word in rest)
        return bool(self.codes) and ("code postal" in said or few)

    def of_kind(self, territory: Territory, reading: Reading) -> tuple[Match, ...]:
        """Gives whom the codes may stand for alone: « mairie de 59100 », « l’agglo de 59100 »."""
        if reading.kind in {None, Kind.COMMUNE}:
            return tuple(Match(one) for one in sorted(self.communes))
        if reading.kind is not Kind.EPCI:
            return ()
        epci = sorted({one for commune in self.communes for one in territory.epci_of.get(commune, ())})
        typed = [one for one in epci if territory.epci_types[one] in reading.types]
        return tuple(Match(one) for one in typed or epci)


def without_postal_codes(territory: Territory, typed: Sequence[Word]) -> tuple[Postal, tuple[Word, ...]]:
    """Takes the postal codes out of a text, with « cedex » and its number.

    A code that no commune has is that of a big recipient: « 59033 Lille cedex ».
    """
    codes: list[str] = []
    cedex: list[str] = []
    rest: list[Word] = []
    after_cedex, written = False, False
    for position, word in enumerate(typed):
        following = typed[position + 1].text if position + 1 < len(typed) else ""
        if len(word.text) == _DIGITS and word.text.isdigit() and following not in _UNITS:
            (codes if word.text in territory.postal_codes else cedex).append(word.text)
            written = True
            while rest and rest[-1].text in _LEADING:
                rest.pop()
        elif word.text != _CEDEX and not (after_cedex and word.text.isdigit()):
            rest.append(word)
        after_cedex = word.text == _CEDEX
    communes = frozenset(one for code in codes for one in territory.postal_codes[code])
    return Postal(tuple(codes), tuple(cedex), communes, written), tuple(rest)


def with_postal_code(territory: Territory, postal: Postal, found: tuple[Match, ...]) -> tuple[Match, ...]:
    """Keeps the communes that have the postal code typed; when none has, all may be meant."""
    communes = tuple(one for one in found if territory.collectivites[one.id].kind is Kind.COMMUNE)
    if not postal.typed or not communes:
        return found
    agreeing = tuple(one for one in communes if one.id in postal.communes) or _of_the_same_office(
        territory, postal, communes
    )
    if agreeing or not postal.codes:
        return agreeing or communes
    return (*found, *(Match(one, sure=False) for one in sorted(postal.communes)))


def _of_the_same_office(territory: Territory, postal: Postal, communes: Sequence[Match]) -> tuple[Match, ...]:
    """Homonyms whose own codes begin like a cedex: « 93105 Montreuil cedex » and 93100. Never sure."""
    starts = {code[:_OFFICE] for code in postal.cedex}
    ids = {one for code, ones in territory.postal_codes.items() if code[:_OFFICE] in starts for one in ones}
    kept = tuple(one._replace(sure=False) for one in communes if one.id in ids)
    return kept if len(communes) > 1 else ()
