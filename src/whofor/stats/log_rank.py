"""The log-rank test of whether a group has its events sooner than others, and the scores of rows that add up to it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from whofor.arrays import FloatArray, IntArray
from whofor.stats.survival import risk_table

__all__ = ["LogRank", "log_rank", "log_rank_scores"]


@dataclass(frozen=True, slots=True)
class LogRank:
    """A log-rank test of a group against the other rows.

    Attributes:
        observed: Events inside.
        expected: Events due inside if both sides had them alike.
        variance: Variance of observed less expected.
        z: Standard score, positive where events come sooner inside; 0 where there is no variance.
        p: Two-sided p-value.
    """

    observed: float
    expected: float
    variance: float
    z: float
    p: float


def _strata(strata: ArrayLike | None, rows: int) -> list[IntArray]:
    """Rows of each stratum."""
    if strata is None:
        return [np.arange(rows)]
    labels = np.asarray(strata)
    if labels.shape != (rows,):
        raise ValueError(f"{rows} rows need one stratum each, got shape {labels.shape}")
    _, which = np.unique(labels, return_inverse=True)
    order = np.argsort(which, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(which[order])) + 1)


def log_rank(time: ArrayLike, event: ArrayLike, inside: ArrayLike, strata: ArrayLike | None = None) -> LogRank:
    """Test whether a group has its events sooner or later than the other rows, within strata.

    For a competing event (a loss, when wins are timed) pass 0 for it: the test is then of the cause-specific hazard.

    Args:
        time: Time of the event or of censoring, 0 or more.
        event: Whether the event happened; 0 where censored.
        inside: Rows of the group.
        strata: Label of each row's stratum; one stratum if left out.

    Raises:
        ValueError: Shapes that differ, times that are negative or not finite.

    Source:
        Mantel (1966), Cancer Chemotherapy Reports 50:163, with the hypergeometric variance at ties.

    Example:
        >>> test = log_rank([1, 2, 3, 4, 5, 6], [1, 1, 1, 1, 1, 0], [1, 1, 1, 0, 0, 0])
        >>> test.observed, round(test.expected, 2), round(test.z, 2)
        (3.0, 1.15, 2.25)
    """
    t, e, group = np.asarray(time, dtype=np.float64), np.asarray(event) != 0, np.asarray(inside, dtype=bool)
    if t.ndim != 1 or not t.shape == e.shape == group.shape:
        raise ValueError("times, events and the group must be lists of one length")
    expected = variance = 0.0
    for rows in _strata(strata, len(t)):
        table = risk_table(t[rows], e[rows])
        n, d = table.at_risk, table.events
        mine = np.sort(t[rows][group[rows]])
        share = (len(mine) - np.searchsorted(mine, table.times, side="left")) / n
        expected += float((d * share).sum())
        variance += float((d * share * (1 - share) * (n - d) / np.maximum(n - 1, 1)).sum())
    observed = float((e & group).sum())
    z = (observed - expected) / math.sqrt(variance) if variance > 0 else 0.0
    return LogRank(observed, expected, variance, z, 2 * float(ndtr(-abs(z))))


def log_rank_scores(time: ArrayLike, event: ArrayLike, strata: ArrayLike | None = None) -> FloatArray:
    """Score of each row, such that the sum over any group is its log-rank numerator, observed less expected.

    These are martingale residuals without covariates: 1 for an event, less the Nelson-Aalen cumulated hazard up to the
    row's time. They sum to 0 in each stratum, lie at most at 1, and a positive sum means sooner than the others.

    Args:
        time: Time of the event or of censoring, shape (rows,).
        event: Whether the event happened.
        strata: Label of each row's stratum.

    Returns:
        Scores in events, shape (rows,).

    Source:
        Barlow & Prentice (1988), Biometrika 75:65; Therneau, Grambsch & Fleming (1990), Biometrika 77:147.

    Example:
        >>> log_rank_scores([1, 2, 3, 3], [1, 0, 1, 0]).round(2).tolist()
        [0.75, -0.25, 0.25, -0.75]
    """
    t, e = np.asarray(time, dtype=np.float64), np.asarray(event) != 0
    if t.ndim != 1 or t.shape != e.shape:
        raise ValueError("times and events must be lists of one length")
    scores = e.astype(np.float64)
    for rows in _strata(strata, len(t)):
        table = risk_table(t[rows], e[rows])
        hazard = np.cumsum(table.events / table.at_risk)
        scores[rows] -= hazard[np.searchsorted(table.times, t[rows])]
    return scores
