"""Intervals for rates, means, ratios of means, medians, and by resampling where nothing else exists."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import bdtr, ndtr, ndtri, stdtr, stdtrit

from whofor.arrays import FloatArray

__all__ = [
    "Interval",
    "Sums",
    "bootstrap_interval",
    "difference_of_intervals",
    "mean_difference_interval",
    "mean_difference_p",
    "mean_interval",
    "median_interval",
    "newcombe_interval",
    "rate_ratio_interval",
    "ratio_of_means_interval",
    "two_sided_z",
    "wilson_interval",
]

_FEWEST = 2.0
"""Values, or independent ones that values are worth, from which a spread can be told: one degree of freedom."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A point with its interval.

    Attributes:
        estimate: The point.
        low: Lower end.
        high: Upper end.
    """

    estimate: float
    low: float
    high: float


def two_sided_z(level: float) -> float:
    """Standard normal quantile of a two-sided interval.

    Args:
        level: Coverage, strictly between 0 and 1.

    Raises:
        ValueError: A coverage that no interval can have.

    Example:
        >>> round(two_sided_z(0.95), 3)
        1.96
    """
    if not 0 < level < 1:
        raise ValueError(f"the coverage of an interval must lie between 0 and 1, got {level}")
    return float(ndtri(0.5 + level / 2))


def wilson_interval(successes: float, n: float, level: float = 0.95) -> Interval:
    """Rate with Wilson's score interval, which stays honest for small n and rates near 0 or 1.

    Args:
        successes: Number of successes.
        n: Number of trials, above 0; both need not be whole: rows of clusters are worth fewer, see `design_effect`.
        level: Coverage.

    Raises:
        ValueError: No trials, or successes that are not between 0 and n.

    Source:
        Wilson (1927), JASA 22:209; recommended by Brown, Cai & DasGupta (2001).

    Example:
        >>> i = wilson_interval(8, 20)
        >>> round(i.low, 3), round(i.high, 3)
        (0.219, 0.613)
    """
    if n <= 0:
        raise ValueError(f"a rate needs at least one trial, got n = {n}")
    if not 0 <= successes <= n:
        raise ValueError(f"successes must lie between 0 and {n}, got {successes}")
    z = two_sided_z(level)
    p = successes / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low = 0.0 if successes == 0 else centre - half
    high = 1.0 if successes == n else centre + half
    return Interval(p, low, high)


def newcombe_interval(successes_a: float, n_a: float, successes_b: float, n_b: float, level: float = 0.95) -> Interval:
    """Difference of two independent rates, a minus b, with Newcombe's hybrid score interval.

    Source:
        Newcombe (1998), Statistics in Medicine 17:873, method 10.

    Example:
        >>> i = newcombe_interval(56, 70, 48, 80)
        >>> round(i.low, 4), round(i.high, 4)
        (0.0524, 0.3339)
    """
    a, b = wilson_interval(successes_a, n_a, level), wilson_interval(successes_b, n_b, level)
    d = a.estimate - b.estimate
    low = d - math.hypot(a.estimate - a.low, b.high - b.estimate)
    high = d + math.hypot(a.high - a.estimate, b.estimate - b.low)
    return Interval(d, low, high)


def difference_of_intervals(a: Interval, b: Interval, level: float = 0.95) -> Interval:
    """Difference a minus b of two independent figures, from the 95 % interval of each.

    Args:
        a: The one figure.
        b: The other.
        level: Level of the result: distances of the ends are stretched as those of a normal quantile.

    Source:
        Zou and Donner (2008), Statistics in Medicine 27:1693 (method of variance estimates recovery). For Wilson's
        intervals of two rates it is Newcombe's.

    Example:
        >>> a, b = wilson_interval(15, 34), wilson_interval(8, 40)
        >>> d, n = difference_of_intervals(a, b), newcombe_interval(15, 34, 8, 40)
        >>> round(d.low - n.low, 12), round(d.high - n.high, 12)
        (0.0, 0.0)
    """
    stretch = two_sided_z(level) / two_sided_z(0.95)
    down = math.hypot(a.estimate - a.low, b.high - b.estimate) * stretch
    up = math.hypot(a.high - a.estimate, b.estimate - b.low) * stretch
    difference = a.estimate - b.estimate
    return Interval(difference, difference - down, difference + up)


def rate_ratio_interval(
    successes_a: float, n_a: float, successes_b: float, n_b: float, level: float = 0.95
) -> Interval:
    """Ratio of two independent rates, a over b, recovered from Wilson's limits of each.

    Unlike the usual interval on logarithms it exists where no success is in a; where none is in b it has no upper end.

    Raises:
        ValueError: No success in b: there is no ratio.

    Source:
        Donner & Zou (2012), Statistical Methods in Medical Research 21:347 (ratios by recovered variances).

    Example:
        >>> i = rate_ratio_interval(23, 45, 97, 541)
        >>> round(i.estimate, 2), round(i.low, 2), round(i.high, 2)
        (2.85, 1.98, 3.86)
    """
    if successes_b == 0:
        raise ValueError("a ratio of rates needs a rate above 0 below the line")
    a, b = wilson_interval(successes_a, n_a, level), wilson_interval(successes_b, n_b, level)
    product = a.estimate * b.estimate
    lower = a.low * (2 * a.estimate - a.low)
    upper = a.high * (2 * a.estimate - a.high)
    below_high = b.high * (2 * b.estimate - b.high)
    below_low = b.low * (2 * b.estimate - b.low)
    low = lower / (product + math.sqrt(max(0.0, product**2 - lower * below_high))) if product else 0.0
    high = (product + math.sqrt(max(0.0, product**2 - upper * below_low))) / below_low
    return Interval(a.estimate / b.estimate, low, high)


def mean_interval(total: float, total_squares: float, n: float, level: float = 0.95) -> Interval:
    """Mean with Student's interval, from sums, so that it can be formed wherever sums can be added.

    Args:
        total: Sum of the values.
        total_squares: Sum of the squared values.
        n: Number of values, above 0; with fewer than two the interval is infinite. Values that are worth fewer
            independent ones can be 1.1 in number, of which Student's t would make a figure of eighty digits.
        level: Coverage.

    Example:
        >>> i = mean_interval(10.0, 30.0, 4)
        >>> round(i.estimate, 2), round(i.low, 2)
        (2.5, 0.45)
    """
    two_sided_z(level)
    mean, variance = _mean_and_variance(total, total_squares, n)
    if n < _FEWEST:
        return Interval(mean, -math.inf, math.inf)
    half = float(stdtrit(n - 1, 0.5 + level / 2)) * math.sqrt(variance)
    return Interval(mean, mean - half, mean + half)


def _mean_and_variance(total: float, total_squares: float, n: float) -> tuple[float, float]:
    """Mean and the variance of that mean; infinite where there are fewer than two values."""
    if n <= 0:
        raise ValueError(f"a mean needs at least one value, got n = {n}")
    mean = total / n
    return mean, max(0.0, (total_squares - n * mean * mean) / (n - 1)) / n if n >= _FEWEST else math.inf


@dataclass(frozen=True, slots=True)
class Sums:
    """Count, sum and sum of squares of a group of values; those of disjoint groups add up.

    Attributes:
        total: Sum of the values.
        squares: Sum of their squares.
        n: Number of values.
    """

    total: float
    squares: float
    n: float

    @classmethod
    def of(cls, values: FloatArray, worth: float = 1.0) -> Sums:
        """Return the sums of some values, each worth so many independent ones, see `design_effect`."""
        return cls(float(values.sum()) * worth, float((values * values).sum()) * worth, len(values) * worth)


def mean_difference_interval(a: Sums, b: Sums, level: float = 0.95) -> Interval:
    """Difference of two means, a minus b, with Welch's interval: the groups may vary differently.

    Args:
        a: Sums of one group; with fewer than two values the interval is infinite.
        b: Sums of the other.
        level: Coverage.

    Source:
        Welch (1947), Biometrika 34:28.

    Example:
        >>> i = mean_difference_interval(Sums(10.0, 30.0, 4), Sums(6.0, 14.0, 3))
        >>> round(i.estimate, 2), round(i.low, 2), round(i.high, 2)
        (0.5, -1.73, 2.73)
    """
    two_sided_z(level)
    gap, error, freedom = _welch(a, b)
    half = float(stdtrit(freedom, 0.5 + level / 2)) * error if 0 < error < math.inf else error
    return Interval(gap, gap - half, gap + half)


def mean_difference_p(a: Sums, b: Sums) -> float:
    """Two-sided p-value of Welch's test; 1 where one group has one value only.

    Source:
        Welch (1947), Biometrika 34:28.

    Example:
        >>> round(mean_difference_p(Sums(10.0, 30.0, 4), Sums(30.0, 302.0, 3)), 4)
        0.0004
    """
    gap, error, freedom = _welch(a, b)
    if error == 0:
        return float(gap == 0)
    return 1.0 if math.isinf(error) else 2 * float(stdtr(freedom, -abs(gap) / error))


def _welch(a: Sums, b: Sums) -> tuple[float, float, float]:
    """Difference of two means, its standard error and its degrees of freedom."""
    (left, va), (right, vb) = _mean_and_variance(a.total, a.squares, a.n), _mean_and_variance(b.total, b.squares, b.n)
    gap, total = left - right, va + vb
    if math.isinf(total) or total == 0:
        return gap, math.sqrt(total), math.inf
    share_a, share_b = va / total, vb / total
    return gap, math.sqrt(total), 1 / (share_a**2 / (a.n - 1) + share_b**2 / (b.n - 1))


def ratio_of_means_interval(a: Sums, b: Sums, level: float = 0.95) -> Interval:
    """Ratio of two independent means, a over b, with Fieller's interval.

    The interval holds the ratios r for which mean a - r * mean b does not differ from 0. Where mean b itself does not
    differ from 0 that set has no ends, and the interval is infinite.

    Args:
        a: Sums of the group above the line.
        b: Sums of the group below it.
        level: Coverage, by Student's t with the freedom of the smaller group, which errs on the wide side.

    Raises:
        ValueError: No values, or a mean b of 0.

    Source:
        Fieller (1954), JRSS B 16:175, with unequal variances.

    Example:
        >>> i = ratio_of_means_interval(Sums(200.0, 4100.0, 10), Sums(100.0, 1025.0, 10))
        >>> round(i.estimate, 2), round(i.low, 2), round(i.high, 2)
        (2.0, 1.69, 2.37)
    """
    two_sided_z(level)
    (above, va), (below, vb) = _mean_and_variance(a.total, a.squares, a.n), _mean_and_variance(b.total, b.squares, b.n)
    if below == 0:
        raise ValueError("a ratio of means needs a mean other than 0 below the line")
    if math.isinf(va + vb):
        return Interval(above / below, -math.inf, math.inf)
    t2 = float(stdtrit(min(a.n, b.n) - 1, 0.5 + level / 2)) ** 2
    square = below**2 - t2 * vb
    if square <= 0:
        return Interval(above / below, -math.inf, math.inf)
    root = math.sqrt(max(0.0, (above * below) ** 2 - square * (above**2 - t2 * va)))
    return Interval(above / below, (above * below - root) / square, (above * below + root) / square)


def median_interval(values: ArrayLike, level: float = 0.95, design_effect: float = 1.0) -> Interval:
    """Median with the interval between two of the values, which holds for any distribution.

    The ends are the k-th smallest and k-th largest value, k as large as a binomial count with chance one half allows;
    the coverage is at least `level`. With too few values (five at 95 %) the interval is infinite.

    Args:
        values: Values, at least one, no NaN.
        level: Least coverage.
        design_effect: How many times fewer independent values they are worth, see `whofor.stats.clusters`: the ends are
            those shares of the values, counted from below and from above, that so few would give.

    Source:
        Conover (1999), Practical Nonparametric Statistics, 3.2; with clusters Woodruff (1952), Journal of the American
        Statistical Association 47:635.

    Example:
        >>> median_interval([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
        Interval(estimate=5.5, low=2.0, high=9.0)
    """
    two_sided_z(level)
    x = _finite(values)
    n = len(x)
    # The largest k with P(count < k) at most half of what may be missed.
    worth = max(1, math.floor(n / design_effect))
    k = int(np.searchsorted(bdtr(np.arange(worth), worth, 0.5), (1 - level) / 2, side="right")) * n // worth
    estimate = float(np.median(x))
    if k == 0:
        return Interval(estimate, -math.inf, math.inf)
    return Interval(estimate, float(x[k - 1]), float(x[n - k]))


def _finite(values: ArrayLike) -> FloatArray:
    x = np.sort(np.asarray(values, dtype=np.float64).ravel())
    if len(x) == 0:
        raise ValueError("at least one value is needed, got none")
    if not np.isfinite(x).all():
        raise ValueError("values must be finite numbers, found NaN or infinity")
    return x


def bootstrap_interval(
    values: ArrayLike,
    statistic: Callable[[FloatArray], float],
    seed: int,
    level: float = 0.95,
    resamples: int = 2000,
) -> Interval:
    """Any statistic of independent rows with the bias-corrected accelerated bootstrap interval.

    For statistics that have no formula; it needs some 20 rows to be near its coverage. Calls `statistic`
    `resamples + rows + 1` times.

    Args:
        values: Rows, shape (rows,) or (rows, columns), at least two.
        statistic: From rows of that shape to a number.
        seed: Seed of the resampling; the same seed gives the same interval.
        level: Coverage.
        resamples: How many samples are drawn, at least 100.

    Source:
        Efron (1987), JASA 82:171.

    Example:
        >>> i = bootstrap_interval(np.arange(50.0), lambda x: float(np.mean(x)), seed=1)
        >>> i.low < 24.5 < i.high
        True
    """
    z = two_sided_z(level)
    x = np.asarray(values, dtype=np.float64)
    if x.ndim == 0 or len(x) < 2 or resamples < 100:
        raise ValueError("a bootstrap needs two rows and 100 resamples at least")
    n, rng = len(x), np.random.default_rng(seed)
    estimate = statistic(x)
    drawn = np.sort([statistic(x[rng.integers(0, n, n)]) for _ in range(resamples)])
    without = np.array([statistic(np.delete(x, i, axis=0)) for i in range(n)])
    # Ties count half, so that a statistic of few values is not pushed to one side.
    below = float(np.mean(drawn < estimate) + 0.5 * np.mean(drawn == estimate))
    if not 0 < below < 1:
        return Interval(estimate, min(estimate, float(drawn[0])), max(estimate, float(drawn[-1])))
    bias = float(ndtri(below))
    gaps = without.mean() - without
    spread = float((gaps**2).sum()) ** 1.5
    acceleration = float((gaps**3).sum()) / (6 * spread) if spread > 0 else 0.0
    ends = bias + np.array([-z, z])
    shares = ndtr(bias + ends / np.maximum(1 - acceleration * ends, 1e-9))
    low, high = np.quantile(drawn, shares)
    return Interval(estimate, float(low), float(high))
