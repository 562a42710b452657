"""Shrinkage and power against scipy, statsmodels, tables in print and simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.stats import beta, betabinom, norm
from statsmodels.stats.power import TTestIndPower
from statsmodels.stats.proportion import power_proportions_2indep

from whofor.stats.power import (
    more_for_two_rates,
    n_for_mean,
    n_for_two_means,
    n_for_two_rates,
    power_of_mean_difference,
)
from whofor.stats.shrinkage import mean_of_picked, prior_strength, shrink, shrink_rate, shrink_rates


def test_the_strength_is_where_scipys_likelihood_is_greatest() -> None:
    rng = np.random.default_rng(1)
    n, parent = rng.integers(5, 200, 300), rng.uniform(0.1, 0.5, 300)
    k = rng.binomial(n, rng.beta(40 * parent, 40 * (1 - parent)))
    got = prior_strength(k, n, parent)
    assert got == pytest.approx(40, rel=0.3)
    at = {m: betabinom(n, m * parent, m * (1 - parent)).logpmf(k).sum() for m in (got, got * 0.99, got * 1.01)}
    assert max(at, key=lambda m: at[m]) == got


@pytest.mark.parametrize("score", [3.3, 4.0, -3.7, 6.0, 9.0])
def test_the_mean_of_a_picked_score_is_the_likeliest_one(score: float) -> None:
    def against(mean: float) -> float:
        return -float(norm.logpdf(score - mean) - np.log(norm.sf(3 - mean) + norm.cdf(-3 - mean)))

    best = minimize_scalar(against, bounds=(-10, 10), method="bounded", options={"xatol": 1e-9}).x
    assert mean_of_picked(score, 3.0) == pytest.approx(best if best * score > 0 else 0.0, abs=1e-5)


def test_what_is_picked_is_no_longer_too_good_on_average() -> None:
    rng = np.random.default_rng(3)
    scores = 4.0 + rng.normal(size=20_000)
    picked = scores[scores > 3.5]
    found = np.array([mean_of_picked(float(z), 3.5) for z in picked])
    assert picked.mean() > 4.4
    assert 3.5 < np.median(found) < 4.05  # a little too careful


def test_the_strength_at_its_ends() -> None:
    assert prior_strength([1, 0], [1, 1], 0.5) == prior_strength([], [], 0.5) == pytest.approx(1e6)
    assert prior_strength([50, 50], [100, 100], 0.5) > 9e5
    assert prior_strength([100, 0, 100, 0], [100] * 4, 0.5) < 0.1


@given(st.integers(0, 50), st.integers(0, 50), st.floats(0.05, 0.95), st.floats(0.5, 500))
def test_posteriors_are_scipys(k: int, misses: int, parent: float, strength: float) -> None:
    n = k + misses
    got = shrink_rates(k, n, parent, strength)
    law = beta(k + strength * parent, misses + strength * (1 - parent))
    rate = float(got.rate[0])
    assert rate == pytest.approx(shrink_rate(k, n, parent, strength)) == pytest.approx(law.mean())
    assert (got.low[0], got.high[0]) == pytest.approx(law.interval(0.95), abs=1e-7)
    if abs(rate - parent) > 1e-9:
        assert got.wrong_sign[0] == pytest.approx(law.cdf(parent) if rate > parent else law.sf(parent), abs=1e-9)
        assert min(parent, k / n) <= rate <= max(parent, k / n)


def test_one_group_shrunk_is_the_posterior_of_its_values() -> None:
    rate = shrink(np.array([1.0] * 9 + [0.0] * 21), 0.2, 15.0, is_share=True)
    many = shrink_rates(9, 30, 0.2, 15.0)
    assert (rate.estimate, rate.low, rate.high) == pytest.approx((many.rate[0], many.low[0], many.high[0]))
    assert shrink(np.zeros(5), 0.0, 10.0, is_share=True).high < 1e-6
    # Mean 4, variance 10 / 3: (4 · 4 + 6 · 2) / 10, and 1.96 · √(10 / 3 / 10) on either side.
    mean = shrink(np.array([2.0, 3.0, 5.0, 6.0]), 2.0, 6.0, is_share=False)
    assert (mean.estimate, mean.low, mean.high) == pytest.approx((2.8, 2.8 - 1.13159, 2.8 + 1.13159), abs=1e-4)
    assert shrink(np.array([2.0]), 2.0, 6.0, is_share=False).high == math.inf


def test_the_chance_of_the_wrong_sign_is_what_it_says() -> None:
    """Among simulated segments said to be wrong with 5 to 15 %, about that many are."""
    rng = np.random.default_rng(2)
    truth = rng.beta(6, 14, 40_000)
    got = shrink_rates(rng.binomial(30, truth), 30, 0.3, 20.0)
    wrong = (truth > 0.3) != (got.rate > 0.3)
    doubtful = (got.wrong_sign > 0.05) & (got.wrong_sign < 0.15)
    assert wrong[doubtful].mean() == pytest.approx(got.wrong_sign[doubtful].mean(), abs=0.01)


def test_shrinkage_refuses_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="between 0 and the trials"):
        shrink_rates(3, 2, 0.5, 1)
    with pytest.raises(ValueError, match="strictly between"):
        prior_strength(1, 2, 0)
    for strength in (0, math.inf, math.nan):
        with pytest.raises(ValueError, match="strength"):
            shrink_rates(1, 2, 0.5, strength)


@pytest.mark.parametrize(("a", "b", "looks"), [(0.25, 0.4, 1), (0.1, 0.2, 1), (0.5, 0.6, 20), (0.02, 0.06, 3)])
def test_rows_for_two_rates_give_statsmodels_the_power(a: float, b: float, looks: int) -> None:
    n = n_for_two_rates(a, b, looks=looks)
    assert n is not None
    got = power_proportions_2indep(b - a, a, math.ceil(n / 2), alpha=0.05 / looks, return_results=False)
    assert got == pytest.approx(0.8, abs=0.01)


def test_rows_for_two_rates_as_printed() -> None:
    """0.25 against 0.40 at 5 % and 80 %: 152 a group without continuity correction."""
    assert n_for_two_rates(0.25, 0.4) == 304


@pytest.mark.parametrize(("effect", "power"), [(0.2, 0.8), (0.5, 0.8), (0.8, 0.9)])
def test_rows_for_two_means_agree_with_the_noncentral_t(effect: float, power: float) -> None:
    want = 2 * TTestIndPower().solve_power(effect, power=power, alpha=0.05)
    assert n_for_two_means(effect * 3, 3, 3, power=power) == pytest.approx(want, abs=1.5)


def test_unequal_groups_and_more_looks_cost_more() -> None:
    assert (n_for_two_rates(0.2, 0.3, 0.1) or 0) > (n_for_two_rates(0.2, 0.3) or 0)
    assert (n_for_two_rates(0.2, 0.3, looks=100) or 0) > (n_for_two_rates(0.2, 0.3) or 0)
    assert n_for_two_rates(0.3, 0.3) is None
    assert n_for_two_means(0, 1, 1) is None


def test_more_outcomes_settle_it_by_simulation() -> None:
    more = more_for_two_rates(12, 40, 30, 160)
    assert more is not None
    rng = np.random.default_rng(3)
    n_a, n_b = round((200 + more) * 0.2), round((200 + more) * 0.8)
    a, b = rng.binomial(n_a, 13 / 42, 20_000) / n_a, rng.binomial(n_b, 31 / 162, 20_000) / n_b
    pooled = (a * n_a + b * n_b) / (n_a + n_b)
    z = np.abs(a - b) / np.sqrt(pooled * (1 - pooled) * (1 / n_a + 1 / n_b))
    assert np.mean(z > 1.96) == pytest.approx(0.8, abs=0.02)
    assert more_for_two_rates(90, 100, 10, 100) == 0
    assert more_for_two_rates(5, 10, 5, 10) is None


def test_power_refuses_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="rates and shares"):
        n_for_two_rates(1.2, 0.5)
    with pytest.raises(ValueError, match="alpha and power"):
        n_for_two_rates(0.2, 0.5, alpha=0)
    with pytest.raises(ValueError, match="needs no rows"):
        n_for_two_rates(0.2, 0.5, power=0.01)
    with pytest.raises(ValueError, match="deviations"):
        n_for_two_means(1, -1, 1)
    with pytest.raises(ValueError, match="both groups"):
        more_for_two_rates(3, 2, 1, 2)


def test_rows_for_a_mean_give_the_power_asked_for() -> None:
    """Of 4,000 samples of that size some 80 % pass the threshold."""
    n = n_for_mean(1.4, 1.0, 1.2, 1.96)
    assert n is not None
    means = np.random.default_rng(1).normal(1.4, 1.2, (4000, n)).mean(axis=1)
    assert ((means - 1.0) / (1.2 / n**0.5) > 1.96).mean() == pytest.approx(0.8, abs=0.02)
    assert n_for_mean(1.0, 1.0, 1.2, 1.96) is None


def test_power_of_a_mean_is_that_of_samples() -> None:
    rng = np.random.default_rng(2)
    inside = np.arange(500) < 100
    hits = 0
    for _ in range(3000):
        x = rng.normal(0.4 * inside, 1.0)
        z = (x[inside].mean() - x[~inside].mean()) / (1 / 100 + 1 / 400) ** 0.5
        hits += z > 3.0
    assert power_of_mean_difference(500, 0.2, 0.4, 3.0) == pytest.approx(hits / 3000, abs=0.03)
