"""Levels of price: the chance and the expected revenue of each, and whether price changes the odds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from whofor.arrays import BoolArray, FloatArray, IntArray
from whofor.figures.clustering import Clustering
from whofor.figures.estimates import nothing, rate_estimate, revenue_estimate
from whofor.model import Alike, Estimate, NeighbourGap, PriceBand, PriceOdds
from whofor.model.measure import SHARE_UNIT
from whofor.stats.ranks import average_ranks
from whofor.stats.strata import StratifiedDifference, stratified_mean_difference
from whofor.stats.trend import levels_p, trend_of

__all__ = ["Offers", "bands_of", "neighbours_of", "odds_of"]

_LEVEL = 0.05
"""Error rate at which price is said to change the odds."""


@dataclass(frozen=True, eq=False, slots=True)
class Offers:
    """Offers that were made and decided.

    Attributes:
        level: What the levels are made of: price, or discount.
        brings: What each brings if it is won: its price, or the share of the list price.
        won: Which were won.
        strata: Number of the group of clients alike that each was made to, from 0.
        within: What these have in common.
        accounts: Account of each; `None` where no account has several.
        unit: Unit of what they bring.
    """

    level: FloatArray
    brings: FloatArray
    won: BoolArray
    strata: IntArray
    within: tuple[Alike, ...]
    accounts: IntArray | None
    unit: str

    @property
    def earned(self) -> FloatArray:
        """Return what each brought: 0 where it was not won."""
        return np.where(self.won, self.brings, 0.0)

    def band(self, edges: Sequence[float]) -> IntArray:
        """Return the level of each, by the lower ends of the levels."""
        return np.clip(np.searchsorted(edges, self.level, side="right") - 1, 0, None).astype(np.int64)


def bands_of(offers: Offers, edges: Sequence[float]) -> tuple[PriceBand, ...]:
    """Return the levels, each with its win rate and what an offer there can be expected to bring."""
    band, won, accounts = offers.band(edges), offers.won, offers.accounts
    of_rate = Clustering.of(won.astype(np.float64), accounts)
    of_price = Clustering.of(np.where(won, offers.brings, np.nan), accounts)
    bands: list[PriceBand] = []
    for i, (low, high) in enumerate(zip(edges, [*edges[1:], None], strict=True)):
        own = band == i
        rate = rate_estimate(int(won[own].sum()), int(own.sum()), of_rate.effect(own))
        revenue = revenue_estimate(rate, offers.brings[own], won[own], offers.unit, of_price.effect(own))
        bands.append(PriceBand(low, high, rate, revenue))
    return tuple(bands)


def odds_of(offers: Offers, edges: Sequence[float]) -> PriceOdds:
    """Return whether the win rate differs between levels by more than chance, compared among clients alike.

    Two tests, each at half the error rate: whether dearer offers are won more or less often (ranks of all prices, not
    of levels), and whether the rate differs between levels in any way. Open and young deals are in neither.

    Args:
        offers: The offers.
        edges: Lower ends of the levels.

    Source:
        Mantel (1963) for the trend, Landis, Heyman & Koch (1978) for any difference, both within strata; Bonferroni
        over the two; accounts with several deals by the design effect of Rao & Scott (1992), Biometrics 48:577.
    """
    band, won, strata = offers.band(edges), offers.won, offers.strata
    everyone = np.ones(len(won), dtype=np.bool_)
    alike = Clustering.of(won.astype(np.float64), offers.accounts)
    effect = alike.effect(everyone)
    trend = trend_of(average_ranks(offers.level), won, strata, effect)
    p = min(1.0, 2 * min(trend.p, levels_p(band, won, strata, effect)))
    ends = (band == 0) | (band == len(edges) - 1)
    highest = band[ends] == len(edges) - 1
    d = stratified_mean_difference(won[ends].astype(np.float64), highest, strata[ends])
    gap = _widened(d, alike.effect(ends), int(ends.sum()), SHARE_UNIT)
    direction = int(np.sign(trend.z)) if 2 * trend.p < _LEVEL else 0
    return PriceOdds(p < _LEVEL, direction, p, len(won), int(won.sum()), gap, offers.within)


def neighbours_of(
    offers: Offers, edges: Sequence[float], bands: Sequence[PriceBand], most: int
) -> tuple[NeighbourGap, ...]:
    """Return how much more an offer at one level brings than at its neighbours, compared among clients alike.

    The interval is that of a weighted difference over groups of clients alike, and on either side no shorter than the
    one that the two levels' own lopsided intervals give.

    Args:
        offers: The offers.
        edges: Lower ends of the levels.
        bands: The levels.
        most: Position of the level that brings most.

    Source:
        Differences of independent figures from their intervals: Zou & Donner (2008), Statistics in Medicine 27:1693.
    """
    band, earned = offers.band(edges), offers.earned
    alike = Clustering.of(earned, offers.accounts)
    gaps: list[NeighbourGap] = []
    for other in (most - 1, most + 1):
        if not 0 <= other < len(bands):
            continue
        both = (band == most) | (band == other)
        d = stratified_mean_difference(earned[both], band[both] == most, offers.strata[both])
        gap = _widened(d, alike.effect(both), int(both.sum()), offers.unit)
        gaps.append(NeighbourGap(other, _no_shorter(gap, bands[most].revenue, bands[other].revenue)))
    return tuple(gaps)


def _widened(d: StratifiedDifference, effect: float, n: int, unit: str) -> Estimate:
    """Return a difference with its interval, wider as accounts have several deals; without one where it has none."""
    if not d.n_strata:
        # No group of clients alike was offered both.
        return nothing(unit, n)
    low, high = (d.difference + (end - d.difference) * effect**0.5 for end in (d.low, d.high))
    return Estimate.within(n, d.difference, low, high, unit)


def _no_shorter(gap: Estimate, own: Estimate, other: Estimate) -> Estimate:
    """Return a difference whose interval is no shorter than the one that two figures' own intervals give."""
    known = (gap.estimate, gap.ci_low, gap.ci_high, own.estimate, own.ci_low, own.ci_high)
    if None in (*known, other.estimate, other.ci_low, other.ci_high):
        return Estimate(gap.n, None, gap.estimate, None, None, gap.unit)
    assert gap.estimate is not None
    assert gap.ci_low is not None
    assert gap.ci_high is not None
    below = math.hypot(_below(own), _above(other))
    above = math.hypot(_above(own), _below(other))
    low, high = min(gap.ci_low, gap.estimate - below), max(gap.ci_high, gap.estimate + above)
    return Estimate(gap.n, None, gap.estimate, low, high, gap.unit)


def _below(e: Estimate) -> float:
    return (e.estimate or 0.0) - (e.ci_low or 0.0)


def _above(e: Estimate) -> float:
    return (e.ci_high or 0.0) - (e.estimate or 0.0)
