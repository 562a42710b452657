"""Reads canonical tables from a DuckDB file."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from whofor.arrays import BoolArray, Column, FloatArray, is_known
from whofor.engines.duckdb.connection import Connection, translated
from whofor.engines.duckdb.sql import literal, name
from whofor.engines.scan.signal_answers import Masked, answers_of, nothing_known
from whofor.engines.scan.signal_sql import SignalQuery, watched_query
from whofor.errors import Problem, WorkspaceError
from whofor.schema.columns import TableName
from whofor.schema.scan import CellAxis, Cells, WholeDay
from whofor.schema.signal_tests import SignalAnswers, SignalTests, Watched
from whofor.schema.tables import TABLES

__all__ = ["DuckDBScan"]

_NUMBER = "DOUBLE"
_TYPES = ("VARCHAR", _NUMBER)
_ROW_NUMBER = ("BIGINT", "INTEGER")
"""Types of the columns that an import writes."""


class DuckDBScan:
    """Canonical tables in a DuckDB file, opened for reading."""

    def __init__(self, path: Path) -> None:
        self._db = Connection(path, read_only=True)
        try:
            self._types = self._held(path)
        except BaseException:
            self._db.close()
            raise

    def _held(self, path: Path) -> dict[str, dict[str, str]]:
        """Return the type of each column of each table.

        The file may come from somebody else: a view could run for ever or read other files, so that only tables count,
        and nothing but this file can be read.

        Raises:
            WorkspaceError: A table of ours is a view, or has columns that no import writes.
        """
        self._db.run("SET enable_external_access = false")
        self._db.run("SET lock_configuration = true")
        rows = self._db.run(
            "SELECT table_name, column_name, data_type, table_oid IN (SELECT table_oid FROM duckdb_tables()) "
            "FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = 'main' "
            "AND NOT internal ORDER BY table_oid, column_index"
        )
        held: dict[str, dict[str, str]] = {}
        for table, column, kind, is_table in rows:
            if table in TABLES:
                if not is_table or kind not in (_ROW_NUMBER if column == "_row" else _TYPES):
                    todo = "Run `whofor import` again."
                    raise WorkspaceError(
                        Problem("The database holds what no import has written", str(path), f"{table}.{column}", todo)
                    )
                held.setdefault(str(table), {})[str(column)] = str(kind)
        return held

    def tables(self) -> list[str]:
        """Return the names of the canonical tables that exist."""
        return [table for table in TABLES if table in self._types]

    def columns(self, table: str) -> list[str]:
        """Return the names of the columns that a table has."""
        return [column for column in self._types.get(table, {}) if not column.startswith("_")]

    def numbers(self, table: str) -> list[str]:
        """Return the names of those columns of a table that hold numbers or dates; the others hold texts."""
        return [column for column in self.columns(table) if self._types[table][column] == _NUMBER]

    def row_count(self, table: str) -> int:
        """Return the number of rows of a table."""
        return int(self._db.run(f"SELECT count(*) FROM {name(table)}")[0][0])

    def project(self, table: str, columns: Sequence[str]) -> dict[str, Column]:
        """Return the named columns of all rows, in the order of the import."""
        if not columns:
            return {}
        found = self._arrays(f"SELECT {_aliased(map(name, columns))} FROM {name(table)} ORDER BY _row")
        return dict(zip(columns, found, strict=True))

    def cells(self, table: str, by: Sequence[CellAxis], counted: Sequence[str] = ()) -> Cells:
        """Return how many rows each cell of a cube holds, and in how many of them some columns have a value."""
        axes = [_axis(axis) for axis in by]
        group = ", ".join(str(i + 1) for i in range(len(axes)))
        order = ", ".join(f"{i + 1} NULLS LAST" for i in range(len(axes)))
        grouped = f"\nGROUP BY {group}\nORDER BY {order}" if axes else ""
        wanted = _aliased([*axes, "count(*)", *(f"count({name(column)})" for column in counted)])
        found = self._arrays(f"SELECT {wanted}\nFROM {name(table)}{grouped}")
        n, *known = (values.astype(np.int64) for values in found[len(axes) :])
        return Cells(tuple(found[: len(axes)]), n, dict(zip(counted, known, strict=True)))

    def asof(self, table: str, day: str | float, events: str, *, key: str, kind: str, at: str) -> dict[str, FloatArray]:
        """Return, for each kind of event, the day of the latest one on or before a day of each row; NaN for none."""
        found = self._db.run(
            f"SELECT DISTINCT {name(kind)} FROM {name(events)} WHERE {name(kind)} IS NOT NULL ORDER BY 1"
        )
        kinds = [str(row[0]) for row in found]
        if not kinds:
            return {}
        # Nothing is known to be on or before a day that is not known itself.
        until = f"asked.{name(day)}" if isinstance(day, str) else repr(float(day)) if math.isfinite(day) else "NULL"
        latest = (f"max(CASE WHEN event.{name(kind)} = {literal(one)} THEN event.{name(at)} END)" for one in kinds)
        query = f"""SELECT {_aliased(latest)}
