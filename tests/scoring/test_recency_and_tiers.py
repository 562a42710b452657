"""The base of the newest deals, with its guards; tiers by chance and by capacity."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import expit

from whofor.model.scorecard import CardTiers, RateMoved, ScoreConfidence
from whofor.scoring.recency import newest_quarter, recent_base
from whofor.scoring.tiers import confidences, tiers_by_capacity, tiers_by_chance, usual_tiers


def deals(rate: float, n: int = 1000) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The oldest 700 win a fifth; the newest 300 at a rate."""
    rng = np.random.default_rng(1)
    won = rng.random(n) < np.where(np.arange(n) < 700, 0.2, rate)
    return rng.normal(np.log(0.25), 0.5, n), won, np.arange(n, dtype=float)


def test_the_shift_is_that_of_a_root_finder() -> None:
    z, won, day = deals(0.3)
    found = recent_base(z, won, day, 0.2)
    root = brentq(lambda d: won[-300:].sum() - expit(z[-300:] + d).sum() - d, -9, 9)
    assert found.shift == pytest.approx(root, abs=1e-9)
    assert (found.n, found.n_won, found.until) == (300, won[-300:].sum(), "1972-09-26")
    assert found.note is RateMoved.REFITTED


@pytest.mark.parametrize(("rate", "note"), [(0.5, RateMoved.ORDER_ONLY), (0.08, RateMoved.TOO_FEW)])
def test_a_rate_that_moved_twofold_leaves_the_order_only(rate: float, note: RateMoved) -> None:
    z, won, day = deals(rate)
    assert recent_base(z, won, day, 0.2).note is note


def test_a_rate_that_halved_leaves_the_order_only() -> None:
    z, won, day = deals(0.19)
    assert recent_base(z, won, day, 0.5).note is RateMoved.ORDER_ONLY


@pytest.mark.parametrize("wins", [0, 29, 271, 300])
def test_too_few_of_either_outcome_move_nothing(wins: int) -> None:
    won = np.arange(300) < wins
    found = recent_base(np.zeros(300), won, np.arange(300.0), 0.2)
    assert (found.shift, found.note) == (0.0, RateMoved.TOO_FEW)


def test_too_few_deals_move_nothing_and_days_that_are_not_known_do_not_count() -> None:
    z, won, day = deals(0.3)
    assert recent_base(z[:299], won[:299], day[:299], 0.2).note is RateMoved.TOO_FEW
    day[100:] = np.nan
    assert recent_base(z, won, day, 0.2).note is RateMoved.TOO_FEW
    assert recent_base(z[:0], won[:0], day[:0], 0.2).n == 0


def test_all_deals_of_the_last_day_that_enters_count() -> None:
    z, won, day = deals(0.3)
    assert recent_base(z, won, np.floor(day / 400), 0.2).n == 600


def test_wild_scores_leave_a_finite_shift() -> None:
    won = np.arange(400) % 2 == 0
    assert abs(recent_base(np.full(400, 80.0), won, np.arange(400.0), 0.5).shift) <= 20


def test_usual_tiers_fall_and_can_be_reached() -> None:
    for rate in (0.01, 0.1, 0.3, 0.5, 0.9):
        least = usual_tiers(rate).least
        assert 1 > least[0] > least[1] > rate > least[2] > 0
    assert usual_tiers(0.1).least == pytest.approx((0.3, 0.15, 0.075))


def test_a_chance_at_the_least_is_in_the_tier() -> None:
    tiers = CardTiers(("A", "B", "C", "D"), (0.3, 0.15, 0.075))
    assert tiers_by_chance(np.array([1.0, 0.3, 0.29, 0.15, 0.075, 0.07, 0.0]), tiers).tolist() == [0, 0, 1, 1, 2, 3, 3]


def test_capacity_takes_the_best_and_equals_by_id() -> None:
    sums, ids = np.array([1.0, 3.0, 2.0, 2.0, 2.0]), np.array(["e", "d", "c", "b", "a"], dtype=object)
    assert tiers_by_capacity(sums, ids, [2, 2]).tolist() == [2, 0, 1, 1, 0]
    assert tiers_by_capacity(sums, np.array([5, 4, 3, 2, 1]), [2, 2]).tolist() == [2, 0, 1, 1, 0]
    assert tiers_by_capacity(sums[:0], ids[:0], [2]).tolist() == []


def test_a_score_is_sure_within_one_tier() -> None:
    tiers = CardTiers(("A", "B", "C"), (0.6, 0.4))
    sums = np.array([0.0, 0.0, 0.0, 3.0])
    variance = np.array([0.0, 0.12, 2.0, 0.1])
    # 80 %: 1.2816 standard deviations; log odds of .6 are .405.
    assert confidences(sums, variance, tiers) == [
        ScoreConfidence.HIGH,
        ScoreConfidence.LOW,
        ScoreConfidence.LOW,
        ScoreConfidence.HIGH,
    ]
    assert confidences(np.array([0.3]), np.array([0.02]), tiers) == [ScoreConfidence.MEDIUM]


def test_the_rate_of_the_newest_quarter_by_hand() -> None:
    day = np.array([0.0, 8.9, 9.2, 100.0, np.nan])
    won = np.array([True, True, False, True, True])
    found = newest_quarter(won, day)
    assert found is not None
    # From day 10 on: 91 days up to day 100.
    assert (found.since, found.until, found.rate.n, found.rate.estimate) == ("1970-01-11", "1970-04-11", 1, 1.0)
    assert found.rate.low == pytest.approx(0.2065, abs=1e-4)
    assert newest_quarter(won, np.full(5, np.nan)) is None
