from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from whofor.example import AS_OF, PlantedTruth, planted_segments
from whofor.example.market import RECENT_DAYS
from whofor.example.outcomes import LONGEST_CYCLE_DAYS
from whofor.example.simulation import Simulation, simulate
from whofor.example.truth import Group
from whofor.example.world import COUNTRIES, SECTORS

Mask = NDArray[np.bool_]
LABELS = [sector.label for sector in SECTORS]
CODES = [country.code for country in COUNTRIES]


def wins(simulations: list[Simulation]) -> Mask:
    return np.concatenate([sim.outcomes.will_win for sim in simulations])


def groups(simulations: list[Simulation]) -> NDArray[np.int64]:
    return np.concatenate([sim.deals.group for sim in simulations])


def strata_difference(y: Mask | NDArray[np.float64], inside: Mask, strata: NDArray[np.int64]) -> float:
    """Mantel-Haenszel difference of rates or chances, inside minus outside, within the strata."""
    total = weight = 0.0
    for stratum in np.unique(strata):
        here = strata == stratum
        a, b = here & inside, here & ~inside
        if a.sum() and b.sum():
            w = a.sum() * b.sum() / here.sum()
            total += w * (y[a].mean() - y[b].mean())
            weight += w
    return total / weight


@pytest.mark.parametrize("name", ["icp_a", "icp_b", "asia", "public"])
def test_planted_groups_win_at_their_planted_rate(simulations: list[Simulation], name: str):
    planted = {p.name: p for p in planted_segments(PlantedTruth())}[name]
    won = wins(simulations)[groups(simulations) == Group[name.upper()]]
    error = np.sqrt(planted.win_rate * (1 - planted.win_rate) / len(won))
    assert won.mean() == pytest.approx(planted.win_rate, abs=4 * error)


def test_deals_are_won_as_often_as_their_chances_say(simulations: list[Simulation]):
    chance = np.concatenate([sim.outcomes.chance for sim in simulations])
    error = np.sqrt((chance * (1 - chance)).sum())
    assert wins(simulations).sum() == pytest.approx(chance.sum(), abs=4 * error)


def test_both_icps_win_far_more_than_the_rest(simulations: list[Simulation]):
    y, group = wins(simulations), groups(simulations)
    assert 0.12 < y[(group != Group.ICP_A) & (group != Group.ICP_B)].mean() < 0.16
    assert 0.45 < y[group == Group.ICP_A].mean() < 0.53
    assert 0.45 < y[group == Group.ICP_B].mean() < 0.55


def conditions_of_a(sim: Simulation) -> dict[str, Mask]:
    account = sim.deals.account
    funding = sim.accounts.funding_day[account]
    since = sim.deals.opened - funding
    people = sim.accounts.employees[account]
    return {
        "fintech": sim.accounts.sector[account] == LABELS.index("Fintech"),
        "size": (people >= 51) & (people <= 200),
        "growing": sim.accounts.growth[account] >= 20,
        "round": (funding != -1) & (since >= 0) & (since <= RECENT_DAYS),
    }


def test_all_but_one_condition_of_icp_a_win_hardly_more_than_the_rest(simulations: list[Simulation]):
    y = wins(simulations)
    rest = y[groups(simulations) == Group.NEUTRAL].mean()
    for left_out in ("fintech", "size", "growing", "round"):
        mask = np.concatenate(
            [
                np.logical_and.reduce([~m if name == left_out else m for name, m in conditions_of_a(sim).items()])
                for sim in simulations
            ]
        )
        assert mask.sum() > 150, left_out
        assert y[mask].mean() < rest + 0.08, left_out


def test_single_conditions_of_icp_a_are_clearly_weaker_than_all_together(simulations: list[Simulation]):
    y, group = wins(simulations), groups(simulations)
    together = y[group == Group.ICP_A].mean()
    for name in ("fintech", "size", "growing", "round"):
        alone = y[np.concatenate([conditions_of_a(sim)[name] for sim in simulations])].mean()
        assert alone < 0.6 * together, name


def test_three_conditions_of_icp_a_can_be_recovered(simulations: list[Simulation]):
    y = wins(simulations)
    mask = np.concatenate(
        [conditions_of_a(s)["fintech"] & conditions_of_a(s)["size"] & conditions_of_a(s)["round"] for s in simulations]
    )
    assert mask.mean() > 0.09
    assert y[mask].mean() > 2.5 * y[~mask].mean()


