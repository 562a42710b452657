"""Assemble deal rows from canonical tables: every parameter joined to its deal, as of the day it was opened."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from whofor.arrays import Column, Columns, FloatArray, is_known
from whofor.model.parameters import OWN_PREFIX, AsOf, Kind, Parameter, Role
from whofor.schema.client_outcomes import days_of_leaving, is_leaving, measures_of_kinds
from whofor.schema.columns import ROW_KEY_START, TableName
from whofor.schema.company_groups import company_groups
from whofor.schema.history import history_of
from whofor.schema.opening_days import has_days, without_loading_days
from whofor.schema.rows import Attribute, DealRows
from whofor.text import fold

__all__ = ["assemble_deal_rows", "columns_needed"]

_DEAL_COLUMNS = (
    *("deal_key", "account_key", "contact_key", "opened", "closed", "outcome"),
    *("amount", "amount_original"),
)
_SOURCES = ("lead_source", "lead_source_class")
_PLACE = {"country", "region", "continent", "city", "state"}
_WIDER = {"country": ("region", "continent"), "industry": ("industry_division", "industry_section")}
"""Account column -> broader columns derived from it, nearest first; they are searched as unions of its values."""
_CONFOUNDERS = ("lead_source", "lead_source_detail", "owner", "product", "pipeline", "deal_type")
_WIDER_SOURCE = "lead_source_class"
"""Confounder that replaces the lead source where the deals have no such column; beside it, it would be redundant."""
_CURRENCY = re.compile(r"[A-Z]{3}")
_PEOPLE = ("seniority", "job_function", "buying_role")


def columns_needed(parameters: Sequence[Parameter]) -> dict[str, list[str]]:
    """Return the columns that an analysis of deals reads, per table."""
    needed: dict[str, list[str]] = {
        TableName.DEALS: [*_DEAL_COLUMNS, *_SOURCES],
        TableName.ACCOUNTS: ["account_key", "name", "parent_key"],
        TableName.CONTACTS: ["contact_key", "account_key", "created"],
        TableName.OUTCOMES: ["account_key", "deal_key", "kind", "at", "value", "unit", "level"],
        TableName.INTERACTIONS: [
            *("interaction_key", "deal_key", "account_key", "contact_key", "kind", "at", "direction"),
            *("duration_seconds", "outcome"),
            *("tone", "understanding"),
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
        if wanted or (p.table == TableName.CONTACTS and p.name in _PEOPLE):
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


def _key_positions(keys: Column) -> dict[str, int]:
    """First row of each key."""
    positions: dict[str, int] = {}
    for i, key in enumerate(keys.tolist()):
        if key is not None:
            positions.setdefault(key, i)
    return positions


def _follow(keys: Column, positions: Mapping[str, int]) -> Column:
    """Row of the other table for each key, -1 where there is none."""
    return np.fromiter((positions.get(k, -1) for k in keys.tolist()), dtype=np.int64, count=len(keys))


def _numbered(keys: Column) -> NDArray[np.int64]:
    """Return an account number for each row; a row without a known account gets one of its own."""
    numbers: dict[str, int] = {}
    unknown = itertools.count(len(keys))
    each = (next(unknown) if k is None else numbers.setdefault(k, len(numbers)) for k in keys.tolist())
    return np.fromiter(each, np.int64, len(keys))


def _fetch(values: Column, rows: Column) -> Column:
    """Return values of the other table at these rows, unknown where a row is -1."""
    missing = rows < 0
    if not len(values):
        return np.full(len(rows), np.nan if values.dtype.kind == "f" else None, dtype=values.dtype)
    out = values[np.maximum(rows, 0)].copy()
    out[missing] = np.nan if values.dtype.kind == "f" else None
    return out


def _own_first(own: Column | None, of_account: Column) -> Column:
    """Return a fact of each deal's account, but what the deal's own row says where that is something else."""
    if own is None:
        return of_account
    if own.dtype.kind == "f":
        return np.where(np.isfinite(own), own, of_account)
    pairs = zip(own.tolist(), of_account.tolist(), strict=True)
    # Of one spelling or another the account's is that of the other deals, and of the wider names.
    values = [theirs if mine is None or (theirs and fold(mine) == fold(theirs)) else mine for mine, theirs in pairs]
    return np.array(values, dtype=object)


def _unions(accounts: Columns, column: str) -> dict[str, tuple[str, ...]]:
    """Return the broader categories of each value, as the accounts have them: region and continent of a country."""
    wider = [accounts[name].tolist() for name in _WIDER.get(column, ()) if name in accounts]
    if not wider:
        return {}
    unions: dict[str, tuple[str, ...]] = {}
    for value, *names in zip(accounts[column].tolist(), *wider, strict=True):
        if value is not None and value not in unions:
            unions[value] = tuple(dict.fromkeys(name for name in names if name))
    return unions


def _people_present(opened: FloatArray, accounts: Column, contacts: Columns, name: str) -> Column:
    """Return each deal's seniorities, functions or buying roles among contacts known at opening, joined by `;`."""
    keys, values = contacts["account_key"], contacts[name]
    created = contacts.get("created", np.full(len(keys), np.nan))
    people = np.flatnonzero(is_known(keys) & is_known(values))
    number = {key: i for i, key in enumerate(dict.fromkeys(keys[people].tolist()))}
    own = np.fromiter(map(number.__getitem__, keys[people].tolist()), np.int64, len(people))
    people = people[np.argsort(own, kind="stable")]
    sizes = np.bincount(own, minlength=len(number) + 1)
    # Every deal beside every contact of its account; the last number, of nobody, is that of unknown accounts.
    wanted = np.fromiter((number.get(k, len(number)) for k in accounts.tolist()), np.int64, len(accounts))
    deal = np.repeat(np.arange(len(accounts)), sizes[wanted])
    before = np.cumsum(sizes[wanted]) - sizes[wanted]
    person = people[np.arange(len(deal)) - before[deal] + (np.cumsum(sizes) - sizes)[wanted[deal]]]
    known = ~(created[person] > opened[deal])
    names = sorted(set(values[people].tolist()))
    place = {value: i for i, value in enumerate(names)}
    which = np.fromiter(map(place.__getitem__, values[person[known]].tolist()), np.int64, int(known.sum()))
    pairs = np.unique(deal[known] * max(1, len(names)) + which)
    present: dict[int, list[str]] = {}
    for row, one in zip((pairs // max(1, len(names))).tolist(), (pairs % max(1, len(names))).tolist(), strict=True):
        present.setdefault(row, []).append(names[one])
    out = np.full(len(accounts), None, dtype=object)
    for row, having in present.items():
        out[row] = ";".join(having)
    return out


def _group(name: str) -> str:
    """Return the group of an account column; columns of one group describe the same thing and are never combined."""
    if name in _PLACE:
        return "place"
    if name == "technology_categories":
        return "technologies"
    return "industry" if name in _WIDER["industry"] else name


def _own_attributes(
    parameters: Iterable[Parameter], deals: Columns, accounts: Columns, account_row: Column
) -> Iterable[Attribute]:
    """Yield the definition parameters and the channels of deals and accounts."""
    known = [name for name in _WIDER if name in accounts and is_known(accounts[name]).any()]
    as_unions = {wide for name in known for wide in _WIDER[name]}
    for p in parameters:
        if not p.is_searched or p.kind is Kind.TEXT:
            continue
        if p.name in as_unions:
            continue
        if p.table == TableName.DEALS and p.name in deals:
            yield Attribute(p, deals[p.name], p.name)
        elif p.table == TableName.ACCOUNTS and p.name in accounts:
            values = _own_first(deals.get(f"{OWN_PREFIX}{p.name}"), _fetch(accounts[p.name], account_row))
            yield Attribute(p, values, _group(p.name), _unions(accounts, p.name))


def _attributes_of_people(
    parameters: Iterable[Parameter], contacts: Columns, opened: Column, account_keys: Column
) -> Iterable[Attribute]:
    """Yield what is known of those contacts of an account who were there when the deal was opened."""
    for p in parameters:
        if p.table == TableName.CONTACTS and p.name in _PEOPLE and p.name in contacts and "account_key" in contacts:
            present = _people_present(opened, account_keys, contacts, p.name)
            if is_known(present).any():
                kept = Parameter(p.name, p.label, Role.DEFINITION, Kind.MULTI, p.table, p.source, as_of=AsOf.KNOWN)
                yield Attribute(kept, present, p.name)


def _attributes_of_signals(signals: Mapping[str, FloatArray]) -> Iterable[Attribute]:
    """Yield the day of the latest signal of each kind."""
    for kind, days in sorted(signals.items()):
        p = Parameter(f"signal_{kind}", kind, Role.DEFINITION, Kind.DATE, TableName.SIGNALS, as_of=AsOf.KNOWN)
        yield Attribute(p, days, p.name)


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
                yield values if table == TableName.DEALS else _fetch(values, account_row)


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
    account_row = np.full(n, -1, dtype=np.int64)
    if "account_key" in accounts:
        account_row = _follow(account_keys, _key_positions(accounts["account_key"]))
    attributes = list(_own_attributes(parameters, deals, accounts, account_row))
    attributes += _attributes_of_people(parameters, tables.get(TableName.CONTACTS, {}), opened, account_keys)
    attributes += _attributes_of_signals(signals or {})
    of: dict[str, Columns] = {TableName.DEALS: deals, TableName.ACCOUNTS: accounts}
    available = [p for p in parameters if p.name in of.get(p.table, {})]

    def of_deal(p: Parameter) -> Column:
        return deals[p.name] if p.table == TableName.DEALS else _fetch(accounts[p.name], account_row)

    confounders = [Attribute(p, of_deal(p), p.name) for p in _confounders(available, deals)]
    measures = [Attribute(p, of_deal(p), p.name) for p in available if _is_measure(p)]
    closed = deals.get("closed", nothing)
    start = np.where(np.isfinite(closed), closed, opened)
    left = days_of_leaving([of_deal(p) for p in available if is_leaving(p)], tables, start)
    of_kinds, clients = measures_of_kinds(tables, start, np.asarray(deals["outcome"] == "won", dtype=np.bool_), left)
    currency, spent_in = (_currency_of(parameters, table) for table in (TableName.DEALS, TableName.COSTS))
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
        history=history_of(tables, opened, spent_in),
        clients=clients,
        rate=_rate(deals),
        keys=_own_keys(deals, account_keys),
        position=np.arange(n),
        written=tuple(_written(parameters, deals, accounts, account_row)),
        issues=issues,
    )
