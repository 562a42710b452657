"""Answers to the tests of rules, from what an engine told of the signals and from facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from whofor.arrays import BoolArray, Column, FloatArray, is_known
from whofor.schema.signal_tests import LastPair, RowTally
from whofor.situations.kleene import NO, UNKNOWN, YES, Answers, all_of, known, none_of, one_of
from whofor.situations.rule_values import ComparedWith, FactTest, NumberOperator, OneOf, SeriesTest, SignalTest, Wanted
from whofor.situations.texts import says_one_of
from whofor.text import split_list

__all__ = ["judge_fact", "judge_rows", "judge_series"]

_DECIMALS = 9
"""1.65 is half as much again as 1.1: floats differ from that in the sixteenth digit."""
_COMPARE: Mapping[NumberOperator, Callable[[FloatArray, float], BoolArray]] = {
    "=": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


def judge_rows(test: SignalTest, tally: RowTally, covered: BoolArray) -> Answers:
    """Return whether enough signals fit, and their values are what they must be.

    Where a feed does not cover an account, what is not there may be unknown: a test that does not hold is not known.

    Args:
        test: The test.
        tally: What was counted.
        covered: Rows whose feed tells of all signals of the kind in the days asked for.
    """
    enough = tally.fitting >= test.at_least
    perhaps = tally.fitting.astype(np.int64) + tally.perhaps >= test.at_least
    found = np.where(enough, YES, np.where(perhaps, UNKNOWN, NO))
    if test.wanted is not None:
        found = all_of([found, _judge_aggregate(test, tally, test.wanted)])
    return np.where((found == NO) & ~covered, UNKNOWN, found)


def _judge_aggregate(test: SignalTest, tally: RowTally, wanted: Wanted) -> Answers:
    """Return whether an aggregate is what it must be.

    A mean is that of the values that are known. A largest, a smallest or a sum may be another once all are, so it is
    known only as far as these cannot change it; nothing is where it is open which signals count.
    """
    more = tally.perhaps > 0
    unsure = more if test.aggregate == "mean" else more | tally.missing
    if isinstance(wanted, OneOf):
        each = [ComparedWith("=", number) for number in wanted.numbers]
        return one_of([_judge_number(test.aggregate, tally.value, one, unsure) for one in each])
    return _judge_number(test.aggregate, tally.value, wanted, unsure)


def _judge_number(aggregate: str, value: FloatArray, wanted: ComparedWith, unsure: BoolArray) -> Answers:
    if wanted.operator == "!=":
        return none_of([_judge_number(aggregate, value, ComparedWith("=", wanted.number), unsure)])
    holds = _compared(value, wanted)
    # Further values can only raise a largest one and lower a smallest one.
    sign = {"max": 1, "min": -1}.get(aggregate, 0)
    beyond = sign * (value - wanted.number) > 0
    final = {">": holds, ">=": holds, "<": ~holds, "<=": ~holds, "=": beyond}[wanted.operator] if sign > 0 else None
    if sign < 0:
        final = {"<": holds, "<=": holds, ">": ~holds, ">=": ~holds, "=": beyond}[wanted.operator]
    sure = ~unsure if final is None else ~unsure | final
    return known(holds, np.isfinite(value) & sure)


def _compared(values: FloatArray, wanted: ComparedWith) -> BoolArray:
    with np.errstate(invalid="ignore"):
        return _COMPARE[wanted.operator](np.round(values, _DECIMALS), wanted.number)


def judge_series(test: SeriesTest, pair: LastPair) -> Answers:
    """Return whether the change of a series is what it must be; not known where now, then or a positive then lacks."""
    there = np.isfinite(pair.now) & np.isfinite(pair.then) & (np.nan_to_num(pair.then, nan=0.0) > 0)
    now, then = np.where(there, pair.now, 1.0), np.where(there, pair.then, 1.0)
    with np.errstate(over="ignore"):
        change = now / then - 1 if test.of_share else now - then
    return known(_compared(change, test.change), there)


def judge_fact(test: FactTest, values: Column | None, n: int) -> Answers:
    """Return whether a fact is what it must be; not known where it is not recorded.

    Args:
        test: The test.
        values: Numbers with NaN, or texts with None; of several in one text, parted by `;`, one is enough. `None`
            where nobody has recorded the fact.
        n: Number of rows.
    """
    wanted = test.wanted
    if values is None:
        return np.zeros(n, dtype=np.int8)
    if values.dtype.kind == "f":
        if isinstance(wanted, OneOf):
            if not wanted.numbers:
                return np.zeros(n, dtype=np.int8)
            return known(np.isin(np.round(values, _DECIMALS), wanted.numbers), is_known(values))
        return known(_compared(values, wanted), is_known(values))
    if not isinstance(wanted, OneOf) or not wanted.texts:
        return np.zeros(n, dtype=np.int8)
    fits: dict[object, bool] = {}
    for value in values.tolist():
        if value not in fits:
            parts = [] if value is None else [value, *split_list(value)]
            fits[value] = any(says_one_of(part, wanted.texts) for part in parts)
    return known(np.fromiter((fits[value] for value in values.tolist()), np.bool_, len(values)), is_known(values))
