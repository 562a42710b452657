"""The split into search deals and held-back deals, made before the search."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from whofor.arrays import BoolArray, FloatArray, IntArray
from whofor.days import iso_day
from whofor.model.run import SplitKind, SplitReason, TimeKind
from whofor.validation.timeline import Timeline

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
        why: Why they are not the newest, or the last; `None` where they are, or where the deals are too few.
    """

    search: BoolArray
    kind: SplitKind
    date: str
    why: SplitReason | None = None

    @property
    def in_time(self) -> bool:
        """Whether time can be accounted for: the newest deals, or the last, are held back, or need not be."""
        return self.why not in (SplitReason.NO_ORDER, SplitReason.NEWEST_UNUSABLE)


def _outcomes(values: FloatArray) -> float:
    """Return the effective outcomes: the rarer of two values, or half of the values where there are more."""
    yes = int((values == 1).sum())
    if yes + int((values == 0).sum()) == len(values):
        return min(yes, len(values) - yes)
    return len(values) / 2


def _first_of_accounts(when: FloatArray, accounts: IntArray) -> FloatArray:
    """Return for each deal when the first deal of its account came."""
    first = np.full(int(accounts.max()) + 1, np.inf)
    np.minimum.at(first, accounts, when)
    return first[accounts]


def _last_quarter(values: FloatArray, accounts: IntArray | None, time: Timeline) -> Split | None:
    """Return the split that holds the last quarter back; `None` where it holds too little, or too much."""
    when = time.when if accounts is None else _first_of_accounts(time.when, accounts)
    start = math.floor(float(np.quantile(when, 1 - _HELD_BACK)))
    search = when < start
    if not 0.5 <= search.mean() <= 0.9 or _outcomes(values[~search]) <= 0:
        return None
    if time.kind is TimeKind.DAYS:
        return Split(search, SplitKind.NEWEST, iso_day(start))
    return Split(search, SplitKind.LAST, "")


def _random_quarter(n: int, accounts: IntArray | None, draw: int) -> BoolArray:
    """Return which rows are held back at random: about a quarter of them, whole accounts where these have several."""
    rng = np.random.default_rng([draw, 1])
    if accounts is None:
        held = np.zeros(n, dtype=np.bool_)
        held[rng.permutation(n)[: round(n * _HELD_BACK)]] = True
        return held
    sizes = np.bincount(accounts)
    order = rng.permutation(len(sizes))
    picked = np.zeros(len(sizes), dtype=np.bool_)
    picked[order[np.cumsum(sizes[order]) <= round(n * _HELD_BACK)]] = True
    return picked[accounts]


def hold_out(
    values: FloatArray, accounts: IntArray | None, time: Timeline, *, draw: int = 0, follows_newest: bool = True
) -> Split:
    """Hold back the newest quarter of the deals, the last in the order of the file, or a random quarter.

    Where accounts have several deals, whole accounts are held back, those that came last: later deals of an account
    that was searched prove nothing, as they have the fortune of the account that was picked.

    Args:
        values: Outcome of each deal; used only to check whether a quarter holds enough of it.
        accounts: Account of each deal, from 0 without gaps; `None` where no account has several.
        time: What serves as time.
        draw: Number of the random draw, if it comes to one. The same deals give the same draw whatever the seed of a
            run: a user who tries several seeds would else pick the luckiest.
        follows_newest: Whether the newest deals can confirm the outcome.
    """
    n = len(values)
    why = None if time.known else SplitReason.NO_ORDER
    everything = Split(np.ones(n, dtype=np.bool_), SplitKind.NONE, "", why)
    if n < _FEWEST_ROWS or _HELD_BACK * _outcomes(values) < _FEWEST_OUTCOMES:
        return everything
    if time.known:
        last = _last_quarter(values, accounts, time) if follows_newest else None
        if last is not None:
            return last
        why = SplitReason.NEWEST_UNUSABLE if follows_newest else SplitReason.FOLLOW_UP
    held = _random_quarter(n, accounts, draw)
    return Split(~held, SplitKind.RANDOM, "", why) if held.any() else everything
