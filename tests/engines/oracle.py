"""Canonical tables in memory, read in plain Python: what every engine is compared with."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from types import TracebackType
from typing import Any, Self

import numpy as np

from whofor.schema.scan import CellAxis, Cells, Quarter, WholeDay
from whofor.schema.signal_tests import (
    LARGEST,
    LastPair,
    LastValues,
    RowsOfKind,
    RowTally,
    SignalAnswers,
    SignalTests,
    Watched,
)
from whofor.schema.tables import TABLES

__all__ = ["MemoryScan", "Table"]

Table = Mapping[str, Sequence[Any]]
"""Columns of texts or of floats; None where unknown."""


class MemoryScan:
    """The port over lists."""

    def __init__(self, tables: Mapping[str, Table], numbers: frozenset[str]) -> None:
        self._tables = tables
        self._numbers = numbers

    def tables(self) -> list[str]:
        return [table for table in TABLES if table in self._tables]

    def columns(self, table: str) -> list[str]:
        return list(self._tables[table])

    def numbers(self, table: str) -> list[str]:
        return [name for name in self._tables[table] if name in self._numbers]

    def row_count(self, table: str) -> int:
        return len(next(iter(self._tables[table].values())))

    def _column(self, name: str, values: Sequence[Any]) -> np.ndarray:
        if name in self._numbers:
            return np.array([math.nan if v is None else v for v in values], dtype=np.float64)
        return np.array(list(values), dtype=object)

    def project(self, table: str, columns: Sequence[str]) -> dict[str, np.ndarray]:
        return {name: self._column(name, self._tables[table][name]) for name in columns}

    def cells(self, table: str, by: Sequence[CellAxis], counted: Sequence[str] = ()) -> Cells:
        held = self._tables[table]
        counts: Counter[tuple[Any, ...]] = Counter()
        known: dict[str, Counter[tuple[Any, ...]]] = {name: Counter() for name in counted}
        for i in range(self.row_count(table)):
            cell = tuple(_place(axis, held, i) for axis in by)
            counts[cell] += 1
            for name in counted:
                known[name][cell] += held[name][i] is not None
        cells = sorted(
            counts,
            key=lambda cell: [(place is None, place or 0) if place is None else (False, place) for place in cell],
        )
        if not by:
            cells = [()]
        names = [axis if isinstance(axis, str) else "moment" for axis in by]
        numbers = self._numbers | {"moment"}
        values = tuple(
            MemoryScan({}, numbers)._column(name, [cell[i] for cell in cells]) for i, name in enumerate(names)
        )
        return Cells(
            values,
            np.array([counts[cell] for cell in cells], dtype=np.int64),
            {name: np.array([known[name][cell] for cell in cells], dtype=np.int64) for name in counted},
        )

    def asof(self, table: str, day: str | float, events: str, *, key: str, kind: str, at: str) -> dict[str, np.ndarray]:
        asked, held = self._tables[table], self._tables[events]
        found: dict[str, np.ndarray] = {}
        n = len(asked[key])
        until = asked[day] if isinstance(day, str) else [None if math.isnan(day) else day] * n
        for one in sorted({k for k in held[kind] if k is not None}):
            latest: list[float | None] = []
            for wanted, today in zip(asked[key], until, strict=True):
                days = [
                    when
                    for own, what, when in zip(held[key], held[kind], held[at], strict=True)
                    if own is not None and own == wanted and what == one and when is not None
                ]
                latest.append(max((when for when in days if today is not None and when <= today), default=None))
            found[one] = self._column(at, latest)
        return found

    def rows_among(self, table: str, key: str, among: Sequence[str], columns: Sequence[str]) -> dict[str, np.ndarray]:
        held = self._tables[table]
        rows = [i for i, text in enumerate(held[key]) if text in among]
        return {name: self._column(name, [held[name][i] for i in rows]) for name in columns}

    def signals_before(self, table: str, day: str | float, tests: SignalTests) -> SignalAnswers:
        asked = self._tables[table]
        n = self.row_count(table)
        keys = asked.get("account_key", [None] * n)
        days = asked[day] if isinstance(day, str) else [None if math.isnan(day) else day] * n
        until = [
            None if key is None or when is None else math.floor(when) for key, when in zip(keys, days, strict=True)
        ]
        seen = [list(self._seen(key, when)) for key, when in zip(keys, until, strict=True)]
        told = list(zip(seen, until, strict=True))
        return SignalAnswers(
            np.array([when is not None for when in until], dtype=bool),
            {test: _tallies([_tally(rows, when, test) for rows, when in told]) for test in tests.rows},
            {test: _pairs([_pair(rows, when, test) for rows, when in told]) for test in tests.series},
            {
                test: np.array([self._watched(*asked, test) for asked in zip(keys, until, strict=True)], dtype=bool)
                for test in tests.watched
            },
        )

    def _seen(self, key: str | None, until: int | None) -> Iterator[dict[str, Any]]:
        held = self._tables.get("signals", {})
        for i in range(len(held.get("kind", ()))):
            row = {name: values[i] for name, values in held.items()}
            known_on = row.get("known_on")
            if until is None or row["account_key"] != key or row["at"] is None or math.floor(row["at"]) >= until:
                continue
            if known_on is None or math.floor(known_on) < until:
                yield row

    def _watched(self, key: str | None, until: int | None, test: Watched) -> bool:
        """Whether each single day asked for is in some stretch; before the first of all it must be an endless one."""
        held = self._tables.get("coverage", {})
        if until is None or not held:
            return False
        stretches = [
            (-math.inf if a is None else math.floor(a), math.inf if b is None else math.floor(b))
            for k, kind, a, b in zip(*(held[c] for c in ("account_key", "kind", "since", "until")), strict=True)
            if k == key and kind in test.kinds
        ]
        first = min((a for a, _ in stretches if a > -math.inf), default=until) - 1
        first = min(first, until - 1)
        if test.within_days is not None:
            wanted = range(until - test.within_days, until)
        else:
            wanted = range(first, until)
            if not any(a == -math.inf for a, _ in stretches):
                return False
        return all(any(a <= one <= b for a, b in stretches) for one in wanted)

    def close(self) -> None:
        """Nothing to let go of."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def _place(axis: CellAxis, held: Table, i: int) -> Any:
    if isinstance(axis, WholeDay):
        day = held[axis.column][i]
        return None if day is None else float(math.floor(day))
    return _quarter(held[axis.column][i]) if isinstance(axis, Quarter) else held[axis][i]


