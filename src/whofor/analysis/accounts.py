"""Which accounts and deals are of a type of client: those behind its figures, and those to call now."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from whofor.analysis.judged import Judged
from whofor.arrays import Column, FloatArray, IntArray
from whofor.days import iso_day, iso_days
from whofor.model import SegmentFinding, SetAside
from whofor.model.accounts import (
    AccountList,
    AccountRow,
    Fact,
    KnownAccounts,
    ListKind,
    TypeAccounts,
    first_accounts,
)
from whofor.model.parameters import Kind
from whofor.model.reasons import SetAsideReason
from whofor.model.segment import Segment
from whofor.schema.attributes import fetch
from whofor.schema.current import AccountNames, CurrentRows
from whofor.schema.rows import Attribute, DealRows
from whofor.segments.conditions import only_missing, recorded, segment_mask
from whofor.validation.not_judged import NotJudged

__all__ = ["MOST_SHOWN", "Book", "known_accounts"]

MOST_SHOWN = 10
"""Accounts of a type of client that a report shows: a morning's calls. A convention."""
_THEN = frozenset({ListKind.CLIENTS, ListKind.NOT_WON, ListKind.NOT_JUDGED})
_KINDS = tuple(ListKind)


@dataclass(frozen=True, eq=False, slots=True)
class Book:
    """All deals and accounts, from which the lists of any type of client are taken.

    Attributes:
        rows: All deals as they were read, as of their opening.
        judged: Which of them are judged.
        current: Open deals and accounts without a deal, as of the last day of the data.
        names: What they are called.
    """

    rows: DealRows
    judged: Judged
    current: CurrentRows
    names: AccountNames

    @property
    def day(self) -> str:
        """ISO date as of which open deals and accounts without a deal are compared; empty where nothing is dated."""
        return iso_day(self.judged.until)

    def lists(
        self, segment: Segment, kinds: Collection[ListKind] = _KINDS, most: int | None = None
    ) -> tuple[AccountList, ...]:
        """Return the lists of a type of client.

        Args:
            segment: The type of client.
            kinds: Which lists.
            most: At most so many rows of each; all of them where `None`.

        Raises:
            KeyError: A condition names a parameter that is none of the facts.
        """
        found = list[AccountList]()
        if not _THEN.isdisjoint(kinds):
            found += self._then(segment, kinds, most)
        if not _THEN.issuperset(kinds):
            found += self._now(segment, kinds, most)
        return tuple(found)

    def _then(self, segment: Segment, kinds: Collection[ListKind], most: int | None) -> Iterator[AccountList]:
        """Yield the lists of deals that met the conditions as of their opening."""
        rows, keep, others = self.rows, self.judged.keep, self.judged.not_judged
        inside = segment_mask(segment, rows.attributes, rows.opened)
        of_kind = {
            ListKind.CLIENTS: inside & keep & rows.won,
            ListKind.NOT_WON: inside & keep & ~rows.won,
            ListKind.NOT_JUDGED: inside & ~keep & ~rows.still_open,
        }
        table = _Table(self, segment, rows.attributes, rows.opened, np.arange(len(rows)), others=others)
        for kind, which in of_kind.items():
            if kind not in kinds:
                continue
            listed = table.list(kind, np.flatnonzero(which), most)
            if kind is ListKind.NOT_JUDGED:
                counts = (SetAside(part.why, int((part.which & which).sum())) for part in others)
                listed = replace(listed, reasons=tuple(one for one in counts if one.n))
            yield listed

    def _now(self, segment: Segment, kinds: Collection[ListKind], most: int | None) -> Iterator[AccountList]:
        """Yield the lists of what meets the conditions as of the last day of the data."""
        now, with_deal = self.current, self.current.deal >= 0
        inside = segment_mask(segment, now.attributes, now.opened)
        missing = only_missing(segment, now.attributes, now.opened)
        once = ~with_deal | ~self.judged.repeated[now.deal]
        of_kind = {
            ListKind.OPEN: inside & with_deal & once,
            ListKind.NO_DEAL: inside & ~with_deal,
            ListKind.FACT_MISSING: (missing >= 0) & once,
        }
        table = _Table(self, segment, now.attributes, now.opened, now.deal, account=now.account, missing=missing)
        for kind, which in of_kind.items():
            if kind not in kinds:
                continue
            listed = table.list(kind, np.flatnonzero(which), most)
            if kind is ListKind.OPEN:
                listed = replace(listed, n_judged=int(self.judged.keep[now.deal[which]].sum()))
            if kind is ListKind.FACT_MISSING:
                listed = replace(listed, missing=_counts(segment, missing[which]))
            yield listed


def known_accounts(findings: Sequence[SegmentFinding], book: Book) -> KnownAccounts:
    """Return how many accounts and deals are of each type of client of a run, and the first ones."""
    types = list[TypeAccounts]()
    for finding in findings:
        lists = book.lists(finding.segment, most=MOST_SHOWN)
        shown = set(map(id, first_accounts(lists, MOST_SHOWN)))
        kept = (replace(one, rows=tuple(row for row in one.rows if id(row) in shown)) for one in lists)
        types.append(TypeAccounts(finding.id, tuple(kept)))
    return KnownAccounts(book.day, book.rows.currency, tuple(types))


