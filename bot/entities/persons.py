"""Names of persons in any sentence, with the civility that comes with them.

A name is believed for what stands before it (« je m’appelle », « Mme »), after it (a function), or around it
(nothing: the whole message is a name); a usual first name makes a suggestion of what else looks like one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.entities.functions import Head
from bot.entities.lexicon import Lexicon
from bot.entities.model import CIVILITE, DOUBTFUL, PERSONNE, SURE, Entity
from bot.entities.vocabulary import (
    BODIES,
    CIVILITIES,
    CIVILITIES_BEFORE_A_CAPITAL,
    DETERMINERS,
    MAY_SAY_A_NAME,
    PARTICLES,
    PLACES_NAMED_AFTER,
    SAY_A_NAME,
    STOP_WORDS,
)
from bot.entities.words import Word, is_shouted, said

#: In words that are no particles.
_LONGEST = 5
#: In words: the longest phrase that says a name, and how far before a name a street may stand.
_PHRASE = 3
_NEAR = 3

_PARTICLE_RUN = 3

#: A place rather than an unknown name stands after these.
_LEADS = frozenset({"du", "des", "d", "a", "au", "aux", "la", "le", "les", "l", "en"})


@dataclass(frozen=True)
class Person:
    """A name in a text: the positions of its words, that of its civility (or `start`), and how sure it is."""

    lead: int
    start: int
    end: int
    confidence: float


@dataclass(frozen=True)
class _Name:
    """What may be a name.

    Attributes:
        end: position after its last word.
        size: its words that are no particles.
        cased: written with capitals in a text that does not shout.
        known: one of its words is a usual first name.
    """

    end: int
    size: int
    cased: bool
    known: bool


@dataclass(frozen=True)
class _Text:
    """A text ready to be read."""

    text: str
    typed: Sequence[Word]
    heads: dict[int, Head]
    lexicon: Lexicon
    shouted: bool
    places: frozenset[int]
    function_ends: frozenset[int]


def persons_in(
    text: str,
    typed: Sequence[Word],
    heads: dict[int, Head],
    lexicon: Lexicon,
    *,
    taken: frozenset[int] = frozenset(),
    suggested: Sequence[tuple[int, int]] = (),
) -> list[Person]:
    """Gives the persons named, in the order of the text.

    Args:
        text: the text.
        typed: its words.
        heads: the functions that it names.
        lexicon: first names, everyday words and places.
        taken: positions of words that are something else, as those of an address.
        suggested: spans, in characters, in which a language model sees a person: a doubt, never a proof.
    """
    read = _Text(
        text, typed, heads, lexicon, is_shouted(typed), lexicon.long_places(typed), _ends_of(typed, heads)
    )
    near = _suggested_starts(typed, suggested)
    found: list[Person] = []
    position = 0
    while position < len(typed):
        person = None if position in taken else _person(read, position, near)
        if person is None:
            position += 1
            continue
        found.append(person)
        position = person.end
    return found


def entities_of(text: str, typed: Sequence[Word], person: Person) -> Iterator[Entity]:
    """Writes a person, and the civility if one was said, as entities."""
    if person.lead < person.start:
        civility = typed[person.lead]
        yield Entity(CIVILITE, CIVILITIES[civility.text], civility.start, civility.end, person.confidence)
    start, end = typed[person.start].start, typed[person.end - 1].end
    yield Entity(PERSONNE, text[start:end], start, end, person.confidence)


def _suggested_starts(typed: Sequence[Word], suggested: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Gives the positions of the words at which a suggestion begins."""
    starts = {start for start, _ in suggested}
    return frozenset(position for position, word in enumerate(typed) if word.start in starts)


def _person(read: _Text, position: int, near: frozenset[int]) -> Person | None:
    if read.typed[position].text in CIVILITIES:
        return _after_civility(read, position)
    if not _may_begin(read, position):
        return None
    told = _is_told(read, position)
    name = _name(read, position, strong=told)
    if (
        name is None
        or (not told and _is_part_of_a_place(read, position, name))
        or _is_a_place(read, position, name)
    ):
        return None
    confidence = _belief(read, position, name, near, told=told)
    return Person(position, position, name.end, confidence) if confidence else None


