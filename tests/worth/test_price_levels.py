"""Price and odds by simulation: flat odds, planted effects, clients of different size, coverage of expected revenue."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from whofor.figures.estimates import rate_estimate, revenue_estimate
from whofor.model import Alike, Kind, Parameter, Price, PriceScale, Role
from whofor.reports.wording.prices import price_sentences
from whofor.reports.words import words_of
from whofor.schema.rows import Attribute, DealRows
from whofor.stats.trend import levels_p, trend_of
from whofor.worth.price import price_of

Chance = Callable[[np.ndarray, np.ndarray], np.ndarray]


def attribute(name: str, values: np.ndarray, role: Role = Role.DEFINITION) -> Attribute:
    return Attribute(Parameter(name, name.capitalize().replace("_", " "), role, Kind.NUMBER, "deals"), values, name)


def deals(amount: np.ndarray, won: np.ndarray, *facts: Attribute, accounts: np.ndarray | None = None) -> DealRows:
    n = len(amount)
    return DealRows(
        opened=np.zeros(n),
        closed=np.zeros(n),
        outcome=np.where(won, "won", "lost").astype(object),
        amount=amount,
        attributes=facts,
        confounders=(),
        currency="EUR",
        accounts=accounts,
    )


def told(rows: DealRows, types: Sequence[np.ndarray] = ()) -> Price:
    every = np.ones(len(rows), dtype=bool)
    return price_of(every, rows, every, types)


def draw(rng: np.random.Generator, n: int, chance: Chance, *, by_size: bool = False) -> DealRows:
    """Offers with a planted chance; priced by the client's size, which is then recorded, or by nothing."""
    size = np.round(np.exp(rng.normal(4.5, 1.3, n))) + 1
    amount = np.round(100 * size**0.8 * np.exp(rng.normal(0, 0.4, n)) if by_size else np.exp(rng.normal(8, 0.8, n))) + 1
    won = rng.random(n) < chance(amount, size)
    return deals(amount, won, *((attribute("employees", size),) if by_size else ()))


def changes(chance: Chance, n: int, runs: int = 150, *, by_size: bool = False) -> list[Price]:
    rng = np.random.default_rng(3)
    return [told(draw(rng, n, chance, by_size=by_size)) for _ in range(runs)]


def share(prices: Sequence[Price], what: Callable[[Price], bool]) -> float:
    return float(np.mean([what(p) for p in prices]))


def has_changed(price: Price) -> bool:
    return price.odds is not None and price.odds.changes


@pytest.mark.parametrize(("n", "rate"), [(200, 0.3), (600, 0.1), (1500, 0.7)])
def test_flat_odds_are_called_flat_in_nine_samples_of_ten(n: int, rate: float) -> None:
    got = changes(lambda amount, _: np.full(len(amount), rate), n)
    assert share(got, has_changed) <= 0.1
    assert share(got, lambda p: p.best is not None) <= 0.02


def test_a_planted_effect_is_found_and_its_direction_told() -> None:
    got = changes(lambda amount, _: np.clip(0.3 * (3000 / amount) ** 0.5, 0, 0.95), 800)
    assert share(got, lambda p: p.odds is not None and p.odds.direction == -1) >= 0.95


def test_where_every_level_brings_the_same_no_level_is_best() -> None:
    """The odds fall as the price rises, and revenue stays: found, and no level called the best."""
    got = changes(lambda amount, _: np.clip(900 / amount, 0, 0.95), 1500)
    assert share(got, has_changed) == 1
    assert share(got, lambda p: p.best is not None) <= 0.05


def test_a_price_that_follows_the_clients_size_changes_no_odds() -> None:
    """Big clients pay more and sign more: among clients of a size the price tells nothing."""
    got = changes(lambda _, size: np.where(size > 90, 0.5, 0.2), 800, by_size=True)
    assert all(p.odds is not None and p.odds.within == (Alike.SIZE,) for p in got)
    assert share(got, has_changed) <= 0.1


def test_a_price_effect_among_clients_of_a_size_is_found() -> None:
    got = changes(lambda amount, size: np.clip(0.4 * 100 * size**0.8 / amount, 0, 0.95), 1200, runs=40, by_size=True)
    assert share(got, lambda p: p.odds is not None and p.odds.direction == -1) >= 0.95


