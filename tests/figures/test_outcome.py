"""Figures of an outcome: shares and means against other libraries and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import mannwhitneyu, ttest_ind

from whofor.figures.outcome import Outcome, outlier_limits, winsorised
from whofor.model import Measure
from whofor.stats.strata import stratified_mean_difference

VALUE = Measure("value", unit="EUR", is_share=False)


def amounts(n: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).lognormal(8, 1, n)


def test_a_mean_has_students_interval() -> None:
    """Values 1..5: mean 3, s^2 = 2.5, t(4) = 2.776; shifted far from nought, where squares lose digits."""
    for shift in (0.0, 1e9):
        outcome = Outcome(VALUE, np.array([1.0, 2, 3, 4, 5]) + shift)
        e = outcome.estimate(np.ones(5, dtype=bool))
        assert (e.n, e.n_won, e.unit) == (5, None, "EUR")
        assert e.estimate == pytest.approx(3 + shift)
        assert e.ci_low is not None
        assert e.ci_low - shift == pytest.approx(3 - 2.776445 * np.sqrt(2.5 / 5), abs=1e-5)


def test_one_value_has_no_interval_and_none_has_no_figure() -> None:
    outcome = Outcome(VALUE, np.array([7.0, 9.0]))
    one = outcome.estimate(np.array([True, False]))
    assert (one.n, one.estimate, one.ci_low, one.ci_high) == (1, 7.0, None, None)
    none = outcome.estimate(np.array([False, False]))
    assert (none.n, none.estimate) == (0, None)


def test_equal_values_have_an_interval_without_width() -> None:
    """To the last digit, whatever the other values are: 0.3 is not one in binary."""
    outcome = Outcome.of(VALUE, np.array([0.3, 0.1 + 0.2, 0.3, 12345.678, 9e6]))
    e = outcome.estimate(np.array([True, True, True, False, False]))
    assert (e.n, e.estimate, e.ci_low, e.ci_high) == (3, 0.3, 0.3, 0.3)
    zeros = Outcome.of(VALUE, np.array([0.0, 0.0, 7.1])).estimate(np.array([True, True, False]))
    assert (zeros.estimate, zeros.ci_low, zeros.ci_high) == (0.0, 0.0, 0.0)


def test_differences_are_those_of_welch() -> None:
    x = amounts(90)
    inside = np.arange(90) % 3 == 0
    outcome = Outcome(VALUE, x)
    other = ttest_ind(x[inside], x[~inside], equal_var=False)
    gap = outcome.gap(inside, ~inside)
    ends = other.confidence_interval(0.95)
    assert gap.estimate == pytest.approx(x[inside].mean() - x[~inside].mean())
    assert (gap.low, gap.high) == pytest.approx((ends.low, ends.high))
    ranks = mannwhitneyu(x[inside], x[~inside])
    assert outcome.p_value(inside) == pytest.approx(max(other.pvalue, ranks.pvalue))


def test_a_difference_within_strata_is_that_of_a_regression_with_the_strata() -> None:
    """With Mantel-Haenszel weights it is the least-squares effect beside one constant for each stratum."""
    rng = np.random.default_rng(3)
    strata = rng.integers(0, 7, 300)
    inside = rng.random(300) < 0.1 + 0.1 * strata
    x = 3.0 * strata + 2.0 * inside + rng.normal(0, 1, 300)
    design = np.column_stack([inside.astype(float), *(strata == h for h in range(7))])
    effect, *_ = np.linalg.lstsq(design, x, rcond=None)[0]
    got = stratified_mean_difference(x, inside, strata)
    assert got.difference == pytest.approx(effect)
    assert got.low < 2.0 < got.high
    plain = x[inside].mean() - x[~inside].mean()
    assert plain > got.high, "without the strata it is far larger"


def test_the_interval_within_strata_covers() -> None:
    """Of 400 draws with uneven strata and uneven spreads about 95 % hold the true difference."""
    hits = 0
    for seed in range(400):
        rng = np.random.default_rng(seed)
        strata = rng.integers(0, 12, 120)
        inside = rng.random(120) < 0.3
        x = strata + 1.5 * inside + rng.normal(0, np.where(inside, 2.0, 1.0))
        d = stratified_mean_difference(x, inside, strata)
        hits += d.low <= 1.5 <= d.high
    assert 0.92 <= hits / 400 <= 0.98


def test_strata_that_hold_one_side_only_tell_nothing() -> None:
    inside = np.array([True, True, False, False])
    d = Outcome(VALUE, np.array([1.0, 2, 3, 9])).gap_within(np.array([0, 0, 1, 1]), inside)
    assert (d.n_strata, d.low, d.high) == (0, -8.0, 8.0)


def test_winsorising_draws_in_the_tails_only() -> None:
    x = np.arange(1.0, 102.0)
    y = winsorised(x)
    assert (y.min(), y.max()) == (6.0, 96.0)
    assert np.array_equal(y[10:90], x[10:90])


def test_rare_events_survive_winsorising() -> None:
    """Nine in ten have no ticket: the percentiles of all would wipe the others out."""
    x = np.where(np.arange(1000) % 10 == 0, np.arange(1000) / 100, 0.0)
    y = winsorised(x)
    assert (y > 0).sum() == (x > 0).sum()
    assert y.max() > 9
    assert np.array_equal(winsorised(np.full(50, 3.0)), np.full(50, 3.0))


def test_a_mean_of_what_is_never_negative_is_not_negative_either() -> None:
    """One deal of ten brought 1: mean 0.1, half width t(9) 2.262 · 0.1 = 0.226; some other deal may lie below 0."""
    brought = np.eye(10)[0]
    inside = np.arange(11) < 10
    never, sometimes = (Outcome.of(VALUE, np.append(brought, last)).estimate(inside) for last in (5.0, -5.0))
    assert never.ci_low == 0
    assert sometimes.ci_low == pytest.approx(0.1 - 0.22622, abs=1e-4)
    assert (never.ci_high, sometimes.ci_high) == pytest.approx((0.1 + 0.22622,) * 2, abs=1e-4)


def test_what_many_deals_share_is_no_slip() -> None:
    """Forty of a thousand deals bring fifty times as much: a group of its own, whose mean must not be cut."""
    rng = np.random.default_rng(3)
    usual, large = rng.lognormal(8, 0.5, 960), rng.lognormal(12, 0.2, 40)
    values = np.concatenate([usual, large])
    assert np.clip(values, *outlier_limits(values))[960:].mean() == pytest.approx(large.mean(), rel=0.03)
    assert winsorised(values)[960:].mean() < 0.1 * large.mean()


def test_a_few_slips_are_drawn_in_and_no_others() -> None:
    rng = np.random.default_rng(4)
    usual = rng.lognormal(8, 1, 1000)
    assert outlier_limits(usual) == (usual.min(), usual.max())
    slips = np.append(usual, [4e9, 5e9, -7e9])
    low, high = outlier_limits(slips)
    assert np.array_equal((slips < low) | (slips > high), np.arange(1003) >= 1000)
    tickets = np.concatenate([np.zeros(600), rng.integers(1, 6, 399), [90_000]]).astype(float)
    assert 5 <= outlier_limits(tickets)[1] < 1000
    assert outlier_limits(np.array([1.0, 900.0])) == (-np.inf, np.inf)


def test_the_search_sees_no_tails_where_figures_do() -> None:
    values = np.append(np.arange(1.0, 100.0), 500.0)
    outcome = Outcome.of(VALUE, values)
    assert outcome.score.max() < 100
    assert outcome.values.max() == 500
    assert outcome.take(values > 50).score.max() < 100
    assert np.array_equal(Outcome.of(Measure(), (values > 50).astype(float)).score, values > 50)


def test_a_lift_has_an_interval_where_there_is_one() -> None:
    won = Outcome(Measure(), np.array([1.0] * 23 + [0.0] * 22 + [1.0] * 97 + [0.0] * 444))
    inside = np.arange(586) < 45
    assert won.lift(inside, ~inside) == pytest.approx((2.8506, 1.9765, 3.8616), abs=1e-3)
    mean = Outcome(VALUE, np.array([3.0, 5.0, 4.0, 1.0, 2.0, 3.0]))
    first = np.arange(6) < 3
    assert mean.lift(first, ~first)[0] == pytest.approx(2.0)
    assert mean.lift(first, np.zeros(6, dtype=bool)) == (None, None, None)
    assert Outcome(VALUE, -mean.values).lift(first, ~first) == (None, None, None)
    pair, one = Outcome(VALUE, np.array([3.0, 1.0])), np.array([True, False])
    assert pair.lift(one, ~one) == (3.0, None, None)


def test_few_skewed_values_are_no_clear_difference() -> None:
    """Welch alone calls ten values, none of which happens to be large, clearly smaller: 16 times too often."""
    rng = np.random.default_rng(0)
    inside = np.arange(95) < 10
    clear, of_welch = 0, 0
    for _ in range(400):
        x = rng.lognormal(0, 0.8, 95)
        clear += Outcome(VALUE, x).p_value(inside) < 0.005
        of_welch += ttest_ind(x[inside], x[~inside], equal_var=False).pvalue < 0.005
    assert of_welch > 6
    assert clear <= 4
