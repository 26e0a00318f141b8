"""The model of intents: weighing of features, likeness, ranking, storage."""

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.nlu.blocks import learn_block, likeness
from bot.nlu.model import Model, learn_model, load, save

INTENTS = ["saluer", "saluer", "etapes_liste", "etapes_liste", "etapes_suite", "nier"]
WORDS = csr_matrix(np.eye(6))
MEANINGS = np.array([[9.0, 0.0], [8.0, 0.5], [0.0, 9.0], [0.5, 8.0], [1.0, 9.0], [-9.0, -9.0]])


def test_a_sparse_row_has_length_one_and_a_rare_word_weighs_more() -> None:
    rows = csr_matrix([[1.0, 1.0], [1.0, 0.0], [1.0, 0.0]])
    weighed = learn_block(rows).apply(rows).toarray()
    assert np.allclose(np.linalg.norm(weighed, axis=1), 1.0)
    assert weighed[0, 1] > weighed[0, 0]


def test_a_row_without_any_known_word_stays_empty() -> None:
    block = learn_block(csr_matrix([[1.0, 1.0]]))
    assert block.apply(csr_matrix((1, 2))).nnz == 0


def test_a_dense_column_is_standardised_and_a_constant_one_ignored() -> None:
    rows = np.array([[1.0, 5.0, 2.0], [3.0, 5.0, 4.0]])
    weighed = learn_block(rows).apply(rows)
    assert np.allclose(weighed[:, [0, 2]], [[-1 / np.sqrt(2)] * 2, [1 / np.sqrt(2)] * 2])
    assert np.allclose(weighed[:, 1], 0.0)


def test_words_and_meaning_count_half_each() -> None:
    same, other = csr_matrix([[1.0, 0.0]]), csr_matrix([[0.0, 1.0]])
    meaning, opposite = np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]])
    only_words = likeness([same, same, meaning], [same, same, opposite], 1.0)
    only_meaning = likeness([same, same, meaning], [other, other, meaning], 1.0)
    assert only_words[0, 0] == pytest.approx(np.exp(-0.5))
    assert only_meaning[0, 0] == pytest.approx(np.exp(-0.5))


def test_a_text_is_most_like_itself_and_width_decides_how_far_likeness_reaches() -> None:
    rows = np.array([[1.0, 0.0], [0.0, 1.0]])
    assert np.diag(likeness([rows], [rows], 1.0)) == pytest.approx([1.0, 1.0])
    assert likeness([rows], [rows], 0.5)[0, 1] == pytest.approx(np.exp(-2))


@pytest.fixture(scope="module")
def model() -> Model:
    return learn_model([WORDS, MEANINGS], INTENTS, penalty=0.05, width=1.0)


@pytest.mark.parametrize("at", range(6))
def test_what_was_learnt_is_known_again(model: Model, at: int) -> None:
    ranking = model.rank([WORDS[at], MEANINGS[at : at + 1]])
    assert ranking[0][0] == INTENTS[at]
    assert sum(share for _, share in ranking) == pytest.approx(1.0)


def test_a_theme_is_named_once_by_its_likeliest_answer(model: Model) -> None:
    names = [name for name, _ in model.rank([WORDS[4], MEANINGS[4:5]])]
    assert names[0] == "etapes_suite"
    assert len(names) == 3


def test_a_text_unlike_all_is_doubtful(model: Model) -> None:
    unknown = model.rank([csr_matrix((1, 6)), MEANINGS.mean(axis=0, keepdims=True)])
    assert unknown[0][1] < min(model.rank([WORDS[at], MEANINGS[at : at + 1]])[0][1] for at in range(6))


def test_a_stored_model_ranks_as_before(model: Model, tmp_path: Path) -> None:
    save(model, tmp_path)
    row = [WORDS[3], MEANINGS[3:4]]
    assert load(tmp_path).rank(row) == model.rank(row)
