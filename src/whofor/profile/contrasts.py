"""Contrast: a segment beside its neighbours, the same but for one condition, on all that was lived with both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from whofor.model import Comparison, Condition, Contrast, Operator, Segment, SegmentFinding
from whofor.profile.known import KnownOutcome, compare, known_measures, with_holm
from whofor.schema.rows import BoolArray, DealRows
from whofor.segments.encode import EncodedAttribute
from whofor.segments.evaluate import condition_mask
from whofor.validation.ripeness import Ripeness

__all__ = ["all_contrasts", "contrasts", "neighbours"]

_LEVEL = 0.05
_MOST_NEIGHBOURS = 12
_MOST_SHOWN = 3


def neighbours(condition: Condition, encoded: EncodedAttribute) -> list[Condition]:
    """Conditions on the same parameter that no deal meets together with this one, the widest of each kind.

    Of a range, what lies below and what lies above; of a country or region, the other regions and countries in none.
    """
    if condition not in encoded.conditions:
        return []
    membership, own = encoded.axis.membership, encoded.axis.membership[encoded.conditions.index(condition)]
    apart = [t for t, row in enumerate(membership) if not (row & own).any() and not row[-1]]
    counts = np.bincount(encoded.axis.codes, minlength=encoded.axis.n_codes)
    widest = [t for t in apart if not any(_covers(membership, other, t) for other in apart if other != t)]
    widest.sort(key=lambda t: (-int(counts[membership[t]].sum()), t))
    return [encoded.conditions[t] for t in widest[:_MOST_NEIGHBOURS]]


def _covers(membership: BoolArray, other: int, term: int) -> bool:
    """Whether another term covers one and more; of two that cover the same, the first stays."""
    inside = bool((membership[term] <= membership[other]).all())
    return inside and (bool(membership[other].sum() > membership[term].sum()) or other < term)


def contrasts(
    findings: Sequence[SegmentFinding], encoded: Sequence[EncodedAttribute], rows: DealRows, ripeness: Ripeness
) -> tuple[Contrast, ...]:
    """What changes where one condition of a segment is another one, as far as it differs beyond chance.

    Args:
        findings: Segments to be contrasted.
        encoded: Encoded attributes; their conditions are the possible neighbours.
        rows: All deals.
        ripeness: Which deals may be judged.

    Returns:
        The neighbours that differ beyond chance in at least one outcome, the clearest first, a few of each segment.
    """
    shown: list[Contrast] = []
    for contrast in all_contrasts([(f.id, f.segment) for f in findings], encoded, rows, ripeness):
        clear = min(c.p for c in contrast.comparisons) < _LEVEL
        if clear and sum(c.finding == contrast.finding for c in shown) < _MOST_SHOWN:
            shown.append(contrast)
    return tuple(shown)


def all_contrasts(
    segments: Sequence[tuple[str, Segment]], encoded: Sequence[EncodedAttribute], rows: DealRows, ripeness: Ripeness
) -> tuple[Contrast, ...]:
    """Each segment beside every neighbour that differs from it in one condition.

    For each segment and each of its conditions the neighbours that differ in that condition only are set beside it, on
    every outcome that the data holds, with all deals of both, searched and held back; p-values are corrected over all
    these comparisons together (Holm). Associations, no causes.

    Args:
        segments: Ids and segments.
        encoded: Encoded attributes; their conditions are the possible neighbours.
        rows: All deals.
        ripeness: Which deals may be judged.

    Returns:
        By segment, the clearest difference first.

    Source:
        Contrast sets: Bay & Pazzani (2001), Data Mining and Knowledge Discovery 5:213.
    """
    known = known_measures(rows, ripeness)
    by_condition = {c: e for e in encoded for c in e.conditions}
    pairs = [pair for id_, segment in segments for pair in _pairs(id_, segment, by_condition, rows, known)]
    adjusted = iter(with_holm([c for contrast in pairs for c in contrast.comparisons]))
    told = [replace(pair, comparisons=tuple(next(adjusted) for _ in pair.comparisons)) for pair in pairs]
    place = {id_: i for i, (id_, _) in enumerate(segments)}
    return tuple(sorted(told, key=lambda c: (place[c.finding], min(x.p for x in c.comparisons))))


def _pairs(
    id_: str,
    segment: Segment,
    by_condition: dict[Condition, EncodedAttribute],
    rows: DealRows,
    known: Sequence[KnownOutcome],
) -> list[Contrast]:
    """A segment's neighbours, p-values not yet corrected."""
    by_name = {a.parameter.name: a for a in rows.attributes}
    pairs: list[Contrast] = []
    for condition in segment.conditions:
        if condition not in by_condition or condition.operator is Operator.UNKNOWN:
            continue
        base = np.ones(len(rows), dtype=np.bool_)
        for other in segment.conditions:
            if other != condition:
                base &= condition_mask(other, by_name[other.parameter], rows)
        attribute = by_name[condition.parameter]
        own = base & condition_mask(condition, attribute, rows)
        for neighbour in neighbours(condition, by_condition[condition]):
            theirs = base & condition_mask(neighbour, attribute, rows)
            compared: list[Comparison] = [c for c in (compare(k, own, theirs) for k in known) if c is not None]
            if compared:
                pairs.append(Contrast(id_, condition, neighbour, tuple(compared)))
    return pairs
