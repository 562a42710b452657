"""Port for reading canonical tables. Engines implement it; nothing here knows one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self, TypeAlias

from whofor.arrays import Column, FloatArray, IntArray
from whofor.model import Kind, Parameter
from whofor.schema.columns import kind_of
from whofor.schema.signal_tests import SignalAnswers, SignalTests
from whofor.schema.tables import TABLES

__all__ = ["CellAxis", "Cells", "Quarter", "Scan", "WholeDay", "mistyped"]


@dataclass(frozen=True, slots=True)
class Quarter:
    """The quarter of a column of dates, counted from the first of 1970 as 0."""

    column: str


@dataclass(frozen=True, slots=True)
class WholeDay:
    """The whole day of a column of dates."""

    column: str


CellAxis: TypeAlias = str | Quarter | WholeDay
"""Axis by which rows are counted: the values of a column, or the quarter or the day of its dates."""


@dataclass(frozen=True, eq=False, slots=True)
class Cells:
    """Counts of a cube's cells: only those with rows, in the order of their axes, unknown last.

    Attributes:
        values: For each axis, the value of each cell; NaN or None where unknown.
        n: Rows of each cell.
        known: For each counted column, how many of these rows have a value.
    """

    values: tuple[Column, ...]
    n: IntArray
    known: Mapping[str, IntArray]


class Scan(Protocol):
    """Reader of canonical tables, for use in a `with` statement.

    Columns come as object arrays of `str | None` (category, text, multi, boolean, identity) or as float64 arrays
    with NaN (number, date). Rows come in the order of the import.
    """

    def tables(self) -> list[str]:
        """Return the names of the canonical tables that exist."""
        ...

    def columns(self, table: str) -> list[str]:
        """Return the names of the columns that a table has."""
        ...

    def numbers(self, table: str) -> list[str]:
        """Return the names of those columns of a table that hold numbers or dates; the others hold texts."""
        ...

    def row_count(self, table: str) -> int:
        """Return the number of rows of a table."""
        ...

    def project(self, table: str, columns: Sequence[str]) -> dict[str, Column]:
        """Return the named columns of all rows."""
        ...

    def cells(self, table: str, by: Sequence[CellAxis], counted: Sequence[str] = ()) -> Cells:
        """Return how many rows each cell of a cube holds, and in how many of them some columns have a value.

        Args:
            table: Its name.
            by: The axes; none for one cell of all rows.
            counted: Columns whose known values are counted too.
        """
        ...

    def asof(self, table: str, day: str | float, events: str, *, key: str, kind: str, at: str) -> dict[str, FloatArray]:
        """Return, for each kind of event, the day of the latest one on or before a day of each row; NaN for none.

        Args:
            table: The table of the rows.
            day: Its column of the days, or one day for all rows; later events do not count.
            events: The table of the events.
            key: Column of both tables by which events belong to rows.
            kind: Column of the events' kinds.
            at: Column of the events' days.
        """
        ...

    def signals_before(self, table: str, day: str | float, tests: SignalTests) -> SignalAnswers:
        """Return what was known of the signals of each row's account on the day before a day, in one pass.

        Days are whole. Only signals count that happened before the day and, where it is recorded when they became
        known, became known before it. Texts are compared as they are written.

        Args:
            table: The table of the rows; by its `account_key` signals belong to them.
            day: Its column of the days, or one day for all rows.
            tests: What is asked.
        """
        ...

    def rows_among(self, table: str, key: str, among: Sequence[str], columns: Sequence[str]) -> dict[str, Column]:
        """Return the named columns of those rows whose key is one of some texts, in the order of the import."""
        ...

    def close(self) -> None:
        """Release the data."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def mistyped(scan: Scan, parameters: Iterable[Parameter]) -> list[str]:
    """Return the columns, as `table.column`, that hold numbers where their meaning asks for texts, or the reverse."""
    numbers = {table: frozenset(scan.numbers(table)) for table in scan.tables()}
    expected = {
        (spec.name, column.name): kind_of(column.read_as) for spec in TABLES.values() for column in spec.columns
    }
    expected |= {(p.table, p.name): p.kind for p in parameters}
    return [
        f"{table}.{column}"
        for table, held in numbers.items()
        for column in scan.columns(table)
        if (table, column) in expected and (column in held) != (expected[table, column] in (Kind.NUMBER, Kind.DATE))
    ]
