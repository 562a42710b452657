"""Times to an event with censoring and competing events: curves, their intervals, medians, restricted means."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from whofor.stats.intervals import Interval, two_sided_z

__all__ = [
    "Curve",
    "RiskTable",
    "RmstDifference",
    "cumulative_incidence",
    "kaplan_meier",
    "median_time",
    "restricted_mean",
    "restricted_mean_difference",
    "risk_table",
    "rmst_pseudo_observations",
]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class RiskTable:
    """How many were at risk and how many had the event, at each different time.

    Attributes:
        times: Different times in order, events and censorings, shape (k,).
        at_risk: Rows whose time is that or later: who is censored at a time is at risk at it.
        events: Events of any kind at that time.
        causes: Events of the one kind asked for at that time.
    """

    times: FloatArray
    at_risk: FloatArray
    events: FloatArray
    causes: FloatArray


def risk_table(time: ArrayLike, event: ArrayLike, cause: int = 1) -> RiskTable:
    """Count rows at risk and events.

    Args:
        time: Time of the event or of censoring, 0 or more, in any unit, shape (rows,).
        event: 0 where censored, else the kind of event (booleans do), same shape.
        cause: Kind counted in `causes`.

    Raises:
        ValueError: Shapes that differ, times that are negative or not finite, negative kinds.

    Example:
        >>> risk_table([2, 2, 5], [1, 0, 1]).at_risk.tolist()
        [3.0, 1.0]
    """
    t, e = np.asarray(time, dtype=np.float64), np.asarray(event).astype(np.int64)
    if t.ndim != 1 or t.shape != e.shape:
        raise ValueError(f"times and events must be lists of one length, got shapes {t.shape} and {e.shape}")
    if not np.isfinite(t).all() or np.any(t < 0):
        raise ValueError("times must be finite and not negative")
    if np.any(e < 0):
        raise ValueError("the kind of an event must be 0 (censored) or more")
    times, which, counts = np.unique(t, return_inverse=True, return_counts=True)
    at_risk = np.cumsum(counts[::-1])[::-1].astype(np.float64)
    events = np.bincount(which, e > 0, minlength=len(times)).astype(np.float64)
    causes = np.bincount(which, e == cause, minlength=len(times)).astype(np.float64)
    return RiskTable(times, at_risk, events, causes)


@dataclass(frozen=True, slots=True)
class Curve:
    """A step function of time with its interval at each step; it holds from each time up to the next.

    Attributes:
        times: Times of the steps, shape (k,).
        estimate: Value from that time on.
        low: Lower end of the pointwise interval.
        high: Upper end.
        start: Value before the first time: 1 for survival, 0 for incidence.
    """

    times: FloatArray
    estimate: FloatArray
    low: FloatArray
    high: FloatArray
    start: float

    def at(self, time: float) -> Interval:
        """Value and interval at a time; beyond the last time the last value is held.

        Example:
            >>> kaplan_meier([1, 2, 3, 4], [1, 1, 1, 1]).at(2.5).estimate
            0.5
        """
        i = int(np.searchsorted(self.times, time, side="right")) - 1
        if i < 0:
            return Interval(self.start, self.start, self.start)
        return Interval(float(self.estimate[i]), float(self.low[i]), float(self.high[i]))


def _survival(table: RiskTable) -> FloatArray:
    return np.cumprod(1 - table.events / table.at_risk)


def _greenwood_steps(table: RiskTable) -> FloatArray:
    """Growth of Greenwood's sum at each time; 0 where everybody left has the event."""
    left = table.at_risk - table.events
    return np.where(left > 0, table.events / (table.at_risk * np.maximum(left, 1)), 0.0)


def _log_log(estimate: FloatArray, relative: FloatArray, z: float) -> tuple[FloatArray, FloatArray]:
    """Interval of a share on the complementary log-log scale; none at 0 and 1.

    `relative` is the standard error over the estimate.
    """
    inner = (estimate > 0) & (estimate < 1)
    safe = np.where(inner, estimate, 0.5)
    shift = np.exp(z * np.where(inner, relative, 0.0) / np.abs(np.log(safe)))
    return np.where(inner, safe**shift, estimate), np.where(inner, safe ** (1 / shift), estimate)


