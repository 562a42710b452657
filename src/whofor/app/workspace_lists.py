"""Accounts and signals of a workspace as texts, to be put beside lists of signals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from whofor.arrays import Column
from whofor.days import iso_day
from whofor.intake.raw import Batch
from whofor.intake.signal_lists.rows import SIGNAL_COLUMNS
from whofor.model import Kind
from whofor.schema.columns import TableName
from whofor.schema.scan import Scan
from whofor.schema.tables import TABLES

__all__ = ["ListedTable", "tables_of_workspace"]

_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class ListedTable:
    """A table as texts.

    Attributes:
        headers: Its columns.
        batches: Its rows; they can be read once.
    """

    headers: tuple[str, ...]
    batches: Iterator[Batch]


def tables_of_workspace(scan: Scan) -> dict[str, ListedTable]:
    """Return the accounts and, where there are any, the signals of a workspace, as texts."""
    found: dict[str, ListedTable] = {}
    for table in (TableName.ACCOUNTS, TableName.SIGNALS):
        if table not in scan.tables():
            continue
        there = scan.columns(table)
        first = [name for name in SIGNAL_COLUMNS if table == TableName.SIGNALS]
        headers = tuple(dict.fromkeys([*first, *there]))
        columns = scan.project(table, there)
        texts = {name: _texts(columns[name], is_day=_is_day(table, name)) for name in there}
        rows = scan.row_count(table)
        lists = [iter(texts[name]) if name in texts else iter([None] * rows) for name in headers]
        found[table] = ListedTable(headers, _batches(lists, rows))
    return found


def _batches(lists: list[Iterator[str | None]], rows: int) -> Iterator[Batch]:
    for start in range(0, rows, _AT_ONCE):
        size = min(_AT_ONCE, rows - start)
        yield Batch(range(start + 1, start + size + 1), [list(islice(one, size)) for one in lists])


def _is_day(table: str, name: str) -> bool:
    column = TABLES[table].column(name)
    return column is not None and column.kind is Kind.DATE


def _texts(values: Column, *, is_day: bool) -> list[str | None]:
    if values.dtype.kind != "f":
        return [None if value is None else str(value) for value in values.tolist()]
    write = iso_day if is_day else repr
    return [None if np.isnan(value) else write(value) for value in values.tolist()]
