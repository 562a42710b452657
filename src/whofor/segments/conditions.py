"""Meaning of a condition: which values of a column meet it. Masks, codes and SQL all come from here.

A condition is evaluated on one column, as of one day a row where the column holds dates. Its answer has three values: a
row meets it, surely does not, or nothing is recorded that could decide.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from whofor.arrays import BoolArray, Column, FloatArray, IntArray, is_known
from whofor.days import DAYS_A_MONTH
from whofor.model.parameters import Kind
from whofor.model.segment import Condition, Operator, Segment
from whofor.schema.rows import Attribute
from whofor.text import split_list

__all__ = [
    "counts_people",
    "end_of",
    "mask",
    "numbers_of",
    "only_missing",
    "recorded",
    "segment_mask",
    "surely_outside",
    "within",
]

Day: TypeAlias = FloatArray | float
"""As-of day of each row, or of all rows; NaN where it is not known."""


def counts_people(parameter: str, unit: str) -> bool:
    """Return whether a number counts people, so that a fraction of one can only be an estimate."""
    return unit == "people" or parameter == "employees"


def end_of(condition: Condition) -> float:
    """Return the upper end of an interval, itself no longer in it; infinity where it is open.

    An included end is the last value of the interval. People are counted in whole persons and what is between two
    counts is an estimate: it belongs to the lower one, so that neighbouring bands leave no gap.

    Example:
        >>> end_of(Condition("employees", "Employees", Operator.BETWEEN, low=51, high=200, high_included=True))
        201.0
        >>> end_of(Condition("x_price", "Price", Operator.BETWEEN, low=51, high=200, unit="EUR"))
        200.0
    """
    if condition.high is None:
        return math.inf
    high = float(condition.high)
    if not condition.high_included:
        return high
    if counts_people(condition.parameter, condition.unit) and high.is_integer():
        return high + 1.0
    return math.nextafter(high, math.inf)


def numbers_of(values: Column, kind: Kind, day: Day = math.nan) -> FloatArray:
    """Return the numbers that an interval is compared with: numbers as they are, dates as months up to the day.

    A date after the day was not known then: NaN.
    """
    numbers = np.asarray(values, dtype=np.float64)
    if kind is not Kind.DATE:
        return numbers
    months = (day - numbers) / DAYS_A_MONTH
    return np.where(months >= 0, months, np.nan)


def within(condition: Condition, numbers: FloatArray) -> BoolArray:
    """Return which numbers lie in the interval of a condition: from its lower end up to, but not at, `end_of`."""
    low = -math.inf if condition.low is None else condition.low
    return np.asarray(is_known(numbers) & (numbers >= low) & (numbers < end_of(condition)), dtype=np.bool_)


def recorded(values: Column, kind: Kind, day: Day = math.nan) -> BoolArray:
    """Return which rows have a value that was known on the day."""
    return is_known(numbers_of(values, kind, day) if kind is Kind.DATE else values)


def mask(condition: Condition, values: Column, kind: Kind, day: Day = math.nan) -> BoolArray:
    """Return which rows meet a condition; one whose value is not recorded meets none but `unknown`.

    Args:
        condition: The condition.
        values: The column that it names, see `Column`; cells of several values part them by `;`.
        kind: How the values are read.
        day: As-of day of each row, or of all of them, for dates.

    Example:
        >>> big = Condition("employees", "Employees", Operator.BETWEEN, low=51)
        >>> mask(big, np.array([10.0, 51.0, np.nan]), Kind.NUMBER).tolist()
        [False, True, False]
    """
    if condition.operator is Operator.UNKNOWN:
        return ~recorded(values, kind, day)
    if condition.operator is Operator.BETWEEN:
        return within(condition, numbers_of(values, kind, day))
    if kind is Kind.NUMBER:
        return np.isin(values, [float(value) for value in condition.values])
    wanted, cells = frozenset(condition.values), values.tolist()
    if kind is not Kind.MULTI:
        return np.fromiter(map(wanted.__contains__, cells), np.bool_, len(cells))
    # Few cells are distinct: each is split once.
    met = {cell: cell is not None and not wanted.isdisjoint(split_list(cell)) for cell in set(cells)}
    return np.fromiter(map(met.__getitem__, cells), np.bool_, len(cells))


def segment_mask(segment: Segment, attributes: Sequence[Attribute], day: FloatArray) -> BoolArray:
    """Return which rows meet all conditions of a segment.

    Args:
        segment: The segment.
        attributes: The columns of the rows.
        day: As-of day of each row; of a deal, that of its opening.

    Raises:
        KeyError: A condition names a parameter that is none of the columns.
    """
    by_name = {a.parameter.name: a for a in attributes}
    inside = np.ones(len(day), dtype=np.bool_)
    for condition in segment.conditions:
        attribute = by_name[condition.parameter]
        inside &= mask(condition, attribute.values, attribute.parameter.kind, day)
    return inside


def only_missing(segment: Segment, attributes: Sequence[Attribute], day: FloatArray) -> IntArray:
    """Return the one fact that is missing for each row to meet a segment, all others of which it meets.

    Returns:
        For each row the place of the first condition on that fact among the conditions of the segment; -1 where a row
        meets all of them, surely does not, or lacks two facts. Arguments and errors are those of `segment_mask`.
    """
    by_name = {a.parameter.name: a for a in attributes}
    unmet = np.zeros(len(day), dtype=np.int64)
    missing = np.full(len(day), -1, dtype=np.int64)
    for place, condition in enumerate(segment.conditions):
        same = [c for c in segment.conditions if c.parameter == condition.parameter]
        if same[0] is not condition:
            continue
        attribute = by_name[condition.parameter]
        values, kind = attribute.values, attribute.parameter.kind
        failed = ~np.logical_and.reduce([mask(c, values, kind, day) for c in same])
        unmet += failed
        # Whether something is recorded is always known.
        if all(c.operator is not Operator.UNKNOWN for c in same):
            missing[failed & ~recorded(values, kind, day)] = place
    return np.where(unmet == 1, missing, -1)


def surely_outside(segment: Segment, attributes: Sequence[Attribute], day: FloatArray) -> BoolArray:
    """Return which rows surely do not meet a segment: one of its facts is recorded, and is another.

    A row that neither meets the segment nor is surely outside may well be of it; so may one whose only date is after
    the day: an export holds the last round of funding, and not those before. Arguments and errors are
    those of `segment_mask`.
    """
    by_name = {a.parameter.name: a for a in attributes}
    outside = np.zeros(len(day), dtype=np.bool_)
    for condition in segment.conditions:
        values, kind = by_name[condition.parameter].values, by_name[condition.parameter].parameter.kind
        failed = ~mask(condition, values, kind, day)
        # Whether something is recorded is always known.
        outside |= failed if condition.operator is Operator.UNKNOWN else failed & recorded(values, kind, day)
    return outside
