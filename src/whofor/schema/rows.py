"""Deals as rows: each as it stood on the day it was opened."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from whofor.arrays import BoolArray, Column, FloatArray, IntArray
from whofor.model.data_findings import ClientSummary, Issue
from whofor.model.parameters import Parameter

if TYPE_CHECKING:
    from whofor.schema.history import History
    from whofor.schema.participants import Participants

__all__ = ["NO_LIMITS", "Attribute", "DealRows", "Limits", "RowSituation", "Rows"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on the conditions that a column may give.

    Attributes:
        known_only: Whether only rows with a value are evidence: how often it is filled in depends on the outcome.
        is_selected: Whether it is filled in mostly for one outcome, so that the rows with a value are no fair sample.
        cuts: Inner cuts of the only bands in which its numbers may be used; empty for no such limit.
        levels: Values that are no condition, as they were seen in one quarter only.
    """

    known_only: bool = False
    is_selected: bool = False
    cuts: tuple[float, ...] = ()
    levels: frozenset[str] = frozenset()


NO_LIMITS = Limits()
"""A column without limits."""


@dataclass(frozen=True, eq=False, slots=True)
class Attribute:
    """One parameter with its value for each deal.

    Attributes:
        parameter: What the values mean.
        values: One value a deal, see `Column`. For kind `date`: the date itself, not yet compared with the opening.
        group: Attributes of one group describe the same thing and are never combined.
        unions: For a hierarchy, each value's wider names, nearest first: `{"FR": ("Western Europe", "Europe")}`.
        better: Of a measure, +1 where more is better, -1 where less is; 0 where it follows from its name.
        limits: What it may not be used for.
    """

    parameter: Parameter
    values: Column
    group: str
    unions: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    better: int = 0
    limits: Limits = NO_LIMITS

    def take(self, rows: Column) -> Attribute:
        """Return the attribute for the selected rows."""
        return replace(self, values=self.values[rows])


