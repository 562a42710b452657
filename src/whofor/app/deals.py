"""Deals as they were read from a workspace, and as they were prepared for searches."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from datetime import date

from whofor.analysis.prepare import Prepared, prepare
from whofor.arrays import FloatArray
from whofor.days import days_of
from whofor.errors import DataError, Problem
from whofor.model.options import FindOptions
from whofor.schema.assemble import assemble_deal_rows, columns_needed
from whofor.schema.columns import TableName
from whofor.schema.opening_days import has_days, without_loading_days
from whofor.schema.rows import DealRows
from whofor.schema.scan import Scan
from whofor.workspace import Dataset

__all__ = ["KeptDeals", "read_deals"]

_MOST_PREPARED = 4
"""Each holds a copy of the deals, so only the latest used are kept."""


class KeptDeals:
    """Deals that were read once, with what was prepared of them. Threads may share it.

    Attributes:
        dataset: What the import recorded of them.
        rows: All deals, as of their opening.
    """

    def __init__(self, dataset: Dataset, rows: DealRows) -> None:
        self.dataset = dataset
        self.rows = rows
        self._lock = threading.Lock()
        self._prepared: OrderedDict[tuple[FindOptions, date], Prepared] = OrderedDict()

    def prepared(self, options: FindOptions, today: date) -> Prepared:
        """Return the deals as prepared for a search, reused where a recent call had the same options.

        Raises:
            DataError: The deals cannot carry an analysis.
            UsageError: There is no such outcome.
        """
        # Neither claims nor the number of segments shown change what is prepared.
        key = replace(options, claims=(), most_segments=1), today
        with self._lock:
            if key not in self._prepared:
                self._prepared[key] = prepare(self.rows, self.dataset.parameters, options, days_of(today))
                while len(self._prepared) > _MOST_PREPARED:
                    self._prepared.popitem(last=False)
            self._prepared.move_to_end(key)
            return self._prepared[key]


def read_deals(scan: Scan, dataset: Dataset) -> DealRows:
    """Return the deals of the imported tables, with all that is known of each as of its opening.

    Raises:
        DataError: There are no deals, or no column distinguishes won from lost.
    """
    columns = {table: set(scan.columns(table)) for table in scan.tables()}
    if TableName.DEALS not in columns or not scan.row_count(TableName.DEALS):
        todo = "Import an export that has deals, or write a mapping that says where they are."
        raise DataError(Problem("there are no deals", dataset.source, "", todo))
    needed = columns_needed(dataset.parameters)
    dated = [name for name in ("opened", "closed", "outcome") if name in columns[TableName.DEALS]]
    if not has_days(without_loading_days(scan.project(TableName.DEALS, dated))[0]):
        # Without days the order of the file may serve as time, unless it is sorted by any column.
        for table in (TableName.DEALS, TableName.ACCOUNTS):
            needed[table] += sorted(columns.get(table, set()) - set(needed[table]))
    tables = {
        table: scan.project(table, [name for name in names if name in columns[table]])
        for table, names in needed.items()
        if table in columns
    }
    if "outcome" not in tables[TableName.DEALS]:
        todo = "Say in the mapping which column tells won from lost."
        raise DataError(Problem("the deals have no outcome", dataset.source, "", todo))
    signals: dict[str, FloatArray] = {}
    if {"opened", "account_key"} <= columns[TableName.DEALS] and {"account_key", "kind", "at"} <= columns.get(
        TableName.SIGNALS, set()
    ):
        signals = scan.asof(TableName.DEALS, "opened", TableName.SIGNALS, key="account_key", kind="kind", at="at")
    rows = assemble_deal_rows(tables, dataset.parameters, signals)
    reading = dataset.recognition
    return replace(rows, tells_losses=reading.tells_losses, only_customers=reading.only_customers)