def kaplan_meier(time: ArrayLike, event: ArrayLike, level: float = 0.95) -> Curve:
    """Share still without the event over time, with Greenwood's variance and log-log intervals.

    Any kind of event counts. Where the curve reaches 0 the variance is not defined: the interval runs from 0 to the
    last upper end. Without rows the curve has no steps.

    Args:
        time: Time of the event or of censoring, see `risk_table`.
        event: 0 where censored.
        level: Coverage of each interval.

    Source:
        Kaplan & Meier (1958), JASA 53:457; Greenwood (1926); Kalbfleisch & Prentice (2002), 1.4.

    Example:
        >>> curve = kaplan_meier([6, 6, 6, 6, 7, 9, 10], [1, 1, 1, 0, 1, 0, 1])
        >>> round(curve.at(6).estimate, 3), round(curve.at(7).estimate, 3)
        (0.571, 0.381)
    """
    z = two_sided_z(level)
    table = risk_table(time, event)
    s = _survival(table)
    low, high = _log_log(s, np.sqrt(np.cumsum(_greenwood_steps(table))), z)
    gone = s <= 0
    if gone.any():
        first = int(np.argmax(gone))
        high = np.where(gone, high[first - 1] if first else 1.0, high)
    return Curve(table.times, s, low, high, 1.0)


def median_time(curve: Curve, share: float = 0.5) -> Interval:
    """Time by which a share had the event, infinite where the curve does not come down so far.

    The interval holds the times at which the curve's interval holds the share.

    Args:
        curve: From `kaplan_meier`.
        share: Share with the event, between 0 and 1; the median by default.

    Source:
        Brookmeyer & Crowley (1982), Biometrics 38:29.

    Example:
        >>> median_time(kaplan_meier([1, 2, 3, 4, 5], [1, 1, 1, 0, 0])).estimate
        3.0
    """
    if not 0 < share < 1:
        raise ValueError(f"a share of rows must lie between 0 and 1, got {share}")

    def first(values: FloatArray) -> float:
        # Products of fractions miss their exact value by rounding.
        reached = values <= 1 - share + 1e-12
        return float(curve.times[int(np.argmax(reached))]) if reached.any() else math.inf

    return Interval(first(curve.estimate), first(curve.low), first(curve.high))


def cumulative_incidence(time: ArrayLike, event: ArrayLike, cause: int = 1, level: float = 0.95) -> Curve:
    """Share that has had one kind of event over time, when other kinds compete (Aalen-Johansen).

    Rows with another event are not censored: they can no longer have this one. One minus Kaplan-Meier with the others
    taken for censored is too large.

    Args:
        time: Time of the event or of censoring.
        event: 0 where censored, else the kind of event.
        cause: The kind asked for.
        level: Coverage of each interval, on the complementary log-log scale.

    Source:
        Aalen & Johansen (1978); variance by the delta method, Marubini & Valsecchi (1995), 10.2.

    Example:
        >>> curve = cumulative_incidence([1, 2, 3, 4], [1, 2, 1, 0])
        >>> round(curve.at(3).estimate, 2)
        0.5
    """
    z = two_sided_z(level)
    if cause < 1:
        raise ValueError(f"the kind of event asked for must be 1 or more, got {cause}")
    table = risk_table(time, event, cause)
    before = np.concatenate([[1.0], _survival(table)])[:-1]
    n, d = table.at_risk, table.causes
    incidence = np.cumsum(before * d / n)
    # sum of (I(t) - I(i))**2 g_i + s_i - 2 (I(t) - I(i)) c_i over the steps i up to t, opened so that sums can run.
    g, s, c = _greenwood_steps(table), before**2 * (n - d) * d / n**3, before * d / n**2
    variance = incidence**2 * np.cumsum(g) - 2 * incidence * np.cumsum(incidence * g) + np.cumsum(incidence**2 * g)
    variance += np.cumsum(s) - 2 * (incidence * np.cumsum(c) - np.cumsum(incidence * c))
    relative = np.sqrt(np.maximum(variance, 0.0)) / np.where(incidence > 0, incidence, 1.0)
    low, high = _log_log(incidence, relative, z)
    return Curve(table.times, incidence, low, high, 0.0)


def _areas(table: RiskTable, horizon: float) -> tuple[FloatArray, FloatArray, float]:
    """Survival at the times up to the horizon, the area beyond each of them, and the whole area."""
    s = _survival(table)
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
    return area, float((beyond**2 * _greenwood_steps(table)).sum())


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
    """How much longer a group goes without the event than the others, within a horizon.

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
    """What each row adds to the restricted mean: additive scores for a search over groups.

    `n * mean - (n - 1) * mean without the row`. Their mean is nearly the restricted mean of all rows, and their mean over a
    large group nearly the group's own, where censoring does not depend on the group. All rows take one pass,
    not one curve each.

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