def _belief(read: _Text, start: int, name: _Name, near: frozenset[int], *, told: bool) -> float:
    """Gives how sure it is that these words name a person; 0 when nothing says so."""
    if told:
        return SURE
    full = name.size > 1 and (name.known or name.cased)
    if name.known and name.cased and _is_apart(read, start, name.end) and _has_a_function(read, name.end):
        return SURE
    if full and _has_a_function(read, name.end):
        return SURE
    if _may_be_told(read, start):
        if name.known:
            return SURE
        if full:
            return SURE if start in near else DOUBTFUL
    apposed = name.cased or _ends_here(read, name.end)
    if full and apposed and start and (start - 1) in read.function_ends:
        return SURE
    whole = _is_apart(read, start, name.end)
    if whole and name.known and (name.size > 1 or name.end - start == len(read.typed)):
        return SURE if name.size > 1 else DOUBTFUL
    if not name.cased or name.size < 2 or _is_named_after(read, start):
        return 0
    # What only the language model sees is short and in whole words: « Bénéficie-t-on » is nobody.
    alike = (
        start in near
        and name.size == name.end - start == 2
        and all(len(word.text) > 1 for word in read.typed[start : name.end])
    )
    return DOUBTFUL if name.known or alike else 0


def _ends_of(typed: Sequence[Word], heads: dict[int, Head]) -> frozenset[int]:
    """Gives the positions of the last words of functions; « président de l’agglo » is followed by a place."""
    return frozenset(head.end - 1 for head in heads.values() if typed[head.end - 1].text not in BODIES)


def _after_civility(read: _Text, position: int) -> Person | None:
    """« Mme de La Tour », « M. Vidal »; « madame la préfète » and « monsieur le maire » name nobody."""
    civility = read.typed[position]
    start = position + 1
    if start >= len(read.typed) or read.typed[start].gap not in {" ", ". ", ".", "  ", " : ", ": "}:
        return None
    first = read.typed[start]
    if first.text in CIVILITIES:
        return None
    shown = any(word.capital for word in read.typed[start : start + (2 if first.text in PARTICLES else 1)])
    if civility.text in CIVILITIES_BEFORE_A_CAPITAL and not (civility.capital and shown):
        return None
    cased = first.capital and not read.shouted
    if not cased and first.text not in {"de", "d"} and not _may_begin(read, start):
        return None
    if first.text in STOP_WORDS and first.text not in PARTICLES:
        return None
    in_full = civility.text in {"madame", "monsieur"}
    spoken_of = position > 0 and read.typed[position - 1].text in DETERMINERS | {"vieux", "jeune", "ce"}
    if not cased and in_full and (spoken_of or first.text in read.lexicon.ordinary):
        return None
    if start in read.heads or first.text in BODIES:
        return None
    name = _name(read, start, strong=True)
    return Person(position, start, name.end, SURE) if name else None


def _may_begin(read: _Text, position: int) -> bool:
    word = read.typed[position]
    if word.text in PLACES_NAMED_AFTER:
        return False
    if word.text in PARTICLES:
        # « El Amrani », « Da Silva »; « le » and « de » begin no name of a person in small letters.
        return (word.capital and not read.shouted) or word.text in {"van", "von", "el", "ben", "o"}
    return _is_word_of_a_name(read, position)


def _is_word_of_a_name(read: _Text, position: int) -> bool:
    word = read.typed[position]
    if _is_an_initial(read.typed, position):
        return True
    return (
        word.text.isalpha()
        and word.text not in STOP_WORDS
        and word.text not in BODIES
        and position not in read.heads
        and word.text not in CIVILITIES
    )


def _is_an_initial(typed: Sequence[Word], position: int) -> bool:
    """« J. Durand », « J.-P. Martin »."""
    word, after = typed[position], typed[position + 1 : position + 2]
    if len(word.text) != 1 or not word.capital or not word.text.isalpha() or not after:
        return False
    return after[0].capital and after[0].gap in {". ", ".", ".-"}


