"""Facts as columns of zeros and ones that are never all in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whofor.arrays import BoolArray, FloatArray, IntArray

__all__ = ["OneHot"]

_ROWS_A_BLOCK = 1024
"""A block of 1,024 rows and 200 columns fills 1.6 MB and stays in the second cache while it is multiplied."""


@dataclass(frozen=True, eq=False, slots=True)
class OneHot:
    """A design matrix with a first column of ones and, for each fact, a column of 0 and 1 for each of its values.

    Attributes:
        places: For each fact and row the column that is 1, from 1; 0 where none is. Shape (facts, rows).
        n_columns: Number of columns, that of ones not counted.
    """

    places: NDArray[np.uint16]
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
        n_columns = 0
        for row, (codes, n_codes) in enumerate(facts):
            counts = np.bincount(codes, minlength=n_codes)
            used = [c for c in np.argsort(-counts, kind="stable").tolist() if counts[c]][1:]
            column_of = np.zeros(n_codes, dtype=np.uint16)
            column_of[used] = np.arange(n_columns + 1, n_columns + len(used) + 1)
            places[row] = column_of[codes]
            n_columns += len(used)
        return cls(places, n_columns)

    def __len__(self) -> int:
        """Number of rows."""
        return int(self.places.shape[1])

    def beside(self, other: OneHot) -> OneHot:
        """These columns, and then those of another design of the same rows."""
        further = np.where(other.places > 0, other.places + self.n_columns, 0).astype(np.uint16)
        return OneHot(np.concatenate([self.places, further]), self.n_columns + other.n_columns)

    def take(self, rows: BoolArray | IntArray) -> OneHot:
        """Return some of the rows, all of the columns."""
        return OneHot(self.places[:, rows], self.n_columns)

    def head(self, n_columns: int) -> OneHot:
        """Return the first columns only, those of whole facts."""
        return OneHot(self.places[self.places.max(axis=1, initial=0) <= n_columns], n_columns)

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
        """Return the product of the transposed matrix, the weights and the matrix, block of rows by block of rows."""
        width = self.n_columns + 1
        total = np.zeros((width, width))
        roots = np.sqrt(weights)
        for start in range(0, len(self), _ROWS_A_BLOCK):
            root = roots[start : start + _ROWS_A_BLOCK]
            block = np.zeros((len(root), width))
            block.reshape(-1)[np.arange(len(root)) * width + self.places[:, start : start + len(root)]] = root
            block[:, 0] = root  # also where every fact has a column
            total += block.T @ block
        return total
