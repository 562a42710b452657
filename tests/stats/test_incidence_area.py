"""Area and median of an incidence: by hand, against the curve itself, and the spread of its resamples."""

from __future__ import annotations

import numpy as np
import pytest

from whofor.stats.incidence_area import incidence_samples
from whofor.stats.survival import cumulative_incidence


def test_by_hand_without_censoring() -> None:
    """Two of four sign, after 2 and 6 days, within 10: (8 + 4) / 4 days."""
    s = incidence_samples([2, 6, 3, 9], [1, 1, 2, 2], 10, seed=0)
    assert s.area == pytest.approx(3.0)
    assert s.median == 2.0
    assert len(s.areas) == 500


@pytest.mark.parametrize("seed", range(3))
def test_the_area_is_that_under_the_curve(seed: int) -> None:
    rng = np.random.default_rng(seed)
    time = rng.integers(0, 200, 400).astype(float)
    event = rng.integers(0, 3, 400)
    curve = cumulative_incidence(time, event)
    days = np.arange(0, 180)
    expected = sum(curve.at(float(day)).estimate for day in days)
    assert incidence_samples(time, event, 180, seed=1).area == pytest.approx(expected, rel=1e-9)


def test_resamples_spread_as_means_of_rows_do() -> None:
    """Without censoring or competing ends the area is a mean, whose standard error is known."""
    rng = np.random.default_rng(5)
    time = rng.integers(1, 100, 300).astype(float)
    s = incidence_samples(time, np.ones(300), 120, seed=2, samples=2000)
    assert s.areas.std() == pytest.approx((120 - time).std() / 300**0.5, rel=0.08)
    assert s.areas.mean() == pytest.approx(s.area, rel=0.02)


def test_who_never_signs_has_no_median() -> None:
    assert np.isnan(incidence_samples([1, 2], [2, 0], 5, seed=0).median)


def test_long_horizons_are_counted_in_wider_bins() -> None:
    s = incidence_samples([1000.0, 2000.0, 3000.0], [1, 1, 1], 3000, seed=0)
    assert s.median == pytest.approx(2000, abs=10)


def test_bad_input_is_refused() -> None:
    for time, horizon in (([], 5), ([-1.0], 5), ([1.0], 0)):
        with pytest.raises(ValueError, match="needs rows"):
            incidence_samples(time, [1] * len(time), horizon, seed=0)
