from __future__ import annotations

import numpy as np
import pytest

from whofor.profile.following import DealDays, account_likeness, ages_of, follow, with_shrunk_wins

NEVER = np.inf


def deals(*rows: tuple[float, float, int]) -> DealDays:
    opened, won_after, account = zip(*rows, strict=True)
    return DealDays(np.array(opened, dtype=float), np.array(won_after, dtype=float), np.array(account))


def test_counts_between_ages_by_hand():
    # On day 100: ages 100, 100, 25, 15, 5.
    found = follow(
        deals((0, 10, 0), (0, NEVER, 1), (75, 20, 2), (85, NEVER, 3), (95, 2, 4)), np.array([10.0, 20.0, 30.0]), 100
    )
    assert found.at_risk.tolist() == [4, 2, 1]  # the deal of age 5 is not counted, though it is won
    assert found.won.tolist() == [1, 1, 0]
    assert (found.n, found.n_accounts, found.ripe, found.ripe_won) == (4, 4, 2, 1)
    # 1 - (1 - 1/4)(1 - 1/2)(1 - 0)
    assert found.estimate().estimate == pytest.approx(0.625)
    assert (found.estimate().n, found.estimate().n_won) == (4, 2)


def test_wins_that_are_not_known_yet_do_not_count():
    found = follow(deals((0, 50, 0)), np.array([10.0, 60.0]), 40)
    assert (found.at_risk.tolist(), found.won.tolist()) == ([1, 0], [0, 0])


def test_deals_opened_later_do_not_count():
    assert follow(deals((50, 5, 0)), np.array([10.0]), 40).n == 0


def test_followed_to_the_end_the_estimate_is_the_plain_share():
    rows = [(0.0, 5.0 if i < 8 else NEVER, i) for i in range(20)]
    found = follow(deals(*rows), np.array([10.0, 20.0]), 100).estimate()
    assert found.estimate == pytest.approx(0.4)
    assert (round(found.ci_low or 0, 3), round(found.ci_high or 0, 3)) == (0.219, 0.613)  # Wilson of 8 of 20


def test_recent_deals_do_not_bias_the_share():
    # Wins take 10 days, losses 60; closed deals of the last month are all won.
    rng = np.random.default_rng(1)
    n = 40_000
    opened, won = rng.integers(0, 60, n).astype(float), rng.random(n) < 0.3
    days = DealDays(opened, np.where(won, rng.integers(5, 16, n), NEVER), np.arange(n))
    found = follow(days, np.array([8.0, 12.0, 16.0]), 60)
    assert found.estimate().estimate == pytest.approx(0.3, abs=0.01)
    closed_by_then = (won & (opened + 15 <= 60)) | (opened + 60 <= 60)
    assert won[closed_by_then].mean() > 0.9


def test_no_age_no_deal():
    found = follow(deals((0, 5, 0)), np.empty(0), 100)
    assert (found.n, found.estimate().estimate) == (0, None)


def test_none_won_and_all_won_have_an_interval():
    for won_after, rate in ((NEVER, 0.0), (5.0, 1.0)):
        found = follow(deals(*[(0, won_after, i) for i in range(12)]), np.array([10.0, 20.0]), 100).estimate()
        assert found.estimate == rate
        assert found.ci_low is not None
        assert found.ci_high is not None
        assert found.ci_low < found.ci_high


def test_ages_are_quantiles_of_the_wins():
    days = np.concatenate([np.arange(1.0, 101.0), np.full(300, NEVER)])
    ages = ages_of(days)
    assert ages[0] == 11
    assert ages[-1] == 99
    assert (np.diff(ages) > 0).all()


def test_few_wins_borrow_the_ages_of_all():
    few, many = np.array([1.0, 2.0, NEVER]), np.arange(1.0, 51.0)
    assert ages_of(few, many).tolist() == ages_of(many).tolist()
    assert len(ages_of(few)) == 0
    assert len(ages_of(few, few)) == 0


def test_accounts_that_always_answer_alike():
    won = np.repeat([True, False], 20)
    account = np.repeat(np.arange(10), 4)
    one = np.zeros(40, dtype=np.int64)
    assert account_likeness(won, one, account) == 0.99
    # Explained by the group: nothing is left of it.
    assert account_likeness(won, (~won).astype(np.int64), account) == 0.0
    assert account_likeness(won[:0], one[:0], account[:0]) == 0.0


def test_an_account_with_many_deals_is_worth_less():
    rows = [(0.0, NEVER, 0) for _ in range(10)] + [(0.0, NEVER, i) for i in range(1, 11)]
    found = follow(deals(*rows), np.array([10.0]), 100, 0.5)
    assert found.effect == pytest.approx(1 + (110 / 20 - 1) * 0.5)
    assert found.n_accounts == 11


def test_searched_deals_count_with_a_part_of_their_wins():
    # 20 searched deals won 5, 5 by the two ages; 10 others won 2, 1. All are followed to the end.
    ages = np.array([10.0, 20.0])
    searched = deals(*((0.0, (5.0 if i < 5 else 15.0 if i < 10 else NEVER), i) for i in range(20)))
    others = deals(*((0.0, (5.0 if i < 2 else 15.0 if i < 3 else NEVER), 20 + i) for i in range(10)))
    everyone = DealDays(
        np.concatenate([searched.opened, others.opened]),
        np.concatenate([searched.won_after, others.won_after]),
        np.concatenate([searched.account, others.account]),
    )
    found = with_shrunk_wins(follow(everyone, ages, 100), follow(searched, ages, 100), 0.8)
    # 4 and 8 of the searched instead of 5 and 10; the one fewer by the first age is still at risk at the second.
    assert found.won.tolist() == [2 + 4, 1 + 4]
    assert found.at_risk.tolist() == [30, 30 - 6]
    assert found.estimate().estimate == pytest.approx(11 / 30)
    assert (found.n, found.ripe, found.ripe_won) == (30, 30, 11)


@pytest.mark.parametrize(("kept", "won"), [(1.0, 10), (1.5, 10), (0.0, 0), (-1.0, 0)])
def test_all_or_none_of_the_wins_stay(kept: float, won: int):
    ages = np.array([10.0])
    searched = follow(deals(*((0.0, 5.0 if i < 10 else NEVER, i) for i in range(20))), ages, 100)
    assert int(with_shrunk_wins(searched, searched, kept).won.sum()) == won
