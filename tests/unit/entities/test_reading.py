"""The reading as a whole: several data at once, positions, and work that grows no faster than the text."""

import importlib
import pkgutil
import re
import sys
from itertools import pairwise
from types import FrameType
from typing import Any

import pytest

import bot.entities
from bot.entities.reading import LONGEST, entities_in

ALL = "Bonjour, je suis Claire Dupont, maire de Guéret, claire.dupont@ville-gueret.example, 05 55 00 00 00"


def test_several_data_of_one_message_are_all_found(lexicon) -> None:
    assert [(one.entity, one.value) for one in entities_in(ALL, lexicon)] == [
        ("personne", "Claire Dupont"),
        ("fonction", "maire"),
        ("email", "claire.dupont@ville-gueret.example"),
        ("telephone", "05 55 00 00 00"),
    ]


def test_an_entity_is_written_as_rasa_keeps_it(lexicon) -> None:
    telephone = entities_in(ALL, lexicon)[-1]
    assert telephone.as_mapping() == {
        "entity": "telephone",
        "value": "05 55 00 00 00",
        "start": 85,
        "end": 99,
        "confidence_entity": 1.0,
        "e164": "+33555000000",
    }


def test_names_stand_where_they_are_said_to_stand(lexicon) -> None:
    text = "  Mme  Éloïse Œuvrard-Noël ,\nDGS…  05.36.49.10.20"
    for one in entities_in(text, lexicon):
        if one.entity in {"personne", "fonction", "telephone"}:
            assert text[one.start : one.end] == one.value


def test_two_entities_never_share_a_character(lexicon) -> None:
    text = f"{ALL}, 2 300 habitants, le logement, adjointe à l'emploi, Mme Claire Dupont, CTAI"
    found = entities_in(text, lexicon)
    assert all(first.end <= second.start for first, second in pairwise(found))


@pytest.mark.parametrize(
    "text", ["", " ", "?", "@", "+", "'", "-", "Mme", "je suis", "0", "CTAI", "\u0000", "🙂", "é"]
)
def test_next_to_nothing_gives_nothing(lexicon, text) -> None:
    assert entities_in(text, lexicon) == []


HOSTILE = (
    *("a@", "a.", "a.b@", "arobase ", "point ", "tiret du ", "0", "0 ", "05 ", "+33 ", "00 33 ", "(0)"),
    *("mille ", "cent ", "un ", "1 000 ", "population ", "habitants ", "de ", "De ", "Claire ", "CLAIRE "),
    *("claire ", "M. ", "Mme de ", "Jean-", "O'", "maire ", "maire, ", "adjoint au ", "en charge de ", "et "),
    *(
        "président de la communauté ",
        "je suis ",
        "je m'appelle ",
        "le maire et ",
        "CTAI ",
        "ctai26 ",
        "26 ab12 ",
    ),
    *(
        "logement ",
        "logmen ",
        "droit ",
        "saint ",
        "Saint-",
        "la ville ",
        "?",
        ", ",
        "\n",
        "é",
        "d'",
        "x" * 40 + " ",
    ),
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_twice_the_text_is_at_most_about_twice_the_work(lexicon, piece) -> None:
    half = (piece * LONGEST)[: LONGEST // 2]
    assert lines_run(half * 2, lexicon) < 2.5 * lines_run(half, lexicon) + 500


def lines_run(text: str, lexicon: Any) -> int:
    """Counts the lines of our code that run: work, not time."""
    count = 0

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal count
        if "/bot/" not in frame.f_code.co_filename:
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        entities_in(text, lexicon)
    finally:
        sys.settrace(before)
    return count


def test_what_is_beyond_the_longest_message_is_not_read(lexicon) -> None:
    assert entities_in(" " * LONGEST + ALL, lexicon) == []


def patterns() -> list[re.Pattern[str]]:
    modules = [
        importlib.import_module(f"bot.entities.{one.name}")
        for one in pkgutil.iter_modules(bot.entities.__path__)
    ]
    modules.append(importlib.import_module("bot.letter.theme_words"))
    found = [value for module in modules for value in vars(module).values() if isinstance(value, re.Pattern)]
    theme_patterns = importlib.import_module("bot.letter.theme_words").PATTERNS.values()
    of_entities = [one for one in found if one not in vars(modules[-1]).values()]
    return [*of_entities, *theme_patterns]


def test_no_pattern_repeats_a_repetition_without_end() -> None:
    checked = patterns()
    assert len(checked) > 15
    for pattern in checked:
        assert not _nested(re._parser.parse(pattern.pattern)), pattern.pattern


def _nested(parsed: Any, inside: bool = False) -> bool:
    """Tells whether an endless repetition stands in another: the only cause of exponential work."""
    for kind, value in parsed:
        name = str(kind)
        if name in {"MAX_REPEAT", "MIN_REPEAT"}:
            endless = value[1] is re._constants.MAXREPEAT
            if (endless and inside) or _nested(value[2], inside or endless):
                return True
        elif name == "SUBPATTERN":
            if _nested(value[3], inside):
                return True
        elif name == "BRANCH" and any(_nested(branch, inside) for branch in value[1]):
            return True
    return False
