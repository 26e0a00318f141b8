"""Answers to one question of the letter that are figures: a telephone, a number of inhabitants."""

import re

from bot.entities.contacts import telephones_in
from bot.entities.population import populations_in
from bot.entities.words import words
from bot.letter.answers import Accepted, Refusal, Refused
from bot.letter.introductions import written
from bot.letter.phrases import says_not_known
from bot.letter.text import fold, one_line

#: Fewer is a year or a slip, more than the largest région is one too.
POPULATION_MAX = 20_000_000

_FIGURE = re.compile(r"(?<!\d)(\d{1,3}(?:[ .\u00a0\u202f]\d{3})+|\d{1,8})(?!\d)")


def read_telephone(text: str) -> Accepted[str] | Refused:
    """Finds the one French telephone of `text`, written as a person does."""
    line = one_line(text)
    found = {written(one.details["e164"], str(one.value)) for one in telephones_in(line)}
    if len(found) == 1:
        return Accepted(found.pop())
    if not found and says_not_known(fold(line)):
        return Refused(Refusal.NOT_KNOWN)
    return Refused(Refusal.NOT_UNDERSTOOD)


def read_population(text: str) -> Accepted[int] | Refused:
    """Finds the one number of inhabitants of `text`, said with or without the word."""
    line = one_line(text)
    said = {int(one.value) for one in populations_in(words(line))}
    figures = said or {int(re.sub(r"\D", "", match)) for match in _FIGURE.findall(line)}
    if len(figures) == 1 and 0 < (figure := figures.pop()) <= POPULATION_MAX:
        return Accepted(figure)
    if not figures and says_not_known(fold(line)):
        return Refused(Refusal.NOT_KNOWN)
    return Refused(Refusal.NOT_UNDERSTOOD)
