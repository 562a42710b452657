"""The outcome that proves a segment: a value for each deal, and every figure computed from it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from whofor.arrays import BoolArray, Column, FloatArray, IntArray
from whofor.cube import RowScore, conditional_score
from whofor.figures.clustering import Clustering
from whofor.figures.estimates import nothing, rate_estimate
from whofor.model.evidence import Estimate
from whofor.model.measure import Measure
from whofor.stats.clusters import intraclass_correlation
from whofor.stats.intervals import (
    Interval,
    Sums,
    mean_difference_interval,
    mean_difference_p,
    mean_interval,
    newcombe_interval,
    rate_ratio_interval,
    ratio_of_means_interval,
)
from whofor.stats.power import n_for_difference, n_for_mean
from whofor.stats.ranks import rank_sum_p
from whofor.stats.strata import (
    StratifiedDifference,
    mantel_haenszel_difference,
    stratified_exact_p,
    stratified_mean_difference,
)

__all__ = ["Outcome", "outlier_limits", "winsorised"]

_TAIL = 0.05
"""Winsorised at the 5th and 95th percentile: Wilcox (2012), Introduction to Robust Estimation, 3.3."""
_FEW, _FENCE = 0.005, 3.0
"""At most 1 in 200 values a side is an outlier, and lies three interquartile ranges out: the far fence of Tukey (1977),
Exploratory Data Analysis, 2D."""
_EQUAL = 1e-12
"""Values that differ by less than their rounding errors are equal."""


def winsorised(values: FloatArray) -> FloatArray:
    """Return the values winsorised at the 5th and the 95th percentile, so that no single deal carries a mean.

    Where most deals have one value (nought tickets), the percentiles are those of the others.

    Args:
        values: Values without NaN.

    Source:
        Tukey (1962), The Future of Data Analysis, Annals of Mathematical Statistics 33:1.

    Example:
        >>> round(float(winsorised(np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 1000])).max()), 2)
        554.05
    """
    if not len(values):
        return values
    distinct, counts = np.unique(values, return_counts=True)
    usual = distinct[counts.argmax()]
    if counts.max() <= len(values) / 2 or len(distinct) == 1:
        return np.clip(values, *np.quantile(values, [_TAIL, 1 - _TAIL]))
    low, high = np.quantile(values[values != usual], [_TAIL, 1 - _TAIL])
    return np.clip(values, min(low, usual), max(high, usual))


def outlier_limits(values: FloatArray) -> tuple[float, float]:
    """Return the limits beyond which a value is an outlier; at most 0.5 % of the values on each side are.

    An outlier lies beyond Tukey's outer fences, three interquartile ranges from the quartiles, on a scale that is
    logarithmic away from 0. A larger group is kept as real.

    Args:
        values: Values without NaN; where most have one value, the fences are those of the others.

    Returns:
        Lowest and highest value that is no outlier; those beyond are to count as these.

    Source:
        Tukey (1977), Exploratory Data Analysis, section 2D.

    Example:
        >>> prices = np.array([10.0, 12, 14, 15, 16, 18, 20, 16_000])
        >>> outlier_limits(prices)[1] < 1000, outlier_limits(np.append(prices, [16_500, 17_000]))[1] > 16_000
        (True, True)
    """
    n = len(values)
    few = max(1, int(n * _FEW))
    if n <= 2 * few:
        return -np.inf, np.inf
    distinct, counts = np.unique(values, return_counts=True)
    usual = distinct[counts.argmax()]
    sample = values[values != usual] if counts.max() > n / 2 and len(distinct) > 1 else values
    scale = float(np.median(np.abs(sample))) or 1.0
    bent = np.arcsinh(sample / scale)
    low, high = np.quantile(bent, [0.25, 0.75])
    reach = _FENCE * (high - low)
    fences = np.sinh(np.array([low - reach, high + reach])) * scale
    ordered = np.sort(values)
    near = ordered[(ordered >= fences[0]) & (ordered <= fences[1])]
    return min(float(near[0]), float(ordered[few])), max(float(near[-1]), float(ordered[-1 - few]))


@dataclass(frozen=True, eq=False, slots=True)
class Outcome:
    """One outcome of the analysed deals. All figures are in its own unit; `better` is the direction that is good.

    Attributes:
        measure: What it is.
        values: Value of each deal, shape (n,), no NaN; 0 and 1 where figures are shares.
        floor: What a mean cannot fall below: 0 where no deal at all is below it.
        drawn_in: Winsorised values, for the search, so that no few deals carry it; `None` where it takes the values
            themselves.
        accounts: Account of each deal, where accounts have several; `None` where every deal is evidence of its own.
        correlation: Intraclass correlation of the values of one account.
    """

    measure: Measure
    values: FloatArray
    floor: float = -np.inf
    drawn_in: FloatArray | None = None
    accounts: IntArray | None = None
    correlation: float = 0.0

    @classmethod
    def of(cls, measure: Measure, values: FloatArray, accounts: IntArray | None = None) -> Outcome:
        """Return the outcome of all deals; its means are not negative where no value is.

        Args:
            measure: What it is.
            values: Value of each deal.
            accounts: Account of each deal; counted where any has several.
        """
        floor = 0.0 if len(values) and values.min() >= 0 else -np.inf
        drawn_in = None if measure.is_share else winsorised(values)
        numbers = None if accounts is None else np.unique(accounts, return_inverse=True)[1]
        if numbers is None or not len(values) or int(numbers.max()) + 1 == len(values):
            return cls(measure, values, floor, drawn_in)
        usual = values if drawn_in is None else drawn_in
        correlation = intraclass_correlation(usual - usual.mean(), numbers)
        return cls(measure, values, floor, drawn_in, numbers, correlation)

    def take(self, rows: Column) -> Outcome:
        """Return the same outcome of some deals."""
        drawn_in = None if self.drawn_in is None else self.drawn_in[rows]
        accounts = None if self.accounts is None else self.accounts[rows]
        return replace(self, values=self.values[rows], drawn_in=drawn_in, accounts=accounts)

    def design_effect(self, rows: BoolArray) -> float:
        """Return how many times fewer independent deals some deals are worth, as accounts have several; 1 at least."""
        return Clustering(self.accounts, self.correlation).effect(rows)

    def n_accounts(self, rows: BoolArray) -> int | None:
        """Return of how many accounts some deals are; `None` where no account has several deals."""
        return None if self.accounts is None else len(np.unique(self.accounts[rows]))

    def z_score(self, inside: BoolArray, within: BoolArray, strata: IntArray | None = None) -> float:
        """Normal score of a group against the others of a wider one, outcomes exchanged within strata and accounts."""
        codes = np.zeros(len(self.values), dtype=np.int64) if strata is None else strata
        return conditional_score(inside, within, RowScore(self.score, codes, self.accounts))

    @property
    def score(self) -> FloatArray:
        """Row score of the search: more is always better."""
        return (self.values if self.drawn_in is None else self.drawn_in) * self.measure.better

    @property
    def mean(self) -> float:
        """Rate or mean over all deals."""
        return float(self.values.mean())

    @property
    def sd(self) -> float:
        """Standard deviation."""
        return float(self.values.std())

    def mean_of(self, rows: BoolArray) -> float:
        """Rate or mean of some deals, 0 where there are none."""
        return float(self.values[rows].mean()) if rows.any() else 0.0

    def p_value(self, inside: BoolArray) -> float:
        """Two-sided p-value of a group against all others: exact for rates; for means that of Welch's test, and no
        smaller than that of the ranks, as few skewed values make Welch's many times too small.
        """
        if self.accounts is not None:
            return min(1.0, 2 * float(ndtr(-abs(self.z_score(inside, np.ones(len(inside), dtype=np.bool_))))))
        if self.measure.is_share:
            k, n, won = int(self.values[inside].sum()), int(inside.sum()), int(self.values.sum())
            more, fewer = stratified_exact_p(k, np.array([n]), np.array([won]), np.array([len(inside)]))
            return min(1.0, 2 * min(more, fewer))
        of_ranks = rank_sum_p(self.values[inside], self.values[~inside])
        return max(mean_difference_p(self._sums(inside), self._sums(~inside)), of_ranks)

    def _sums(self, rows: BoolArray) -> Sums:
        """Sums about the mean of all, so that no digits are lost where values are large."""
        return Sums.of(self.values[rows] - self.mean, 1 / self.design_effect(rows))

    def estimate(self, rows: BoolArray) -> Estimate:
        """Rate with Wilson's interval, or mean with Student's; empty where there are no deals."""
        return replace(self._estimate(rows), n_accounts=self.n_accounts(rows))

    def _estimate(self, rows: BoolArray) -> Estimate:
        n, unit = int(rows.sum()), self.measure.unit
        if self.measure.is_share:
            k = int(self.values[rows].sum())
            return rate_estimate(k, n, self.design_effect(rows))
        if n == 0:
            return nothing(unit)
        values = self.values[rows]
        if n > 1 and np.ptp(values) <= _EQUAL * np.abs(values).max():
            first = float(values[0])
            return Estimate(n, None, first, first, first, unit)
        s = self._sums(rows)
        i = mean_interval(s.total, s.squares, s.n)
        if n == 1:
            return Estimate(n, None, i.estimate + self.mean, None, None, unit)
        return Estimate(n, None, i.estimate + self.mean, max(self.floor, i.low + self.mean), i.high + self.mean, unit)

    def lift(self, inside: BoolArray, outside: BoolArray) -> tuple[float | None, float | None, float | None]:
        """Return the ratio of a group's figure to that of others, with its interval.

        The interval of rates is from Wilson's limits, that of means is Fieller's.

        All `None` where there are no deals on one side or a figure is not above 0; ends `None` where there are none.
        """
        if not (inside.any() and outside.any()):
            return None, None, None
        own, rest = self.values[inside], self.values[outside]
        if own.mean() < 0 or rest.mean() <= 0:
            return None, None, None
        if self.measure.is_share:
            i = rate_ratio_interval(*self._counts(inside), *self._counts(outside))
        else:
            a, b = (Sums.of(self.values[rows], 1 / self.design_effect(rows)) for rows in (inside, outside))
            i = ratio_of_means_interval(a, b)
        if not np.isfinite(i.estimate):
            return None, None, None
        if not np.isfinite([i.low, i.high]).all():
            return i.estimate, None, None
        return i.estimate, i.low, i.high

    def gap(self, inside: BoolArray, outside: BoolArray) -> Interval:
        """Difference inside minus outside: Newcombe's interval for rates, Welch's for means.

        Raises:
            ValueError: There are no deals on one side.
        """
        if self.measure.is_share:
            return newcombe_interval(*self._counts(inside), *self._counts(outside))
        return mean_difference_interval(self._sums(inside), self._sums(outside))

    def _counts(self, rows: BoolArray) -> tuple[float, float]:
        """Return successes and deals of a group, in independent ones."""
        worth = 1 / self.design_effect(rows)
        return int(self.values[rows].sum()) * worth, int(rows.sum()) * worth

    def gap_within(self, strata: Column, inside: BoolArray) -> StratifiedDifference:
        """Common difference inside minus outside over strata."""
        d = self._gap_of_deals(strata, inside)
        wider = self.design_effect(inside) ** 0.5
        low, high = (d.difference + (end - d.difference) * wider for end in (d.low, d.high))
        if self.measure.is_share:
            return d if wider == 1 else replace(d, low=max(-1.0, low), high=min(1.0, high))
        # No two means lie farther apart than the values do.
        most = float(np.ptp(self.values)) if len(self.values) else 0.0
        return replace(d, low=max(low, -most), high=min(high, most))

    def _gap_of_deals(self, strata: Column, inside: BoolArray) -> StratifiedDifference:
        """Return the common difference over strata as if every deal were evidence of its own."""
        if not self.measure.is_share:
            return stratified_mean_difference(self.values, inside, strata)
        size = int(strata.max()) + 1
        yes = self.values > 0

        def count(rows: BoolArray) -> NDArray[np.int64]:
            return np.bincount(strata[rows], minlength=size).astype(np.int64)

        return mantel_haenszel_difference(count(inside & yes), count(inside), count(~inside & yes), count(~inside))

    def needed(self, expected: float, baseline: float, critical_z: float) -> int | None:
        """Return how many deals would distinguish an expected figure from a baseline, with a chance of 80 %."""
        if self.measure.is_share:
            n = n_for_difference(expected, baseline, critical_z)
        else:
            n = n_for_mean(expected, baseline, self.sd, critical_z)
        everything = np.ones(len(self.values), dtype=np.bool_)
        return None if n is None else math.ceil(n * self.design_effect(everything))
