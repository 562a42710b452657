"""Outcomes shuffled within strata."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whofor.cube.axes import RowScore

__all__ = ["shuffled_scores"]


def shuffled_scores(score: RowScore, count: int, seed: tuple[int, ...]) -> NDArray[np.float32]:
    """Row scores shuffled within strata.

    Args:
        score: The scores and strata.
        count: Number of shuffles.
        seed: Seed; equal seeds give equal shuffles.

    Returns:
        Shape (n, count). Sums of 0/1 scores stay exact in single precision up to 2**24 rows.
    """
    rng = np.random.default_rng(list(seed))
    out = np.empty((len(score.values), count), dtype=np.float32)
    order = np.argsort(score.strata, kind="stable")
    bounds = np.searchsorted(score.strata[order], np.arange(score.n_strata + 1))
    values = score.values.astype(np.float32)
    for low, high in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        rows = order[low:high]
        block = np.broadcast_to(values[rows], (count, len(rows)))
        out[rows] = rng.permuted(block, axis=1).T
    return out
