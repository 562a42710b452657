"""Two-by-two tables over strata: tests of an effect, its odds ratio, and whether that is the same in all strata."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from whofor.arrays import FloatArray
from whofor.stats.intervals import Interval, two_sided_z

__all__ = ["ChiSquare", "breslow_day", "cochran_mantel_haenszel", "mantel_haenszel_odds_ratio"]


@dataclass(frozen=True, slots=True)
class ChiSquare:
    """A chi-square test.

    Attributes:
        statistic: Chi-square.
        freedom: Degrees of freedom; 0 where nothing can be tested, with a p of 1.
        p: p-value.
    """

    statistic: float
    freedom: int
    p: float


def _chi_square(statistic: float, freedom: int) -> ChiSquare:
    return ChiSquare(statistic, freedom, float(chdtrc(freedom, statistic)) if freedom > 0 else 1.0)


def _tables(
    inside_won: ArrayLike, inside_n: ArrayLike, outside_won: ArrayLike, outside_n: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Won and lost inside, won and lost outside, of the strata with rows on both sides."""
    parts = (inside_won, inside_n, outside_won, outside_n)
    a, n1, c, n0 = np.broadcast_arrays(*(np.atleast_1d(np.asarray(x, dtype=np.float64)) for x in parts))
    if np.any(a < 0) or np.any(c < 0) or np.any(a > n1) or np.any(c > n0):
        raise ValueError("successes of a stratum must lie between 0 and its rows")
    use = (n1 > 0) & (n0 > 0)
    return a[use], (n1 - a)[use], c[use], (n0 - c)[use]


def cochran_mantel_haenszel(
    inside_won: ArrayLike,
    inside_n: ArrayLike,
    outside_won: ArrayLike,
    outside_n: ArrayLike,
    *,
    continuity: bool = False,
) -> ChiSquare:
    """Test of no association in any stratum, against one that points the same way in most.

    Args:
        inside_won: Successes inside, per stratum.
        inside_n: Rows inside, per stratum.
        outside_won: Successes outside, per stratum.
        outside_n: Rows outside, per stratum.
        continuity: Whether to take half a count off.

    Source:
        Mantel & Haenszel (1959), JNCI 22:719.

    Example:
        >>> test = cochran_mantel_haenszel([8, 7], [10, 10], [3, 4], [10, 10])
        >>> round(test.statistic, 2), round(test.p, 4)
        (6.14, 0.0132)
    """
    a, b, c, d = _tables(inside_won, inside_n, outside_won, outside_n)
    total = a + b + c + d
    expected = (a + b) * (a + c) / total
    variance = float(((a + b) * (c + d) * (a + c) * (b + d) / (total**2 * np.maximum(total - 1, 1))).sum())
    if variance <= 0:
        return ChiSquare(0.0, 0, 1.0)
    gap = abs(float((a - expected).sum()))
    return _chi_square(max(0.0, gap - 0.5 * continuity) ** 2 / variance, 1)


def mantel_haenszel_odds_ratio(
    inside_won: ArrayLike, inside_n: ArrayLike, outside_won: ArrayLike, outside_n: ArrayLike, level: float = 0.95
) -> Interval:
    """Common odds ratio over strata, inside over outside, with Robins, Breslow and Greenland's interval.

    Holds both for few large strata and for many sparse ones. Where the ratio is 0, infinite or not defined (NaN), the
    interval is 0 to infinity.

    Args:
        inside_won: Successes inside, per stratum.
        inside_n: Rows inside, per stratum.
        outside_won: Successes outside, per stratum.
        outside_n: Rows outside, per stratum.
        level: Coverage.

    Source:
        Robins, Breslow & Greenland (1986), Biometrics 42:311.

    Example:
        >>> i = mantel_haenszel_odds_ratio([8, 7], [10, 10], [3, 4], [10, 10])
        >>> round(i.estimate, 2), round(i.low, 2), round(i.high, 2)
        (5.44, 1.4, 21.18)
    """
    z = two_sided_z(level)
    a, b, c, d = _tables(inside_won, inside_n, outside_won, outside_n)
    total = a + b + c + d
    r, s = a * d / total, b * c / total
    R, S = float(r.sum()), float(s.sum())
    if R <= 0 or S <= 0:
        return Interval(math.nan if R == S else (math.inf if R > 0 else 0.0), 0.0, math.inf)
    p, q = (a + d) / total, (b + c) / total
    first, last = float((p * r).sum()) / (2 * R * R), float((q * s).sum()) / (2 * S * S)
    variance = first + float((p * s + q * r).sum()) / (2 * R * S) + last
    half = z * math.sqrt(variance)
    return Interval(R / S, R / S * math.exp(-half), R / S * math.exp(half))


def breslow_day(inside_won: ArrayLike, inside_n: ArrayLike, outside_won: ArrayLike, outside_n: ArrayLike) -> ChiSquare:
    """Test that the odds ratio is the same in all strata, with Tarone's correction.

    Strata in which a margin is empty carry no information and are left out. It needs strata of some size.

    Args:
        inside_won: Successes inside, per stratum.
        inside_n: Rows inside, per stratum.
        outside_won: Successes outside, per stratum.
        outside_n: Rows outside, per stratum.

    Source:
        Breslow & Day (1980), Statistical Methods in Cancer Research I, 4.4; Tarone (1985), Biometrika 72:91.

    Example:
        >>> breslow_day([8, 3], [10, 10], [3, 8], [10, 10]).p < 0.01
        True
    """
    a, b, c, d = _tables(inside_won, inside_n, outside_won, outside_n)
    use = (a + c > 0) & (b + d > 0)
    a, b, c, d = a[use], b[use], c[use], d[use]
    ratio = mantel_haenszel_odds_ratio(a, a + b, c, c + d).estimate
    if len(a) < 2 or not 0 < ratio < math.inf:
        return ChiSquare(0.0, 0, 1.0)
    n1, n0, k = a + b, c + d, a + c
    fitted = _fitted_counts(n1, n0, k, ratio)
    variance = 1 / (1 / fitted + 1 / (n1 - fitted) + 1 / (k - fitted) + 1 / (n0 - k + fitted))
    statistic = float(((a - fitted) ** 2 / variance).sum()) - float((a - fitted).sum()) ** 2 / float(variance.sum())
    return _chi_square(max(0.0, statistic), len(a) - 1)


def _fitted_counts(n1: FloatArray, n0: FloatArray, k: FloatArray, ratio: float) -> FloatArray:
    """Return the successes inside that give each table the odds ratio, its margins kept."""
    if ratio == 1:
        return n1 * k / (n1 + n0)
    # x (n0 - k + x) = ratio (n1 - x)(k - x); the root between the bounds, in the form that does not cancel.
    square, linear, constant = 1 - ratio, n0 - k + ratio * (n1 + k), -ratio * n1 * k
    root = np.sqrt(linear**2 - 4 * square * constant)
    return -2 * constant / (linear + root)
