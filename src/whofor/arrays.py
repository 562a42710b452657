"""Shapes of arrays that pass between packages, and which of their values are recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["BoolArray", "Column", "Columns", "FloatArray", "IntArray", "distinct_codes", "is_known"]

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]
Column: TypeAlias = NDArray[Any]
"""`float64` with NaN for numbers and dates (days since 1970-01-01), objects `str | None` for all else."""
Columns: TypeAlias = Mapping[str, Column]
"""Columns of one table by their names."""


def is_known(values: Column) -> BoolArray:
    """Return which values are recorded: neither NaN nor None.

    Example:
        >>> is_known(np.array([1.0, np.nan])).tolist(), is_known(np.array(["a", None], dtype=object)).tolist()
        ([True, False], [True, False])
    """
    if values.dtype.kind == "f":
        return np.isfinite(values)
    return np.asarray(values != np.array(None), dtype=np.bool_)


def distinct_codes(values: Column) -> tuple[Column, IntArray]:
    """Return the distinct values and, for each row, the place of its value among them.

    Long texts take no more memory than they have, unlike in an array of fixed width.

    Example:
        >>> names, codes = distinct_codes(np.array(["b", "a", "b"], dtype=object))
        >>> names.tolist(), codes.tolist()
        (['b', 'a'], [0, 1, 0])
    """
    if values.dtype.kind == "f":
        names, codes = np.unique(values, return_inverse=True)
        return names, codes.astype(np.int64)
    place = {v: i for i, v in enumerate(dict.fromkeys(values.tolist()))}
    codes = np.fromiter((place[v] for v in values.tolist()), np.int64, len(values))
    return np.array([*place, None], dtype=object)[:-1], codes
