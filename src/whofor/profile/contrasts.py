"""Contrast: a segment beside its neighbours, the same but for one condition, on all that was lived with both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from whofor.model import Comparison, Condition, Contrast, Operator, SegmentFinding
from whofor.profile.outcomes import known_outcomes, measure_outcome
from whofor.schema.rows import BoolArray, DealRows
from whofor.segments.encode import EncodedAttribute
from whofor.segments.evaluate import condition_mask
from whofor.stats.multiplicity import holm
from whofor.validation.outcome import Outcome
from whofor.validation.ripeness import Ripeness

__all__ = ["contrasts", "neighbours"]

_LEVEL = 0.05
_FEWEST = 10
_MOST_NEIGHBOURS = 12
_MOST_SHOWN = 3


@dataclass(frozen=True, eq=False, slots=True)
class _Known:
    """An outcome, and the deals that it is known of among all."""

    keep: BoolArray
    outcome: Outcome

    def of(self, rows: BoolArray) -> Outcome:
        """The outcome of some of the deals."""
        return self.outcome.take(rows[self.keep])

    def count(self, rows: BoolArray) -> int:
        """How many of some deals it is known of."""
        return int((rows & self.keep).sum())


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
    """What changes where one condition of a segment is another one.

    For each segment and each of its conditions the neighbours that differ in that condition only are set beside it, on
    every outcome that the data holds, with all deals of both, searched and held back; p-values are corrected over all
    these comparisons together (Holm). Shown are the neighbours that differ beyond chance in at least one outcome.
    Associations, no causes.

    Args:
        findings: Segments to be contrasted.
        encoded: Encoded attributes; their conditions are the possible neighbours.
        rows: All deals.
        ripeness: Which deals may be judged.

    Source:
        Contrast sets: Bay & Pazzani (2001), Data Mining and Knowledge Discovery 5:213; Holm (1979), Scandinavian
        Journal of Statistics 6:65.
    """
    known: list[_Known] = []
    for name in known_outcomes(rows):
        measured = measure_outcome(rows, name, ripeness)
        values = measured.values[measured.keep]
        if len(values) >= 2 * _FEWEST and np.ptp(values) > 0:
            known.append(_Known(measured.keep, Outcome(measured.measure, values)))
    by_name = {a.parameter.name: a for a in rows.attributes}
    by_condition = {c: e for e in encoded for c in e.conditions}
    pairs: list[tuple[SegmentFinding, Condition, Condition, list[Comparison]]] = []
    for finding in findings:
        conditions = [c for c in finding.segment.conditions if c in by_condition and c.operator is not Operator.UNKNOWN]
        for condition in conditions:
            others = [c for c in finding.segment.conditions if c != condition]
            base = np.ones(len(rows), dtype=np.bool_)
            for other in others:
                base &= condition_mask(other, by_name[other.parameter], rows)
            attribute = by_name[condition.parameter]
            own = base & condition_mask(condition, attribute, rows)
            for neighbour in neighbours(condition, by_condition[condition]):
                theirs = base & condition_mask(neighbour, attribute, rows)
                compared = [_compare(k, own, theirs) for k in known if min(k.count(own), k.count(theirs)) >= _FEWEST]
                if compared:
                    pairs.append((finding, condition, neighbour, compared))
    return _told(pairs)


def _compare(known: _Known, own: BoolArray, theirs: BoolArray) -> Comparison:
    both = known.of(own | theirs)
    inside = own[known.keep & (own | theirs)]
    return Comparison(both.measure, both.estimate(inside), both.estimate(~inside), both.p_value(inside))


def _told(pairs: Sequence[tuple[SegmentFinding, Condition, Condition, list[Comparison]]]) -> tuple[Contrast, ...]:
    """The neighbours that differ beyond chance, the clearest first, a few of each segment."""
    adjusted = iter(holm([c.p for _, _, _, compared in pairs for c in compared]))
    found: list[tuple[float, Contrast]] = []
    for finding, condition, neighbour, compared in pairs:
        with_p = tuple(Comparison(c.measure, c.own, c.other, next(adjusted)) for c in compared)
        best = min(c.p for c in with_p)
        if best < _LEVEL:
            found.append((best, Contrast(finding.id, condition, neighbour, with_p)))
    found.sort(key=lambda pair: (pair[1].finding, pair[0]))
    shown: list[Contrast] = []
    for _, contrast in found:
        if sum(c.finding == contrast.finding for c in shown) < _MOST_SHOWN:
            shown.append(contrast)
    return tuple(shown)
