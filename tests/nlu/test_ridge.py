"""The regression: what it learns, what it says of sentences left out, how confidence is read from it."""

import numpy as np
import pytest

from bot.nlu.ridge import learn, learn_sharpness, shares

FEATURES = np.random.default_rng(7).normal(size=(30, 80))
LIKENESS = FEATURES @ FEATURES.T
LABELS = [("a", "b", "c")[at % 3] for at in range(30)]


def test_each_sentence_of_the_training_gets_its_label() -> None:
    (learnt,) = learn(LIKENESS.copy(), [LABELS], penalty=0.1)
    found = learnt.regression.scores(LIKENESS).argmax(axis=1)
    assert [learnt.regression.classes[at] for at in found] == LABELS


def test_a_text_unlike_all_gets_the_share_of_each_class() -> None:
    (learnt,) = learn(LIKENESS[:4, :4].copy(), [["a", "a", "a", "b"]], penalty=0.1)
    assert learnt.regression.scores(np.zeros((1, 4)))[0] == pytest.approx([0.75, 0.25])


def test_the_scores_of_a_sentence_left_out_are_those_of_a_training_without_it() -> None:
    (whole,) = learn(LIKENESS.copy(), [LABELS], penalty=0.5)
    ones = np.array([[label == name for name in "abc"] for label in LABELS], float)
    for at in (0, 7, 29):
        kept = [one for one in range(30) if one != at]
        without = LIKENESS[np.ix_(kept, kept)] + 0.5 * np.eye(29)
        weights = np.linalg.solve(without, (ones - ones.mean(axis=0))[kept])
        expected = LIKENESS[at, kept] @ weights + ones.mean(axis=0)
        assert whole.left_out[at] == pytest.approx(expected)


def test_two_trainings_give_the_same_weights() -> None:
    first, again = (learn(LIKENESS.copy(), [LABELS], penalty=0.3)[0].regression.weights for _ in range(2))
    assert np.array_equal(first, again)


def test_two_labellings_are_learnt_like_each_alone() -> None:
    halves = ["x" if at < 15 else "y" for at in range(30)]
    both = learn(LIKENESS.copy(), [LABELS, halves], penalty=0.3)
    alone = learn(LIKENESS.copy(), [halves], penalty=0.3)
    assert both[1].regression.weights == pytest.approx(alone[0].regression.weights)


@pytest.mark.parametrize(("likeness", "labels"), [(LIKENESS, LABELS[:29]), (np.zeros((0, 0)), [])])
def test_sentences_without_labels_are_refused(likeness: np.ndarray, labels: list[str]) -> None:
    with pytest.raises(ValueError, match="one label"):
        learn(likeness.copy(), [labels], penalty=0.3)


def test_confidence_is_how_often_the_best_is_right() -> None:
    """Of scores that are right three times out of four, the confidence is three quarters."""
    scores = np.tile([1.0, 0.0], (400, 1))
    truth = np.array([0, 0, 0, 1] * 100)
    sharpness = learn_sharpness(scores, truth)
    assert shares(scores, sharpness)[0, 0] == pytest.approx(0.75, abs=0.01)


def test_shares_sum_to_one_and_keep_the_order() -> None:
    given = shares(np.array([[0.2, 0.9, -0.1]]), 4.0)
    assert given.sum() == pytest.approx(1.0)
    assert given[0].argsort().tolist() == [2, 0, 1]


def test_more_penalty_makes_smaller_weights() -> None:
    loose, tight = (learn(LIKENESS.copy(), [LABELS], one)[0].regression.weights for one in (0.1, 10.0))
    assert np.abs(tight).sum() < np.abs(loose).sum()
