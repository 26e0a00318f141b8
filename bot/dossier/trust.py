"""How far the domain of a proved address can be trusted: what the préfecture is told of it.

A code proves that somebody reads an address, not that it is the collectivité's. Its domain says more:
`ville-gueret.fr` is in the name of Guéret, `gmail.com` in nobody's. Nothing is looked up, and anybody may buy
a domain: even the best level only says that the names agree.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import dropwhile

from bot.dossier.domains import domain_of, free_services
from bot.territory.model import Collectivite, Kind
from bot.territory.normalise import normalise


class Trust(StrEnum):
    """What the domain of an address tells of the collectivité."""

    OFFICIAL = "officielle"
    FREE = "grand_public"
    OTHER = "sans_rapport"


#: As préfecture agents read them.
LABELS: dict[Trust, str] = {
    Trust.OFFICIAL: "Adresse vérifiée par code\u00a0; domaine qui correspond au nom de la collectivité",
    Trust.FREE: "Adresse vérifiée par code\u00a0; messagerie grand public",
    Trust.OTHER: (
        "Adresse vérifiée par code\u00a0; domaine sans rapport visible avec la collectivité\u00a0: à vérifier"
    ),
}

#: The State's; a collectivité has no address there.
_STATE = re.compile(r"(.+\.)?gouv\.fr")

#: Words by which a domain says of which level it is. The longest come first: « villedegueret ».
_LEVELS: dict[Kind, tuple[str, ...]] = {
    Kind.COMMUNE: ("villede", "ville", "mairiede", "mairie", "communede", "commune"),
    Kind.EPCI: (
        *("communautedecommunes", "communautedagglomeration", "communauteurbaine", "communaute"),
        *("agglomeration", "agglo", "metropole", "comcom", "interco", "cdc", "cc", "ca", "cu"),
    ),
    Kind.DEPARTEMENT: ("departement", "conseildepartemental", "cg", "cd"),
    Kind.REGION: ("conseilregional", "region", "cr"),
}

#: Of a name: words that say a level, or that join the others.
_EMPTY = frozenset(
    {
        *(
            "communaute",
            "communes",
            "agglomeration",
            "agglo",
            "urbaine",
            "metropole",
            "departement",
            "region",
        ),
        *("collectivite", "territoriale", "europeenne"),
        *("de", "du", "des", "d", "la", "le", "les", "l", "et", "en"),
    }
)

_ARTICLES = frozenset({"la", "le", "les"})

#: Initials are told from the beginning of a name only when they stand alone: « cc-pays.fr », not « ccpays ».
_INITIALS_MAX = 3


def trust_of(email: str, collectivite: Collectivite) -> Trust:
    """Tells what the domain of an address says of a collectivité.

    Args:
        email: the address that a code proved.
        collectivite: whom its reader says to speak for.
    """
    domain = domain_of(email)
    if domain in free_services().domains:
        return Trust.FREE
    if _STATE.fullmatch(domain):
        return Trust.OTHER
    written = normalise(domain.rpartition(".")[0].replace(".", " ").replace("-", " ")).split()
    names = {name for name in _names_of(collectivite) if name}
    return Trust.OFFICIAL if names.intersection(_read(written, collectivite)) else Trust.OTHER


def _read(written: list[str], collectivite: Collectivite) -> Iterator[str]:
    """Gives the names that the words of a domain may stand for, once what says a level is taken off."""
    for kind, levels in _LEVELS.items():
        bare = [word for word in written if word not in levels]
        if kind is not collectivite.kind and len(bare) < len(written):
            return  # the domain of another level: « bordeaux-metropole » is not the commune's
    own = _LEVELS[collectivite.kind]
    bare = [word for word in written if word not in own]
    if bare and bare[-1] == collectivite.departement.lower() and len(bare) > 1:
        bare = bare[:-1]
    joined = "".join(bare)
    yield joined
    yield "".join(word for word in bare if word not in _EMPTY)
    for level in own:
        if joined.startswith(level) and (len(level) > _INITIALS_MAX or collectivite.kind is Kind.DEPARTEMENT):
            yield joined.removeprefix(level)
        if joined.endswith(level) and len(level) > _INITIALS_MAX:
            yield joined.removesuffix(level)


def _names_of(collectivite: Collectivite) -> Iterator[str]:
    """Gives the name joined up, with and without its small words; the code too for a département."""
    words = normalise(collectivite.name).split()
    yield "".join(words)
    yield "".join(word for word in words if word not in _EMPTY)
    if collectivite.kind is Kind.COMMUNE:
        return
    # « Département du Val-de-Marne » is known as « Val-de-Marne », « de la Creuse » as « la Creuse » too.
    yield "".join(dropwhile(_EMPTY.__contains__, words))
    yield "".join(dropwhile((_EMPTY - _ARTICLES).__contains__, words))
    if collectivite.kind is Kind.DEPARTEMENT:
        yield collectivite.code.lower()
