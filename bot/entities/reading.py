"""Everything that an official says in a message, in one reading."""

from collections.abc import Sequence

from bot.entities.contacts import emails_in, telephones_in
from bot.entities.functions import functions_in, heads_in
from bot.entities.lexicon import Lexicon
from bot.entities.model import Entity
from bot.entities.persons import entities_of, persons_in
from bot.entities.population import populations_in
from bot.entities.references import references_in
from bot.entities.themes import themes_in
from bot.entities.words import words

#: In characters: what follows is not read. The gateway refuses longer messages.
LONGEST = 2_000


def entities_in(text: str, lexicon: Lexicon, suggested: Sequence[tuple[int, int]] = ()) -> list[Entity]:
    """Gives the persons, civilities, functions, addresses, figures, themes and references that a text says.

    The work grows with the length of the text and no faster: each reader walks once over its words and
    looks at a bounded number of them around each.

    Args:
        text: any text in the form NFC; its first `LONGEST` characters are read.
        lexicon: what words are.
        suggested: spans, in characters, in which a language model sees a person.

    Returns:
        The entities in the order of the text; two of them never share a word.
    """
    text = text[:LONGEST]
    typed = words(text)
    heads = heads_in(text, typed, lexicon)
    covered = bytearray(len(text))  # 1 where a character belongs to what was found
    fixed: list[Entity] = []
    # What is surest first: the digits of a reference are no telephone, those of a telephone no inhabitants.
    for found in (emails_in(text), references_in(typed), telephones_in(text), populations_in(typed)):
        for one in found:
            if not any(covered[one.start : one.end]):
                covered[one.start : one.end] = b"\x01" * (one.end - one.start)
                fixed.append(one)
    taken = frozenset(position for position, word in enumerate(typed) if covered[word.start])
    free = {start: head for start, head in heads.items() if start not in taken}
    persons = persons_in(text, typed, free, lexicon, taken=taken, suggested=suggested)
    spans = [(one.lead, one.end) for one in persons]
    functions = list(functions_in(text, typed, free, spans))
    told = [one for person in persons for one in entities_of(text, typed, person)]
    told += [entity for _, _, entity in functions]
    in_functions = {place for start, end, _ in functions for place in range(start, end)}
    in_names = {place for start, end in spans for place in range(start, end)}
    themes = themes_in(typed, lexicon, taken | in_functions | in_names)
    return sorted([*fixed, *told, *themes], key=lambda one: (one.start, one.end))
