"""Cubes of up to three attributes that add up, made on one machine or on many.

Counts, and sums of whole-number scores (won or lost), are then the same to the bit; sums of amounts agree to rounding
only, as they depend on the order in which parts are added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from whofor.arrays import FloatArray
from whofor.cube.axes import Axis, RowScore, check_rows
from whofor.cube.native import native_kernels
from whofor.cube.tally import cell_codes

__all__ = ["Cube", "cube_of", "merge_cubes"]


@dataclass(frozen=True, eq=False, slots=True)
class Cube:
    """Tallies of the row score in every cell of one to three attributes.

    Attributes:
        n: Rows, shape (codes of the first axis, of the second, ...).
        total: Sums of the row score, same shape.
        squares: Sums of its squares, same shape.
    """

    n: FloatArray
    total: FloatArray
    squares: FloatArray


def cube_of(axes: Sequence[Axis], values: FloatArray) -> Cube:
    """Return the tallies of a row score in every cell of some attributes.

    Args:
        axes: One to three attributes of the same n rows.
        values: Score of each row, shape (n,).

    Raises:
        ValueError: No axes, more than three, values of another length or not finite, or a code that has no term.

    Example:
        >>> both = np.array([0, 1, 1], dtype=np.uint8)
        >>> cube = cube_of([Axis(both, np.eye(2, dtype=bool), "a")], np.array([1.0, 0.0, 3.0]))
        >>> cube.n.tolist(), cube.total.tolist(), cube.squares.tolist()
        ([1.0, 2.0], [1.0, 3.0], [1.0, 9.0])
    """
    if not 1 <= len(axes) <= 3:
        raise ValueError(f"a cube has one to three axes, not {len(axes)}")
    check_rows(axes, RowScore(values, np.zeros(len(values), dtype=np.int64)))
    shape = tuple(axis.n_codes for axis in axes)
    native = native_kernels()
    if native:
        cells = native[-1].cube(axes, values)
        return Cube(*(np.ascontiguousarray(column).reshape(shape) for column in cells.T))
    codes, size = cell_codes(axes), int(np.prod(shape))
    weights = (None, values, values * values)
    sums = [np.bincount(codes, w, minlength=size).astype(np.float64).reshape(shape) for w in weights]
    return Cube(*sums)


def merge_cubes(cubes: Sequence[Cube]) -> Cube:
    """Return the sum of the cubes of parts of the rows.

    Raises:
        ValueError: No cubes, or cubes of different attributes.
    """
    if len({cube.n.shape for cube in cubes}) != 1:
        raise ValueError(f"cubes of different attributes, or none: shapes {[cube.n.shape for cube in cubes]}")
    return Cube(
        np.sum([cube.n for cube in cubes], axis=0),
        np.sum([cube.total for cube in cubes], axis=0),
        np.sum([cube.squares for cube in cubes], axis=0),
    )
