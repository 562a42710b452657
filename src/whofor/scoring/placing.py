"""The bin of each row: the first one whose conditions it meets. Learning and scoring place rows by this code alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from whofor.arrays import BoolArray, FloatArray, IntArray
from whofor.model.parameters import Kind
from whofor.model.scorecard import CardBlock
from whofor.model.segment import Condition, Operator
from whofor.schema.rows import Attribute
from whofor.segments.conditions import end_of, mask, numbers_of

__all__ = ["Placing", "bands_of"]


class Placing:
    """Rows to be placed in bins; a fact that the rows do not have is unknown of all of them.

    Args:
        attributes: Facts of the rows.
        opened: Day as of which each row is asked: of a deal that of its opening.
    """

    def __init__(self, attributes: Sequence[Attribute], opened: FloatArray) -> None:
        self._by_name = {a.parameter.name: a for a in attributes}
        self._opened = opened
        self._masks: dict[Condition, BoolArray] = {}

    def __len__(self) -> int:
        """Number of rows."""
        return len(self._opened)

    def lacks(self, block: CardBlock) -> bool:
        """Return whether the rows have none of the facts of a block."""
        return not any(name in self._by_name for name in block.attributes)

    def codes(self, block: CardBlock) -> IntArray:
        """Return the place of each row's bin, shape (rows,).

        Args:
            block: The block; its last bin, or the bins together, catch every row.
        """
        quick = self._of_one_fact(block)
        if quick is not None:
            return quick
        codes = np.full(len(self), len(block.bins) - 1, dtype=np.int64)
        for place in reversed(range(len(block.bins))):
            inside = np.ones(len(self), dtype=np.bool_)
            for condition in block.bins[place].conditions:
                inside &= self._mask(condition)
            codes[inside] = place
        return codes

    def undecided(self, conditions: Sequence[Condition]) -> BoolArray:
        """Return the rows of which it is not known whether they meet all conditions: those that are known are met.

        Args:
            conditions: The conditions of a type of client.
        """
        fits, unsure = np.ones(len(self), dtype=np.bool_), np.zeros(len(self), dtype=np.bool_)
        for condition in conditions:
            blank = self._mask(Condition(condition.parameter, "", Operator.UNKNOWN))
            fits &= blank | self._mask(condition)
            unsure |= blank
        return fits & unsure

    def _mask(self, condition: Condition) -> BoolArray:
        if condition not in self._masks:
            attribute = self._by_name.get(condition.parameter)
            if attribute is None:
                found = np.full(len(self), condition.operator is Operator.UNKNOWN)
            else:
                found = mask(condition, attribute.values, attribute.parameter.kind, self._opened)
            self._masks[condition] = found
        return self._masks[condition]

    def _of_one_fact(self, block: CardBlock) -> IntArray | None:
        """Return the codes of a category or a number in one pass; `None` of any other block."""
        attribute = self._by_name.get(block.attributes[0]) if len(block.attributes) == 1 else None
        tests = [b.conditions[0] for b in block.bins if len(b.conditions) == 1]
        last = not block.bins[-1].conditions
        if attribute is None or len(tests) != len(block.bins) - last or tests[-1].operator is not Operator.UNKNOWN:
            return None
        kind, operators = attribute.parameter.kind, {c.operator for c in tests[:-1]}
        if last and operators == {Operator.IS} and kind not in (Kind.MULTI, Kind.NUMBER, Kind.DATE):
            place: dict[str | None, int] = {None: len(tests) - 1}
            for i, c in reversed(list(enumerate(tests[:-1]))):
                place[c.values[0]] = i
            cells = attribute.values.tolist()
            return np.fromiter((place.get(v, len(tests)) for v in cells), np.int64, len(cells))
        ends = bands_of(block) if kind in (Kind.NUMBER, Kind.DATE) else None
        if ends is None:
            return None
        numbers = numbers_of(attribute.values, kind, self._opened)
        known = np.isfinite(numbers)
        return np.where(known, np.searchsorted(ends, np.where(known, numbers, 0.0), side="right"), len(tests) - 1)


def bands_of(block: CardBlock) -> list[float] | None:
    """Return the ends of the bands of a number that follow one another without gaps, the unknown behind them.

    A number is in the band whose place is how many of these ends it reaches. `None` of any other block.
    """
    tests = [b.conditions[0] for b in block.bins if len(b.conditions) == 1]
    if len(tests) != len(block.bins) or len(tests) < 2 or tests[-1].operator is not Operator.UNKNOWN:
        return None
    if {c.operator for c in tests[:-1]} != {Operator.BETWEEN}:
        return None
    ends = [end_of(c) for c in tests[:-1]]
    follows = all(low.low == end for low, end in zip(tests[1:-1], ends, strict=False))
    return ends[:-1] if tests[0].low is None and ends[-1] == np.inf and follows else None
