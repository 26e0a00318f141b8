"""Functions in any sentence: what `bot.letter.functions` knows, where it tells who writes or who signs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.entities.lexicon import Lexicon
from bot.entities.model import DOUBTFUL, FONCTION, SURE, Entity
from bot.entities.vocabulary import (
    ADJECTIVES,
    BEFORE_A_FUNCTION,
    BODIES,
    DETERMINERS,
    EVERYDAY,
    INITIALS,
    NOT_FUNCTIONS,
    OCCUPATIONS,
    OF_A_MAIRE,
    OPENINGS,
    PRESIDED,
    SAY_A_FUNCTION,
    STOP_WORDS,
    VERBS,
)
from bot.entities.words import Word, is_shouted, said
from bot.letter.functions import looks_like_one, recognise

#: In words: no function that people write is longer.
_LONGEST = 14
#: In words: between a phrase and the function that it announces.
_NEAR = 3
#: In words: what follows a function that is the whole message: « le maire de la petite commune de Felletin ».
_FEW = 8

_ORDINAL = re.compile(r"\d{1,2}(?:ere?|e|eme|re|nde?)|premiere?|seconde?|(?:deux|trois|quatr|cinqu|six)ieme")
_REMITS = frozenset({"charge", "chargee", "delegue", "deleguee"})
_TAKE_A = frozenset({"adjoint", "adjointe", "delegue", "deleguee"})
#: Nouns at which a name ends, and that a function may hold: « coordinatrice CTAI ».
_NOUNS = frozenset({"contrat", "dossier", "aide", "question", "adresse", "ctai"})
_OF = frozenset({"de", "du", "des", "d"})
_TO = frozenset({"a", "au", "aux"})
_FEMININE = re.compile(
    r"mairesse|presidente|adjointe|conseillere|elue|deputee|senatrice|directrice|cheffe|chargee|coordinatrice"
    r"|coordonnatrice|referente|assistante|agente|deleguee|generale|municipale|\w+trice|attachee|technicienne"
)
_MASCULINE = re.compile(
    r"president|adjoint|conseiller|elu|depute|senateur|directeur|charge|coordinateur|coordonnateur|referent"
    r"|assistant|agent|delegue|general|municipal|\w+teur|attache|technicien"
)


@dataclass(frozen=True)
class Head:
    """A function that a text names, whoever has it.

    Attributes:
        start: position of its first word.
        end: position after its last one.
        lead: position of the determiner before it, or `start`.
    """

    start: int
    end: int
    lead: int


def heads_in(text: str, typed: Sequence[Word], lexicon: Lexicon) -> dict[int, Head]:
    """Gives every function named, by the position of its first word; plurals are nobody's own."""
    shouted = is_shouted(typed)
    found: dict[int, Head] = {}
    position = 0
    while position < len(typed):
        noun = _noun(text, typed, position)
        if noun is None:
            position += 1
            continue
        end = _extent(text, typed, noun, lexicon, shouted=shouted)
        if "republique" in said(typed, end, end + 3):
            position = end
            continue
        lead = position
        while (
            lead > 0 and position - lead < 2 and typed[lead].follows and typed[lead - 1].text in DETERMINERS
        ):
            lead -= 1
        found[position] = Head(position, end, lead)
        position = end
    return found


def functions_in(
    text: str, typed: Sequence[Word], heads: dict[int, Head], persons: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, Entity]]:
    """Gives the functions of who writes, or of a person who is named, with the positions of their words.

    Args:
        text: the text.
        typed: its words.
        heads: `heads_in` of it.
        persons: where names of persons stand, in words.
    """
    begin = dict(persons)
    ends = {end: start for start, end in persons}
    asks = text.rstrip().endswith("?")
    previous: int | None = None  # end of the last function given
    for head in heads.values():
        told = (
            _is_announced(typed, head.start)
            or _is_of_a_person(typed, head, begin, ends)
            or _opens(text, typed, head, asks=asks)
            or _is_whole(typed, head, asks=asks)
            or (previous is not None and _is_joined(typed, head, previous))
        )
        if told:
            previous = head.end
            yield head.start, head.end, _entity(text, typed, head)


