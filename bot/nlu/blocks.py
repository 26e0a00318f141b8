"""What featurisers give, weighed so that each counts as much as the others, and how alike two texts then are.

A sparse block of counts is weighed by tf-idf, a dense one standardised, and every row brought to length 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix, spmatrix, vstack

#: One row a text: sparse for n-grams, dense for an encoder.
Rows = np.ndarray | spmatrix


@dataclass(frozen=True)
class Block:
    """How one featuriser's output is weighed: tf-idf when sparse, standardised when dense.

    Attributes:
        sparse: what the featuriser gives.
        shift: mean of each column; zeros when sparse.
        weight: inverse document frequency of each column, or its inverse standard deviation.
    """

    sparse: bool
    shift: np.ndarray
    weight: np.ndarray

    def apply(self, rows: Rows) -> Rows:
        """Weighs rows of this block and brings each to length 1."""
        if not self.sparse:
            return _to_unit((np.asarray(rows) - self.shift) * self.weight)
        weighed = csr_matrix(rows).astype(np.float64)
        weighed.data = 1.0 + np.log(weighed.data)
        weighed = weighed.multiply(self.weight).tocsr()
        lengths = np.sqrt(weighed.multiply(weighed).sum(axis=1)).A1
        inverse = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
        return weighed.multiply(inverse[:, np.newaxis]).tocsr()


def likeness(left: Sequence[Rows], right: Sequence[Rows], width: float) -> np.ndarray:
    """Gives how alike texts are: exp((c - 1) / width), where c is half the words' cosine, half the meaning's.

    Words are the sparse blocks, meaning the dense ones; several of a kind count as their mean. Half and half
    left more sentences their theme than a third for each block (decision 0007).

    Args:
        left: weighed rows of some texts, one entry a block.
        right: those of the texts that they are compared with.
        width: how far likeness reaches; the smaller, the more only near wordings count.

    Returns:
        left x right: 1 for the same text, exp(-1 / width) for texts with nothing in common.
    """
    pairs = list(zip(left, right, strict=True))
    words = [(one @ other.T).toarray() for one, other in pairs if isinstance(one, spmatrix)]
    meaning = [one @ other.T for one, other in pairs if not isinstance(one, spmatrix)]
    kinds = [_mean(cosines) for cosines in (words, meaning) if cosines]
    alike = _mean(kinds)
    alike -= 1.0
    alike /= width
    return np.exp(alike, out=alike)


def _mean(several: Sequence[np.ndarray]) -> np.ndarray:
    total = several[0].astype(np.float64)
    for one in several[1:]:  # in place: of 10,000 sentences each takes 800 MB
        total += one
    total /= len(several)
    return total


def stack(rows: tuple[Any, ...]) -> Rows:
    """Puts the rows of one featuriser one below the other."""
    return np.vstack(rows) if isinstance(rows[0], np.ndarray) else vstack(rows).tocsr()


def learn_block(rows: Rows) -> Block:
    """Learns how to weigh the columns of one featuriser, one row a sentence."""
    if isinstance(rows, spmatrix):
        with_it = np.asarray((rows > 0).sum(axis=0)).ravel()
        return Block(True, np.zeros(rows.shape[1]), np.log((1 + rows.shape[0]) / (1 + with_it)) + 1)
    spread = rows.std(axis=0)
    inverse = np.divide(1.0, spread, out=np.zeros_like(spread), where=spread > 0)
    return Block(False, rows.mean(axis=0), inverse)


def compact(rows: Rows) -> Rows:
    """Keeps what the products need: half the bytes; by columns, a message meets only its own n-grams."""
    return csc_matrix(rows, dtype=np.float32) if isinstance(rows, spmatrix) else rows.astype(np.float32)


def _to_unit(rows: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
