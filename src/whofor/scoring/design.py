"""The design of a card as places of bins: sums and cross products by counting, never a matrix of rows times bins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from whofor.arrays import BoolArray, FloatArray, IntArray
from whofor.stats.one_hot import shared_sums

__all__ = ["BinDesign", "Penalty", "TermCodes", "penalties_of"]


@dataclass(frozen=True, eq=False, slots=True)
class TermCodes:
    """One block of a card as it enters a fit.

    Attributes:
        codes: Place of each row's bin, shape (rows,).
        n_bins: Number of bins.
        n_ordered: Leading bins that follow one another; 0 of categories.
        least_penalty: Penalty below which the block never goes.
        most_penalty: Penalty above which it never goes.
    """

    codes: IntArray
    n_bins: int
    n_ordered: int = 0
    least_penalty: float = 1e-4
    most_penalty: float = 1e7

    def take(self, rows: BoolArray) -> TermCodes:
        """Return the term for some of the rows."""
        return TermCodes(self.codes[rows], self.n_bins, self.n_ordered, self.least_penalty, self.most_penalty)


@dataclass(frozen=True, eq=False, slots=True)
class Penalty:
    """One quadratic penalty on the weights of a term, with a strength of its own.

    Attributes:
        term: Number of the term.
        matrix: Shape (bins, bins), symmetric and positive semi-definite.
        rank: Its rank.
    """

    term: int
    matrix: FloatArray
    rank: int


def penalties_of(number: int, term: TermCodes) -> list[Penalty]:
    """Return the penalties of a term.

    Categories: squared weights. Ordered bins: squared steps from bin to bin (a random walk), so that neighbours help
    one another and an empty bin takes its neighbours' weight; and, apart, the distance of each further bin (the
    unknown) from their mean, as how much a blank tells has nothing to do with how smooth the bands are.

    Source:
        Lang & Brezger (2004), Journal of Computational and Graphical Statistics 13:183 (random walks as priors).

    Example:
        >>> steps, blank = penalties_of(0, TermCodes(np.zeros(1, dtype=np.int64), 3, 2))
        >>> steps.matrix.tolist()
        [[1.0, -1.0, 0.0], [-1.0, 1.0, 0.0], [0.0, 0.0, 0.0]]
        >>> blank.matrix.tolist()
        [[0.25, 0.25, -0.5], [0.25, 0.25, -0.5], [-0.5, -0.5, 1.0]]
    """
    k, m = term.n_bins, term.n_ordered
    if m < 2:
        return [Penalty(number, np.eye(k), k)]
    steps = np.diff(np.eye(k)[:m], axis=0)
    found = [Penalty(number, steps.T @ steps, m - 1)]
    for further in range(m, k):
        apart = np.zeros(k)
        apart[:m], apart[further] = -1 / m, 1.0
        found.append(Penalty(number, np.outer(apart, apart), 1))
    return found


class BinDesign:
    """A column of ones, then a column for each bin of each term.

    Args:
        terms: The terms, all of the same rows.
        n: Number of rows.
    """

    def __init__(self, terms: Sequence[TermCodes], n: int) -> None:
        self.terms, self.n = tuple(terms), n
        self.starts = (1 + np.cumsum([0, *(t.n_bins for t in terms)])).tolist()
        self.size: int = self.starts[-1]

    def within(self, term: int) -> slice:
        """Return the columns of a term."""
        return slice(self.starts[term], self.starts[term + 1])

    def times(self, beta: FloatArray) -> FloatArray:
        """Return the sum of each row's weights, shape (rows,)."""
        out = np.full(self.n, beta[0])
        for i, term in enumerate(self.terms):
            out += beta[self.within(i)][term.codes]
        return out

    def transposed_times(self, values: FloatArray) -> FloatArray:
        """Return the sum of a number of each row over the rows of each column, shape (columns,)."""
        sums = [np.bincount(t.codes, values, t.n_bins) for t in self.terms]
        return np.concatenate([[values.sum()], *sums])

    def cross_product(self, weights: FloatArray) -> FloatArray:
        """Return the sums of a weight of each row over the rows that two columns share, shape (columns, columns)."""
        total = np.zeros((self.size, self.size))
        total[1:, 1:] = shared_sums([t.codes for t in self.terms], [t.n_bins for t in self.terms], weights)
        total[0, 1:] = total[1:, 0] = np.diag(total)[1:]
        total[0, 0] = weights.sum()
        return total

    def penalty_matrix(self, penalties: Sequence[Penalty], strength: FloatArray, ridge: float) -> FloatArray:
        """Return the sum of the penalties times their strengths, and a ridge on all but the column of ones."""
        total = np.diag(np.append(0.0, np.full(self.size - 1, ridge)))
        for penalty, s in zip(penalties, strength.tolist(), strict=True):
            own = self.within(penalty.term)
            total[own, own] += s * penalty.matrix
        return total

    def centring(self, share: FloatArray) -> FloatArray:
        """Return the matrix that centres the weights of each term, the base taking what they lose.

        Args:
            share: Share of the rows in each column, shape (columns,); those of a term sum to 1.
        """
        matrix = np.eye(self.size)
        for i in range(len(self.terms)):
            own = self.within(i)
            matrix[own, own] -= share[own]
            matrix[0, own] = share[own]
        return matrix
