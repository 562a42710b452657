"""Repeated looks at growing data: intervals that hold at all times at once, and evidence that may be read at any time.

An ordinary 95 % interval looked at after every new outcome misses the truth sooner or later, almost surely. These do
not: the chance that they *ever* miss is at most one minus the level, however often one looks and whenever one stops.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, xlog1py, xlogy

from whofor.arrays import FloatArray

__all__ = ["ConfidenceSequence", "bounded_mean_sequence", "proportion_sequence", "two_rates_e_value"]

_HALVINGS = 60


@dataclass(frozen=True, slots=True)
class ConfidenceSequence:
    """An interval after each look.

    Attributes:
        estimate: Point at each look.
        low: Lower end.
        high: Upper end.
    """

    estimate: FloatArray
    low: FloatArray
    high: FloatArray


def _error(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError(f"the coverage of a sequence must lie between 0 and 1, got {level}")
    return 1 - level


def _counts(successes: ArrayLike, trials: ArrayLike) -> tuple[FloatArray, FloatArray]:
    s, n = np.broadcast_arrays(np.asarray(successes, dtype=np.float64), np.asarray(trials, dtype=np.float64))
    if not np.all((s >= 0) & (s <= n)):
        raise ValueError("successes must lie between 0 and the trials")
    return s, n


def proportion_sequence(
    successes: ArrayLike, trials: ArrayLike, level: float = 0.95, prior: tuple[float, float] = (0.5, 0.5)
) -> ConfidenceSequence:
    """Confidence sequence of a rate from the running counts, by a beta mixture of likelihood ratios.

    A rate p is left out once the outcomes are `1 / (1 - level)` times as likely under the mixture as under p
    (Ville's inequality). Each interval depends on its counts alone; the intersection of all so far holds as well.

    Args:
        successes: Running number of successes, any shape.
        trials: Running number of trials, same shape; 0 gives the interval from 0 to 1.
        level: Chance that the true rate lies in all intervals for ever.
        prior: Parameters of the beta mixture, above 0; they move the width, never the coverage.

    Source:
        Robbins (1970), Annals of Mathematical Statistics 41:1397; Howard et al. (2021), Annals of Statistics 49:1055.

    Example:
        >>> s = proportion_sequence([0, 20, 200], [0, 100, 1000])
        >>> s.low.round(3).tolist(), s.high.round(3).tolist()
        ([0.0, 0.091, 0.157], [1.0, 0.352, 0.249])
    """
    bound = -math.log(_error(level))
    a, b = prior
    if a <= 0 or b <= 0:
        raise ValueError(f"the parameters of a beta mixture must be above 0, got {prior}")
    s, n = _counts(successes, trials)
    mixture = betaln(a + s, b + n - s) - betaln(a, b)
    rate = s / np.maximum(n, 1)
    point = np.where(n > 0, rate, 0.5)

    def end(out: FloatArray) -> FloatArray:
        # Evidence against p grows with its distance from the rate seen: halve between there and the bound of rates.
        near = point.copy()
        for _ in range(_HALVINGS):
            middle = (near + out) / 2
            kept = mixture - xlogy(s, middle) - xlog1py(n - s, -middle) < bound
            near, out = np.where(kept, middle, near), np.where(kept, out, middle)
        return out

    low = np.where(s > 0, end(np.zeros_like(point)), 0.0)
    high = np.where(s < n, end(np.ones_like(point)), 1.0)
    return ConfidenceSequence(point, low, high)


def bounded_mean_sequence(
    values: ArrayLike, lower: float, upper: float, level: float = 0.95, most: float = 0.5
) -> ConfidenceSequence:
    """Confidence sequence of a mean of bounded values, with empirical-Bernstein width: narrow where they vary little.

    Nothing is assumed of the values but their bounds and that each has the same mean given those before it.

    Args:
        values: Values in the order they came, shape (looks,).
        lower: Least possible value, fixed before looking.
        upper: Largest possible value, fixed before looking.
        level: Chance that the mean lies in all intervals for ever.
        most: Largest bet, between 0 and 1.

    Returns:
        After each value, the weighted mean and the intersection of all intervals so far.

    Source:
        Waudby-Smith & Ramdas (2024), JRSS B 86:1, theorem 2.

    Example:
        >>> s = bounded_mean_sequence([0.5] * 400, 0.0, 1.0)
        >>> bool(s.high[-1] - s.low[-1] < 0.05)
        True
    """
    bound = math.log(2 / _error(level))
    if not (lower < upper and 0 < most < 1):
        raise ValueError(f"bounds must differ and the largest bet lie between 0 and 1, got {lower}, {upper}, {most}")
    raw = np.asarray(values, dtype=np.float64)
    if raw.ndim != 1 or not np.all((raw >= lower) & (raw <= upper)):
        raise ValueError(f"values must be a list of numbers between {lower} and {upper}")
    x = (raw - lower) / (upper - lower)
    t = np.arange(1, len(x) + 1)
    mean = (0.5 + np.cumsum(x)) / (t + 1)
    variance = (0.25 + np.cumsum((x - mean) ** 2)) / (t + 1)
    # What the bet on a value rests on is known before it.
    mean_before = np.concatenate([[0.5], mean])[:-1]
    variance_before = np.concatenate([[0.25], variance])[:-1]
    bet = np.minimum(np.sqrt(2 * bound / (variance_before * t * np.log(1 + t))), most)
    cost = (x - mean_before) ** 2 * (-np.log1p(-bet) - bet)
    weight = np.cumsum(bet)
    centre, half = np.cumsum(bet * x) / weight, (bound + np.cumsum(cost)) / weight
    low = np.maximum.accumulate(np.maximum(centre - half, 0.0))
    high = np.minimum.accumulate(np.minimum(centre + half, 1.0))
    width = upper - lower
    return ConfidenceSequence(lower + width * centre, lower + width * low, lower + width * high)


def two_rates_e_value(
    successes_a: ArrayLike,
    trials_a: ArrayLike,
    successes_b: ArrayLike,
    trials_b: ArrayLike,
    prior: tuple[float, float] = (0.5, 0.5),
) -> FloatArray:
    """Evidence that two rates differ, which may be read after every outcome.

    How many times likelier the outcomes are under two rates, each mixed over a beta law, than under the best common
    rate. If the rates are equal, the chance that this *ever* reaches `1 / alpha` is at most alpha, however often one
    looks, and however the group of the next outcome is chosen from what is known. `min(1, 1 / e)` is a p-value that may
    be read at any time.

    Args:
        successes_a: Running successes of a, any shape.
        trials_a: Running trials of a.
        successes_b: Running successes of b.
        trials_b: Running trials of b.
        prior: Parameters of the beta law, above 0.

    Returns:
        e-values, above 0, in the shape of the counts; 1 before any outcome.

    Source:
        Universal inference with a mixture above the line: Wasserman, Ramdas & Balakrishnan (2020), PNAS 117:16880.

    Example:
        >>> two_rates_e_value([0, 5, 50], [0, 20, 200], [0, 2, 20], [0, 20, 200]).round(2).tolist()
        [1.0, 0.07, 9.51]
    """
    a, b = prior
    if a <= 0 or b <= 0:
        raise ValueError(f"the parameters of a beta law must be above 0, got {prior}")
    (sa, na), (sb, nb) = _counts(successes_a, trials_a), _counts(successes_b, trials_b)
    s, n = sa + sb, na + nb
    rate = s / np.maximum(n, 1)
    mixture = betaln(a + sa, b + na - sa) + betaln(a + sb, b + nb - sb) - 2 * betaln(a, b)
    best = xlogy(s, rate) + xlog1py(n - s, -rate)
    return np.exp(np.minimum(mixture - best, 700.0))
