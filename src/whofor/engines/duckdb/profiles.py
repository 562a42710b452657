"""What the columns of a table are like."""

from __future__ import annotations

from collections.abc import Sequence

from whofor.engines.duckdb.connection import RunStatement
from whofor.engines.duckdb.sql import name

__all__ = ["profile_of"]

_AT_ONCE = 50
"""Columns per query; DuckDB keeps a sketch of each in memory."""


def profile_of(run: RunStatement, table: str, columns: Sequence[str]) -> dict[str, tuple[int, int, float]]:
    """Return for each column of a table: rows with a value, distinct values (about), mean length."""
    found: dict[str, tuple[int, int, float]] = {}
    for start in range(0, len(columns), _AT_ONCE):
        some = columns[start : start + _AT_ONCE]
        wanted = ", ".join(
            f"count({name(c)}), approx_count_distinct({name(c)}), coalesce(avg(length({name(c)})), 0)" for c in some
        )
        row = run(f"SELECT {wanted} FROM {table}")[0]
        for index, column in enumerate(some):
            filled, distinct, length = row[3 * index : 3 * index + 3]
            found[column] = int(filled), int(distinct), float(length)
    return found
