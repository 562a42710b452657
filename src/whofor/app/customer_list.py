"""Customers to compare a market with: those of a workspace, or the rows of a list that holds customers only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from whofor.app.account_lists import AnyList, open_lists
from whofor.app.deals import KeptDeals, latest_signals
from whofor.app.known_customers import KnownCustomers
from whofor.arrays import Column, Columns, FloatArray
from whofor.errors import DataError, Problem, Sentence
from whofor.lexicon.endings import words_of_stage
from whofor.model.options import FindOptions
from whofor.model.parameters import SIGNAL_PREFIX
from whofor.model.progress import Progress
from whofor.schema.attributes import attributes_of, fetch
from whofor.schema.columns import TableName
from whofor.schema.rows import Attribute
from whofor.schema.scan import Scan
from whofor.scoring.backtests import first_of_each
from whofor.workspace import Dataset

__all__ = ["Customers", "listed_customers", "own_customers"]


@dataclass(frozen=True, eq=False, slots=True)
class Customers:
    """Customers with their facts.

    Attributes:
        facts: What is known of each.
        day: Day as of which each is told, days since 1970-01-01.
        names: What people call each.
        known: By what a company of another list is known to be one of them.
        source: Name of the list; empty for those of a workspace.
        notes: What is said of how the list was read.
        dataset: What the import recorded of them; `None` for those of a list.
    """

    facts: tuple[Attribute, ...]
    day: FloatArray
    names: tuple[str, ...]
    known: KnownCustomers
    source: str = ""
    notes: tuple[str, ...] = ()
    dataset: Dataset | None = None

    def __len__(self) -> int:
        """Number of customers."""
        return len(self.names)


def own_customers(deals: KeptDeals, scan: Scan, today: date, day: float) -> Customers:
    """Return the customers of a workspace, each with what is recorded of its first won deal.

    Dates are told as of the same day as those of the market: told as of the deal, rounds of funding would be recent by
    that alone. Signals, of which only those before the deal are known, are left out for the same reason.

    Args:
        deals: All deals.
        scan: The tables that they were read from.
        today: Today.
        day: The day as of which customers are told, days since 1970-01-01.

    Raises:
        DataError: No deal is won.
    """
    rows = deals.rows
    first = first_of_each(rows.accounts, rows.opened, rows.won)
    if not len(first):
        todo = "Import the customers, or give their list: whofor lookalikes CUSTOMERS --market FILE."
        raise DataError(Problem("no deal is won, so there is no customer", deals.dataset.source, todo=todo))
    named = deals.book(scan, deals.judged(FindOptions(), today)).names
    account = named.account_rows(first)
    texts = (_texts(named.accounts.get("name"), account), _texts(named.deals, first), _texts(named.account_keys, first))
    names = tuple(next((t for t in one if t), "–") for one in zip(*texts, strict=True))
    facts = tuple(a for a in rows.take(first).attributes if not a.parameter.name.startswith(SIGNAL_PREFIX))
    return Customers(facts, np.full(len(first), day), names, KnownCustomers.of(rows, scan), dataset=deals.dataset)


def listed_customers(listed: AnyList, day: float, progress: Progress) -> Customers:
    """Return the companies of a list as customers, every one, as of a day.

    Args:
        listed: The list: a file, or a frame by its name.
        day: The day, days since 1970-01-01.
        progress: Called with the work done.

    Raises:
        SourceError: The list cannot be read, has no rows, or no column names its companies.
        DataError: A column says of some rows that they were lost: these are deals, and no list of customers.
    """
    with open_lists(listed, (), progress, may_lack_signals=True) as (made, scan):
        accounts = scan.project(TableName.ACCOUNTS, list(scan.columns(TableName.ACCOUNTS)))
        signals = latest_signals(scan, TableName.ACCOUNTS, day)
    n = len(accounts["account_key"])
    nothing = np.full(n, None, dtype=object)
    deals: Columns = {"outcome": nothing, "account_key": accounts["account_key"], "opened": np.full(n, day)}
    tables: dict[str, Columns] = {TableName.DEALS: deals, TableName.ACCOUNTS: accounts}
    facts = attributes_of(tables, made.parameters, signals, np.arange(n))
    source = listed.name if isinstance(listed, Path) else next(iter(listed), "")
    _refuse_deals(facts, source)
    keys, domains, called = (_texts(accounts.get(name), np.arange(n)) for name in ("account_key", "domain", "name"))
    # The numbers of another list name other companies: these are known by domain and name alone.
    own = [f"\0{key}" for key in keys]
    known = KnownCustomers.among(
        frozenset(own), frozenset(), zip(own, (d or k for d, k in zip(domains, keys, strict=True)), called, strict=True)
    )
    names = tuple(a or b for a, b in zip(called, keys, strict=True))
    notes = tuple(str(note) for note in made.notes)
    return Customers(tuple(facts), np.full(n, day), names, known, source, notes)


def _refuse_deals(facts: Sequence[Attribute], source: str) -> None:
    """Raise an error where a column says of some rows that they were lost.

    Raises:
        DataError: One does.
    """
    for fact in facts:
        if fact.values.dtype.kind != "O":
            continue
        lost = [v for v in sorted(set(fact.values.tolist()) - {None}) if _is_lost(v)]
        if lost:
            label = fact.parameter.label
            what = Sentence("{column} says of some rows that they were lost: these are no customers", column=label)
            todo = (
                "Give a list of customers only. If these are deals, import them, then whofor lookalikes --market FILE."
            )
            raise DataError(Problem(what, source, ", ".join(lost[:3]), todo))


def _is_lost(text: str) -> bool:
    said = words_of_stage(text)
    return said.ending == "lost" and said.plain


def _texts(column: Column | None, rows: Column) -> Sequence[str]:
    """Return texts of a column at some rows; empty where a row is -1 or nothing is known."""
    return [""] * len(rows) if column is None else [text or "" for text in fetch(column, rows).tolist()]
