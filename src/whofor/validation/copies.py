"""Deals that repeat another one under another key: dropped where that is sure, kept together where it is probable."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import zeta

from whofor.arrays import BoolArray, Column, IntArray
from whofor.schema.rows import DealRows
from whofor.validation.coincidence import CodedDeals, compare_with_chance, repeats_of

__all__ = ["Copies", "find_copies"]

_REPEATED = 0.99
"""A whole file is repeated where this share of its deals, and of its records, occur a multiple of the same number of
times: a few may have been edited since. A convention."""
_BY_CHANCE = 1e-4
"""And where chance would make all these records occur a multiple of so many times, or more, no more often than this: a
convention, as in `coincidence`."""


@dataclass(frozen=True, eq=False, slots=True)
class Copies:
    """Deals that repeat others.

    Attributes:
        sure: Deals that repeat an earlier one beyond doubt; the earlier one is not among them.
        likely: Deals that agree with an earlier one for another reason than chance, but perhaps an honest one.
        accounts: Numbers of the accounts, those of deals that likely repeat each other united; `None` where all differ.
    """

    sure: BoolArray
    likely: BoolArray
    accounts: IntArray | None


def find_copies(rows: DealRows) -> Copies:
    """Return the deals that repeat another one: those that agree in everything recorded but their keys.

    Deals of different accounts surely repeat each other where chance is ruled out (`compare_with_chance`). Deals of one
    account never do, as a client may buy the same twice, unless the whole file is repeated: every record occurs twice,
    or three times, or a multiple of it.

    Args:
        rows: All deals.
    """
    n = len(rows)
    nobody = np.zeros(n, dtype=np.bool_)
    columns = _columns(rows)
    agreeing = _agree_in_all(columns, n)
    if not agreeing.any():
        return Copies(nobody, nobody, rows.accounts)
    accounts = np.arange(n) if rows.accounts is None else np.unique(rows.accounts, return_inverse=True)[1]
    numbers = [values.dtype.kind == "f" for values in columns]
    deals = CodedDeals([_codes(values) for values in columns], numbers, accounts)
    sure = _repeats_of_file(deals) if agreeing.mean() >= _REPEATED else nobody.copy()
    once = np.flatnonzero(~sure)
    left = deals.take(~sure)
    of_others = compare_with_chance(left, within=False)
    sure[once] = of_others.sure & repeats_of(of_others.record, left.accounts, within=False)
    likely = nobody.copy()
    likely[once] = of_others.likely & repeats_of(of_others.record, left.accounts, within=False)
    of_own = compare_with_chance(left, within=True)
    likely[once] |= (of_own.sure | of_own.likely) & repeats_of(of_own.record, left.accounts, within=True)
    united = rows.accounts
    if of_others.likely.any():
        together = once[of_others.likely]
        united = _united(accounts, together, of_others.record[of_others.likely])
    return Copies(sure, likely, united)


def _columns(rows: DealRows) -> list[Column]:
    """Return everything recorded of the deals themselves; numbers first, as they differ soonest."""
    own = [rows.opened, rows.closed, rows.amount, *([] if rows.left is None else [rows.left]), rows.outcome]
    columns = own + [a.values for a in (*rows.attributes, *rows.confounders, *rows.measures)]
    return sorted(columns, key=lambda values: values.dtype.kind != "f")


def _codes(values: Column) -> IntArray:
    """Return a code for each value from 0 up: of numbers in their order, of all else in the order of the rows."""
    if values.dtype.kind == "f":
        return np.unique(values, return_inverse=True)[1]
    known: dict[str | None, int] = {}
    return np.fromiter((known.setdefault(v, len(known)) for v in values.tolist()), np.int64, len(values))


def _agree_in_all(columns: list[Column], n: int) -> BoolArray:
    """Return the deals that agree with another in all columns."""
    rows, numbers = np.arange(n), np.zeros(n, dtype=np.int64)
    for values in columns:
        codes = _codes(values[rows])
        _, numbers, count = np.unique(
            numbers * (int(codes.max(initial=0)) + 1) + codes, return_inverse=True, return_counts=True
        )
        several = count[numbers] > 1
        rows, numbers = rows[several], numbers[several]
    out = np.zeros(n, dtype=np.bool_)
    out[rows] = True
    return out


def _repeats_of_file(deals: CodedDeals) -> BoolArray:
    """Return all deals but the first part of each record where the whole file is repeated; none where it is not."""
    record = np.unique(np.column_stack(deals.codes), axis=0, return_inverse=True)[1].ravel()
    # Where every deal is repeated under its own account, each account keeps its own.
    for numbers in (record * len(record) + deals.accounts, record):
        _, number, count = np.unique(numbers, return_inverse=True, return_counts=True)
        times = _times_repeated(count)
        if times > 1:
            order = np.argsort(number, kind="stable")
            place = np.empty(len(number), dtype=np.int64)
            place[order] = np.arange(len(number)) - (np.cumsum(count) - count)[number[order]]
            return np.asarray((count % times == 0)[number] & (place >= (count // times)[number]), dtype=np.bool_)
    return np.zeros(len(record), dtype=np.bool_)


def _times_repeated(count: IntArray) -> int:
    """Return how many times a file is repeated, whose records occur so often; 1 where it is not."""
    for times in range(int(np.quantile(count, 1 - _REPEATED, method="higher")), 1, -1):
        multiple = count % times == 0
        records, deals = multiple.mean(), count[multiple].sum() / count.sum()
        # Of one record the chance is 1 / times; summed over this number and all larger ones.
        if min(records, deals) >= _REPEATED and zeta(multiple.sum(), times) < _BY_CHANCE:
            return times
    return 1


def _united(accounts: IntArray, rows: IntArray, record: IntArray) -> IntArray:
    """Return the numbers of the accounts, one for all accounts that some deals of equal records link.

    Args:
        accounts: Number of the account of each deal.
        rows: Deals that link.
        record: A number for each of them.
    """
    leader = np.arange(int(accounts.max()) + 1)

    def first_of(account: int) -> int:
        while leader[account] != account:
            leader[account] = leader[leader[account]]
            account = int(leader[account])
        return account

    seen: dict[int, int] = {}
    for account, number in zip(accounts[rows].tolist(), record.tolist(), strict=True):
        one, other = first_of(account), first_of(seen.setdefault(number, account))
        leader[max(one, other)] = min(one, other)
    return np.array([first_of(account) for account in range(len(leader))], dtype=np.int64)[accounts]
