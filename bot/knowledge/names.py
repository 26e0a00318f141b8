"""Proper names and abbreviations of an answer."""

import re
from collections.abc import Iterable

from bot.knowledge.claims import without_claims
from bot.knowledge.model import Vocabulary
from bot.knowledge.prose import sentences

_WORD = re.compile(r"(?<![\w-])(?:(?<=[’'])|(?<![\w’']))[A-ZÀ-ÖØ-ÞŒ][\w]*(?:[-’][\w]+)*")
_ELIDED = re.compile(r"(?:[CDJLMNST]|Qu|Jusqu|Lorsqu|Puisqu|Quoiqu)’")
_LOWER = re.compile(r"(?<![\w])[a-zà-öø-ÿœ][\w]*(?:-[\w]+)*")
#: Where a sentence, an item of a list or a quotation begins.
_OPENING = re.compile(r"^[\s«“(\u00a0]*$|[«“][\s\u00a0]*$|…[\s\u00a0]*$")
#: « OFII » between quotation marks is a word that is spoken of: nothing is said of the office.
_MENTION = re.compile(r"«[\s\u00a0]*[A-Z]{2,}[A-Za-z]*[\s\u00a0]*»")
#: « Faut-il », « préparons-la », « a-t-on »: a pronoun after the verb.
_PRONOUN = re.compile(r"(?:-t)?-(?:je|il|elle|on|nous|vous|ils|elles|ce|moi|le|la|les|lui|leur|y|en|ci|là)$")
#: « Demandez » is ordinary when « demander » is; « Rodez » and « Soissons » are towns.
_ADDRESSED = re.compile(r"([a-zà-ÿ]+)(?:ez|ons)")
_ADVERB = re.compile(r"[a-zà-ÿ]+ment")


def lower_words(texts: Iterable[str]) -> frozenset[str]:
    """Gathers the words that these texts write in lower case: at the head of a sentence they name nobody."""
    return frozenset(word for text in texts for word in _LOWER.findall(text))


def names_of(text: str, vocabulary: Vocabulary, ordinary: frozenset[str]) -> list[str]:
    """Finds the proper names of a text.

    Args:
        text: an answer or the title of a button.
        vocabulary: the capitalised words that name nobody in particular.
        ordinary: words that may begin a sentence.

    Returns:
        Each name once, of several words when they follow each other (« Grand Auch »).
    """
    found: list[str] = []
    for sentence in sentences(_read(text)):
        name: list[str] = []
        end = -1
        for match in _WORD.finditer(sentence.text):
            words = _name_words(match, sentence.text, ordinary)
            if name and words and re.fullmatch("[ \u00a0]", sentence.text[end : match.start()]):
                name += words
            else:
                found += _kept(name, vocabulary)
                name = words
            end = match.end()
        found += _kept(name, vocabulary)
    return list(dict.fromkeys(found))


def _read(text: str) -> str:
    return _MENTION.sub(lambda match: " " * len(match[0]), without_claims(text))


def _name_words(match: re.Match[str], sentence: str, ordinary: frozenset[str]) -> list[str]:
    word = match[0]
    elided = _ELIDED.match(word)
    if elided and not word[elided.end()].isupper():
        return []
    opening = _OPENING.search(sentence[: match.start()]) is not None
    if elided:
        word = word[elided.end() :]
    elif opening and _is_ordinary(word, ordinary):
        return []
    return [word]


def _is_ordinary(word: str, ordinary: frozenset[str]) -> bool:
    if word.isupper() and len(word) > 1:
        return False
    lower = word[0].lower() + word[1:]
    verb = _PRONOUN.sub("", lower)
    addressed = _ADDRESSED.fullmatch(verb)
    return (
        lower in ordinary
        or verb in ordinary
        or _ADVERB.fullmatch(lower) is not None
        or (addressed is not None and f"{addressed[1]}er" in ordinary)
    )


def _kept(words: list[str], vocabulary: Vocabulary) -> list[str]:
    """Drops the generic words at both ends: « Rennes Métropole » names Rennes."""
    while words and words[0] in vocabulary.generic_names:
        words = words[1:]
    while words and words[-1] in vocabulary.generic_names:
        words = words[:-1]
    return [" ".join(words)] if words else []


def is_named(name: str, texts: Iterable[str]) -> bool:
    """Whether one of the texts holds the name, as whole words, capitals included."""
    spaced = re.escape(name).replace(r"\ ", "[ \u00a0]")
    return any(re.search(rf"(?<![\w-]){spaced}(?![\w-])", text) for text in texts)


def unexplained(text: str, titles: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    """Lists the abbreviations that are not spelled out where they are first read.

    The full form stands in the same sentence or earlier; titles of buttons are read after the text.
    """
    found: list[str] = []
    read = ""
    for sentence in sentences(_read(text)):
        read = f"{read} {sentence.text}".replace("\u00a0", " ").lower()
        found += _unexplained(sentence.text, read, vocabulary)
    for title in titles:
        found += _unexplained(title, read, vocabulary)
    return list(dict.fromkeys(found))


def _unexplained(part: str, read: str, vocabulary: Vocabulary) -> list[str]:
    return [
        abbreviation
        for abbreviation, forms in vocabulary.abbreviations.items()
        if is_named(abbreviation, [part]) and not any(form.lower() in read for form in forms)
    ]
