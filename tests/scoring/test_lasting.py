"""Weights that told of a season are held back; those that last are not, however the rate moves."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit

from made_cards import planted_sums
from made_rows import attribute
from whofor.model import Kind
from whofor.schema.rows import Attribute
from whofor.scoring.learn import CardOptions, LearntCard, learn_card

N = 3000
DAY = np.arange(float(N))
PAGES = np.array([f"page {i}" for i in range(30)], dtype=object)


def seasonal(seed: int, lasts: bool) -> tuple[list[Attribute], np.ndarray]:
    """Thirty pages, each with an effect that is drawn anew every 600 deals, or stays."""
    rng = np.random.default_rng(seed)
    page = rng.integers(0, 30, N)
    effects = rng.normal(0, 0.8, (5, 30))
    season = np.zeros(N, dtype=int) if lasts else (DAY // 600).astype(int)
    won = (rng.random(N) < expit(-1.5 + effects[season, page])).astype(float)
    return [attribute("page", PAGES[page])], won


def card_of(facts: list[Attribute], won: np.ndarray, **options: bool) -> LearntCard:
    return learn_card(facts, DAY, won, CardOptions(most_pairs=0, **options))


@pytest.mark.parametrize("seed", range(3))
def test_effects_of_a_season_count_less(seed: int) -> None:
    facts, won = seasonal(seed, lasts=False)
    found, free = card_of(facts, won), card_of(facts, won, in_time=False)
    assert found.card.lasting < 0.6
    assert free.card.lasting == 1
    for block, other in zip(found.card.blocks, free.card.blocks, strict=True):
        for one, whole in zip(block.bins, other.bins, strict=True):
            assert one.weight == pytest.approx(found.card.lasting * whole.weight, abs=2e-6)
            assert one.error == pytest.approx(found.card.lasting * whole.error, abs=2e-6)
    # The base still gives the rate of the deals learnt from.
    assert expit(found.expected).mean() == pytest.approx(won.mean(), abs=1e-4)
    size = np.full(len(found.covariance), found.card.lasting)
    assert np.diag(found.covariance)[1:] == pytest.approx((np.diag(free.covariance) * size**2)[1:])


@pytest.mark.parametrize("seed", range(4))
def test_what_lasts_counts_whole(seed: int) -> None:
    facts, won = seasonal(seed, lasts=True)
    assert card_of(facts, won).card.lasting == 1


def test_a_rate_that_moves_is_no_loss_of_weight() -> None:
    rng = np.random.default_rng(1)
    sector = rng.choice(np.array(["bank", "shop", "clinic", "school"], dtype=object), N)
    employees = np.round(np.exp(rng.normal(4.5, 1.3, N))) + 1
    tools = rng.choice(np.array(["a;b", "a", "b;c", "c"], dtype=object), N)
    facts = [
        attribute("sector", sector),
        attribute("employees", employees, Kind.NUMBER),
        attribute("tools", tools, Kind.MULTI),
    ]
    won = (rng.random(N) < expit(planted_sums(facts) - 1 + 2 * DAY / N)).astype(float)
    assert card_of(facts, won).card.lasting == 1


def test_deals_without_days_count_whole() -> None:
    facts, won = seasonal(1, lasts=False)
    assert learn_card(facts, np.full(N, np.nan), won, CardOptions(most_pairs=0)).card.lasting == 1
    assert learn_card(facts, np.zeros(N), won, CardOptions(most_pairs=0)).card.lasting == 1
