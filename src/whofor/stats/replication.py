"""Chance that the strongest of many looks shows again in new data."""

from __future__ import annotations

import math

from scipy.special import ndtr

from whofor.arrays import FloatArray

__all__ = ["chance_to_show_again", "odds_of_real_effect"]

_EULER = 0.5772156649
_PRIOR = 0.25
"""Chance, before looking, that a search where nothing passes has a real effect of a depth as its strongest look: a
convention; `benchmarks/hypotheses.py` measures what the chances then are worth."""


def odds_of_real_effect(score: float, maxima: FloatArray) -> float:
    """Return the odds that the strongest look of a search is a real effect, not the best that chance brought forth.

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
        (0.05, 7.5)
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


def chance_to_show_again(score: float, maxima: FloatArray, later: float = 0.0, share: float = 0.0) -> float:
    """Return the chance that as many new data, searched and held back, show the direction of a search's strongest look.

    Of a look without effect half of all new data show the same direction. What held-back data show counts in full, as
    nothing was picked by them.

    Args:
        score: Standard score of the look in the search, in its direction.
        maxima: Largest |score| of each shuffle of the same search.
        later: Its standard score in the held-back data, in the same direction.
        share: Size of it in the held-back data as a share of its size in the search; 0 where none are held back.

    Example:
        >>> import numpy as np
        >>> shuffles = 3.0 + 0.4 * np.random.default_rng(0).gumbel(size=999)
        >>> [round(chance_to_show_again(3.8, shuffles, later, 0.3), 2) for later in (-1.5, 0.0, 1.5)]
        [0.51, 0.54, 0.69]
    """
    odds = odds_of_real_effect(score, maxima)
    root = math.sqrt(share)
    if share > 0:  # held back: N(root * effect, 1), where the search alone leaves N(score, 1) for the effect
        odds *= math.exp(later**2 / 2 - (later - root * score) ** 2 / (2 * (1 + share))) / math.sqrt(1 + share)
    again = float(ndtr((score + root * later) / math.sqrt(2 * (1 + share))))
    return 0.5 + (again - 0.5) * odds / (1 + odds)
