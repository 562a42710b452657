"""Two groups of deals side by side on one outcome, and the correction over many such comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from whofor.arrays import BoolArray
from whofor.figures.outcome import Outcome
from whofor.model import Comparison
from whofor.stats.multiplicity import holm

__all__ = ["FEWEST", "KnownOutcome", "compare", "with_holm"]

FEWEST = 10
"""Deals that each side of a comparison needs. A convention of this project: fewer give intervals too wide to act on."""


@dataclass(frozen=True, eq=False, slots=True)
class KnownOutcome:
    """An outcome, and which of all deals it is known of.

    Attributes:
        keep: Those deals, shape (all deals,).
        outcome: Its values for these.
    """

    keep: BoolArray
    outcome: Outcome

    def count(self, rows: BoolArray) -> int:
        """Return how many of some deals it is known of."""
        return int((rows & self.keep).sum())


def compare(known: KnownOutcome, own: BoolArray, theirs: BoolArray, fewest: int = FEWEST) -> Comparison | None:
    """Compare two groups of deals, p-value not corrected; `None` where the outcome is known of too few of either."""
    if min(known.count(own), known.count(theirs)) < fewest:
        return None
    both = own | theirs
    outcome, inside = known.outcome.take(both[known.keep]), own[known.keep & both]
    gap = outcome.gap(inside, ~inside)
    ends = (gap.low, gap.high) if np.isfinite([gap.low, gap.high]).all() else (None, None)
    return Comparison(
        outcome.measure,
        outcome.estimate(inside),
        outcome.estimate(~inside),
        outcome.p_value(inside),
        gap.estimate,
        *ends,
    )


def with_holm(comparisons: Sequence[Comparison]) -> list[Comparison]:
    """Return the same comparisons with p-values corrected over all of them.

    Source:
        Holm (1979), Scandinavian Journal of Statistics 6:65.
    """
    return [replace(c, p=p) for c, p in zip(comparisons, holm([c.p for c in comparisons]), strict=True)]
