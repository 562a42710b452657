"""Reads canonical tables from a DuckDB file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from whofor.engines.duckdb import sql
from whofor.engines.duckdb.connection import Connection, translated
from whofor.schema.tables import TABLES

if TYPE_CHECKING:
    from whofor.intake.importing.ports import Column

__all__ = ["DuckDBEngine"]


class DuckDBEngine:
    """Canonical tables in a DuckDB file, opened for reading."""

    def __init__(self, path: Path) -> None:
        self._db = Connection(path, read_only=True)

    def tables(self) -> list[str]:
        """Names of the canonical tables that exist."""
        found = {str(row[0]) for row in self._db.run("SELECT table_name FROM duckdb_tables()")}
        return [table for table in TABLES if table in found]

    def row_count(self, table: str) -> int:
        """Number of rows."""
        return int(self._db.run(f"SELECT count(*) FROM {sql.name(table)}")[0][0])

    def columns(self, table: str) -> list[str]:
        """Names of the columns that exist."""
        return _columns(self._db, table)

    def read(self, table: str, columns: Sequence[str]) -> dict[str, Column]:
        """All rows of some columns, in the order of the import."""
        if not columns:
            return {}
        wanted = ", ".join(sql.name(column) for column in columns)
        query = f"SELECT {wanted} FROM {sql.name(table)} ORDER BY _row"
        with translated(self._db.path):
            arrays: Mapping[str, Any] = self._db.wait_for(lambda: self._db.connection.execute(query).fetchnumpy())
        return {column: _plain(np.ma.asarray(arrays[column])) for column in columns}

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def __enter__(self) -> Self:
        """Use the engine in a `with` statement."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()


def _plain(array: np.ma.MaskedArray[Any, Any]) -> Column:
    """Numbers with NaN, texts with None: DuckDB's own arrays mask what is unknown."""
    values = np.ma.getdata(array)
    mask = np.ma.getmaskarray(array)
    if values.dtype == object:
        texts = np.array(values, dtype=object)
        texts[mask] = None
        return texts
    numbers = np.array(values, dtype=np.float64)
    numbers[mask] = np.nan
    return numbers


def _columns(db: Connection, table: str) -> list[str]:
    rows = db.run(
        "SELECT column_name FROM duckdb_columns() WHERE table_name = ? AND database_name = current_database() "
        "ORDER BY column_index",
        [table],
    )
    return [str(row[0]) for row in rows if not str(row[0]).startswith("_")]
