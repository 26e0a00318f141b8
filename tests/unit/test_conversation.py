from itertools import chain

import pytest
import yaml

from bot.conversation import KINDS, FollowUps, read_follow_ups
from bot.db import ROOT

TABLE = read_follow_ups()


def test_the_answer_s_own_follow_up_comes_before_that_of_its_theme() -> None:
    assert TABLE.after("etapes_liste", "suite") == "etapes_commencer"
    assert TABLE.after("etapes_refus", "suite") == "lettre_info_contenu"


def test_an_answer_never_follows_itself() -> None:
    assert TABLE.after("definition_co_construction", "details") == "definition_base_legale"
    assert FollowUps({"a": {"suite": ["a_b"]}}, {}).after("a_b", "suite") is None


def test_nothing_follows_what_is_no_answer() -> None:
    assert TABLE.after("saluer", "suite") is None


@pytest.mark.parametrize("part", [TABLE.themes, TABLE.answers])
def test_every_follow_up_is_an_intent_of_the_domain(part) -> None:
    intents = set(yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"])
    for kinds in part.values():
        assert set(kinds) <= set(KINDS)
        assert set(chain.from_iterable(kinds.values())) <= intents
    assert set(TABLE.answers) <= intents
