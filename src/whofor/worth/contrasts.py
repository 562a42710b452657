"""Contrast: a segment beside its neighbours, the same but for one condition, on every outcome of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from whofor.arrays import BoolArray
from whofor.figures.comparisons import KnownOutcome, compare, with_holm
from whofor.model import Comparison, Condition, Contrast, Kind, Operator, Segment, SegmentFinding
from whofor.outcomes.clients import Clients
from whofor.schema.rows import Attribute, DealRows
from whofor.segments.conditions import end_of, mask
from whofor.segments.encode import EncodedAttribute
from whofor.text import split_list

__all__ = ["all_contrasts", "contrasts", "neighbours"]

_LEVEL = 0.05
"""Level of what differs clearly, corrected over all comparisons of a run."""
_FEWEST = 5
"""Fewer values have no 95 % interval of a median (Conover 1999, Practical Nonparametric Statistics, 3.2)."""
_MOST_NEIGHBOURS = 12
"""Neighbours in one condition that are compared: more would cost all of them power."""
_MOST_SHOWN = 3
"""Contrasts kept for a segment beyond those that differ clearly."""


def neighbours(condition: Condition, encoded: EncodedAttribute) -> list[Condition]:
    """Return conditions on the same parameter that no deal meets together with this one, the widest of each kind.

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
    """Return whether another term covers this one and more; of two that cover the same, the first stays."""
    inside = bool((membership[term] <= membership[other]).all())
    return inside and (bool(membership[other].sum() > membership[term].sum()) or other < term)


def contrasts(
    findings: Sequence[SegmentFinding], encoded: Sequence[EncodedAttribute], clients: Clients
) -> tuple[Contrast, ...]:
    """Return neighbours that differ in one condition of a segment, where an outcome differs beyond chance.

    Args:
        findings: Segments to be contrasted.
        encoded: Encoded attributes; their conditions are the possible neighbours.
        clients: All deals with their outcomes.

    Returns:
        The neighbours that differ beyond chance in at least one outcome, a few of each segment: the clearest of each of
        its conditions, then others.
    """
    every = all_contrasts([(f.id, f.segment) for f in findings], encoded, clients)
    clear = [c for c in every if min(x.p for x in c.comparisons) < _LEVEL]
    shown: list[Contrast] = []
    for finding in findings:
        own = [c for c in clear if c.finding == finding.id]
        leading = {c.condition: c for c in reversed(own)}
        first = [c for c in own if leading[c.condition] is c]
        shown += [*first, *(c for c in own if c not in first)][: max(_MOST_SHOWN, len(first))]
    return tuple(shown)


def all_contrasts(
    segments: Sequence[tuple[str, Segment]], encoded: Sequence[EncodedAttribute], clients: Clients
) -> tuple[Contrast, ...]:
    """Compare each segment with every neighbour that differs from it in one condition.

    For each segment and each of its conditions the neighbours that differ in that condition only are compared with it,
    on every outcome that the data holds, with all deals of both, searched and held back; p-values are corrected over
    all these comparisons together (Holm). Associations, no causes.

    Args:
        segments: Ids and segments.
        encoded: Encoded attributes; their conditions are the possible neighbours.
        clients: All deals with their outcomes.

    Returns:
        By segment, the clearest difference first.

    Source:
        Contrast sets: Bay & Pazzani (2001), Data Mining and Knowledge Discovery 5:213.
    """
    rows, known = clients.rows, clients.outcomes.known
    by_condition = {c: e for e in encoded for c in e.conditions}
    pairs = [pair for id_, segment in segments for pair in _pairs(id_, segment, by_condition, rows, known)]
    adjusted = iter(with_holm([c for contrast in pairs for c in contrast.comparisons]))
    corrected = [replace(pair, comparisons=tuple(next(adjusted) for _ in pair.comparisons)) for pair in pairs]
    place = {id_: i for i, (id_, _) in enumerate(segments)}
    return tuple(sorted(corrected, key=lambda c: (place[c.finding], min(x.p for x in c.comparisons))))


def _pairs(
    id_: str,
    segment: Segment,
    by_condition: dict[Condition, EncodedAttribute],
    rows: DealRows,
    known: Sequence[KnownOutcome],
) -> list[Contrast]:
    """Return a segment's neighbours, p-values not yet corrected."""
    by_name = {a.parameter.name: a for a in rows.attributes}
    pairs: list[Contrast] = []
    for condition in segment.conditions:
        if condition.operator is Operator.UNKNOWN:
            continue
        base = np.ones(len(rows), dtype=np.bool_)
        for other in segment.conditions:
            if other != condition:
                base &= _meets(other, by_name[other.parameter], rows)
        attribute = by_name[condition.parameter]
        own = base & _meets(condition, attribute, rows)
        encoded = by_condition.get(condition)
        others = neighbours(condition, encoded) if encoded else _plain_neighbours(condition, attribute)
        for neighbour in others:
            theirs = base & _meets(neighbour, attribute, rows)
            compared: list[Comparison] = [c for c in (compare(k, own, theirs, _FEWEST) for k in known) if c is not None]
            if compared:
                pairs.append(Contrast(id_, condition, neighbour, tuple(compared)))
    return pairs


def _meets(condition: Condition, attribute: Attribute, rows: DealRows) -> BoolArray:
    """Return which deals meet a condition as of their opening."""
    return mask(condition, attribute.values, attribute.parameter.kind, rows.opened)


def _plain_neighbours(condition: Condition, attribute: Attribute) -> list[Condition]:
    """Return neighbours of a condition in the user's own words: below and above a range, or the other values."""
    if condition.operator is Operator.BETWEEN:
        bare = replace(condition, low=None, high=None, high_included=False)
        below = [replace(bare, high=condition.low)] if condition.low is not None else []
        if condition.high is None:
            return below
        return [*below, replace(bare, low=end_of(condition))]
    known = [v for v in attribute.values.tolist() if v is not None]
    tokens = [t for v in known for t in split_list(v)] if attribute.parameter.kind is Kind.MULTI else known
    names = {str(v): attribute.unions.get(v, ()) for v in dict.fromkeys(known)} if attribute.unions else {}
    if condition.name and names:
        groups: dict[str, list[str]] = {}
        for value, wider in names.items():
            if value not in condition.values and wider:
                # The wider name of the same level as that of the condition.
                level = next((w.index(condition.name) for w in names.values() if condition.name in w), 0)
                groups.setdefault(wider[min(level, len(wider) - 1)], []).append(value)
        ordered = sorted(groups, key=lambda name: (-sum(known.count(v) for v in groups[name]), name))
        others = [(name, tuple(sorted(groups[name]))) for name in ordered if name != condition.name]
        return [replace(condition, values=values, name=name) for name, values in others[:_MOST_NEIGHBOURS]]
    counts = Counter(str(t) for t in tokens if str(t) not in condition.values)
    common = sorted(counts, key=lambda v: (-counts[v], v))[:_MOST_NEIGHBOURS]
    operator = Operator.INCLUDES if condition.operator is Operator.INCLUDES else Operator.IS
    return [replace(condition, operator=operator, values=(value,), name="") for value in common]
