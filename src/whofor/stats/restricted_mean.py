"""Mean time without the event within a horizon: of a group, of two, and what each row adds to it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from whofor.arrays import FloatArray
from whofor.stats.intervals import Interval, two_sided_z
from whofor.stats.survival import RiskTable, risk_table

__all__ = [
    "RmstDifference",
    "restricted_mean",
    "restricted_mean_difference",
    "rmst_pseudo_observations",
]


def _areas(table: RiskTable, horizon: float) -> tuple[FloatArray, FloatArray, float]:
    """Survival at the times up to the horizon, the area beyond each of them, and the whole area."""
    s = table.survival()
    ends = np.minimum(np.append(table.times, math.inf), horizon)
    pieces = s * np.diff(ends)
    beyond = np.cumsum(pieces[::-1])[::-1]
    return s, beyond, float(ends[0] + pieces.sum())


def _check_horizon(horizon: float) -> None:
    if not (math.isfinite(horizon) and horizon > 0):
        raise ValueError(f"the horizon of a restricted mean must be above 0 and finite, got {horizon}")


def _restricted(time: ArrayLike, event: ArrayLike, horizon: float) -> tuple[float, float]:
    table = risk_table(time, event)
    if len(table.times) == 0:
        raise ValueError("a restricted mean needs at least one row")
    _, beyond, area = _areas(table, horizon)
    return area, float((beyond**2 * table.greenwood()).sum())


def restricted_mean(time: ArrayLike, event: ArrayLike, horizon: float, level: float = 0.95) -> Interval:
    """Mean time without the event within a horizon: the area under Kaplan-Meier up to it.

    Needs no assumption on hazards. Beyond the last time the curve is held, so the horizon should not lie far beyond.

    Args:
        time: Time of the event or of censoring.
        event: 0 where censored.
        horizon: End of the time looked at, in the unit of `time`.
        level: Coverage of the normal interval.

    Raises:
        ValueError: No rows, or a horizon that is not above 0.

    Source:
        Irwin (1949); Royston & Parmar (2013), BMC Medical Research Methodology 13:152.

    Example:
        >>> restricted_mean([1, 2, 3, 4], [1, 1, 1, 1], 4).estimate
        2.5
    """
    z = two_sided_z(level)
    _check_horizon(horizon)
    mean, variance = _restricted(time, event, horizon)
    half = z * math.sqrt(variance)
    return Interval(mean, max(0.0, mean - half), min(horizon, mean + half))


@dataclass(frozen=True, slots=True)
class RmstDifference:
    """Difference of two restricted means, inside minus outside.

    Attributes:
        difference: In the unit of time.
        low: Lower end of the interval.
        high: Upper end.
        p: Two-sided p-value; 1 where there is no variance and no difference.
    """

    difference: float
    low: float
    high: float
    p: float


def restricted_mean_difference(
    time: ArrayLike, event: ArrayLike, inside: ArrayLike, horizon: float, level: float = 0.95
) -> RmstDifference:
    """Return how much longer a group goes without the event than the others, within a horizon.

    Args:
        time: Time of the event or of censoring.
        event: 0 where censored.
        inside: Rows of the group.
        horizon: End of the time looked at.
        level: Coverage of the normal interval.

    Raises:
        ValueError: No rows on one side, or a horizon that is not above 0.

    Source:
        Royston & Parmar (2013), BMC Medical Research Methodology 13:152.

    Example:
        >>> d = restricted_mean_difference([1, 2, 3, 4, 5, 6], [1] * 6, [True] * 3 + [False] * 3, 6)
        >>> round(d.difference, 2), d.high < 0
        (-3.0, True)
    """
    z = two_sided_z(level)
    _check_horizon(horizon)
    t, e, group = np.asarray(time, dtype=np.float64), np.asarray(event), np.asarray(inside, dtype=bool)
    if not t.shape == e.shape == group.shape:
        raise ValueError("times, events and the group must have one length")
    if group.all() or not group.any():
        raise ValueError("a difference needs rows both inside and outside the group")
    (a, va), (b, vb) = _restricted(t[group], e[group], horizon), _restricted(t[~group], e[~group], horizon)
    error = math.sqrt(va + vb)
    gap = a - b
    p = 2 * float(ndtr(-abs(gap) / error)) if error > 0 else float(gap == 0)
    return RmstDifference(gap, gap - z * error, gap + z * error, p)


def rmst_pseudo_observations(time: ArrayLike, event: ArrayLike, horizon: float) -> FloatArray:
    """Return what each row adds to the restricted mean: additive scores for a search over groups.

    `n * mean - (n - 1) * mean without the row`. Their mean is nearly the restricted mean of all rows, and
    their mean over a large group nearly the group's own, where censoring does not depend on the group. All rows take
    one pass, not one curve each.

    Args:
        time: Time of the event or of censoring, shape (rows,).
        event: 0 where censored.
        horizon: End of the time looked at.

    Returns:
        Scores in the unit of time, shape (rows,); without censoring the times themselves, cut at the horizon.

    Source:
        Andersen, Hansen & Klein (2004), Lifetime Data Analysis 10:335.

    Example:
        >>> rmst_pseudo_observations([1, 2, 3, 4], [1, 1, 0, 1], 4).round(2).tolist()
        [1.0, 2.0, 4.0, 4.0]
    """
    _check_horizon(horizon)
    table = risk_table(time, event)
    t, e = np.asarray(time, dtype=np.float64), np.asarray(event).astype(np.int64) > 0
    n = len(t)
    if n < 2:
        raise ValueError(f"pseudo-observations need two rows or more, got {n}")
    s, beyond, area = _areas(table, horizon)
    at = np.searchsorted(table.times, t)
    # Without a row the curve has one less at risk up to that row's time, and goes on as before after it.
    others = np.maximum(table.at_risk - 1, 1)
    reduced = np.concatenate([[1.0], np.cumprod(np.maximum(0.0, 1 - table.events / others))])[:-1]
    ends = np.concatenate([[0.0], np.minimum(table.times, horizon)])
    area_before = np.cumsum(np.diff(ends) * reduced)
    step = np.where(table.at_risk[at] > 1, 1 - (table.events[at] - e) / others[at], 1.0)
    alone = horizon - np.minimum(t, horizon)
    rest = np.where(s[at] > 0, beyond[at] / np.where(s[at] > 0, s[at], 1.0), alone)
    without = area_before[at] + reduced[at] * step * rest
    return n * area - (n - 1) * without
