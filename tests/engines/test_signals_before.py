"""What every engine has to tell of the signals before a day, against plain Python and by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engines.conftest import NUMBERS, OpenTables
from engines.oracle import MemoryScan, Table
from whofor.schema.scan import WholeDay
from whofor.schema.signal_tests import Among, LastValues, RowsOfKind, SignalAnswers, SignalTests, Watched

SIGNALS: dict[str, list[Any]] = {
    "account_key": ["a", "a", "a", "b", "b", None],
    "kind": ["round", "round", "hire", "round", "it's", "round"],
    "at": [100.0, 199.9, 150.0, 200.0, None, 150.0],
    "known_on": [None, 199.0, 200.0, None, None, None],
    "detail": ["A", None, "x", "B", "y", "A"],
    "value": [1.5, 2.5, None, 9.0, 1.0, 1.0],
}
ACCOUNTS: dict[str, list[Any]] = {"account_key": ["a", "b", "c", None]}


def rows(answers: SignalAnswers, test: RowsOfKind) -> tuple[list[Any], ...]:
    tally = answers.rows[test]
    return tally.fitting.tolist(), tally.perhaps.tolist(), tally.missing.tolist(), tally.value.tolist()


def same(found: SignalAnswers, wanted: SignalAnswers) -> None:
    np.testing.assert_array_equal(found.asked, wanted.asked)
    for test, tally in wanted.rows.items():
        other = found.rows[test]
        np.testing.assert_array_equal(other.fitting, tally.fitting, str(test))
        np.testing.assert_array_equal(other.perhaps, tally.perhaps, str(test))
        np.testing.assert_array_equal(other.missing, tally.missing, str(test))
        np.testing.assert_allclose(other.value, tally.value, rtol=1e-14, err_msg=str(test))
    for test, pair in wanted.series.items():
        np.testing.assert_array_equal(found.series[test].now, pair.now, str(test))
        np.testing.assert_array_equal(found.series[test].then, pair.then, str(test))
    for test, held in wanted.watched.items():
        np.testing.assert_array_equal(found.watched[test], held, str(test))


def test_only_days_before_the_day_count_by_hand(scan: OpenTables) -> None:
    """On day 200: b's round of that day is not known; a's hire became known that day, and is not known either."""
    tables = scan({"signals": SIGNALS, "accounts": ACCOUNTS})
    ever, lately = RowsOfKind(("round",), enough=5), RowsOfKind(("round",), 50, enough=5)
    hire, both = RowsOfKind(("hire",)), RowsOfKind(("hire", "round"), 100)
    found = tables.signals_before("accounts", 200.0, SignalTests((ever, lately, hire, both)))
    assert found.asked.tolist() == [True, True, True, False]
    assert rows(found, ever)[0] == [2, 0, 0, 0]
    assert rows(found, lately)[0] == [1, 0, 0, 0]
    assert rows(found, hire)[0] == [0, 0, 0, 0]
    assert rows(found, both)[0] == [1, 0, 0, 0]
    assert tables.signals_before("accounts", 201.5, SignalTests((ever, hire))).rows[hire].fitting.tolist() == [
        1,
        0,
        0,
        0,
    ]


def test_windows_end_whole_days_before_by_hand(scan: OpenTables) -> None:
    tables = scan({"signals": SIGNALS, "accounts": ACCOUNTS})
    first = {days: RowsOfKind(("round",), days, enough=9) for days in (1, 99, 100, 101)}
    found = tables.signals_before("accounts", 200.0, SignalTests(tuple(first.values())))
    assert [found.rows[test].fitting[0] for test in first.values()] == [1, 1, 2, 2]


def test_what_is_not_known_of_a_row_may_fit_by_hand(scan: OpenTables) -> None:
    tables = scan({"signals": SIGNALS, "accounts": ACCOUNTS})
    tests = [RowsOfKind(("round",), None, (Among("detail", texts),)) for texts in (("A",), ("B",), ())]
    total = RowsOfKind(("round",), None, (Among("detail", ("A",)),), 3, "value", "sum")
    found = tables.signals_before("accounts", 300.0, SignalTests((*tests, total)))
    assert [rows(found, test)[:2] for test in tests] == [
        ([1, 0, 0, 0], [0, 0, 0, 0]),
        ([0, 1, 0, 0], [1, 0, 0, 0]),
        ([0, 0, 0, 0], [1, 0, 0, 0]),
    ]
    assert rows(found, total)[:3] == ([1, 0, 0, 0], [1, 0, 0, 0], [False] * 4)
    assert found.rows[total].value[0] == 1.5


def test_columns_that_the_table_does_not_have_are_not_known(scan: OpenTables) -> None:
    bare = {name: SIGNALS[name] for name in ("account_key", "kind", "at")}
    tables = scan({"signals": bare, "accounts": ACCOUNTS})
    where = RowsOfKind(("round",), None, (Among("role", ("ceo",)),))
    mean = RowsOfKind(("round",), None, (), 1, "tone", "mean")
    last = LastValues(("round",), 10, 10)
    found = tables.signals_before("accounts", 300.0, SignalTests((where, mean), (last,)))
    assert rows(found, where)[:2] == ([0, 0, 0, 0], [1, 1, 0, 0])
    assert rows(found, mean)[:3] == ([1, 1, 0, 0], [0] * 4, [True, True, False, False])
    assert np.isnan(found.rows[mean].value).all()
    assert np.isnan(found.series[last].now).all()


def test_the_last_of_a_day_is_the_largest_sequence_else_the_largest_value(scan: OpenTables) -> None:
    points = [
        ("a", 90.2, 5.0, None),  # then: of day 90 the larger value, the time of day says nothing
        ("a", 90.9, 4.0, None),
        ("a", 100.0, 1.0, 2.0),  # now: the largest sequence
        ("a", 100.5, 9.0, 1.0),
        ("b", 100.0, 3.0, -5.0),  # any sequence is larger than none
        ("b", 100.0, 8.0, None),
        ("b", 80.0, 7.0, None),  # the first day of then, its last is 90
        ("b", 79.0, 6.0, None),
        ("c", 91.0, 2.0, None),  # within the fresh days, and nothing before
    ]
    columns = dict(zip(("account_key", "at", "value", "sequence"), map(list, zip(*points, strict=True)), strict=True))
    tables = scan({"signals": {**columns, "kind": ["revenue"] * len(points)}, "accounts": ACCOUNTS})
    last = LastValues(("revenue",), 10, 20)
    found = tables.signals_before("accounts", 101.0, SignalTests(series=(last,))).series[last]
    np.testing.assert_array_equal(found.now, [1.0, 3.0, 2.0, np.nan])
    np.testing.assert_array_equal(found.then, [5.0, 7.0, np.nan, np.nan])


def test_stretches_that_follow_each_other_are_one_by_hand(scan: OpenTables) -> None:
    coverage = {
        "account_key": ["a", "a", "a", "b", "c"],
        "kind": ["press", "Press", "press", "press", "press"],
        "since": [100.0, 120.0, 151.0, None, 100.0],
        "until": [120.5, 149.0, 160.0, 199.0, None],
    }
    tables = scan({"signals": SIGNALS, "accounts": ACCOUNTS, "coverage": coverage})
    tests = [Watched(("press", "Press"), days) for days in (9, 10, 50, None)]
    found = {
        day: tables.signals_before("accounts", day, SignalTests(watched=tuple(tests))) for day in (150.0, 161.0, 200.0)
    }
    assert {day: [answers.watched[test].tolist() for test in tests] for day, answers in found.items()} == {
        150.0: [[True, True, True, False]] * 3 + [[False, True, False, False]],
        161.0: [[True, True, True, False]] * 2 + [[False, True, True, False], [False, True, False, False]],
        200.0: [[False, True, True, False]] * 3 + [[False, True, False, False]],
    }


def drawn(seed: int, n: int = 120) -> dict[str, Table]:
    """Signals with many ties, gaps and unknown values, and rows of all kinds."""
    rng = np.random.default_rng(seed)

    def some(values: list[Any], size: int, *, unknown: float = 0.15) -> list[Any]:
        drawn = rng.integers(0, len(values), size)
        return [
            None if u < unknown else values[i] for i, u in zip(drawn.tolist(), rng.random(size).tolist(), strict=True)
        ]

    accounts = [f"a{i}" for i in range(25)]
    days = [float(day) for day in range(60, 140)] + [99.999, 100.5, 120.25]
    rows = 8 * n
    return {
        "accounts": {"account_key": [*accounts, None, "nobody"]},
        "deals": {
            "deal_key": [f"d{i}" for i in range(n)],
            "account_key": some(accounts, n),
            "opened": some(days, n),
        },
        "signals": {
            "account_key": some([*accounts, "stranger"], rows, unknown=0.02),
            "kind": some(["press", "Press", "round", "revenue", "hire's"], rows, unknown=0.02),
            "at": some(days, rows, unknown=0.05),
            "known_on": some(days, rows, unknown=0.7),
            "value": some([-1.0, 0.0, 0.1, 0.2, -0.3, 5.0, 1e12, -2e18], rows),
            "tone": some([-0.3, 0.1, 0.2, -1.0, 1.0], rows, unknown=0.4),
            "role": some(["ceo", "CMO", "it's"], rows, unknown=0.3),
            "detail": some(["A", "b ", "c"], rows, unknown=0.3),
            "sequence": some([1.0, 2.0, -1.0], rows, unknown=0.5),
        },
        "coverage": {
            "account_key": some(accounts, 60, unknown=0.0),
            "kind": some(["press", "Press", "round"], 60, unknown=0.0),
            "since": some(days, 60, unknown=0.2),
            "until": some(days, 60, unknown=0.2),
        },
    }


def questions(seed: int, n: int = 40) -> SignalTests:
    """More questions than fit into one number."""
    rng = np.random.default_rng(seed)

    def one(values: list[Any]) -> Any:
        return values[int(rng.integers(0, len(values)))]

    kinds: list[tuple[str, ...]] = [("press", "Press"), ("round",), ("revenue",), ("hire's",), ("none",), ("press",)]
    wheres = [
        (),
        (Among("role", ("ceo", "it's")),),
        (Among("role", ("CMO",)), Among("detail", ("A", "b "))),
        (Among("detail", ()),),
        (Among("role", ("ceo", "CMO")), Among("role", ("CMO", "it's"))),
    ]
    windows = [None, 1, 7, 30, 31]
    made = [("", ""), ("", ""), ("tone", "mean"), ("value", "sum"), ("value", "max"), ("tone", "min")]
    tests = [RowsOfKind(one(kinds), one(windows), one(wheres), one([1, 1, 2, 4]), *one(made)) for _ in range(n)]
    series = [LastValues(one(kinds), one([1, 5, 20]), one([1, 10, 40])) for _ in range(n // 3)]
    watched = [Watched(one(kinds[:2]), one(windows)) for _ in range(6)]
    return SignalTests(*(tuple(dict.fromkeys(some)) for some in (tests, series, watched)))


@pytest.mark.parametrize(
    ("table", "day"), [("deals", "opened"), ("deals", 110.0), ("accounts", 100.75), ("accounts", np.nan)]
)
@pytest.mark.parametrize("seed", range(4))
def test_signals_before(scan: OpenTables, seed: int, table: str, day: str | float) -> None:
    tables, tests = drawn(seed), questions(seed)
    same(
        scan(tables).signals_before(table, day, tests),
        MemoryScan(tables, NUMBERS).signals_before(table, day, tests),
    )


@pytest.mark.parametrize(
    ("left", "asked"), [(("deals", "accounts"), questions(1)), (("deals", "accounts", "signals"), SignalTests())]
)
def test_without_signals_or_questions_nothing_is_known(
    scan: OpenTables, left: tuple[str, ...], asked: SignalTests
) -> None:
    some = {name: columns for name, columns in drawn(1).items() if name in left}
    tables = scan(some)
    for table, day in (("deals", "opened"), ("accounts", 100.0)):
        same(tables.signals_before(table, day, asked), MemoryScan(some, NUMBERS).signals_before(table, day, asked))


def test_rows_without_accounts_are_not_asked_for(scan: OpenTables) -> None:
    found = scan({"deals": {"deal_key": ["d"], "opened": [1.0]}}).signals_before("deals", "opened", SignalTests())
    assert found.asked.tolist() == [False]


def test_rows_among(scan: OpenTables) -> None:
    tables = scan({"signals": SIGNALS})
    found = tables.rows_among("signals", "account_key", ["b", "it's"], ["kind", "at"])
    assert found["kind"].tolist() == ["round", "it's"]
    np.testing.assert_array_equal(found["at"], [200.0, np.nan])
    assert tables.rows_among("signals", "account_key", [], ["kind"])["kind"].tolist() == []
    assert tables.rows_among("signals", "account_key", ["b"], []) == {}


def test_cells_by_day(scan: OpenTables) -> None:
    cells = scan({"signals": SIGNALS}).cells("signals", [WholeDay("at")], ["known_on"])
    np.testing.assert_array_equal(cells.values[0], [100.0, 150.0, 199.0, 200.0, np.nan])
    assert cells.n.tolist() == [1, 2, 1, 1, 1]
    assert cells.known["known_on"].tolist() == [0, 1, 1, 0, 0]