FROM {name(table)} AS asked
LEFT JOIN {name(events)} AS event
  ON event.{name(key)} = asked.{name(key)}
  AND event.{name(at)} <= {until}
GROUP BY asked._row
ORDER BY asked._row"""
        return dict(zip(kinds, self._arrays(query), strict=True))

    def signals_before(self, table: str, day: str | float, tests: SignalTests) -> SignalAnswers:
        """Return what was known of the signals of each row's account on the day before a day, in one pass."""
        day = math.floor(day) if isinstance(day, float | int) and math.isfinite(day) else day
        known = [] if isinstance(day, str) else [math.isfinite(day)]
        if "account_key" not in self.columns(table) or not all(known):
            asked = np.zeros(self.row_count(table), dtype=np.bool_)
            return nothing_known(tests, asked, dict.fromkeys(tests.watched, asked))
        watched = self._watched(table, day, tests.watched)
        there = self.columns(TableName.SIGNALS)
        query = SignalQuery(tests, there, table, day)
        if not (query.quick.bits or query.needed.bits) or not {"account_key", "kind", "at"} <= set(there):
            wanted = ["account_key", *([day] if isinstance(day, str) else [])]
            columns = self.project(table, wanted).values()
            return nothing_known(tests, np.logical_and.reduce([is_known(column) for column in columns]), watched)
        return answers_of(query, self._fetched(query.text), watched)

    def _watched(self, table: str, day: str | float, tests: Sequence[Watched]) -> dict[Watched, BoolArray]:
        """Return for each row whether its account was watched throughout the days asked for."""
        if not tests or not {"account_key", "kind", "since", "until"} <= set(self.columns(TableName.COVERAGE)):
            return dict.fromkeys(tests, np.zeros(self.row_count(table), dtype=np.bool_))
        found = self._fetched(watched_query(tests, table, day))
        return {test: np.ma.filled(array, False).astype(np.bool_) for test, array in zip(tests, found, strict=True)}

    def rows_among(self, table: str, key: str, among: Sequence[str], columns: Sequence[str]) -> dict[str, Column]:
        """Return the named columns of those rows whose key is one of some texts, in the order of the import."""
        if not columns:
            return {}
        texts = ", ".join(map(literal, among)) or "NULL"
        wanted = (
            f"SELECT {_aliased(map(name, columns))} FROM {name(table)} WHERE {name(key)} IN ({texts}) ORDER BY _row"
        )
        return dict(zip(columns, self._arrays(wanted), strict=True))

    def _arrays(self, query: str) -> list[Column]:
        """Return the columns of a query's result, with NaN or None for what is unknown."""
        return [_plain(array) for array in self._fetched(query)]

    def _fetched(self, query: str) -> list[Masked]:
        """Return the columns of a query's result, masked where unknown."""
        with translated(self._db.path):
            found: dict[str, Any] = self._db.wait_for(lambda: self._db.connection.execute(query).fetchnumpy())
        return [np.ma.asarray(array) for array in found.values()]

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Self:
        """Return itself, for use in a `with` statement."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()


def _aliased(expressions: Iterable[str]) -> str:
    """Return the expressions to select, each under its own alias, so that one may be requested twice."""
    return ", ".join(f"{expression} AS c{i}" for i, expression in enumerate(expressions))


def _axis(axis: CellAxis) -> str:
    """Return the SQL of an axis by which rows are counted."""
    if isinstance(axis, str):
        return name(axis)
    if isinstance(axis, WholeDay):
        return f"floor({name(axis.column)})"
    date = f"(DATE '1970-01-01' + CAST(floor({name(axis.column)}) AS INTEGER))"
    return f"CAST((extract(YEAR FROM {date}) - 1970) * 4 + extract(QUARTER FROM {date}) - 1 AS DOUBLE)"


def _plain(array: np.ma.MaskedArray[Any, Any]) -> Column:
    """Return numbers with NaN and texts with None for what is unknown, which DuckDB's arrays mask."""
    values = np.ma.getdata(array)
    mask = np.ma.getmaskarray(array)
    if values.dtype == object:
        texts = np.array(values, dtype=object)
        texts[mask] = None
        return texts
    numbers = np.array(values, dtype=np.float64)
    numbers[mask] = np.nan
    return numbers
