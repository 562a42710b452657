"""Figures with their intervals, from values or counts: the one place where an `Estimate` is made of data."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import stdtrit

from whofor.arrays import BoolArray, FloatArray
from whofor.model.committee import Spread
from whofor.model.evidence import Estimate
from whofor.stats.intervals import Interval, mean_interval, median_interval, wilson_interval
from whofor.stats.products import product_interval

__all__ = [
    "FEWEST_SPREAD",
    "mean_estimate",
    "median_estimate",
    "nothing",
    "rate_estimate",
    "revenue_estimate",
    "spread_of",
]

FEWEST_SPREAD = 5
"""Values of which a median and quartiles are told; of fewer they are those of single deals."""


def nothing(unit: str = "", n: int = 0) -> Estimate:
    """Return an estimate without a figure, for where no value is known or too few are."""
    return Estimate(n, None, None, None, None, unit)


def rate_estimate(k: int, n: int, effect: float = 1.0) -> Estimate:
    """Return a share with Wilson's 95 % interval; without a figure where n is 0.

    Args:
        k: Deals with a yes.
        n: Deals.
        effect: How many times fewer independent deals they are worth, see `Clustering`.

    Source:
        Wilson (1927), Journal of the American Statistical Association 22:209.

    Example:
        >>> rate_estimate(2, 4).estimate, rate_estimate(0, 0).estimate
        (0.5, None)
    """
    if not n:
        return Estimate(0, 0, None, None, None)
    i = wilson_interval(k / effect, n / effect)
    # Not `i.estimate`: the quotient of the parts is the same but for its last digit.
    return Estimate(n, k, k / n, i.low, i.high)


def mean_estimate(
    values: FloatArray,
    unit: str = "",
    *,
    lowest: float = -np.inf,
    highest: float = np.inf,
    fewest: int = 1,
    effect: float = 1.0,
) -> Estimate:
    """Return the mean of the known values with Student's 95 % interval.

    Args:
        values: Values; NaN where unknown.
        unit: Their unit.
        lowest: What no mean can fall below; the interval ends there.
        highest: What no mean can exceed.
        fewest: With fewer known values than this there is no figure.
        effect: How many times fewer independent values they are worth, see `Clustering`.

    Returns:
        The estimate; without a figure where too few values are known, without an interval where only one is.

    Example:
        >>> mean_estimate(np.array([1.0, 2.0, 3.0, np.nan]), "days").estimate
        2.0
    """
    x = values[np.isfinite(values)]
    if len(x) < max(1, fewest):
        return nothing(unit, len(x))
    if len(x) == 1:
        return Estimate(1, None, float(x[0]), None, None, unit)
    i = mean_interval(float(x.sum()) / effect, float((x * x).sum()) / effect, len(x) / effect)
    return Estimate(len(x), None, i.estimate, max(lowest, i.low), min(highest, i.high), unit)


def median_estimate(values: FloatArray, unit: str = "", effect: float = 1.0) -> Estimate:
    """Return the median of the known values with its 95 % interval; ends are `None` where the values are too few.

    Args:
        values: Values; NaN where unknown.
        unit: Their unit.
        effect: How many times fewer independent values they are worth, see `Clustering.of_median`.

    Example:
        >>> median_estimate(np.array([1.0, 2.0, 9.0])).estimate
        2.0
    """
    x = values[np.isfinite(values)]
    if not len(x):
        return nothing(unit)
    i = median_interval(x, design_effect=effect)
    return Estimate.within(len(x), i.estimate, i.low, i.high, unit)


def revenue_estimate(rate: Estimate, price: FloatArray, won: BoolArray, unit: str, effect: float = 1.0) -> Estimate:
    """Return what an offer can be expected to bring, the chance that it is won times its price, with a 95 % interval.

    The price is the mean of those won; how much prices spread is taken from all offers, as few may be won.

    Args:
        rate: Chance of the offers, see `rate_estimate`.
        price: Price of each of them, above 0.
        won: Which of them were won.
        unit: Unit of the prices.
        effect: How many times fewer independent prices those won are worth, see `Clustering`.

    Returns:
        The estimate; without a figure where there are fewer than two offers.

    Source:
        Wilson's interval of the rate, Student's of the logarithm of the mean (delta method), joined by
        `product_interval`. It covers in 91 to 97 of 100 samples of 30 to 200 offers, where Student's interval of what
        each offer brought covers in 74 to 96 (`tests/worth/test_price_levels.py`).

    Example:
        >>> won = np.arange(40) < 10
        >>> e = revenue_estimate(rate_estimate(10, 40), np.full(40, 100.0), won, "EUR")
        >>> e.estimate, round(e.ci_low or 0), round(e.ci_high or 0)
        (25.0, 14, 40)
    """
    n, k = len(price), int(won.sum())
    if n < 2 or rate.estimate is None or rate.ci_low is None or rate.ci_high is None:
        return nothing(unit, n)
    mean = float(price[won].mean()) if k else float(price.mean())
    half = float(stdtrit(n - 1, 0.975)) * float(price.std(ddof=1)) / mean * math.sqrt(effect / (k or n))
    of_price = Interval(mean, mean * math.exp(-half), mean * math.exp(half))
    i = product_interval(Interval(rate.estimate, rate.ci_low, rate.ci_high), of_price)
    return Estimate(n, None, i.estimate, i.low, i.high, unit)


def spread_of(values: FloatArray) -> Spread | None:
    """Return median and quartiles; `None` of fewer than `FEWEST_SPREAD` values."""
    if len(values) < FEWEST_SPREAD:
        return None
    low, median, high = np.quantile(values, [0.25, 0.5, 0.75]).tolist()
    return Spread(low, median, high, len(values))
