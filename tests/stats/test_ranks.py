"""Differences of areas under the ROC curve: a published example, resampling, and equal scores."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from whofor.stats.ranks import (
    auc,
    auc_difference,
    auc_interval,
    average_ranks,
    rank_correlation,
    rank_correlation_interval,
    rank_sum_p,
)


def test_areas_are_those_of_the_rank_sum() -> None:
    rng = np.random.default_rng(1)
    won = rng.random(300) < 0.3
    first = rng.integers(0, 8, 300).astype(float) + won
    second = rng.normal(size=300) + 2 * won
    d = auc_difference(first, second, won)
    assert d.first == pytest.approx(auc(first, won))
    assert d.second == pytest.approx(auc(second, won))
    assert d.difference == pytest.approx(d.second - d.first)


def test_the_interval_is_that_of_resampled_rows() -> None:
    rng = np.random.default_rng(2)
    n = 400
    won = rng.random(n) < 0.4
    first = rng.normal(size=n) + 0.6 * won
    second = first + rng.normal(size=n) * 0.7 + 0.5 * won
    d = auc_difference(first, second, won)
    gaps = []
    for _ in range(1500):
        rows = rng.integers(0, n, n)
        gaps.append(auc(second[rows], won[rows]) - auc(first[rows], won[rows]))
    low, high = np.quantile(gaps, [0.025, 0.975])
    assert d.low == pytest.approx(low, abs=0.012)
    assert d.high == pytest.approx(high, abs=0.012)


def test_a_score_does_not_differ_from_itself() -> None:
    won = np.array([True, False, True, False, True, False])
    scores = np.array([3.0, 1, 2, 2, 5, 0])
    d = auc_difference(scores, scores * 10 + 1, won)
    assert (d.difference, d.low, d.high) == pytest.approx((0, 0, 0))


def test_one_success_is_too_few() -> None:
    with pytest.raises(ValueError, match="got 1 and 3"):
        auc_difference(np.arange(4.0), np.arange(4.0), np.array([True, False, False, False]))


@pytest.mark.parametrize("seed", range(5))
def test_ranks_and_their_sum_are_those_of_scipy(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for digits in (0, 1, 9):
        for size in (1, 3, 8, 9, 40):
            a = rng.normal(size=size).round(digits)
            b = (rng.normal(size=int(rng.integers(1, 60))) + 0.3).round(digits)
            if np.ptp(np.concatenate([a, b])) > 0:
                assert rank_sum_p(a, b) == pytest.approx(float(stats.mannwhitneyu(a, b).pvalue), rel=1e-12)
    table = rng.integers(0, 5, (20, 12)).astype(float)
    assert (average_ranks(table) == stats.rankdata(table, axis=1)).all()


def test_few_values_among_many_are_ranked_exactly() -> None:
    # Of all pairs of places that two values may take among 2,001, one is above all others and one below.
    many = np.arange(1999.0)
    assert rank_sum_p(np.array([5000.0, 5001.0]), many) == pytest.approx(2 / (2001 * 2000 / 2), rel=1e-9)


def test_the_interval_of_an_area_covers_it_where_groups_are_small() -> None:
    """Of normal scores a shift apart the true area is known; 20 against 15 rows, in 600 draws."""
    rng = np.random.default_rng(3)
    won = np.arange(35) < 20
    true = float(stats.norm.cdf(2.0 / np.sqrt(2)))
    covered = 0
    for _ in range(600):
        i = auc_interval(auc(rng.normal(size=35) + 2.0 * won, won), 20, 15)
        covered += i.low <= true <= i.high
    assert 0.93 <= covered / 600 <= 0.985


def test_an_area_of_one_has_a_lower_end_that_rises_with_the_rows() -> None:
    lows = [auc_interval(1.0, n, n).low for n in (2, 5, 20, 200)]
    assert lows == sorted(lows)
    assert lows[0] < 0.5 < 0.98 < lows[-1] < 1
    assert auc_interval(1.0, 5, 5).high == 1
    turned, straight = auc_interval(0.2, 12, 30), auc_interval(0.8, 12, 30)
    assert (turned.low, turned.high) == pytest.approx((1 - straight.high, 1 - straight.low))
    assert (auc_interval(0.7, 0, 9).low, auc_interval(0.7, 0, 9).high) == (0, 1)


def test_the_interval_of_a_rank_correlation_covers_it() -> None:
    rng = np.random.default_rng(4)
    true = 6 / np.pi * np.arcsin(0.8 / 2)
    covered = 0
    for _ in range(500):
        x = rng.normal(size=60)
        rho, _ = rank_correlation(x, 0.8 * x + 0.6 * rng.normal(size=60))
        i = rank_correlation_interval(rho, 60)
        covered += i.low <= true <= i.high
    assert 0.925 <= covered / 500 <= 0.98
    assert (rank_correlation_interval(0.9, 3).low, rank_correlation_interval(0.9, 3).high) == (-1, 1)