@dataclass(frozen=True, eq=False, slots=True)
class _Table:
    """Rows that lists are taken from, with their places in the tables of deals and accounts.

    Attributes:
        book: What holds them.
        segment: The type of client.
        attributes: The facts of each row.
        day: As-of day of each row.
        deal: Row of the deal; -1 for an account without one.
        account: Row of the account, -1 where it is not known; `None` to look it up for each deal.
        others: Deals that are not judged, by reason.
        missing: Place of the condition whose fact is missing; -1 where none is, or several.
    """

    book: Book
    segment: Segment
    attributes: Sequence[Attribute]
    day: FloatArray
    deal: IntArray
    account: IntArray | None = None
    others: Sequence[NotJudged] = ()
    missing: IntArray | None = None

    def list(self, kind: ListKind, where: IntArray, most: int | None) -> AccountList:
        """Return a list of some rows: how many there are, and the first of them."""
        keys = self._account_keys(where)
        n_deals, n_accounts = int((self.deal[where] >= 0).sum()), len({key for key in keys if key})
        return AccountList(kind, len(where), n_deals, n_accounts, tuple(self._rows(kind, self._newest(where, most))))

    def _accounts(self, where: IntArray) -> IntArray:
        """Return the row of the account of each of some rows."""
        return self.book.names.account_rows(self.deal[where]) if self.account is None else self.account[where]

    def _account_keys(self, where: IntArray) -> list[str]:
        names = self.book.names
        of_deal = _texts(names.account_keys, self.deal[where])
        if self.account is None:
            return of_deal
        of_account = _texts(names.accounts.get("account_key"), self.account[where])
        return [own or other for own, other in zip(of_deal, of_account, strict=True)]

    def _begun(self, where: IntArray) -> FloatArray:
        """Return the day of opening of deals, and of entry of accounts without a deal; NaN where it is not known."""
        deal, entered = self.deal[where], self.book.names.accounts.get("created")
        opened = fetch(self.book.rows.opened, deal)
        if self.account is None or entered is None:
            return opened
        return np.where(deal >= 0, opened, fetch(entered, self.account[where]))

    def _newest(self, where: IntArray, most: int | None) -> IntArray:
        """Return the rows newest first, of equal days by the keys of deal and account; at most so many."""
        days = np.nan_to_num(self._begun(where), nan=-np.inf)
        if most is not None and len(where) > most:
            oldest = np.partition(days, len(days) - most)[len(days) - most]
            where, days = where[days >= oldest], days[days >= oldest]
        keys = (_texts(self.book.names.deal_keys, self.deal[where]), self._account_keys(where))
        order = sorted(zip((-days).tolist(), *keys, where.tolist(), strict=True))
        return np.array([row for *_, row in order[:most]], dtype=np.int64)

    def _rows(self, kind: ListKind, where: IntArray) -> Iterator[AccountRow]:
        """Yield rows of a list, in the order given."""
        rows, names, deal = self.book.rows, self.book.names, self.deal[where]
        texts = zip(
            self._account_keys(where),
            _texts(names.accounts.get("name"), self._accounts(where)),
            _texts(names.deal_keys, deal),
            _texts(names.deals, deal),
            iso_days(self._begun(where)),
            iso_days(fetch(rows.closed, deal)),
            _texts(rows.outcome, deal),
            strict=True,
        )
        amounts = (None if np.isnan(amount) else amount for amount in fetch(rows.amount, deal).tolist())
        remarks = zip(self._missing(kind, where), self._why(kind, deal), strict=True)
        for named, amount, facts, (missing, why) in zip(texts, amounts, self._facts(where), remarks, strict=True):
            key, account, deal_key, name, opened, closed, outcome = named
            yield AccountRow(kind, key, account, deal_key, name, opened, closed, outcome, amount, facts, missing, why)

    def _facts(self, where: IntArray) -> list[tuple[Fact, ...]]:
        """Return the value of the fact of each condition, of some rows."""
        by_name = {a.parameter.name: a for a in self.attributes}
        columns = [_values(by_name[c.parameter], where, self.day[where]) for c in self.segment.conditions]
        return list(zip(*columns, strict=True))

    def _missing(self, kind: ListKind, where: IntArray) -> list[str]:
        """Return the parameter that is not known of each row; empty in lists of those of which all are."""
        if kind is not ListKind.FACT_MISSING or self.missing is None:
            return [""] * len(where)
        return [self.segment.conditions[place].parameter for place in self.missing[where].tolist()]

    def _why(self, kind: ListKind, deal: IntArray) -> list[SetAsideReason | None]:
        """Return why each deal is not judged; `None` in lists of those that may be."""
        why: list[SetAsideReason | None] = [None] * len(deal)
        for part in self.others if kind is ListKind.NOT_JUDGED else ():
            for place in np.flatnonzero(part.which[deal]).tolist():
                why[place] = why[place] or part.why
        return why


def _counts(segment: Segment, missing: IntArray) -> dict[str, int]:
    """Return how many rows lack which fact, by parameter."""
    n = np.bincount(missing, minlength=len(segment.conditions))
    return {segment.conditions[place].parameter: int(n[place]) for place in np.flatnonzero(n).tolist()}


def _values(attribute: Attribute, where: IntArray, day: FloatArray) -> list[Fact]:
    """Return values of a fact of some rows: `None` for what was not known on the day of each."""
    values, kind = attribute.values[where], attribute.parameter.kind
    known = recorded(values, kind, day)
    found = iso_days(values) if kind is Kind.DATE else values.tolist()
    return [value if is_known else None for value, is_known in zip(found, known.tolist(), strict=True)]


def _texts(column: Column | None, rows: IntArray) -> list[str]:
    """Return texts of a column at some rows; empty where a row is -1 or nothing is known."""
    return [""] * len(rows) if column is None else [text or "" for text in fetch(column, rows).tolist()]
