"""Keys that join tables: the row that each leads to."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from whofor.arrays import Column, IntArray

__all__ = ["key_positions", "rows_of"]


def key_positions(keys: Column) -> dict[str, int]:
    """Return the first row of each key."""
    positions: dict[str, int] = {}
    for i, key in enumerate(keys.tolist()):
        if key is not None:
            positions.setdefault(key, i)
    return positions


def rows_of(keys: Column, positions: Mapping[str, int]) -> IntArray:
    """Return the row of each key, as `key_positions` returns them; -1 where there is none."""
    return np.fromiter((positions.get(k, -1) for k in keys.tolist()), np.int64, len(keys))
