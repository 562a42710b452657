"""Input of the cube: coded attributes and a row score with its strata."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whofor.arrays import FloatArray
from whofor.cube.clusters import BlockScores

__all__ = ["Axis", "RowScore", "StratumMoments", "check_rows", "items_of"]

_MOST_CODES = 256
"""Codes are bytes."""
_MOST_STRATA = 65_535
"""The kernel in C numbers strata in 16 bits."""
_LARGEST_SCORE = 1e30
"""Sums of as many rows as memory holds stay finite, also of scores in single precision and of their cubes."""


@dataclass(frozen=True, eq=False, slots=True)
class Axis:
    """One attribute as codes, and the terms that can be tested on it.

    Attributes:
        codes: Code of each row, shape (n,), below `membership.shape[1]`.
        membership: Which codes each term covers, shape (terms, codes). A term may be one value, a run of
            neighbouring bins, or a union of a hierarchy.
        group: Axes of one group describe the same thing (city and country) and are never combined.
        most_depth: Most conditions of a conjunction this axis takes part in.
    """

    codes: NDArray[np.uint8]
    membership: NDArray[np.bool_]
    group: str
    most_depth: int = 3

    @property
    def n_terms(self) -> int:
        """Number of terms."""
        return int(self.membership.shape[0])

    @property
    def n_codes(self) -> int:
        """Number of codes."""
        return int(self.membership.shape[1])

    @property
    def is_plain(self) -> bool:
        """Whether each term is exactly the code of the same number."""
        m = self.membership
        return m.shape[0] == m.shape[1] and bool(np.array_equal(m, np.eye(len(m), dtype=bool)))


@dataclass(frozen=True, eq=False, slots=True)
class StratumMoments:
    """Moments of the row score in each stratum under shuffling.

    Attributes:
        n: Rows per stratum.
        mean: Mean score.
        variance: Variance of a draw, with the finite-population factor N / (N - 1).
        third: Third central moment, with the factor N**2 / ((N - 1) (N - 2)).
    """

    n: FloatArray
    mean: FloatArray
    variance: FloatArray
    third: FloatArray

    def unbiased(self) -> StratumMoments:
        """Plain central moments with the factors for a finite population; 0 where a stratum has too few rows."""
        n = self.n
        variance = np.where(n > 1, self.variance * n / np.maximum(n - 1, 1), 0.0)
        third = np.where(n > 2, self.third * n**2 / np.maximum((n - 1) * (n - 2), 1), 0.0)
        return StratumMoments(n, self.mean, variance, third)


@dataclass(frozen=True, eq=False, slots=True)
class RowScore:
    """An additive score per row and the strata within which outcomes may be exchanged.

    Attributes:
        values: Score of each row, shape (n,); 0 and 1 for a binary outcome.
        strata: Stratum of each row, shape (n,), from 0.
        accounts: Account of each row, where rows of one account are no independent evidence; `None` where every row is.
        blocks: The score in the two parts that are exchanged apart; `None` where scores are exchanged within strata.
    """

    values: FloatArray
    strata: NDArray[np.int64]
    accounts: NDArray[np.int64] | None = None
    blocks: BlockScores | None = None

    @property
    def n_strata(self) -> int:
        """Number of strata."""
        return int(self.strata.max()) + 1 if len(self.strata) else 0

    def take(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> RowScore:
        """Return the score of some rows."""
        accounts = None if self.accounts is None else self.accounts[rows]
        return RowScore(self.values[rows], self.strata[rows], accounts)

    @property
    def is_binary(self) -> bool:
        """Whether all scores are 0 or 1."""
        return self.blocks is None and bool(((self.values == 0) | (self.values == 1)).all())

    def moments(self) -> StratumMoments:
        """Moments of the score in each stratum."""
        h = self.n_strata
        n = np.bincount(self.strata, minlength=h).astype(float)
        safe = np.maximum(n, 1)
        mean = np.bincount(self.strata, self.values, minlength=h) / safe
        centred = self.values - mean[self.strata]
        squared = centred * centred
        var = np.bincount(self.strata, squared, minlength=h) / safe
        third = np.bincount(self.strata, squared * centred, minlength=h) / safe
        return StratumMoments(n, mean, var, third).unbiased()


def check_rows(axes: Sequence[Axis], score: RowScore) -> None:
    """Raise an error for input that no kernel can take.

    Raises:
        ValueError: A score is not finite or too large, rows differ in number, a code or stratum is no whole number or
            has no place, or an axis has more codes or terms, or the score more strata, than kernels can take.
    """
    n = len(score.values)
    _check_scores(score.values)
    for name, numbers in (("strata", score.strata), ("accounts", score.accounts)):
        if numbers is not None and (numbers.shape != (n,) or not _from_zero(numbers)):
            raise ValueError(f"{n:,} scores need as many {name}, numbered from 0; got {len(numbers):,}")
    if score.n_strata > _MOST_STRATA:
        raise ValueError(f"{score.n_strata:,} strata; a search takes {_MOST_STRATA:,} at most")
    for number, axis in enumerate(axes):
        if axis.n_codes > _MOST_CODES:
            raise ValueError(f"axis {number} has {axis.n_codes:,} codes; an axis takes {_MOST_CODES} at most")
        if axis.codes.shape != (n,):
            raise ValueError(f"axis {number} has {len(axis.codes):,} codes for {n:,} scores")
        if not _from_zero(axis.codes):
            first = next((code for code in axis.codes.tolist() if not (isinstance(code, int) and code >= 0)), None)
            raise ValueError(f"axis {number} has code {first!r}; codes are whole numbers from 0")
        if n and int(axis.codes.max()) >= axis.n_codes:
            raise ValueError(f"axis {number} has code {int(axis.codes.max())}, but terms for {axis.n_codes} codes only")


def _check_scores(values: FloatArray) -> None:
    """Raise a ValueError for scores whose sums would be no numbers."""
    rules = (
        (~np.isfinite(values), "are not finite numbers", "leave these rows out"),
        (np.abs(values) > _LARGEST_SCORE, f"are beyond {_LARGEST_SCORE:g} in size", "use a larger unit"),
    )
    for is_bad, what, todo in rules:
        bad = np.flatnonzero(is_bad)
        if len(bad):
            first = f"the first is {values[bad[0]]} in row {bad[0]}"
            raise ValueError(f"{len(bad):,} of {len(values):,} scores {what}; {first}: {todo}")


def _from_zero(numbers: NDArray[np.integer[Any]]) -> bool:
    """Return whether all are whole numbers of 0 or more, also by their type."""
    return numbers.dtype.kind in "ui" and (not numbers.size or int(numbers.min()) >= 0)


def items_of(axes: Sequence[Axis]) -> list[tuple[int, int]]:
    """Return all terms of all axes in order, as (axis, term); a position in this list is a term's item number."""
    return [(a, t) for a, axis in enumerate(axes) for t in range(axis.n_terms)]
