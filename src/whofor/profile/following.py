"""Deals followed from their opening, so that recent ones are set against deals of the same age.

A deal that is still open is not lost, and losses take longer than wins: the closed deals of last month are mostly
won. What counts is therefore whether a deal was won *within* so many days of its opening. The days are cut at a few
ages; a young deal counts up to the last age that it has reached, and a lost one goes on counting as not won.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from whofor.arrays import BoolArray, FloatArray, IntArray
from whofor.model.evidence import Estimate
from whofor.stats.clusters import design_effect, intraclass_correlation
from whofor.stats.intervals import wilson_interval

__all__ = ["DealDays", "Followed", "account_likeness", "ages_of", "follow", "with_shrunk_wins"]

_SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.98)
"""Shares of the wins that had come by each age: a young deal counts up to the last age that it has reached. Beyond
the last lie stragglers, which would keep all others waiting."""
_FEWEST_WINS = 20
"""Fewer wins have no useful 90th percentile, as in `validation.ripeness`."""


@dataclass(frozen=True, eq=False, slots=True)
class DealDays:
    """Deals with their days and accounts.

    Attributes:
        opened: Day of opening, whole days.
        won_after: Days from opening to the win; infinite where a deal was not won, or not yet.
        account: Number of the account, from 0.
    """

    opened: FloatArray
    won_after: FloatArray
    account: IntArray

    def take(self, rows: BoolArray) -> DealDays:
        """Return some of the deals."""
        return DealDays(self.opened[rows], self.won_after[rows], self.account[rows])

    def ripe(self, horizon: float, as_of: float) -> BoolArray:
        """Return which deals are as old as the horizon on a day."""
        return as_of - self.opened >= horizon

    def won_within(self, horizon: float, as_of: float) -> BoolArray:
        """Return which deals were won within the horizon, as known at the end of a day."""
        return (self.won_after <= horizon) & (self.opened + self.won_after <= as_of)


@dataclass(frozen=True, eq=False, slots=True)
class Followed:
    """Deals counted between the ages at which their days are cut.

    Attributes:
        ages: The ages, rising; the last is the horizon.
        at_risk: Deals that were followed to each age and not won before the former one.
        won: Deals won between the former age and this one.
        n: Deals followed to the first age at least.
        n_accounts: Accounts of these.
        ripe: Deals followed to the horizon.
        ripe_won: Deals among them that were won within it.
        effect: How many times fewer independent deals they are worth, see `clusters.design_effect`.
    """

    ages: FloatArray
    at_risk: IntArray
    won: IntArray
    n: int
    n_accounts: int
    ripe: int
    ripe_won: int
    effect: float = 1.0

    def estimate(self) -> Estimate:
        """Return the share won within the horizon, with Wilson's interval of as many deals as it is worth.

        Source:
            Life table with Greenwood's variance (1926); its effective number in Wilson's interval as in
            Dorey & Korn (1987), Statistics in Medicine 6:679.
        """
        if self.n == 0:
            return Estimate(0, 0, None, None, None)
        followed = self.at_risk > 0
        risk, won = self.at_risk[followed], self.won[followed]
        stays = np.prod(1 - won / risk) if (won < risk).all() else 0.0
        rate = float(1 - stays)
        variance = float(stays * stays * (won / (risk * np.maximum(risk - won, 1))).sum())
        worth = rate * (1 - rate) / variance if variance > 0 else float(risk.mean())
        i = wilson_interval(rate * worth / self.effect, worth / self.effect)
        return Estimate(self.n, int(won.sum()), rate, i.low, i.high, n_accounts=self.n_accounts)


def with_shrunk_wins(deals: Followed, searched: Followed, kept: float) -> Followed:
    """Return followed deals, of which those that were searched count with a part of their wins only.

    A type of client that a search picked did better among the deals it searched than others of it will. With the rate
    that is left once it is shrunk, they may stand beside deals that no search saw.

    Args:
        deals: All deals.
        searched: Those of them that were searched, cut at the same ages.
        kept: Part of their rate that stays, from 0 to 1.
    """
    by_age = np.cumsum(searched.won)
    fewer = by_age - np.rint(by_age * min(1.0, max(0.0, kept))).astype(np.int64)
    before = np.concatenate([[0], fewer[:-1]]).astype(np.int64) if len(fewer) else fewer
    # Who is not won by an age stays at risk at the next one, where the deals were followed to it.
    at_risk = deals.at_risk + np.where(searched.at_risk > 0, before, 0)
    gone = searched.ripe_won - round(searched.ripe_won * min(1.0, max(0.0, kept)))
    return replace(deals, at_risk=at_risk, won=deals.won - (fewer - before), ripe_won=deals.ripe_won - gone)


def ages_of(won_after: FloatArray, fallback: FloatArray | None = None) -> FloatArray:
    """Return the ages, in whole days, by which each tenth of the wins had come.

    Args:
        won_after: Days from opening to the win, infinite where there was none.
        fallback: The same of more deals, used where these have fewer than 20 wins.

    Returns:
        Rising ages; none where there are no 20 wins.
    """
    days = won_after[np.isfinite(won_after)]
    if len(days) < _FEWEST_WINS and fallback is not None:
        days = fallback[np.isfinite(fallback)]
    if len(days) < _FEWEST_WINS:
        return np.empty(0)
    return np.unique(np.maximum(1.0, np.ceil(np.quantile(days, _SHARES))))


def account_likeness(won: BoolArray, groups: IntArray, account: IntArray) -> float:
    """Return the intraclass correlation of accounts, the mean of each group of deals taken off.

    Args:
        won: Outcome of each deal.
        groups: Group of each, from 0: an account of the ICP is no more alike in itself than its ICP is.
        account: Account of each.
    """
    if not len(won):
        return 0.0
    size = np.maximum(np.bincount(groups), 1)
    mean = np.bincount(groups, won.astype(np.float64)) / size
    numbered = np.unique(account, return_inverse=True)[1].astype(np.int64)
    return intraclass_correlation(won - mean[groups], numbered)


def follow(deals: DealDays, ages: FloatArray, as_of: float, likeness: float = 0.0) -> Followed:
    """Return deals counted between ages, as known at the end of a day.

    Args:
        deals: The deals of one group.
        ages: See `ages_of`.
        as_of: Last day on which outcomes are known; deals opened after it do not count.
        likeness: Intraclass correlation of accounts.
    """
    age = as_of - deals.opened
    won_after = np.where(deals.opened + deals.won_after <= as_of, deals.won_after, np.inf)
    former = np.concatenate([[-np.inf], ages[:-1]]) if len(ages) else ages
    reached = age[:, None] >= ages
    at_risk = reached & (won_after[:, None] > former)
    won = at_risk & (won_after[:, None] <= ages)
    counted = reached[:, 0] if len(ages) else np.zeros(len(age), dtype=np.bool_)
    per_account = np.bincount(deals.account[counted]) if counted.any() else np.zeros(1, dtype=np.int64)
    ripe = reached[:, -1] if len(ages) else counted
    return Followed(
        ages=ages,
        at_risk=at_risk.sum(axis=0).astype(np.int64),
        won=won.sum(axis=0).astype(np.int64),
        n=int(counted.sum()),
        n_accounts=int((per_account > 0).sum()),
        ripe=int(ripe.sum()),
        ripe_won=int((ripe[:, None] & won).sum()) if len(ages) else 0,
        effect=design_effect(per_account.astype(np.int64), likeness),
    )
