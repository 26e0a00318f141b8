"""How old a source is, from a date written in words."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.clock import french_date

_ISO = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")

#: From this age on, reviewers are told.
OLD_YEARS = 2


@dataclass(frozen=True)
class Age:
    """What can be said of a date: `undated` when the document bears none, `old` when it is surely too old."""

    undated: bool
    old: bool


def age_of(words: str, today: date) -> Age:
    """Reads a date such as « 2021-10-27 », « 2021-10 », « 2021 », « non daté (vers 2023) ».

    A date without a day or a month is taken at its end, so that nothing is called old that may not be.
    """
    last = last_day(words)
    limit = today.replace(year=today.year - OLD_YEARS, day=min(today.day, 28))
    return Age(undated=last is None or "non daté" in words, old=last is not None and last < limit)


def last_day(words: str) -> date | None:
    """Gives the last day that a date in words may mean, or None when it names no year."""
    iso = _ISO.fullmatch(words.strip())
    if iso is None:
        years = [int(year) for year in _YEAR.findall(words)]
        return date(max(years), 12, 31) if years else None
    year, month, day = (int(part) if part else None for part in iso.groups())
    if year is None:
        return None
    try:
        if day is not None and month is not None:
            return date(year, month, day)
        if month is not None:
            return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    except ValueError:
        return None
    return date(year, 12, 31)


def in_french(words: str) -> str:
    """Gives « 27 octobre 2021 » for « 2021-10-27 » and « octobre 2021 » for « 2021-10 »."""
    iso, last = _ISO.fullmatch(words.strip()), last_day(words)
    if iso is None or last is None or iso[2] is None:
        return words
    return french_date(last) if iso[3] else french_date(last).split(" ", 1)[1]
