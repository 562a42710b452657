"""Conversations, stages and costs placed on the rows of the deals."""

from __future__ import annotations

from typing import Any

import numpy as np

from whofor.schema.history import history_of


def column(*values: Any) -> np.ndarray:
    if all(v is None or isinstance(v, str) for v in values):
        return np.array(values, dtype=object)
    return np.array(values, dtype=float)


DEALS = {
    "deal_key": column("d1", "d2", "d3"),
    "account_key": column("a", "a", "b"),
    "contact_key": column("p", "q", "r"),
    "outcome": column("won", "lost", "open"),
}
OPENED = np.array([100.0, 200.0, 100.5])


def placed(**columns: np.ndarray) -> Any:
    history = history_of({"deals": DEALS, "interactions": columns}, OPENED)
    assert history.interactions is not None
    return history.interactions


def test_a_deal_that_is_named_counts_first() -> None:
    got = placed(
        deal_key=column("d2", None, None),
        contact_key=column("p", "r", "x"),
        account_key=column("a", None, "a"),
        at=column(150.0, 101.0, 250.0),
    )
    assert got.deal.tolist() == [1, 1, 2]
    assert got.at.tolist() == [150.0, 250.0, 101.0], "in the order of deal and time; the account's latest deal counts"


def test_an_account_with_two_deals_goes_with_the_one_that_was_running() -> None:
    got = placed(account_key=column("a", "a", "a", "a"), at=column(99.0, 100.0, 199.9, 200.2))
    assert got.deal.tolist() == [0, 0, 1]
    assert (got.unplaced, got.total) == (1, 4)


def test_unknown_people_repeats_and_missing_moments_are_counted() -> None:
    got = placed(
        contact_key=column("p", "p", "p", "nobody", "p"),
        kind=column("Call", "Call", "Email", "Call", "Call"),
        at=column(120.25, 120.25, 120.25, 120.0, np.nan),
        duration_seconds=column(60.0, 60.0, np.nan, 60.0, 60.0),
    )
    assert (got.total, got.unplaced, got.undated, got.repeated) == (5, 1, 1, 1)
    assert sorted(got.kind.tolist()) == ["Call", "Email"]


def test_a_person_without_deals_stands_for_the_account() -> None:
    contacts = {"contact_key": column("z", "y"), "account_key": column("b", None)}
    said = {"contact_key": column("z", "y", "p"), "at": column(110.0, 110.0, 110.0)}
    got = history_of({"deals": DEALS, "interactions": said, "contacts": contacts}, OPENED).interactions
    assert got is not None
    assert (got.deal.tolist(), got.unplaced) == ([0, 2], 1)


def test_no_table_is_no_history() -> None:
    history = history_of({"deals": DEALS, "interactions": {}, "stages": {}, "costs": {}}, OPENED)
    assert (history.interactions, history.stages, history.costs) == (None, None, None)


def test_stages_stand_in_the_order_of_time() -> None:
    stages = {
        "deal_key": column("d2", "d1", "d1", "gone", "d1"),
        "stage": column("New", "Offer", "New", "New", None),
        "at": column(200.0, 110.0, 100.0, 1.0, 105.0),
    }
    got = history_of({"deals": DEALS, "stages": stages}, OPENED).stages
    assert got is not None
    assert list(zip(got.deal.tolist(), got.stage.tolist(), strict=True)) == [(0, "New"), (0, "Offer"), (1, "New")]


def test_a_selection_of_deals_has_no_history(make: Any) -> None:
    from dataclasses import replace

    rows = make(50)
    with_history = replace(rows, history=history_of({"deals": DEALS}, OPENED))
    assert with_history.take(np.arange(10)).history is None
