"""Sequences that must hold at all looks at once: simulated coverage, and formulas worked out another way."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import betabinom, binom

from whofor.stats.intervals import wilson_interval
from whofor.stats.sequential import bounded_mean_sequence, proportion_sequence, two_rates_e_value

LOOKS = np.arange(1, 1001)


@pytest.mark.parametrize("rate", [0.02, 0.3, 0.5])
def test_a_rate_is_held_at_all_looks_at_once(rate: float) -> None:
    """Looked at after each of 1,000 outcomes; Wilson's interval, looked at as often, is wrong once in half the runs."""
    rng = np.random.default_rng(1)
    counts = np.cumsum(rng.random((1000, 1000)) < rate, axis=1)
    s = proportion_sequence(counts[:, 9::10], LOOKS[9::10])
    missed = ((s.low > rate) | (s.high < rate)).any(axis=1).mean()
    assert missed <= 0.05 + 2 * math.sqrt(0.05 * 0.95 / 1000)


def test_an_ordinary_interval_is_not() -> None:
    rng = np.random.default_rng(1)
    counts = np.cumsum(rng.random((100, 1000)) < 0.3, axis=1)[:, 9::10]
    wrong = 0
    for run in counts:
        bands = [wilson_interval(int(k), int(n)) for k, n in zip(run, LOOKS[9::10], strict=True)]
        wrong += any(not b.low <= 0.3 <= b.high for b in bands)
    assert wrong / 100 > 0.2


@given(st.integers(1, 500), st.data())
def test_ends_are_where_the_mixture_is_twenty_times_likelier(n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    s = proportion_sequence(k, n)
    assert 0 <= s.low <= k / n <= s.high <= 1
    for end in (float(s.low), float(s.high)):
        if 0 < end < 1:
            ratio = betabinom(n, 0.5, 0.5).logpmf(k) - binom(n, end).logpmf(k)
            assert ratio == pytest.approx(math.log(20), abs=1e-6)
    mirror = proportion_sequence(n - k, n)
    assert float(s.low) == pytest.approx(1 - float(mirror.high), abs=1e-9)


def test_a_bounded_mean_is_held_at_all_looks_at_once() -> None:
    rng = np.random.default_rng(2)
    missed = 0
    for _ in range(400):
        x = 10 + 5 * rng.beta(1, 4, 600)
        s = bounded_mean_sequence(x, 10, 15)
        missed += bool(((s.low > 11) | (s.high < 11)).any())
        assert np.all(np.diff(s.low) >= 0)
        assert np.all(np.diff(s.high) <= 0)
    assert missed / 400 <= 0.05 + 2 * math.sqrt(0.05 * 0.95 / 400)


def test_a_bounded_mean_by_the_formula_step_by_step() -> None:
    x, alpha = [0.2, 0.9, 0.4, 0.4, 0.7], 0.05
    mean, variance, bets, total, cost, squares = 0.5, 0.25, 0.0, 0.0, 0.0, 0.0
    for i, value in enumerate(x, start=1):
        bet = min(0.5, math.sqrt(2 * math.log(2 / alpha) / (variance * i * math.log(1 + i))))
        bets, total = bets + bet, total + bet * value
        cost += 4 * (value - mean) ** 2 * (-math.log(1 - bet) - bet) / 4
        mean = (0.5 + sum(x[:i])) / (i + 1)
        squares += (value - mean) ** 2
        variance = (0.25 + squares) / (i + 1)
    got = bounded_mean_sequence(x, 0, 1)
    assert got.estimate[-1] == pytest.approx(total / bets)
    assert got.high[-1] <= min(1, total / bets + (math.log(2 / alpha) + cost) / bets) + 1e-12


def test_equal_rates_seldom_give_evidence_however_often_one_looks() -> None:
    rng = np.random.default_rng(3)
    for rate in (0.05, 0.4):
        a, b = (np.cumsum(rng.random((1000, 500)) < rate, axis=1) for _ in range(2))
        e = two_rates_e_value(a, LOOKS[:500], b, LOOKS[:500])
        assert (e >= 20).any(axis=1).mean() <= 0.05


def test_unequal_rates_give_evidence() -> None:
    rng = np.random.default_rng(4)
    a, b = np.cumsum(rng.random((200, 500)) < 0.45, axis=1), np.cumsum(rng.random((200, 500)) < 0.25, axis=1)
    assert (two_rates_e_value(a, LOOKS[:500], b, LOOKS[:500]) >= 20).any(axis=1).mean() > 0.9


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_the_e_value_by_beta_binomials(k: int, miss_k: int, j: int, miss_j: int) -> None:
    n, m = k + miss_k, j + miss_j
    got = float(two_rates_e_value(k, n, j, m))
    rate = (k + j) / max(1, n + m)
    log = betabinom(n, 0.5, 0.5).logpmf(k) + betabinom(m, 0.5, 0.5).logpmf(j)
    log -= binom(n, rate).logpmf(k) + binom(m, rate).logpmf(j)
    assert got == pytest.approx(math.exp(log), rel=1e-6)
    assert got == pytest.approx(float(two_rates_e_value(j, m, k, n)))


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and the trials"):
        proportion_sequence(3, 2)
    with pytest.raises(ValueError, match="coverage"):
        proportion_sequence(1, 2, 1.0)
    with pytest.raises(ValueError, match="above 0"):
        proportion_sequence(1, 2, prior=(0, 1))
    with pytest.raises(ValueError, match="above 0"):
        two_rates_e_value(1, 2, 1, 2, prior=(1, -1))
    with pytest.raises(ValueError, match="between 0"):
        bounded_mean_sequence([2.0], 0, 1)
    with pytest.raises(ValueError, match="bounds"):
        bounded_mean_sequence([1.0], 1, 1)
    assert bounded_mean_sequence([], 0, 1).low.shape == (0,)
