"""Price: what is agreed, at which discount, whether it changes the odds, and what an offer at each level brings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from whofor.arrays import BoolArray, FloatArray, IntArray
from whofor.figures.clustering import Clustering
from whofor.figures.estimates import median_estimate, nothing
from whofor.model import Alike, Estimate, NeighbourGap, Price, PriceOdds, PriceScale
from whofor.model.measure import SHARE_UNIT
from whofor.model.reasons import PriceReason
from whofor.model.reasons.worth import AmountsOfLostMissing, FewPrices, NoAmounts
from whofor.outcomes.discounts import discounts
from whofor.schema.rows import DealRows
from whofor.worth.price_levels import Offers, bands_of, neighbours_of, odds_of

__all__ = ["price_of"]

_MOST_BANDS, _FEWEST_BANDS, _FEWEST_IN_BAND, _FEWEST_WON = 5, 3, 30, 5
"""Levels of price, deals in each, and wins for each: as many levels as there are deals for. Conventions."""
_FEWEST_DISCOUNTS = 2
"""Levels of discount: with and without one."""
_LOST_WITH_AMOUNT = 0.5
"""Where fewer lost deals have an amount, those that have one are no sample of them: a convention."""
_AT_LIST, _RARER = 0.005, 0.5
"""Within half a percent of the list price there is no discount. Where most lost deals have none and at most half as
many of those won, a discount was written down only once it was agreed: a convention."""
_SIZE = "employees"
_KNOWN_SIZE, _OF_ONE_SIZE, _MOST_SIZES = 0.5, 20, 50
"""Clients are compared by size where it is recorded for most of them, with some twenty of the nearest size: within the
usual bands (51 to 200 people) a price that only follows the size seemed to change the odds in 57 of 100 samples."""


def price_of(inside: BoolArray, rows: DealRows, judged: BoolArray, types: Sequence[BoolArray] = ()) -> Price:
    """Return what is agreed with a type of client, and how often and for how much offers of each level are won.

    Big clients are asked for big prices, so that expected revenue rises with the price wherever the odds do not fall:
    that is no finding. So levels are those of the discount where list prices are recorded; clients are compared with
    others of their size, and of their type among those found; and a level is called the best only where price changes
    the odds and an offer there surely brings more than at each neighbouring level. The highest price never is where
    nothing tells clients apart.

    Args:
        inside: Deals of the type.
        rows: All deals.
        judged: Deals that may be judged: old enough to have ended.
        types: Types of client that were found: deals of one are compared with each other.
    """
    use = inside & judged
    asked = np.isfinite(rows.amount) & (rows.amount > 0)
    agreed = _median(rows.amount, use & rows.won & asked, rows)
    cut = discounts(rows)
    discount = nothing(SHARE_UNIT) if cut is None else _median(cut, use & rows.won, rows, SHARE_UNIT)
    lost = use & ~rows.won
    with_amount = int((lost & asked).sum())
    why: PriceReason | None = None
    levels: _Levels | None = None
    if not agreed.n:
        why = NoAmounts(n=int((use & rows.won).sum()))
    elif with_amount < _LOST_WITH_AMOUNT * max(1, int(lost.sum())):
        why = AmountsOfLostMissing(n=with_amount, total=int(lost.sum()))
    else:
        levels = _by_discount(cut, use & asked, rows, types) or _by_amount(use & asked, rows, types)
        if levels is None:
            why = FewPrices(n=int((use & asked).sum()), won=int((use & asked & rows.won).sum()))
    if levels is None:
        return Price((), None, why, agreed, discount, rows.currency)
    return _told(levels, agreed, discount, rows.currency)


@dataclass(frozen=True, eq=False, slots=True)
class _Levels:
    """Offers with the lower ends of the levels that they are parted into."""

    scale: PriceScale
    offers: Offers
    edges: list[float]


def _told(levels: _Levels, agreed: Estimate, discount: Estimate, currency: str) -> Price:
    """Return what the levels tell."""
    offers, edges = levels.offers, levels.edges
    bands, odds = bands_of(offers, edges), odds_of(offers, edges)
    plain = Price(bands, None, None, agreed, discount, currency, levels.scale, odds)
    if not odds.changes:
        return plain
    gaps = neighbours_of(offers, edges, bands, plain.most)
    best = plain.most if _is_best(plain, odds, gaps) else None
    return Price(bands, best, None, agreed, discount, currency, levels.scale, odds, gaps)


def _is_best(price: Price, odds: PriceOdds, gaps: Sequence[NeighbourGap]) -> bool:
    """Return whether the level that brings most may be called the best."""
    more = all(g.gap.ci_low is not None and g.gap.ci_low > 0 for g in gaps)
    if price.scale is PriceScale.DISCOUNT:
        return more
    # Where the odds rise with the price, or nothing tells clients apart, the highest price brings most anyway.
    of_itself = price.most == len(price.bands) - 1 and not odds.within
    return more and odds.direction <= 0 and not of_itself


def _edges(values: FloatArray, fewest: int, rounded: Callable[[float], float]) -> list[float]:
    """Return the lower ends of the levels: quantiles as people write them, at least 30 deals a level."""
    for bands in range(_MOST_BANDS, fewest - 1, -1):
        cuts = np.quantile(values, np.arange(1, bands) / bands, method="higher")
        nice = sorted({rounded(cut) for cut in cuts.tolist()})
        edges = [float(values.min()), *(c for c in nice if values.min() < c <= values.max())]
        counts = np.histogram(values, [*edges, np.inf])[0]
        if len(edges) >= fewest and counts.min() >= _FEWEST_IN_BAND:
            return edges
    return []


def _by_discount(cut: FloatArray | None, use: BoolArray, rows: DealRows, types: Sequence[BoolArray]) -> _Levels | None:
    """Return the offers by their discount; `None` where too few list prices, or only those of signed deals, tell it."""
    if cut is None:
        return None
    # To a hundredth of a percent: 1 - 90 / 100 is a little less than 0.1.
    cut = np.round(cut, 4)
    known = use & np.isfinite(cut)
    for side in (rows.won, ~rows.won):
        if (known & side).sum() < _LOST_WITH_AMOUNT * max(1, int((use & side).sum())):
            return None
    at_list = np.abs(np.where(known, cut, 1.0)) < _AT_LIST
    of_won, of_lost = (float(at_list[known & side].mean()) for side in (rows.won, ~rows.won))
    if of_lost > _LOST_WITH_AMOUNT and of_won <= _RARER * of_lost:
        return None
    edges = _edges(cut[known], _FEWEST_DISCOUNTS, lambda share: round(share, 2)) if known.any() else []
    return _enough(PriceScale.DISCOUNT, edges, _offers(PriceScale.DISCOUNT, cut, known, rows, types))


def _by_amount(use: BoolArray, rows: DealRows, types: Sequence[BoolArray]) -> _Levels | None:
    """Return the offers by their price; `None` where there are too few of them or too few different prices."""
    edges: list[float] = []
    if use.sum() >= _FEWEST_BANDS * _FEWEST_IN_BAND:
        edges = _edges(rows.amount[use], _FEWEST_BANDS, lambda price: float(f"{price:.2g}"))
    return _enough(PriceScale.AMOUNT, edges, _offers(PriceScale.AMOUNT, None, use, rows, types))


def _enough(scale: PriceScale, edges: list[float], offers: Offers) -> _Levels | None:
    """Return the levels where there are two at least, and wins for each of them."""
    few = len(edges) < 2 or offers.won.sum() < _FEWEST_WON * len(edges)
    return None if few else _Levels(scale, offers, edges)


def _offers(
    scale: PriceScale, cut: FloatArray | None, use: BoolArray, rows: DealRows, types: Sequence[BoolArray]
) -> Offers:
    """Return some offers, each with the clients alike that it is compared with; `cut` is their discount."""
    level = brings = rows.amount
    if scale is PriceScale.DISCOUNT and cut is not None:
        level, brings = cut, 1 - cut
    of_type = np.zeros(len(rows), dtype=np.int64)
    for mask in types:
        of_type = 2 * of_type + mask
    size = _sizes(rows, use)
    strata = of_type if size is None else of_type * (int(size.max()) + 1) + size
    numbers = np.unique(strata[use], return_inverse=True)[1].astype(np.int64)
    within = [
        *([Alike.SIZE] if size is not None else []),
        *([Alike.TYPE] if len(np.unique(of_type[use])) > 1 else []),
    ]
    accounts = None if rows.accounts is None else rows.take(use).repeated_accounts
    unit = SHARE_UNIT if scale is PriceScale.DISCOUNT else rows.currency
    return Offers(level[use], brings[use], rows.won[use], numbers, tuple(within), accounts, unit)


def _sizes(rows: DealRows, use: BoolArray) -> IntArray | None:
    """Return the group of like size of each deal's client, unknown ones together; `None` where most are unknown."""
    sizes = next((a.values for a in rows.attributes if a.parameter.name == _SIZE), None)
    if sizes is None or sizes.dtype.kind != "f" or not use.any():
        return None
    number = sizes.astype(np.float64)
    known = np.isfinite(number)
    here = number[known & use]
    groups = min(_MOST_SIZES, len(here) // _OF_ONE_SIZE)
    if groups < 2 or known[use].mean() < _KNOWN_SIZE or np.ptp(here) == 0:
        return None
    cuts = np.unique(np.quantile(here, np.arange(1, groups) / groups, method="higher"))
    return np.where(known, np.searchsorted(cuts, number, side="right") + 1, 0).astype(np.int64)


def _median(values: FloatArray, inside: BoolArray, rows: DealRows, unit: str = "") -> Estimate:
    """Return the median of some deals, in the currency of the deals if no other unit is given."""
    alike = Clustering.of_median(np.where(rows.won, values, np.nan), rows.repeated_accounts)
    return median_estimate(values[inside], unit or rows.currency, alike.effect(inside))
