"""How alike the values of one account are, and what that costs the interval of a group of rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from whofor.arrays import BoolArray, FloatArray, IntArray
from whofor.stats.clusters import design_effect, intraclass_correlation

__all__ = ["Clustering"]


@dataclass(frozen=True, eq=False, slots=True)
class Clustering:
    """How alike the values of one account are, measured on all rows, as a group has few.

    Attributes:
        accounts: Account of each row with a value, from 0 on, -1 for the other rows; `None` where no account has
            several rows.
        correlation: Intraclass correlation of the values.
    """

    accounts: IntArray | None = None
    correlation: float = 0.0

    @classmethod
    def of(cls, values: FloatArray, accounts: IntArray | None) -> Clustering:
        """Return how alike values are.

        Args:
            values: Value of each row; NaN where unknown.
            accounts: Account of each row; `None` where no account has several.

        Example:
            >>> won = np.array([1.0, 1, 0, 0, 1, 1, 0, 0])
            >>> round(Clustering.of(won, np.repeat(np.arange(4), 2)).effect(np.ones(8, dtype=bool)), 2)
            1.99
        """
        known = np.isfinite(values)
        if accounts is None or not known.any():
            return cls()
        _, first, numbers = np.unique(accounts[known], return_index=True, return_inverse=True)
        # In the order in which they come, so that other names of the accounts change no digit.
        ordered = np.argsort(np.argsort(first))[numbers].astype(np.int64)
        here = values[known]
        numbered = np.full(len(values), -1, dtype=np.int64)
        numbered[known] = ordered
        return cls(numbered, intraclass_correlation(here - here.mean(), ordered))

    @classmethod
    def of_median(cls, values: FloatArray, accounts: IntArray | None) -> Clustering:
        """Return how alike values are in lying above the median of all, or below: what the interval of a median costs.

        Args:
            values: Value of each row; NaN where unknown.
            accounts: Account of each row; `None` where no account has several.

        Source:
            Woodruff (1952), Journal of the American Statistical Association 47:635.
        """
        known = np.isfinite(values)
        middle = np.median(values[known]) if known.any() else np.nan
        return cls.of(np.where(known, values > middle, np.nan), accounts)

    def effect(self, inside: BoolArray) -> float:
        """Return how many times fewer independent values those of a group are worth; 1 at least."""
        if self.accounts is None:
            return 1.0
        here = self.accounts[inside]
        return design_effect(np.bincount(here[here >= 0]), self.correlation)
