"""Levels of price, by hand, and what cannot be told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from whofor.model import Kind, Parameter, Role
from whofor.outcomes.discounts import discounts
from whofor.schema.rows import Attribute, DealRows
from whofor.worth.price import price_of

Make = Callable[..., DealRows]


def sold(made: Make, rates: dict[float, float], n: int = 100) -> DealRows:
    """`n` deals at each price, a share of them won."""
    outcome: list[str] = []
    amount: list[float] = []
    for price, rate in rates.items():
        won = round(rate * n)
        outcome += ["won"] * won + ["lost"] * (n - won)
        amount += [price] * n
    return made(outcome, amount=amount)


def everything(rows: DealRows) -> np.ndarray:
    return np.ones(len(rows), dtype=bool)


def test_bands_by_hand(made: Make) -> None:
    rows = sold(made, {1000.0: 0.5, 2000.0: 0.4, 4000.0: 0.05})
    got = price_of(everything(rows), rows, everything(rows))
    assert [(b.low, b.high) for b in got.bands] == [(1000.0, 2000.0), (2000.0, 4000.0), (4000.0, None)]
    assert [(b.rate.n, b.rate.n_won) for b in got.bands] == [(100, 50), (100, 40), (100, 5)]
    assert [b.revenue.estimate for b in got.bands] == [500.0, 800.0, 200.0]
    assert got.best == 1
    assert got.odds is not None
    assert (got.odds.changes, got.odds.direction, got.odds.n, got.odds.n_won) == (True, -1, 300, 95)
    assert got.odds.gap.estimate == pytest.approx(-0.45)
    assert [(g.band, g.gap.estimate) for g in got.neighbours] == [(0, 300.0), (2, 600.0)]
    assert (got.agreed.n, got.agreed.estimate) == (95, 1000.0)
    assert got.discount.n == 0


def test_a_close_race_is_not_decided(made: Make) -> None:
    rows = sold(made, {1000.0: 0.4, 2000.0: 0.2, 4000.0: 0.1})
    got = price_of(everything(rows), rows, everything(rows))
    assert got.best is None
    assert got.odds is not None
    assert (got.odds.changes, got.odds.direction) == (True, -1)
    assert [b.revenue.estimate for b in got.bands] == [400.0, 400.0, 400.0]


def test_flat_odds_name_no_best_level_though_the_highest_price_brings_most(made: Make) -> None:
    rows = sold(made, {1000.0: 0.3, 2000.0: 0.3, 4000.0: 0.3})
    got = price_of(everything(rows), rows, everything(rows))
    assert [b.revenue.estimate for b in got.bands] == [300.0, 600.0, 1200.0]
    assert got.odds is not None
    assert (got.odds.changes, got.odds.direction, got.odds.p) == (False, 0, 1.0)
    assert (got.best, got.neighbours) == (None, ())


def test_the_highest_price_is_never_best_where_nothing_tells_clients_apart(made: Make) -> None:
    falling = sold(made, {1000.0: 0.5, 2000.0: 0.45, 9000.0: 0.3}, n=200)
    got = price_of(everything(falling), falling, everything(falling))
    assert got.odds is not None
    assert (got.odds.direction, got.odds.within, got.most, got.best) == (-1, (), 2, None)
    rising = sold(made, {1000.0: 0.2, 2000.0: 0.3, 4000.0: 0.5}, n=200)
    got = price_of(everything(rising), rising, everything(rising))
    assert got.odds is not None
    assert (got.odds.changes, got.odds.direction, got.best) == (True, 1, None)


def test_figures_count_the_deals_that_are_judged(made: Make) -> None:
    """Signed deals that were set aside are in no figure: not in the price agreed either."""
    rows = sold(made, {1000.0: 0.5, 2000.0: 0.4, 4000.0: 0.05})
    judged = everything(rows)
    judged[:40] = False
    got = price_of(everything(rows), rows, judged)
    assert got.agreed.n == 55
    assert sum(b.rate.n for b in got.bands) == 260


def test_amounts_of_won_deals_alone_tell_no_rate(made: Make) -> None:
    rows = sold(made, {1000.0: 0.5, 2000.0: 0.5})
    rows = replace(rows, amount=np.where(rows.won, rows.amount, np.nan))
    got = price_of(everything(rows), rows, everything(rows))
    assert got.bands == ()
    assert got.why is not None
    assert (got.why.code, got.why.params) == ("amounts_of_lost_missing", {"n": 0, "total": 100})
    assert got.agreed.n == 100


def test_few_deals_and_no_amounts_say_so(made: Make) -> None:
    few = sold(made, {1000.0: 0.5, 2000.0: 0.5}, n=20)
    got = price_of(everything(few), few, everything(few))
    assert got.why is not None
    assert got.why.code == "few_prices"
    none = made(["won", "lost"] * 50)
    got = price_of(everything(none), none, everything(none))
    assert got.why is not None
    assert (got.why.code, got.why.params) == ("no_amounts", {"n": 50})
    assert got.agreed.n == 0


def test_negative_and_zero_amounts_are_no_prices(made: Make) -> None:
    rows = made(["won"] * 6, amount=[-5, 0, 10, 20, 30, np.nan])
    got = price_of(everything(rows), rows, everything(rows))
    assert (got.agreed.n, got.agreed.estimate) == (3, 20.0)


def test_the_discount_is_told_against_the_list_price(made: Make) -> None:
    rows = made(["won", "won", "won", "lost"], amount=[80, 50, 120, 90])
    p = Parameter("x_list", "List price", Role.VALIDATION, Kind.NUMBER, "deals")
    rows = replace(rows, measures=(Attribute(p, np.array([100.0, 100, 100, 0]), "x_list"),))
    cut = discounts(rows)
    assert cut is not None
    assert cut[:3] == pytest.approx([0.2, 0.5, -0.2])
    assert np.isnan(cut[3])
    got = price_of(everything(rows), rows, everything(rows))
    assert (got.discount.n, got.discount.estimate) == (3, pytest.approx(0.2))
    assert discounts(replace(rows, measures=())) is None


def test_list_prices_are_in_the_currency_of_their_deal_and_nought_is_no_price(made: Make) -> None:
    rows = made(["won"] * 4, amount=[90.0, 45.0, 0.0, 80.0])
    p = Parameter("x_list", "List_Price__c", Role.DEFINITION, Kind.NUMBER, "deals")
    rows = replace(rows, attributes=(Attribute(p, np.array([100.0, 100.0, 100.0, np.nan]), "x_list"),))
    got = discounts(replace(rows, rate=np.array([1.0, 0.5, 1.0, 1.0])))
    assert got is not None
    assert got[:2] == pytest.approx([0.1, 0.1])
    assert np.isnan(got[2:]).all()
