"""Input of the cube: coded attributes and a row score with its strata."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whofor.arrays import FloatArray
from whofor.cube.clusters import BlockScores

__all__ = ["Axis", "RowScore", "StratumMoments", "check_rows", "items_of"]


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
        ValueError: A score is not finite, rows differ in number, or a code or stratum has no place.
    """
    values, strata = score.values, score.strata
    bad = np.flatnonzero(~np.isfinite(values))
    if len(bad):
        first = f"the first is {values[bad[0]]} in row {bad[0]}"
        raise ValueError(
            f"{len(bad):,} of {len(values):,} scores are not finite numbers; {first}: leave these rows out"
        )
    if len(strata) != len(values) or (len(strata) and int(strata.min()) < 0):
        raise ValueError(f"{len(values):,} scores need as many strata, numbered from 0; got {len(strata):,}")
    for number, axis in enumerate(axes):
        if len(axis.codes) != len(values):
            raise ValueError(f"axis {number} has {len(axis.codes):,} codes for {len(values):,} scores")
        if len(values) and int(axis.codes.max()) >= axis.n_codes:
            raise ValueError(f"axis {number} has code {int(axis.codes.max())}, but terms for {axis.n_codes} codes only")


def items_of(axes: Sequence[Axis]) -> list[tuple[int, int]]:
    """Return all terms of all axes in order, as (axis, term); a position in this list is a term's item number."""
    return [(a, t) for a, axis in enumerate(axes) for t in range(axis.n_terms)]
