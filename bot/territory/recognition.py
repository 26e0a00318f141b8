"""Which collectivité a text speaks of: a form's answer, or any sentence.

A text is first read as a whole, as an answer is (`reading`, `matching`); failing that, names are looked for
inside it (`scanning`); failing that, what stands where a name is expected is compared with every name
(`suggestions`). Only the first two are ever certain.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from bot.territory.arrondissements import municipal_arrondissement
from bot.territory.context import in_first_person
from bot.territory.doubts import believed
from bot.territory.matching import Match, matches, matches_by_words, order
from bot.territory.model import Collectivite
from bot.territory.normalise import Word, words
from bot.territory.postal import Postal, with_postal_code, without_postal_codes
from bot.territory.reading import Reading, read
from bot.territory.scanning import Mention, heaviest, mentions_in
from bot.territory.suggestions import Suggestion, suggest, whole
from bot.territory.tables import Territory

#: In characters. What follows in a longer text is not read.
LONGEST_SENTENCE = 1_000

#: In words: a text of more words is a sentence, of which a name is a part.
_LONGEST_NAME_TYPED = 9

#: Score of a suggestion that makes an exact name inside it only a part of it.
_SURELY_LIKE = 90

#: In letters.
_SHORTEST_GLUED = 6

#: « CD59 » is two words.
_GLUED_NUMBER = re.compile(r"\b(cd|cg|dept|dpt|dep)(\d[\dab]\d?)\b", re.IGNORECASE)


class Status(str, Enum):
    """How many collectivités a text may speak of."""

    FOUND = "found"
    AMBIGUOUS = "ambiguous"
    NOT_FOUND = "not_found"

    __str__ = str.__str__


@dataclass(frozen=True, slots=True)
class Candidate:
    """A collectivité that a text may speak of.

    Attributes:
        collectivite: the one of today.
        known_as: what the text calls it, when that is not its name of today: « Lomme » for Lille.
        place: code of the département named, when the collectivité sits for several: "68", « le Haut-Rhin ».
        area: the text says where, and not who: « dans le 62 ».
    """

    collectivite: Collectivite
    known_as: str | None = None
    place: str | None = None
    area: bool = False


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a text speaks of.

    Attributes:
        status: FOUND with one candidate, AMBIGUOUS with two at least, NOT_FOUND with none.
        certain: False when a name was mistyped, or only deduced: the visitor has to say yes first.
        candidates: the best first.
        beside: those called like a candidate that is meant first: who says « Bordeaux » means the commune,
            and may speak for Bordeaux Métropole; « Guadeloupe » is a département, and a région.
        speaker: who writes says that it is theirs: « je suis maire de Royan », not « Royan a signé ».
    """

    status: Status
    certain: bool = True
    candidates: tuple[Candidate, ...] = ()
    beside: tuple[Candidate, ...] = ()
    speaker: bool = False


#: « mairie@creuse.example » names no place, nor is the 05 of « 05 55 00 00 00 » a département.
_CONTACT = re.compile(r"[^\s@]{1,64}@[^\s@]{1,254}|(?<!\d)(?:\+33|0033|0)[ .]?[1-9](?:[ .\-]?\d\d){4}(?!\d)")

NOTHING = Recognition(Status.NOT_FOUND)


def recognise(territory: Territory, text: str, *, asked: bool = False) -> Recognition:
    """Recognises the collectivité that a text speaks of.

    Args:
        territory: the tables.
        text: any text at all; `LONGEST_SENTENCE` characters of it are read.
        asked: the text answers « Quelle est votre collectivité ? »: an everyday word that is the name of a
            commune (« Contes », « Sens ») is then taken as one.
    """
    typed = words(_GLUED_NUMBER.sub(r"\1 \2", _CONTACT.sub(" ; ", text[:LONGEST_SENTENCE])))
    postal, rest = without_postal_codes(territory, typed)
    found = municipal_arrondissement(territory, rest) or _whole(territory, rest, postal, asked=asked)
    if found:
        return replace(_exact(territory, postal, found), speaker=in_first_person(rest, len(rest)))
    mentions = mentions_in(territory, rest, asked=asked)
    alike = whole(territory, rest, postal.communes, asked=asked) if len(rest) <= _LONGEST_NAME_TYPED else None
    if alike and _is_longer(rest, mentions, alike):
        return _recognition(territory, alike.found, certain=False)
    if any(one.governed for one in mentions):
        speaker = any(one.speaker and not one.aside for one in mentions)
        return replace(_exact(territory, postal, heaviest(mentions)), speaker=speaker)
    recognised = _suggested(territory, rest, postal, mentions, alike, asked=asked)
    if recognised.candidates or not postal.said_alone(rest):
        return recognised
    return _exact(territory, postal, tuple(Match(one) for one in sorted(postal.communes)))


