"""Which e-mail addresses may be written to."""

import re
from collections.abc import Mapping
from enum import StrEnum

from email_validator import EmailNotValidError, validate_email

#: A préfecture answers under gouv.fr, with or without the older `pref.` label.
_GOVERNMENT = re.compile(r"[^@\s]+@([a-z0-9-]+\.)*gouv\.fr")

#: Names that never exist on the Internet (RFC 2606, 2).
_RESERVED = re.compile(r"[^@\s]+@([a-z0-9-]+\.)+(example|test)")

#: Directory id -> exact domains accepted although they are not under gouv.fr. These two collectivités have
#: public domains of their own, those of their government. Nothing shows that the State uses them: in the
#: Service-Public directory of 28 October 2022 both hauts-commissariats answer under gouv.fr. They may only be
#: written to because the ministry confirms such an address, and `suspicions` always names it.
_EXCEPTIONS: Mapping[str, frozenset[str]] = {
    "hc:987": frozenset({"gov.pf"}),
    "hc:988": frozenset({"gouv.nc"}),
}

#: The domain of préfectures before the one of each département: 49 of the 265 addresses of the
#: Service-Public directory of 28 October 2022 still have it.
_LEGACY = ".pref.gouv.fr"

#: « prenom.nom », letters only.
_TWO_NAMES = re.compile(r"[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*")

#: Words that make such an address the one of a service, not of a person.
_SERVICES = frozenset(
    {
        "accueil",
        "bureau",
        "cabinet",
        "collectivites",
        "communication",
        "contact",
        "courrier",
        "ddets",
        "dcl",
        "integration",
        "pref",
        "prefecture",
        "prefet",
        "secretariat",
        "service",
        "sgad",
        "sousprefecture",
        "sp",
        "spref",
        "subdiv",
        "webmestre",
    }
)


class InvalidAddress(ValueError):
    """The text is not an address that messages may be sent to."""


class Suspicion(StrEnum):
    """Why a person should look twice at an address; none forbids it."""

    LEGACY = "older domain pref.gouv.fr"
    PERSON = "looks like the address of one person"
    OUTSIDE = "outside gouv.fr"
    ELSEWHERE = "domain of another département"


def normal_address(text: str, *, production: bool) -> str:
    """Returns the address in `text`, in the one form that is stored, compared and written to.

    The whole address is put in small letters: no mail service in use tells two mailboxes apart by case, and
    the same person types it both ways.

    Args:
        text: what was typed or imported.
        production: False also accepts the reserved domain `.test`.

    Raises:
        InvalidAddress: not an address, or not one in ASCII.
    """
    try:
        # strict: 64 characters at most before the @, as servers enforce it (RFC 5321, 4.5.3.1.1).
        valid = validate_email(
            text.strip(),
            check_deliverability=False,
            allow_smtputf8=False,
            test_environment=not production,
            strict=True,
        )
    except EmailNotValidError as error:
        raise InvalidAddress(str(error)) from error
    address = (valid.ascii_email or valid.normalized).lower()
    if not address.isascii():
        raise InvalidAddress("the address has no ASCII form")
    return address


def inbox_address(text: str, *, production: bool, office: str) -> str:
    """Returns the address of an office's inbox: under gouv.fr, or a reserved domain outside production.

    Args:
        text: what was typed or imported.
        production: False also accepts the reserved domains `.example` and `.test`.
        office: its id in the directory, as `hc:987`; two of them have a domain of their own.

    Raises:
        InvalidAddress: malformed, or of another domain.
    """
    address = normal_address(text, production=production)
    if _GOVERNMENT.fullmatch(address) or (not production and _RESERVED.fullmatch(address)):
        return address
    if _domain(address) in _EXCEPTIONS.get(office, frozenset()):
        return address
    raise InvalidAddress(f"{address} is not an address under gouv.fr")


def suspicions(address: str) -> tuple[Suspicion, ...]:
    """Tells what is unusual about the address itself, in the form that `inbox_address` gives."""
    local, _, domain = address.rpartition("@")
    words = set(re.split(r"[.-]", local))
    found = {
        Suspicion.LEGACY: domain.endswith(_LEGACY),
        Suspicion.PERSON: _TWO_NAMES.fullmatch(local) is not None and not words & _SERVICES,
        Suspicion.OUTSIDE: _GOVERNMENT.fullmatch(address) is None,
    }
    return tuple(suspicion for suspicion, holds in found.items() if holds)


def _domain(address: str) -> str:
    return address.rpartition("@")[2]
