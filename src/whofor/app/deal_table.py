"""Deals with their facts as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from whofor.app.tabular import TYPES, ColumnTypes, Tabular
from whofor.arrays import Column
from whofor.days import moment_of
from whofor.model import Kind
from whofor.schema.rows import DealRows

__all__ = ["DEAL_KEYS", "DealTable"]

DEAL_KEYS = ("deal_key", "account_key")
"""Columns of keys that deals have."""


class DealTable(Tabular):
    """Deals, a row each, with their facts as of the day of opening under their canonical names.

    The first columns are `deal_key`, `account_key`, `opened`, `closed`, `outcome` and `amount`, the others the facts
    that a search may use. Dates are moments in UTC without a zone; yes/no are the texts `true` and `false`; several
    values in a cell are parted by `;`.

    Attributes:
        rows: The deals.
        keys: Columns of keys.
    """

    __slots__ = ("keys", "rows")

    def __init__(self, rows: DealRows, keys: Mapping[str, Column]) -> None:
        self.rows = rows
        self.keys = keys

    def __repr__(self) -> str:
        """Return how many deals and columns there are."""
        return f"{len(self.rows):,} deals, {len(self.column_types())} columns"

    def column_types(self) -> ColumnTypes:
        """Return the columns of the table, each with the type of its values."""
        return {name: TYPES.get(kind, str) for name, (kind, _) in self._columns().items()}

    def to_dicts(self) -> list[dict[str, object]]:
        """Return the deals, each as a dictionary of its columns."""
        columns = self._columns()
        cells = [_cells(values, kind) for kind, values in columns.values()]
        return [dict(zip(columns, row, strict=True)) for row in zip(*cells, strict=True)]

    def _columns(self) -> dict[str, tuple[Kind, Column]]:
        rows = self.rows
        nothing = np.full(len(rows), None, dtype=object)
        head: dict[str, tuple[Kind, Column]] = {
            **{name: (Kind.TEXT, self.keys.get(name, nothing)) for name in DEAL_KEYS},
            "opened": (Kind.DATE, rows.opened),
            "closed": (Kind.DATE, rows.closed),
            "outcome": (Kind.CATEGORY, rows.outcome),
            "amount": (Kind.NUMBER, rows.amount),
        }
        return head | {a.parameter.name: (a.parameter.kind, a.values) for a in rows.attributes}


def _cells(values: Column, kind: Kind) -> Iterator[object]:
    """Yield values as Python has them, `None` where they are not known."""
    for value in values.tolist():
        if value is None or value != value:  # noqa: PLR0124 - a number that is not known differs from itself
            yield None
        else:
            yield moment_of(float(value)) if kind is Kind.DATE else value
