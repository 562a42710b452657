from __future__ import annotations

import numpy as np
import pytest

from whofor.errors import UsageError
from whofor.example import PlantedTruth, planted_segments
from whofor.example.simulation import simulate
from whofor.example.truth import Group, with_odds


@pytest.mark.parametrize(
    ("rate", "odds_ratio", "expected"),
    [(0.5, 3.0, 0.75), (0.2, 1.0, 0.2), (0.1, 9.0, 0.5), (0.0, 5.0, 0.0), (1.0, 0.2, 1.0)],
)
def test_with_odds_by_hand(rate: float, odds_ratio: float, expected: float):
    assert with_odds(rate, odds_ratio) == pytest.approx(expected)


def test_no_truth_gives_every_deal_the_same_chance_cycle_and_price():
    truth = PlantedTruth.none(0.2)
    sim = simulate(1, truth, 800)
    assert sim.outcomes.chance == pytest.approx(np.full(800, 0.2))
    assert {truth.cycle_ratio(group) for group in Group} == {1.0}
    assert not sim.outcomes.ceo.any()
    assert {planted.direction for planted in planted_segments(truth)} == {0}


def test_effects_do_not_change_who_the_clients_are():
    plain, planted = simulate(3, PlantedTruth.none(), 300), simulate(3, PlantedTruth(icp_a_win_rate=0.9), 300)
    assert plain.names == planted.names
    assert plain.deals.opened.tolist() == planted.deals.opened.tolist()
    assert plain.accounts.employees.tolist() == planted.accounts.employees.tolist()


def test_impossible_effects_are_all_named_at_once():
    with pytest.raises(UsageError) as raised:
        PlantedTruth(icp_a_win_rate=1.4, salesperson_odds=0.0)
    assert str(raised.value).splitlines() == [
        "icp_a_win_rate must be a share from 0 to 1 (“1.4”).",
        "salesperson_odds must be a number above 0 (“0.0”).",
    ]


def test_planted_segments_have_the_rates_that_were_asked_for_without_other_effects():
    truth = PlantedTruth(icp_a_win_rate=0.6, salesperson_odds=1.0, referral_odds=1.0, drift_odds=1.0, summer_odds=1.0)
    rates = {planted.name: planted.win_rate for planted in planted_segments(truth)}
    assert rates == pytest.approx({"icp_a": 0.6, "icp_b": 0.5, "asia": 0.05, "public": 0.02})


def test_planted_rate_with_one_other_effect_by_hand():
    truth = PlantedTruth(
        icp_b_win_rate=0.5, salesperson_odds=1.0, referral_odds=3.0, referral_share_elsewhere=0.1,
        drift_odds=1.0, summer_odds=1.0,
    )  # fmt: skip
    rates = {planted.name: planted.win_rate for planted in planted_segments(truth)}
    assert rates["icp_b"] == pytest.approx(0.9 * 0.5 + 0.1 * 0.75)


def test_planted_segments_point_the_right_way():
    directions = {planted.name: planted.direction for planted in planted_segments(PlantedTruth())}
    assert directions == {"icp_a": 1, "icp_b": 1, "asia": -1, "public": -1}
