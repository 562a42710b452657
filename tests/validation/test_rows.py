"""Which deals may be judged, which are held back, and what confounders do."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from whofor.days import iso_day
from whofor.figures.outcome import Outcome
from whofor.model import Measure
from whofor.schema.rows import DealRows
from whofor.validation.confounders import Confounder, adjust, choose_strata, confounder_effects, confounders_of
from whofor.validation.ripeness import judge_ripeness, recording_start
from whofor.validation.split import hold_out
from whofor.validation.timeline import Timeline

Make = Callable[..., DealRows]
TODAY = 20_500.0


def test_recording_that_began_late_is_found(make: Make) -> None:
    rows = make(3000, 1, 0.3)
    begin = 19_700.0 + 200
    recorded = ~(rows.closed < begin)
    rows.outcome[~recorded] = "open"
    rows.closed[~recorded] = np.nan
    ripe = judge_ripeness(rows, TODAY)
    (aside,) = [s for s in ripe.set_aside if s.why.code == "before_recording"]
    assert abs(np.datetime64(str(aside.why.params["date"])) - np.datetime64(iso_day(begin))) <= np.timedelta64(3, "D")
    assert np.all(rows.opened[ripe.keep] >= begin - 3)


@pytest.mark.parametrize("seed", range(25))
def test_recording_from_the_start_is_not_doubted(make: Make, seed: int) -> None:
    rows = make(1500, seed, 0.05 + 0.02 * seed)
    won = rows.won
    days = rows.closed - rows.opened
    assert recording_start(rows.opened, rows.closed[won], days[won]) is None


def test_young_deals_are_set_aside_whatever_became_of_them(make: Make) -> None:
    rows = make(2000, 2, 0.3)
    ripe = judge_ripeness(rows, TODAY)
    (aside,) = [s for s in ripe.set_aside if s.why.code == "unripe"]
    cut = float(np.datetime64(str(aside.why.params["date"])).astype(int))
    assert rows.opened[ripe.keep].max() <= cut + 1
    assert 40 < ripe.horizon_days < 90  # nine in ten of Gamma(3, 12) days: 64
    assert not np.any(rows.outcome[ripe.keep] == "open")


def test_where_only_wins_are_recorded_an_old_open_deal_is_not_won(make: Make) -> None:
    rows = make(2000, 3, 0.3)
    lost = rows.outcome == "lost"
    rows.outcome[lost] = "open"
    rows.closed[lost] = np.nan
    ripe = judge_ripeness(rows, TODAY)
    assert ripe.open_as_not_won > 1000
    assert np.any(rows.outcome[ripe.keep] == "open")


def test_a_stray_closing_date_does_not_make_young_deals_old(make: Make) -> None:
    rows = make(2000, 4, 0.3)
    before = judge_ripeness(rows, TODAY).as_of
    rows.closed[np.flatnonzero(rows.won)[:3]] = TODAY - 1
    assert judge_ripeness(rows, TODAY).as_of < before + 15


def test_impossible_and_missing_days(make: Make) -> None:
    rows = make(1000, 5, 0.3)
    rows.closed[:7] = rows.opened[:7] - 30
    rows.opened[10:15] = np.nan
    counts = {s.why.code: s.n for s in judge_ripeness(rows, TODAY).set_aside}
    assert counts["closed_before_opened"] == 7
    assert counts["no_opening_date"] == 5


def test_the_newest_quarter_is_held_back() -> None:
    opened = np.arange(1000.0)
    won = (np.arange(1000) % 3 == 0).astype(float)
    split = hold_out(won, None, Timeline.of_days(opened))
    assert split.kind == "newest"
    assert split.search.sum() == 749
    assert opened[~split.search].min() > opened[split.search].max()


def test_a_random_quarter_and_none() -> None:
    won = (np.arange(1000) % 3 == 0).astype(float)
    split = hold_out(won, None, Timeline.unknown(1000), draw=4)
    assert split.kind == "random"
    assert split.search.sum() == 750
    assert np.array_equal(split.search, hold_out(won, None, Timeline.unknown(1000), draw=4).search)
    assert hold_out(won[:50], None, Timeline.of_days(np.arange(50.0))).kind == "none"


def test_strata_are_as_fine_as_the_deals_allow(make: Make) -> None:
    for n, labels in ((4000, ("Lead_Source", "period")), (100, ("Lead_Source",)), (25, ())):
        rows = make(n, 6)
        time = Timeline.of_days(rows.opened)
        strata = choose_strata(confounders_of(rows, time), time)
        assert strata.labels == labels
        assert n / (strata.codes.max() + 1) >= 20


def test_an_effect_that_is_all_the_confounder_vanishes() -> None:
    """Level 1 wins 50 %, level 0 10 %; the segment is 80 % level 1, the rest 20 %."""
    inside = np.repeat([True, False], 1000)
    level = np.concatenate([np.arange(1000) < 800, np.arange(1000) < 200]).astype(np.int64)
    won = np.zeros(2000, dtype=bool)
    for group in (True, False):
        for code, rate in ((1, 0.5), (0, 0.1)):
            rows = np.flatnonzero((inside == group) & (level == code))
            won[rows[: int(len(rows) * rate)]] = True
    confounder = Confounder("owner", "Owner", level, ("ann", "bob"))
    got = adjust(confounder, inside, Outcome(Measure(), won.astype(float)), 1)
    assert got.difference == pytest.approx(0.24)
    assert got.adjusted_difference == pytest.approx(0.0, abs=1e-9)
    assert not got.survives
    assert got.carrier == "bob"
    true = adjust(
        Confounder("owner", "Owner", np.arange(2000) % 2, ("ann", "bob")),
        inside,
        Outcome(Measure(), won.astype(float)),
        1,
    )
    assert true.survives


def test_levels_that_win_for_their_own_reasons_are_named() -> None:
    rng = np.random.default_rng(7)
    codes = rng.integers(0, 4, 1200)
    won = rng.random(1200) < np.where(codes == 2, 0.45, 0.2)
    (effect,) = confounder_effects(
        [Confounder("owner", "Owner", codes, ("a", "b", "c", "d"))], Outcome(Measure(), won.astype(float))
    )[:1]
    assert effect.level == "c"
    assert effect.inside.n == int((codes == 2).sum())
