"""Periods and levels of what serves as time."""

from __future__ import annotations

import numpy as np

from whofor.model.run import SplitKind, SplitReason, TimeKind
from whofor.reports.catalogue import LANGUAGES
from whofor.reports.words import words_of
from whofor.validation.calendar_ties import calendar_tie
from whofor.validation.split import hold_out
from whofor.validation.timeline import PERIODS, Timeline

N = 800
WON = (np.arange(N) % 3 == 0).astype(float)
PLACE = np.random.default_rng(1).permutation(N).astype(float)
BY_KEYS = Timeline(TimeKind.KEYS, PLACE, tuple(f"K{int(p):03d}" for p in PLACE))


def test_an_order_has_equal_parts() -> None:
    for quarters, parts in ((1, 8), (2, 4), (4, 2)):
        periods = BY_KEYS.periods(quarters)
        assert np.bincount(periods).tolist() == [N // parts] * parts
        assert np.array_equal(periods, PLACE.astype(int) * parts // N)


def test_parts_are_named_by_their_first_and_last_key() -> None:
    codes, names = BY_KEYS.levels()
    assert names[0] == "K000 – K099"
    assert names[7] == "K700 – K799"
    assert np.array_equal(codes, PLACE.astype(int) // 100)
    assert {words_of(language).has(f"name.{name}") for language in LANGUAGES for name in PERIODS} == {True}


def test_days_have_calendar_quarters() -> None:
    codes, names = Timeline.of_days(np.array([19_723.0, 19_800.0, 19_830.0])).levels()
    assert names == ("2024-Q1", "2024-Q2")
    assert codes.tolist() == [0, 0, 1]


def test_the_last_quarter_of_an_order_is_held_back_with_whole_accounts() -> None:
    split = hold_out(WON, None, BY_KEYS)
    assert (split.kind, split.date, split.why) == (SplitKind.LAST, "", None)
    assert PLACE[~split.search].min() > PLACE[split.search].max()
    accounts = np.random.default_rng(2).integers(0, 300, N)
    split = hold_out(WON, accounts, BY_KEYS)
    assert split.kind is SplitKind.LAST
    assert not set(accounts[split.search]) & set(accounts[~split.search])


def test_why_it_is_not_the_newest() -> None:
    days = Timeline.of_days(np.arange(float(N)))
    assert hold_out(WON, None, Timeline.unknown(N)).why is SplitReason.NO_ORDER
    assert hold_out(WON, None, days, follows_newest=False).why is SplitReason.FOLLOW_UP
    one_day = Timeline.of_days(np.where(np.arange(N) < 200, np.arange(float(N)), 900.0))
    lost_since = WON * (np.arange(N) < 560)
    for values, time in ((WON, one_day), (lost_since, days)):
        split = hold_out(values, None, time)
        assert (split.kind, split.why, split.in_time) == (SplitKind.RANDOM, SplitReason.NEWEST_UNUSABLE, False)


def test_facts_tied_to_an_order() -> None:
    rng = np.random.default_rng(3)
    tie = calendar_tie(PLACE + rng.normal(0, 60, N), BY_KEYS)
    assert tie.why is not None
    assert tie.why.code == "follows_the_order"
    here = np.where((PLACE > 200) & (PLACE < 290), "fair", "other").astype(object)
    assert calendar_tie(here, BY_KEYS).levels == {"fair"}
    parts = np.array(list("hcafgbed"), dtype=object)[PLACE.astype(int) // 100]
    tie = calendar_tie(parts, BY_KEYS)
    assert tie.why is not None
    assert tie.why.code == "seen_in_one_part"
