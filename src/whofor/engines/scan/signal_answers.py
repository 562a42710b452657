"""What the one pass over the signals brought, as answers to the questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whofor.arrays import BoolArray, FloatArray
from whofor.engines.scan.signal_sql import Bit, SignalQuery
from whofor.schema.signal_tests import Counts, LastPair, RowsOfKind, RowTally, SignalAnswers, SignalTests, Watched

__all__ = ["answers_of", "nothing_known"]

_DECIMALS = 9
"""Further decimals of a mean are noise of floats."""

Masked = np.ma.MaskedArray[Any, Any]


def nothing_known(tests: SignalTests, asked: BoolArray, watched: Mapping[Watched, BoolArray]) -> SignalAnswers:
    """Return the answers where there are no signals."""
    n = len(asked)
    tally = RowTally(_zeros(n), _zeros(n), _zeros(n).astype(np.bool_), _nans(n))
    pair = LastPair(_nans(n), _nans(n))
    return SignalAnswers(asked, dict.fromkeys(tests.rows, tally), dict.fromkeys(tests.series, pair), watched)


def answers_of(query: SignalQuery, arrays: Sequence[Masked], watched: Mapping[Watched, BoolArray]) -> SignalAnswers:
    """Return the answers that the columns of the query's result hold.

    Args:
        query: The query.
        arrays: Its columns, masked where unknown: an account without any signal has none.
        watched: What was watched for.
    """
    found = dict(zip(query.columns, arrays[1:], strict=True))
    words = [_whole(found[f"any{word}"]) for word in query.quick.words]
    place = {test: i for i, test in enumerate(query.counted)}
    rows = {
        test: _counted(test, place[test], found) if test in place else _by_bit(query, test, words)
        for test in query.tests.rows
    }
    series: dict[Any, LastPair] = {}
    for test in query.tests.series:
        now, then = query.place_of(test)
        series[test] = LastPair(_number(found[now]), _number(found[then]))
    return SignalAnswers(_whole(arrays[0]).astype(np.bool_), rows, series, watched)


def _by_bit(query: SignalQuery, test: RowsOfKind, words: Sequence[NDArray[np.int64]]) -> RowTally:
    n = len(words[0])
    fitting = _holds(query.sure[test], words)
    perhaps = _holds(query.perhaps[test], words) & ~fitting if test in query.perhaps else None
    open_rows = _zeros(n) if perhaps is None else perhaps.view(np.int8)
    return RowTally(fitting.view(np.int8), open_rows, _zeros(n).astype(np.bool_), _nans(n))


def _holds(bit: Bit, words: Sequence[NDArray[np.int64]]) -> BoolArray:
    return (words[bit.word] & bit.value) != 0


def _counted(test: RowsOfKind, number: int, found: Mapping[str, Masked]) -> RowTally:
    n = _whole(found[f"n{number}"])
    none = _zeros(len(n))
    perhaps = _whole(found[f"perhaps{number}"]) if f"perhaps{number}" in found else none
    fitting, perhaps = np.minimum(n, test.enough), np.minimum(perhaps, test.enough)
    if not test.aggregate:
        return RowTally(fitting, np.where(fitting < test.enough, perhaps, 0), none.astype(np.bool_), _nans(len(n)))
    known, value = _whole(found[f"known{number}"]), _number(found[f"made{number}"])
    if test.aggregate == "mean":
        value = np.divide(value, known, out=np.full(len(n), np.nan), where=known > 0)
    return RowTally(fitting, perhaps, known < n, np.round(value, _DECIMALS))


def _whole(array: Masked) -> NDArray[Any]:
    return np.ma.filled(array, 0)


def _number(array: Masked) -> FloatArray:
    values = np.array(np.ma.getdata(array), dtype=np.float64)
    values[np.ma.getmaskarray(array)] = np.nan
    return values


def _zeros(n: int) -> Counts:
    """Return zeros that take no memory."""
    return np.broadcast_to(np.zeros(1, dtype=np.int8), (n,))


def _nans(n: int) -> FloatArray:
    """Return unknown numbers that take no memory."""
    return np.broadcast_to(np.full(1, np.nan), (n,))
