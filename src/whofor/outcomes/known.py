"""Every outcome that the data holds, with the deals that it is known of; and two groups compared on one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from whofor.arrays import BoolArray, FloatArray
from whofor.figures.outcome import Outcome
from whofor.model import Comparison
from whofor.outcomes.measured import known_outcomes, measure_outcome
from whofor.schema.rows import DealRows
from whofor.stats.multiplicity import holm
from whofor.validation.ripeness import Ripeness

__all__ = ["FEWEST", "KnownOutcome", "compare", "known_measures", "with_holm"]

FEWEST = 10
"""Deals that each side of a comparison needs."""


@dataclass(frozen=True, eq=False, slots=True)
class KnownOutcome:
    """An outcome, and the deals that it is known of among all.

    Attributes:
        keep: Those deals, shape (all deals,).
        outcome: Its values for these.
    """

    keep: BoolArray
    outcome: Outcome

    def count(self, rows: BoolArray) -> int:
        """How many of some deals it is known of."""
        return int((rows & self.keep).sum())


def known_measures(
    rows: DealRows, ripeness: Ripeness, more: Sequence[str] = (), weights: Mapping[str, float] | None = None
) -> list[KnownOutcome]:
    """Every outcome known of enough deals, and not the same for nearly all.

    Args:
        rows: All deals.
        ripeness: Which deals may be judged.
        more: Names of further outcomes, as `mutual_value`.
        weights: Weights of what mutual value is made of, where they are not 1.
    """
    known: list[KnownOutcome] = []
    for name in (*known_outcomes(rows), *more):
        measured = measure_outcome(rows, name, ripeness, weights=weights)
        values = measured.values[measured.keep]
        if len(values) >= 2 * FEWEST and (measured.measure.is_share or _varies(values)):
            known.append(KnownOutcome(measured.keep, Outcome.of(measured.measure, values)))
    return known


def _varies(values: FloatArray) -> bool:
    """Whether enough deals have another figure than the commonest one for two groups to differ in it."""
    _, counts = np.unique(values, return_counts=True)
    return len(values) - int(counts.max()) >= FEWEST


def compare(known: KnownOutcome, own: BoolArray, theirs: BoolArray, fewest: int = FEWEST) -> Comparison | None:
    """Two groups of deals side by side; `None` where it is known of too few of either. The p-value is not corrected."""
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
    """The same comparisons with p-values corrected over all of them.

    Source:
        Holm (1979), Scandinavian Journal of Statistics 6:65.
    """
    return [replace(c, p=p) for c, p in zip(comparisons, holm([c.p for c in comparisons]), strict=True)]
