"""Postal codes in a text: they tell homonyms apart, or give the communes to choose from.

A postal code never gives a département: 23 communes have one that begins like a neighbouring département.
"""

from collections.abc import Sequence
from typing import NamedTuple

from bot.territory.matching import Match
from bot.territory.model import Kind
from bot.territory.names import LINKS
from bot.territory.normalise import Word
from bot.territory.reading import Reading
from bot.territory.tables import Territory

_DIGITS = 5
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
        communes: ids of the communes that have one of them.
        typed: the text has one, be it known or not: it is the address of a mairie rather than an EPCI.
    """

    codes: tuple[str, ...]
    communes: frozenset[str]
    typed: bool

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

    A code that no commune has is that of a big recipient (« 59033 Lille cedex »): it says nothing.
    """
    codes: list[str] = []
    rest: list[Word] = []
    after_cedex, written = False, False
    for position, word in enumerate(typed):
        following = typed[position + 1].text if position + 1 < len(typed) else ""
        if len(word.text) == _DIGITS and word.text.isdigit() and following not in _UNITS:
            codes += [word.text] if word.text in territory.postal_codes else []
            written = True
            while rest and rest[-1].text in _LEADING:
                rest.pop()
        elif word.text != _CEDEX and not (after_cedex and word.text.isdigit()):
            rest.append(word)
        after_cedex = word.text == _CEDEX
    communes = frozenset(one for code in codes for one in territory.postal_codes[code])
    return Postal(tuple(codes), communes, written), tuple(rest)


def with_postal_code(territory: Territory, postal: Postal, found: tuple[Match, ...]) -> tuple[Match, ...]:
    """Keeps the communes that have the postal code typed; when none has, all may be meant."""
    communes = tuple(one for one in found if territory.collectivites[one.id].kind is Kind.COMMUNE)
    if not postal.typed or not communes:
        return found
    if not postal.codes:
        return communes
    agreeing = tuple(one for one in communes if one.id in postal.communes)
    if agreeing:
        return agreeing
    return (*found, *(Match(one, sure=False) for one in sorted(postal.communes)))