def _entity(text: str, typed: Sequence[Word], head: Head) -> Entity:
    start, end = typed[head.start].start, typed[head.end - 1].end
    said_with_article = text[typed[head.lead].start : end]
    details = {"titre": recognise(said_with_article).title}
    gender = _gender(typed, head)
    # « conseiller », alone, may be whom one wants to speak to.
    confidence = DOUBTFUL if _is_everyday(typed, head) and len(typed) == 1 else SURE
    return Entity(
        FONCTION,
        text[start:end],
        start,
        end,
        confidence,
        {**details, **({"genre": gender} if gender else {})},
    )


def _gender(typed: Sequence[Word], head: Head) -> str:
    """Gives "f" or "m" when a word shows it: the article counts, a civility does not."""
    for word in said(typed, head.start, min(head.end, head.start + 3)):
        if _FEMININE.fullmatch(word):
            return "f"
        if _MASCULINE.fullmatch(word):
            return "m"
    articles = said(typed, head.lead, head.start)
    return "f" if {"la", "une"} & set(articles) else "m" if {"le", "un"} & set(articles) else ""


def _noun(text: str, typed: Sequence[Word], position: int) -> int | None:
    """Gives the position of the noun of a function that begins here: « adjoint » in « premier adjoint »."""
    word = typed[position]
    if word.text in STOP_WORDS or not word.text[0].isalnum():
        return None
    noun = position
    while noun - position < 2 and noun < len(typed) and _qualifies(typed, noun):
        noun += 1
    if noun >= len(typed) or any(not one.follows for one in typed[position + 1 : noun + 1]):
        return None
    name = typed[noun].text
    if name in NOT_FUNCTIONS or (name.endswith("s") and name not in INITIALS):
        return None
    if name in {"elu", "elue"} and _is_dated(typed, noun + 1):
        return None
    if name in OCCUPATIONS or name in INITIALS:
        return noun
    end = typed[min(noun + 2, len(typed)) - 1].end
    return noun if looks_like_one(text[typed[noun].start : end][:80]) else None


def _is_dated(typed: Sequence[Word], position: int) -> bool:
    """« élue en 2021 », « élu en juin » say since when."""
    following = said(typed, position, position + 3)
    return following[:1] == ("en",) and any(one.isdigit() for one in following[1:])


def _qualifies(typed: Sequence[Word], position: int) -> bool:
    name = typed[position].text
    if name == "vice":
        return position + 1 < len(typed) and typed[position + 1].text.startswith("president")
    return _ORDINAL.fullmatch(name) is not None or name in {"ancien", "ancienne", "ex"}


def _extent(text: str, typed: Sequence[Word], noun: int, lexicon: Lexicon, *, shouted: bool) -> int:
    """Gives the position after the last word of a function; no name of a place belongs to it."""
    walk = _Walk(text, typed, lexicon, shouted, typed[noun].text)
    position = noun + 1
    while position < len(typed) and position - noun < _LONGEST:
        after = walk.step(position)
        if after is None:
            break
        position = after
    return position