def _name(read: _Text, start: int, *, strong: bool) -> _Name | None:
    """Reads a name that begins at a word; `strong` when something says that one does."""
    typed = read.typed
    first = start
    while first < len(typed) - 1 and first - start < _PARTICLE_RUN and typed[first].text in PARTICLES:
        first += 1
    cased = (typed[start].capital or typed[first].capital) and not read.shouted
    end = size = 0
    known = False
    position = start
    while position < len(typed) and size < _LONGEST:
        if position > start and not _continues(read, position):
            break
        content = _after_particles(read, position, cased=cased, begun=size)
        if content is None or not _is_word_of_a_name(read, content):
            break
        word = typed[content]
        given = word.text in read.lexicon.first_names
        if cased and not word.capital and not (word.bound and content == position):
            break
        if not cased and not _is_believed(
            read, start, content, size, known=known, given=given, strong=strong
        ):
            break
        known = known or given
        size += 1
        position = end = content + 1
    return _Name(end, size, cased, known) if size else None


def _continues(read: _Text, position: int) -> bool:
    """Tells whether a word goes on with the name before it; « J. Durand » has a full stop inside."""
    word, before = read.typed[position], read.typed[position - 1]
    if word.follows:
        return True
    return len(before.text) == 1 and before.capital and word.gap in {". ", ".", ".-"}


def _after_particles(read: _Text, position: int, *, cased: bool, begun: int) -> int | None:
    """Gives the position of the word after particles; None when they lead to a place, or to nothing."""
    typed = read.typed
    content = position
    while content < len(typed) and content - position < _PARTICLE_RUN and typed[content].text in PARTICLES:
        given = typed[content].text in read.lexicon.first_names and typed[content].capital and cased
        if given or (begun and typed[content].bound):  # « Nguyen-Van »
            break
        content += 1
    if content == position:
        return content
    if content >= len(typed) or not all(word.follows for word in typed[position + 1 : content + 1]):
        return None
    if cased and not typed[content].capital:
        return None
    if (
        typed[position].text in {"de", "du", "des", "d", "le", "la", "l"}
        and begun
        and not typed[position].bound
    ):
        leads = typed[position].text in {"de", "du", "des", "d"}
        if leads and (begun > 1 or not cased) and _is_place_from(read, position, content):
            return None
        if leads and not cased:
            return None
    return content


def _is_place_from(read: _Text, particle: int, content: int) -> bool:
    typed = read.typed
    starts = {typed[content].start, typed[min(particle + 1, content)].start}
    ends = [word.end for word in typed[content : content + 4]]
    return any(read.lexicon.is_place(read.text[start:end]) for start in starts for end in ends)


def _is_believed(
    read: _Text, start: int, content: int, size: int, *, known: bool, given: bool, strong: bool
) -> bool:
    """Tells whether a word without a telling capital belongs to a name."""
    word = read.typed[content]
    ordinary = word.text in read.lexicon.ordinary
    if len(word.text) < 2:
        return False
    if not size:
        return given or (strong and not ordinary)
    if content > start and word.bound:
        return True
    if given or size == 1:
        return given or not ordinary or _ends_here(read, content + 1)
    # « marie claude dupont », « ludovic da silva »
    before = [one.text in read.lexicon.first_names for one in read.typed[start:content] if one.text.isalpha()]
    return (all(before) or read.typed[content - 1].text in PARTICLES) and not ordinary and known


def _ends_here(read: _Text, position: int) -> bool:
    """Tells whether nothing goes on after a position: « claire fontaine, »."""
    if position >= len(read.typed):
        return True
    word = read.typed[position]
    return not word.follows or word.text in STOP_WORDS or position in read.heads


