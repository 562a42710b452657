"""Clusters of rows: how alike the rows of one are, classes of clusters by size, and what that costs an interval."""

from __future__ import annotations

import numpy as np

from whofor.arrays import FloatArray, IntArray

__all__ = ["design_effect", "intraclass_correlation", "size_classes"]

_MOST_CORRELATION = 0.99
_FEWEST_OF_CLASS = 20
"""Clusters of a class at least: 20 have 2e18 orders, so that shuffles are not exhausted."""


def intraclass_correlation(values: FloatArray, clusters: IntArray) -> float:
    """Return the intraclass correlation of values, by analysis of variance, cut to 0 … 0.99.

    Args:
        values: Value of each row, its stratum's mean taken off.
        clusters: Cluster of each row, from 0 without gaps.

    Source:
        Donner (1986), International Statistical Review 54:67.

    Example:
        >>> pairs = np.repeat(np.arange(3), 2)
        >>> intraclass_correlation(np.array([1.0, 1, 5, 5, 9, 9]), pairs)
        0.99
        >>> intraclass_correlation(np.array([1.0, 9, 5, 5, 9, 1]), pairs)
        0.0
    """
    sizes = np.bincount(clusters)
    n, groups = len(values), len(sizes)
    if groups < 2 or n == groups:
        return 0.0
    means = np.bincount(clusters, values) / sizes
    between = float((sizes * (means - values.mean()) ** 2).sum()) / (groups - 1)
    inside = float(((values - means[clusters]) ** 2).sum()) / (n - groups)
    usual = (n - float((sizes.astype(np.float64) ** 2).sum()) / n) / (groups - 1)
    spread = between + (usual - 1) * inside
    return float(np.clip((between - inside) / spread, 0.0, _MOST_CORRELATION)) if spread > 0 else 0.0


def size_classes(sizes: IntArray) -> IntArray:
    """Return the class of each cluster by its size: 1, 2, 3 to 4, 5 to 8, …, each of at least 20 clusters.

    Classes are merged from the largest sizes down; those of one row stay a class of their own wherever the larger ones
    are 20 together.

    Args:
        sizes: Rows of each cluster.

    Returns:
        Numbers from 0 without gaps, larger for larger sizes.

    Example:
        >>> np.bincount(size_classes(np.array([1] * 30 + [2] * 25 + [3] * 10 + [40] * 12))).tolist()
        [30, 25, 22]
    """
    power = np.ceil(np.log2(np.maximum(sizes, 1))).astype(np.int64)
    counts = np.bincount(power)
    number, gathered = 0, 0
    of_power = np.zeros(len(counts), dtype=np.int64)
    for p in reversed(range(len(counts))):
        of_power[p] = number
        gathered += int(counts[p])
        if gathered >= _FEWEST_OF_CLASS:
            number, gathered = number + 1, 0
    if 0 < gathered < _FEWEST_OF_CLASS and number:
        of_power[of_power == number] = number - 1
    return np.unique(-of_power[power], return_inverse=True)[1].astype(np.int64)


def design_effect(counts: IntArray, correlation: float) -> float:
    """Return by how much clusters widen the variance of a mean: rows are worth so many times fewer.

    Args:
        counts: Rows of each cluster in the group.
        correlation: Intraclass correlation.

    Source:
        Kish (1965), Survey Sampling, 8.2; for rates Rao & Scott (1992), Biometrics 48:577.

    Example:
        >>> round(design_effect(np.array([20, 20, 20]), 0.16), 2), design_effect(np.array([1, 1, 0]), 0.5)
        (4.04, 1.0)
    """
    total = float(counts.sum())
    if total <= 0:
        return 1.0
    return max(1.0, 1 + (float((counts.astype(np.float64) ** 2).sum()) / total - 1) * correlation)
