"""Tiers of prospects, by their chance or by how many can be worked on, and how sure a tier is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import expit, ndtri

from whofor.arrays import Column, FloatArray, IntArray
from whofor.model.scorecard import CardTiers, ScoreConfidence

__all__ = ["confidences", "tiers_by_capacity", "tiers_by_chance", "usual_tiers"]

_NAMES = ("A", "B", "C", "D")
_TIMES = (3.0, 1.5, 0.75)
_AT_MOST = (2 / 3, 1 / 3, 1.0)
"""Least chance of the tiers as a multiple of the base rate; where that is high, so much of the way from it to 1
instead, as no chance is three times one half. Conventions."""
_COVERAGE = 0.8
"""Coverage of the interval that decides how sure a score is: a convention."""


def usual_tiers(base_rate: float) -> CardTiers:
    """Return the tiers that are used where nobody set others.

    Args:
        base_rate: Share of the deals that is won, 0 to 1.

    Example:
        >>> usual_tiers(0.1).least
        (0.30000000000000004, 0.15000000000000002, 0.07500000000000001)
    """
    rest = 1 - base_rate
    least = (min(t * base_rate, base_rate + part * rest) for t, part in zip(_TIMES, _AT_MOST, strict=True))
    return CardTiers(_NAMES, tuple(least))


def tiers_by_chance(chances: FloatArray, tiers: CardTiers) -> IntArray:
    """Return the place of each row's tier, 0 for the best; a chance equal to the least one is in the tier.

    Example:
        >>> tiers_by_chance(np.array([0.5, 0.3, 0.1]), CardTiers(("A", "B"), (0.3,))).tolist()
        [0, 0, 1]
    """
    ascending = np.array(tiers.least[::-1])
    return len(tiers.least) - np.searchsorted(ascending, chances, side="right").astype(np.int64)


def tiers_by_capacity(sums: FloatArray, ids: Column, sizes: Sequence[int]) -> IntArray:
    """Return the place of each row's tier where tiers hold so many rows, the best first; all others are in the last.

    Args:
        sums: Score of each row.
        ids: What tells the rows apart: of equal scores the smaller id comes first, so that every engine gives the same.
        sizes: How many rows each tier but the last holds.

    Example:
        >>> tiers_by_capacity(np.array([1.0, 2.0, 2.0]), np.array(["a", "c", "b"]), [1]).tolist()
        [1, 1, 0]
    """
    order = np.lexsort((ids.astype(str) if ids.dtype.kind == "O" else ids, -sums))
    rank = np.empty(len(sums), dtype=np.int64)
    rank[order] = np.arange(len(sums))
    return np.searchsorted(np.cumsum(sizes), rank, side="right").astype(np.int64)


def confidences(sums: FloatArray, variance: FloatArray, tiers: CardTiers) -> list[ScoreConfidence]:
    """Return how far each score is pinned down: its 80 % interval lies within one tier, two, or more.

    Args:
        sums: Log odds of each row.
        variance: Their variance, from what is not known of the row and from the weights.
        tiers: The tiers.
    """
    half = float(ndtri(0.5 + _COVERAGE / 2)) * np.sqrt(variance)
    ends = [tiers_by_chance(np.asarray(expit(z), dtype=np.float64), tiers) for z in (sums - half, sums + half)]
    by_steps = (ScoreConfidence.HIGH, ScoreConfidence.MEDIUM, ScoreConfidence.LOW)
    return [by_steps[min(2, steps)] for steps in (ends[0] - ends[1]).tolist()]
