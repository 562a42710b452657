"""The cells of one combination of axes, and the sums of its terms."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from whofor.arrays import FloatArray
from whofor.cube.axes import Axis, RowScore, StratumMoments
from whofor.stats.skew import normal_score, standardised_for_score

__all__ = ["TermTally", "cell_codes", "tally_terms", "term_sums"]


@dataclass(frozen=True, eq=False, slots=True)
class TermTally:
    """The terms of one combination of axes that have enough rows.

    Attributes:
        index: Position of each kept term in the flattened (terms a, terms b, ...) grid.
        n: Rows in each.
        total: Sum of the row score.
        expected: Its expectation under shuffling within strata.
        deviation: Its standard deviation under shuffling.
        skewness: Its skewness under shuffling.
    """

    index: NDArray[np.int64]
    n: FloatArray
    total: FloatArray
    expected: FloatArray
    deviation: FloatArray
    skewness: FloatArray

    def scores(self) -> FloatArray:
        """Normal scores of the sums."""
        return normal_score((self.total - self.expected) / self.deviation, self.skewness)

    def limits(self, bound: float) -> tuple[FloatArray, FloatArray]:
        """Sums at which a term's score reaches `-bound` and `+bound`."""
        low = self.expected + self.deviation * standardised_for_score(-bound, self.skewness)
        high = self.expected + self.deviation * standardised_for_score(bound, self.skewness)
        return low, high


def cell_codes(axes: Sequence[Axis]) -> NDArray[np.int64]:
    """Cell of each row in the grid of all axes, last axis fastest."""
    cells = np.zeros(len(axes[0].codes), dtype=np.int64)
    for axis in axes:
        cells = cells * axis.n_codes + axis.codes
    return cells


_Real = TypeVar("_Real", np.float32, np.float64)


def _contract(cells: NDArray[_Real], axes: Sequence[Axis]) -> NDArray[_Real]:
    """Sum cells into terms along every axis; the last dimension is carried along.

    Axes that shrink come first. Each step is a batch of matrix products on the memory as it lies.
    """
    shape = [axis.n_codes for axis in axes]
    columns = cells.shape[-1]
    for position in sorted(range(len(axes)), key=lambda i: axes[i].n_terms / axes[i].n_codes):
        axis = axes[position]
        if not axis.is_plain:
            left, right = math.prod(shape[:position]), math.prod(shape[position + 1 :]) * columns
            cells = np.matmul(axis.membership.astype(cells.dtype), cells.reshape(left, axis.n_codes, right))
        shape[position] = axis.n_terms
    return cells.reshape(-1, columns)


def tally_terms(
    axes: Sequence[Axis], cells: NDArray[np.int64], score: RowScore, moments: StratumMoments, min_support: int
) -> TermTally:
    """Count and sum every term of a combination, and the moments of its sum under shuffling.

    Args:
        axes: The combined axes.
        cells: Cell of each row, from `cell_codes`.
        score: Row scores and strata.
        moments: Moments of the score in each stratum.
        min_support: Terms with fewer rows inside, or fewer outside, are left out.

    Source:
        Moments of a sample drawn without replacement: Cochran (1977), Sampling Techniques, ch. 2; third moment:
        Sugden et al. (2000).
    """
    n_cells = int(np.prod([axis.n_codes for axis in axes]))
    h = score.n_strata
    counts = np.bincount(cells * h + score.strata, minlength=n_cells * h).reshape(n_cells, h).astype(float)
    sums = np.bincount(cells, score.values, minlength=n_cells).astype(np.float64).reshape(n_cells, 1)
    by_stratum = _contract(counts, axes)
    n = by_stratum.sum(axis=1)
    keep = np.flatnonzero((n >= min_support) & (len(cells) - n >= min_support))
    inside = by_stratum[keep]
    share = inside / np.maximum(moments.n, 1)
    variance = (inside * (1 - share)) @ moments.variance
    third = (inside * (1 - share) * (1 - 2 * share)) @ moments.third
    deviation = np.sqrt(variance)
    alive = deviation > 1e-9
    keep, deviation = keep[alive], deviation[alive]
    return TermTally(
        index=keep,
        n=n[keep],
        total=_contract(sums, axes)[keep, 0],
        expected=(inside @ moments.mean)[alive],
        deviation=deviation,
        skewness=third[alive] / deviation**3,
    )


def term_sums(
    axes: Sequence[Axis], cells: NDArray[np.int64], scores: NDArray[np.float32], index: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Sums of many score columns over chosen terms.

    Args:
        axes: The combined axes.
        cells: Cell of each row.
        scores: Score columns, shape (n, columns).
        index: Terms wanted, as positions in the flattened grid.

    Returns:
        Shape (len(index), columns). Memory: (cells + terms of the combination) x columns x 4 bytes.
    """
    n = len(cells)
    n_cells = int(np.prod([axis.n_codes for axis in axes]))
    from scipy.sparse import csc_array  # a tenth of a second that the kernels in C need not wait for

    one_hot = csc_array((np.ones(n, dtype=np.float32), cells, np.arange(n + 1)), shape=(n_cells, n))
    cell_sums: NDArray[np.float32] = np.asarray(one_hot @ scores)
    return _contract(cell_sums, axes)[index]
