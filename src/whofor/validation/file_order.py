"""The order of a file in the place of time: ascending keys, or the rows as they stand, where they show an order.

A file in the order of time, one sorted by another column and one in no order look alike at first sight. Keys that are
numbered through are an order by themselves. The order of rows is one only where the file is not sorted by another
column and its facts change along it, as a shuffled file shows nothing that an ordered one would not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from whofor.arrays import Column, FloatArray, IntArray, distinct_codes, is_known
from whofor.model.parameters import Kind
from whofor.model.run import TimeKind
from whofor.schema.rows import DealRows
from whofor.validation.timeline import PARTS, Timeline

__all__ = ["changes_along", "is_sorted_by", "order_of_file"]

_SORTED = 0.9
"""Share of steps from one value to another that go one way in a sorted column: sorting in another alphabet, or two
sorted files one after the other, leaves a few that do not. A convention; in no order it is a half."""
_FEWEST_STEPS = 20
"""Of 20 steps in no order nine tenths go one way once in two billion files (Eulerian numbers)."""
_BLOCKS = 0.8
"""Share of the possible neighbours of one value, beyond those of chance, from which values stand in blocks: a
convention. Two values that change places in the middle of the file from 9 : 1 to 1 : 9 reach .64."""
_FEWEST_NEIGHBOURS = 10
"""Neighbours of one value beyond those of chance before values can stand in blocks; for the rarest case, six rows of
one value among hundreds of another, chance puts them together less than once in a billion files."""
_DENSE = 10
"""Whole numbers are numbered through where at least one in ten is used: keys drawn at random have many more digits."""
_AGREES = 0.9
"""Share of neighbouring rows whose keys rise (or fall) from which the file is in the order of its keys."""
_SURE = 1e-3
"""Chance of a change along a file in no order, corrected over all columns, below which there is an order."""
_FEWEST_OF_LEVEL = 5 * PARTS
"""Rows that a value needs to be compared along the file: five in each part, as a chi-square test asks for."""
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, eq=False, slots=True)
class _Keys:
    """Numbered keys.

    Attributes:
        names: The keys.
        place: Place of each deal in their ascending order.
        dense: Whether they are numbered through, as far as that can be seen.
        is_row_number: Whether they only number the rows: they say no more than the order of these.
    """

    names: tuple[str, ...]
    place: IntArray
    dense: bool
    is_row_number: bool


def order_of_file(rows: DealRows) -> Timeline:
    """Return the order of the file as a timeline, by its keys or its rows; nothing where there is none.

    Args:
        rows: All deals of the import, whether they ended or not, in its order.
    """
    n = len(rows)
    if not n:
        return Timeline.unknown(n)
    position = np.arange(n) if rows.position is None else rows.position
    by_account = rows.accounts is not None and _in_blocks(rows.accounts)
    is_sorted = by_account or any(is_sorted_by(column) for column in _columns(rows))
    keys = None if rows.keys is None else _numbered(rows.keys, position)
    if keys is not None and not keys.is_row_number and _serves(keys, rows, is_sorted=is_sorted):
        return Timeline(TimeKind.KEYS, keys.place.astype(np.float64), keys.names)
    if not is_sorted and changes_along(rows, np.arange(n)):
        names = tuple(str(place + 1) for place in position.tolist())
        return Timeline(TimeKind.ROWS, np.arange(n, dtype=np.float64), names)
    return Timeline.unknown(n)


def _serves(keys: _Keys, rows: DealRows, *, is_sorted: bool) -> bool:
    """Return whether numbered keys serve as time.

    The file is in their order; or they are numbered through, and the file is sorted by another column or shows a change
    in their order. Keys with gaps in a file of another order may be random numbers.
    """
    if _agrees(keys.place):
        return True
    return keys.dense and (is_sorted or changes_along(rows, np.argsort(keys.place)))


def _numbered(texts: Column, position: IntArray) -> _Keys | None:
    """Return keys that are whole numbers after a common beginning (`OPP-00123`, `2024-0007`); `None` for others."""
    keys = tuple(str(key) for key in texts.tolist())
    if not is_known(texts).all() or len({_DIGITS.sub("0", key) for key in keys}) > 1:
        return None
    numbers = [tuple(map(int, _DIGITS.findall(key))) for key in keys]
    if not numbers[0] or len(set(numbers)) < len(numbers):
        return None
    order = sorted(range(len(numbers)), key=numbers.__getitem__)
    place = np.empty(len(numbers), dtype=np.int64)
    place[order] = np.arange(len(numbers))
    if len(numbers[0]) > 1:
        return _Keys(keys, place, dense=False, is_row_number=False)
    first, last = numbers[order[0]][0], numbers[order[-1]][0]
    own = np.array([number - first for (number,) in numbers], dtype=object)
    counts_rows = keys[0].isdecimal() and first <= 1 and bool((own == position - position[0]).all())
    return _Keys(keys, place, last - first < _DENSE * len(keys), counts_rows)


def _agrees(place: IntArray) -> bool:
    """Return whether the rows are in the order of their keys, ascending or descending, but for a few."""
    if len(place) < 2:
        return False
    rising = float((np.diff(place) > 0).mean())
    return max(rising, 1 - rising) >= _AGREES


def _columns(rows: DealRows) -> Iterator[Column]:
    """Yield every recorded column of the deals but dates, and all facts as one, by which unnamed accounts are known."""
    given = (*rows.attributes, *rows.confounders, *rows.measures)
    yield from (rows.outcome, rows.amount, *rows.written)
    yield from (a.values for a in given if a.parameter.kind is not Kind.DATE)
    texts = [distinct_codes(a.values)[1] for a in rows.attributes if a.values.dtype.kind == "O"]
    if texts:
        yield np.array([str(row) for row in np.column_stack(texts).tolist()], dtype=object)


def is_sorted_by(column: Column) -> bool:
    """Return whether rows are sorted by a column: its values rise or fall along them, or stand in blocks.

    A column that numbers the rows is none by which they were sorted.

    Args:
        column: Value of each row, in the order of the rows. The unknown may be a block, too.
    """
    known = is_known(column)
    if column.dtype.kind == "f" and known.all() and _is_numbering(column):
        return False
    codes = _ordered_codes(column[known])
    steps = np.diff(codes)
    steps = steps[steps != 0]
    if len(steps) >= _FEWEST_STEPS:
        rising = float((steps > 0).mean())
        if max(rising, 1 - rising) >= _SORTED:
            return True
    whole = np.full(len(column), -1, dtype=np.int64)
    whole[known] = codes
    return _in_blocks(whole)


def _is_numbering(numbers: FloatArray) -> bool:
    """Return whether numbers are whole, all different, and numbered through."""
    whole = bool((numbers == np.floor(numbers)).all()) and len(np.unique(numbers)) == len(numbers)
    return whole and float(np.ptp(numbers)) < _DENSE * len(numbers)


def _ordered_codes(values: Column) -> IntArray:
    """Return the place of each value among the distinct ones in their order, whatever the case of texts."""
    if values.dtype.kind == "f":
        return np.unique(values, return_inverse=True)[1].astype(np.int64)
    names, codes = distinct_codes(values)
    texts = [str(name).casefold() for name in names.tolist()]
    place = {text: i for i, text in enumerate(sorted(set(texts)))}
    return np.array([place[text] for text in texts], dtype=np.int64)[codes]


def _in_blocks(codes: IntArray) -> bool:
    """Return whether equal values stand together, far beyond what chance does."""
    n = len(codes)
    counts = np.unique(codes, return_counts=True)[1].astype(np.float64)
    by_chance = float((counts * (counts - 1)).sum()) / max(1, n)
    possible = n - len(counts) - by_chance
    beyond = int((codes[1:] == codes[:-1]).sum()) - by_chance
    return len(counts) > 1 and beyond >= _FEWEST_NEIGHBOURS and beyond >= _BLOCKS * possible


def changes_along(rows: DealRows, order: IntArray) -> bool:
    """Return whether outcomes or facts change along an order of the rows, beyond chance over all columns.

    Of each account only its first row counts, so that deals of one account that stand together are no change.

    Args:
        rows: All deals.
        order: Their places in the order.
    """
    if rows.accounts is not None:
        _, first = np.unique(rows.accounts[order], return_index=True)
        order = order[np.sort(first)]
    facts = (a.values for a in (*rows.attributes, *rows.confounders) if a.parameter.kind is not Kind.DATE)
    p = [value for column in (rows.outcome, *facts) for value in _p_of_change(column[order])]
    return bool(p) and min(p) * len(p) < _SURE


def _p_of_change(column: Column) -> Sequence[float]:
    """Return the p-values that a column is in no order: its values' mean places (Kruskal-Wallis), and their shares in
    the parts of the file (chi-square); nothing for a column with too few rows of two values."""
    codes, levels = _frequent(column)
    n = len(codes)
    counts = np.bincount(codes, minlength=levels).astype(np.float64)
    if levels < 2:
        return ()
    place = np.arange(1.0, n + 1)
    sums = np.bincount(codes, place, minlength=levels)
    h = 12 / (n * (n + 1)) * float((sums**2 / counts).sum()) - 3 * (n + 1)
    parts = np.arange(n) * PARTS // n
    seen = np.bincount(codes * PARTS + parts, minlength=levels * PARTS).reshape(levels, PARTS)
    expected = np.outer(counts, np.bincount(parts, minlength=PARTS)) / n
    chi = float(((seen - expected) ** 2 / expected).sum())
    return float(chdtrc(levels - 1, max(h, 0.0))), float(chdtrc((levels - 1) * (PARTS - 1), chi))


def _frequent(column: Column) -> tuple[IntArray, int]:
    """Return the level of each row and their number: numbers in quarters, rare values together, the unknown apart."""
    known = is_known(column)
    codes = np.zeros(len(column), dtype=np.int64)
    if column.dtype.kind == "f":
        if known.any():
            codes[known] = 1 + np.searchsorted(_quartiles(column[known]), column[known], side="right")
    else:
        codes[known] = 1 + distinct_codes(column[known])[1]
    counts = np.bincount(codes)
    kept = np.flatnonzero(counts >= _FEWEST_OF_LEVEL)
    fold = np.full(len(counts), len(kept), dtype=np.int64)
    fold[kept] = np.arange(len(kept))
    folded = fold[codes]
    if 0 < int((folded == len(kept)).sum()) < _FEWEST_OF_LEVEL:
        # Too few rows of rare values to be a level of their own.
        folded = folded[folded < len(kept)]
    return folded, int(folded.max()) + 1 if len(folded) else 0


def _quartiles(values: FloatArray) -> FloatArray:
    return np.unique(np.quantile(values, (0.25, 0.5, 0.75)))
