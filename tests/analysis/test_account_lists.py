"""The lists of a type of client by hand: order, what repeats, what is judged, what is missing."""

from __future__ import annotations

import math

import numpy as np

from whofor.analysis.accounts import Book
from whofor.analysis.judged import Judged
from whofor.days import days_of
from whofor.model import Condition, Kind, ListKind, Operator, Parameter, Role, Segment
from whofor.model.accounts import first_accounts
from whofor.model.reasons.data import NotWon, Repeated, Unripe
from whofor.schema.assemble import assemble_deal_rows
from whofor.schema.current import AccountNames, assemble_current_rows
from whofor.validation.not_judged import NotJudged

NAN = math.nan
PARAMETERS = [
    Parameter("industry", "Industry", Role.DEFINITION, Kind.CATEGORY, "accounts"),
    Parameter("x_plan", "Plan", Role.DEFINITION, Kind.CATEGORY, "deals"),
]
BANK = Condition("industry", "Industry", Operator.IS, ("Bank",))
GOLD = Condition("x_plan", "Plan", Operator.IS, ("gold",))


def column(*values: object) -> np.ndarray:
    return np.array(values, dtype=object)


DEALS = {
    "deal_key": column("9", "10", "7", "6", "5", "4", None, "3"),
    "account_key": column("a", "a", "b", "a", "b", "a", "a", "z"),
    "outcome": column("won", "won", "lost", "open", "open", "won", "lost", "open"),
    "opened": np.array([20.5, 20.5, 30.0, 40.0, 10.0, 50.0, NAN, 45.0]),
    "closed": np.array([25.0, 26.0, 35.0, NAN, NAN, 55.0, 56.0, NAN]),
    "amount": np.array([1.0, NAN, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]),
    "x_plan": column("gold", "gold", "gold", "gold", None, "gold", "gold", "gold"),
    "name": column("Nine", None, "Seven", "Six", "Five", "Four", "None", "Three"),
}
ACCOUNTS = {
    "account_key": column("a", "b", "c", "d"),
    "name": column("Acme", None, "Corp", "Dyne"),
    "industry": column("Bank", "Bank", "Bank", None),
    "created": np.array([1.0, 2.0, 3.0, 4.0]),
}


def book(*, judged: list[int], repeated: tuple[int, ...] = ()) -> Book:
    tables = {"deals": DEALS, "accounts": ACCOUNTS}
    rows = assemble_deal_rows(tables, PARAMETERS)

    def which(*places: int) -> np.ndarray:
        return np.isin(np.arange(len(rows)), places)

    others = tuple(i for i in range(len(rows)) if i not in judged and i not in repeated)
    parts = (NotJudged(Repeated(), which(*repeated)), NotJudged(Unripe("2026-01-01", 5), which(*others)))
    until = days_of(np.datetime64("1970-03-01").astype(object))
    return Book(
        rows,
        Judged("won", which(*judged), parts, which(*repeated), until, "account"),
        assemble_current_rows(tables, PARAMETERS, rows.attributes, until, {}),
        AccountNames.of(DEALS, ACCOUNTS, len(rows)),
    )


def test_each_list_newest_first_and_equal_days_by_key() -> None:
    found = {one.kind: one for one in book(judged=[0, 1, 2, 4]).lists(Segment((BANK,)))}
    keys = {kind: [(row.deal_key, row.account_key) for row in one.rows] for kind, one in found.items()}
    assert keys == {
        # Keys are texts: 10 comes before 9. What has no day comes last.
        ListKind.CLIENTS: [("10", "a"), ("9", "a")],
        ListKind.NOT_WON: [("7", "b"), ("5", "b")],
        ListKind.NOT_JUDGED: [("4", "a"), ("", "a")],
        ListKind.OPEN: [("6", "a"), ("5", "b")],
        ListKind.NO_DEAL: [("", "c")],
        ListKind.FACT_MISSING: [("3", "z"), ("", "d")],
    }
    first = found[ListKind.CLIENTS].rows[0]
    assert (first.account, first.deal, first.opened, first.closed) == ("Acme", "", "1970-01-21", "1970-01-27")
    assert (first.amount, first.outcome, first.facts) == (None, "won", ("Bank",))
    assert found[ListKind.NOT_WON].rows[1].outcome == "open", "open for so long that it counts as not won"
    assert found[ListKind.OPEN].n_judged == 1
    assert found[ListKind.NO_DEAL].rows[0].opened == "1970-01-04"
    assert [row.missing for row in found[ListKind.FACT_MISSING].rows] == ["industry", "industry"]
    assert found[ListKind.FACT_MISSING].missing == {"industry": 2}
    counts = {kind: (one.n, one.n_deals, one.n_accounts) for kind, one in found.items()}
    assert counts[ListKind.CLIENTS] == (2, 2, 1)
    assert counts[ListKind.FACT_MISSING] == (2, 1, 2)
    assert [(type(one.why), one.n) for one in found[ListKind.NOT_JUDGED].reasons] == [(Unripe, 2)]


def test_what_repeats_another_deal_is_named_and_not_called() -> None:
    found = {one.kind: one for one in book(judged=[0, 2], repeated=(1, 3)).lists(Segment((BANK, GOLD)))}
    assert [row.deal_key for row in found[ListKind.OPEN].rows] == []
    of_not_judged = {row.deal_key: type(row.why) for row in found[ListKind.NOT_JUDGED].rows}
    assert of_not_judged == {"10": Repeated, "4": Unripe, "": Unripe}
    # Of deal 5 the plan is missing; an account without a deal has none.
    missing = found[ListKind.FACT_MISSING]
    assert [(row.deal_key, row.account_key, row.missing) for row in missing.rows] == [
        ("3", "z", "industry"),
        ("5", "b", "x_plan"),
        ("", "c", "x_plan"),
    ]
    assert missing.missing == {"x_plan": 2, "industry": 1}


def test_each_reason_stands_beside_its_deal() -> None:
    whole = book(judged=[2])
    parts = (
        NotJudged(NotWon(), np.isin(np.arange(8), [0, 1])),
        NotJudged(Unripe("x", 1), np.isin(np.arange(8), [5, 6])),
    )
    judged = Judged("value", whole.judged.keep, parts, whole.judged.repeated, whole.judged.until, "account")
    found = Book(whole.rows, judged, whole.current, whole.names).lists(Segment((BANK,)), (ListKind.NOT_JUDGED,))
    assert [(row.deal_key, type(row.why)) for row in found[0].rows] == [
        *(("4", Unripe), ("10", NotWon), ("9", NotWon), ("", Unripe)),
    ]


def test_the_first_accounts_are_those_to_act_on_each_once() -> None:
    lists = book(judged=[0, 1, 2, 4]).lists(Segment((BANK,)))
    assert [(row.kind, row.account_key) for row in first_accounts(lists, 10)] == [
        (ListKind.OPEN, "a"),
        (ListKind.OPEN, "b"),
        (ListKind.NO_DEAL, "c"),
    ]
    assert len(first_accounts(lists, 2)) == 2
