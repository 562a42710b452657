"""One group of rows against the others of a wider one, outcomes exchanged within strata."""

from __future__ import annotations

import numpy as np

from whofor.arrays import BoolArray
from whofor.cube.axes import RowScore
from whofor.stats.skew import normal_score

__all__ = ["conditional_score"]


def conditional_score(inside: BoolArray, within: BoolArray, score: RowScore) -> float:
    """Normal score of the rows inside against the others of a wider group, outcomes exchanged within strata.

    Args:
        inside: The rows judged.
        within: The wider group; rows outside it do not count.
        score: Row score and strata.
    """
    rows = np.flatnonzero(within)
    part = inside[rows]
    local = RowScore(score.values[rows], score.strata[rows])
    moments = local.moments()
    n = np.bincount(local.strata[part], minlength=local.n_strata)
    share = n / np.maximum(moments.n, 1)
    variance = float((n * (1 - share)) @ moments.variance)
    if variance <= 1e-12:
        return 0.0
    third = float((n * (1 - share) * (1 - 2 * share)) @ moments.third)
    z = (float(local.values[part].sum()) - float(n @ moments.mean)) / variance**0.5
    return float(normal_score(np.array([z]), np.array([third / variance**1.5]))[0])