def _is_part_of_a_place(read: _Text, start: int, name: _Name) -> bool:
    """« Florent-le-Vieil », « Denis de La Réunion », « la com com des Quatre Rivières », « VP de la MEL »."""
    first = read.typed[start]
    if first.bound and read.typed[start - 1].text not in {"d", "l"}:
        return True
    if not read.places.isdisjoint(range(start, name.end)):
        return True
    saints = {"saint", "sainte", "st", "ste"}
    named = said(read.typed, start, name.end)
    if first.text not in read.lexicon.first_names and not saints.isdisjoint(
        (*said(read.typed, start - 1, start), *named)
    ):
        return True
    led = start > 0 and first.follows and read.typed[start - 1].text in _LEADS
    if name.known:
        # « Camille » after « de » may be somebody; « Doué-la-Fontaine » after « à » is not.
        return led and first.text not in read.lexicon.first_names
    initials = any(word.upper and len(word.text) <= 4 for word in read.typed[start : name.end])
    return led or (initials and not read.shouted)


def _is_a_place(read: _Text, start: int, name: _Name) -> bool:
    """« Guéret », « Grand Poitiers »: a first name beside it makes « Claire Lyon » a person."""
    typed = read.typed
    if read.lexicon.is_place(read.text[typed[start].start : typed[name.end - 1].end]):
        return name.size == 1 or not name.known
    if name.known:
        # « Saint-Martin »
        return typed[start].text in {"saint", "sainte", "st", "ste"}
    return any(read.lexicon.is_place(read.text[word.start : word.end]) for word in typed[start : name.end])


def _is_told(read: _Text, start: int) -> bool:
    """« je m’appelle », « nom : », « le signataire sera »; « notre village s’appelle » tells a place."""
    for size in range(1, _PHRASE + 2):
        phrase = said(read.typed, start - size, start)
        if len(phrase) == size and phrase in SAY_A_NAME:
            if read.typed[start].gap.strip(" :,'’-"):
                return False
            # « signé avant Noël », « mon nom soit gardé »: a bare noun says a name with a colon only.
            if (
                phrase[-1] in {"nom", "prenom", "signe", "signee", "signataire"}
                and ":" not in read.typed[start].gap
            ):
                return False
            subject = said(read.typed, start - size - 3, start - size)
            return not (
                phrase[0] in {"s", "se"} and not BODIES.isdisjoint(subject[-2:]) and _lives(read, start)
            )
    return False


def _lives(read: _Text, start: int) -> bool:
    """A place is called so only where no first name stands."""
    return read.typed[start].text not in read.lexicon.first_names


def _may_be_told(read: _Text, start: int) -> bool:
    gap = read.typed[start].gap
    if not start or not {".", "!", "?", "("}.isdisjoint(gap):
        return False
    if said(read.typed, start - 1, start) in {("encore",), ("toujours",), ("donc",)}:
        start -= 1
    return any(said(read.typed, start - size, start) in MAY_SAY_A_NAME for size in range(1, _PHRASE + 1))


def _has_a_function(read: _Text, end: int) -> bool:
    """« Claire Dupont, maire », « Claire Dupont (DGS) », « Alain Boyer est notre directeur »."""
    typed = read.typed
    if end < len(typed) and typed[end].text in {"est", "sera"} and typed[end].follows:
        end += 1
    position = end
    while position < len(typed) and position - end < 2 and position not in read.heads:
        position += 1
    head = read.heads.get(position)
    if head is None or not min(head.lead, position) <= end <= position:
        return False
    return not any({".", "!", "?"} & set(word.gap) for word in typed[end : position + 1])


def _is_apart(read: _Text, start: int, end: int) -> bool:
    """Tells whether marks, or the ends of the text, stand on both sides."""
    typed = read.typed
    opened = start == 0 or typed[start].pause or typed[start - 1].text in {"bonjour", "bonsoir", "bjr", "slt"}
    return opened and (end >= len(typed) or typed[end].pause or typed[end].text.isdigit())


def _is_named_after(read: _Text, start: int) -> bool:
    """« rue Jean Jaurès », « école Jules Ferry », « CC de Marie Galante »."""
    return not (PLACES_NAMED_AFTER | BODIES).isdisjoint(said(read.typed, start - _NEAR, start))
