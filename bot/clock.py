"""What time it is, as an argument: nothing in the rooms reads the machine's clock by itself."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

#: Gives the present as an aware UTC datetime.
Clock: TypeAlias = Callable[[], datetime]

#: Letters and mails show the time of metropolitan France.
PARIS = ZoneInfo("Europe/Paris")

_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


def now() -> datetime:
    """Returns the present, aware, in UTC."""
    return datetime.now(UTC)


def french_date(day: date) -> str:
    """Gives « 1er décembre 2026 »."""
    return f"{'1er' if day.day == 1 else day.day} {_MONTHS[day.month - 1]} {day.year}"