def test_cycles_are_those_planted(simulations: list[Simulation]):
    days = np.concatenate([sim.outcomes.closed_day - sim.deals.opened for sim in simulations])
    y, group = wins(simulations), groups(simulations)
    median = {g: float(np.median(days[y & (group == g)])) for g in Group}
    assert median[Group.NEUTRAL] == pytest.approx(42, abs=3)
    assert median[Group.ICP_A] == pytest.approx(21, abs=2)
    assert median[Group.ICP_B] == pytest.approx(21, abs=2)
    assert median[Group.ASIA] > 55
    assert np.median(days[~y]) > np.median(days[y])
    assert days.min() >= 2
    assert days.max() <= LONGEST_CYCLE_DAYS


def test_old_deals_are_all_closed_and_young_ones_partly_open(simulations: list[Simulation]):
    sim = simulations[0]
    age = AS_OF.toordinal() - sim.deals.opened
    assert sim.outcomes.closed[age >= LONGEST_CYCLE_DAYS].all()
    young = sim.outcomes.closed[age < 60]
    assert 0 < young.sum() < len(young)
    assert not (sim.outcomes.won & sim.outcomes.lost).any()


def test_prices_are_beaten_down_in_asia_and_full_for_the_icps(simulations: list[Simulation]):
    amount = np.concatenate([sim.outcomes.amount for sim in simulations])
    band = np.concatenate([sim.accounts.band[sim.deals.account] for sim in simulations])
    group = groups(simulations)
    for size in (3, 4, 5):
        usual = amount[(group == Group.NEUTRAL) & (band == size)].mean()
        assert amount[(group == Group.ASIA) & (band == size)].mean() == pytest.approx(0.75 * usual, rel=0.06)
        assert amount[(group == Group.ICP_B) & (band == size)].mean() == pytest.approx(usual / 0.925, rel=0.06)
    paid = amount / np.concatenate([sim.outcomes.list_price for sim in simulations])
    assert paid[(group == Group.ICP_A) | (group == Group.ICP_B)].min() == 1
    assert paid[group == Group.NEUTRAL].mean() == pytest.approx(0.925, abs=0.01)
    assert paid[group == Group.ASIA].mean() == pytest.approx(0.75 * 0.925, abs=0.01)


def test_those_who_pay_most_are_not_the_icp(simulations: list[Simulation]):
    amount = np.concatenate([sim.outcomes.amount for sim in simulations])
    band = np.concatenate([sim.accounts.band[sim.deals.account] for sim in simulations])
    y, group = wins(simulations), groups(simulations)
    largest = band == 6
    assert amount[largest].mean() > 4 * amount[group == Group.ICP_A].mean()
    assert y[largest].mean() < 0.5 * y[group == Group.ICP_A].mean()


def test_professional_services_look_good_but_ride_on_one_salesperson(simulations: list[Simulation]):
    y = wins(simulations)
    uk = np.concatenate(
        [
            (s.accounts.sector[s.deals.account] == LABELS.index("Professional services"))
            & (s.accounts.country[s.deals.account] == CODES.index("GB"))
            for s in simulations
        ]
    )
    owner = np.concatenate([s.accounts.owner[s.deals.account] for s in simulations])
    referred = np.concatenate([s.deals.referred for s in simulations])
    among = (groups(simulations) == Group.NEUTRAL) & ~referred
    chance = np.concatenate([s.outcomes.chance for s in simulations])
    assert y[uk].mean() - y[~uk].mean() > 0.12
    assert abs(strata_difference(chance[among], uk[among], owner[among])) < 0.01
    assert y[owner == 0].mean() > 2 * y[owner != 0].mean()


def test_legal_services_ride_on_referrals(simulations: list[Simulation]):
    neutral = groups(simulations) == Group.NEUTRAL
    y = wins(simulations)
    legal = np.concatenate([s.accounts.sector[s.deals.account] == LABELS.index("Legal services") for s in simulations])
    referred = np.concatenate([s.deals.referred for s in simulations])
    owner = np.concatenate([s.accounts.owner[s.deals.account] for s in simulations])
    among = neutral & (owner != 0)
    assert y[among & legal].mean() - y[among & ~legal].mean() > 0.08
    chance = np.concatenate([s.outcomes.chance for s in simulations])
    assert abs(strata_difference(chance[among], legal[among], referred[among].astype(np.int64))) < 0.01
    assert legal[referred].mean() > 0.4


def test_effects_are_arguments():
    sims = [simulate(seed, PlantedTruth(icp_a_win_rate=0.9, base_win_rate=0.3), 1500) for seed in (1, 2)]
    y, group = wins(sims), groups(sims)
    assert y[group == Group.ICP_A].mean() > 0.85
    assert y[group == Group.NEUTRAL].mean() > 0.3


def test_ceo_steps_in_only_with_large_manufacturers_in_asia(simulations: list[Simulation]):
    ceo = np.concatenate([sim.outcomes.ceo for sim in simulations])
    asia = groups(simulations) == Group.ASIA
    assert not ceo[~asia].any()
    assert ceo[asia].mean() == pytest.approx(0.7, abs=0.05)
