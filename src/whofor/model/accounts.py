"""Accounts and deals of one type of client: the clients, those lost, and whom to call now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from whofor.model.data_findings import SetAside
from whofor.model.reasons import SetAsideReason
from whofor.model.segment import Segment

__all__ = [
    "TO_CALL",
    "AccountList",
    "AccountRow",
    "AccountsOfType",
    "Fact",
    "KnownAccounts",
    "ListKind",
    "TypeAccounts",
    "first_accounts",
    "in_list",
]

Fact = str | float | None
"""Value of one fact: a text, a number, a day as an ISO date; `None` where it is not known. Lists part values by `;`."""


class ListKind(StrEnum):
    """The lists of a type of client, in their order.

    The first three hold deals that met the conditions as of their opening: those judged and won, those judged and not
    won, and those that had ended and are not judged. The others hold what meets the conditions on one day, the last
    of the data: open deals, accounts without a deal, and both where one fact is missing and all others fit.
    """

    CLIENTS = "clients"
    NOT_WON = "not_won"
    NOT_JUDGED = "not_judged"
    OPEN = "open"
    NO_DEAL = "no_deal"
    FACT_MISSING = "fact_missing"


TO_CALL = (ListKind.OPEN, ListKind.NO_DEAL, ListKind.CLIENTS)
"""Lists from which the first accounts are shown, in this order."""


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One deal of a list, or one account without a deal.

    Attributes:
        kind: Its list.
        account_key: Key of the account; empty where it is not known, as are all texts here.
        account: Name of the account.
        deal_key: Key of the deal.
        deal: Name of the deal.
        opened: ISO date on which the deal was opened; of an account without a deal, on which it was entered.
        closed: ISO date on which the deal was won or lost.
        outcome: `won`, `lost` or `open`; empty without a deal.
        amount: Amount of the deal; `None` where it is not known.
        facts: Value of the fact of each condition, in their order, as of the day on which it was compared.
        missing: Parameter that is not known, in the list of those.
        why: Why the deal is not judged, in the list of those.
    """

    kind: ListKind
    account_key: str
    account: str
    deal_key: str
    deal: str
    opened: str
    closed: str
    outcome: str
    amount: float | None
    facts: tuple[Fact, ...]
    missing: str = ""
    why: SetAsideReason | None = None


@dataclass(frozen=True, slots=True)
class AccountList:
    """One list of a type of client, newest first.

    Deals come in the order of their opening, accounts in that of their entry into the CRM; of equal days the key of
    the deal, then of the account decides, in the order of their letters. What has no day comes last.

    Attributes:
        kind: Which list.
        n: Rows of the whole list: deals, and accounts without a deal.
        n_deals: Deals in it.
        n_accounts: Accounts in it; deals of unknown accounts are of none.
        rows: Its first rows, or all of them.
        reasons: How many deals of it are not judged, by reason; of other lists empty.
        missing: How many rows of it lack which fact, by parameter; of other lists empty.
        n_judged: Open deals of it that were open for so long that they are judged as not won; those of them that met
            the conditions as of their opening are in that list too. Of other lists 0.
    """

    kind: ListKind
    n: int
    n_deals: int
    n_accounts: int
    rows: tuple[AccountRow, ...] = ()
    reasons: tuple[SetAside, ...] = ()
    missing: Mapping[str, int] = field(default_factory=dict[str, int])
    n_judged: int = 0


@dataclass(frozen=True, slots=True)
class TypeAccounts:
    """All lists of one type of client.

    Attributes:
        finding: Id of the finding.
        lists: Its lists, in the order of `ListKind`.
    """

    finding: str
    lists: tuple[AccountList, ...]


@dataclass(frozen=True, slots=True)
class KnownAccounts:
    """Accounts of all types of client of a run: how many, and the first ones.

    Attributes:
        day: ISO date as of which open deals and accounts without a deal are compared, the last day of the data; empty
            where nothing is dated.
        currency: Currency of the amounts; empty where it is not known.
        types: The lists of each finding, with the rows of `first_accounts`.
    """

    day: str
    currency: str
    types: tuple[TypeAccounts, ...]

    def of(self, finding: str) -> tuple[AccountList, ...]:
        """Return the lists of a finding; empty where there are none."""
        return next((one.lists for one in self.types if one.finding == finding), ())


@dataclass(frozen=True, slots=True)
class AccountsOfType:
    """The accounts and deals of one type of client.

    Attributes:
        id: Id of the finding, or `C` for one given in words.
        segment: The type of client.
        day: ISO date as of which open deals and accounts without a deal are compared, the last day of the data; empty
            where nothing is dated.
        outcome: The outcome on which deals are judged.
        currency: Currency of the amounts; empty where it is not known.
        lists: The lists, each with all of its rows.
        deals_called: What the CRM calls a deal.
        part: The part of the deals that is meant, as one product; empty for all of them.
    """

    id: str
    segment: Segment
    day: str
    outcome: str
    currency: str
    lists: tuple[AccountList, ...]
    deals_called: str = "deal"
    part: str = ""


def in_list(lists: Sequence[AccountList], kind: ListKind) -> AccountList:
    """Return one of the lists; an empty one where it is not among them."""
    return next((one for one in lists if one.kind is kind), AccountList(kind, 0, 0, 0))


def first_accounts(lists: Sequence[AccountList], most: int) -> tuple[AccountRow, ...]:
    """Return the first rows to act on, one an account: open deals, then accounts without a deal, then clients.

    Example:
        >>> one = AccountRow(ListKind.OPEN, "a", "Acme", "1", "Pilot", "2026-01-02", "", "open", None, ())
        >>> two = AccountRow(ListKind.CLIENTS, "a", "Acme", "0", "Pilot", "2025-01-02", "2025-02-01", "won", None, ())
        >>> lists = [AccountList(ListKind.CLIENTS, 1, 1, 1, (two,)), AccountList(ListKind.OPEN, 1, 1, 1, (one,))]
        >>> [row.kind.value for row in first_accounts(lists, 10)]
        ['open']
    """
    shown: list[AccountRow] = []
    seen = set[str]()
    for row in _rows_to_call(lists):
        if len(shown) < most and not (row.account_key and row.account_key in seen):
            seen.add(row.account_key)
            shown.append(row)
    return tuple(shown)


def _rows_to_call(lists: Sequence[AccountList]) -> Iterator[AccountRow]:
    for kind in TO_CALL:
        yield from in_list(lists, kind).rows
