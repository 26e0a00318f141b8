"""Domains of e-mail addresses: the free mail services, and what a mistyped one was meant to be."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import yaml
from rapidfuzz.distance import OSA

from bot.db import ROOT

#: Where the free mail services are listed.
FREE_SERVICES = ROOT / "data/knowledge/messageries.yml"

#: A shorter name, in letters, is only doubted for its suffix: « fred.fr » may well exist beside « free.fr ».
LONG_NAME = 5


@dataclass(frozen=True)
class FreeServices:
    """The free mail services.

    Attributes:
        domains: `gmail.com`…
        mistakes: domains that no letter count shows to be wrong -> the one that was meant.
    """

    domains: frozenset[str]
    mistakes: Mapping[str, str]


@cache
def free_services() -> FreeServices:
    """Reads the list, once."""
    read = yaml.safe_load(FREE_SERVICES.read_text(encoding="utf-8"))
    return FreeServices(frozenset(read["domains"]), dict(read["mistakes"]))


def domain_of(email: str) -> str:
    """Gives what follows the @, in small letters."""
    return email.rpartition("@")[2].lower()


def suggestion(email: str) -> str | None:
    """Gives the address that was probably meant, when its domain is a free mail service mistyped.

    One letter wrong, missing, too many or swapped with its neighbour: `gmial.com`, `orange.fe`, `wanadoo.f`.
    A domain that is known is never doubted, nor is one of several words: « mairie-orange.fr » may well exist.
    """
    domain = domain_of(email)
    services = free_services()
    if domain in services.domains:
        return None
    meant = services.mistakes.get(domain) or _nearest(domain, services)
    return None if meant is None else f"{email.rpartition('@')[0]}@{meant}"


def _nearest(domain: str, services: FreeServices) -> str | None:
    near = [known for known in services.domains if _is_mistyped(domain, known)]
    return near[0] if len(near) == 1 else None


def _is_mistyped(domain: str, known: str) -> bool:
    if OSA.distance(domain, known, score_cutoff=1) > 1:
        return False
    name, meant = domain.partition(".")[0], known.partition(".")[0]
    return len(meant) >= LONG_NAME or name == meant
