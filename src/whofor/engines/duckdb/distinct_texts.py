"""Distinct texts of the columns of a table, read for many columns at once where a table is wide and short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from whofor.engines.duckdb import sql
from whofor.engines.duckdb.staging_sql import distinct

__all__ = ["DistinctTexts"]

_WIDE = 100
_MOST_CELLS = 500_000
_FEW = 50


class DistinctTexts:
    """Counter of the distinct texts of one table's columns, in order of their first appearance.

    A query for one column takes the engine milliseconds for each thousand columns that the table has besides. In a wide
    table several columns are therefore read together and counted here, and counts of few texts are kept.
    """

    def __init__(
        self, run: Callable[[str], list[tuple[Any, ...]]], table: str, columns: Sequence[str], rows: int
    ) -> None:
        self._run = run
        self._table = table
        self._columns = {column: place for place, column in enumerate(columns)}
        self._together = _MOST_CELLS // max(rows, 1) if len(columns) > _WIDE else 0
        self._few: dict[str, dict[str, int]] = {}
        self._latest: dict[str, dict[str, int]] = {}

    def of(self, column: str) -> dict[str, int]:
        """Return the distinct texts of a column, each with its count."""
        if self._together < 2 or column not in self._columns:
            return {str(row[0]): int(row[1]) for row in self._run(distinct(self._table, column))}
        if column not in self._few and column not in self._latest:
            self._read_from(column)
        return dict(self._few[column] if column in self._few else self._latest[column])

    def _read_from(self, column: str) -> None:
        following = islice(self._columns, self._columns[column], None)
        some = list(islice((name for name in following if name not in self._few), self._together))
        rows = self._run(f"SELECT {', '.join(map(sql.name, some))} FROM {self._table} ORDER BY rowid")
        self._latest = {}
        for place, name in enumerate(some):
            counts = dict(Counter(str(row[place]) for row in rows if row[place] is not None))
            (self._few if len(counts) <= _FEW else self._latest)[name] = counts
