"""Which companies of a list are customers already, or have an open deal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from whofor.app.listed_rows import ListedRow
from whofor.intake.normalise.company_domains import own_domain
from whofor.intake.normalise.company_names import company_name
from whofor.model.score_answer import KnownAs
from whofor.schema.columns import TableName
from whofor.schema.rows import DealRows
from whofor.schema.scan import Scan

__all__ = ["KnownCustomers"]

_Index = dict[object, set[str]]
_Account = tuple[str, str | None, str | None]


@dataclass(frozen=True, eq=False, slots=True)
class KnownCustomers:
    """Accounts with a won or an open deal, by key, by domain and by name.

    Attributes:
        customers: Keys of accounts with a won deal.
        with_open: Keys of accounts with an open deal.
        by_domain: Keys by domain.
        by_name: Keys by what identifies a company's name, without its legal form.
    """

    customers: frozenset[str]
    with_open: frozenset[str]
    by_domain: _Index
    by_name: _Index

    @classmethod
    def of(cls, rows: DealRows, scan: Scan) -> KnownCustomers:
        """Return the accounts with a won or an open deal.

        Args:
            rows: All deals, of every part: who bought another product is a customer.
            scan: The tables that they were read from.
        """
        there = "account_key" in scan.columns(TableName.DEALS)
        found = scan.project(TableName.DEALS, ["account_key"])["account_key"].tolist() if there else []
        keys: list[str | None] = found or [None] * len(rows)
        won, still_open = (
            frozenset(key for key, is_so in zip(keys, which.tolist(), strict=True) if is_so and key)
            for which in (rows.won, rows.still_open)
        )
        accounts = (one for one in _accounts(scan) if one[0] in won or one[0] in still_open)
        return cls.among(won, still_open, accounts)

    @classmethod
    def among(
        cls,
        customers: frozenset[str],
        with_open: frozenset[str],
        accounts: Iterable[tuple[str, str | None, str | None]],
    ) -> KnownCustomers:
        """Return accounts that are known.

        Args:
            customers: Keys of those with a won deal.
            with_open: Keys of those with an open deal.
            accounts: Key, domain and name of each of both.
        """
        by_domain: _Index = {}
        by_name: _Index = {}
        for key, domain, name in accounts:
            _put(by_domain, own_domain(domain) if domain else None, key)
            _put(by_name, _core(name), key)
        return cls(customers, with_open, by_domain, by_name)

    def known_as(self, key: str) -> KnownAs:
        """Return what the account of a key is."""
        if key in self.customers:
            return KnownAs.CUSTOMER
        return KnownAs.OPEN_DEAL if key in self.with_open else KnownAs.NEITHER

    def of_row(self, row: ListedRow) -> KnownAs:
        """Return what a row of a list is: by its key, else by its domain, else by its name.

        A row whose cells name accounts of both kinds is neither: two companies may have one name.
        """
        for text in row.texts:
            if (found := self.known_as(text)) is not KnownAs.NEITHER:
                return found
        for text in row.texts:
            domain = own_domain(text)
            if domain in self.by_domain:
                return self._of_any(self.by_domain[domain])
        told = {self._of_any(self.by_name[core]) for core in map(_core, row.texts) if core in self.by_name}
        return told.pop() if len(told) == 1 else KnownAs.NEITHER

    def _of_any(self, keys: Iterable[str]) -> KnownAs:
        found = [self.known_as(key) for key in sorted(keys)]
        return KnownAs.CUSTOMER if KnownAs.CUSTOMER in found else found[0]


def _accounts(scan: Scan) -> Iterable[_Account]:
    if TableName.ACCOUNTS not in scan.tables():
        return ()
    there = set(scan.columns(TableName.ACCOUNTS))
    names = [name for name in ("account_key", "domain", "name") if name in there]
    columns = scan.project(TableName.ACCOUNTS, names)
    n = len(next(iter(columns.values()), ()))
    texts = (columns[name].tolist() if name in columns else [None] * n for name in ("account_key", "domain", "name"))
    return zip(*texts, strict=True)


def _core(name: str | None) -> object:
    """Return what identifies a company's name; None where it names none."""
    found = company_name(name) if name else None
    return found.core if found is not None and found.known else None


def _put(index: _Index, text: object, key: str) -> None:
    if text is not None:
        index.setdefault(text, set()).add(key)
