from __future__ import annotations

from dataclasses import replace

import numpy as np

from whofor.model.profile_changes import RecordingChange
from whofor.profile.recording import RecordedColumn, recording_changes

N_THEN, N_NOW = 400, 60
SINCE = np.arange(N_THEN + N_NOW) >= N_THEN
ACCOUNT = np.arange(N_THEN + N_NOW)


def column(then: list[str | None], now: list[str | None]) -> RecordedColumn:
    values = np.array([*(then * N_THEN)[:N_THEN], *(now * N_NOW)[:N_NOW]], dtype=object)
    return RecordedColumn("industry", values)


def changes(of: RecordedColumn, looks: int = 12) -> tuple[RecordingChange, ...]:
    return recording_changes([of], SINCE, ACCOUNT, looks)


def test_a_column_that_is_filled_less():
    (change,) = changes(column(["a", "b"], ["a", "b", None]))
    assert change == RecordingChange("industry", 1.0, 40 / 60, (), 400, 60, filled=True)


def test_a_column_that_is_filled_more():
    (change,) = changes(column(["a", None], ["a"]))
    assert (change.fill_then, change.fill_now, change.filled) == (0.5, 1.0, True)


def test_ten_points_or_less_are_no_change():
    assert changes(column(["a"] * 10, ["a"] * 9 + [None])) == ()


def test_few_new_accounts_prove_nothing():
    values = np.array(["a"] * 400 + ["a", None, None], dtype=object)
    few = recording_changes([RecordedColumn("size", values)], np.arange(403) >= 400, np.arange(403), 12)
    assert [c.filled for c in few] == [True]  # two gaps of three where 400 had none: not by chance
    values = np.array((["a"] * 9 + [None]) * 40 + ["a", "a", None], dtype=object)
    assert recording_changes([RecordedColumn("size", values)], np.arange(403) >= 400, np.arange(403), 12) == ()


def test_a_value_that_does_not_occur_any_more():
    (change,) = changes(
        column(["fintech", "software", "retail"], ["software", "software", "retail"] * 2 + ["software"])
    )
    assert (change.lost, change.filled) == (("fintech",), False)


def test_a_value_that_is_written_otherwise():
    (change,) = changes(column(["fintech", "software", "retail"], ["FinTech", "software", "retail"]))
    assert change.lost == ("fintech",)


def test_pages_come_and_go():
    pages = column(["spring", "about", "prices"], ["summer", "about", "prices"])
    assert changes(pages) != ()
    assert changes(replace(pages, comes_and_goes=True)) == ()
    (change,) = changes(replace(column(["spring"], ["spring", None]), comes_and_goes=True))
    assert change.filled


def test_a_kind_of_client_that_stays_away_is_no_matter_of_recording():
    assert changes(column(["fintech", "software", "retail"], ["software", "retail"])) == ()


def test_several_kinds_of_clients_that_nearly_stay_away_are_the_mix():
    # Of six kinds, as many each, two stay away, two nearly do, and the last two come as before.
    then = [f"kind {i}" for i in range(6)]
    assert changes(column(then, ["kind 4", "kind 5"] * 14 + ["kind 2", "kind 3"])) == ()
    # Where one of those that come as before is written in the place of the two, it is recording.
    (change,) = changes(column(then, [*then[2:], "kind 5", "kind 5"]))
    assert change.lost == ("kind 0", "kind 1")


def test_a_rare_value_may_be_missing_by_chance():
    assert changes(column(["a"] * 39 + ["rare"], ["a"])) == ()


def test_an_account_counts_once():
    # One account with 30 deals of which nothing is recorded, among 30 accounts that are.
    since = np.arange(260) >= 200
    account = np.concatenate([np.arange(230), np.full(30, 230)])
    values = np.array(["a"] * 230 + [None] * 30, dtype=object)
    assert recording_changes([RecordedColumn("size", values)], since, account, 12) == ()
    assert recording_changes([RecordedColumn("size", values)], since, np.arange(260), 12) != ()


def test_numbers_have_no_values_to_lose():
    values = np.concatenate([np.arange(400.0), np.full(60, 7.0)])
    assert changes(RecordedColumn("employees", values)) == ()


def test_nothing_then_or_nothing_since():
    values = np.array(["a", None], dtype=object)
    for since in ([False, False], [True, True]):
        assert recording_changes([RecordedColumn("size", values)], np.array(since), np.arange(2)) == ()


def test_order_is_that_of_the_columns():
    less = column(["a"], ["a", None])
    found = recording_changes([RecordedColumn("b", less.values), RecordedColumn("a", less.values)], SINCE, ACCOUNT)
    assert [c.column for c in found] == ["b", "a"]
