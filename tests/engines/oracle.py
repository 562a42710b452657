"""Canonical tables in memory, read in plain Python: what every engine is compared with."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import numpy as np

from whofor.schema.scan import CellAxis, Cells, Quarter
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
            cell = tuple(_quarter(held[axis.column][i]) if isinstance(axis, Quarter) else held[axis][i] for axis in by)
            counts[cell] += 1
            for name in counted:
                known[name][cell] += held[name][i] is not None
        cells = sorted(
            counts,
            key=lambda cell: [(place is None, place or 0) if place is None else (False, place) for place in cell],
        )
        if not by:
            cells = [()]
        names = ["quarter" if isinstance(axis, Quarter) else axis for axis in by]
        numbers = self._numbers | {"quarter"}
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

    def close(self) -> None:
        """Nothing to let go of."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def _quarter(day: float | None) -> float | None:
    """Quarters since 1970, from NumPy's calendar."""
    if day is None:
        return None
    return float(np.datetime64(math.floor(day), "D").astype("datetime64[M]").astype(int) // 3)
