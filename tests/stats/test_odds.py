"""Tables over strata against statsmodels and the admissions to Berkeley as R prints them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import StratifiedTable

from whofor.stats.odds import breslow_day, cochran_mantel_haenszel, mantel_haenszel_odds_ratio

# Bickel, Hammel & O'Connell (1975): men admitted and applied, women admitted and applied, six departments.
BERKELEY = (
    [512, 353, 120, 138, 53, 22],
    [825, 560, 325, 417, 191, 373],
    [89, 17, 202, 131, 94, 24],
    [108, 25, 593, 375, 393, 341],
)
strata = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=6
)


def test_berkeley_as_r_prints_it() -> None:
    """`mantelhaen.test(UCBAdmissions)`: X-squared 1.4269 (corrected), p 0.2323, odds ratio 0.9047 (0.7719, 1.0603)."""
    test = cochran_mantel_haenszel(*BERKELEY, continuity=True)
    assert (test.statistic, test.p) == pytest.approx((1.4269, 0.2323), abs=5e-5)
    odds = mantel_haenszel_odds_ratio(*BERKELEY)
    assert odds.estimate == pytest.approx(0.9046968, abs=5e-8)
    assert (odds.low, odds.high) == pytest.approx((0.7719074, 1.0603298), abs=5e-7)


def test_tables_agree_with_statsmodels() -> None:
    rng = np.random.default_rng(5)
    for _ in range(20):
        n1, n0 = rng.integers(10, 60, 5), rng.integers(10, 60, 5)
        a, b = rng.binomial(n1, rng.uniform(0.2, 0.8, 5)), rng.binomial(n0, 0.4)
        want = StratifiedTable([np.array([[w, n - w], [v, m - v]]) for w, n, v, m in zip(a, n1, b, n0, strict=True)])
        test, null = cochran_mantel_haenszel(a, n1, b, n0), want.test_null_odds()
        assert (test.statistic, test.p) == pytest.approx((null.statistic, null.pvalue))
        odds = mantel_haenszel_odds_ratio(a, n1, b, n0)
        assert odds.estimate == pytest.approx(want.oddsratio_pooled)
        assert (odds.low, odds.high) == pytest.approx(want.oddsratio_pooled_confint())
        same = want.test_equal_odds(adjust=True)
        got = breslow_day(a, n1, b, n0)
        assert (got.statistic, got.p) == pytest.approx((same.statistic, same.pvalue))


@given(strata)
def test_any_tables_give_an_answer_and_sides_may_change(tables: list[tuple[int, int, int, int]]) -> None:
    a, b, c, d = np.array(tables).T
    one, two = (a, a + b, c, c + d), (c, c + d, a, a + b)
    test = cochran_mantel_haenszel(*one)
    assert 0 <= test.p <= 1
    assert test.p == pytest.approx(cochran_mantel_haenszel(*two).p)
    odds, back = mantel_haenszel_odds_ratio(*one), mantel_haenszel_odds_ratio(*two)
    if 0 < odds.estimate < math.inf:
        assert (odds.estimate, odds.low) == pytest.approx((1 / back.estimate, 1 / back.high))
    else:
        assert (odds.low, odds.high) == (0, math.inf)
    assert 0 <= breslow_day(*one).p <= 1
    assert breslow_day(*one).p == pytest.approx(breslow_day(*two).p, abs=1e-6)


def test_tables_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and its rows"):
        cochran_mantel_haenszel([3], [2], [1], [2])
    assert cochran_mantel_haenszel([], [], [], []).p == 1
