"""Exact tests of a count inside a group: hypergeometric mid-p, which p can be reached at all, the least p of many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln

from whofor.arrays import FloatArray, IntArray

__all__ = [
    "Alternative",
    "MidPTable",
    "attainable_p",
    "hypergeometric_mid_p",
    "hypergeometric_pmf",
    "mid_p_table",
    "min_p",
]

Alternative = Literal["more", "fewer", "two-sided"]


def hypergeometric_pmf(count: ArrayLike, rows: ArrayLike, successes: ArrayLike, inside: ArrayLike) -> FloatArray:
    """Probability of each number of successes among `inside` rows drawn without replacement; 0 outside its support.

    Args:
        count: Numbers of successes inside. All four arguments broadcast.
        rows: Rows in all.
        successes: Successes among all rows.
        inside: Rows drawn.

    Example:
        >>> hypergeometric_pmf([0, 1, 2, 3, 4], 8, 4, 4).round(4).tolist()
        [0.0143, 0.2286, 0.5143, 0.2286, 0.0143]
    """
    x, m, k, n = (np.asarray(a, dtype=np.float64) for a in (count, rows, successes, inside))
    possible = (x >= np.maximum(0, n - (m - k))) & (x <= np.minimum(n, k))

    def choose(total: FloatArray, part: FloatArray) -> FloatArray:
        return gammaln(total + 1) - gammaln(part + 1) - gammaln(total - part + 1)

    y = np.where(possible, x, np.maximum(0, n - (m - k)))
    return np.where(possible, np.exp(choose(k, y) + choose(m - k, n - y) - choose(m, n)), 0.0)


@dataclass(frozen=True, slots=True)
class MidPTable:
    """Mid-p of every count that a group can have, for groups of several sizes.

    Attributes:
        offsets: Where the block of each group begins in `values`, shape (groups,). Groups of one size share a block.
        sizes: Rows of each group, shape (groups,).
        values: p-values, the block of a group of n rows holding the counts 0 to n.
            Counts that the margins rule out hold the p-value of the nearest one allowed.
    """

    offsets: IntArray
    sizes: IntArray
    values: FloatArray

    def look_up(self, counts: ArrayLike) -> FloatArray:
        """p-values of counts whose last axis runs over the groups.

        Raises:
            ValueError: A count is below 0 or above the size of its group.
        """
        x = np.asarray(counts, dtype=np.int64)
        if np.any(x < 0) or np.any(x > self.sizes):
            raise ValueError("a count inside a group must lie between 0 and the size of the group")
        return self.values[self.offsets + x]


def _tails(rows: int, successes: int, inside: int, alternative: Alternative) -> FloatArray:
    low, high = max(0, inside - (rows - successes)), min(inside, successes)
    pmf = hypergeometric_pmf(np.arange(low, high + 1), rows, successes, inside)
    more, fewer = np.cumsum(pmf[::-1])[::-1] - 0.5 * pmf, np.cumsum(pmf) - 0.5 * pmf
    p = {"more": more, "fewer": fewer, "two-sided": 2 * np.minimum(more, fewer)}[alternative]
    return np.minimum(1.0, p)[np.clip(np.arange(inside + 1), low, high) - low]


def _check_margins(sizes: IntArray, successes: int, rows: int) -> None:
    if rows < 0 or not 0 <= successes <= rows:
        raise ValueError(f"successes must lie between 0 and the rows in all, got {successes} of {rows}")
    if np.any(sizes < 0) or np.any(sizes > rows):
        raise ValueError(f"a group must have between 0 and {rows} rows, got {int(sizes.min())} to {int(sizes.max())}")


def mid_p_table(sizes: ArrayLike, successes: int, rows: int, alternative: Alternative = "two-sided") -> MidPTable:
    """Table of mid-p values of groups of given sizes, so that many counts are a look-up each.

    Each table holds `size + 1` numbers for each different size: memory is 8 bytes times their sum.

    Args:
        sizes: Rows of each group, shape (groups,).
        successes: Successes among all rows.
        rows: Rows in all.
        alternative: `more` or `fewer` successes inside than chance, or `two-sided`: twice the smaller, at most 1.

    Source:
        Lancaster (1961), JASA 56:223 (mid-p); hypergeometric law of Fisher's exact test.

    Raises:
        ValueError: Margins that no table of counts can have.

    Example:
        >>> mid_p_table([4], 4, 8, "more").look_up([4]).round(4).tolist()
        [0.0071]
    """
    n = np.atleast_1d(np.asarray(sizes, dtype=np.int64))
    _check_margins(n, successes, rows)
    distinct, which = np.unique(n, return_inverse=True)
    starts = np.concatenate([[0], np.cumsum(distinct + 1)]).astype(np.int64)
    blocks = [_tails(rows, successes, size, alternative) for size in distinct.tolist()]
    return MidPTable(starts[which], n, np.concatenate([*blocks, np.empty(0)]))


def hypergeometric_mid_p(
    won: ArrayLike, inside: ArrayLike, successes: int, rows: int, alternative: Alternative = "two-sided"
) -> FloatArray:
    """Mid-p of the successes inside groups, given all margins.

    Mid-p counts the observed table by half. It is nearly unbiased where the exact p is too large, and may exceed its
    level slightly in single cases.

    Args:
        won: Successes inside each group.
        inside: Rows of each group, same shape.
        successes: Successes among all rows.
        rows: Rows in all.
        alternative: See `mid_p_table`.

    Returns:
        p-values in the shape of `won`.

    Raises:
        ValueError: Counts that the margins do not allow.

    Example:
        The lady tasting tea: 3 of 4 cups right, of 8 cups with 4 of each kind.

        >>> round(float(hypergeometric_mid_p(3, 4, 4, 8, "more")), 4)
        0.1286
    """
    x, n = np.broadcast_arrays(np.asarray(won, dtype=np.int64), np.asarray(inside, dtype=np.int64))
    _check_margins(n.ravel(), successes, rows)
    if np.any(x < np.maximum(0, n - (rows - successes))) or np.any(x > np.minimum(n, successes)):
        raise ValueError(f"more or fewer successes inside than {successes} successes among {rows} rows allow")
    return mid_p_table(n.ravel(), successes, rows, alternative).look_up(x.ravel()).reshape(x.shape)


def attainable_p(
    sizes: ArrayLike, successes: int, rows: int, alternative: Alternative = "two-sided", *, mid: bool = True
) -> FloatArray:
    """Least p-value that each group could reach whatever the outcomes inside, from its size alone.

    A group that cannot reach the threshold is no look: it needs no share of the correction
    (see `multiplicity.tarone_level`).

    Args:
        sizes: Rows of each group.
        successes: Successes among all rows.
        rows: Rows in all.
        alternative: See `mid_p_table`.
        mid: Whether mid-p is meant; else the ordinary exact p, for which Tarone's bound is strict.

    Returns:
        p-values in the shape of `sizes`.

    Source:
        Tarone (1990), Biometrics 46:515.

    Example:
        >>> attainable_p([0, 1, 4], 4, 8, "more", mid=False).round(4).tolist()
        [1.0, 0.5, 0.0143]
    """
    n = np.asarray(sizes, dtype=np.int64)
    _check_margins(n.ravel(), successes, rows)
    weight = 0.5 if mid else 1.0
    most = weight * hypergeometric_pmf(np.minimum(n, successes), rows, successes, n)
    least = weight * hypergeometric_pmf(np.maximum(0, n - (rows - successes)), rows, successes, n)
    if alternative == "more":
        return most
    if alternative == "fewer":
        return least
    return np.minimum(1.0, 2 * np.minimum(most, least))


def min_p(table: MidPTable, counts: ArrayLike) -> FloatArray:
    """Least p-value over all groups, for each row of counts: the statistic of a min-P permutation test.

    Unlike the largest z, the least p treats small groups and large ones alike.

    Args:
        table: From `mid_p_table`, with the same groups.
        counts: Successes inside each group, shape (permutations, groups).

    Returns:
        One number a permutation, to be used as `-min_p` with `multiplicity.westfall_young`.

    Source:
        Westfall & Young (1993), Resampling-Based Multiple Testing, ch. 2.

    Example:
        >>> table = mid_p_table([4, 2], 4, 8, "more")
        >>> min_p(table, [[2, 1], [4, 2]]).round(3).tolist()
        [0.5, 0.007]
    """
    p = table.look_up(counts)
    if p.shape[-1] == 0:
        raise ValueError("the least p-value of no groups is not defined")
    return p.min(axis=-1)