class _Walk:
    """Walks over what completes a function, a few words at a time."""

    def __init__(self, text: str, typed: Sequence[Word], lexicon: Lexicon, shouted: bool, noun: str) -> None:
        self._text, self._typed, self._lexicon, self._shouted = text, typed, lexicon, shouted
        self._maire = noun in {"maire", "mairesse"}
        self._president = noun.startswith("president") or noun == "vp"
        self._closed = self._maire or self._president or noun in INITIALS or noun.startswith("conseill")
        self._elected = noun in {"elu", "elue"}
        #: A remit has begun: « en charge de », « déléguée à ».
        self._remit = noun in _REMITS
        self._takes_a = noun in _TAKE_A

    def step(self, position: int) -> int | None:
        """Gives the position after what stands at `position`; None when the function ends before it."""
        typed, word = self._typed, self._typed[position]
        following = said(typed, position + 1, position + 3)
        begins = following[:1] and following[0] in _OF | _TO
        if word.text == "en" and following[:1] == ("charge",):
            self._remit = True
            return position + 2
        if word.text in _REMITS and (begins or word.follows):
            # « maire délégué de Bort » has no remit.
            self._remit = not self._maire or bool(begins and following[0] in _TO)
            self._takes_a = word.text in _TAKE_A
            return position + 1 if word.follows or self._remit else None
        if not word.follows:
            return None
        if word.text in ADJECTIVES and (not self._maire or word.text in OF_A_MAIRE):
            self._takes_a = word.text in _TAKE_A
            return position + 1
        if word.text in _OF | _TO:
            return self._complement(position)
        if word.text == typed[position - 1].text == "com":  # « com com »
            return position + 1
        if word.text == "par" and following[:1] == ("interim",):
            return position + 2
        if word.text == "et" and self._remit and following[:1] and following[0] in _OF:
            return position + 1
        bare = self._remit or not self._closed
        return position + 1 if bare and self._is_plain(position) else None

    def _complement(self, position: int) -> int | None:
        """« du CCAS », « de la communauté », « au maire », « à la culture »."""
        typed, link = self._typed, self._typed[position].text
        noun = position + 1
        while noun < len(typed) and noun - position < 3 and typed[noun].text in {"la", "le", "l", "les"}:
            noun += 1
        if noun >= len(typed) or not all(one.follows for one in typed[position + 1 : noun + 1]):
            return None
        name, article = typed[noun].text, link == "du" or noun > position + 1
        if link in _TO and (not self._takes_a or (link == "a" and not article)):
            return None
        self._takes_a = False
        if name == "maire":
            return None if self._maire else noun + 1
        if name in {"arrondissement", "interim"}:
            return noun + 1
        if (self._closed or self._elected) and not self._remit and link in _OF:
            allowed = self._president and name in PRESIDED
            opposed = name in {"opposition", "majorite", "quartier"}
            return noun + 1 if allowed or opposed else None
        if name in BODIES and article and not self._has_its_own(position, name):
            return None
        return noun + 1 if self._is_plain(noun, link=link) else None

    def _has_its_own(self, position: int, name: str) -> bool:
        """« politique de la ville », « directeur du CCAS », « chef du service » are no collectivité."""
        if name == "ville":
            return self._typed[position - 1].text == "politique"
        return name in {
            "ccas",
            "cias",
            "service",
            "services",
            "pole",
            "direction",
            "conseil",
            "commission",
            "groupe",
        }

    def _is_plain(self, position: int, *, link: str = "") -> bool:
        """Tells an everyday noun or initials from a verb, a place or a name."""
        word = self._typed[position]
        if word.text == "maire":  # « élue maire »
            return False
        if word.text in STOP_WORDS - _NOUNS or word.text.isdigit():
            return False
        if word.text in self._lexicon.first_names:
            return False
        if word.capital and not word.upper and not self._shouted and not self._is_titled(word):
            return False
        if word.text in BODIES and not link:
            return False
        return not any(
            self._lexicon.is_place(self._text[word.start : last.end])
            for last in self._typed[position : position + 3]
        )

    def _is_titled(self, word: Word) -> bool:
        """« Directeur Général des Services »: a capital on a word that is French and no place."""
        known = word.text in self._lexicon.ordinary or word.text in BODIES
        return known and word.text not in self._lexicon.places


def _is_announced(typed: Sequence[Word], start: int) -> bool:
    """« je suis la », « en tant que », « fonction : »; « je ne suis pas » announces nothing."""
    position = start
    while True:
        if start - position <= _NEAR and _ends_a_phrase(typed, position):
            said_before = said(typed, position - 3, position)
            # « un poste de coordinateur » is nobody's yet.
            said_before = said(typed, position - 4, position) if "poste" in said_before else said_before
            vague = {"ne", "n"} | (
                {"un", "des", "vrai", "ou", "quel", "fiche"} if "poste" in said_before else set()
            )
            return vague.isdisjoint(said_before) and not _pauses(typed, position, start)
        if position == 0 or start - position >= _NEAR or typed[position - 1].text not in BEFORE_A_FUNCTION:
            return False
        position -= 1


