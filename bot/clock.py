"""What time it is, as an argument: nothing in the rooms reads the machine's clock by itself."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

#: Gives the present as an aware UTC datetime.
Clock: TypeAlias = Callable[[], datetime]

#: Letters and mails show the time of metropolitan France.
PARIS = ZoneInfo("Europe/Paris")


def now() -> datetime:
    """Returns the present, aware, in UTC."""
    return datetime.now(UTC)
