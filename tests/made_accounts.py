"""Hand-made lists of accounts for the types of client of the hand-made results."""

from __future__ import annotations

from dataclasses import replace

from whofor.model import (
    AccountList,
    AccountRow,
    Condition,
    IcpResult,
    KnownAccounts,
    ListKind,
    Operator,
    Segment,
    SetAside,
    TypeAccounts,
)
from whofor.model.accounts import Fact
from whofor.model.reasons.data import BeforeRecording, Unripe

__all__ = ["fact_of", "lists_of", "with_accounts"]

YOUNG, EARLY = Unripe("2026-03-31", 74), BeforeRecording("2023-01-01")


def fact_of(condition: Condition, place: int) -> Fact:
    """A value that meets a condition."""
    if condition.operator is Operator.UNKNOWN:
        return None
    if condition.unit == "months_before":
        return f"2026-0{1 + place % 9}-15"
    if condition.operator is Operator.BETWEEN:
        return (condition.low or 0.0) + place + 0.4
    return condition.values[place % len(condition.values)]


def row(kind: ListKind, place: int, segment: Segment, text: str) -> AccountRow:
    facts = tuple(fact_of(condition, place) for condition in segment.conditions)
    name = text or f"Firm {place}"
    if kind is ListKind.NO_DEAL:
        return AccountRow(kind, f"a{place}", name, "", "", "2025-02-01", "", "", None, facts)
    closed = "" if kind is ListKind.OPEN else "2026-02-03"
    outcome = "open" if kind is ListKind.OPEN else "won"
    amount = None if place == 2 else 12_500.0 + place / 4
    deal = text or f"{name} - Pilot {place}"
    return AccountRow(kind, f"a{place}", name, f"d{place}", deal, "2026-01-02", closed, outcome, amount, facts)


def lists_of(segment: Segment, *, n_open: int = 3, text: str = "") -> tuple[AccountList, ...]:
    """Lists of a type of client, of which all that are open or without a deal are shown."""
    open_rows = tuple(row(ListKind.OPEN, i, segment, text) for i in range(n_open))
    alone = (row(ListKind.NO_DEAL, 50, segment, text),)
    clients = tuple(row(ListKind.CLIENTS, 80 + i, segment, text) for i in range(2))
    missing = {segment.conditions[0].parameter: 4, segment.conditions[-1].parameter: 2}
    return (
        AccountList(ListKind.CLIENTS, 1203, 1203, 1100, clients),
        AccountList(ListKind.NOT_WON, 57, 57, 50),
        AccountList(ListKind.NOT_JUDGED, 11, 11, 9, reasons=(SetAside(YOUNG, 9), SetAside(EARLY, 2))),
        AccountList(ListKind.OPEN, n_open, n_open, n_open, open_rows, n_judged=1),
        AccountList(ListKind.NO_DEAL, 1, 0, 1, alone),
        AccountList(ListKind.FACT_MISSING, sum(missing.values()), 3, 6, missing=missing),
    )


def with_accounts(result: IcpResult, text: str = "", *, n_open: int = 3) -> IcpResult:
    """Return a result whose types of client have accounts; all texts of these are the one given."""
    types = (
        TypeAccounts(f.id, lists_of(f.segment, n_open=n_open, text=text))
        for f in result.search.findings
        if f.segment.conditions
    )
    return replace(result, accounts=KnownAccounts("2026-06-30", "EUR", tuple(types)))