def test_types_that_were_found_are_compared_within() -> None:
    """One type pays half and signs four times as often: within each type the price tells nothing."""
    rng = np.random.default_rng(8)
    of_type = rng.random(1000) < 0.4
    amount = np.round(np.exp(rng.normal(8, 0.4, 1000)) * np.where(of_type, 0.5, 1.0))
    rows = deals(amount, rng.random(1000) < np.where(of_type, 0.6, 0.15))
    alone, within = told(rows), told(rows, [of_type])
    assert alone.odds is not None
    assert within.odds is not None
    assert (alone.odds.direction, alone.odds.within) == (-1, ())
    assert (within.odds.changes, within.odds.within) == (False, (Alike.TYPE,))


def test_several_deals_of_an_account_are_not_evidence_of_their_own() -> None:
    """Each account has ten deals that all end alike at one price: 30 accounts show no trend that 300 deals seem to."""
    rng = np.random.default_rng(1)
    apart = together = 0
    for _ in range(60):
        price, wins = np.exp(rng.normal(8, 1, 30)), rng.random(30) < 0.4
        amount, won, accounts = (np.repeat(x, 10) for x in (price, wins, np.arange(30)))
        amount = amount * np.exp(rng.normal(0, 0.05, 300))
        apart += has_changed(told(deals(amount, won)))
        together += has_changed(told(deals(amount, won, accounts=accounts)))
    assert apart >= 30
    assert together <= 6


def test_with_list_prices_levels_are_discounts_and_bring_a_share_of_the_list() -> None:
    """By hand: 100 offers each at no discount, at 10 % and at 40 %, of list prices all over the place."""
    listed = np.tile(np.linspace(1_000, 90_000, 100), 3)
    cut = np.repeat([0.0, 0.1, 0.4], 100)
    won = np.tile(np.arange(100) % 10, 3) < np.repeat([2, 5, 6], 100)
    got = told(deals(listed * (1 - cut), won, attribute("list_price", listed)))
    assert got.scale is PriceScale.DISCOUNT
    assert [(b.low, b.high) for b in got.bands] == [(0.0, 0.1), (0.1, 0.4), (0.4, None)]
    assert [b.revenue.estimate for b in got.bands] == pytest.approx([0.2, 0.45, 0.36])
    assert got.odds is not None
    assert (got.odds.changes, got.odds.direction) == (True, 1)
    assert [g.gap.estimate for g in got.neighbours] == pytest.approx([0.25, 0.09])
    assert (got.most, got.best) == (1, None), "9 points more than the neighbour, on 200 offers, may be chance"
    sure = told(deals(np.tile(listed * (1 - cut), 10), np.tile(won, 10), attribute("list_price", np.tile(listed, 10))))
    assert sure.best == 1


def test_discounts_written_down_only_when_agreed_are_no_levels() -> None:
    rng = np.random.default_rng(5)
    won, listed = rng.random(600) < 0.3, np.round(np.exp(rng.normal(8, 0.8, 600)))
    amount = np.where(won, listed * rng.uniform(0.7, 0.95, 600), listed)
    assert told(deals(amount, won, attribute("list_price", listed))).scale is PriceScale.AMOUNT


@pytest.mark.parametrize(("n", "rate"), [(30, 0.05), (30, 0.2), (60, 0.5), (200, 0.05), (200, 0.3)])
@pytest.mark.parametrize("tail", [0.1, 0.8])
def test_the_interval_of_expected_revenue_covers(n: int, rate: float, tail: float) -> None:
    rng = np.random.default_rng(n)
    truth = rate * 50 * np.exp(tail**2 / 2)
    covered = 0
    for _ in range(600):
        price, won = 50 * np.exp(rng.normal(0, tail, n)), rng.random(n) < rate
        e = revenue_estimate(rate_estimate(int(won.sum()), n), price, won, "EUR")
        assert e.ci_low is not None
        assert e.ci_high is not None
        covered += e.ci_low <= truth <= e.ci_high
    assert 0.92 <= covered / 600 <= 0.985


