"""Intervals for rates, differences of rates, and means."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import ndtri, stdtrit

__all__ = ["Interval", "mean_interval", "newcombe_interval", "wilson_interval"]


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


def wilson_interval(successes: int, n: int, level: float = 0.95) -> Interval:
    """Rate with Wilson's score interval, which stays honest for small n and rates near 0 or 1.

    Args:
        successes: Number of successes.
        n: Number of trials, at least 1.
        level: Coverage.

    Source:
        Wilson (1927), JASA 22:209; recommended by Brown, Cai & DasGupta (2001).

    Example:
        >>> i = wilson_interval(8, 20)
        >>> round(i.low, 3), round(i.high, 3)
        (0.219, 0.613)
    """
    if n < 1:
        raise ValueError(f"a rate needs at least one trial, got n = {n}")
    z = float(ndtri(0.5 + level / 2))
    p = successes / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low = 0.0 if successes == 0 else centre - half
    high = 1.0 if successes == n else centre + half
    return Interval(p, low, high)


def newcombe_interval(successes_a: int, n_a: int, successes_b: int, n_b: int, level: float = 0.95) -> Interval:
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


def mean_interval(total: float, total_squares: float, n: int, level: float = 0.95) -> Interval:
    """Mean with Student's interval, from sums, so that it can be formed wherever sums can be added.

    Args:
        total: Sum of the values.
        total_squares: Sum of the squared values.
        n: Number of values, at least 1; with one value the interval is infinite.
        level: Coverage.

    Example:
        >>> i = mean_interval(10.0, 30.0, 4)
        >>> round(i.estimate, 2), round(i.low, 2)
        (2.5, 0.45)
    """
    if n < 1:
        raise ValueError(f"a mean needs at least one value, got n = {n}")
    mean = total / n
    if n == 1:
        return Interval(mean, -math.inf, math.inf)
    variance = max(0.0, (total_squares - n * mean * mean) / (n - 1))
    half = float(stdtrit(n - 1, 0.5 + level / 2)) * math.sqrt(variance / n)
    return Interval(mean, mean - half, mean + half)
