"""What clients are worth where accounts have several deals: the same figures, with the intervals of fewer deals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from whofor.model import Estimate
from whofor.schema.history import History, StageStays
from whofor.schema.rows import DealRows
from whofor.worth.channels import channels_of
from whofor.worth.cycle import cycle_of, death_stages
from whofor.worth.price import price_of

Make = Callable[..., DealRows]
COPIES = 4


@pytest.fixture
def rows(made: Make) -> DealRows:
    """Return deals of which each four are equal, and of one account."""
    rng = np.random.default_rng(1)
    one = 150
    amount = np.repeat(np.exp(rng.normal(8, 1, one)).round(), COPIES)
    won = np.repeat(rng.random(one) < 0.45, COPIES)
    opened = np.repeat(rng.uniform(0, 300, one).round(), COPIES)
    closed = opened + np.repeat(rng.uniform(10, 80, one).round(), COPIES)
    source = np.repeat(np.array(["Ads", "Fairs"], dtype=object)[rng.integers(0, 2, one)], COPIES)
    stage = np.repeat(np.array(["first", "second"], dtype=object)[rng.integers(0, 2, one)], COPIES)
    lost = np.flatnonzero(~won)
    # Each lost deal ends in one of two stages, and a last stage that nothing leaves.
    stays = StageStays(
        deal=np.repeat(lost, 2),
        stage=np.stack([stage[lost], np.full(len(lost), "over", dtype=object)], axis=1).ravel(),
        at=np.tile([1.0, 2.0], len(lost)),
    )
    history = History(source=source, source_class=source, stages=stays)
    outcome = np.where(won, "won", "lost").tolist()
    plain = made(outcome, opened, closed, amount, history)
    return replace(plain, accounts=np.repeat(np.arange(one), COPIES))


def width(e: Estimate) -> float:
    assert e.ci_low is not None
    assert e.ci_high is not None
    return e.ci_high - e.ci_low


def compared(of_accounts: Estimate, of_deals: Estimate) -> float:
    """Return how many times wider the interval is; the figure is the same."""
    assert of_accounts.n == of_deals.n
    assert of_accounts.estimate == pytest.approx(of_deals.estimate, rel=1e-12)
    return width(of_accounts) / width(of_deals)


def test_four_equal_deals_of_an_account_are_one(rows: DealRows) -> None:
    """An interval from a quarter of the deals is twice as wide, about: an ICC is cut to .99 and ranks are whole."""
    apart, everybody = replace(rows, accounts=None), np.ones(len(rows), dtype=np.bool_)
    one, other = (price_of(everybody, r, everybody) for r in (rows, apart))
    ratios = [compared(a.rate, b.rate) for a, b in zip(one.bands, other.bands, strict=True)]
    ratios += [compared(a.revenue, b.revenue) for a, b in zip(one.bands, other.bands, strict=True)]
    ratios.append(compared(one.agreed, other.agreed))
    mine, theirs = (channels_of(everybody, r, everybody, seed=0) for r in (rows, apart))
    assert mine is not None
    assert theirs is not None
    for a, b in zip(mine.channels, theirs.channels, strict=True):
        ratios += [compared(a.rate, b.rate), compared(a.value, b.value), compared(a.cycle, b.cycle)]
    inside = rows.amount > np.median(rows.amount)
    stages = zip(death_stages(inside, ~inside, rows), death_stages(inside, ~inside, apart), strict=True)
    for a, b in stages:
        ratios += [compared(a.own, b.own), compared(a.other, b.other)]
    assert len(ratios) > 12
    assert min(ratios) > 1.4
    assert max(ratios) < 2.8


def test_curves_of_accounts_are_less_sure(rows: DealRows) -> None:
    inside = rows.amount > np.median(rows.amount)
    one, other = (cycle_of(inside, ~inside, r, 500.0, seed=0) for r in (rows, replace(rows, accounts=None)))
    assert one is not None
    assert other is not None
    assert [p.estimate for p in one.own] == [p.estimate for p in other.own]
    middle = len(one.own) // 2
    ratio = (one.own[middle].high - one.own[middle].low) / (other.own[middle].high - other.own[middle].low)
    assert 1.7 < ratio < 2.3
    assert 1.6 < (one.gained_high - one.gained_low) / (other.gained_high - other.gained_low) < 2.4