@dataclass(frozen=True, eq=False, slots=True)
class RowSituation:
    """One situation: whether it held for each row, on the day on which it begins.

    Attributes:
        name: Name of its rule.
        values: `true`, `false`, None where it is not known.
        label: What it is called, by language.
        why: Why it creates a need, by language.
        is_searched: Whether conditions are made of it.
    """

    name: str
    values: Column
    label: Mapping[str, str]
    why: Mapping[str, str]
    is_searched: bool

    def take(self, rows: Column) -> RowSituation:
        """Return the situation of the selected rows."""
        return replace(self, values=self.values[rows])


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Rows:
    """Rows that a search runs on: deals, accounts, reviewers.

    Attributes:
        opened: Day on which each row begins, days since 1970-01-01, NaN where unknown.
        attributes: Candidate conditions: definition parameters and channels, which are searched apart.
        confounders: Lead source, owner, product ...: strata, never conditions.
        accounts: Number of each row's account; rows of unknown accounts have one each. `None` where all differ.
    """

    opened: FloatArray
    attributes: tuple[Attribute, ...]
    confounders: tuple[Attribute, ...]
    accounts: IntArray | None = None

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.opened)

    @property
    def repeated_accounts(self) -> IntArray | None:
        """Account of each row; `None` where no account has two."""
        if self.accounts is None or len(np.unique(self.accounts)) == len(self.accounts):
            return None
        return self.accounts


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class DealRows(Rows):
    """Deals as the analysis sees them, each as it stood on the day of opening.

    Attributes:
        closed: Day of closing, NaN where open or unknown.
        outcome: `won`, `lost`, `open` or None.
        amount: Agreed amount, NaN where unknown.
        measures: Validation columns with a number, yes and no, or a level for each deal: outcomes that may be searched
            for.
        currency: Currency of the amounts, ISO 4217; empty where it is not known.
        left: Days on which the deal's client left, NaN where it stayed; `None` where nothing records it.
        history: Events of the deals and money spent; of all deals, a selection has none.
        people: Persons who take part in the deals; `None` where there are no contacts, and of a selection.
        clients: How outcomes recorded in rows were counted; `None` where none are.
        rate: Rate from the currency in which each deal was written to `currency`, of all deals; `None` where no amount
            was converted.
        groups: Number of each deal's group of companies: accounts with the same company at the top; `None` where no
            account names a parent.
        keys: Key of each deal, None where the file has none; `None` where there are no keys.
        position: Place of each deal in the import, from 0: the rows of its first file, then those of the next; `None`
            where the rows are in that order and all there.
        written: Whatever else is recorded of each deal and its account, without dates, only where most deals have no
            day of opening: the columns by which the file may be sorted.
        tells_losses: Whether the export could say of a deal that it was lost, so that one which is open is not lost.
        only_customers: Whether the rows are customers and not deals: all of them signed.
        issues: What was found wrong with these rows when they were put together.
        situations: Situations that are known of any deal, whether conditions are made of them or not.
    """

    closed: FloatArray
    outcome: Column
    amount: FloatArray
    measures: tuple[Attribute, ...] = ()
    currency: str = ""
    left: FloatArray | None = None
    history: History | None = None
    people: Participants | None = None
    clients: ClientSummary | None = None
    rate: FloatArray | None = None
    groups: IntArray | None = None
    keys: Column | None = None
    position: IntArray | None = None
    written: tuple[Column, ...] = ()
    tells_losses: bool = False
    only_customers: bool = False
    issues: tuple[Issue, ...] = ()
    situations: tuple[RowSituation, ...] = ()

    @property
    def won(self) -> BoolArray:
        """Return which deals were won."""
        return np.asarray(self.outcome == "won", dtype=np.bool_)

    @property
    def still_open(self) -> BoolArray:
        """Return which deals are open."""
        return np.asarray(self.outcome == "open", dtype=np.bool_)

    @property
    def days_to_close(self) -> FloatArray:
        """Return the days from opening to closing; NaN where open, unknown, or closed before the day of opening.

        A closing on the day of opening is 0 days where only the opening has a time of day.
        """
        with np.errstate(invalid="ignore"):
            fits = self.closed >= np.floor(self.opened)
            return np.where(fits, np.maximum(self.closed - self.opened, 0.0), np.nan)

    def take(self, rows: Column) -> DealRows:
        """Return the selected deals, by mask or by position."""
        return replace(
            self,
            opened=self.opened[rows],
            closed=self.closed[rows],
            outcome=self.outcome[rows],
            amount=self.amount[rows],
            attributes=tuple(a.take(rows) for a in self.attributes),
            confounders=tuple(c.take(rows) for c in self.confounders),
            accounts=None if self.accounts is None else self.accounts[rows],
            measures=tuple(m.take(rows) for m in self.measures),
            left=None if self.left is None else self.left[rows],
            history=None,
            people=None,
            rate=None if self.rate is None else self.rate[rows],
            groups=None if self.groups is None else self.groups[rows],
            keys=None if self.keys is None else self.keys[rows],
            position=None if self.position is None else self.position[rows],
            written=tuple(column[rows] for column in self.written),
            situations=tuple(one.take(rows) for one in self.situations),
        )

    def take_with_history(self, keep: BoolArray) -> DealRows:
        """Return the selected deals, with their events; those of other deals are left out."""
        return replace(
            self.take(keep),
            history=None if self.history is None else self.history.take(keep),
            people=None if self.people is None else self.people.take(keep),
        )

    def without(self, names: Container[str]) -> DealRows:
        """Return the deals without the named attributes and confounders."""
        return replace(
            self,
            attributes=tuple(a for a in self.attributes if a.parameter.name not in names),
            confounders=tuple(c for c in self.confounders if c.parameter.name not in names),
        )

    def limited(self, limits: Mapping[str, Limits]) -> DealRows:
        """Return the deals with limits on the conditions that some attributes, by name, may give."""
        return replace(
            self,
            attributes=tuple(
                replace(a, limits=limits[a.parameter.name]) if a.parameter.name in limits else a
                for a in self.attributes
            ),
        )
