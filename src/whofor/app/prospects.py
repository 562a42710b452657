"""The prospects that are scored: the rows of a list, or the open deals and the accounts without one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from whofor.analysis.accounts import Book
from whofor.app.account_lists import AnyList
from whofor.app.deals import KeptDeals
from whofor.app.known_customers import KnownCustomers
from whofor.app.listed_rows import ListedRow
from whofor.app.market import market_list
from whofor.arrays import BoolArray, Column, is_known
from whofor.days import iso_day
from whofor.model.parameters import SITUATION_PREFIX
from whofor.model.progress import Progress
from whofor.model.score_answer import KnownAs
from whofor.schema.attributes import fetch
from whofor.schema.current import CurrentRows
from whofor.schema.rows import Attribute

__all__ = ["Prospects", "listed_prospects", "own_prospects"]


@dataclass(frozen=True, eq=False, slots=True)
class Prospects:
    """Rows to be scored, with what they are called.

    Attributes:
        rows: The rows, with every fact that the deals have.
        ids: What tells each row apart; empty where it has no id.
        names: What people call each.
        known: What is known as a customer, or has an open deal.
        source: Name of the list; empty for the workspace's own.
        day: ISO date as of which they are told.
        named: What names each row of a list; empty for the workspace's own.
        keys: Key of the account of each row of the workspace's own; empty for a list.
        other_kind: Columns whose values are of another kind than those of the deals.
        notes: What else is said of how the list was read.
        id_header: What the list calls the column of its ids; empty for the workspace's own.
    """

    rows: CurrentRows
    ids: tuple[str, ...]
    names: tuple[str, ...]
    known: KnownCustomers
    source: str = ""
    day: str = ""
    named: tuple[ListedRow, ...] = ()
    keys: tuple[str, ...] = ()
    other_kind: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    id_header: str = ""

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.ids)

    @property
    def facts(self) -> list[Attribute]:
        """Facts that are known of any row: a column that is empty, or not there, tells nothing."""
        return [a for a in self.rows.attributes if is_known(a.values).any()]

    @property
    def situations(self) -> dict[str, BoolArray]:
        """Rows of which each situation holds, by its name without the prefix."""
        found = {a.parameter.name: a.values for a in self.rows.attributes}
        return {
            name.removeprefix(SITUATION_PREFIX): np.asarray(values == "true", dtype=np.bool_)
            for name, values in found.items()
            if name.startswith(SITUATION_PREFIX)
        }

    def is_deal(self, row: int) -> bool:
        """Return whether a row is an open deal of the workspace."""
        return not self.named and bool(self.rows.deal[row] >= 0)

    @property
    def n_repeated(self) -> int:
        """Rows that have the id of one before."""
        given = [one for one in self.ids if one]
        return len(given) - len(set(given))

    @property
    def order_keys(self) -> Column:
        """What parts rows of equal score: the id, of equal ids the place in the list."""
        return np.array([f"{one}\0{place:012}" for place, one in enumerate(self.ids)], dtype=object)

    def known_as(self, row: int) -> KnownAs:
        """Return what a row is in the CRM already."""
        if self.named:
            return self.known.of_row(self.named[row])
        # An open deal of a customer is that of a customer.
        if self.known.known_as(self.keys[row]) is KnownAs.CUSTOMER:
            return KnownAs.CUSTOMER
        return KnownAs.OPEN_DEAL if self.rows.deal[row] >= 0 else self.known.known_as(self.keys[row])


def listed_prospects(
    listed: AnyList, deals: KeptDeals, known: KnownCustomers, day: float, *, progress: Progress
) -> Prospects:
    """Return the rows of a list, every one, as of a day.

    Args:
        listed: The list: a file, or a frame by its name.
        deals: The deals whose facts count.
        known: What is known as a customer.
        day: The day, days since 1970-01-01.
        progress: Called with the work done.

    Raises:
        SourceError: The list cannot be read, has no rows, or no column names its companies.
    """
    found = market_list(listed, deals.rows.attributes, deals.dataset, day, progress)
    named = found.named
    return Prospects(
        found.rows,
        tuple(one.id for one in named),
        tuple(one.name for one in named),
        known,
        listed.name if isinstance(listed, Path) else next(iter(listed), ""),
        iso_day(day),
        named=named,
        other_kind=found.other_kind,
        notes=found.notes,
        id_header=found.id_header,
    )


def own_prospects(book: Book, known: KnownCustomers) -> Prospects:
    """Return the open deals of a workspace, then its accounts without a deal, as of the last day of known outcomes.

    Args:
        book: The deals and accounts.
        known: What is known as a customer.
    """
    now, names = book.current, book.names
    once = (now.deal < 0) | ~book.judged.repeated[now.deal]
    rows = replace(
        now,
        opened=now.opened[once],
        attributes=tuple(a.take(once) for a in now.attributes),
        deal=now.deal[once],
        account=now.account[once],
    )
    deal_keys, deal_names, of_deal = (
        _texts(column, rows.deal) for column in (names.deal_keys, names.deals, names.account_keys)
    )
    account_keys, called = (_texts(names.accounts.get(name), rows.account) for name in ("account_key", "name"))
    keys = [own or other for own, other in zip(of_deal, account_keys, strict=True)]
    ids = [deal or key for deal, key in zip(deal_keys, keys, strict=True)]
    return Prospects(
        rows,
        tuple(ids),
        tuple(a or d or i for a, d, i in zip(called, deal_names, ids, strict=True)),
        known,
        day=book.day,
        keys=tuple(keys),
    )


def _texts(column: Column | None, rows: Column) -> Sequence[str]:
    """Return texts of a column at some rows; empty where a row is -1 or nothing is known."""
    return [""] * len(rows) if column is None else [text or "" for text in fetch(column, rows).tolist()]
