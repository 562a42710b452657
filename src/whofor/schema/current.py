"""Open deals and accounts without a deal, as they stand on one day; and what deals and accounts are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from whofor.arrays import BoolArray, Column, Columns, FloatArray, IntArray, is_known
from whofor.model.parameters import Parameter
from whofor.schema.attributes import account_rows, attributes_of
from whofor.schema.columns import TableName
from whofor.schema.company_groups import company_groups
from whofor.schema.keys import key_positions, rows_of
from whofor.schema.rows import Attribute, Rows

__all__ = ["AccountNames", "CurrentRows", "SignalDays", "assemble_current_rows", "unknown_fact"]

SignalDays = Mapping[str, Mapping[str, FloatArray]]
"""For deals and accounts, and each kind of signal: the day of the latest one on or before a day, one for each row."""


@dataclass(frozen=True, eq=False)
class AccountNames:
    """Keys and names of all deals and accounts, which serve no analysis and are for people to know them by.

    Attributes:
        deal_keys: Key of each deal.
        deals: Name of each deal.
        account_keys: Key of the account of each deal.
        accounts: Columns of the table of accounts: `account_key`, `name`, `created`.
    """

    deal_keys: Column
    deals: Column
    account_keys: Column
    accounts: Columns

    @classmethod
    def of(cls, deals: Columns, accounts: Columns, n: int) -> AccountNames:
        """Return the keys and names of deals and accounts, as far as there are any.

        Args:
            deals: Columns of the table of deals.
            accounts: Columns of the table of accounts.
            n: Number of deals.
        """
        nothing = np.full(n, None, dtype=object)
        keys = deals.get("account_key", nothing)
        own = {name: accounts[name] for name in ("account_key", "name", "created") if name in accounts}
        return cls(deals.get("deal_key", nothing), deals.get("name", nothing), keys, own)

    @cached_property
    def _places(self) -> dict[str, int]:
        return key_positions(self.accounts.get("account_key", np.zeros(0, dtype=object)))

    def account_rows(self, deals: IntArray) -> IntArray:
        """Return the row of the table of accounts of some deals; -1 where it is not known."""
        return rows_of(self.account_keys[deals], self._places)


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class CurrentRows(Rows):
    """Open deals, then accounts without a deal; `opened` is the day as of which all of them are known.

    Attributes:
        deal: Row of each in the table of deals; -1 for an account without a deal.
        account: Row of each in the table of accounts; -1 where it is not known.
    """

    deal: IntArray
    account: IntArray


def assemble_current_rows(
    tables: Mapping[str, Columns],
    parameters: Sequence[Parameter],
    facts: Sequence[Attribute],
    day: float,
    signals: SignalDays,
    *,
    situations: Mapping[str, Mapping[str, Column]] | None = None,
    by_parent: bool = False,
) -> CurrentRows:
    """Join all that is known of each open deal, and of each account without a deal, on one day.

    What is a fact of a deal is not known of an account without one.

    Args:
        tables: Columns of the tables of deals, accounts and contacts.
        parameters: What the columns mean.
        facts: The attributes of all deals as of their opening: those of the rows are the same, in the same order.
        day: The day, days since 1970-01-01; NaN where nothing is dated. Contacts created later do not count.
        signals: For the rows of deals and of accounts, the day of the latest signal of each kind by then.
        situations: For the rows of deals and of accounts, the facts that say whether a situation holds on the day.
        by_parent: Whether an account has a deal where any account with the same company at the top has one.
    """
    deals, accounts = tables[TableName.DEALS], tables.get(TableName.ACCOUNTS, {})
    n = len(deals["outcome"])
    is_open = np.asarray(deals["outcome"] == "open", dtype=np.bool_)
    keys = deals.get("account_key", np.full(n, None, dtype=object))
    alone = _without_deal(keys, accounts, by_parent=by_parent)
    pseudo = {name: _followed_by_unknown(values[is_open], int(alone.sum())) for name, values in deals.items()}
    if "account_key" in accounts:
        pseudo["account_key"] = np.concatenate([keys[is_open], accounts["account_key"][alone]])
    opened = np.full(len(pseudo["outcome"]), day)
    account = account_rows(pseudo["account_key"], accounts) if "account_key" in pseudo else np.full(len(opened), -1)
    known = _both(signals, is_open, alone)
    joined = {**tables, TableName.DEALS: {**pseudo, "opened": opened}}
    found = {a.parameter.name: a for a in attributes_of(joined, parameters, known, account)}
    holds = _both(situations or {}, is_open, alone)
    found |= {a.parameter.name: replace(a, values=holds[a.parameter.name]) for a in facts if a.parameter.name in holds}
    return CurrentRows(
        opened=opened,
        attributes=tuple(found.get(a.parameter.name) or unknown_fact(a, len(opened)) for a in facts),
        confounders=(),
        deal=np.concatenate([np.flatnonzero(is_open), np.full(int(alone.sum()), -1)]),
        account=account,
    )


def _both(told: Mapping[str, Mapping[str, Column]], is_open: BoolArray, alone: BoolArray) -> dict[str, Column]:
    """Return what is told of the open deals, then of the accounts without a deal; unknown of these where it is not."""
    deals, accounts = told.get(TableName.DEALS, {}), told.get(TableName.ACCOUNTS, {})
    n = int(alone.sum())
    return {
        name: np.concatenate([values[is_open], accounts[name][alone]])
        if name in accounts
        else _followed_by_unknown(values[is_open], n)
        for name, values in deals.items()
    }


def _without_deal(deal_accounts: Column, accounts: Columns, *, by_parent: bool) -> BoolArray:
    """Return which rows of the table of accounts have no deal."""
    own = accounts.get("account_key", np.zeros(0, dtype=object))
    if by_parent and len(own):
        groups = company_groups(np.concatenate([deal_accounts, own]), accounts)
        if groups is not None:
            return is_known(own) & ~np.isin(groups[len(deal_accounts) :], groups[: len(deal_accounts)])
    having = set(deal_accounts.tolist())
    return np.fromiter((key is not None and key not in having for key in own.tolist()), np.bool_, len(own))


def _followed_by_unknown(values: Column, n: int) -> Column:
    """Return values and `n` unknown ones behind them."""
    unknown = np.full(n, np.nan) if values.dtype.kind == "f" else np.full(n, None, dtype=object)
    return np.concatenate([values, unknown])


def unknown_fact(attribute: Attribute, n: int) -> Attribute:
    """Return an attribute that nothing is known of."""
    return replace(attribute, values=_followed_by_unknown(attribute.values[:0], n))
