"""Measures of chances against what happened: ranking, log loss, Brier, calibration, gains."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from whofor.arrays import BoolArray, FloatArray, IntArray
from whofor.model.card_proof import CalibrationBin, GainPoint, ModelFigures, ProofFigure
from whofor.stats.intervals import two_sided_z, wilson_interval
from whofor.stats.logistic import log_losses
from whofor.stats.ranks import auc, clustered_auc

__all__ = ["auc_figure", "calibration", "expected_calibration_error", "figures_of", "gain_curve", "loss_gain"]

_BINS = 10
"""Equal-count bins of a calibration: a convention (Naeini et al. 2015, AAAI 29:2901)."""
_SHARES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Points of a gain curve: fine where people work, a convention."""


def _tenths(chances: FloatArray, won: BoolArray) -> list[tuple[FloatArray, FloatArray]]:
    """Return chance and rate of the rows of each tenth by chance.

    Rows of one chance stand for one another and have the rate of all of them: their order in the list tells nothing.
    """
    distinct, codes = np.unique(chances, return_inverse=True)
    size = np.bincount(codes, minlength=len(distinct))
    rates = np.bincount(codes, won, len(distinct)) / np.maximum(1, size)
    halves = np.array_split(np.repeat(distinct, size), _BINS), np.array_split(np.repeat(rates, size), _BINS)
    return [(chance, rate) for chance, rate in zip(*halves, strict=True) if len(chance)]


def expected_calibration_error(chances: FloatArray, won: BoolArray) -> float:
    """Return the mean distance of chance and rate over ten equal-count bins, weighted by their rows.

    Source:
        Naeini, Cooper & Hauskrecht (2015), AAAI 29:2901.

    Example:
        >>> round(expected_calibration_error(np.full(10, 0.5), np.arange(10) < 4), 3)
        0.1
    """
    n = max(1, len(chances))
    return float(sum(abs(p.mean() - rate.mean()) * len(p) / n for p, rate in _tenths(chances, won)))


def calibration(chances: FloatArray, won: BoolArray) -> tuple[CalibrationBin, ...]:
    """Return chance and rate of each tenth of the rows by chance, with Wilson's interval of the rate."""
    found: list[CalibrationBin] = []
    for chance, rate in _tenths(chances, won):
        i = wilson_interval(min(float(rate.sum()), len(rate)), len(rate))
        found.append(CalibrationBin(float(chance.mean()), ProofFigure(i.estimate, i.low, i.high, len(rate))))
    return tuple(found)


def figures_of(name: str, chances: FloatArray, won: BoolArray) -> ModelFigures:
    """Return how well chances fit what happened.

    Args:
        name: Name of the model.
        chances: Chance of each row, at least one row.
        won: Which were won.

    Source:
        Brier (1950), Monthly Weather Review 78:1.
    """
    y = won.astype(np.float64)
    return ModelFigures(
        name=name,
        auc=auc(chances, won) if 0 < won.sum() < len(won) else None,
        log_loss=float(log_losses(chances, y).mean()),
        brier=float(((chances - y) ** 2).mean()),
        ece=expected_calibration_error(chances, won),
    )


def auc_figure(scores: FloatArray, won: BoolArray, accounts: IntArray | None = None) -> ProofFigure:
    """Return the area under the ROC curve with its interval, deals of one account counted as one piece of evidence."""
    found = clustered_auc(scores, won, np.arange(len(won)) if accounts is None else accounts)
    return ProofFigure(found.estimate, found.low, found.high, len(won))


def loss_gain(chances: FloatArray, other: FloatArray, won: BoolArray, accounts: IntArray | None = None) -> ProofFigure:
    """Return by how much the log loss of chances is below that of others on the same rows, a row, with its interval.

    Rows of one account are one piece of evidence: their sums are what varies.

    Args:
        chances: Chance of each row.
        other: Chances of the other model.
        won: Which rows were won.
        accounts: Account of each row; `None` where all differ.

    Source:
        Variance of a mean of clusters: Cochran (1977), Sampling Techniques, 9A.
    """
    y, n = won.astype(np.float64), len(won)
    gain = log_losses(other, y) - log_losses(chances, y)
    mean = float(gain.mean())
    rest = gain - mean
    sums = rest if accounts is None else np.bincount(accounts, rest)[np.unique(accounts)]
    if len(sums) < 2:
        return ProofFigure(mean, -math.inf, math.inf, n)
    half = two_sided_z(0.95) * math.sqrt(float((sums**2).sum()) * len(sums) / (len(sums) - 1)) / n
    return ProofFigure(mean, mean - half, mean + half, n)


def gain_curve(scores: FloatArray, won: BoolArray, most: Sequence[int] = ()) -> tuple[GainPoint, ...]:
    """Return what working on the best of a list brings, for usual shares of it and for lengths that are asked for.

    Rows of one score stand for one another: of them the won ones are counted by their share.

    Args:
        scores: Score of each row.
        won: Which were won.
        most: Numbers of rows of further points: precision at k.

    Example:
        >>> [p.of_won for p in gain_curve(np.arange(10.0), np.arange(10) > 7)][:2]
        [0.5, 1.0]
    """
    n, total = len(scores), int(won.sum())
    if not n:
        return ()
    _, codes = np.unique(-scores, return_inverse=True)
    size = np.bincount(codes)
    hits = np.bincount(codes, won) / size
    best = np.cumsum(np.repeat(hits, size))
    lengths = sorted({max(1, round(share * n)) for share in _SHARES} | {k for k in most if 0 < k <= n})
    return tuple(
        GainPoint(k / n, k, round(float(best[k - 1])), float(best[k - 1]) / max(1, total), float(best[k - 1]) / k)
        for k in lengths
    )
