"""The base of a card refitted on the newest deals, as rates move from season to season."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import expit

from whofor.arrays import BoolArray, FloatArray
from whofor.days import iso_day
from whofor.model.card_proof import NewestQuarter, ProofFigure
from whofor.model.scorecard import RateMoved, RecentBase
from whofor.stats.intervals import wilson_interval

__all__ = ["MOST_MOVED", "newest_quarter", "recent_base"]

_NEWEST = 300
"""Newest deals that the base is refitted on. Measured: the calibration error of two exports of leads fell from .034 to
.014 and from .031 to .029."""
_FEWEST = 30
"""Deals of either outcome that they must hold: a convention."""
MOST_MOVED = 2.0
"""Change of the rate, as a ratio, beyond which chances are not to be trusted: where a rate rose fivefold, no refit left
an error below .07."""
_QUARTER = 91
"""Days of a quarter."""
_WIDEST = 20.0
"""Shift at which the search ends: odds times 5e8, where the prior has a standard deviation of 1."""


def recent_base(
    sums: FloatArray, won: BoolArray, day: FloatArray, base_rate: float, *, newest: int = _NEWEST
) -> RecentBase:
    """Return the shift of the base under which the newest ripe deals are likeliest, with a prior of N(0, 1).

    The shift is found by bisection: where outcomes are one-sided Newton's method leaves the scale.

    Args:
        sums: Log odds that the card gives each ripe deal, without any shift.
        won: Which of them were won.
        day: Day of opening of each, days since 1970-01-01; deals without one are left out.
        base_rate: Share of the deals learnt from that was won.
        newest: How many of the newest deals count; all that were opened on the last day that enters.

    Source:
        Steyerberg et al. (2004), Statistics in Medicine 23:2567 (updating the intercept alone).

    Example:
        >>> won = np.arange(400) % 2 == 0
        >>> found = recent_base(np.zeros(400), won, np.arange(400.0), 0.5)
        >>> round(abs(found.shift), 3), found.n, found.n_won, found.note.value
        (0.0, 300, 150, 'refitted')
    """
    dated = np.flatnonzero(np.isfinite(day))
    if len(dated) < newest:
        return RecentBase(0.0, "", len(dated), int(won[dated].sum()), RateMoved.TOO_FEW)
    since = np.sort(day[dated])[-newest]
    use = dated[day[dated] >= since]
    n, n_won = len(use), int(won[use].sum())
    until = iso_day(math.floor(float(day[use].max())))
    if min(n_won, n - n_won) < _FEWEST:
        return RecentBase(0.0, until, n, n_won, RateMoved.TOO_FEW)
    low, high = -_WIDEST, _WIDEST
    for _ in range(80):
        middle = (low + high) / 2
        if n_won - float(expit(sums[use] + middle).sum()) - middle > 0:
            low = middle
        else:
            high = middle
    ratio = (n_won / n) / base_rate if base_rate > 0 else math.inf
    moved = ratio > MOST_MOVED or ratio < 1 / MOST_MOVED
    return RecentBase((low + high) / 2, until, n, n_won, RateMoved.ORDER_ONLY if moved else RateMoved.REFITTED)


def newest_quarter(won: BoolArray, day: FloatArray) -> NewestQuarter | None:
    """Return the share won of the deals opened in the 91 days up to the newest, by which drift can be seen.

    Args:
        won: Which ripe deals were won.
        day: Day of opening of each, days since 1970-01-01; deals without one are left out.

    Returns:
        The rate with Wilson's interval; `None` where no deal is dated.

    Example:
        >>> found = newest_quarter(np.arange(200) % 4 == 0, np.arange(200.0))
        >>> found.since, found.until, found.rate.n
        ('1970-04-20', '1970-07-19', 91)
    """
    dated = np.isfinite(day)
    if not dated.any():
        return None
    last = math.floor(float(day[dated].max()))
    here = dated & (np.floor(np.where(dated, day, 0.0)) > last - _QUARTER)
    i = wilson_interval(int(won[here].sum()), int(here.sum()))
    rate = ProofFigure(i.estimate, i.low, i.high, int(here.sum()))
    return NewestQuarter(iso_day(last - _QUARTER + 1), iso_day(last), rate)
