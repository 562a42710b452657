"""Pace at which deals get an outcome, and how long it takes at that pace until enough of them have one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from whofor.arrays import BoolArray, FloatArray
from whofor.model import SegmentFinding, WaitingTime
from whofor.model.measure import OutcomeName
from whofor.model.reasons import NextStep
from whofor.model.reasons.steps import CollectOutcomes, DoNotWait, HypothesisTest, WaitForDeals
from whofor.model.reasons.verdicts import ConfirmTooFew
from whofor.schema.opening_days import LEAST_DATED
from whofor.schema.rows import DealRows
from whofor.validation.ripeness import Ripeness

__all__ = ["Pace", "pace_of", "step_in_time", "with_waiting"]

_WINDOW = 365
"""The last year: long enough for every season, short enough to be the present pace. A convention."""
_STRAY = 0.01
"""One in so many days may be a slip, and neither begins nor ends what an export covers."""


@dataclass(frozen=True, eq=False, slots=True)
class Pace:
    """Deals whose outcome came within the last year that an export covers.

    Attributes:
        came: Which deals these are, shape (deals,).
        days: Days that the year covers: fewer in a younger export, 0 where deals have no days.
    """

    came: BoolArray
    days: int

    def waiting(self, n_more: int, inside: BoolArray | None = None) -> WaitingTime:
        """Return how long it takes until so many more deals have an outcome; of some deals, at the pace of these."""
        came = self.came if inside is None else self.came & inside
        return WaitingTime.at_pace(n_more, int(came.sum()), self.days)


def pace_of(
    rows: DealRows, ripeness: Ripeness, outcome: str = OutcomeName.WON, judged: BoolArray | None = None
) -> Pace:
    """Return the pace at which deals get an outcome.

    A deal gets it on the day of its closing; where that day is not recorded, on the day of its opening; one that is
    open and counts as not won, on the day on which it is old enough to.

    Args:
        rows: All deals.
        ripeness: Which of them may be judged, and up to which day outcomes are known.
        outcome: Name of the outcome.
        judged: Deals of which it is known, for another outcome than won.
    """
    is_open = rows.still_open
    if outcome == OutcomeName.WON or judged is None:
        ended = rows.won | np.asarray(rows.outcome == "lost", dtype=np.bool_)
        counted, end = (ripeness.followed & ended) | (ripeness.keep & is_open), ripeness.as_of
    else:
        # Who must be followed for a year shows no value for the newest: their year ends with the last that has one.
        counted, end = judged, np.nan
    day = np.where(np.isfinite(rows.closed), rows.closed, rows.opened)
    day = np.floor(np.where(is_open, rows.opened + ripeness.horizon_days, day))
    return _pace(day, counted, rows.opened, end)


def _pace(day: FloatArray, counted: BoolArray, opened: FloatArray, end: float) -> Pace:
    """Return the pace of the counted deals.

    Args:
        day: Day on which each deal got its outcome, NaN where unknown.
        counted: Deals that have one.
        opened: Day of opening.
        end: Last day that the export covers; NaN to take the last of the counted days.
    """
    dated = counted & np.isfinite(day)
    if not dated.any() or dated.sum() < LEAST_DATED * counted.sum():
        return Pace(dated, 0)
    last = np.floor(end) if np.isfinite(end) else np.quantile(day[dated], 1 - _STRAY, method="higher")
    began = np.where(np.isfinite(opened), np.floor(opened), day)[dated]
    covered = int(last - np.quantile(began, _STRAY, method="lower")) + 1
    days = min(_WINDOW, max(0, covered))
    with np.errstate(invalid="ignore"):
        came = dated & (day > last - days) & (day <= last)
    return Pace(came, days)


def step_in_time(step: NextStep, waiting: Callable[[int], WaitingTime]) -> NextStep:
    """Return a next step with the time that it takes; where that is more than a year, not to wait.

    Args:
        step: The step.
        waiting: Function that returns how long so many more deals take.
    """
    if not isinstance(step, WaitForDeals | HypothesisTest | CollectOutcomes):
        return step
    time = waiting(step.n)
    if time.too_long and not isinstance(step, CollectOutcomes):
        return DoNotWait(step.n, time)
    return replace(step, waiting=time)


def with_waiting(finding: SegmentFinding, pace: Pace, inside: BoolArray) -> SegmentFinding:
    """Return a finding with the time that the deals which are missing take at the pace of its own kind.

    Args:
        finding: The finding.
        pace: Pace of all deals.
        inside: Which of them are of its kind.
    """

    def waiting(n: int) -> WaitingTime:
        return pace.waiting(n, inside)

    return replace(
        finding,
        reasons=tuple(
            replace(r, waiting=waiting(r.n_needed)) if isinstance(r, ConfirmTooFew) else r for r in finding.reasons
        ),
        next_step=step_in_time(finding.next_step, waiting),
        waiting=None if finding.n_needed is None else waiting(finding.n_needed),
    )
