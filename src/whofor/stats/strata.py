"""Effects within strata: exact test of a sum of hypergeometric counts, common difference of rates or means."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from whofor.arrays import IntArray
from whofor.stats.exact import hypergeometric_pmf

__all__ = [
    "StratifiedDifference",
    "mantel_haenszel_difference",
    "stratified_exact_p",
    "stratified_mean_difference",
]


@dataclass(frozen=True, slots=True)
class StratifiedDifference:
    """Difference of rates or means inside minus outside, within strata.

    Attributes:
        difference: Mantel-Haenszel weighted difference; 0 where no stratum is informative.
        low: Lower end of the interval.
        high: Upper end of the interval.
        n_strata: Strata with rows both inside and outside.
    """

    difference: float
    low: float
    high: float
    n_strata: int


def mantel_haenszel_difference(
    inside_won: IntArray, inside_n: IntArray, outside_won: IntArray, outside_n: IntArray, level: float = 0.95
) -> StratifiedDifference:
    """Common difference of rates over strata with Mantel-Haenszel weights and Sato's variance.

    Sato's variance holds both for a few large strata and for many sparse ones.

    Args:
        inside_won: Successes inside, per stratum.
        inside_n: Rows inside, per stratum.
        outside_won: Successes outside, per stratum.
        outside_n: Rows outside, per stratum.
        level: Coverage of the interval.

    Source:
        Greenland & Robins (1985), Biometrics 41:55; Sato (1989), Biometrics 45:1323.

    Example:
        >>> a = np.array
        >>> d = mantel_haenszel_difference(a([8, 3]), a([10, 10]), a([5, 1]), a([10, 10]))
        >>> round(d.difference, 3), d.n_strata
        (0.25, 2)
    """
    use = (inside_n > 0) & (outside_n > 0)
    a, n1 = inside_won[use].astype(float), inside_n[use].astype(float)
    b, n0 = outside_won[use].astype(float), outside_n[use].astype(float)
    total = n1 + n0
    weight = n1 * n0 / total
    if weight.sum() <= 0:
        return StratifiedDifference(0.0, -1.0, 1.0, 0)
    difference = float(((a * n0 - b * n1) / total).sum() / weight.sum())
    p = (n1**2 * b - n0**2 * a + n1 * n0 * (n0 - n1) / 2) / total**2
    q = (a * (n0 - b) + b * (n1 - a)) / (2 * total)
    variance = max(0.0, (difference * p.sum() + q.sum()) / weight.sum() ** 2)
    half = float(ndtri(0.5 + level / 2)) * math.sqrt(variance)
    return StratifiedDifference(difference, difference - half, difference + half, int(use.sum()))


def stratified_mean_difference(
    values: NDArray[np.float64], inside: NDArray[np.bool_], strata: IntArray, level: float = 0.95
) -> StratifiedDifference:
    """Common difference of means over strata with Mantel-Haenszel weights, as `mantel_haenszel_difference` of rates.

    The variance within a stratum is pooled over strata, apart for the rows inside and outside, so that strata of one
    row count too.

    Args:
        values: Value of each row.
        inside: Rows of the group.
        strata: Stratum of each row, from 0.
        level: Coverage of the interval.

    Source:
        The weights are those of Greenland & Robins (1985), Biometrics 41:55; the variance is that of a weighted sum of
        independent means.

    Example:
        >>> x, inside = np.array([3.0, 5, 1, 2, 9, 8, 6, 7]), np.array([1, 1, 0, 0, 1, 1, 0, 0], dtype=bool)
        >>> d = stratified_mean_difference(x, inside, np.array([0, 0, 0, 0, 1, 1, 1, 1]))
        >>> round(d.difference, 2), d.n_strata, d.low > 0
        (2.25, 2, True)
    """
    size = int(strata.max()) + 1 if len(strata) else 0
    sides = (inside, ~inside)
    counts = [np.bincount(strata[side], minlength=size).astype(np.float64) for side in sides]
    use = (counts[0] > 0) & (counts[1] > 0)
    weight = np.where(use, counts[0] * counts[1] / np.maximum(counts[0] + counts[1], 1), 0.0)
    if weight.sum() <= 0:
        return StratifiedDifference(0.0, -math.inf, math.inf, 0)
    means: list[NDArray[np.float64]] = []
    variance = 0.0
    for side, n in zip(sides, counts, strict=True):
        mean = np.bincount(strata[side], values[side], minlength=size) / np.maximum(n, 1)
        means.append(mean)
        rows = side & use[strata]
        freedom = int(rows.sum()) - int(use.sum())
        pooled = float(((values[rows] - mean[strata[rows]]) ** 2).sum()) / freedom if freedom > 0 else math.inf
        variance += pooled * float((weight[use] ** 2 / n[use]).sum()) / float(weight.sum()) ** 2
    difference = float((weight * (means[0] - means[1])).sum() / weight.sum())
    half = float(ndtri(0.5 + level / 2)) * math.sqrt(variance)
    return StratifiedDifference(difference, difference - half, difference + half, int(use.sum()))


def stratified_exact_p(won: int, inside_n: IntArray, stratum_won: IntArray, stratum_n: IntArray) -> tuple[float, float]:
    """Mid-p values of a count of successes when outcomes are shuffled within strata.

    The count inside is a sum of independent hypergeometric counts, one a stratum; its distribution is their
    convolution, so the p-value is exact but for the mid-p half weight of the observed count.

    Args:
        won: Successes inside, all strata together.
        inside_n: Rows inside, per stratum.
        stratum_won: Successes in each stratum.
        stratum_n: Rows in each stratum.

    Returns:
        `(p_more, p_fewer)`: mid-p for at least, and for at most, as many successes.

    Example:
        >>> more, fewer = stratified_exact_p(3, np.array([3]), np.array([3]), np.array([6]))
        >>> round(more, 3)
        0.025
    """
    pmf = np.ones(1)
    offset = 0
    for n, k, m in zip(inside_n.tolist(), stratum_won.tolist(), stratum_n.tolist(), strict=True):
        if n == 0:
            continue
        low, high = max(0, n - (m - k)), min(n, k)
        part = hypergeometric_pmf(np.arange(low, high + 1), m, k, n)
        pmf = np.convolve(pmf, part)
        offset += low
    pmf = pmf / pmf.sum()
    i = won - offset
    if i < 0:
        return 1.0, 0.0
    if i >= len(pmf):
        return 0.0, 1.0
    half = 0.5 * float(pmf[i])
    return min(1.0, float(pmf[i + 1 :].sum()) + half), min(1.0, float(pmf[:i].sum()) + half)
