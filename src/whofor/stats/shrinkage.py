"""Shrinkage of estimates that were picked for their size."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, betaincinv, betaln, ndtr

from whofor.arrays import FloatArray
from whofor.stats.intervals import Interval, two_sided_z

__all__ = [
    "ShrunkRates",
    "mean_of_picked",
    "prior_strength",
    "shrink",
    "shrink_rate",
    "shrink_rates",
]


_HALVINGS = 60


def shrink_rate(won: float, n: int, parent_rate: float, prior_strength: float) -> float:
    """Posterior mean of a rate (beta-binomial) or a mean (normal), shrunk towards its parent's.

    Args:
        won: Successes, or the sum of the values.
        n: Trials, or the number of values.
        parent_rate: Rate or mean of the wider group.
        prior_strength: How many pseudo-trials the parent's figure is worth.

    Example:
        >>> shrink_rate(10, 20, 0.2, 20.0)
        0.35
    """
    return (won + prior_strength * parent_rate) / (n + prior_strength)


def mean_of_picked(score: float, threshold: float) -> float:
    """Return the mean of a normal score of which one only hears because it lies beyond a threshold, on either side.

    The mean with the greatest likelihood, given that the score was beyond: it solves E[Z | |Z| > threshold] = score.
    Far beyond the threshold it is the score itself; just beyond, luck explains it, and it is 0 at the least.

    Args:
        score: Normal score, with variance 1.
        threshold: Its absolute value had to be above; 0 or more.

    Source:
        Zhong & Prentice (2008), Biostatistics 9:621, the conditional maximum likelihood estimate.

    Example:
        >>> round(mean_of_picked(9.0, 5.0), 2), round(mean_of_picked(5.5, 5.0), 2), mean_of_picked(5.0, 5.0)
        (9.0, 3.87, 0.0)
    """
    size = abs(score)
    if size <= threshold:
        return 0.0

    def excess(mean: float) -> float:
        beyond = float(ndtr(mean - threshold) + ndtr(-mean - threshold))
        density = math.exp(-((threshold - mean) ** 2) / 2) - math.exp(-((threshold + mean) ** 2) / 2)
        return mean + density / (math.sqrt(2 * math.pi) * beyond) - size

    # The excess rises with the mean: halving finds its root, to 1e-12 of any score.
    low, high = (0.0, size) if excess(0.0) < 0 else (0.0, 0.0)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) < 0 else (low, middle)
    return math.copysign(high, score)


def shrink(values: FloatArray, parent: float, strength: float, *, is_share: bool) -> Interval:
    """Rate or mean of a group shrunk towards its parent's, with the interval of its posterior.

    Args:
        values: Values of the group, at least one; 0 and 1 for a rate.
        parent: Rate or mean of the wider group.
        strength: How many pseudo-trials the parent's figure is worth, above 0.
        is_share: Whether it is a rate (beta posterior), else a mean (normal posterior, its spread that of the values;
            with one value the interval is infinite).

    Source:
        Conjugate posteriors: Gelman et al. (2013), Bayesian Data Analysis, 2.4 and 2.5.

    Example:
        >>> i = shrink(np.array([1.0] * 10 + [0.0] * 10), 0.2, 20.0, is_share=True)
        >>> round(i.estimate, 2), round(i.low, 2), round(i.high, 2)
        (0.35, 0.21, 0.5)
    """
    n, total = len(values), float(values.sum())
    estimate = shrink_rate(total, n, parent, strength)
    if is_share:
        least = 1e-9  # where no deal at all was won
        a, b = max(least, total + strength * parent), max(least, n - total + strength * (1 - parent))
        return Interval(estimate, float(betaincinv(a, b, 0.025)), float(betaincinv(a, b, 0.975)))
    if n < 2:
        return Interval(estimate, -math.inf, math.inf)
    half = two_sided_z(0.95) * float(values.std(ddof=1)) / math.sqrt(n + strength)
    return Interval(estimate, estimate - half, estimate + half)


_STRONGEST = 1e6  # pseudo-trials beyond which a rate is its parent's
_WEAKEST = 1e-2
"""Pseudo-trials below which a rate is its own."""


def prior_strength(won: ArrayLike, n: ArrayLike, parent_rate: ArrayLike) -> float:
    """Return how many pseudo-trials the parents' rates are worth, by marginal likelihood over many segments.

    Each count is taken as beta-binomial around its parent's rate; the strength is the one under which all the counts
    together are likeliest. Segments that overlap are no independent evidence, so the strength is an estimate for
    shrinking, not for testing.

    Args:
        won: Successes of each segment, shape (segments,).
        n: Trials of each segment.
        parent_rate: Rate of each segment's parent, or one for all; strictly between 0 and 1.

    Returns:
        Between 0.01 (segments have little in common with their parents) and 1,000,000 (they do not differ).

    Raises:
        ValueError: Counts or rates outside their range.

    Source:
        Griffiths (1973), Biometrics 29:637 (beta-binomial likelihood); Casella (1985), The American Statistician 39:83.

    Example:
        >>> apart = prior_strength([1, 9, 2, 8], [10, 10, 10, 10], 0.5)
        >>> alike = prior_strength([5, 5, 5, 5], [10, 10, 10, 10], 0.5)
        >>> apart < 5 < 1000 < alike
        True
    """
    k, m, rate = _segments(won, n, parent_rate)

    def unlikelihood(log_strength: float) -> float:
        a, b = math.exp(log_strength) * rate, math.exp(log_strength) * (1 - rate)
        return -float((betaln(k + a, m - k + b) - betaln(a, b)).sum())

    if not np.any(m > 1):
        return _STRONGEST
    low, high = math.log(_WEAKEST), math.log(_STRONGEST)
    best = high
    # The likelihood can be flat towards the strong end, where slopes mislead: a grid, then finer ones around its best.
    for _ in range(5):
        grid = np.linspace(low, high, 41).tolist()
        i = min(range(41), key=lambda j: unlikelihood(grid[j]))
        best, low, high = grid[i], grid[max(0, i - 1)], grid[min(40, i + 1)]
    return math.exp(best)


def _segments(won: ArrayLike, n: ArrayLike, rate: ArrayLike) -> tuple[FloatArray, FloatArray, FloatArray]:
    k, m, r = np.broadcast_arrays(*(np.atleast_1d(np.asarray(x, dtype=np.float64)) for x in (won, n, rate)))
    if not np.all((k >= 0) & (k <= m)):
        raise ValueError("successes must lie between 0 and the trials")
    if not np.all((r > 0) & (r < 1)):
        raise ValueError("the rate of a parent must lie strictly between 0 and 1")
    return k, m, r


@dataclass(frozen=True, slots=True)
class ShrunkRates:
    """Rates shrunk towards their parents', one a segment.

    Attributes:
        rate: Posterior mean.
        low: Lower end of the posterior interval.
        high: Upper end.
        wrong_sign: Chance that the true rate lies on the other side of the parent's than `rate` does, 0 to about 0.5.
    """

    rate: FloatArray
    low: FloatArray
    high: FloatArray
    wrong_sign: FloatArray


def shrink_rates(
    won: ArrayLike, n: ArrayLike, parent_rate: ArrayLike, strength: float, level: float = 0.95
) -> ShrunkRates:
    """Beta-binomial posteriors of rates, with the chance that a segment is really no better than its parent.

    Args:
        won: Successes of each segment.
        n: Trials of each segment; 0 gives the prior.
        parent_rate: Rate of each segment's parent, strictly between 0 and 1.
        strength: Pseudo-trials that the parent's rate is worth, above 0, see `prior_strength`.
        level: Posterior mass of the interval, equal tails.

    Source:
        Conjugate beta posterior; sign error: Gelman & Carlin (2014), Perspectives on Psychological Science 9:641.

    Example:
        >>> s = shrink_rates([10], [20], 0.2, 20.0)
        >>> round(float(s.rate[0]), 2), round(float(s.wrong_sign[0]), 3)
        (0.35, 0.015)
    """
    two_sided_z(level)
    if not (math.isfinite(strength) and strength > 0):
        raise ValueError(f"the strength of a prior must be above 0 and finite, got {strength}")
    k, m, r = _segments(won, n, parent_rate)
    a, b = k + strength * r, m - k + strength * (1 - r)
    mean = a / (a + b)
    below = betainc(a, b, r)
    wrong = np.where(mean >= r, below, 1 - below)
    tail = (1 - level) / 2
    return ShrunkRates(mean, betaincinv(a, b, tail), betaincinv(a, b, 1 - tail), wrong)
