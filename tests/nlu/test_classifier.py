"""The classifier: weighing of features, storage, determinism."""

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.nlu.classifier import Block, Model, Regression, learn_block, load, save


def test_a_sparse_row_has_length_one_and_a_rare_word_weighs_more() -> None:
    rows = csr_matrix([[1.0, 1.0], [1.0, 0.0], [1.0, 0.0]])
    weighed = learn_block(rows, sparse=True).apply(rows).toarray()
    assert np.allclose(np.linalg.norm(weighed, axis=1), 1.0)
    assert weighed[0, 1] > weighed[0, 0]


def test_a_row_without_any_known_word_stays_empty() -> None:
    block = learn_block(csr_matrix([[1.0, 1.0]]), sparse=True)
    assert block.apply(csr_matrix((1, 2))).nnz == 0


def test_a_dense_column_is_standardised_and_a_constant_one_ignored() -> None:
    rows = csr_matrix([[1.0, 5.0], [3.0, 5.0]])
    weighed = learn_block(rows, sparse=False).apply(rows).toarray()
    assert np.allclose(weighed[:, 0], [-1 / np.sqrt(2), 1 / np.sqrt(2)])
    assert np.allclose(weighed[:, 1], 0.0)


@pytest.fixture
def model() -> Model:
    block = Block(True, np.zeros(2), np.ones(2))
    weights, bias = np.array([[2.0, 0.0], [0.0, 2.0]], np.float32), np.zeros(2, np.float32)
    intents = np.array([[2.0, 0.0], [0.0, 1.0], [0.0, 2.0]], np.float32)
    return Model(
        (block,),
        Regression(("saluer", "etapes"), weights, bias),
        Regression(("saluer", "etapes_liste", "etapes_suite"), intents, np.zeros(3, np.float32)),
    )


def test_the_likeliest_answer_of_the_likeliest_theme_comes_first(model: Model) -> None:
    ranking = model.rank([csr_matrix([[0.0, 1.0]])])
    assert [name for name, _ in ranking] == ["etapes_suite", "saluer"]
    assert sum(share for _, share in ranking) == pytest.approx(1.0)


def test_a_stored_model_ranks_as_before(model: Model, tmp_path: Path) -> None:
    save(model, tmp_path)
    row = [csr_matrix([[3.0, 1.0]])]
    assert load(tmp_path).rank(row) == model.rank(row)
