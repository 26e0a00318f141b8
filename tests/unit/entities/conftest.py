from collections.abc import Callable

import pytest

from bot.entities.lexicon import Lexicon, load_lexicon
from bot.entities.reading import entities_in


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture
def read(lexicon) -> Callable[[str, str], list[str | int]]:
    """The values of one entity in a text."""

    def values(entity: str, text: str) -> list[str | int]:
        return [one.value for one in entities_in(text, lexicon) if one.entity == entity]

    return values