def _is_longer(typed: Sequence[Word], mentions: Sequence[Mention], alike: Suggestion) -> bool:
    """« sait etienne du rouvray » is a mistyped name rather than Rouvray and words around it."""
    if not mentions or not alike.found or any(word.pause for word in typed[1:]):
        return False
    covered = max(one.span.end - one.span.start for one in mentions)
    return alike.score >= _SURELY_LIKE and alike.name.count(" ") >= covered


def _exact(territory: Territory, postal: Postal, found: tuple[Match, ...]) -> Recognition:
    return _recognition(territory, with_postal_code(territory, postal, found), certain=True)


def _whole(territory: Territory, typed: Sequence[Word], postal: Postal, *, asked: bool) -> tuple[Match, ...]:
    """Reads the whole text as the name of a collectivité, with what leads to it and follows it."""
    readings = tuple(read(typed, territory.areas))
    for reading in readings:
        if not reading.name and postal.codes:
            return postal.of_kind(territory, reading)
        found = matches(territory, reading)
        if found := believed(territory, typed, reading, found, asked=asked or postal.typed):
            return found
    for reading in readings:
        found = _glued(territory, reading) or matches_by_words(territory, reading)
        if found := believed(territory, typed, reading, found, asked=asked or postal.typed):
            return found
    return ()


def _glued(territory: Territory, reading: Reading) -> tuple[Match, ...]:
    """« saintetiennedurouvray », « mairie de la rochesur yon »: right but for its spaces."""
    if len(reading.name) < _SHORTEST_GLUED or reading.name in territory.ordinary_words:
        return ()
    return tuple(
        match
        for name in territory.spellings.of_glued.get(reading.name.replace(" ", ""), ())
        # « la hage » has a space too many: it may be La Hague rather than Lahage.
        if name.count(" ") > reading.name.count(" ")
        for match in matches(territory, replace(reading, name=name))
    )


def _suggested(
    territory: Territory,
    typed: Sequence[Word],
    postal: Postal,
    mentions: Sequence[Mention],
    alike: Suggestion | None,
    *,
    asked: bool,
) -> Recognition:
    """Compares with every name what stands for one; without likeness, the place named does not exist."""
    suggestion = suggest(
        territory,
        typed,
        postal.communes,
        alike,
        asked=asked,
        parts=all(one.area or one.aside for one in mentions),
    )
    if suggestion.found:
        return _recognition(territory, suggestion.found, certain=False)
    if suggestion.attempted:
        # « maire de Saint-Guilbaudran-le-Vieux, à 15 km de Brest » names neither Vieux nor Brest.
        mentions = [
            one
            for one in mentions
            if not (one.area or one.aside or f" {one.span.name} " in f" {suggestion.name} ")
        ]
    return _exact(territory, postal, heaviest(mentions))


def _recognition(territory: Territory, found: Iterable[Match], *, certain: bool) -> Recognition:
    matched = {one.id: one for one in found}
    ordered = list(matched.values())
    if certain:
        ordered.sort(key=lambda one: order(territory.collectivites[one.id]))
    if not ordered:
        return NOTHING
    meant = [one for one in ordered if not one.beside] or ordered
    return Recognition(
        Status.FOUND if len(meant) == 1 else Status.AMBIGUOUS,
        certain and all(one.sure for one in meant),
        tuple(_candidate(territory, one) for one in meant),
        tuple(_candidate(territory, one) for one in ordered if one not in meant),
    )


def _candidate(territory: Territory, match: Match) -> Candidate:
    return Candidate(territory.collectivites[match.id], match.known_as, match.place, match.area)
