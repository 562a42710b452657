"""Facts tied to the calendar, or to the order of the file where it serves as time.

They say when a deal was opened, not with whom, and time passes for a type of client.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from whofor.arrays import BoolArray, Column, FloatArray, IntArray, distinct_codes, is_known
from whofor.days import DAYS_A_QUARTER
from whofor.model.reasons.data import FollowsTheCalendar, FollowsTheOrder, SeenInOnePart, SeenInOneQuarter
from whofor.model.run import TimeKind
from whofor.schema.opening_days import LEAST_DATED
from whofor.stats.ranks import rank_correlation, rank_correlation_interval
from whofor.validation.timeline import PARTS, Timeline

__all__ = ["CalendarTie", "calendar_tie"]

_MOST_CORRELATION = 0.8
"""Rank correlation with the day of opening beyond which a fact is time itself, as measured for scorecards: columns of a
bank's campaign above it carried what was learnt into the wrong season."""
_CHANCE = 1e-4
"""A value is of one quarter where so many deals fall into three months by chance this seldom: few enough for the values
of many columns. Where three months hold an eighth of the deals 7 are enough, where they hold a half 19."""
_MOST_OF_IT = 0.5
"""Share of a column's deals with such values beyond which the whole column is barred: a convention."""
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class CalendarTie:
    """How a column is tied to the calendar.

    Attributes:
        why: Why the whole column is barred; `None` where it is not.
        levels: Its values that were seen in one quarter, or one part of the file, only.
        n: Deals with a value and a day, or a place in the order.
    """

    why: FollowsTheCalendar | SeenInOneQuarter | None
    levels: frozenset[str]
    n: int


def calendar_tie(values: Column, time: Timeline) -> CalendarTie:
    """Return how a column is tied to the day of opening, or to the place in the order that serves as time.

    Args:
        values: Value of each deal; no dates, which are compared with the opening anyway.
        time: What serves as time.
    """
    by_days = time.kind is TimeKind.DAYS
    use = np.isfinite(time.when) & is_known(values)
    n = int(use.sum())
    nothing = CalendarTie(None, frozenset(), n)
    if not n or np.isfinite(time.when).mean() < LEAST_DATED:
        return nothing
    here, day = values[use], np.floor(time.when[use])
    span = DAYS_A_QUARTER if by_days else float(np.ptp(time.when)) / PARTS
    if np.ptp(day) <= span:
        return nothing
    order = _order_of(here)
    if order is not None:
        rho, _ = rank_correlation(order, day)
        ends = rank_correlation_interval(rho, n)
        if min(abs(ends.low), abs(ends.high)) > _MOST_CORRELATION and ends.low * ends.high > 0:
            follows = FollowsTheCalendar if by_days else FollowsTheOrder
            return CalendarTie(follows(round(rho, 3)), frozenset(), n)
    names, codes = distinct_codes(here)
    tied = _in_one_quarter(codes, day, span)
    share = float(tied[codes].mean())
    if share > _MOST_OF_IT:
        seen = SeenInOneQuarter if by_days else SeenInOnePart
        return CalendarTie(seen(round(share, 3)), frozenset(), n)
    levels = frozenset() if here.dtype.kind == "f" else frozenset(str(name) for name in names[tied])
    return CalendarTie(None, levels, n)


def _in_one_quarter(codes: IntArray, day: FloatArray, span: float) -> BoolArray:
    """Return which values occur within three months only, and so often that chance would have spread them.

    Of an order, `span` is the part of it that stands for three months. The chance that n deals fall into three months,
    wherever these begin, is at most n p^(n - 1), where p is the share of all deals that three months hold from the
    first of them on.
    """
    n = np.bincount(codes)
    first, last = np.full(len(n), np.inf), np.full(len(n), -np.inf)
    np.minimum.at(first, codes, day)
    np.maximum.at(last, codes, day)
    ordered = np.sort(day)
    within = np.searchsorted(ordered, first + span, side="right") - np.searchsorted(ordered, first)
    chance = n * (within / len(day)) ** (n - 1)
    return np.asarray((last - first <= span) & (chance < _CHANCE), dtype=np.bool_)


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
