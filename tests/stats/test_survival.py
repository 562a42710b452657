"""Survival against lifelines, statsmodels, R's printed output, the leukaemia data of 1963, and brute force."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight, survdiff

from whofor.stats.log_rank import log_rank, log_rank_scores
from whofor.stats.restricted_mean import restricted_mean, restricted_mean_difference, rmst_pseudo_observations
from whofor.stats.survival import cumulative_incidence, kaplan_meier, median_time, risk_table

ORACLE: dict[str, Any] = json.loads(Path(__file__).with_name("oracle_lifelines.json").read_text(encoding="utf-8"))
MP, PLACEBO = ORACLE["six_mp"], ORACLE["placebo"]
TIME = np.array(MP["time"] + PLACEBO["time"], dtype=float)
EVENT = np.array(MP["event"] + PLACEBO["event"])
TREATED = np.arange(42) < 21
# R, survival::aml (Miller 1997), maintained and not.
AML = ([9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161], [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0])
AML_NOT = ([5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45], [1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1])

rows = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 2)), min_size=1, max_size=25)


def test_the_leukaemia_curve_as_printed() -> None:
    """Kalbfleisch & Prentice, Klein & Moeschberger table 4.1: 0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448."""
    curve = kaplan_meier(MP["time"], MP["event"])
    printed = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    for week, share in printed.items():
        assert curve.at(week).estimate == pytest.approx(share, abs=6e-4)
    assert median_time(curve).estimate == 23
    assert median_time(kaplan_meier(PLACEBO["time"], PLACEBO["event"])).estimate == 8


def test_kaplan_meier_agrees_with_lifelines() -> None:
    want = ORACLE["KaplanMeierFitter().fit(six_mp)"]
    curve = kaplan_meier(MP["time"], MP["event"])
    for time, s, low, high in zip(want["times"], want["survival"], want["low"], want["high"], strict=True):
        got = curve.at(time)
        assert (got.estimate, got.low, got.high) == pytest.approx((s, low, high), abs=1e-9)
    median = median_time(curve)
    assert (median.estimate, median.low) == (want["median"], want["median_low"])
    assert math.isinf(median.high)
    assert want["median_high"] is None


@given(rows)
def test_kaplan_meier_agrees_with_statsmodels(data: list[tuple[int, int]]) -> None:
    time, event = np.array(data).T
    curve = kaplan_meier(time, event)
    assert np.all((curve.low >= 0) & (curve.low <= curve.estimate + 1e-12))
    assert np.all((curve.estimate <= curve.high + 1e-12) & (curve.high <= 1))
    assert np.all(np.diff(curve.estimate) <= 1e-12)
    if (event > 0).any():
        want = SurvfuncRight(time + 1.0, event > 0)  # it knows no time 0
        for t, s in zip(want.surv_times, want.surv_prob, strict=True):
            assert curve.at(t - 1).estimate == pytest.approx(s, abs=1e-12)


def test_cumulative_incidence_agrees_with_lifelines() -> None:
    want = ORACLE["AalenJohansenFitter().fit(competing, event_of_interest=1)"]
    curve = cumulative_incidence(want["time"], want["event"])
    compared = 0
    for time, share, low, high in zip(want["times"], want["incidence"], want["low"], want["high"], strict=True):
        got = curve.at(time)
        assert got.estimate == pytest.approx(share, abs=1e-9)
        if not math.isnan(low):  # before the first event lifelines has none
            assert (got.low, got.high) == pytest.approx((low, high), abs=1e-6)
            compared += 1
    assert compared > 50


@given(rows)
def test_cumulative_incidences_and_survival_add_to_one(data: list[tuple[int, int]]) -> None:
    time, event = np.array(data).T
    a, b, s = cumulative_incidence(time, event, 1), cumulative_incidence(time, event, 2), kaplan_meier(time, event)
    assert a.estimate + b.estimate + s.estimate == pytest.approx(np.ones(len(s.times)))
    assert np.all((a.low >= 0) & (a.low <= a.estimate + 1e-9) & (a.estimate <= a.high + 1e-9) & (a.high <= 1))


def test_cumulative_incidence_with_ties_agrees_with_statsmodels() -> None:
    rng = np.random.default_rng(4)
    time, event = rng.integers(1, 15, 200), rng.integers(0, 3, 200)
    want = CumIncidenceRight(time, event)
    for cause in (1, 2):
        curve = cumulative_incidence(time, event, cause)
        got = [curve.at(t).estimate for t in want.times]
        assert got == pytest.approx(want.cinc[cause - 1].tolist(), abs=1e-12)


def test_the_variance_of_an_incidence_by_simulation() -> None:
    """The intervals hold the true share, 0.4 by time 1 of causes with rates 2 : 1 and uniform censoring."""
    rng = np.random.default_rng(6)
    truth, held = 2 / 3 * (1 - math.exp(-1.5)), 0
    for _ in range(600):
        t, kind, censored = rng.exponential(1 / 1.5, 80), 1 + (rng.random(80) < 1 / 3), rng.uniform(0.3, 2, 80)
        got = cumulative_incidence(np.minimum(t, censored), np.where(t <= censored, kind, 0)).at(1.0)
        held += got.low <= truth <= got.high
    assert held / 600 == pytest.approx(0.95, abs=0.025)


def test_log_rank_agrees_with_lifelines_and_the_printed_figure() -> None:
    """Chi-square 16.79 (Lawless; R's survdiff prints 16.8), 9 events seen and 19.25 expected under treatment."""
    got = log_rank(TIME, EVENT, TREATED)
    want = ORACLE["logrank_test(six_mp, placebo)"]
    assert got.z**2 == pytest.approx(want["statistic"])
    assert got.p == pytest.approx(want["p"])
    assert got.z**2 == pytest.approx(16.79, abs=0.005)
    assert (got.observed, round(got.expected, 2)) == (9, 19.25)


def test_stratified_log_rank_agrees_with_statsmodels() -> None:
    rng = np.random.default_rng(9)
    time, event = rng.integers(1, 20, 150), rng.random(150) < 0.6
    group, strata = rng.random(150) < 0.4, rng.integers(0, 4, 150)
    for labels in (None, strata):
        chi, p = survdiff(time, event, group, strata=labels)
        got = log_rank(time, event, group, labels)
        assert got.z**2 == pytest.approx(chi)
        assert got.p == pytest.approx(p)


@given(rows, st.integers(0, 10**6))
def test_row_scores_add_up_to_the_log_rank_numerator(data: list[tuple[int, int]], seed: int) -> None:
    time, event = np.array(data).T
    rng = np.random.default_rng(seed)
    group, strata = rng.random(len(time)) < 0.5, rng.integers(0, 3, len(time))
    scores = log_rank_scores(time, event, strata)
    got = log_rank(time, event, group, strata)
    assert scores[group].sum() == pytest.approx(got.observed - got.expected, abs=1e-9)
    for stratum in range(3):
        assert scores[strata == stratum].sum() == pytest.approx(0, abs=1e-9)
    assert np.all(scores <= 1)
    assert got.z == pytest.approx(-log_rank(time, event, ~group, strata).z, abs=1e-9)


def test_restricted_mean_agrees_with_lifelines_and_r() -> None:
    """R prints rmean 22.7, se 4.18 for the group not maintained, and 52.6, se 19.83 for the other up to week 161."""
    got = restricted_mean(MP["time"], MP["event"], 30)
    assert got.estimate == pytest.approx(ORACLE["restricted_mean_survival_time(kmf, 30)"])
    short, long = restricted_mean(*AML_NOT, 45), restricted_mean(*AML, 161)
    assert short.estimate == pytest.approx(22.7, abs=0.05)
    assert (short.high - short.estimate) / 1.959964 == pytest.approx(4.18, abs=0.005)
    assert long.estimate == pytest.approx(52.6, abs=0.05)
    assert (long.high - long.estimate) / 1.959964 == pytest.approx(19.83, abs=0.005)


def test_restricted_mean_difference_is_that_of_its_parts() -> None:
    got = restricted_mean_difference(TIME, EVENT, TREATED, 20)
    a, b = restricted_mean(TIME[TREATED], EVENT[TREATED], 20), restricted_mean(TIME[~TREATED], EVENT[~TREATED], 20)
    assert got.difference == pytest.approx(a.estimate - b.estimate)
    assert got.low > 0
    assert got.p < 0.001
    back = restricted_mean_difference(TIME, EVENT, ~TREATED, 20)
    assert (back.low, back.high) == pytest.approx((-got.high, -got.low))


@given(rows, st.integers(1, 10))
def test_pseudo_observations_by_leaving_each_row_out(data: list[tuple[int, int]], horizon: int) -> None:
    time, event = np.array(data).T
    n = len(time)
    if n < 2:
        with pytest.raises(ValueError, match="two rows"):
            rmst_pseudo_observations(time, event, horizon)
        return
    whole = restricted_mean(time, event, horizon).estimate
    want = [
        n * whole - (n - 1) * restricted_mean(np.delete(time, i), np.delete(event, i), horizon).estimate
        for i in range(n)
    ]
    assert rmst_pseudo_observations(time, event, horizon) == pytest.approx(want, abs=1e-8)


def test_pseudo_observations_without_censoring_are_the_times() -> None:
    time = np.array([3.0, 1.0, 4.0, 1.0, 5.0, 9.0])
    assert rmst_pseudo_observations(time, np.ones(6), 5.0) == pytest.approx(np.minimum(time, 5.0))


def test_no_events_no_rows_and_time_zero() -> None:
    curve = kaplan_meier([1, 2], [0, 0])
    assert curve.estimate.tolist() == curve.low.tolist() == curve.high.tolist() == [1, 1]
    assert math.isinf(median_time(curve).estimate)
    empty = kaplan_meier([], [])
    assert empty.at(3).estimate == 1
    assert math.isinf(median_time(empty).high)
    assert cumulative_incidence([], []).at(1).estimate == 0
    assert kaplan_meier([0, 0], [1, 0]).at(0).estimate == 0.5
    gone = kaplan_meier([0, 0], [1, 1]).at(0)
    assert (gone.estimate, gone.low, gone.high) == (0, 0, 1)
    assert log_rank([1, 2], [0, 0], [1, 0]).p == 1
    assert log_rank([1, 2], [1, 1], [0, 0]).z == 0
    assert log_rank([], [], []).z == 0
    assert log_rank_scores([], []).shape == (0,)
    assert restricted_mean([5], [0], 3).estimate == 3
    with pytest.raises(ValueError, match="at least one row"):
        restricted_mean([], [], 3)
    with pytest.raises(ValueError, match="inside and outside"):
        restricted_mean_difference([1, 2], [1, 1], [1, 1], 3)


def test_what_is_no_time_is_refused() -> None:
    for bad in ([-1.0], [math.nan], [math.inf]):
        with pytest.raises(ValueError, match="finite and not negative"):
            risk_table(bad, [1])
    with pytest.raises(ValueError, match="one length"):
        kaplan_meier([1, 2], [1])
    with pytest.raises(ValueError, match="0 \\(censored\\)"):
        kaplan_meier([1], [-1])
    with pytest.raises(ValueError, match="above 0"):
        restricted_mean([1], [1], 0)
    with pytest.raises(ValueError, match="1 or more"):
        cumulative_incidence([1], [1], 0)
    with pytest.raises(ValueError, match="share"):
        median_time(kaplan_meier([1], [1]), 1.0)
    with pytest.raises(ValueError, match="one stratum each"):
        log_rank([1, 2], [1, 1], [1, 0], [1])


def test_an_incidence_that_is_reached_by_all_is_one() -> None:
    """1/7 + 4/7 + 2/7 adds up to 1.0000000000000002."""
    curve = cumulative_incidence(np.array([0, 0, 0, 0, 1, 1, 2]), np.array([0, 0, 0, 1, 1, 1, 1]), 1)
    assert (curve.estimate[-1], curve.high[-1]) == (1.0, 1.0)
