"""Which e-mail addresses may be written to."""

import re

from email_validator import EmailNotValidError, validate_email

#: A préfecture answers under gouv.fr, with or without the older `pref.` label.
_GOVERNMENT = re.compile(r"[^@\s]+@([a-z0-9-]+\.)*gouv\.fr")

#: Names that never exist on the Internet (RFC 2606, 2).
_RESERVED = re.compile(r"[^@\s]+@([a-z0-9-]+\.)+(example|test)")


class InvalidAddress(ValueError):
    """The text is not an address that messages may be sent to."""


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


def inbox_address(text: str, *, production: bool) -> str:
    """Returns the address of a préfecture's inbox: under gouv.fr, or a reserved domain outside production.

    Raises:
        InvalidAddress: malformed, or of another domain.
    """
    address = normal_address(text, production=production)
    if _GOVERNMENT.fullmatch(address) or (not production and _RESERVED.fullmatch(address)):
        return address
    raise InvalidAddress(f"{address} is not an address under gouv.fr")
