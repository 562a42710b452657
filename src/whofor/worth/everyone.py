"""What types of client are set against: everyone else, and the deals that lack one of their conditions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from whofor.arrays import BoolArray
from whofor.model import EveryoneElse, FindingKind, Segment, SegmentFinding, WithoutCondition
from whofor.segments.conditions import segment_mask, surely_outside
from whofor.segments.study import Study
from whofor.validation.bench import Bench
from whofor.validation.verdict import median_days

__all__ = ["everyone_else", "without_conditions"]


def everyone_else(icps: Sequence[SegmentFinding], study: Study, bench: Bench) -> EveryoneElse | None:
    """Return the deals of none of some types of client; `None` where there is no type.

    One figure for all types: that of deals outside one type would hold those of the others, and differ for each.

    Args:
        icps: Types of client that passed, each with a better outcome than the rest.
        study: The rows that were searched and held back, with their outcome.
        bench: The days to signature of the same rows.
    """
    if not icps:
        return None
    outside = ~np.logical_or.reduce([segment_mask(f.segment, study.rows.attributes, study.rows.opened) for f in icps])
    days = median_days(bench.days_to_win, outside, study.outcome.accounts)
    return EveryoneElse(study.outcome.estimate(outside & _counted(icps, study)), days)


def _counted(icps: Sequence[SegmentFinding], study: Study) -> BoolArray:
    """Return the rows on which these types were confirmed: those held back; all where only claims passed."""
    if all(f.kind is FindingKind.CLAIM for f in icps):
        return np.ones(len(study.rows), dtype=np.bool_)
    return ~study.search


def without_conditions(icps: Sequence[SegmentFinding], study: Study) -> tuple[WithoutCondition, ...]:
    """Return for each condition of some types of client the figure of the deals that lack that condition only.

    Deals of which the condition's fact is not recorded are not counted: they may be of the type.

    Args:
        icps: Types of client that passed; those of one condition have no such neighbours.
        study: The rows that were searched and held back, with their outcome.
    """
    given = study.rows.attributes, study.rows.opened
    found: list[WithoutCondition] = []
    for finding in icps:
        conditions = finding.segment.conditions
        counted = _counted([finding], study)
        for condition in conditions if len(conditions) > 1 else ():
            others = Segment(tuple(c for c in conditions if c != condition))
            lacking = segment_mask(others, *given) & surely_outside(Segment((condition,)), *given)
            figure = study.outcome.estimate(lacking & counted)
            found.append(WithoutCondition(finding.id, condition, figure))
    return tuple(found)
