"""General numbers against an independent oracle (statsmodels, enumeration) and figures worked out by hand."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, hypergeom
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from whofor.stats.intervals import mean_interval, newcombe_interval, wilson_interval
from whofor.stats.multiplicity import holm
from whofor.stats.power import n_for_difference, power_of_difference
from whofor.stats.ranks import auc
from whofor.stats.shrinkage import shrink_rate
from whofor.stats.skew import normal_score, standardised_for_score
from whofor.stats.strata import mantel_haenszel_difference, stratified_exact_p


@pytest.mark.parametrize(("k", "n"), [(0, 7), (7, 7), (3, 10), (41, 88), (1, 1000)])
def test_wilson_agrees_with_statsmodels(k: int, n: int) -> None:
    low, high = proportion_confint(k, n, method="wilson")
    got = wilson_interval(k, n)
    assert got.low == pytest.approx(low, abs=1e-12)
    assert got.high == pytest.approx(high, abs=1e-12)


@pytest.mark.parametrize(("a", "n", "b", "m"), [(56, 70, 48, 80), (9, 10, 3, 10), (0, 20, 5, 30), (10, 10, 0, 20)])
def test_newcombe_agrees_with_statsmodels(a: int, n: int, b: int, m: int) -> None:
    low, high = confint_proportions_2indep(a, n, b, m, method="newcomb", compare="diff")
    got = newcombe_interval(a, n, b, m)
    assert got.low == pytest.approx(low, abs=1e-9)
    assert got.high == pytest.approx(high, abs=1e-9)


def test_mean_interval_by_hand() -> None:
    """Values 1, 2, 3, 4: mean 2.5, s = 1.290994, t(3) = 3.182446, half = 2.054260."""
    got = mean_interval(10, 30, 4)
    assert got.high - got.estimate == pytest.approx(2.054260, abs=1e-5)
    assert math.isinf(mean_interval(3, 9, 1).high)


def test_holm_agrees_with_statsmodels() -> None:
    rng = np.random.default_rng(1)
    for _ in range(20):
        p = rng.random(rng.integers(1, 9)) ** 2
        assert holm(p.tolist()) == pytest.approx(multipletests(p, method="holm")[1].tolist())


def test_exact_p_of_one_stratum_is_hypergeometric() -> None:
    more, fewer = stratified_exact_p(4, np.array([7]), np.array([9]), np.array([20]))
    law = hypergeom(20, 9, 7)
    assert more == pytest.approx(law.sf(4) + 0.5 * law.pmf(4))
    assert fewer == pytest.approx(law.cdf(3) + 0.5 * law.pmf(4))


def test_exact_p_of_two_strata_by_enumeration() -> None:
    """Every way of placing 2 wins among 4 deals and 1 win among 3; inside are the first 2 and the first deal."""
    counts: dict[int, int] = {}
    for first in itertools.combinations(range(4), 2):
        for second in itertools.combinations(range(3), 1):
            got = sum(i < 2 for i in first) + sum(i < 1 for i in second)
            counts[got] = counts.get(got, 0) + 1
    total = sum(counts.values())
    more, _ = stratified_exact_p(2, np.array([2, 1]), np.array([2, 1]), np.array([4, 3]))
    assert more == pytest.approx((0.5 * counts[2] + counts[3]) / total)


def test_mantel_haenszel_weights_by_hand() -> None:
    """Strata (8/10 - 5/10) and (3/20 - 1/10), weights 5 and 6.667: (1.5 + 0.3333) / 11.667."""
    a = np.array
    got = mantel_haenszel_difference(a([8, 3]), a([10, 20]), a([5, 1]), a([10, 10]))
    assert got.difference == pytest.approx((0.3 * 5 + 0.05 * 20 / 3) / (5 + 20 / 3))


def test_mantel_haenszel_test_agrees_with_statsmodels() -> None:
    """The interval excludes zero where the Cochran-Mantel-Haenszel test rejects, on clear cases."""
    rng = np.random.default_rng(3)
    for shift in (0.0, 0.3):
        n1, n0 = rng.integers(30, 60, 6), rng.integers(30, 60, 6)
        a, b = rng.binomial(n1, 0.3 + shift), rng.binomial(n0, 0.3)
        got = mantel_haenszel_difference(a, n1, b, n0)
        tables = [np.array([[w, n - w], [v, m - v]]) for w, n, v, m in zip(a, n1, b, n0, strict=True)]
        p = StratifiedTable(tables).test_null_odds().pvalue
        assert (got.low > 0) == (p < 0.05)
    assert mantel_haenszel_difference(a, n1 * 0, b, n0).n_strata == 0


@pytest.mark.parametrize(("n", "p"), [(20, 0.1), (50, 0.05), (200, 0.2), (30, 0.5)])
def test_normal_score_is_near_the_exact_tail(n: int, p: float) -> None:
    """Mid-p of a binomial count against the score's tail, where raw z is off by orders of magnitude."""
    mean, sd = n * p, math.sqrt(n * p * (1 - p))
    skewness = np.array([(1 - 2 * p) / sd])
    for k in range(math.ceil(mean + 2 * sd), math.ceil(mean + 5 * sd)):
        exact = binom.sf(k, n, p) + 0.5 * binom.pmf(k, n, p)
        score = float(normal_score(np.array([(k - mean) / sd]), skewness)[0])
        near = float(0.5 * math.erfc(score / math.sqrt(2)))
        assert abs(math.log10(near) - math.log10(exact)) < 0.7


@given(st.floats(-3, 6), st.floats(-0.9, 0.9))
def test_normal_score_goes_back(score: float, skewness: float) -> None:
    g = np.array([skewness])
    z = standardised_for_score(score, g)
    if (g[0] / 6 * (score - g[0] / 6) + 1) > 0:
        assert float(normal_score(z, g)[0]) == pytest.approx(score, abs=1e-6)


@given(st.lists(st.floats(-4, 8), min_size=2, max_size=20), st.floats(-0.9, 0.9))
def test_normal_score_is_monotone(values: list[float], skewness: float) -> None:
    z = np.sort(np.array(values))
    assert np.all(np.diff(normal_score(z, np.full(len(z), skewness))) >= -1e-9)


def test_auc_is_the_share_of_ordered_pairs() -> None:
    rng = np.random.default_rng(5)
    scores, success = rng.integers(0, 5, 40).astype(float), rng.random(40) < 0.4
    pairs = [(a > b) + 0.5 * (a == b) for a in scores[success] for b in scores[~success]]
    assert auc(scores, success) == pytest.approx(np.mean(pairs))
    assert auc(scores, np.ones(40, dtype=bool)) == 0.5


def test_shrinkage_by_hand() -> None:
    assert shrink_rate(9, 10, 0.2, 10) == pytest.approx(11 / 20)


def test_power_by_simulation() -> None:
    """About 80 % of simulated groups of that size pass the threshold."""
    n = n_for_difference(0.35, 0.2, 1.96)
    assert n is not None
    rng = np.random.default_rng(7)
    z = (rng.binomial(n, 0.35, 20000) / n - 0.2) / math.sqrt(0.2 * 0.8 / n)
    assert np.mean(z > 1.96) == pytest.approx(0.8, abs=0.03)
    assert n_for_difference(0.2, 0.2, 1.96) is None
    assert power_of_difference(100, 0.2, 0.2, 2.5, 4.0) < power_of_difference(1000, 0.2, 0.2, 2.5, 4.0)
