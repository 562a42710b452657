"""What passes the correction and is no segment of its own: nothing that passes is dropped in silence."""

from __future__ import annotations

from collections.abc import Sequence

from whofor.cube import Bits
from whofor.model.also_passed import AlsoPassed, AlsoPassedKind
from whofor.segments.candidates import Candidate
from whofor.segments.select import Family, Ground
from whofor.segments.study import Study

__all__ = ["unreported"]

_MOST_LISTED = 8
"""Combinations listed in each direction; the others are counted: what a reader looks through, a convention."""
_MOST = 0.5
"""Share of deals from which two combinations count as variants of each other, as in the selection."""

_Named = Sequence[tuple[str, Candidate]]


def unreported(pool: Sequence[Candidate], named: _Named, study: Study, critical: Sequence[float]) -> list[AlsoPassed]:
    """Return the strongest of the candidates of one direction that are no segments, each for all that are like it.

    Args:
        pool: Candidates of one direction that passed, strongest first.
        named: All segments with their ids, of both directions.
        study: What was searched.
        critical: Corrected threshold of |score| per depth.
    """
    groups, reported = study.family.groups, {c.items for _, c in named}
    kept: list[tuple[Candidate, Bits, int]] = []
    alike: list[int] = []
    for candidate in pool:
        if candidate.items in reported:
            continue
        inside = study.family.bits(candidate.items)
        n = groups.count(inside)
        like = (i for i, (_, bits, m) in enumerate(kept) if groups.count(inside & bits) > _MOST * min(n, m))
        first = next(like, None)
        if first is not None:
            alike[first] += 1
        elif len(kept) < _MOST_LISTED:
            kept.append((candidate, inside, n))
            alike.append(0)
    out: list[AlsoPassed] = []
    ground = Ground.of_all(study.family, critical, pool)
    for (c, _, n), others in zip(kept, alike, strict=True):
        kind, finding, shared = _explained(c, named, study.family, ground)
        segment = study.segment(c)
        out.append(AlsoPassed(segment, c.direction, kind, c.score, c.p_adjusted, n, finding, shared, others))
    return out


def _explained(candidate: Candidate, named: _Named, family: Family, ground: Ground) -> tuple[AlsoPassedKind, str, int]:
    """Return why a candidate is no segment, the one that it shares most rows with, and how many."""
    own = [pair for pair in named if pair[1].direction == candidate.direction]
    others = [pair for pair in named if pair[1].direction != candidate.direction]
    finding, shared, is_variant = _nearest(candidate, own, family)
    if is_variant:
        return AlsoPassedKind.VARIANT, finding, shared
    for _, c in own:
        ground = ground.without(c)
    if not ground.carries(candidate):
        return AlsoPassedKind.EXPLAINED, finding, shared
    for _, c in others:
        ground = ground.without(c, same_direction=False)
    if others and not ground.carries(candidate):
        mirrored, common, _ = _nearest(candidate, others, family)
        return AlsoPassedKind.MIRROR, mirrored or others[0][0], common
    return AlsoPassedKind.FURTHER, finding, shared


def _nearest(candidate: Candidate, segments: _Named, family: Family) -> tuple[str, int, bool]:
    """Return the segment with which a candidate shares most rows, how many, and whether they are most of either's."""
    groups, inside = family.groups, family.bits(candidate.items)
    shared = [(groups.count(inside & family.bits(c.items)), name, c) for name, c in segments]
    if not shared or not (most := max(shared, key=lambda s: s[0]))[0]:
        return "", 0, False
    n, name, c = most
    return name, n, n > _MOST * min(groups.count(inside), groups.count(family.bits(c.items)))
