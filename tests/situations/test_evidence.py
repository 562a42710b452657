"""Evidence: the dated rows that made a situation hold, and why it is not known, by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engines.conftest import NUMBERS, OpenTables
from engines.oracle import MemoryScan
from whofor.situations.evidence import ShownSignal, SituationEvidence, UnknownBecause, WhyUnknown, evidence_of
from whofor.situations.rules_file import parse_situations

T = 20_000.0
SIGNALS: dict[str, list[Any]] = {
    "account_key": ["a", "a", "a", "a", "a", "b", "b", "b", "c"],
    "kind": ["funding", "funding", "Leadership", "revenue", "revenue", "leadership", "press", "revenue", "revenue"],
    "at": [T - 5, T - 300, T - 9, T - 1.5, T - 70, T - 3, T - 2, T - 3, T - 400],
    "known_on": [T - 4, None, None, None, None, None, None, None, None],
    "value": [1e6, 2e5, None, 15.0, 10.0, None, None, 3.0, 1.0],
    "role": [None, None, "CFO", None, None, None, None, None, None],
    "text": ["A raises a million", None, None, None, None, None, None, None, None],
}
ACCOUNTS = {"account_key": ["c", "a", "b"], "employees": [None, 12.0, 5.0], "industry": ["x", "Fintech", None]}
RULES = """[situation.raised]
when = [{signal = "funding", within_days = 180}]
[situation.growth]
any = [{series = "revenue", change = ">= 50%", over_days = 61}, {signal = "merger"}]
[situation.all]
when = [
  {situation = "growth"}, {situation = "raised"},
  {fact = "employees", is = ">= 10"}, {fact = "industry", is = ["fintech"]}
]
unless = [{signal = "leadership", where = {role = "ceo"}}]
[situation.tone]
when = [{signal = "press", max = "value", is = "> 3"}]
"""
W, B = WhyUnknown, UnknownBecause


def found(accounts: list[str], days: Any = T, **options: Any) -> dict[tuple[str, str], SituationEvidence]:
    scan = MemoryScan({"signals": SIGNALS, "accounts": ACCOUNTS}, NUMBERS)
    shown = evidence_of(scan, parse_situations(RULES, "s.toml"), accounts, days, **options)
    return {(one.account, one.situation): one for one in shown}


def test_the_rows_and_facts_that_made_it_hold() -> None:
    shown = found(["a"])
    raised = shown["a", "raised"]
    assert raised.holds is True
    columns = {"known_on": T - 4, "value": 1e6, "text": "A raises a million"}
    assert raised.signals == (ShownSignal("funding", T - 5, columns),)
    whole = shown["a", "all"]
    assert [(one.kind, one.day, one.columns.get("value")) for one in whole.signals] == [
        ("revenue", T - 1.5, 15.0),
        ("funding", T - 5, 1e6),
        ("revenue", T - 70, 10.0),
    ]
    assert whole.facts == {"employees": 12.0, "industry": "Fintech"}
    assert (whole.account, whole.day, whole.unknown) == ("a", T, ())


def test_why_it_is_not_known() -> None:
    shown = found(["b", "c", "a"])
    assert {key: one.unknown for key, one in shown.items() if one.holds is None} == {
        ("b", "raised"): (W(B.NOT_COVERED, "funding"),),
        ("b", "growth"): (W(B.NO_EARLIER_VALUE, "revenue"), W(B.NO_SIGNALS, "merger")),
        ("b", "tone"): (W(B.EMPTY_COLUMN, "press", "value"),),
        ("c", "raised"): (W(B.NOT_COVERED, "funding"),),
        ("c", "growth"): (W(B.NO_FRESH_VALUE, "revenue"), W(B.NO_SIGNALS, "merger")),
        ("c", "tone"): (W(B.NOT_COVERED, "press"),),
        ("a", "tone"): (W(B.NOT_COVERED, "press"),),
    }
    assert shown["b", "all"].holds is False
    assert not shown["b", "all"].signals


def test_an_empty_cell_of_a_signal_that_may_be_the_one() -> None:
    scan = MemoryScan({"signals": SIGNALS, "accounts": ACCOUNTS}, NUMBERS)
    rules = parse_situations('[situation.x]\nunless = [{signal = "leadership", where = {role = "ceo"}}]', "s.toml")
    shown = evidence_of(scan, rules, ["a", "b", "c"], T)
    assert [(one.holds, one.unknown) for one in shown] == [
        (True, ()),
        (None, (W(B.EMPTY_COLUMN, "leadership", "role"),)),
        (None, (W(B.NOT_COVERED, "leadership"),)),
    ]


def test_each_account_may_have_its_own_day_and_facts() -> None:
    scan = MemoryScan({"signals": SIGNALS, "accounts": ACCOUNTS}, NUMBERS)
    rules = parse_situations(RULES, "s.toml")
    facts = {"employees": np.array([1.0, 99.0, 12.0]), "industry": np.array(["fintech"] * 3, dtype=object)}
    shown = evidence_of(scan, rules, ["a", "a", "a"], [T, T, math.nan], facts)
    whole = [one for one in shown if one.situation == "all"]
    assert [one.holds for one in whole] == [False, True, None]
    assert whole[1].facts == {"employees": 99.0, "industry": "fintech"}
    assert set(whole[2].unknown) >= {W(B.NO_DAY, "revenue"), W(B.NO_DAY, "funding"), W(B.NO_DAY, "leadership")}
    before = evidence_of(scan, rules, ["a"], T - 4)
    assert (before[0].situation, before[0].holds) == ("raised", False)


def test_a_series_that_grew_from_nothing() -> None:
    signals = {"account_key": ["a", "a"], "kind": ["revenue"] * 2, "at": [T - 1, T - 70], "value": [5.0, 0.0]}
    rules = parse_situations('[situation.x]\nwhen = [{series = "revenue", change = "> 1%", over_days = 61}]', "s.toml")
    (shown,) = evidence_of(MemoryScan({"signals": signals}, NUMBERS), rules, ["a"], T)
    assert shown.unknown == (W(B.EARLIER_NOT_POSITIVE, "revenue"),)


def test_an_engine_shows_the_same(scan: OpenTables) -> None:
    opened = scan({"signals": SIGNALS, "accounts": ACCOUNTS})
    shown = evidence_of(opened, parse_situations(RULES, "s.toml"), ["b", "c", "a"], T)
    assert shown == tuple(found(["b", "c", "a"]).values())
    assert evidence_of(opened, parse_situations(RULES, "s.toml"), [], T) == ()


def test_since_is_the_day_on_which_the_last_of_it_became_known() -> None:
    shown = found(["a", "b"])
    assert shown["a", "raised"].since == T - 4, "it became public a day after it happened"
    assert shown["a", "growth"].since == T - 1.5
    assert shown["a", "all"].since == T - 1.5
    assert math.isnan(shown["b", "raised"].since)
    rules = parse_situations(
        '[situation.twice]\nwhen = [{signal = "funding", at_least = 2}]\n'
        '[situation.large]\nwhen = [{signal = "funding", max = "value", is = "> 1"}]\n'
        '[situation.firm]\nwhen = [{fact = "employees", is = "> 1"}]',
        "s.toml",
    )
    more = evidence_of(MemoryScan({"signals": SIGNALS, "accounts": ACCOUNTS}, NUMBERS), rules, ["a"], T)
    assert [one.since for one in more[:2]] == [T - 4, T - 4]
    assert more[2].holds is True
    assert math.isnan(more[2].since), "it rests on facts"
