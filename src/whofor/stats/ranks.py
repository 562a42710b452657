"""Ranks: how well a score ranks successes above failures, and correlations of ranks."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import binom, expit, ndtr, ndtri, stdtr

from whofor.stats.intervals import Interval, two_sided_z

__all__ = [
    "AucDifference",
    "auc",
    "auc_difference",
    "auc_interval",
    "average_ranks",
    "clustered_auc",
    "placements",
    "placements_interval",
    "rank_correlation",
    "rank_correlation_interval",
    "rank_sum_p",
]

_FEW = 8
"""Up to so many values in the smaller group, without ties, the exact distribution is used, as SciPy does."""


def average_ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rank of each value along the last axis, from 1; equal values share the mean of their ranks.

    SciPy has the same in `scipy.stats`, which takes longer to import than most analyses take to rank.

    Args:
        values: Finite values.

    Example:
        >>> average_ranks(np.array([30.0, 10.0, 20.0, 10.0])).tolist()
        [4.0, 1.5, 3.0, 1.5]
    """
    order, mean, counts = _ties(values)
    ranks = np.empty(values.shape)
    np.put_along_axis(ranks, order, np.repeat(mean, counts).reshape(values.shape), axis=-1)
    return ranks


def _ties(values: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.intp]]:
    """Return the order of the values, and the mean rank and size of each run of equal ones."""
    order = np.argsort(values, axis=-1)
    ordered = np.take_along_axis(values, order, axis=-1)
    is_first = np.ones(values.shape, dtype=np.bool_)
    is_first[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    starts = np.flatnonzero(is_first)
    counts = np.diff(starts, append=values.size)
    return order, starts % max(1, values.shape[-1]) + (counts + 1) / 2, counts


def rank_sum_p(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """Two-sided p-value that two groups of values come from one distribution; 1 where one is empty or all are equal.

    Skewed values do not deceive it, as they do a test of means where groups are small. Exact where one group has at
    most 8 values and none are equal, else a normal approximation with corrections for ties and continuity.

    Source:
        Mann & Whitney (1947), Annals of Mathematical Statistics 18:50.

    Example:
        >>> round(rank_sum_p(np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0])), 4)
        0.1
        >>> rank_sum_p(np.array([1.0, 1.0]), np.array([1.0, 1.0]))
        1.0
    """
    if not len(a) or not len(b) or min(a.min(), b.min()) == max(a.max(), b.max()):
        return 1.0
    together = np.concatenate([a, b])
    order, mean, counts = _ties(together)
    n, n1, n2 = len(together), len(a), len(b)
    above = float(np.repeat(mean, counts)[order < n1].sum()) - n1 * (n1 + 1) / 2
    u = max(above, n1 * n2 - above)
    if min(n1, n2) <= _FEW and len(counts) == n:
        return min(1.0, 2 * _exact_tail(int(u), n1, n2))
    sizes = counts.astype(np.float64)
    ties = float((sizes**3 - sizes).sum()) / (n * (n - 1))
    deviation = math.sqrt(n1 * n2 / 12 * (n + 1 - ties))
    return min(1.0, 2 * float(ndtr(-(u - n1 * n2 / 2 - 0.5) / deviation)))


def _exact_tail(u: int, n1: int, n2: int) -> float:
    """Chance of a statistic of at least `u`, itself at least half of n1 * n2, where no values are equal.

    The numbers of orders with each statistic are the coefficients of a Gaussian binomial, a product of polynomials.
    """
    few, many = sorted((n1, n2))
    orders = np.zeros(n1 * n2 - u + 1, dtype=object)  # whole numbers of any size: they overflow 64 bits
    orders[0] = 1
    for i in range(1, few + 1):
        orders[many + i :] = orders[many + i :] - orders[: max(0, len(orders) - many - i)]
        for start in range(min(i, len(orders))):
            orders[start::i] = np.add.accumulate(orders[start::i])
    return float(np.cumsum(orders.astype(np.float64) / binom(n1 + n2, few))[-1])


def auc(scores: NDArray[np.float64], success: NDArray[np.bool_]) -> float:
    """Area under the ROC curve; ties count half. 0.5 where one class is missing.

    Source:
        Hanley & McNeil (1982): the Mann-Whitney statistic over n1 * n0.

    Example:
        >>> auc(np.array([1.0, 2.0, 3.0, 4.0]), np.array([False, False, True, True]))
        1.0
    """
    n1 = int(success.sum())
    n0 = len(success) - n1
    if n1 == 0 or n0 == 0:
        return 0.5
    ranks = average_ranks(scores)
    return float((ranks[success].sum() - n1 * (n1 + 1) / 2) / (n1 * n0))


def auc_interval(area: float, n1: int, n0: int, level: float = 0.95) -> Interval:
    """Interval of an area under the ROC curve that stays honest where groups are small or the area is 1.

    The variance is Hanley and McNeil's at the end of the interval, not at the estimate, where it is 0 for an area of 1.

    Args:
        area: Area under the curve.
        n1: Number of successes.
        n0: Number of failures.
        level: Coverage.

    Source:
        Newcombe (2006), Statistics in Medicine 25:559, method 5.

    Example:
        >>> i = auc_interval(0.92, 9, 36)
        >>> round(i.low, 2), round(i.high, 2)
        (0.74, 0.98)
        >>> round(auc_interval(1.0, 5, 5).low, 2)
        0.64
    """
    if min(n1, n0) < 1:
        return Interval(area, 0.0, 1.0)
    z = two_sided_z(level)
    return Interval(area, _lower_end(area, n1, n0, z), 1 - _lower_end(1 - area, n1, n0, z))


def _lower_end(area: float, n1: int, n0: int, z: float) -> float:
    """Return the smallest area from which the estimate is not further away than `z` standard errors."""
    spread = (n1 + n0) / 2 - 1
    low, high = 0.0, area
    for _ in range(60):
        middle = (low + high) / 2
        more = spread * ((1 - middle) / (2 - middle) + middle / (1 + middle))
        if area - middle > z * math.sqrt(middle * (1 - middle) * (1 + more) / (n1 * n0)):
            low = middle
        else:
            high = middle
    return high


def rank_correlation_interval(rho: float, n: int, level: float = 0.95) -> Interval:
    """Interval of Spearman's rank correlation, by Fisher's transformation.

    Args:
        rho: Rank correlation.
        n: Number of pairs; of fewer than four it may be anything.
        level: Coverage.

    Source:
        Bonett & Wright (2000), Psychometrika 65:23.

    Example:
        >>> i = rank_correlation_interval(0.9, 50)
        >>> round(i.low, 3), round(i.high, 3)
        (0.812, 0.948)
    """
    if n < 4:
        return Interval(rho, -1.0, 1.0)
    if abs(rho) >= 1:
        return Interval(rho, rho, rho)
    half = two_sided_z(level) * math.sqrt((1 + rho * rho / 2) / (n - 3))
    return Interval(rho, math.tanh(math.atanh(rho) - half), math.tanh(math.atanh(rho) + half))


def rank_correlation(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[float, float]:
    """Spearman's rank correlation and its two-sided p-value; 0 and 1 where one of them is the same for all.

    Source:
        Spearman (1904), American Journal of Psychology 15:72.

    Example:
        >>> rho, p = rank_correlation(np.array([1.0, 2.0, 3.0, 4.0]), np.array([2.0, 4.0, 3.0, 9.0]))
        >>> round(rho, 4), round(p, 4)
        (0.8, 0.2)
    """
    if len(x) < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return 0.0, 1.0
    rho = float(np.corrcoef(average_ranks(x), average_ranks(y))[0, 1])
    rest = max(1 - rho * rho, 1e-300)
    return rho, 2 * float(stdtr(len(x) - 2, -abs(rho) * math.sqrt((len(x) - 2) / rest)))


@dataclass(frozen=True, slots=True)
class AucDifference:
    """Two areas under the ROC curve on the same rows, and how far they differ.

    Attributes:
        first: Area of the first score.
        second: Area of the second.
        first_error: Standard error of the first area.
        second_error: Standard error of the second.
        difference: Second less first.
        low: Lower end of its interval.
        high: Upper end.
    """

    first: float
    second: float
    first_error: float
    second_error: float
    difference: float
    low: float
    high: float


def placements(scores: NDArray[np.float64], success: NDArray[np.bool_]) -> tuple[NDArray[np.float64], ...]:
    """For each success the share of failures below it, for each failure the share of successes above it.

    Args:
        scores: A score of each row; more means likelier.
        success: Which rows succeeded; at least one of each kind.

    Example:
        >>> [p.tolist() for p in placements(np.array([3.0, 1.0, 2.0]), np.array([True, True, False]))]
        [[1.0, 0.0], [0.5]]
    """
    n1 = int(success.sum())
    n0 = len(success) - n1
    together = average_ranks(scores)
    own1, own0 = average_ranks(scores[success]), average_ranks(scores[~success])
    return (together[success] - own1) / n0, 1 - (together[~success] - own0) / n1


def placements_interval(successes: NDArray[np.float64], failures: NDArray[np.float64], level: float = 0.95) -> Interval:
    """Area under the ROC curve of placements, which may come from several scores, with its interval.

    Args:
        successes: For each success the share of failures below it.
        failures: For each failure the share of successes above it.
        level: Coverage.

    Source:
        DeLong, DeLong & Clarke-Pearson (1988), Biometrics 44:837; on the scale of log odds as in Pepe (2003), The
        Statistical Evaluation of Medical Tests, 5.2.

    Example:
        >>> i = placements_interval(np.array([1.0, 0.5, 1.0]), np.array([0.5, 1.0]))
        >>> round(i.estimate, 3)
        0.833
    """
    n1, n0 = len(successes), len(failures)
    area = float(successes.mean()) if n1 else 0.5
    if not 0 < area < 1 or min(n1, n0) < 2:
        return auc_interval(area, n1, n0, level)
    error = math.sqrt(float(successes.var(ddof=1)) / n1 + float(failures.var(ddof=1)) / n0) / (area * (1 - area))
    middle, half = math.log(area / (1 - area)), two_sided_z(level) * error
    return Interval(area, float(expit(middle - half)), float(expit(middle + half)))


def clustered_auc(
    scores: NDArray[np.float64], success: NDArray[np.bool_], clusters: NDArray[np.int64], level: float = 0.95
) -> Interval:
    """Area under the ROC curve where rows come in clusters, with its interval on the scale of log odds.

    Args:
        scores: A score of each row; more means likelier.
        success: Which rows succeeded.
        clusters: Cluster of each row; all differ where rows are independent.
        level: Coverage.

    Source:
        Obuchowski (1997), Biometrics 53:567; on the scale of log odds as in Pepe (2003), The Statistical Evaluation of
        Medical Tests, 5.2.

    Example:
        >>> won = np.array([False, True, False, True, True, False])
        >>> i = clustered_auc(np.array([1.0, 2, 3, 4, 5, 6]), won, np.arange(6))
        >>> round(i.estimate, 3), round(i.low, 2), round(i.high, 2)
        (0.556, 0.12, 0.92)
    """
    n1 = int(success.sum())
    n0 = len(success) - n1
    if min(n1, n0) < 1:
        return Interval(0.5, 0.0, 1.0)
    own1, own0 = placements(scores, success)
    area = float(own1.mean())
    pull = np.zeros(len(scores))
    pull[success], pull[~success] = (own1 - area) / n1, (own0 - area) / n0
    _, codes = np.unique(clusters, return_inverse=True)
    sums = np.bincount(codes, pull)
    if not 0 < area < 1 or min(n1, n0) < 2 or len(sums) < 2:
        return auc_interval(area, n1, n0, level)
    error = math.sqrt(float((sums**2).sum()) * len(sums) / (len(sums) - 1)) / (area * (1 - area))
    middle, half = math.log(area / (1 - area)), two_sided_z(level) * error
    return Interval(area, float(expit(middle - half)), float(expit(middle + half)))


def auc_difference(
    first: NDArray[np.float64], second: NDArray[np.float64], success: NDArray[np.bool_], level: float = 0.95
) -> AucDifference:
    """Return how much better a second score ranks the same rows than a first one, with its interval.

    Args:
        first: A score of each row; more means likelier.
        second: Another.
        success: Which rows succeeded; at least two of each kind.
        level: Coverage of the normal interval.

    Raises:
        ValueError: Fewer than two successes or failures.

    Source:
        DeLong, DeLong & Clarke-Pearson (1988), Biometrics 44:837; ranks as in Sun & Xu (2014), IEEE Signal Processing
        Letters 21:1389.

    Example:
        >>> won = np.array([False, True, False, True, True, False])
        >>> d = auc_difference(np.array([1.0, 2, 3, 4, 5, 6]), np.array([1.0, 4, 2, 5, 6, 3]), won)
        >>> round(d.first, 3), d.second
        (0.556, 1.0)
    """
    n1 = int(success.sum())
    n0 = len(success) - n1
    if min(n1, n0) < 2:
        raise ValueError(f"areas differ beyond chance only with two successes and failures or more, got {n1} and {n0}")
    a1, a0 = placements(first, success)
    b1, b0 = placements(second, success)
    covariance = np.cov(a1, b1) / n1 + np.cov(a0, b0) / n0
    va, vb, both = float(covariance[0, 0]), float(covariance[1, 1]), float(covariance[0, 1])
    gap = float(b1.mean() - a1.mean())
    half = float(ndtri(0.5 + level / 2)) * math.sqrt(max(0.0, va + vb - 2 * both))
    return AucDifference(float(a1.mean()), float(b1.mean()), math.sqrt(va), math.sqrt(vb), gap, gap - half, gap + half)