Row = Mapping[str, Any]


def _lately(rows: Sequence[Row], kinds: Sequence[str], until: int | None, days: int | None) -> list[Row]:
    some = [row for row in rows if row["kind"] in kinds]
    return some if until is None or days is None else [r for r in some if math.floor(r["at"]) >= until - days]


def _tally(rows: Sequence[Row], until: int | None, test: RowsOfKind) -> tuple[int, int, bool, float]:
    lately = _lately(rows, test.kinds, until, test.within_days)
    fits: list[Row] = []
    perhaps = 0
    for row in lately:
        told = [None if row.get(a.column) is None else row[a.column] in a.texts for a in test.where]
        if all(told):
            fits.append(row)
        elif False not in told:
            perhaps += 1
    values = [Fraction(repr(r[test.column])) for r in fits if test.aggregate and r.get(test.column) is not None]
    if test.aggregate in ("mean", "sum"):
        values = [value for value in values if abs(value) <= LARGEST]
    made = {
        "mean": lambda: sum(values) / len(values),
        "sum": lambda: sum(values),
        "max": lambda: max(values),
        "min": lambda: min(values),
    }
    value = round(float(made[test.aggregate]()), 9) if values else math.nan
    missing = bool(test.aggregate) and len(values) < len(fits)
    if not test.aggregate and len(fits) >= test.enough:
        perhaps = 0
    return min(len(fits), test.enough), min(perhaps, test.enough), missing, value


def _tallies(found: Sequence[tuple[int, int, bool, float]]) -> RowTally:
    fitting, perhaps, missing, value = zip(*found, strict=True) if found else ((), (), (), ())
    return RowTally(
        np.array(fitting, dtype=np.int64),
        np.array(perhaps, dtype=np.int64),
        np.array(missing, dtype=bool),
        np.array(value, dtype=np.float64),
    )


def _pair(rows: Sequence[Row], until: int | None, test: LastValues) -> tuple[float, float]:
    points = sorted(
        (math.floor(r["at"]), -math.inf if r.get("sequence") is None else r["sequence"], r["value"])
        for r in rows
        if r["kind"] in test.kinds and r.get("value") is not None
    )
    fresh = [p for p in points if until is not None and p[0] >= until - test.fresh_days]
    if not fresh:
        return math.nan, math.nan
    day, _, now = fresh[-1]
    before = [p for p in points if day - 2 * test.over_days <= p[0] <= day - test.over_days]
    return now, before[-1][2] if before else math.nan


def _pairs(found: Sequence[tuple[float, float]]) -> LastPair:
    return LastPair(*(np.array([pair[i] for pair in found], dtype=np.float64) for i in (0, 1)))


def _quarter(day: float | None) -> float | None:
    """Quarters since 1970, from NumPy's calendar."""
    if day is None:
        return None
    return float(np.datetime64(math.floor(day), "D").astype("datetime64[M]").astype(int) // 3)
