"""Back-tests: nobody is placed by a card that saw him, the best third and the lists by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from made_cards import planted
from made_rows import attribute
from whofor.model.backtests import BacktestList, ListBacktest, NotTested
from whofor.model.scorecard import Scorecard
from whofor.scoring.backtests import best_third, cross_fitted_tiers, first_of_each, list_figures
from whofor.scoring.card_deals import CardDeals
from whofor.scoring.learn import CardOptions
from whofor.scoring.tiers import usual_tiers


def finish(card: Scorecard) -> Scorecard:
    return replace(card, tiers=usual_tiers(card.base_rate or 0.0))


def test_an_account_is_placed_by_the_others_alone() -> None:
    """Each account has a value of its own that knows its outcome: a card that had seen it would place all rightly."""
    rng = np.random.default_rng(1)
    account = np.repeat(np.arange(100), 12)
    won = (rng.random(100) < 0.4)[account]
    own = np.array([f"c{i}" for i in range(100)], dtype=object)[account]
    deals = CardDeals([attribute("name", own)], np.zeros(1200), won, account)
    codes = cross_fitted_tiers(deals, CardOptions(), finish)
    assert (codes >= 0).all()
    assert len(set(codes.tolist())) == 1


def test_planted_deals_are_placed_by_their_facts() -> None:
    facts, won = planted(1200)
    codes = cross_fitted_tiers(CardDeals(facts, np.zeros(1200), won == 1, None), CardOptions(most_pairs=0), finish)
    rates = [won[codes == place].mean() for place in np.unique(codes)]
    assert rates == sorted(rates, reverse=True)
    assert rates[0] > 2 * rates[-1]


@pytest.mark.parametrize(
    ("worth", "best"),
    [
        ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [4, 5]),
        ([1.0, 2.0, 2.0, 2.0], None),
        ([1.0, 1.0, 1.0, 2.0, 3.0, 3.0], [4, 5]),
        ([np.nan, 1.0, np.nan, 2.0], [3]),
        ([1.0, 1.0, 1.0], None),
        ([np.nan, np.nan], None),
    ],
)
def test_the_best_third(worth: list[float], best: list[int] | None) -> None:
    found = best_third(np.array(worth))
    assert (None if found is None else np.flatnonzero(found).tolist()) == best


def test_the_first_deal_of_each_account() -> None:
    accounts, opened = np.array([0, 0, 1, 2, 2]), np.array([5.0, 3.0, 1.0, np.nan, 4.0])
    every = np.ones(5, dtype=bool)
    assert first_of_each(accounts, opened, every).tolist() == [1, 2, 4]
    assert first_of_each(accounts, opened, np.array([True, False, True, True, False])).tolist() == [0, 2, 3]
    assert first_of_each(None, opened, np.arange(5) > 2).tolist() == [3, 4]


def test_lists_by_hand() -> None:
    tiers = ("A", "B", "C", "D")
    found = list_figures(BacktestList.BEST, np.array([0, 0, 1, 2, -1]), tiers)
    assert (found.n, found.tiers) == (4, (("A", 2), ("B", 1), ("C", 1), ("D", 0)))
    assert found.top is not None
    # Wilson's interval of 3 of 4.
    assert (found.top.estimate, found.top.low, found.top.high) == pytest.approx((0.75, 0.3006, 0.9544), abs=1e-4)
    empty = list_figures(BacktestList.MARKET, np.zeros(0, dtype=np.int64), tiers)
    assert (empty.n, empty.top) == (0, None)


def test_whether_enough_of_the_best_are_on_top_is_said_only_where_it_is_known() -> None:
    tiers = ("A", "B", "C")
    best = list_figures(BacktestList.BEST, np.array([0, 1, 1, 2, 2]), tiers)
    assert ListBacktest("value", (best,), 0.6, is_unseen=True).kept is True
    assert ListBacktest("value", (best,), 0.7, is_unseen=True).kept is False
    assert ListBacktest("value", (best,), 0.6, True, NotTested.TOO_FEW_BEST).kept is None
    assert ListBacktest("won", (), 0.6, is_unseen=False).kept is None
