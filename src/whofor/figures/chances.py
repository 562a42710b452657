"""Chance of each of several options to be the best."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["best_chances"]

_DRAWS = 10_000
"""Draws of a chance; its standard error is at most half a point."""


def best_chances(moments: Sequence[tuple[float, float]], seed: int) -> NDArray[np.float64]:
    """Return the chance of each option to be the best, its figure drawn from a normal about its estimate.

    Args:
        moments: Estimate and standard error of each option; more is better.
        seed: Seed of the draws.

    Source:
        Thompson (1933), Biometrika 25:285.

    Example:
        >>> best_chances([(1.0, 0.1), (5.0, 0.1)], seed=0).tolist()
        [0.0, 1.0]
    """
    means, errors = np.array(moments, dtype=np.float64).T
    drawn = means + errors * np.random.default_rng(seed).standard_normal((_DRAWS, len(means)))
    return np.bincount(drawn.argmax(axis=1), minlength=len(means)) / _DRAWS
