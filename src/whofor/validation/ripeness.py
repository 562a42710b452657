"""Deals that are ripe to be judged: none from before outcomes were recorded, none too young to have ended."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import pdtr

from whofor.arrays import BoolArray, FloatArray, is_known
from whofor.days import iso_day
from whofor.model.data_findings import SetAside
from whofor.model.reasons import SetAsideReason
from whofor.model.reasons.data import BeforeRecording, ClosedBeforeOpened, NoOpeningDate, NoOutcome, Open, Unripe
from whofor.schema.opening_days import LEAST_DATED
from whofor.schema.rows import DealRows
from whofor.validation.not_judged import NotJudged, counted

__all__ = ["Ripeness", "judge_ripeness"]

_FOLLOW_UP = 0.9
"""The horizon is the time within which nine of ten wins came: a convention; more would leave out more recent deals."""
_MOST_LOST = 0.4
"""The horizon takes at most this share of the time that the data covers, so that most deals can still be judged."""
_SURPRISE = 1e-4
"""So improbable a lack of wins before a day shows that they were not recorded yet: a convention far beyond chance."""
_FEWEST_WINS = 20
"""Fewer dated wins have no useful 90th percentile: two lie beyond it."""


@dataclass(frozen=True, eq=False, slots=True)
class Ripeness:
    """Deals that may be judged, and why the others are set aside.

    Attributes:
        keep: Deals that may be judged.
        leads: Like `keep`, with open deals of the same age, for rates of all leads of a source: an old open lead counts
            as not won.
        followed: Deals whose ends were recorded, however young or open they are.
        not_judged: Those that are not, by reason; each deal under the first one that holds.
        dated: Whether deals carry opening dates that can be used.
        as_of: Day up to which outcomes are known, days since 1970-01-01; NaN where nothing is dated.
        horizon_days: Days after which nine in ten wins are in; NaN where too few wins are dated.
        open_as_not_won: Open deals older than the horizon, counted as not won.
    """

    keep: BoolArray
    leads: BoolArray
    followed: BoolArray
    not_judged: tuple[NotJudged, ...]
    dated: bool
    as_of: float
    horizon_days: float
    open_as_not_won: int

    @property
    def set_aside(self) -> tuple[SetAside, ...]:
        """How many deals are not judged, by reason."""
        return counted(self.not_judged)


def recording_start(opened: FloatArray, wins_closed: FloatArray, wins_days: FloatArray) -> float | None:
    """Return the day from which wins were recorded, where earlier deals show impossibly few.

    For a day t, the wins that deals opened before t should have had before t are forecast from the cycle and
    the win rate seen afterwards; hardly any where many are due means that nobody wrote them down.

    Args:
        opened: Opening days of all deals.
        wins_closed: Closing days of the won deals.
        wins_days: Their days from opening to closing.

    Returns:
        The day, or `None` where outcomes were recorded all along.
    """
    if len(wins_closed) < _FEWEST_WINS:
        return None
    ordered = np.sort(wins_closed)
    # A stray early record must not hide the gap before the rest. Of the wins of one day the first surprises most.
    days, firsts = np.unique(ordered[: max(1, len(ordered) // 200) + 1], return_index=True)
    for day, early in zip(days.tolist(), firsts.tolist(), strict=True):
        before, after = opened[opened < day], opened[opened >= day]
        later = (wins_closed - wins_days) >= day
        if not len(before) or later.sum() < _FEWEST_WINS:
            continue
        rate = float(later.sum()) / len(after)
        cycles = np.sort(wins_days[later])
        due = rate * float((np.searchsorted(cycles, day - before, side="right") / len(cycles)).sum())
        if pdtr(early, due) < _SURPRISE:
            return day
    return None


def _horizon(rows: DealRows, as_of: float) -> float:
    """Return the days within which nine in ten wins came, on deals that were followed long enough."""
    days = rows.days_to_close
    use = rows.won & np.isfinite(days)
    if use.sum() < _FEWEST_WINS:
        return math.nan
    start = float(np.nanmin(rows.opened[use]))
    span = as_of - start
    old = use & (rows.opened <= start + span * 2 / 3)
    days = days[old] if old.sum() >= _FEWEST_WINS else days[use]
    return min(float(np.quantile(days, _FOLLOW_UP)), _MOST_LOST * span)


def _last_known_day(rows: DealRows, ended: BoolArray, today: float) -> float:
    """Return the day up to which outcomes are known: the last opening, or the closings but for a stray hundredth.

    A handful of closing dates far ahead of all others are plans or typing errors; they must not make the youngest
    deals look old enough.
    """
    opened = rows.opened[np.isfinite(rows.opened) & (rows.opened <= today + 1)]
    closed = rows.closed[ended]
    closed = closed[np.isfinite(closed) & (closed <= today + 1)]
    days = [float(opened.max())] if len(opened) else []
    if len(closed):
        days.append(float(np.quantile(closed, 0.99)))
    return max(days, default=math.nan)


def judge_ripeness(rows: DealRows, today: float, as_of: float | None = None) -> Ripeness:
    """Return which deals can be judged, and which are set aside for which reasons.

    Args:
        rows: All deals.
        today: Today, days since 1970-01-01; dates after it are no facts.
        as_of: Day up to which outcomes are known; by default taken from the data.
    """
    n = len(rows)
    keep = np.ones(n, dtype=np.bool_)
    excluded: list[NotJudged] = []

    def drop(rows_out: BoolArray, why: SetAsideReason) -> None:
        now = keep & rows_out
        if now.any():
            excluded.append(NotJudged(why, now))
            keep[rows_out] = False

    no_outcome = ~is_known(rows.outcome)
    drop(no_outcome, NoOutcome())
    opened_known = np.isfinite(rows.opened)
    dated = bool(opened_known[keep].mean() >= LEAST_DATED) if keep.any() else False
    open_deal = rows.still_open
    if not dated:
        followed = keep.copy()
        drop(open_deal, Open())
        return Ripeness(keep, keep, followed, tuple(excluded), False, math.nan, math.nan, 0)
    drop(~opened_known, NoOpeningDate())
    with np.errstate(invalid="ignore"):
        drop(rows.closed < np.floor(rows.opened), ClosedBeforeOpened())
    end = as_of if as_of is not None else _last_known_day(rows, keep & ~open_deal, today)
    won = rows.won & keep
    days = rows.days_to_close
    timed = won & np.isfinite(days)
    start = recording_start(rows.opened[keep], rows.closed[timed], days[timed])
    if start is not None:
        drop(rows.opened < start, BeforeRecording(date=iso_day(start)))
    followed = keep.copy()
    horizon = _horizon(rows.take(keep), end)
    if math.isnan(horizon):
        drop(open_deal, Open())
        return Ripeness(keep, keep, followed, tuple(excluded), True, end, math.nan, 0)
    young = rows.opened > end - horizon
    drop(young, Unripe(date=iso_day(end - horizon), horizon_days=round(horizon)))
    leads = keep.copy()
    # Where losses are written down, an old open deal is no loss; where only wins are, not to have signed is one.
    if rows.tells_losses or np.any(rows.outcome == "lost"):
        drop(open_deal, Open())
    return Ripeness(keep, leads, followed, tuple(excluded), True, end, horizon, int((keep & open_deal).sum()))
