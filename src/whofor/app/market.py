"""A list of companies as rows that types of client are looked up in."""

from __future__ import annotations

import numpy as np

from whofor.app.account_lists import AnyList, open_lists
from whofor.app.deals import KeptDeals, latest_signals
from whofor.arrays import Column, Columns, FloatArray
from whofor.model.progress import Progress, silent
from whofor.schema.columns import TableName
from whofor.schema.current import CurrentRows, assemble_current_rows

__all__ = ["market_rows"]


def market_rows(listed: AnyList, deals: KeptDeals, day: float, progress: Progress = silent) -> CurrentRows:
    """Return the companies of a list as of a day, with the facts that the deals have; what the list lacks is not known.

    Columns are known by their headers and values, as those of an export without a mapping.

    Args:
        listed: The list: a file, or a frame by its name.
        deals: The deals whose facts types of client are defined by.
        day: The day, days since 1970-01-01.
        progress: Called with the work done.

    Raises:
        SourceError: The list cannot be read, or no column names its companies.
    """
    with open_lists(listed, (), progress, may_lack_signals=True) as (made, scan):
        accounts = scan.project(TableName.ACCOUNTS, list(scan.columns(TableName.ACCOUNTS)))
        signals = latest_signals(scan, TableName.ACCOUNTS, day)
    nothing: dict[str, Column] = {name: np.zeros(0, dtype=object) for name in ("outcome", "account_key")}
    none: dict[str, FloatArray] = {kind: np.zeros(0) for kind in signals}
    known: dict[str, dict[str, FloatArray]] = {TableName.DEALS: none, TableName.ACCOUNTS: signals}
    tables: dict[str, Columns] = {TableName.DEALS: nothing, TableName.ACCOUNTS: accounts}
    return assemble_current_rows(tables, made.parameters, deals.rows.attributes, day, known)
