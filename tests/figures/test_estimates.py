"""Figures made of counts and values."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint

from whofor.figures.estimates import mean_estimate, median_estimate, nothing, rate_estimate


@pytest.mark.parametrize(("k", "n"), [(0, 12), (3, 12), (12, 12), (150, 1000)])
def test_rates_have_wilsons_interval(k: int, n: int) -> None:
    made = rate_estimate(k, n)
    low, high = proportion_confint(k, n, method="wilson")
    assert (made.n, made.n_won, made.estimate) == (n, k, k / n)
    assert (made.ci_low, made.ci_high) == (pytest.approx(low, abs=1e-12), pytest.approx(high, abs=1e-12))


def test_a_mean_leaves_out_what_is_unknown_and_keeps_to_its_bounds() -> None:
    made = mean_estimate(np.array([0.0, 0.0, 10.0, np.nan]), "days", lowest=0.0)
    assert (made.n, made.n_won, made.estimate, made.ci_low, made.unit) == (3, None, pytest.approx(10 / 3), 0.0, "days")
    # Student's t at 2 degrees of freedom is 4.303; the standard deviation 5.774.
    assert made.ci_high == pytest.approx(10 / 3 + 4.302653 * 5.773503 / 3**0.5, rel=1e-5)


def test_one_value_has_no_interval_and_too_few_have_no_figure() -> None:
    assert mean_estimate(np.array([7.0])).estimate == 7.0
    assert mean_estimate(np.array([7.0])).ci_low is None
    assert mean_estimate(np.arange(9.0), fewest=10) == nothing(n=9)
    assert median_estimate(np.array([np.nan]), "days") == nothing("days")
    assert rate_estimate(0, 0).estimate is None


def test_the_median_of_many_has_an_interval_around_it() -> None:
    made = median_estimate(np.arange(1.0, 102.0))
    assert made.estimate == 51.0
    assert made.ci_low is not None
    assert made.ci_high is not None
    # Of 101 values the 41st and the 61st hold the median with 95 %: binomial(101, 1/2).
    assert 40 <= made.ci_low <= 42
    assert 60 <= made.ci_high <= 62
