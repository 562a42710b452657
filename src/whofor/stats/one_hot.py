"""Facts as columns of zeros and ones that are never all in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whofor.arrays import BoolArray, FloatArray, IntArray

__all__ = ["OneHot", "shared_sums"]

_ROWS_A_BLOCK = 1024
"""A block of 1,024 rows and 200 columns fills 1.6 MB and stays in the second cache while it is multiplied."""
_CODES_A_FACT = 10
"""Mean number of codes from which pairs of facts are faster: 30 facts of 12 codes take 12 ms by pairs and 26 by
products (4,000 rows), 15 of 8 codes 2.9 and 1.2, 60 of 3 codes 35 and 4."""


def shared_sums(codes: Sequence[NDArray[np.integer[Any]]], sizes: Sequence[int], weights: FloatArray) -> FloatArray:
    """Return the sums of a weight of each row over the rows that have two codes, for all pairs of codes of all facts.

    Facts of many codes are added up pair by pair; of facts of few codes the columns of 0 and 1 are multiplied, of which
    fewer are 0.

    Args:
        codes: Code of each row, from 0, one array for each fact.
        sizes: Number of codes of each fact.
        weights: The weights, shape (rows,).

    Returns:
        A symmetric matrix, shape (codes of all facts, codes of all facts), the facts one after the other.

    Example:
        >>> shared_sums([np.array([0, 1, 1]), np.array([0, 0, 1])], [2, 2], np.array([1.0, 1.0, 4.0])).tolist()
        [[1.0, 0.0, 1.0, 0.0], [0.0, 5.0, 1.0, 4.0], [1.0, 1.0, 2.0, 0.0], [0.0, 4.0, 0.0, 4.0]]
    """
    starts = np.cumsum([0, *sizes]).tolist()
    if starts[-1] < _CODES_A_FACT * len(codes):
        return _multiplied(codes, starts, weights)
    total = np.zeros((starts[-1], starts[-1]))
    for i, first in enumerate(codes):
        own = slice(starts[i], starts[i + 1])
        total[own, own] = np.diag(np.bincount(first, weights, sizes[i]))
        wide = np.empty(len(first), dtype=np.int64)
        for j in range(i + 1, len(codes)):
            np.multiply(first, sizes[j], out=wide, casting="unsafe")
            wide += codes[j]
            cells = np.bincount(wide, weights, sizes[i] * sizes[j])
            total[own, starts[j] : starts[j + 1]] = cells.reshape(sizes[i], sizes[j])
    return np.triu(total) + np.triu(total, 1).T


def _multiplied(codes: Sequence[NDArray[np.integer[Any]]], starts: Sequence[int], weights: FloatArray) -> FloatArray:
    """Return the sums of `shared_sums` as the product of a matrix of roots of the weights, block of rows by block."""
    width = starts[-1]
    total = np.zeros((width, width))
    roots = np.sqrt(weights)
    places = np.stack(codes) + np.asarray(starts[:-1])[:, None]
    for begin in range(0, len(roots), _ROWS_A_BLOCK):
        root = roots[begin : begin + _ROWS_A_BLOCK]
        block = np.zeros((len(root), width))
        block.reshape(-1)[np.arange(len(root)) * width + places[:, begin : begin + _ROWS_A_BLOCK]] = root
        total += block.T @ block
    return total


@dataclass(frozen=True, eq=False, slots=True)
class OneHot:
    """A design matrix with a first column of ones and, for each fact, a column of 0 and 1 for each of its values.

    Attributes:
        places: For each fact and row the column that is 1, from 1; 0 where none is. Shape (facts, rows).
        starts: Columns before those of each fact, that of ones not counted.
        n_columns: Number of columns, that of ones not counted.
    """

    places: NDArray[np.uint16]
    starts: tuple[int, ...]
    n_columns: int

    @classmethod
    def of(cls, facts: Sequence[tuple[NDArray[np.uint8], int]], rows: int) -> OneHot:
        """Facts as columns: each value that occurs has one, but for the most frequent one of each fact.

        Args:
            facts: Codes of all rows, and the number of codes, of each fact.
            rows: Number of rows.

        Example:
            >>> OneHot.of([(np.array([2, 0, 0, 1], dtype=np.uint8), 3)], 4).places.tolist()
            [[2, 0, 0, 1]]
        """
        places = np.zeros((len(facts), rows), dtype=np.uint16)
        starts: list[int] = []
        n_columns = 0
        for row, (codes, n_codes) in enumerate(facts):
            counts = np.bincount(codes, minlength=n_codes)
            used = [c for c in np.argsort(-counts, kind="stable").tolist() if counts[c]][1:]
            column_of = np.zeros(n_codes, dtype=np.uint16)
            column_of[used] = np.arange(n_columns + 1, n_columns + len(used) + 1)
            places[row] = column_of[codes]
            starts.append(n_columns)
            n_columns += len(used)
        return cls(places, tuple(starts), n_columns)

    def __len__(self) -> int:
        """Number of rows."""
        return int(self.places.shape[1])

    def beside(self, other: OneHot) -> OneHot:
        """These columns, and then those of another design of the same rows."""
        further = np.where(other.places > 0, other.places + self.n_columns, 0).astype(np.uint16)
        starts = (*self.starts, *(self.n_columns + start for start in other.starts))
        return OneHot(np.concatenate([self.places, further]), starts, self.n_columns + other.n_columns)

    def take(self, rows: BoolArray | IntArray) -> OneHot:
        """Return some of the rows, all of the columns."""
        return OneHot(self.places[:, rows], self.starts, self.n_columns)

    def head(self, n_columns: int) -> OneHot:
        """Return the first columns only, those of whole facts."""
        facts = sum(end <= n_columns for end in (*self.starts[1:], self.n_columns))
        return OneHot(self.places[:facts], self.starts[:facts], n_columns)

    def times(self, b: FloatArray) -> FloatArray:
        """Return the product with a coefficient of each column, the one of the ones first: a number for each row."""
        out = np.full(len(self), b[0])
        by_column = np.append(0.0, b[1:])
        for places in self.places:
            out += by_column[places]
        return out

    def transposed_times(self, values: FloatArray) -> FloatArray:
        """Return the product of the transposed matrix with a number for each row: a number for each column."""
        out = np.zeros(self.n_columns + 1)
        for places in self.places:
            out += np.bincount(places, values, minlength=len(out))
        out[0] = values.sum()
        return out

    def cross_product(self, weights: FloatArray) -> FloatArray:
        """Return the product of the transposed matrix, the weights and the matrix."""
        sizes = np.diff([*self.starts, self.n_columns]) + 1
        # Code 0 of each fact is its most frequent value, which has no column.
        codes = [np.maximum(p.astype(np.int64) - s, 0) for p, s in zip(self.places, self.starts, strict=True)]
        sums = shared_sums(codes, sizes.tolist(), weights)
        kept = np.ones(len(sums), dtype=np.bool_)
        kept[np.cumsum(np.append(0, sizes))[:-1]] = False
        total = np.zeros((self.n_columns + 1, self.n_columns + 1))
        total[1:, 1:] = sums[np.ix_(kept, kept)]
        total[0, 1:] = total[1:, 0] = np.diag(total)[1:]
        total[0, 0] = weights.sum()
        return total
