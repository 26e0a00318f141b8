"""Words that tell a name from a place and from everyday French, read once from the committed tables."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.entities.first_names import FIRST_NAMES
from bot.entities.words import Word
from bot.territory.normalise import normalise, without_article
from bot.territory.tables import DEFAULT

#: Tables that hold names of places in their column `nom`.
_PLACES = ("communes", "departements", "regions")

#: In words: longer names are known by their beginning.
_LONGEST = 8


@dataclass(frozen=True, repr=False)
class Lexicon:
    """What words are.

    Attributes:
        first_names: folded.
        ordinary: everyday words, folded.
        places: normalised names of communes, départements and régions, with and without their article.
        place_starts: first words of those of several words.
    """

    first_names: frozenset[str]
    ordinary: frozenset[str]
    places: frozenset[str]
    place_starts: frozenset[str]

    def is_place(self, text: str) -> bool:
        """Tells whether a text is the name of a place, and neither a first name nor an everyday word."""
        name = normalise(text)
        return name in self.places and name not in self.first_names and name not in self.ordinary

    def long_places(self, typed: Sequence[Word]) -> frozenset[int]:
        """Gives the positions of the words of names of several words: « Ste Marie », « Port-Louis »."""
        plain = [normalise(word.text) for word in typed]
        found: set[int] = set()
        for start, first in enumerate(plain):
            if first not in self.place_starts:
                continue
            for end in range(min(len(plain), start + _LONGEST), start + 1, -1):
                whole = " ".join(plain[start:end])
                if whole in self.places and all(
                    word.follows or word.gap == ". " for word in typed[start + 1 : end]
                ):
                    found.update(range(start, end))
                    break
        return frozenset(found)


def load_lexicon(folder: Path = DEFAULT) -> Lexicon:
    """Reads the tables: some tenths of a second and 5 MB."""
    names = {normalise(row["nom"]) for table in _PLACES for row in _rows(folder, table)}
    kinds = {normalise(row["mot"]): row["nature"] for row in _rows(folder, "mots")}
    of_nature = {
        nature: {word for word, kind in kinds.items() if kind == nature} for nature in ("prenom", "mot")
    }
    places = frozenset(names | {without_article(name) for name in names})
    return Lexicon(
        first_names=FIRST_NAMES | of_nature["prenom"],
        ordinary=frozenset(of_nature["mot"] - FIRST_NAMES),
        places=places,
        place_starts=frozenset(name.partition(" ")[0] for name in places if " " in name),
    )


def _rows(folder: Path, table: str) -> Iterator[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
