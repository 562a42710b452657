"""Groups of rows against the others of a wider one, outcomes exchanged within strata."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from whofor.arrays import BoolArray, FloatArray, IntArray
from whofor.cube.axes import RowScore, StratumMoments
from whofor.cube.clusters import ClusteredScore
from whofor.stats.skew import normal_score

__all__ = ["Bits", "Groups", "Whole", "conditional_score"]

Bits = NDArray[np.uint64]
"""A set of rows, one bit a row in the order of its `Groups`; `&`, `|`, and `& ~` with a set inside which it stays."""

_WORD = 64
_NO_VARIANCE = 1e-12


class Groups:
    """Sets of rows as bits, which makes counting them cheap.

    Rows lie stratum by stratum, each stratum from the beginning of a word, where scores are 0 and 1: all that a score
    needs are then counts of bits. Other scores are added up in the order of the rows.

    Args:
        score: Row score and strata.

    Example:
        >>> groups = Groups(RowScore(np.array([1.0, 0.0, 1.0, 0.0]), np.array([0, 1, 1, 0])))
        >>> some = groups.bits_of(np.array([True, True, False, False]))
        >>> groups.count(some), groups.mean(some), groups.count(groups.everyone & ~some)
        (2, 0.5, 2)
    """

    def __init__(self, score: RowScore) -> None:
        n, strata = len(score.values), score.strata
        self.score = score
        self.is_binary = score.is_binary and score.accounts is None
        if self.is_binary:
            sizes = np.bincount(strata, minlength=score.n_strata)
            self._first_word = np.concatenate([[0], np.cumsum(-(-sizes // _WORD))])
            # A stratum without rows has no word: the next one begins where it does.
            self._with_rows = np.flatnonzero(sizes)
            order = np.argsort(strata, kind="stable")
            ahead = np.arange(n) - np.repeat(np.cumsum(sizes) - sizes, sizes)
            self._place = np.empty(n, dtype=np.int64)
            self._place[order] = np.repeat(self._first_word[:-1] * _WORD, sizes) + ahead
            self._words = int(self._first_word[-1])
            self._ones = self.bits_of(score.values == 1)
        else:
            self._words = -(-n // _WORD)
            self._place = np.arange(n)
        self.everyone = self.bits_of(np.ones(n, dtype=np.bool_))

    def bits_of(self, rows: BoolArray) -> Bits:
        """Return a set of rows as bits."""
        spread = np.zeros(self._words * _WORD, dtype=np.bool_)
        spread[self._place] = rows
        return np.packbits(spread).view(np.uint64)

    def holds(self, bits: Bits) -> BoolArray:
        """Return which rows a set holds, where its bits are in the order of the rows."""
        return np.unpackbits(bits.view(np.uint8), count=len(self._place)).view(np.bool_)

    def count(self, bits: Bits) -> int:
        """Number of rows of a set."""
        return int(np.bitwise_count(bits).sum(dtype=np.int64))

    def mean(self, bits: Bits) -> float:
        """Mean score of a set that is not empty."""
        if self.is_binary:
            return self.count(bits & self._ones) / self.count(bits)
        return float(self.score.values[self.rows(bits)].mean())

    def per_stratum(self, bits: Bits) -> tuple[IntArray, float]:
        """Rows of a set in each stratum, up to the last one that has any, and the sum of its scores."""
        if self.is_binary:
            return _trimmed(self._counts(bits)), float(self.count(bits & self._ones))
        rows = self.rows(bits)
        return np.bincount(self.score.strata[rows]), float(self.score.values[rows].sum())

    def moments(self, bits: Bits) -> StratumMoments:
        """Moments of the scores of a set in each stratum, as `RowScore.moments`."""
        if self.is_binary:
            n = _trimmed(self._counts(bits))
            return _binary_moments(n, self._counts(bits & self._ones)[: len(n)])
        rows = self.rows(bits)
        return RowScore(self.score.values[rows], self.score.strata[rows]).moments()

    @cached_property
    def correlation(self) -> float:
        """Intraclass correlation of the scores of all rows; 0 where every row is evidence of its own."""
        score = self.score
        if score.accounts is None:
            return 0.0
        return ClusteredScore.of(score.values, score.strata, score.accounts).correlation

    def clustered(self, bits: Bits) -> ClusteredScore | None:
        """Return the scores of a set in terms of its accounts; `None` where every row is evidence of its own."""
        rows = self.rows(bits)
        some = self.score.take(rows)
        if some.accounts is None or not len(rows):
            return None
        return ClusteredScore.of(some.values, some.strata, some.accounts, self.correlation)

    def rows(self, bits: Bits) -> IntArray:
        """Return the rows of a set, ascending, where the bits are in the order of the rows."""
        return np.flatnonzero(self.holds(bits))

    def _counts(self, bits: Bits) -> IntArray:
        counts = np.zeros(len(self._first_word) - 1, dtype=np.int64)
        if len(self._with_rows):
            starts = self._first_word[self._with_rows]
            counts[self._with_rows] = np.add.reduceat(np.bitwise_count(bits), starts, dtype=np.int64)
        return counts


def _trimmed(counts: IntArray) -> IntArray:
    """Counts without the zeros at the end."""
    used = np.flatnonzero(counts)
    return counts[: used[-1] + 1] if len(used) else counts[:0]


def _binary_moments(n: IntArray, ones: IntArray) -> StratumMoments:
    """Moments of scores of 0 and 1 from their counts in each stratum."""
    size, k = n.astype(np.float64), ones.astype(np.float64)
    safe = np.maximum(size, 1)
    mean = k / safe
    rest = 1 - mean
    variance = (k * rest**2 + (size - k) * mean**2) / safe
    third = (k * rest**3 - (size - k) * mean**3) / safe
    return StratumMoments(size, mean, variance, third).unbiased()


@dataclass(frozen=True, eq=False, slots=True)
class _AccountMoments:
    """A group of rows in terms of their accounts, as the search scores them.

    Attributes:
        clustered: The scores.
        sums: Sums of accounts within classes, and their moments.
        rows: Scores of rows within classes of their accounts, and their moments.
    """

    clustered: ClusteredScore
    sums: tuple[RowScore, StratumMoments]
    rows: tuple[RowScore, StratumMoments]

    @classmethod
    def of(cls, clustered: ClusteredScore) -> _AccountMoments:
        sums = RowScore(clustered.totals, clustered.classes)
        rows = RowScore(clustered.row_values, clustered.row_classes)
        return cls(clustered, (sums, sums.moments()), (rows, rows.moments()))

    def score_of(self, inside: BoolArray) -> float:
        """Return the normal score of some rows: of their accounts, where all rows of each are among them."""
        whole = self.clustered.whole_accounts(inside)
        score, moments = self.rows if whole is None else self.sums
        part = inside if whole is None else whole
        n = np.bincount(score.strata[part], minlength=score.n_strata)
        return _score(n, float(score.values[part].sum()), moments)


@dataclass(frozen=True, eq=False, slots=True)
class Whole:
    """A group of rows of which parts are compared with the others; its moments are computed once.

    Attributes:
        groups: How rows are counted.
        bits: The rows of the group.
        moments: Moments of their scores.
        accounts: The scores in terms of accounts; `None` where every row is evidence of its own.
    """

    groups: Groups
    bits: Bits
    moments: StratumMoments
    accounts: _AccountMoments | None = None

    @classmethod
    def of(cls, groups: Groups, bits: Bits) -> Whole:
        """Return a group with its moments."""
        if groups.score.accounts is None:
            return cls(groups, bits, groups.moments(bits))
        clustered = groups.clustered(bits)
        accounts = None if clustered is None else _AccountMoments.of(clustered)
        return cls(groups, bits, groups.moments(bits), accounts)

    def score_of(self, part: Bits) -> float:
        """Normal score of a part against the others, outcomes exchanged within strata; rows outside do not count."""
        if self.accounts is not None:
            inside = self.groups.holds(part)[self.groups.rows(self.bits)]
            return self.accounts.score_of(inside)
        counts, total = self.groups.per_stratum(part & self.bits)
        n = np.zeros(len(self.moments.n), dtype=np.int64)
        n[: len(counts)] = counts
        return _score(n, total, self.moments)


def _score(n: IntArray, total: float, moments: StratumMoments) -> float:
    share = n / np.maximum(moments.n, 1)
    spread: FloatArray = n * (1 - share)
    variance = float(spread @ moments.variance)
    if variance <= _NO_VARIANCE:
        return 0.0
    third = float((n * (1 - share) * (1 - 2 * share)) @ moments.third)
    z = (total - float(n @ moments.mean)) / variance**0.5
    return float(normal_score(np.array([z]), np.array([third / variance**1.5]))[0])


def conditional_score(inside: BoolArray, within: BoolArray, score: RowScore) -> float:
    """Normal score of the rows inside against the others of a wider group, outcomes exchanged within strata.

    Args:
        inside: The rows judged.
        within: The wider group; rows outside it do not count.
        score: Row score and strata.
    """
    rows = np.flatnonzero(within)
    part, local = inside[rows], score.take(rows)
    if local.accounts is not None:
        if not len(rows):
            return 0.0
        return _AccountMoments.of(ClusteredScore.of(local.values, local.strata, local.accounts)).score_of(part)
    moments = local.moments()
    n = np.bincount(local.strata[part], minlength=local.n_strata)
    return _score(n, float(local.values[part].sum()), moments)
