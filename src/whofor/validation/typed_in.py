"""Numbers typed in later: round guesses for lost deals, exact figures for won ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from whofor.arrays import BoolArray, FloatArray
from whofor.stats.strata import mantel_haenszel_difference

__all__ = ["TypedIn", "round_bands", "typed_in_later"]

_BANDS = 20
"""Bands of equal numbers of deals within which round and exact figures are compared: large sums are rounder and are
won less often, which is no leak. A convention."""
_LEAST_GAP = 0.1
"""Difference of the shares of round figures of which the interval must lie above: a convention. On the opportunities
of a supplier of car parts (78,000) it is 0.26 (0.25 to 0.27) for the amount, -0.07 to 0.01 for the other numbers."""
_FEWEST_VALUES = 20
"""Fewer distinct numbers are codes or grades, which nobody estimates."""


@dataclass(frozen=True, slots=True)
class TypedIn:
    """A number that is exact more often where deals were won.

    Attributes:
        round_won: Share of round figures among won deals.
        round_lost: Share of them among the others.
        cuts: Inner cuts of the bands in which the number may be used.
    """

    round_won: float
    round_lost: float
    cuts: tuple[float, ...]


def _is_round(values: FloatArray) -> BoolArray:
    """Return which numbers have two significant digits at most, as estimates have: 15,000 but not 15,230."""
    size = np.abs(values)
    with np.errstate(divide="ignore"):
        unit = np.where(size > 0, 10.0 ** (np.floor(np.log10(np.where(size > 0, size, 1.0))) - 1), 1.0)
    parts = size / unit
    return np.asarray(np.abs(parts - np.round(parts)) < 1e-6, dtype=np.bool_)


def round_bands(values: FloatArray) -> tuple[float, ...]:
    """Return the inner cuts 1, 2, 5, 10, 20, 50 ... of positive numbers, in which a round and an exact figure are one.

    Example:
        >>> round_bands(np.array([0.0, 1500.0, 18_000.0]))
        (1000.0, 2000.0, 5000.0, 10000.0)
    """
    positive = values[values > 0]
    if not len(positive):
        return ()
    lowest, highest = (int(np.floor(np.log10(end))) for end in (positive.min(), positive.max()))
    cuts = [factor * 10.0**power for power in range(lowest, highest + 1) for factor in (1.0, 2.0, 5.0)]
    return tuple(cut for cut in cuts if values.min() < cut <= values.max())


def typed_in_later(values: FloatArray, won: BoolArray) -> TypedIn | None:
    """Return how round a number is by outcome where its exactness tells who was won; else `None`.

    A figure that is guessed at first and typed in when a deal is signed stays round where it is lost. Round figures are
    compared within bands of the number, so that its size plays no part.

    Args:
        values: Number of each deal, NaN where unknown.
        won: Which deals were won.
    """
    known = np.isfinite(values) & (values != 0)
    here, yes = values[known], won[known]
    if len(np.unique(here)) < _FEWEST_VALUES or yes.all() or not yes.any():
        return None
    is_round = _is_round(here)
    band = np.searchsorted(np.quantile(here, np.arange(1, _BANDS) / _BANDS), here, side="left")

    def count(rows: BoolArray) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.bincount(band[rows], minlength=_BANDS).astype(np.int64)

    gap = mantel_haenszel_difference(count(~yes & is_round), count(~yes), count(yes & is_round), count(yes))
    if gap.n_strata == 0 or gap.low <= _LEAST_GAP:
        return None
    shares = round(float(is_round[yes].mean()), 4), round(float(is_round[~yes].mean()), 4)
    return TypedIn(*shares, round_bands(here))
