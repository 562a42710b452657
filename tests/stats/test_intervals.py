"""Intervals against printed figures, scipy, statsmodels, inverted tests and simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import binom, t, ttest_ind
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from whofor.stats.intervals import (
    Sums,
    bootstrap_interval,
    mean_difference_interval,
    mean_difference_p,
    mean_interval,
    median_interval,
    newcombe_interval,
    rate_ratio_interval,
    ratio_of_means_interval,
    two_sided_z,
    wilson_interval,
)


def correlation(pairs: np.ndarray) -> float:
    first, second = pairs.T - pairs.mean(axis=0)[:, None]
    return float((first * second).sum() / math.sqrt((first**2).sum() * (second**2).sum()))


def sums(x: np.ndarray) -> Sums:
    return Sums(float(x.sum()), float((x**2).sum()), len(x))


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe_as_printed(counts: tuple[int, int, int, int], low: float, high: float) -> None:
    """Newcombe (1998), Statistics in Medicine 17:873, table II, contrasts a to h, method 10."""
    got = newcombe_interval(*counts)
    assert (got.low, got.high) == pytest.approx((low, high), abs=6e-5)


@pytest.mark.parametrize("counts", [(23, 45, 97, 541), (36, 88, 48, 343), (12, 40, 30, 60), (3, 81, 117, 505)])
def test_ratios_of_rates_come_near_to_the_score_interval(counts: tuple[int, int, int, int]) -> None:
    got = rate_ratio_interval(*counts)
    low, high = confint_proportions_2indep(*counts, compare="ratio", method="score")
    assert (got.low, got.high) == pytest.approx((low, high), rel=0.03)


def test_ratios_of_rates_at_their_ends() -> None:
    none = rate_ratio_interval(0, 20, 10, 40)
    assert (none.estimate, none.low) == (0, 0)
    assert none.high == pytest.approx(confint_proportions_2indep(0, 20, 10, 40, "score", "ratio")[1], rel=0.25)
    with pytest.raises(ValueError, match="above 0"):
        rate_ratio_interval(3, 20, 0, 40)


def test_ratios_of_rates_hold_the_truth_as_often_as_they_say() -> None:
    rng = np.random.default_rng(5)
    pairs = zip(rng.binomial(45, 0.4, 4000).tolist(), rng.binomial(300, 0.15, 4000).tolist(), strict=True)
    ends = [rate_ratio_interval(a, 45, b, 300) for a, b in pairs]
    held = np.mean([i.low <= 0.4 / 0.15 <= i.high for i in ends])
    assert held == pytest.approx(0.95, abs=0.012)


@given(st.integers(1, 400), st.data(), st.floats(0.5, 0.999))
def test_wilson_lies_between_0_and_1_around_the_rate(n: int, data: st.DataObject, level: float) -> None:
    k = data.draw(st.integers(0, n))
    got, mirror = wilson_interval(k, n, level), wilson_interval(n - k, n, level)
    assert 0 <= got.low <= got.estimate <= got.high <= 1
    assert (got.low, got.high) == pytest.approx((1 - mirror.high, 1 - mirror.low))


def test_welch_agrees_with_statsmodels() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.normal(5, 3, 12), rng.normal(4, 1, 30)
    got = mean_difference_interval(sums(a), sums(b))
    want = CompareMeans(DescrStatsW(a), DescrStatsW(b)).tconfint_diff(usevar="unequal")
    assert (got.low, got.high) == pytest.approx(want)
    assert mean_difference_interval(Sums(3, 9, 1), sums(b)).high == math.inf
    same = mean_difference_interval(Sums(4, 8, 2), Sums(2, 2, 2))
    assert (same.low, same.high) == (1, 1)


def test_fieller_holds_the_ratios_that_the_test_does_not_reject() -> None:
    rng = np.random.default_rng(2)
    a, b = rng.gamma(2, 5, 20), rng.gamma(3, 2, 15)
    va, vb, limit = a.var(ddof=1) / 20, b.var(ddof=1) / 15, t.ppf(0.975, 14)

    def beyond(ratio: float) -> float:
        return abs(a.mean() - ratio * b.mean()) / math.sqrt(va + ratio**2 * vb) - limit

    got = ratio_of_means_interval(sums(a), sums(b))
    assert got.estimate == pytest.approx(a.mean() / b.mean())
    assert got.low == pytest.approx(brentq(beyond, -1, got.estimate))
    assert got.high == pytest.approx(brentq(beyond, got.estimate, 10))


def test_fieller_has_no_ends_where_the_lower_mean_may_be_zero() -> None:
    b = np.array([-3.0, 4.0, 1.0])
    assert ttest_ind(b, -b).pvalue > 0.05
    got = ratio_of_means_interval(Sums(30, 320, 3), sums(b))
    assert (got.low, got.high) == (-math.inf, math.inf)
    with pytest.raises(ValueError, match="other than 0"):
        ratio_of_means_interval(Sums(3, 5, 2), Sums(0, 2, 2))


@given(st.integers(1, 120), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_median_interval_is_the_narrowest_of_its_kind_that_covers(n: int, level: float) -> None:
    """Values 1 to n are their own ranks; the binomial law gives the chance that the true median lies between."""
    got = median_interval(np.arange(1, n + 1), level)
    if math.isinf(got.low):
        assert 2 * 0.5**n > 1 - level - 1e-12
        return
    k = int(got.low)
    assert got.high == n + 1 - k
    assert 1 - 2 * binom.cdf(k - 1, n, 0.5) >= level - 1e-12
    assert 1 - 2 * binom.cdf(k, n, 0.5) < level + 1e-12


def test_bootstrap_covers_and_repeats() -> None:
    rng = np.random.default_rng(3)
    held = 0
    for seed in range(150):
        x = rng.gamma(2, 1, 40)
        got = bootstrap_interval(x, lambda v: float(v.mean()), seed, resamples=400)
        held += got.low <= 2 <= got.high
    assert held / 150 == pytest.approx(0.94, abs=0.05)
    pairs = rng.normal(size=(30, 2))
    first = bootstrap_interval(pairs, correlation, 7, resamples=200)
    assert first == bootstrap_interval(pairs, correlation, 7, resamples=200)
    flat = bootstrap_interval(np.ones(5), lambda v: float(v.mean()), 1, resamples=100)
    assert (flat.low, flat.high) == (1, 1)


def test_degenerate_input_is_refused() -> None:
    for bad in (0.0, 1.0, -1.0, math.nan):
        with pytest.raises(ValueError, match="coverage"):
            two_sided_z(bad)
    with pytest.raises(ValueError, match="between 0 and 3"):
        wilson_interval(4, 3)
    with pytest.raises(ValueError, match="at least one"):
        median_interval([])
    with pytest.raises(ValueError, match="finite"):
        median_interval([1.0, math.nan])
    with pytest.raises(ValueError, match="two rows"):
        bootstrap_interval([1.0], lambda v: float(v.mean()), 1)
    with pytest.raises(ValueError, match="at least one value"):
        mean_difference_interval(Sums(0, 0, 0), Sums(1, 1, 1))


@pytest.mark.parametrize("n", [1.0, 1.001, 1.9])
def test_fewer_than_two_independent_values_have_no_interval(n: float) -> None:
    # Two values of one account and a bit: Student's t with a thousandth of a degree of freedom has eighty digits.
    found = mean_interval(100.0 * n, 11_000.0 * n, n)
    assert (found.low, found.high) == (-math.inf, math.inf)
    few, many = Sums(100.0 * n, 11_000.0 * n, n), Sums(900.0, 90_000.0, 9)
    assert mean_difference_interval(few, many).high == math.inf
    assert mean_difference_p(few, many) == 1.0
    assert ratio_of_means_interval(few, many).high == math.inf
