"""How alike two sentences are."""

import itertools
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.db import ROOT
from bot.nearness import near_duplicates, normalise, similarity

WORDS = (
    "combien",
    "qui",
    "signer",
    "contrat",
    "durée",
    "préfecture",
    "État",
    "le",
    "la",
    "un",
    "pour",
    "quel",
)


@pytest.mark.parametrize(
    ("text", "normal"),
    [("  C’est QUOI, un  CTAI ?", " c est quoi un ctai "), ("Œuvre d_été", " oeuvre d ete "), ("?!", "  ")],
)
def test_case_accents_and_punctuation_do_not_count(text: str, normal: str) -> None:
    assert normalise(text) == normal


def test_it_is_the_share_of_the_4_grams_that_are_common() -> None:
    # " abc", "abcd", "bcd " and " abc", "abce", "bce "
    assert similarity("abcd", "abce") == 1 / 5
    assert similarity("Combien ?", "combien") == 1
    assert similarity("combien", "qui signe") == 0
    assert similarity("a", "A !") == 1
    assert similarity("", "combien") == 0


def test_near_copies_are_told_in_order_with_their_similarity() -> None:
    found = list(
        near_duplicates(
            ["Qui peut signer un CTAI ?", "bonjour"],
            ["Qui peut signer le CTAI", "Combien de temps ?", "qui peut signer un ctai"],
        )
    )

    assert [(text, other) for text, other, _ in found] == [
        ("Qui peut signer un CTAI ?", "Qui peut signer le CTAI"),
        ("Qui peut signer un CTAI ?", "qui peut signer un ctai"),
    ]
    assert found[1][2] == 1


sentences = st.lists(
    st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join) | st.text(max_size=6), max_size=12
)


@given(sentences, sentences, st.sampled_from([0.1, 0.3, 0.5, 0.6, 0.8, 1.0]))
def test_no_pair_is_forgotten(texts: list[str], others: list[str], least: float) -> None:
    every = [
        (text, other, alike)
        for text, other in itertools.product(texts, others)
        if (alike := similarity(text, other)) >= least
    ]

    assert list(near_duplicates(texts, others, least)) == every


@pytest.mark.parametrize("least", [0, -1, 1.1])
def test_a_threshold_that_means_nothing_is_refused(least: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        list(near_duplicates(["a"], ["a"], least))


def test_eight_hundred_sentences_are_compared_with_eight_thousand_in_a_few_seconds() -> None:
    draw = random.Random(7)  # noqa: S311
    lines = (ROOT / "data/nlu/eligibilite.yml").read_text(encoding="utf-8").splitlines()
    words = " ".join(line.removeprefix("    - ") for line in lines).split()
    made = [" ".join(draw.choices(words, k=draw.randint(3, 14))) for _ in range(8_800)]

    begun = time.process_time()
    list(near_duplicates(made[:800], made[800:]))

    # Two seconds on an idle machine.
    assert time.process_time() - begun < 10
