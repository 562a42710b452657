"""Times to an event with censoring and competing events: curves, their intervals, medians."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from whofor.arrays import FloatArray
from whofor.stats.intervals import Interval, two_sided_z

__all__ = [
    "Curve",
    "RiskTable",
    "cumulative_incidence",
    "kaplan_meier",
    "median_time",
    "risk_table",
]


@dataclass(frozen=True, slots=True)
class RiskTable:
    """Number at risk and number of events at each different time.

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

    def survival(self) -> FloatArray:
        """Kaplan and Meier's share without an event after each time."""
        return np.cumprod(1 - self.events / self.at_risk).astype(np.float64)

    def greenwood(self) -> FloatArray:
        """Growth of Greenwood's sum at each time; 0 where everybody left has the event."""
        left = self.at_risk - self.events
        return np.where(left > 0, self.events / (self.at_risk * np.maximum(left, 1)), 0.0)


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
    s = table.survival()
    low, high = _log_log(s, np.sqrt(np.cumsum(table.greenwood())), z)
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


def cumulative_incidence(
    time: ArrayLike, event: ArrayLike, cause: int = 1, level: float = 0.95, design_effect: float = 1.0
) -> Curve:
    """Share that has had one kind of event over time, when other kinds compete (Aalen-Johansen).

    Rows with another event are not censored: they can no longer have this one. One minus Kaplan-Meier with the others
    taken for censored is too large.

    Args:
        time: Time of the event or of censoring.
        event: 0 where censored, else the kind of event.
        cause: The kind asked for.
        level: Coverage of each interval, on the complementary log-log scale.
        design_effect: How many times fewer independent rows they are worth, see `whofor.stats.clusters`.

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
    before = np.concatenate([[1.0], table.survival()])[:-1]
    n, d = table.at_risk, table.causes
    incidence = np.minimum(np.cumsum(before * d / n), 1.0)  # a sum may end a digit above
    # sum of (I(t) - I(i))**2 g_i + s_i - 2 (I(t) - I(i)) c_i over the steps i up to t, opened so that sums can run.
    g, s, c = table.greenwood(), before**2 * (n - d) * d / n**3, before * d / n**2
    variance = incidence**2 * np.cumsum(g) - 2 * incidence * np.cumsum(incidence * g) + np.cumsum(incidence**2 * g)
    variance += np.cumsum(s) - 2 * (incidence * np.cumsum(c) - np.cumsum(incidence * c))
    variance *= design_effect
    relative = np.sqrt(np.maximum(variance, 0.0)) / np.where(incidence > 0, incidence, 1.0)
    low, high = _log_log(incidence, relative, z)
    return Curve(table.times, incidence, low, high, 0.0)
