"""Chance that the strongest of many looks shows again in new data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import ndtr

from whofor.arrays import FloatArray

__all__ = ["Held", "chance_to_show_again", "odds_of_real_effect", "spread_of_effects"]

_EULER = 0.5772156649
_PRIOR = 0.15
"""Chance, before looking, that the strongest look of a depth is a real effect where nothing passes. This and the next
two are conventions; `benchmarks/hypotheses.py` measures what the chances are then worth."""
_PRIOR_NONE = 0.8
"""Chance, before looking, that single conditions have no effects of their own at all."""
_SPREADS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
"""Variances of the effects of single conditions otherwise, in units of their noise, all as likely."""

Spread = Sequence[tuple[float, float]]
"""Variances that effects may have, in units of their noise, each with its chance."""


@dataclass(frozen=True, slots=True)
class Held:
    """What held-back data show of a look.

    Attributes:
        score: Its standard score there, in its direction of the search.
        share: Its size there as a share of its size in the search; 0 where none are held back.
    """

    score: float = 0.0
    share: float = 0.0


def odds_of_real_effect(score: float, maxima: FloatArray) -> float:
    """Return the odds that the strongest look of a search is one real effect, not the best that chance brought forth.

    The best of many looks without effect is distributed as the best of each shuffle (Gumbel's law, by its moments). A
    real effect may have any size from none to twice the usual best of chance, all as likely. Either may be the
    strongest look only where the other stays below it.

    Args:
        score: Standard score of the strongest look, in its direction.
        maxima: Largest |score| of each shuffle of the same search.

    Source:
        Local false discovery rates with two groups: Efron (2008), Statistical Science 23:1; here of the maximum, whose
        law is Gumbel's (1958, Statistics of Extremes). One direction: the largest of both is the larger of two alike.

    Example:
        >>> import numpy as np
        >>> shuffles = 3.0 + 0.4 * np.random.default_rng(0).gumbel(size=999)
        >>> round(odds_of_real_effect(3.0, shuffles), 2), round(odds_of_real_effect(5.0, shuffles), 1)
        (0.02, 2.7)
    """
    spread = float(maxima.std()) * math.sqrt(6) / math.pi if len(maxima) else 0.0
    if spread <= 0 or score <= 0:
        return 0.0
    mode = float(maxima.mean()) - _EULER * spread
    hazard = math.exp(-(score - mode) / spread) / (2 * spread)  # density over distribution function, one direction
    reach = 2 * float(maxima.mean())
    density = float(ndtr(score) - ndtr(score - reach)) / reach
    below = (_integral(score) - _integral(score - reach)) / reach
    return _PRIOR * density / (hazard * (1 - _PRIOR + _PRIOR * below))


def _integral(x: float) -> float:
    """Return the integral of the normal distribution function up to x."""
    return x * float(ndtr(x)) + math.exp(-x * x / 2) / math.sqrt(2 * math.pi)


def spread_of_effects(mean_square: float, freedom: float) -> Spread:
    """Return how the effects of single conditions may vary, by how much their scores vary more than chance does.

    Args:
        mean_square: Mean of their squared standard scores; 1 on average where there are no effects.
        freedom: How many independent ones they are worth.

    Source:
        Chi-square with the degrees of freedom of correlated scores: Satterthwaite (1946), Biometrics Bulletin 2:110.

    Example:
        >>> [round(dict(spread_of_effects(m, 30))[0.0], 2) for m in (0.9, 1.2, 1.8)]
        [0.9, 0.82, 0.29]
    """
    prior = [(0.0, _PRIOR_NONE), *((v, (1 - _PRIOR_NONE) / len(_SPREADS)) for v in _SPREADS)]
    # Logarithm of the density of chi-square scaled by 1 + variance, but for what is the same for all.
    logs = [-freedom / 2 * (math.log1p(v) + mean_square / (1 + v)) for v, _ in prior]
    weights = [p * math.exp(log - max(logs)) for (_, p), log in zip(prior, logs, strict=True)]
    return [(v, w / sum(weights)) for (v, _), w in zip(prior, weights, strict=True)]


def chance_to_show_again(
    score: float, maxima: FloatArray, spread: Spread = ((0.0, 1.0),), held: Held | None = None
) -> float:
    """Return the chance that as many new data, searched and held back, show the direction of a search's strongest look.

    It is one real effect among none, or one of many small ones, or the best that chance brought forth: of such a look
    half of all new data show the same direction. What held-back data show counts in full, as nothing was picked by it.

    Args:
        score: Standard score of the look in the search, in its direction.
        maxima: Largest |score| of each shuffle of the same search.
        spread: Variances that its effect may have as one of many.
        held: What held-back data show of it.

    Example:
        >>> import numpy as np
        >>> shuffles = 3.0 + 0.4 * np.random.default_rng(0).gumbel(size=999)
        >>> [round(chance_to_show_again(3.8, shuffles, held=Held(later, 0.3)), 2) for later in (-1.5, 0.0, 1.5)]
        [0.5, 0.51, 0.63]
    """
    odds, held = odds_of_real_effect(score, maxima), held or Held()
    one = odds / (1 + odds)
    shrinks = [(v / (1 + v), (1 - one) * p) for v, p in spread]
    # Weight, mean and variance of the effect in units of the search's noise.
    parts = [(one, score, 1.0), *((p, score * b, b) for b, p in shrinks)]
    known = [_with_held(*part, held) for part in parts]
    size = 1 + held.share
    again = sum(w * float(ndtr(m * math.sqrt(size) / math.sqrt(1 + size * v))) for w, m, v in known)
    return again / sum(w for w, _, _ in known)


def _with_held(weight: float, mean: float, variance: float, held: Held) -> tuple[float, float, float]:
    """Return the weight of a part, and mean and variance of its effect, once held-back data are known."""
    if not held.share:
        return weight, mean, variance
    root, total = math.sqrt(held.share), 1 + held.share * variance
    off = held.score - root * mean
    likelihood = math.exp(-(off**2) / (2 * total)) / math.sqrt(total)
    return weight * likelihood, mean + variance * root * off / total, variance / total
