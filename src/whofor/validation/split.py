"""The split into search deals and held-back deals, made before the search."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from whofor.arrays import BoolArray, FloatArray, IntArray
from whofor.days import iso_day
from whofor.model.run import SplitKind

__all__ = ["Split", "hold_out"]

_HELD_BACK = 0.25
"""Share of the deals that is held back: a convention between power to find and power to confirm."""
_FEWEST_ROWS = 120
"""Of fewer deals none are held back, as fewer than 30 would be too few to confirm anything: a convention."""
_FEWEST_OUTCOMES = 8
"""Nor where fewer wins (or losses) than this would be held back."""


@dataclass(frozen=True, eq=False, slots=True)
class Split:
    """Search rows and held-back rows.

    Attributes:
        search: Rows the search sees; the others are held back.
        kind: How the held-back rows were chosen.
        date: ISO date from which deals were held back, empty unless `newest`.
    """

    search: BoolArray
    kind: SplitKind
    date: str


def _outcomes(values: FloatArray) -> float:
    """Return the effective outcomes: the rarer of two values, or half of the values where there are more."""
    yes = int((values == 1).sum())
    if yes + int((values == 0).sum()) == len(values):
        return min(yes, len(values) - yes)
    return len(values) / 2


def _first_openings(opened: FloatArray, accounts: IntArray) -> FloatArray:
    """Return for each deal the day on which the first deal of its account was opened."""
    first = np.full(int(accounts.max()) + 1, np.inf)
    np.minimum.at(first, accounts, opened)
    return first[accounts]


def _random_quarter(accounts: IntArray, seed: int) -> BoolArray:
    """Return which rows are held back at random: all of some accounts, about a quarter of the rows."""
    sizes = np.bincount(accounts)
    order = np.random.default_rng([seed, 1]).permutation(len(sizes))
    held = np.zeros(len(sizes), dtype=np.bool_)
    held[order[np.cumsum(sizes[order]) <= round(len(accounts) * _HELD_BACK)]] = True
    return held[accounts]


def hold_out(
    opened: FloatArray, values: FloatArray, accounts: IntArray | None = None, *, dated: bool, seed: int
) -> Split:
    """Hold back the newest quarter of the deals, or a random quarter where there are no dates.

    Where accounts have several deals, whole accounts are held back, those that came last: later deals of an account
    that was searched prove nothing, as they have the fortune of the account that was picked.

    Args:
        opened: Opening days.
        values: Outcome of each deal; used only to check whether a quarter holds enough of it.
        accounts: Account of each deal, from 0 without gaps; `None` where no account has several.
        dated: Whether the opening days can be used.
        seed: Seed of the random split.
    """
    n = len(values)
    everything = Split(np.ones(n, dtype=np.bool_), SplitKind.NONE, "")
    if n < _FEWEST_ROWS or _HELD_BACK * _outcomes(values) < _FEWEST_OUTCOMES:
        return everything
    if accounts is not None and dated:
        opened = _first_openings(opened, accounts)
    if dated:
        day = math.floor(float(np.quantile(opened, 1 - _HELD_BACK)))
        search = opened < day
        if 0.5 <= search.mean() <= 0.9 and _outcomes(values[~search]) > 0:
            return Split(search, SplitKind.NEWEST, iso_day(day))
    if accounts is not None:
        held = _random_quarter(accounts, seed)
        return Split(~held, SplitKind.RANDOM, "") if held.any() else everything
    search = np.ones(n, dtype=np.bool_)
    search[np.random.default_rng([seed, 1]).permutation(n)[: round(n * _HELD_BACK)]] = False
    return Split(search, SplitKind.RANDOM, "")
