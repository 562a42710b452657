from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import hypergeom

from whofor.model.profile_changes import IcpSpent, LookSpent, Standing
from whofor.profile.following import DealDays, Followed, follow
from whofor.profile.looking import LookPlan, WatchedIcp, look_at, look_at_icps, next_spending


def counted(won: int, n: int, effect: float = 1.0) -> Followed:
    return Followed(np.array([30.0]), np.array([n]), np.array([won]), n, n, n, won, effect)


def icp(won: int, n: int, former: tuple[IcpSpent, ...] = (), effect: float = 1.0) -> WatchedIcp:
    return WatchedIcp("I1", counted(100, 200), counted(won, n, effect), former=former)


def test_one_look_is_fishers_mid_p():
    look = look_at(icp(2, 20), LookPlan(1.0, 0.05))
    law = hypergeom(220, 102, 20)
    assert look.p == pytest.approx(2 * (law.cdf(1) + 0.5 * law.pmf(2)))
    assert look.standing is Standing.DOWN
    assert (look.promised.estimate, look.now.estimate, look.now.n) == (0.5, pytest.approx(0.1), 20)
    assert look.spent.down == LookSpent(look.spent.down.information, pytest.approx(0.04), pytest.approx(0.04))
    assert look.spent.up.level == pytest.approx(0.01)


def test_what_looks_say():
    assert look_at(icp(10, 20), LookPlan(1.0, 0.05)).standing is Standing.HOLDS
    assert look_at(icp(20, 20), LookPlan(1.0, 0.05)).standing is Standing.UP
    assert look_at(icp(0, 3), LookPlan(1.0, 0.05)).standing is Standing.TOO_FEW
    assert look_at(icp(0, 0), LookPlan(1.0, 0.05)).standing is Standing.TOO_FEW


def test_too_few_spend_nothing_and_the_next_look_has_it_all():
    first = look_at(icp(0, 3), LookPlan(0.5, 0.05))
    assert first.spent.down.level == first.spent.down.spent == 0.0
    second = look_at(icp(5, 20, (first.spent,)), LookPlan(1.0, 0.05))
    assert second.spent.down.level == pytest.approx(0.04)


def test_same_deals_again_spend_no_second_look():
    first = look_at(icp(5, 20), LookPlan(0.5, 0.05))
    again = look_at(icp(5, 20, (first.spent,)), LookPlan(0.6, 0.05))
    assert again.standing is Standing.NOTHING_NEW
    assert again.spent.down.spent == first.spent.down.spent
    assert again.spent.down.level == 0.0


def test_more_deals_than_expected_leave_something_to_the_looks_to_come():
    def crowded(n: int, *former: IcpSpent) -> WatchedIcp:
        return WatchedIcp("I1", counted(100, 200), counted(n // 2, n), 30.0, former)

    spent: list[IcpSpent] = []
    for month in range(1, 13):
        look = look_at(crowded(20 * month, *spent), LookPlan(month / 12, 0.05))
        spent.append(look.spent)
        assert look.standing is Standing.HOLDS, month
        assert look.spent.down.level > 0
    assert spent[5].down.spent < 0.04
    assert spent[-1].down.spent == pytest.approx(0.04)


def test_after_the_plan_nothing_is_tested():
    former = (look_at(icp(5, 20), LookPlan(1.0, 0.05)).spent,)
    look = look_at(icp(0, 60, former), LookPlan(1.1, 0.05))
    assert look.standing is Standing.PLAN_OVER


def test_the_error_is_shared():
    both = look_at_icps([icp(5, 20), icp(6, 20)], LookPlan(1.0, 0.05))
    assert [look.spent.down.level for look in both] == pytest.approx([0.02, 0.02])
    assert look_at_icps([], LookPlan(1.0, 0.05)) == ()


def test_deals_of_few_accounts_prove_less():
    alone, clustered = look_at(icp(4, 20), LookPlan(1.0, 0.05)), look_at(icp(4, 20, effect=3.0), LookPlan(1.0, 0.05))
    assert clustered.p > alone.p
    low, high = clustered.now.ci_low, clustered.now.ci_high
    assert low is not None
    assert high is not None
    assert alone.now.ci_high is not None
    assert high > alone.now.ci_high


def test_evidence_that_may_be_read_at_any_time():
    assert look_at(icp(0, 60), LookPlan(0.3, 0.05)).proved
    assert not look_at(icp(28, 60), LookPlan(0.3, 0.05)).proved


def test_the_error_is_spent_with_the_deals_that_come():
    few = WatchedIcp("I1", counted(100, 200), counted(5, 10), expected=100)
    many = WatchedIcp("I1", counted(100, 200), counted(25, 50), expected=100)
    # Information is n1 n0 / (n1 + n0): (10 * 200 / 210) / (100 * 200 / 300) = 1 / 7.
    assert look_at(few, LookPlan(0.5, 0.05)).spent.down.spent == pytest.approx(0.04 * np.log1p((np.e - 1) / 7))
    assert look_at(many, LookPlan(0.5, 0.05)).spent.down.spent == pytest.approx(0.04 * np.log1p((np.e - 1) * 0.6))
    assert look_at(few, LookPlan(1.0, 0.05)).spent.down.spent == pytest.approx(0.04)


def test_information_that_fell_is_no_new_look():
    spent = next_spending([LookSpent(10.0, 0.01, 0.01)], 8.0, 0.5, 0.05)
    assert spent == LookSpent(10.0, 0.0, 0.01)


def test_years_in_which_nothing_moved():
    """At most 5 % of 200 years of 6 looks have an alarm, but for 3 standard errors; the benchmark has more."""
    ages = np.array([10.0, 20.0, 30.0, 40.0])
    alarms = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        n = 300
        opened = np.sort(rng.integers(-730, 365, n)).astype(float)
        days = DealDays(opened, np.where(rng.random(n) < 0.4, rng.integers(1, 40, n), np.inf), np.arange(n))
        old = opened <= 0
        then = follow(days.take(old), ages, 0)
        former: tuple[IcpSpent, ...] = ()
        for part in range(1, 7):
            since = follow(days.take(~old), ages, round(365 * part / 6))
            look = look_at(WatchedIcp("I1", then, since, expected=100.0, former=former), LookPlan(part / 6, 0.05))
            former = (*former, look.spent)
            if look.standing.moved:
                alarms += 1
                break
    assert 1 <= alarms <= 200 * (0.05 + 3 * np.sqrt(0.05 * 0.95 / 200))
