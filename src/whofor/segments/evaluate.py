"""Whether a deal meets a condition, judged on its values and not on codes."""

from __future__ import annotations

import numpy as np

from whofor.arrays import BoolArray, Column, is_known
from whofor.days import DAYS_A_MONTH
from whofor.model.parameters import Kind
from whofor.model.segment import Condition, Operator, Segment
from whofor.schema.rows import Attribute, Rows

__all__ = ["condition_mask", "known_outside", "segment_mask"]


def _between(condition: Condition, numbers: Column) -> BoolArray:
    known = np.isfinite(numbers)
    low = -np.inf if condition.low is None else condition.low
    high = np.inf if condition.high is None else condition.high
    with np.errstate(invalid="ignore"):
        below = numbers <= high if condition.high_included else numbers < high
        if condition.high is None:
            below = known
        return np.asarray(known & (numbers >= low) & below, dtype=np.bool_)


def condition_mask(condition: Condition, attribute: Attribute, rows: Rows) -> BoolArray:
    """Deals that meet a condition. A deal whose value is unknown meets none but `unknown`."""
    values = attribute.values
    kind = attribute.parameter.kind
    if kind is Kind.DATE:
        months = (rows.opened - values.astype(np.float64)) / DAYS_A_MONTH
        values = np.where(months >= 0, months, np.nan)
    if values.dtype.kind == "f":
        if condition.operator is Operator.UNKNOWN:
            return np.isnan(values)
        if condition.operator is Operator.BETWEEN:
            return _between(condition, values)
        wanted_numbers = np.array([float(v) for v in condition.values])
        return np.isin(values, wanted_numbers)
    if condition.operator is Operator.UNKNOWN:
        return np.asarray(values == np.array(None), dtype=np.bool_)
    wanted = frozenset(condition.values)
    texts = values.tolist()
    if kind is not Kind.MULTI:
        return np.fromiter(map(wanted.__contains__, texts), np.bool_, len(texts))
    # Few values are distinct: each is taken apart once.
    met = {v: v is not None and not wanted.isdisjoint(t.strip() for t in v.split(";")) for v in set(texts)}
    return np.fromiter(map(met.__getitem__, texts), np.bool_, len(texts))


def segment_mask(segment: Segment, rows: Rows) -> BoolArray:
    """Deals that meet all conditions of a segment.

    Raises:
        KeyError: A condition names a parameter that the rows do not have.
    """
    by_name = {a.parameter.name: a for a in rows.attributes}
    mask = np.ones(len(rows), dtype=np.bool_)
    for condition in segment.conditions:
        mask &= condition_mask(condition, by_name[condition.parameter], rows)
    return mask


def known_outside(segment: Segment, rows: Rows) -> BoolArray:
    """Deals that are known not to meet a segment: one of its facts is recorded and is another.

    What neither meets the segment nor is known not to may well be of it.

    Raises:
        KeyError: A condition names a parameter that the rows do not have.
    """
    by_name = {a.parameter.name: a for a in rows.attributes}
    outside = np.zeros(len(rows), dtype=np.bool_)
    for condition in segment.conditions:
        attribute = by_name[condition.parameter]
        failed = ~condition_mask(condition, attribute, rows)
        outside |= failed if condition.operator is Operator.UNKNOWN else failed & is_known(attribute.values)
    return outside
