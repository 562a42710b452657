"""Whether a rate rises, falls or differs over ordered levels, compared within strata."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, ndtr

from whofor.arrays import BoolArray, FloatArray, IntArray

__all__ = ["Trend", "levels_p", "trend_of"]


@dataclass(frozen=True, slots=True)
class Trend:
    """Test of a trend.

    Attributes:
        z: Standard score: above 0 where successes have the higher scores; 0 where nothing can be tested.
        p: Two-sided p-value.
    """

    z: float
    p: float


def trend_of(score: FloatArray, success: BoolArray, strata: IntArray, effect: float = 1.0) -> Trend:
    """Return whether successes have higher scores than failures, compared within strata.

    With ranks as scores it is the rank-sum test, over strata; its variance is that of all orders of the successes
    within strata, so that ties are accounted for exactly.

    Args:
        score: Score of each row, such as its rank.
        success: Whether each row is a success.
        strata: Stratum of each row, from 0.
        effect: How many times fewer independent rows they are worth, see `stats.clusters.design_effect`.

    Source:
        Mantel (1963), Journal of the American Statistical Association 58:690.

    Example:
        >>> won = np.array([1, 1, 0, 1, 0, 0], dtype=bool)
        >>> one = np.zeros(6, dtype=np.int64)
        >>> round(trend_of(np.arange(6.0), won, one).z, 2)
        -1.53
    """
    y = success.astype(np.float64)
    n = np.bincount(strata).astype(np.float64)
    use = n > 1
    x = score - (np.bincount(strata, score) / np.maximum(n, 1))[strata]
    y = y - (np.bincount(strata, y) / np.maximum(n, 1))[strata]
    total = np.bincount(strata, x * y)[use].sum()
    squares = np.bincount(strata, x * x)[use] * np.bincount(strata, y * y)[use] / (n[use] - 1)
    variance = float(squares.sum()) * effect
    z = float(total) / variance**0.5 if variance > 0 else 0.0
    return Trend(z, float(2 * ndtr(-abs(z))))


def levels_p(levels: IntArray, success: BoolArray, strata: IntArray, effect: float = 1.0) -> float:
    """Return the p-value that the rate is the same at all levels, compared within strata; 1 where nothing differs.

    Args:
        levels: Level of each row, from 0.
        success: Whether each row is a success.
        strata: Stratum of each row, from 0.
        effect: How many times fewer independent rows they are worth.

    Source:
        Generalised Mantel-Haenszel test of general association: Landis, Heyman & Koch (1978), International Statistical
        Review 46:237. With one stratum it is Pearson's chi-square times (n - 1) / n.

    Example:
        >>> level = np.repeat([0, 1, 2], 20)
        >>> won = np.tile(np.arange(20) < 10, 3)
        >>> levels_p(level, won, np.zeros(60, dtype=np.int64))
        1.0
    """
    size, n_levels = int(strata.max()) + 1, int(levels.max()) + 1
    at = np.bincount(strata * n_levels + levels, minlength=size * n_levels).reshape(size, n_levels).astype(np.float64)
    got = np.bincount((strata * n_levels + levels)[success], minlength=size * n_levels).reshape(size, n_levels)
    n, k = at.sum(axis=1), got.sum(axis=1)
    use = n > 1
    at, got, n, k = at[use], got[use], n[use], k[use]
    if not len(n):
        return 1.0
    gap = (got - at * (k / n)[:, None]).sum(axis=0)
    share = at / n[:, None]
    spread = k * (n - k) / (n - 1)
    covariance = np.diag((spread[:, None] * share).sum(axis=0)) - (spread[:, None] * share).T @ share
    freedom = int(np.linalg.matrix_rank(covariance, hermitian=True))
    if not freedom:
        return 1.0
    statistic = float(gap @ np.linalg.pinv(covariance, hermitian=True) @ gap) / effect
    return float(chdtrc(freedom, statistic))
