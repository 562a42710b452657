"""Chance that the strongest of many looks shows again in new data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import ndtr

from whofor.arrays import FloatArray

__all__ = ["Held", "Wider", "chance_to_show_again", "odds_of_real_effect"]

_EULER = 0.5772156649
_PRIOR = 0.5
"""Chance, before looking, that the strongest look of a depth is a real effect where nothing passes. This and the next
are round figures chosen on generated data; `benchmarks/hypotheses.py` measures on others what the chances are worth."""
_VARIANCE = 4.0
"""Variance of real effects, in units of the noise of their scores."""


@dataclass(frozen=True, slots=True)
class Held:
    """What held-back data show of a look.

    Attributes:
        score: Its standard score there, in its direction of the search.
        share: Its size there as a share of its size in the search; 0 where none are held back.
    """

    score: float = 0.0
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Wider:
    """A look that a narrower one is a part of.

    Attributes:
        score: Its standard score in the search, in the direction of the narrower one.
        outside: What held-back data show of it outside the narrower one.
    """

    score: float
    outside: Held


def odds_of_real_effect(score: float, maxima: FloatArray) -> float:
    """Return the odds that the strongest look of a search is one real effect, not the best that chance brought forth.

    The best of many looks without effect is distributed as the best of each shuffle (Gumbel's law, by its moments).
    Real effects are half normal: small ones are more likely than large ones, which would pass.

    Args:
        score: Standard score of the strongest look, in its direction.
        maxima: Largest |score| of each shuffle of the same search.

    Source:
        Local false discovery rates with two groups: Efron (2008), Statistical Science 23:1; here of the maximum, whose
        law is Gumbel's (1958, Statistics of Extremes). One direction: the largest of both is the larger of two alike.

    Example:
        >>> import numpy as np
        >>> shuffles = 3.0 + 0.4 * np.random.default_rng(0).gumbel(size=999)
        >>> [round(odds_of_real_effect(score, shuffles), 2) for score in (3.0, 4.0)]
        [0.12, 0.74]
    """
    spread = float(maxima.std()) * math.sqrt(6) / math.pi if len(maxima) else 0.0
    if spread <= 0 or score <= 0:
        return 0.0
    mode = float(maxima.mean()) - _EULER * spread
    hazard = math.exp(-(score - mode) / spread) / (2 * spread)  # density over distribution function, one direction
    total = 1 + _VARIANCE
    density = 2 * math.exp(-score * score / (2 * total)) / math.sqrt(2 * math.pi * total)
    return _PRIOR * density / ((1 - _PRIOR) * hazard)


def chance_to_show_again(
    score: float, maxima: FloatArray, held: Held | None = None, wider: Sequence[Wider] = ()
) -> float:
    """Return the chance that as many new data, searched and held back, show the direction of a search's strongest look.

    It is one real effect, or the best that chance brought forth: of such a look half of all new data show the same
    direction. What held-back data show counts in full, as nothing was picked by it: of the look, and of the rest of
    the wider looks that it is a part of. A real effect is rarely that of a part alone.

    Args:
        score: Standard score of the look in the search, in its direction.
        maxima: Largest |score| of each shuffle of the same search.
        held: What held-back data show of it.
        wider: Looks that it is a part of.

    Example:
        >>> import numpy as np
        >>> shuffles = 3.0 + 0.4 * np.random.default_rng(0).gumbel(size=999)
        >>> [round(chance_to_show_again(3.8, shuffles, Held(later, 0.3)), 2) for later in (-1.5, 0.0, 1.5)]
        [0.51, 0.56, 0.79]
        >>> [round(chance_to_show_again(3.8, shuffles, wider=[Wider(2.0, Held(z, 0.3))]), 2) for z in (-1.0, 2.0)]
        [0.54, 0.85]
    """
    held, odds = held or Held(), odds_of_real_effect(score, maxima)
    odds *= sum(map(_likelihood_ratio, wider)) / len(wider) if wider else 1.0
    one = odds / (1 + odds)
    shrink = _VARIANCE / (1 + _VARIANCE)
    # Weight, mean and variance of the effect in units of the search's noise, without and with one.
    known = [_with_held(*part, held) for part in ((1 - one, 0.0, 0.0), (one, score * shrink, shrink))]
    size = 1 + held.share
    again = sum(w * float(ndtr(m * math.sqrt(size) / math.sqrt(1 + size * v))) for w, m, v in known)
    return again / sum(w for w, _, _ in known)


def _likelihood_ratio(wider: Wider) -> float:
    """Return how much likelier its held-back data are where a wider look has the effect that its search shows."""
    expected = max(0.0, wider.score) * math.sqrt(wider.outside.share)
    return math.exp(expected * (wider.outside.score - expected / 2))


def _with_held(weight: float, mean: float, variance: float, held: Held) -> tuple[float, float, float]:
    """Return the weight of a part, and mean and variance of its effect, once held-back data are known."""
    if not held.share:
        return weight, mean, variance
    root, total = math.sqrt(held.share), 1 + held.share * variance
    off = held.score - root * mean
    likelihood = math.exp(-(off**2) / (2 * total)) / math.sqrt(total)
    return weight * likelihood, mean + variance * root * off / total, variance / total
