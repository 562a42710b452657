"""Assemble deal rows from canonical tables: every parameter joined to its deal, as of the day it was opened."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from whofor.arrays import Column, Columns, FloatArray
from whofor.model.parameters import OWN_PREFIX, Kind, Parameter, Role
from whofor.schema.attributes import PEOPLE, account_rows, attributes_of, fetch, without_repeated_days
from whofor.schema.client_outcomes import days_of_leaving, is_leaving, measures_of_kinds
from whofor.schema.columns import ROW_KEY_START, TableName
from whofor.schema.company_groups import company_groups
from whofor.schema.history import history_of
from whofor.schema.opening_days import has_days, without_loading_days
from whofor.schema.own_columns import of_contacts, of_conversations
from whofor.schema.participants import RECORDED, participants_of
from whofor.schema.rows import Attribute, DealRows

__all__ = ["assemble_deal_rows", "columns_needed"]

_DEAL_COLUMNS = (
    *("deal_key", "account_key", "contact_key", "opened", "closed", "outcome"),
    *("amount", "amount_original"),
)
_SOURCES = ("lead_source", "lead_source_class")
_CONFOUNDERS = ("lead_source", "lead_source_detail", "owner", "product", "pipeline", "deal_type")
_WIDER_SOURCE = "lead_source_class"
"""Confounder that replaces the lead source where the deals have no such column; beside it, it would be redundant."""
_CURRENCY = re.compile(r"[A-Z]{3}")


def columns_needed(parameters: Sequence[Parameter]) -> dict[str, list[str]]:
    """Return the columns that an analysis of deals reads, per table."""
    needed: dict[str, list[str]] = {
        TableName.DEALS: [*_DEAL_COLUMNS, *_SOURCES],
        TableName.ACCOUNTS: ["account_key", "name", "parent_key"],
        TableName.CONTACTS: [
            *("contact_key", "account_key", "created", "name", *RECORDED),
            *(p.name for p in of_contacts(parameters)),
        ],
        TableName.DEAL_CONTACTS: ["deal_key", "contact_key"],
        TableName.OUTCOMES: ["account_key", "deal_key", "kind", "at", "value", "unit", "level"],
        TableName.INTERACTIONS: [
            *("interaction_key", "deal_key", "account_key", "contact_key", "kind", "at", "direction"),
            *("duration_seconds", "outcome"),
            *("tone", "understanding"),
            *(p.name for p in of_conversations(parameters)),
        ],
        TableName.STAGES: ["deal_key", "stage", "at"],
        TableName.COSTS: ["at", "lead_source", "amount"],
    }
    for p in parameters:
        wanted = p.table in (TableName.DEALS, TableName.ACCOUNTS) and (
            p.is_searched or p.role is Role.CONFOUNDER or _is_measure(p) or is_leaving(p)
        )
        if wanted and p.table == TableName.ACCOUNTS:
            needed[TableName.DEALS].append(f"{OWN_PREFIX}{p.name}")
        if wanted or (p.table == TableName.CONTACTS and p.name in PEOPLE):
            needed[p.table].append(p.name)
    return {table: list(dict.fromkeys(names)) for table, names in needed.items()}


def _is_measure(p: Parameter) -> bool:
    """Return whether a column is an outcome to measure: a number, yes/no or an extra category, but not the amount."""
    own = p.name in ("amount", "amount_original")
    picklist = p.kind is Kind.CATEGORY and p.is_extra
    return p.role is Role.VALIDATION and (p.kind in (Kind.NUMBER, Kind.BOOLEAN) or picklist) and not own


def _currency_of(parameters: Sequence[Parameter], table: str) -> str:
    """Currency of a table's amounts, empty where it is not known."""
    units = (p.unit for p in parameters if p.table == table and p.name == "amount" and _CURRENCY.fullmatch(p.unit))
    return next(units, "")


def _rate(deals: Columns) -> FloatArray | None:
    """Return the rate from each deal's own currency to that of the amounts, 1 where it is unknown."""
    if not {"amount", "amount_original"} <= set(deals):
        return None
    amount, original = deals["amount"], deals["amount_original"]
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = amount / original
    return np.where(np.isfinite(rate) & (rate > 0), rate, 1.0)


def _numbered(keys: Column) -> NDArray[np.int64]:
    """Return an account number for each row; a row without a known account gets one of its own."""
    numbers: dict[str, int] = {}
    unknown = itertools.count(len(keys))
    each = (next(unknown) if k is None else numbers.setdefault(k, len(numbers)) for k in keys.tolist())
    return np.fromiter(each, np.int64, len(keys))


