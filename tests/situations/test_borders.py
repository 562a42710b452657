"""Borders of situations, each by hand: days before the day, windows, cover, empty cells, series."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.conftest import NUMBERS
from engines.oracle import MemoryScan
from whofor.schema.signal_tests import LastPair, RowTally
from whofor.situations.evaluating import facts_of_accounts, situations_of
from whofor.situations.judging import judge_rows, judge_series
from whofor.situations.rule_values import ComparedWith, SeriesTest, SignalTest
from whofor.situations.rules_file import parse_situations

T = 20_000.0
COLUMNS = ("kind", "at", "known_on", "value", "tone", "role", "sequence")


def answer(rule: str, *signals: dict[str, Any], feeds: str = "", **tables: Any) -> bool | None:
    """Whether a rule holds for the account `a` on day T; each signal says what it has."""
    rows = [{"kind": "press", "at": T - 10, **signal} for signal in signals]
    held = {name: [row.get(name) for row in rows] for name in COLUMNS}
    every = {"accounts": {"account_key": ["a"]}, "signals": {"account_key": ["a"] * len(rows), **held}, **tables}
    rules = parse_situations(f"[situation.x]\n{rule}\n{feeds}", "x.toml")
    scan = MemoryScan(every, NUMBERS)
    found = situations_of(scan, "accounts", T, rules, facts_of_accounts(scan, rules)).answers["x"][0]
    return {1: True, 0: None, -1: False}[int(found)]


@pytest.mark.parametrize(
    ("at", "known_on", "holds"),
    [
        (T - 1, None, True),
        (T - 0.01, None, True),  # late on the day before
        (T, None, None),  # what happens on the day is not known on it
        (T + 1, None, None),
        (T - 30, None, True),
        (T - 30.5, None, False),  # the evening before the first day
        (T - 31, None, False),
        (T - 5, T - 1, True),
        (T - 5, T - 0.5, True),
        (T - 5, T, None),  # announced on the day
        (T - 5, T + 40, None),
        (None, T - 3, None),  # without a day it is never used
    ],
)
def test_only_the_days_before_count(at: float | None, known_on: float | None, holds: bool | None) -> None:
    rule = 'when = [{signal = "press", within_days = 30}]'
    assert answer(rule, {"at": at, "known_on": known_on}) is holds


def test_one_day_before_is_the_shortest_window() -> None:
    rule = 'when = [{signal = "press", within_days = 1}]'
    assert answer(rule, {"at": T - 1}) is True
    assert answer(rule, {"at": T - 1.01}) is False


@pytest.mark.parametrize(
    ("feeds", "signals", "holds"),
    [
        ("", [{"at": T - 400}], False),  # any signal of the kind, and the account is covered
        ("", [{"at": T + 1}], None),  # but not by one that comes later
        ("", [{"at": T - 3, "kind": "funding"}], None),  # nor by one of another kind
        ('[feed.press]\ncovers = "all"', [], False),
        ('[feed.press]\ncovers = "accounts_with_any"', [], None),
        ('[feed.Press]\ncovers = "all"\nfrom = 2024-09-04', [], False),  # day 19,970, the first of 30
        ('[feed.press]\ncovers = "all"\nfrom = 2024-09-05', [], None),
        ('[feed.press]\ncovers = "all"\nto = 2024-10-03', [], False),  # day 19,999, the last of 30
        ('[feed.press]\ncovers = "all"\nto = 2024-10-02', [], None),
        ('[feed.press]\ncovers = "all"\nfrom = 2024-09-05', [{"at": T - 2}], True),  # what is there is known
    ],
)
def test_no_signal_means_none_only_where_the_feed_covers(feeds: str, signals: list[Any], holds: bool | None) -> None:
    assert answer('when = [{signal = "press", within_days = 30}]', *signals, feeds=feeds) is holds


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [(T - 30, T - 1, False), (T - 29, T - 1, None), (T - 30, T - 2, None), (None, None, False), (None, T + 9, False)],
)
def test_days_that_were_watched(since: float | None, until: float | None, holds: bool | None) -> None:
    coverage = {"account_key": ["a"], "kind": ["Press"], "since": [since], "until": [until]}
    assert answer('when = [{signal = "press", within_days = 30}]', coverage=coverage) is holds
    ever = False if since is None else None
    assert answer('when = [{signal = "press"}]', coverage=coverage) is ever


def test_other_accounts_of_the_table_of_coverage_are_not_covered() -> None:
    coverage = {"account_key": ["b"], "kind": ["press"], "since": [None], "until": [None]}
    assert answer('when = [{signal = "press", within_days = 5}]', {"at": T - 9}, coverage=coverage) is None


@pytest.mark.parametrize(
    ("tones", "holds"),
    [
        ([-1.0, 0.0, 0.5], True),
        ([-1.0, 0.5, 0.5], False),  # a mean of 0 is not below it
        ([0.1, 0.2, -0.3], False),  # whose sum in floats is 5e-17
        ([-1.0, -1.0], False),  # two are not three
        ([-1.0, None, None], True),  # the mean of what is known
        ([None, None, None], None),
    ],
)
def test_bad_press(tones: list[float | None], holds: bool | None) -> None:
    rule = 'when = [{signal = "press", within_days = 90, at_least = 3, mean = "tone", is = "< 0"}]'
    assert answer(rule, *({"tone": tone} for tone in tones)) is holds


@pytest.mark.parametrize(
    ("roles", "holds"),
    [
        (["CEO"], True),
        (["c.e.o"], False),
        ([" Ceo "], True),
        (["cfo"], False),
        ([None], None),  # it may be the one
        ([None, "CEO"], True),
        ([None, "cfo"], None),
    ],
)
def test_a_signal_whose_column_is_empty_may_fit(roles: list[str | None], holds: bool | None) -> None:
    assert answer('when = [{signal = "press", where = {role = "ceo"}}]', *({"role": role} for role in roles)) is holds


@pytest.mark.parametrize(
    ("test", "values", "holds"),
    [
        ('max = "value", is = ">= 10"', [10.0, None], True),
        ('max = "value", is = ">= 10"', [9.0, None], None),
        ('max = "value", is = "< 10"', [10.0, None], False),
        ('min = "value", is = "< 10"', [9.0, None], True),
        ('min = "value", is = "= 10"', [9.0, None], False),
        ('max = "value", is = [9, 10]', [10.0], True),
        ('sum = "value", is = ">= 10"', [10.0, None], None),
        ('sum = "value", is = 10', [4.0, 6.0], True),
        ('max = "value", is = "!= 10"', [11.0, None], True),
    ],
)
def test_empty_values_leave_open_what_they_could_change(test: str, values: list[float | None], holds: bool) -> None:
    assert answer(f'when = [{{signal = "press", {test}}}]', *({"value": value} for value in values)) is holds


@pytest.mark.parametrize(
    ("points", "holds"),
    [
        ([(T - 1, 1.65), (T - 62, 1.1)], True),  # half as much again, which floats say is less
        ([(T - 1, 1.64), (T - 62, 1.1)], False),
        ([(T - 92, 3.0), (T - 153, 1.0)], True),  # the oldest fresh day
        ([(T - 93, 3.0), (T - 154, 1.0)], None),
        ([(T, 3.0), (T - 62, 1.0)], None),  # of T nothing is known; now is day T-62, and then is missing
        ([(T - 1, 3.0), (T - 61, 1.0)], None),  # 60 days before
        ([(T - 1, 3.0), (T - 123, 1.0)], True),  # 122 days before, the farthest
        ([(T - 1, 3.0), (T - 124, 1.0)], None),
        ([(T - 1, 3.0), (T - 62, 0.0)], None),  # nothing grows from nothing
        ([(T - 1, 3.0), (T - 62, -1.0)], None),
        ([(T - 1, 3.0), (T - 62, None)], None),
    ],
)
def test_growth_by_half_in_two_months(points: list[tuple[float, float | None]], holds: bool | None) -> None:
    rule = 'any = [{series = "revenue", change = ">= 50%", over_days = 61, fresh_days = 92}]'
    assert answer(rule, *({"kind": "Revenue", "at": at, "value": value} for at, value in points)) is holds


def test_of_several_values_of_a_day_the_last_counts() -> None:
    rule = 'when = [{series = "revenue", change = "= 5", over_days = 10}]'
    then = {"kind": "revenue", "at": T - 20, "value": 1.0}
    now = [
        {"kind": "revenue", "at": T - 1.2, "value": 6.0, "sequence": 2.0},
        {"kind": "revenue", "at": T - 1.1, "value": 9.0},
    ]
    assert answer(rule, then, *now) is True
    assert answer(rule, then, *({**one, "sequence": None} for one in now)) is False
    assert answer(rule, {**then, "value": 4.0}, *({**one, "sequence": 1.0} for one in now)) is True


def test_and_or_none_of() -> None:
    yes, no, unknown = '{signal = "press"}', '{signal = "press", within_days = 1}', '{signal = "merger"}'
    given_: dict[str, bool | None] = {
        f"when = [{yes}, {unknown}]": None,
        f"when = [{no}, {unknown}]": False,
        f"any = [{yes}, {unknown}]": True,
        f"any = [{no}, {unknown}]": None,
        f"unless = [{no}]": True,
        f"unless = [{unknown}]": None,
        f"unless = [{unknown}, {yes}]": False,
        f"when = [{yes}]\nany = [{no}]": False,
        f"when = [{yes}]\nany = [{yes}]\nunless = [{no}]": True,
    }
    assert {rule: answer(rule, {}) for rule in given_} == given_


def test_facts_of_the_account() -> None:
    accounts = {"account_key": ["a"], "employees": [12.0], "x_founder": ["yes"], "industry": ["FinTech;Retail"]}
    given_ = {
        '{fact = "employees", is = ">= 12"}': True,
        '{fact = "employees", is = [11, 12]}': True,
        '{fact = "founder", is = ["No"]}': False,
        '{fact = "industry", is = ["fintech"]}': True,
        '{fact = "country", is = ["FR"]}': None,
    }
    assert {test: answer(f"when = [{test}]", accounts=accounts) for test in given_} == given_


@given(
    st.lists(st.one_of(st.none(), st.integers(-3, 3).map(float)), min_size=0, max_size=3),
    st.integers(0, 2),
    st.integers(1, 3),
    st.sampled_from(["max", "min", "sum"]),
    st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
    st.integers(-3, 3),
)
def test_what_is_told_holds_whatever_the_empty_cells_are(
    values: list[float | None], perhaps: int, at_least: int, aggregate: Any, operator: Any, number: int
) -> None:
    """A yes or no is never another one, once values are filled in and further signals fit or do not."""
    test = SignalTest("press", None, (), at_least, aggregate, "value", ComparedWith(operator, float(number)))
    made = {"max": max, "min": min, "sum": sum}[aggregate]

    def told(filled: list[float | None], more: int) -> int:
        known = [value for value in filled if value is not None]
        tally = RowTally(
            np.array([min(len(filled), at_least)]),
            np.array([min(more, at_least)]),
            np.array([len(known) < len(filled)]),
            np.array([made(known) if known else math.nan]),
        )
        return int(judge_rows(test, tally, np.array([True]))[0])

    found = told(values, perhaps)
    worlds = {
        told([low if value is None else value for value in values] + [low] * more, 0)
        for low in (-100.0, 100.0, float(number))
        for more in range(perhaps + 1)
        if None in values or more or values
    }
    assert found == 0 or worlds <= {found}, worlds


@given(st.floats(0.01, 1e9), st.floats(-0.99, 5), st.integers(-3, 3))
def test_a_change_is_the_share_that_it_was_made_of(then: float, share: float, off: int) -> None:
    share = round(share, 4)
    test = SeriesTest("revenue", ComparedWith(">=", share + off / 1_000), True, 61, 92)
    now = then * (1 + share)
    assert judge_series(test, LastPair(np.array([now]), np.array([then])))[0] == (1 if off <= 0 else -1)
