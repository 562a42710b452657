"""Facts tied to the calendar: they say when a deal was opened, not with whom, and time passes for a type of client."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from whofor.arrays import BoolArray, Column, FloatArray, IntArray, distinct_codes, is_known
from whofor.days import DAYS_A_QUARTER
from whofor.model.reasons.data import FollowsTheCalendar, SeenInOneQuarter
from whofor.stats.ranks import rank_correlation, rank_correlation_interval

__all__ = ["CalendarTie", "calendar_tie"]

_MOST_CORRELATION = 0.8
"""Rank correlation with the day of opening beyond which a fact is time itself, as measured for scorecards: columns of a
bank's campaign above it carried what was learnt into the wrong season."""
_CHANCE = 1e-4
"""A value is of one quarter where so many deals fall into three months by chance this seldom: few enough for the values
of many columns. Where three months hold an eighth of the deals 7 are enough, where they hold a half 19."""
_MOST_OF_IT = 0.5
"""Share of a column's deals with such values beyond which the whole column is barred: a convention."""
_LEAST_DATED = 0.5
"""Share of deals with a day below which nothing is compared with the calendar: a convention."""
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class CalendarTie:
    """How a column is tied to the calendar.

    Attributes:
        why: Why the whole column is barred; `None` where it is not.
        levels: Its values that were seen in one quarter only.
        n: Deals with a day and a value.
    """

    why: FollowsTheCalendar | SeenInOneQuarter | None
    levels: frozenset[str]
    n: int


def calendar_tie(values: Column, opened: FloatArray) -> CalendarTie:
    """Return how a column is tied to the day of opening.

    Args:
        values: Value of each deal; no dates, which are compared with the opening anyway.
        opened: Day of opening of each deal, NaN where unknown.
    """
    use = np.isfinite(opened) & is_known(values)
    n = int(use.sum())
    nothing = CalendarTie(None, frozenset(), n)
    if not n or np.isfinite(opened).mean() < _LEAST_DATED:
        return nothing
    here, day = values[use], np.floor(opened[use])
    if np.ptp(day) <= DAYS_A_QUARTER:
        return nothing
    order = _order_of(here)
    if order is not None:
        rho, _ = rank_correlation(order, day)
        ends = rank_correlation_interval(rho, n)
        if min(abs(ends.low), abs(ends.high)) > _MOST_CORRELATION and ends.low * ends.high > 0:
            return CalendarTie(FollowsTheCalendar(round(rho, 3)), frozenset(), n)
    names, codes = distinct_codes(here)
    tied = _in_one_quarter(codes, day)
    share = float(tied[codes].mean())
    if share > _MOST_OF_IT:
        return CalendarTie(SeenInOneQuarter(round(share, 3)), frozenset(), n)
    levels = frozenset() if here.dtype.kind == "f" else frozenset(str(name) for name in names[tied])
    return CalendarTie(None, levels, n)


def _in_one_quarter(codes: IntArray, day: FloatArray) -> BoolArray:
    """Return which values occur within three months only, and so often that chance would have spread them.

    The chance that n deals fall into three months, wherever these begin, is at most n p^(n - 1), where p is the share
    of all deals that three months hold from the first of them on.
    """
    n = np.bincount(codes)
    first, last = np.full(len(n), np.inf), np.full(len(n), -np.inf)
    np.minimum.at(first, codes, day)
    np.maximum.at(last, codes, day)
    ordered = np.sort(day)
    within = np.searchsorted(ordered, first + DAYS_A_QUARTER, side="right") - np.searchsorted(ordered, first)
    chance = n * (within / len(day)) ** (n - 1)
    return np.asarray((last - first <= DAYS_A_QUARTER) & (chance < _CHANCE), dtype=np.bool_)


def _order_of(values: Column) -> FloatArray | None:
    """Return numbers by which values are ordered: themselves, or those in codes such as `2024-Q3`; `None` without."""
    if values.dtype.kind == "f":
        return values
    found = {v: tuple(int(digits) for digits in _NUMBERS.findall(str(v))) for v in set(values.tolist())}
    lengths = {len(numbers) for numbers in found.values()}
    if len(found) < 3 or len(lengths) != 1 or lengths == {0}:
        return None
    place = {numbers: float(i) for i, numbers in enumerate(sorted(set(found.values())))}
    return np.array([place[found[v]] for v in values.tolist()])