def _own_keys(deals: Columns, account_keys: Column) -> Column | None:
    """Return the keys that the file gives its deals, else those of their accounts; `None` where it has neither."""
    known = (keys for keys in (deals.get("deal_key"), account_keys) if keys is not None and not _counts_rows(keys))
    return next(known, None)


def _counts_rows(values: Column) -> bool:
    """Return whether values are keys that were made from the numbers of rows, or are all unknown."""
    return values.dtype.kind == "O" and all(
        value is None or value.startswith(ROW_KEY_START) for value in values.tolist()
    )


def _written(
    parameters: Iterable[Parameter], deals: Columns, accounts: Columns, account_row: Column
) -> Iterable[Column]:
    """Yield all columns of deals and accounts that were read but dates, where days of opening cannot be used."""
    if has_days(deals):
        return
    dates = {(p.table, p.name) for p in parameters if p.kind is Kind.DATE}
    for table, columns in ((TableName.DEALS, deals), (TableName.ACCOUNTS, accounts)):
        for name, values in columns.items():
            if name != "deal_key" and (table, name) not in dates and not _counts_rows(values):
                yield values if table == TableName.DEALS else fetch(values, account_row)


def _confounders(available: Iterable[Parameter], deals: Columns) -> list[Parameter]:
    """Return the confounders in the order in which they are shown."""
    some = (p for p in available if p.role is Role.CONFOUNDER)
    some = (p for p in some if not (p.name == _WIDER_SOURCE and "lead_source" in deals))
    return sorted(some, key=lambda p: _CONFOUNDERS.index(p.name) if p.name in _CONFOUNDERS else len(_CONFOUNDERS))


def assemble_deal_rows(
    tables: Mapping[str, Columns], parameters: Sequence[Parameter], signals: Mapping[str, FloatArray] | None = None
) -> DealRows:
    """Join all that is known of each deal, as of the day it was opened.

    Args:
        tables: Columns of the canonical tables; `deals` must be there, others may be absent or empty.
        parameters: What the columns mean.
        signals: For each kind of signal, the day of the account's latest one on or before the opening of each deal.

    Returns:
        One row a deal, in the order of the deals table. Contacts created after the opening do not count.
    """
    deals, issues = without_loading_days(tables[TableName.DEALS])
    tables = {**tables, TableName.DEALS: deals}
    n = len(deals["outcome"])
    nothing = np.full(n, np.nan)
    opened = deals.get("opened", nothing)
    account_keys = deals.get("account_key", np.full(n, None, dtype=object))
    accounts = tables.get(TableName.ACCOUNTS, {})
    account_row = account_rows(account_keys, accounts)
    attributes = without_repeated_days(
        attributes_of(tables, parameters, signals or {}, account_row), signals or {}, opened
    )
    of: dict[str, Columns] = {TableName.DEALS: deals, TableName.ACCOUNTS: accounts}
    available = [p for p in parameters if p.name in of.get(p.table, {})]

    def of_deal(p: Parameter) -> Column:
        return deals[p.name] if p.table == TableName.DEALS else fetch(accounts[p.name], account_row)

    confounders = [Attribute(p, of_deal(p), p.name) for p in _confounders(available, deals)]
    measures = [Attribute(p, of_deal(p), p.name) for p in available if _is_measure(p)]
    closed = deals.get("closed", nothing)
    start = np.where(np.isfinite(closed), closed, opened)
    left = days_of_leaving([of_deal(p) for p in available if is_leaving(p)], tables, start)
    of_kinds, clients = measures_of_kinds(tables, start, np.asarray(deals["outcome"] == "won", dtype=np.bool_), left)
    currency, spent_in = (_currency_of(parameters, table) for table in (TableName.DEALS, TableName.COSTS))
    history = history_of(tables, opened, spent_in, parameters)
    return DealRows(
        opened=opened,
        closed=closed,
        outcome=deals["outcome"],
        amount=deals.get("amount", nothing),
        attributes=tuple(attributes),
        confounders=tuple(confounders),
        accounts=_numbered(account_keys),
        groups=company_groups(account_keys, accounts),
        measures=(*measures, *of_kinds),
        currency=currency,
        left=left,
        history=history,
        people=participants_of(tables, history.interactions, parameters),
        clients=clients,
        rate=_rate(deals),
        keys=_own_keys(deals, account_keys),
        position=np.arange(n),
        written=tuple(_written(parameters, deals, accounts, account_row)),
        issues=issues,
    )