def _ends_a_phrase(typed: Sequence[Word], position: int) -> bool:
    if position and typed[position - 1].text == "moi" and typed[position - 1].gap == "-":
        return False  # « passez-moi un conseiller »
    if said(typed, position - 1, position + 1) in {("moi", "un"), ("moi", "une")}:
        return False  # « donnez moi un agent »
    return any(said(typed, position - size, position) in SAY_A_FUNCTION for size in (1, 2, 3))


def _pauses(typed: Sequence[Word], phrase_end: int, start: int) -> bool:
    """Tells whether a full stop or the like stands between; a colon or a comma may."""
    return any(not {".", "!", "?", ";", "("}.isdisjoint(word.gap) for word in typed[phrase_end : start + 1])


def _is_of_a_person(typed: Sequence[Word], head: Head, begin: dict[int, int], ends: dict[int, int]) -> bool:
    """« Claire Dupont, maire », « la maire Claire Dupont », « Alain Boyer est notre directeur »."""
    if head.end in begin and not _is_new_sentence(typed[head.end]):
        return True
    if _after_is(typed, head.end) in begin:
        return True
    # A civility may stand between: « la présidente, Mme Fournier ».
    position = head.lead
    if position in ends:
        return True
    if typed[position - 1].text in {"est", "sera", "et"} and position - 1 in ends:
        return typed[position - 1].text != "et"
    return position >= 2 and typed[position - 1].text in {"est", "sera"} and position - 1 in ends


def _after_is(typed: Sequence[Word], position: int) -> int:
    """Gives the position after « est », « sera », « c’est »; -1 when none of them stands there."""
    following = said(typed, position, position + 2)
    if following == ("c", "est"):
        return position + 2
    return (
        position + 1 if following[:1] and following[0] in {"est", "sera"} and typed[position].follows else -1
    )


def _is_new_sentence(word: Word) -> bool:
    return not {".", "!", "?", ";"}.isdisjoint(word.gap)


def _opens(text: str, typed: Sequence[Word], head: Head, *, asks: bool) -> bool:
    """Tells a function that begins a sentence or a part of it, without article and with no verb after it."""
    start = head.start
    first = start == 0 or typed[start].pause
    greeted = start > 0 and typed[start - 1].text in OPENINGS
    if head.lead != start or not (first or greeted):
        return False
    end = typed[head.end - 1].end
    if text[end : end + 2].strip().startswith("?"):
        return False
    if head.end < len(typed) and typed[head.end].follows and typed[head.end].text in VERBS - {"a"}:
        return False
    # « Médiateur en santé possible ? »
    rest = typed[head.end :] if len(typed) - head.end <= _FEW else ()
    if rest and asks and all(word.follows for word in rest):
        return False
    return not (_is_everyday(typed, head) and len(typed) > 1)


def _is_everyday(typed: Sequence[Word], head: Head) -> bool:
    return head.end - head.start == 1 and typed[head.start].text in EVERYDAY


def _is_whole(typed: Sequence[Word], head: Head, *, asks: bool) -> bool:
    """« Le maire », « bonjour, la présidente de l’agglo de Pau »: nothing else is said."""
    if len(typed) - head.end > _FEW or head.lead > 2:
        return False
    if any(
        word.text not in OPENINGS | {"c", "est", "monsieur", "madame", "m", "mme"}
        for word in typed[: head.lead]
    ):
        return False
    rest = typed[head.end :]
    if _is_everyday(typed, head) and head.lead:
        return False  # « bonjour l’assistant »
    if not rest:
        return not asks
    return rest[0].text in _OF and all(word.text not in VERBS and word.follows for word in rest)


def _is_joined(typed: Sequence[Word], head: Head, previous: int) -> bool:
    """« maire de Felletin et présidente de la communauté de communes »."""
    between = typed[previous : head.start] if head.start - previous <= _FEW else ()
    if not between or any(word.pause for word in between):
        return False
    position = head.lead - 1
    return position >= previous and typed[position].text == "et" and not any(w.text in VERBS for w in between)
