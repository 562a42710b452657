"""How the tiers of scored rows spread over countries and sizes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from whofor.arrays import FloatArray, IntArray
from whofor.model.card_proof import ProofFigure
from whofor.model.parameters import Kind
from whofor.model.scorecard import BlockKind, CardBlock, ScoreBin
from whofor.model.segment import Condition, Operator
from whofor.model.tier_spread import SpreadGroup, TierSpread, TierSpreads
from whofor.schema.rows import Attribute
from whofor.scoring.bins import blocks_of
from whofor.scoring.placing import Placing
from whofor.stats.intervals import wilson_interval

__all__ = ["SPREAD_OVER", "tier_spreads"]

SPREAD_OVER = ("country", "employees")
"""Facts over which the tiers are spread: where a company is, and how large it is."""
_FIRST_TIERS = 2
"""Tiers that are called first: A and B. Where there are two tiers only, the first is."""
_LEAST = 30
"""Rows from which a share is told: of fewer its interval is wider than a third. A convention."""
_MOST_GROUPS = 20
"""Values of a category that are told one by one, the most frequent: a table that is read at a glance. A convention."""


def tier_spreads(
    attributes: Sequence[Attribute], opened: FloatArray, codes: IntArray, names: Sequence[str]
) -> TierSpreads:
    """Return which share of each country, and of each size, is in the first tiers.

    Args:
        attributes: Facts of the rows; those over which nothing is spread are passed over.
        opened: Day as of which each row is told.
        codes: Place of the tier of each row, 0 for the best.
        names: Names of the tiers.
    """
    n_first = _FIRST_TIERS if len(names) > _FIRST_TIERS else 1
    top = codes < n_first
    placing = Placing(attributes, opened)
    by_name = {a.parameter.name: a for a in attributes}
    spreads: list[TierSpread] = []
    for name in SPREAD_OVER:
        block = _block(by_name[name], opened) if name in by_name else None
        if block is None:
            continue
        placed = placing.codes(block)
        sizes, tops = (np.bincount(part, minlength=len(block.bins)).tolist() for part in (placed, placed[top]))
        groups = [_group(one.conditions, n, n_top) for one, n, n_top in zip(block.bins, sizes, tops, strict=True)]
        spreads.append(TierSpread(name, block.label, tuple(group for group in groups if group.n)))
    return TierSpreads(tuple(names[:n_first]), len(codes), int(top.sum()), _LEAST, tuple(spreads))


def _block(fact: Attribute, opened: FloatArray) -> CardBlock | None:
    """Return the values of a fact as bins: the bands that people use of a number, else the most frequent values."""
    p = fact.parameter
    if p.kind in (Kind.NUMBER, Kind.DATE):
        return next(iter(blocks_of([fact], opened, np.ones(len(opened), dtype=np.bool_))), None)
    counts = Counter(value for value in fact.values.tolist() if value is not None)
    if not counts:
        return None
    often = sorted(counts, key=lambda value: (-counts[value], value))[:_MOST_GROUPS]
    conditions = [Condition(p.name, p.label, Operator.IS, (value,)) for value in often]
    unknown = Condition(p.name, p.label, Operator.UNKNOWN)
    bins = (*(ScoreBin((c,)) for c in (*conditions, unknown)), ScoreBin(()))
    return CardBlock(p.name, p.label, BlockKind.LEVELS, (p.name,), bins)


def _group(conditions: tuple[Condition, ...], n: int, n_top: int) -> SpreadGroup:
    if n < _LEAST:
        return SpreadGroup(conditions, n, n_top, None)
    found = wilson_interval(n_top, n)
    return SpreadGroup(conditions, n, n_top, ProofFigure(found.estimate, found.low, found.high, n))
