"""The conjunctions that a search kept, as arrays, and the strongest of them as candidates for a segment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from whofor.arrays import BoolArray, FloatArray, IntArray
from whofor.cube import Tier
from whofor.model.search_record import LEVEL

__all__ = ["MOST_EXAMINED", "Candidate", "Candidates", "candidates_of"]

MOST_EXAMINED = 1500
"""Most candidates of one direction that are examined."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A conjunction that may become a segment.

    Attributes:
        items: Its terms, as (attribute, term) pairs.
        score: Normal score within strata on the search rows; its sign is the direction.
        p_adjusted: p-value corrected over the family of all depths.
    """

    items: tuple[tuple[int, int], ...]
    score: float
    p_adjusted: float

    @property
    def direction(self) -> int:
        """+1 for more wins than the rest, -1 for fewer."""
        return 1 if self.score > 0 else -1


@dataclass(frozen=True, eq=False, slots=True)
class Candidates:
    """Conjunctions of any depth, in no order.

    A search of 20 attributes keeps 50,000 of them and few are looked at: objects are made of those only.

    Attributes:
        names: The (attribute, term) pair of each item number.
        items: Item numbers of each conjunction, ascending, shape (conjunctions, greatest depth); -1 where it has fewer.
        score: Their normal scores.
        p_adjusted: Their p-values corrected over all depths.
        last: Which are examined after all others, however strong.
        scale: What |score| is divided by for the order of examination.
    """

    names: Sequence[tuple[int, int]]
    items: NDArray[np.int64]
    score: FloatArray
    p_adjusted: FloatArray
    last: BoolArray
    scale: FloatArray

    @property
    def strength(self) -> FloatArray:
        """|score| by which the conjunctions are ordered."""
        return np.abs(self.score) / self.scale

    def __len__(self) -> int:
        """Number of conjunctions."""
        return len(self.score)

    def take(self, which: BoolArray) -> Candidates:
        """Return some of the conjunctions."""
        return Candidates(
            self.names,
            self.items[which],
            self.score[which],
            self.p_adjusted[which],
            self.last[which],
            self.scale[which],
        )

    def with_last(self, items: BoolArray) -> Candidates:
        """Return the same conjunctions; those that have one of some items are examined last.

        Args:
            items: Whether it is such an item, by item number.
        """
        has = np.append(items, False)[self.items].any(axis=1)  # -1 is the item that was added
        return replace(self, last=has)

    def by_threshold(self, critical: Sequence[float]) -> Candidates:
        """Return the same conjunctions, to be examined in the order of their scores as shares of their thresholds.

        Args:
            critical: Threshold of |score| per depth.
        """
        depth = (self.items >= 0).sum(axis=1)
        return replace(self, scale=np.append(1.0, critical)[depth])

    def strongest(self, direction: int, most: int = MOST_EXAMINED) -> list[Candidate]:
        """Return the candidates of a direction in the order of examination: strongest first, then the shallowest.

        Args:
            direction: +1 for more wins than the rest, -1 for fewer.
            most: At most this many.
        """
        rows = np.flatnonzero((self.score > 0) == (direction > 0))
        chosen: list[int] = []
        for group in (rows[~self.last[rows]], rows[self.last[rows]]):
            room = most - len(chosen)
            if room > 0 and len(group):
                chosen += self._in_order(self._above(group, room))[:room].tolist()
        return [self._candidate(row) for row in chosen]

    def first_direction(self) -> int:
        """Return the direction of the strongest one; +1 where there is none."""
        if not len(self):
            return 1
        size = self.strength
        return 1 if self.score[self._in_order(np.flatnonzero(size == size.max()))[0]] > 0 else -1

    def p_of(self, others: Candidates) -> FloatArray:
        """Return corrected p-values that conjunctions of another search of the same items have here.

        Returns:
            One for each of the others; 1 where it was not kept here, or has the other direction.
        """
        if not len(self) or not len(others):
            return np.ones(len(others))
        own, wanted = self._keys(), others._keys()
        order = np.argsort(own)
        place = order[np.minimum(np.searchsorted(own, wanted, sorter=order), len(own) - 1)]
        same = (own[place] == wanted) & ((self.score[place] > 0) == (others.score > 0))
        return np.where(same, self.p_adjusted[place], 1.0)

    def _keys(self) -> NDArray[np.int64]:
        """Return a number for each set of items."""
        keys = np.zeros(len(self), dtype=np.int64)
        for column in self.items.T:
            keys = keys * (len(self.names) + 1) + column + 1
        return keys

    def _above(self, rows: IntArray, most: int) -> IntArray:
        """Return the rows that may be among the strongest, including all that are equal to the last of these."""
        if len(rows) <= most:
            return rows
        size = self.strength[rows]
        return rows[size >= np.partition(size, len(rows) - most)[len(rows) - most]]

    def _in_order(self, rows: IntArray) -> IntArray:
        items = self.items[rows]
        depth = (items >= 0).sum(axis=1)
        columns = [items[:, i] for i in reversed(range(items.shape[1]))]
        return rows[np.lexsort((*columns, depth, -self.strength[rows], self.last[rows]))]

    def _candidate(self, row: int) -> Candidate:
        items = tuple(self.names[i] for i in self.items[row].tolist() if i >= 0)
        return Candidate(items, float(self.score[row]), float(self.p_adjusted[row]))


def candidates_of(
    tiers: Sequence[Tier], names: Sequence[tuple[int, int]], alpha_by_depth: Sequence[float]
) -> Candidates:
    """Return all conjunctions that were kept, with p-values corrected over all depths.

    The error rate is spent over the depths, and over types of client and channels; a p-value is scaled so that 5 % is
    the threshold for each.

    Args:
        tiers: Conjunctions kept of each depth.
        names: The (attribute, term) pair of each item number, ascending.
        alpha_by_depth: Share of the error rate that is spent on each depth.
    """
    size = sum(len(tier.score) for tier in tiers)
    items = np.full((size, max((tier.depth for tier in tiers), default=1)), -1, dtype=np.int64)
    p_values: list[FloatArray] = [np.zeros(0)]
    start = 0
    for tier, alpha in zip(tiers, alpha_by_depth, strict=True):
        items[start : start + len(tier.score), : tier.depth] = tier.items
        start += len(tier.score)
        p_values.append(np.minimum(1.0, tier.p_value(tier.score) * LEVEL / alpha))
    score = np.concatenate([np.zeros(0), *(tier.score for tier in tiers)])
    return Candidates(names, items, score, np.concatenate(p_values), np.zeros(size, dtype=np.bool_), np.ones(size))
