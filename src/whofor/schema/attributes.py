"""Facts of rows: every parameter joined to its deal or account, as of the day on which each row begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from whofor.arrays import Column, Columns, FloatArray, IntArray, is_known
from whofor.model.parameters import OWN_PREFIX, SIGNAL_PREFIX, AsOf, Kind, Parameter, Role
from whofor.schema.columns import TableName
from whofor.schema.keys import key_positions, rows_of
from whofor.schema.rows import Attribute
from whofor.text import fold

__all__ = [
    "PEOPLE",
    "account_rows",
    "attributes_of",
    "fetch",
    "groups_of_signals",
    "wider_names",
    "without_repeated_days",
]

PEOPLE = ("seniority", "job_function", "buying_role")
"""What is known of contacts that may be a condition."""
_PLACE = {"country", "region", "continent", "city", "state"}
_WIDER = {"country": ("region", "continent"), "industry": ("industry_division", "industry_section")}
"""Account column -> broader columns derived from it, nearest first; they are searched as unions of its values."""


def account_rows(account_keys: Column, accounts: Columns) -> IntArray:
    """Return the row of the table of accounts for each key, the first of several; -1 where there is none."""
    return rows_of(account_keys, key_positions(accounts.get("account_key", np.zeros(0, dtype=object))))


def fetch(values: Column, rows: Column) -> Column:
    """Return values of the other table at these rows, unknown where a row is -1."""
    missing = rows < 0
    if not len(values):
        return np.full(len(rows), np.nan if values.dtype.kind == "f" else None, dtype=values.dtype)
    out = values[np.maximum(rows, 0)].copy()
    out[missing] = np.nan if values.dtype.kind == "f" else None
    return out


def wider_names(known: Iterable[str]) -> frozenset[str]:
    """Return the columns that only say more widely what known ones say: they are searched as unions of their values.

    Example:
        >>> sorted(wider_names(["country", "employees"]))
        ['continent', 'region']
    """
    return frozenset(wide for name in known for wide in _WIDER.get(name, ()))


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
    as_unions = wider_names(name for name in _WIDER if name in accounts and is_known(accounts[name]).any())
    for p in parameters:
        if not p.is_searched or p.kind is Kind.TEXT:
            continue
        if p.name in as_unions:
            continue
        if p.table == TableName.DEALS and p.name in deals:
            yield Attribute(p, deals[p.name], p.name)
        elif p.table == TableName.ACCOUNTS and p.name in accounts:
            values = _own_first(deals.get(f"{OWN_PREFIX}{p.name}"), fetch(accounts[p.name], account_row))
            yield Attribute(p, values, _group(p.name), _unions(accounts, p.name))


def _attributes_of_people(
    parameters: Iterable[Parameter], contacts: Columns, opened: Column, account_keys: Column
) -> Iterable[Attribute]:
    """Yield what is known of those contacts of an account who were there when the deal was opened."""
    for p in parameters:
        if p.table == TableName.CONTACTS and p.name in PEOPLE and p.name in contacts and "account_key" in contacts:
            present = _people_present(opened, account_keys, contacts, p.name)
            if is_known(present).any():
                kept = Parameter(p.name, p.label, Role.DEFINITION, Kind.MULTI, p.table, p.source, as_of=AsOf.KNOWN)
                yield Attribute(kept, present, p.name)


def _days_of_kind(facts: Iterable[Attribute], days: FloatArray, opened: FloatArray) -> Attribute | None:
    """Return the fact of deals or accounts that gives the days of a kind of signal; `None` where none does."""
    for fact in facts:
        if fact.parameter.kind is Kind.DATE and fact.parameter.table != TableName.SIGNALS:
            known = np.isfinite(days)
            with np.errstate(invalid="ignore"):
                is_same = np.where(known, fact.values == days, ~(fact.values <= opened))
            if known.any() and is_same.all():
                return fact
    return None


def groups_of_signals(
    facts: Sequence[Attribute], signals: Mapping[str, FloatArray], opened: FloatArray
) -> dict[str, str]:
    """Return, for each kind of signal, the group of the fact that gives the day of its latest one.

    Args:
        facts: Facts of rows.
        signals: For each kind of signal, the day of the latest one by the opening of each row.
        opened: Day on which each row begins.
    """
    same = {kind: _days_of_kind(facts, days, opened) for kind, days in signals.items()}
    return {kind: f"{SIGNAL_PREFIX}{kind}" if fact is None else fact.group for kind, fact in same.items()}


def without_repeated_days(
    facts: Sequence[Attribute], signals: Mapping[str, FloatArray], opened: FloatArray
) -> list[Attribute]:
    """Return facts without the kinds of signals whose day another one of them gives.

    One column of an export, as the day of the last round, may be read as a fact and as signals: to search both would
    count it twice.

    Args:
        facts: Facts of rows.
        signals: For each kind of signal, the day of the latest one by the opening of each row.
        opened: Day on which each row begins.
    """
    names = {f"{SIGNAL_PREFIX}{kind}": group for kind, group in groups_of_signals(facts, signals, opened).items()}
    return [a for a in facts if names.get(a.parameter.name, a.parameter.name) == a.parameter.name]


def _attributes_of_signals(signals: Mapping[str, FloatArray]) -> Iterable[Attribute]:
    """Yield the day of the latest signal of each kind."""
    for kind, days in sorted(signals.items()):
        p = Parameter(f"{SIGNAL_PREFIX}{kind}", kind, Role.DEFINITION, Kind.DATE, TableName.SIGNALS, as_of=AsOf.KNOWN)
        yield Attribute(p, days, p.name)


def attributes_of(
    tables: Mapping[str, Columns],
    parameters: Sequence[Parameter],
    signals: Mapping[str, FloatArray],
    account_row: IntArray,
) -> list[Attribute]:
    """Return what is known of each row of the table of deals, of its account and of the people there.

    Args:
        tables: Columns of the canonical tables; contacts created after `opened` of the deals do not count.
        parameters: What the columns mean.
        signals: For each kind of signal, the day of the account's latest one by then, one for each row.
        account_row: Row of the table of accounts for each row; -1 where it is not known.
    """
    deals, accounts = tables[TableName.DEALS], tables.get(TableName.ACCOUNTS, {})
    n = len(account_row)
    opened = deals.get("opened", np.full(n, np.nan))
    account_keys = deals.get("account_key", np.full(n, None, dtype=object))
    return [
        *_own_attributes(parameters, deals, accounts, account_row),
        *_attributes_of_people(parameters, tables.get(TableName.CONTACTS, {}), opened, account_keys),
        *_attributes_of_signals(signals),
    ]
