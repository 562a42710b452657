"""Correction for several looks: adjusted p-values, to be compared with the level wanted for the whole family."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from whofor.arrays import FloatArray

__all__ = [
    "TaroneLevel",
    "benjamini_hochberg",
    "bonferroni",
    "holm",
    "tarone_bonferroni",
    "tarone_level",
    "westfall_young",
    "westfall_young_step_down",
]


def _p_values(p_values: ArrayLike) -> FloatArray:
    p = np.asarray(p_values, dtype=np.float64)
    if p.ndim != 1:
        raise ValueError(f"p-values must be a list, got {p.ndim} dimensions")
    if not np.all((p >= 0) & (p <= 1)):
        raise ValueError("p-values must lie between 0 and 1")
    return p


def bonferroni(p_values: ArrayLike, n_looks: int | None = None) -> list[float]:
    """Bonferroni's adjusted p-values; controls the family-wise error under any dependence.

    Args:
        p_values: p-values.
        n_looks: How many looks were taken, if more than are given.

    Example:
        >>> bonferroni([0.01, 0.4], 10)
        [0.1, 1.0]
    """
    p = _p_values(p_values)
    looks = len(p) if n_looks is None else n_looks
    if looks < len(p):
        raise ValueError(f"{len(p)} p-values cannot come from {looks} looks")
    return np.minimum(1.0, p * looks).tolist()


def holm(p_values: ArrayLike) -> list[float]:
    """Holm's step-down adjusted p-values; controls the family-wise error under any dependence.

    Source:
        Holm (1979), Scandinavian Journal of Statistics 6:65.

    Example:
        >>> holm([0.01, 0.04, 0.03])
        [0.03, 0.06, 0.06]
    """
    p = _p_values(p_values)
    order = np.argsort(p, kind="stable")
    adjusted = np.empty(len(p))
    adjusted[order] = np.maximum.accumulate(np.minimum(1.0, np.arange(len(p), 0, -1) * p[order]))
    return adjusted.tolist()


def benjamini_hochberg(p_values: ArrayLike) -> list[float]:
    """Adjusted p-values for the false discovery rate, of independent or positively dependent looks.

    Source:
        Benjamini & Hochberg (1995), JRSS B 57:289; positive dependence: Benjamini & Yekutieli (2001).

    Example:
        >>> benjamini_hochberg([0.01, 0.04, 0.03, 0.5])
        [0.04, 0.05333333333333334, 0.05333333333333334, 0.5]
    """
    p = _p_values(p_values)
    order = np.argsort(p, kind="stable")[::-1]
    adjusted = np.empty(len(p))
    scaled = p[order] * len(p) / np.arange(len(p), 0, -1)
    adjusted[order] = np.minimum(1.0, np.minimum.accumulate(scaled))
    return adjusted.tolist()


@dataclass(frozen=True, slots=True)
class TaroneLevel:
    """Number of looks that count, and the level of each.

    Attributes:
        k: Divisor of the family's level, at least 1.
        level: Level of each look, `alpha / k`.
        n_testable: Looks that could reach that level at all.
    """

    k: int
    level: float
    n_testable: int


def tarone_level(attainable: ArrayLike, alpha: float = 0.05) -> TaroneLevel:
    """Level of each look when those that could never reach it are not counted.

    `k` is the smallest whole number for which at most `k` looks have an attainable p of `alpha / k` or less: the number
    of such looks falls as `k` rises, so the smallest is the most generous one allowed.

    Args:
        attainable: Least p-value that each look could give, see `exact.attainable_p`.
        alpha: Family-wise error allowed, above 0.

    Source:
        Tarone (1990), Biometrics 46:515.

    Example:
        Of six looks, two could reach 0.05 / 2:

        >>> tarone_level([0.001, 0.02, 0.03, 0.2, 0.5, 1.0])
        TaroneLevel(k=2, level=0.025, n_testable=2)
    """
    if not 0 < alpha < 1:
        raise ValueError(f"the error allowed must lie between 0 and 1, got {alpha}")
    least = np.sort(_p_values(attainable))
    k = np.arange(1, len(least) + 2)
    counts = np.searchsorted(least, alpha / k, side="right")
    first = int(np.argmax(counts <= k))
    return TaroneLevel(int(k[first]), float(alpha / k[first]), int(counts[first]))


def tarone_bonferroni(p_values: ArrayLike, attainable: ArrayLike) -> list[float]:
    """Bonferroni's adjusted p-values that count only the looks which could have given so small a p.

    The chance that any true null look gives p or less is at most p times the number of looks that can. Never larger
    than Bonferroni's, and at most `alpha` wherever p is at most `tarone_level(attainable, alpha).level`.

    Args:
        p_values: p-values; exact, not mid-p, where the bound is to be strict.
        attainable: Least p-value each look could give, in the same order.

    Source:
        Tarone (1990), Biometrics 46:515; in this form Terada et al. (2013), PNAS 110:12996.

    Example:
        >>> tarone_bonferroni([0.01, 0.3], [0.001, 0.2])
        [0.01, 0.6]
    """
    p, least = _p_values(p_values), _p_values(attainable)
    if len(p) != len(least):
        raise ValueError(f"{len(p)} p-values but {len(least)} attainable ones")
    # A p-value that equals its attainable one must count itself in spite of rounding.
    counts = np.searchsorted(np.sort(least), p * (1 + 1e-9), side="right")
    return np.minimum(1.0, p * np.maximum(counts, 1)).tolist()


def westfall_young(observed: ArrayLike, maxima: ArrayLike) -> list[float]:
    """Single-step adjusted p-values: how often the best of a shuffled search is as good as each observed score.

    Controls the family-wise error, whatever the dependence of the looks, where shuffling leaves the law of the data
    as it is when *no* look is real; where some are real, under subset pivotality (see `westfall_young_step_down`).

    Args:
        observed: Scores, large for strong evidence (use `-p` for p-values), shape (looks,).
        maxima: Largest score over all looks in each shuffle, shape (shuffles,); `scores.max(axis=1)` of a matrix.

    Returns:
        `(1 + number of maxima >= score) / (1 + shuffles)`: never 0, since the order observed is one of the shuffles.

    Source:
        Westfall & Young (1993), Resampling-Based Multiple Testing; the 1 as in Phipson & Smyth (2010).

    Example:
        >>> westfall_young([3.5, 1.5], [1.0, 2.0, 3.0])
        [0.25, 0.75]
    """
    score, best = np.asarray(observed, dtype=np.float64), np.sort(np.asarray(maxima, dtype=np.float64))
    if score.ndim != 1 or best.ndim != 1 or len(best) == 0:
        raise ValueError("scores must be a list and there must be one maximum or more, one a shuffle")
    if np.isnan(score).any() or np.isnan(best).any():
        raise ValueError("scores and maxima must be numbers, found NaN")
    as_good = len(best) - np.searchsorted(best, score, side="left")
    return ((1 + as_good) / (1 + len(best))).tolist()


def westfall_young_step_down(observed: ArrayLike, scores: ArrayLike) -> list[float]:
    """Step-down adjusted p-values: each look is compared with the best of itself and the weaker ones only.

    Never larger than the single step. Assumes *subset pivotality*: the joint law of the scores of the looks that are
    truly null is the same whether the others are null or not. Shuffling outcomes gives that for looks on disjoint
    groups of columns; where a real effect changes the law of overlapping nulls, only the single step's
    statement about "no effect anywhere" is strict.

    Args:
        observed: Scores, large for strong evidence, shape (looks,).
        scores: Scores of the same looks in each shuffle, shape (shuffles, looks). A copy of it is made.

    Returns:
        Adjusted p-values in the order of `observed`.

    Source:
        Westfall & Young (1993), algorithm 4.1; Ge, Dudoit & Speed (2003), Test 12:1.

    Example:
        >>> westfall_young_step_down([3.0, 2.0], [[1.0, 0.5], [2.5, 1.0], [4.0, 1.5]])
        [0.5, 0.5]
        >>> westfall_young([3.0, 2.0], [1.0, 2.5, 4.0])
        [0.5, 0.75]
    """
    score, matrix = np.asarray(observed, dtype=np.float64), np.asarray(scores, dtype=np.float64)
    if score.ndim != 1 or matrix.ndim != 2 or matrix.shape[1] != len(score) or len(matrix) == 0:
        raise ValueError(
            f"{matrix.shape} scores do not fit {score.shape} observed: one row a shuffle, one column a look"
        )
    if np.isnan(score).any() or np.isnan(matrix).any():
        raise ValueError("scores must be numbers, found NaN")
    order = np.argsort(score, kind="stable")
    best = np.maximum.accumulate(matrix[:, order], axis=1)
    raw = (1 + (best >= score[order]).sum(axis=0)) / (1 + len(matrix))
    adjusted = np.empty(len(score))
    adjusted[order] = np.maximum.accumulate(raw[::-1])[::-1]
    return adjusted.tolist()
