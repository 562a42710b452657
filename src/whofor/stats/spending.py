"""Planned looks at growing data: how much of the error each may spend, and which p-value it has to reach.

The looks are correlated, as each sees again what the former ones saw: to share alpha as if they were not (Bonferroni)
wastes power, and to use all of it at each look is wrong in a quarter of years in which nothing moved.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from whofor.arrays import FloatArray

__all__ = ["LEAST_NEW", "Sides", "level_of_look", "levels_of_looks", "pocock_spent"]

Sides = Literal[1, 2]

LEAST_NEW = 1e-3
"""A look with less new information than this share of it is the former look again and spends nothing; the integration
is exact to six digits down to it (`tests/stats/test_spending.py`)."""
_NODES = 192
_NEVER = 12.0
"""Standard scores beyond this do not occur: 1 - Phi(12) is 2e-33."""
_FARTHEST = 8.0
"""Where the integration of one direction begins: Phi(-8) is 6e-16."""
_HALVINGS = 60


def pocock_spent(fraction: ArrayLike, alpha: float = 0.05) -> FloatArray:
    """Return how much of alpha may be spent when a fraction of the plan is over; all of it at its end and after.

    About the same p-value is asked at each of equally spaced looks, so that a large change is seen early.

    Args:
        fraction: Part of the planned time or information, from 0.
        alpha: Error allowed for all looks together.

    Source:
        Lan & DeMets (1983), Biometrika 70:659, the function that is like Pocock's (1977) bounds.

    Example:
        >>> pocock_spent([0.0, 0.5, 1.0, 1.5]).round(4).tolist()
        [0.0, 0.031, 0.05, 0.05]
    """
    if not 0 < alpha < 1:
        raise ValueError(f"the error allowed must lie between 0 and 1, got {alpha}")
    t = np.clip(np.asarray(fraction, dtype=np.float64), 0.0, 1.0)
    return alpha * np.log1p((math.e - 1) * t)


@cache
def _nodes() -> tuple[FloatArray, FloatArray]:
    """Return places and weights of Gauss-Legendre integration from -1 to 1."""
    at, weight = np.polynomial.legendre.leggauss(_NODES)
    return at, weight


def _check(information: Sequence[float], levels: Sequence[float], now: float, spend: float) -> None:
    if len(information) != len(levels):
        raise ValueError(f"{len(information)} former looks but {len(levels)} levels")
    rising = [*information, now]
    if rising[0] <= 0 or any(b < a for a, b in pairwise(rising)):
        raise ValueError(f"information must be above 0 and never fall, got {rising}")
    if not all(0 <= level < 1 for level in levels) or not 0 <= spend < 1:
        raise ValueError(f"levels must lie between 0 and 1, got {[*levels, spend]}")


def level_of_look(
    former: Sequence[float], levels: Sequence[float], now: float, spend: float, *, sides: Sides = 2
) -> float:
    """Return the p-value that a look has to reach, so that it spends a given part of alpha.

    That part is the chance, where nothing moved, that this look is the first to reach its level. The score of a look
    is normal, and those of two looks correlate with the square root of the ratio of their information.

    Args:
        former: Information at each former look, rising; its unit does not matter.
        levels: p-value that each of them had to reach; 0 where a look tested nothing.
        now: Information at this look.
        spend: Part of alpha that this look may spend.
        sides: 1 for p-values of one direction, 2 for those of both.

    Returns:
        The level; 0 where there is nothing to spend, or no new information since a look that tested.

    Source:
        Armitage, McPherson & Rowe (1969), JRSS A 132:235 (recursive integration); Jennison & Turnbull (2000), ch. 19.

    Example:
        The second of two looks, half of the information at each:

        >>> first = float(pocock_spent(0.5))
        >>> round(level_of_look([0.5], [first], 1.0, 0.05 - first), 4)
        0.0277
    """
    _check(former, levels, now, spend)
    tested = [(i, level) for i, level in zip(former, levels, strict=True) if level > 0]
    if spend <= 0 or (tested and now - tested[-1][0] < LEAST_NEW * now):
        return 0.0
    if not tested:
        return spend
    at, density, seen = _still_inside(tuple(tested), sides)
    step = math.sqrt(now - seen)

    def beyond(score: float) -> float:
        bound = score * math.sqrt(now)
        other = ndtr((-bound - at) / step) if sides == 2 else 0.0
        return float((density * (ndtr((at - bound) / step) + other)).sum())

    low, high = -_NEVER if sides == 1 else 0.0, _NEVER
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if beyond(middle) > spend else (low, middle)
    return float(sides * ndtr(-high))


@lru_cache(maxsize=128)
def _still_inside(tested: tuple[tuple[float, float], ...], sides: Sides) -> tuple[FloatArray, FloatArray, float]:
    """Return where the sum lies after looks none of which reached its level: places, mass at each, information.

    Kept from look to look, as each begins where the former one ended.
    """
    if not tested:
        return np.zeros(1), np.ones(1), 0.0
    at, mass, seen = _still_inside(tested[:-1], sides)
    information, level = tested[-1]
    bound = -float(ndtri(level / sides)) * math.sqrt(information)
    lowest = -bound if sides == 2 else -_FARTHEST * math.sqrt(information)
    places, weights = _nodes()
    half = (bound - lowest) / 2
    new = (bound + lowest) / 2 + half * places
    step = math.sqrt(information - seen)
    gap = (new[:, None] - at) / step
    mass = half * weights * (np.exp(-0.5 * gap * gap) @ mass) / (step * math.sqrt(2 * math.pi))
    return new, mass, information


def levels_of_looks(information: Sequence[float], spent: Sequence[float], *, sides: Sides = 2) -> list[float]:
    """Return the p-value that each of several looks has to reach.

    Args:
        information: Information at each look, rising.
        spent: Alpha spent up to each look, see `pocock_spent`. What a look without new information leaves goes to
            the next one.
        sides: 1 for p-values of one direction, 2 for those of both.

    Example:
        >>> fractions = [0.2, 0.4, 0.6, 0.8, 1.0]
        >>> levels = levels_of_looks(fractions, pocock_spent(fractions).tolist())
        >>> [round(-float(ndtri(level / 2)), 3) for level in levels]
        [2.438, 2.427, 2.41, 2.397, 2.386]
    """
    levels: list[float] = []
    gone = 0.0
    for k, (now, upto) in enumerate(zip(information, spent, strict=True)):
        levels.append(level_of_look(information[:k], levels, now, max(0.0, upto - gone), sides=sides))
        gone = upto if levels[-1] > 0 else gone
    return levels
