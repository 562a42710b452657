"""Price: what is agreed, at which discount, and how often deals are won at each level."""

from __future__ import annotations

import numpy as np

from whofor.arrays import BoolArray, FloatArray
from whofor.figures.chances import best_chances
from whofor.figures.clustering import Clustering
from whofor.figures.estimates import mean_estimate, median_estimate, nothing, rate_estimate
from whofor.model import Estimate, Price, PriceBand
from whofor.model.measure import SHARE_UNIT
from whofor.model.reasons import PriceReason
from whofor.model.reasons.worth import AmountsOfLostMissing, FewPrices, NoAmounts
from whofor.outcomes.discounts import discounts
from whofor.schema.rows import DealRows

__all__ = ["price_of"]

_MOST_BANDS, _FEWEST_BANDS, _FEWEST_IN_BAND, _FEWEST_WON = 5, 3, 30, 5
"""Bands of prices, deals in each, and wins in each: as many bands as there are deals for. Conventions."""
_LOST_WITH_AMOUNT = 0.5
"""Where fewer lost deals have an amount, those that have one are no sample of them: a convention."""
_SURE = 0.9
"""Chance from which a band is called the best."""


def _edges(amounts: FloatArray) -> list[float]:
    """Return the lower ends of the bands: quantiles as people write them, at least 30 deals a band."""
    for bands in range(_MOST_BANDS, _FEWEST_BANDS - 1, -1):
        cuts = np.quantile(amounts, np.arange(1, bands) / bands, method="higher")
        nice = sorted({float(f"{cut:.2g}") for cut in cuts.tolist()})
        edges = [float(amounts.min()), *(c for c in nice if amounts.min() < c <= amounts.max())]
        counts = np.histogram(amounts, [*edges, np.inf])[0]
        if len(edges) == bands and counts.min() >= _FEWEST_IN_BAND:
            return edges
    return []


def _median(values: FloatArray, inside: BoolArray, rows: DealRows, unit: str = "") -> Estimate:
    """Return the median of some deals, in the currency of the deals if no other unit is given."""
    alike = Clustering.of_median(np.where(rows.won, values, np.nan), rows.repeated_accounts)
    return median_estimate(values[inside], unit or rows.currency, alike.effect(inside))


def price_of(inside: BoolArray, rows: DealRows, judged: BoolArray, seed: int) -> Price:
    """Return levels of price of a segment's deals, how often each is won, and which has the best expected revenue.

    A band is called the best only where it is so in nine of ten draws of the bands' expected revenues. Where the
    amounts of lost deals are not recorded nothing can be computed: a win rate needs both.

    Args:
        inside: Deals of the segment.
        rows: All deals.
        judged: Deals that may be judged: old enough to have ended.
        seed: Seed of the draws.
    """
    won = rows.won
    asked = np.isfinite(rows.amount) & (rows.amount > 0)
    agreed = _median(rows.amount, inside & won & asked, rows)
    cut = discounts(rows)
    discount = nothing(SHARE_UNIT) if cut is None else _median(cut, inside & won, rows, SHARE_UNIT)
    use = inside & judged
    lost = use & ~won
    with_amount = int((lost & asked).sum())
    why: PriceReason | None = None
    edges: list[float] = []
    if not agreed.n:
        why = NoAmounts(n=int((use & won).sum()))
    elif with_amount < _LOST_WITH_AMOUNT * max(1, int(lost.sum())):
        why = AmountsOfLostMissing(n=with_amount, total=int(lost.sum()))
    else:
        use &= asked
        edges = _edges(rows.amount[use]) if use.sum() >= _FEWEST_BANDS * _FEWEST_IN_BAND else []
        if not edges or (use & won).sum() < _FEWEST_WON * len(edges):
            why = FewPrices(n=int(use.sum()), won=int((use & won).sum()))
    if why is not None:
        return Price((), None, why, agreed, discount, rows.currency)
    bands = _bands(edges, rows.take(use), seed)
    chances = [band.chance_best for band in bands]
    best = chances.index(max(chances)) if max(chances) >= _SURE else None
    return Price(tuple(bands), best, None, agreed, discount, rows.currency)


def _bands(edges: list[float], rows: DealRows, seed: int) -> list[PriceBand]:
    """Return the bands, each with its win rate, its expected revenue and its chance to be the best."""
    amounts, won, accounts = rows.amount, rows.won, rows.repeated_accounts
    band = np.searchsorted(edges, amounts, side="right") - 1
    all_earned = np.where(won, amounts, 0.0)
    of_rate, of_revenue = Clustering.of(won.astype(np.float64), accounts), Clustering.of(all_earned, accounts)
    rates: list[Estimate] = []
    revenues: list[Estimate] = []
    moments: list[tuple[float, float]] = []
    for i in range(len(edges)):
        own = band == i
        n, k = int(own.sum()), int(won[own].sum())
        rates.append(rate_estimate(k, n, of_rate.effect(own)))
        earned, effect = all_earned[own], of_revenue.effect(own)
        revenues.append(mean_estimate(earned, rows.currency, lowest=0.0, effect=effect))
        moments.append((float(earned.mean()), float(earned.std(ddof=1)) * (effect / n) ** 0.5))
    chances = best_chances(moments, seed)
    return [
        PriceBand(low, high, rate, revenue, chance)
        for low, high, rate, revenue, chance in zip(
            edges, [*edges[1:], None], rates, revenues, chances.tolist(), strict=True
        )
    ]