def test_no_win_is_not_no_revenue_for_sure() -> None:
    e = revenue_estimate(rate_estimate(0, 40), np.full(40, 100.0), np.zeros(40, dtype=bool), "EUR")
    assert (e.n, e.estimate, e.ci_low) == (40, 0.0, 0.0)
    assert e.ci_high == pytest.approx(100 * (1.96**2 / 40) / (1 + 1.96**2 / 40), rel=1e-3)


def test_one_stratum_is_the_chi_square_of_the_table() -> None:
    """20 of 50, 10 of 50, 30 of 50: Pearson's 16.67 times 149 / 150, of two degrees of freedom: exp(-x / 2)."""
    levels = np.repeat([0, 1, 2], 50)
    won = np.concatenate([np.arange(50) < k for k in (20, 10, 30)])
    one = np.zeros(150, dtype=np.int64)
    assert levels_p(levels, won, one) == pytest.approx(np.exp(-(50 / 3) * 149 / 150 / 2))
    assert levels_p(levels, won, one, effect=2) == pytest.approx(np.exp(-(50 / 3) * 149 / 150 / 4))
    assert levels_p(np.zeros(150, dtype=np.int64), won, one) == 1


def test_a_trend_is_exact_under_all_orders_with_ties() -> None:
    """Brute force: the variance over all ways of giving three successes to six tied scores."""
    from itertools import combinations

    score = np.array([1.0, 1.0, 2.0, 2.0, 2.0, 5.0])
    sums = [score[list(c)].sum() for c in combinations(range(6), 3)]
    won = np.array([True, False, True, False, False, True])
    got = trend_of(score, won, np.zeros(6, dtype=np.int64))
    assert got.z == pytest.approx((score[won].sum() - np.mean(sums)) / np.std(sums))
    strata = np.array([0, 0, 0, 1, 1, 1])
    by_hand = [
        (score[:3][list(a)].sum() + score[3:][list(b)].sum())
        for a in combinations(range(3), 2)
        for b in combinations(range(3), 1)
    ]
    assert trend_of(score, won, strata).z == pytest.approx((score[won].sum() - np.mean(by_hand)) / np.std(by_hand))
    assert trend_of(score, np.ones(6, dtype=bool), strata) == trend_of(np.ones(6), won, strata)


def test_what_is_said_of_each_case() -> None:
    amounts = np.repeat([1000.0, 2000.0, 4000.0], 1000)

    def said(rates: Sequence[float], n: int = 1000) -> tuple[str, str]:
        won = np.concatenate([np.arange(n) < round(rate * n) for rate in rates])
        price = told(deals(np.repeat(amounts[::1000], n), won))
        return " ".join(price_sentences(price, words_of("en"))), " ".join(price_sentences(price, words_of("fr")))

    english, french = said([0.3, 0.3, 0.3])
    assert (
        "Price does not change the odds: from the lowest prices to the highest the share signed differs by" in english
    )
    assert "Le prix ne change pas les chances de signer" in french
    assert "Highest average" not in english
    assert "Best level" not in english
    english, _ = said([0.3, 0.32, 0.3], n=40)
    assert (
        "Nothing shows that price changes the odds, but 120 deals cannot rule out a difference of up to 20" in english
    )
    english, french = said([0.4, 0.39, 0.05])
    assert "The dearer the offer, the less often it is signed: 35 points less" in english
    assert "Best level: €2,000 to €4,000, €780 an offer on average" in english
    assert "may simply have gone to other clients" in english
    assert "35 points de moins aux prix les plus élevés" in french
    english, _ = said([0.1, 0.3, 0.5])
    assert "40 points more at the highest prices than at the lowest" in english
    assert "no reason to raise prices" in english
    assert "Highest average" not in english
    english, french = said([0.2, 0.4, 0.2])
    assert "does not simply rise or fall with it" in english
    assert "sans simplement monter ni baisser" in french


def test_the_cheapest_and_the_dearest_offers_to_clients_of_no_common_size_are_not_compared() -> None:
    size = np.repeat([10.0, 100.0, 1000.0], 100)
    price = told(deals(size * 100, np.tile(np.arange(100) < 30, 3), attribute("employees", size)))
    assert price.odds is not None
    assert (price.odds.changes, price.odds.gap.estimate) == (False, None)
    assert "too different to compare" in " ".join(price_sentences(price, words_of("en")))
