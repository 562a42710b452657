"""Likeness: planted customers are found among a market, junk is not, and the check by hidden customers is honest."""

from __future__ import annotations

import math

import numpy as np
import pytest

from made_rows import attribute
from whofor.arrays import Column
from whofor.model import Kind
from whofor.model.card_proof import CardGrade
from whofor.schema.rows import Attribute
from whofor.scoring.likeness import grade_of_likeness, learn_likeness
from whofor.scoring.nearest import nearest, weights_of_facts
from whofor.stats.ranks import auc

SECTORS = np.array(["bank", "shop", "clinic", "school"], dtype=object)
TIMES = np.array([3.0, 0.5, 1.0, 0.25])
"""How many times as common each sector is among the customers as in the market, before the shares are made to sum."""


def companies(n: int, seed: int, shares: np.ndarray) -> list[Attribute]:
    """Companies with a sector, a number that says nothing and a list of tools."""
    rng = np.random.default_rng(seed)
    sector = rng.choice(SECTORS, n, p=shares / shares.sum())
    tools = rng.choice(np.array(["a;b", "a", "b;c"], dtype=object), n)
    return [
        attribute("sector", sector),
        attribute("size", np.round(np.exp(rng.normal(4, 1, n))), Kind.NUMBER),
        attribute("tools", tools, Kind.MULTI),
    ]


def learnt(n: int = 400, m: int = 3000, shares: np.ndarray = TIMES):
    customers, market = companies(n, 1, shares), companies(m, 2, np.ones(4))
    return learn_likeness(customers, market, np.zeros(n), np.zeros(m)), customers, market


def test_the_planted_ratio_of_frequencies_is_told() -> None:
    card, _, market = learnt(n=1500, m=6000)
    times = np.exp(card.log_times(card.scores(market, np.zeros(6000))))
    truth = dict(zip(SECTORS.tolist(), (TIMES / TIMES.mean()).tolist(), strict=True))
    for sector, expected in truth.items():
        told = times[market[0].values == sector]
        assert np.median(told) == pytest.approx(expected, rel=0.2)
    assert np.mean(times) == pytest.approx(1.0, abs=0.05)


def test_hidden_customers_are_found_as_often_as_their_facts_allow() -> None:
    card, customers, market = learnt()
    truth = np.concatenate([TIMES[[SECTORS.tolist().index(s) for s in a[0].values]] for a in (customers, market)])
    best = auc(truth, np.arange(3400) < 400)
    assert (card.check.n, card.check.n_market) == (400, 3000)
    assert card.check.auc.estimate == pytest.approx(best, abs=0.02)
    assert card.check.auc.low < best < card.check.auc.high
    assert card.check.in_best_fifth.estimate >= card.check.in_best_tenth.estimate
    assert grade_of_likeness(card.check) is CardGrade.READY


def test_customers_drawn_from_the_market_are_not_found() -> None:
    """Of twenty markets at most two or three show an order where there is none: the interval is of 95 %."""
    grades: list[CardGrade] = []
    for seed in range(12):
        customers, market = companies(120, 2 * seed, np.ones(4)), companies(600, 2 * seed + 1, np.ones(4))
        card = learn_likeness(customers, market, np.zeros(120), np.zeros(600))
        grades.append(grade_of_likeness(card.check))
    assert grades.count(CardGrade.NOT_READY) >= 11


def test_few_customers_are_no_proof() -> None:
    card, _, _ = learnt(n=20)
    assert grade_of_likeness(card.check) is CardGrade.NOT_READY
    assert card.check.n == 20


def test_what_only_one_list_fills_in_tells_nothing() -> None:
    """Half of the market has no sector: that is how the list was made."""
    customers, market = companies(400, 1, np.ones(4)), companies(3000, 2, np.ones(4))
    blank = np.where(np.random.default_rng(3).random(3000) < 0.5, None, market[0].values)
    market = [attribute("sector", blank), *market[1:]]
    card = learn_likeness(customers, market, np.zeros(400), np.zeros(3000))
    assert card.check.auc.low < 0.5 < card.check.auc.high
    for block in card.learnt.card.blocks:
        assert all(one.weight == 0 for one in block.bins if one.is_unknown)


def test_the_share_of_customers_no_more_typical_by_hand() -> None:
    card, _, _ = learnt()
    assert card.typical_shares(np.array([-math.inf, math.inf])).tolist() == [0.0, 1.0]
    middle = float(np.median(card.hidden))
    assert card.typical_shares(np.array([middle]))[0] == pytest.approx(0.5, abs=0.25)


def brute(a: Column, b: Column, kind: Kind) -> float:
    if kind is Kind.MULTI:
        x, y = set(a.split(";")), set(b.split(";"))
        return 1 - len(x & y) / len(x | y)
    return float(a != b)


def test_nearest_customers_are_those_of_brute_force() -> None:
    rng = np.random.default_rng(5)
    companies_, customers = companies(30, 6, np.ones(4)), companies(40, 7, np.ones(4))
    for facts in (companies_, customers):
        facts[0].values[rng.random(len(facts[0].values)) < 0.2] = None
    weights = {"sector": 1.0, "size": 0.5, "tools": 2.0}
    places, near = nearest(companies_, customers, (np.zeros(30), np.zeros(40)), weights)
    both = np.concatenate([companies_[1].values, customers[1].values])
    ranks = np.array([((both < v).sum() + (both <= v).sum() + 1) / 2 / 70 for v in both])
    for row in range(30):
        gaps = np.zeros(40)
        for other in range(40):
            total = weight = 0.0
            for a, b, w in zip(companies_, customers, weights.values(), strict=True):
                if a.values[row] is None or b.values[other] is None:
                    continue
                kind, x, y = a.parameter.kind, a.values[row], b.values[other]
                gap = abs(ranks[row] - ranks[30 + other]) if kind is Kind.NUMBER else brute(x, y, kind)
                total, weight = total + w * gap, weight + w
            gaps[other] = total / weight
        assert gaps[places[row]] == pytest.approx(np.sort(gaps)[:3])
        assert near[row] == pytest.approx(1 - np.sort(gaps)[:3])


def test_a_company_of_which_nothing_is_known_is_near_to_nobody() -> None:
    unknown = [attribute("sector", np.array([None], dtype=object))]
    customers = [attribute("sector", np.array(["bank"], dtype=object))]
    places, near = nearest(unknown, customers, (np.zeros(1), np.zeros(1)), {"sector": 1.0})
    assert places.tolist() == [[-1]]
    assert np.isnan(near).all()


def test_facts_count_by_the_size_of_their_weights() -> None:
    card, _, _ = learnt()
    weights = weights_of_facts(card.learnt.card)
    assert max(weights, key=lambda name: weights[name]) == "sector"
    assert all(size > 0 for size in weights.values())
