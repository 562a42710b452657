"""Conversion of a skewed standardised sum to a normal score and back."""

from __future__ import annotations

import numpy as np

from whofor.arrays import FloatArray

__all__ = ["normal_score", "standardised_for_score"]

_FLAT = 1e-3
"""Below this skewness the score is left as it is: the correction, `g / 6 * (z**2 - 1)`, is at most 0.0025 at 4."""


def normal_score(z: FloatArray, skewness: FloatArray) -> FloatArray:
    """Normal score of a standardised sum whose distribution is skewed.

    A sum of few rare events has a long right tail: raw z calls noise a discovery. The sum is taken as a shifted
    gamma variable with the same three moments, whose cube root is nearly normal.

    Args:
        z: Standardised sums (mean 0, variance 1 under the null).
        skewness: Their skewness under the null, same shape.

    Returns:
        Scores that are close to standard normal under the null. Monotone in `z`.

    Source:
        Wilson & Hilferty (1931), PNAS 17:684.

    Example:
        >>> s = normal_score(np.array([5.97, 2.0]), np.array([0.6, 0.0]))
        >>> [round(float(v), 2) for v in s]
        [4.18, 2.0]
    """
    flat = np.abs(skewness) < _FLAT
    g = np.where(flat, 1.0, skewness)
    inner = g / 2 * z + 1
    score = 6 / g * (np.cbrt(np.maximum(inner, 0.0)) - 1) + g / 6
    return np.where(flat, z, score)


def standardised_for_score(score: float, skewness: FloatArray) -> FloatArray:
    """Return the standardised sum at which `normal_score` reaches `score`; its inverse.

    Example:
        >>> z = standardised_for_score(4.0, np.array([0.6]))
        >>> round(float(normal_score(z, np.array([0.6]))[0]), 6)
        4.0
    """
    flat = np.abs(skewness) < _FLAT
    g = np.where(flat, 1.0, skewness)
    inner = g / 6 * (score - g / 6) + 1
    return np.where(flat, score, 2 / g * (np.maximum(inner, 0.0) ** 3 - 1))
