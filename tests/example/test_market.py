from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np
import pytest

from whofor.example import AS_OF, FIRST_DAY, PlantedTruth
from whofor.example.market import odds_of_date
from whofor.example.simulation import Simulation
from whofor.example.truth import Group
from whofor.example.world import COUNTRIES, SECTORS, SIZE_BANDS

LATIN = {"BR", "MX", "CO", "CL", "AR"}
ASIAN = {"CN", "IN", "VN", "TH", "JP", "SG"}


def group_by_hand(sim: Simulation, deal: int) -> Group:
    account = int(sim.deals.account[deal])
    sector = SECTORS[int(sim.accounts.sector[account])].label
    country = COUNTRIES[int(sim.accounts.country[account])].code
    people = int(sim.accounts.employees[account])
    funding, opened = int(sim.accounts.funding_day[account]), int(sim.deals.opened[deal])
    if sector == "Fintech" and 51 <= people <= 200 and sim.accounts.growth[account] >= 20:
        return Group.ICP_A if funding != -1 and 0 <= opened - funding <= 183 else Group.NEUTRAL
    if sector == "Manufacturing" and people >= 250:
        if country in LATIN:
            return Group.ICP_B
        if country in ASIAN:
            return Group.ASIA
    if sector == "Public sector" and people >= 1000:
        return Group.PUBLIC
    return Group.NEUTRAL


def test_groups_are_those_of_the_planted_conditions_on_the_day_of_opening(simulations: list[Simulation]):
    sim = simulations[0]
    assert [Group(g) for g in sim.deals.group.tolist()] == [group_by_hand(sim, i) for i in range(2500)]


def test_rounds_after_the_opening_do_not_count(simulations: list[Simulation]):
    sim = simulations[0]
    since = sim.deals.opened - sim.accounts.funding_day[sim.deals.account]
    funded = sim.accounts.funding_day[sim.deals.account] != -1
    later = funded & (since < 0)
    assert later.sum() > 100
    assert not (sim.deals.group[later] == Group.ICP_A).any()
    assert sim.accounts.funding_day.max() <= AS_OF.toordinal()


def test_one_account_may_be_within_and_outside_of_six_months_after_its_round(simulations: list[Simulation]):
    sim = simulations[0]
    is_a = sim.deals.group == Group.ICP_A
    inside = set(sim.deals.account[is_a].tolist())
    assert len(inside & set(sim.deals.account[~is_a].tolist())) > 10


def test_deals_are_opened_on_working_days_of_the_three_years(simulations: list[Simulation]):
    for sim in simulations:
        days = sim.deals.opened
        assert days.min() >= FIRST_DAY.toordinal()
        assert days.max() <= AS_OF.toordinal()
        assert ((days + 6) % 7).max() <= 4
        assert (np.diff(days) >= 0).all()
        assert (sim.created[sim.deals.account] <= days).all()


def test_about_a_third_of_the_deals_are_opened_each_year(simulations: list[Simulation]):
    years = Counter((int(day) - FIRST_DAY.toordinal()) // 366 for sim in simulations for day in sim.deals.opened)
    assert [years[i] / 30_000 for i in range(3)] == pytest.approx([1 / 3] * 3, abs=0.03)


def test_planted_groups_have_their_share_of_the_deals(simulations: list[Simulation]):
    counts = sum((Counter(sim.deals.group.tolist()) for sim in simulations), Counter[int]())
    shares = {group.name: counts[group] / 30_000 for group in Group if group is not Group.NEUTRAL}
    assert shares == pytest.approx({"ICP_A": 0.095, "ICP_B": 0.08, "ASIA": 0.058, "PUBLIC": 0.12}, abs=0.01)


def test_people_lie_within_their_band(simulations: list[Simulation]):
    accounts = simulations[0].accounts
    for people, band in zip(accounts.employees.tolist(), accounts.band.tolist(), strict=True):
        low, high = SIZE_BANDS[band]
        assert low <= people <= high


def test_date_has_a_mild_effect_that_is_nil_in_the_middle():
    truth = PlantedTruth(drift_odds=1.2, summer_odds=0.8)
    first, last = FIRST_DAY.toordinal(), AS_OF.toordinal()
    july = date(2024, 7, 10).toordinal()
    start, end, summer = odds_of_date(np.array([first, last, july]), truth).tolist()
    assert end / start == pytest.approx(1.2)
    assert (start + end) / 2 == pytest.approx(1.0)
    drift = (2 / 2.2) * (1 + 0.2 * (july - first) / (last - first))
    assert summer == pytest.approx(0.8 * drift)
