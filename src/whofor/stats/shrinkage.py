"""Shrinkage: what an estimate picked for its size is worth."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

__all__ = ["effect_variance", "posterior_right_sign", "shrink_rate"]

FloatArray = NDArray[np.float64]


def shrink_rate(won: int, n: int, parent_rate: float, prior_strength: float) -> float:
    """Beta-binomial posterior mean of a rate, shrunk towards its parent's.

    Args:
        won: Successes.
        n: Trials.
        parent_rate: Rate of the wider group.
        prior_strength: How many pseudo-trials the parent's rate is worth.

    Example:
        >>> shrink_rate(10, 20, 0.2, 20.0)
        0.35
    """
    return (won + prior_strength * parent_rate) / (n + prior_strength)


def effect_variance(scores: FloatArray) -> float:
    """Variance of real effects in units of z, by the method of moments: `max(0, mean z**2 - 1)`.

    Args:
        scores: Standard scores of many looks; noise alone gives about 0.

    Source:
        DerSimonian & Laird's moment estimator with unit within-variance.

    Example:
        >>> effect_variance(np.array([2.0, -2.0, 0.0, 0.0]))
        1.0
    """
    return max(0.0, float(np.mean(scores**2)) - 1.0) if len(scores) else 0.0


def posterior_right_sign(z: float, variance: float) -> float:
    """Chance that an effect has the sign of its estimate, given how effects vary among all looks.

    One minus the local false sign rate with a normal prior: effects N(0, variance), estimate N(effect, 1).

    Args:
        z: Standard score of the effect.
        variance: Prior variance of effects in units of z, see `effect_variance`. With 0, nothing is known: 0.5.

    Source:
        Stephens (2017), Biostatistics 18:275 (false sign rates).

    Example:
        >>> round(posterior_right_sign(3.0, 1.0), 3)
        0.983
    """
    if variance <= 0:
        return 0.5
    shrink = variance / (1 + variance)
    return float(ndtr(abs(z) * shrink / math.sqrt(shrink)))
