"""Selection of the few that others do not explain from thousands of significant conjunctions."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

import numpy as np
from scipy.special import ndtri

from whofor.arrays import BoolArray
from whofor.cube import Bits, Groups, RowScore, Whole
from whofor.segments.candidates import Candidate
from whofor.segments.encode import EncodedAttribute

__all__ = ["Family", "Ground", "Items", "SegmentTests", "possible_members", "select_segments"]

_LEVEL = 0.05
"""Level of the family-wise error of the search."""
_MOST_SWAPS = 5
"""Times that a segment may give way to a purer one: it ends the search for ever purer ones."""
_MOST_RIVALS = 300
"""Strongest candidates that are checked for being purer: it bounds the work, which grows with the square."""
# The next five are conventions of this project: no source, and each alone was not measured. What they do together is:
# recall and error rates of the whole search by `benchmarks/fwer.py`.
_RIVAL_SHARE = 0.3
_PURER = 1.15
_VANISHED = 1.5
_REMAINS = 2.5
_MOST_OVERLAP = 0.5
_SHOWS_OUTSIDE = 1.0
_UNKNOWN = -1

Items = tuple[tuple[int, int], ...]
"""Terms of a segment, as (attribute, term) pairs."""


class SegmentTests(Protocol):
    """What the search knows of segments that it did not keep."""

    def candidate(self, items: Items) -> Candidate:
        """Return the terms of a segment as a candidate, with its score and corrected p-value."""
        ...

    def improves(self, item: tuple[int, int], wider: Items, direction: int) -> bool:
        """Return whether a term improves on a segment, corrected over all terms that might have been added to it."""
        ...


class Family:
    """The encoded attributes of the search rows, with the rows that meet each term.

    Args:
        encoded: Encoded attributes.
        search: Which rows the search sees.
        score: Row score and strata of the search rows.
    """

    def __init__(self, encoded: Sequence[EncodedAttribute], search: BoolArray, score: RowScore) -> None:
        self.encoded = encoded
        self.score = score
        self._search = search
        self._masks: dict[tuple[int, int], BoolArray] = {}
        self._bits: dict[tuple[int, int], Bits] = {}
        self.items = [(a, t) for a, e in enumerate(encoded) for t in range(e.axis.n_terms)]

    def mask(self, items: Sequence[tuple[int, int]]) -> BoolArray:
        """Return the search rows that meet all terms."""
        out = np.ones(len(self.score.values), dtype=np.bool_)
        for item in items:
            if item not in self._masks:
                attribute, term = item
                self._masks[item] = self.encoded[attribute].mask(term)[self._search]
            out &= self._masks[item]
        return out

    @cached_property
    def least_gain(self) -> float:
        """Score that a further condition must reach where it is the best of one for each parameter."""
        groups = {e.axis.group for e in self.encoded}
        return float(ndtri(1 - _LEVEL / max(3, len(groups))))

    @cached_property
    def least_gain_of_all(self) -> float:
        """Score that a further condition must reach where it is the best of all terms."""
        return float(ndtri(1 - _LEVEL / max(20, len(self.items))))

    @cached_property
    def groups(self) -> Groups:
        """The search rows as sets of bits."""
        return Groups(self.score)

    def bits(self, items: Sequence[tuple[int, int]]) -> Bits:
        """Return the search rows that meet all terms, as bits."""
        out = self.groups.everyone
        for item in items:
            out = out & self._bits_of(item)
        return out

    def possible(self, items: Sequence[tuple[int, int]]) -> Bits:
        """Return search rows that meet all terms, or all but one whose value is unknown, as in `possible_members`."""
        if len(items) == 1:
            return self.bits(items)
        out = np.zeros_like(self.groups.everyone)
        for i, item in enumerate(items):
            out |= self.bits([*items[:i], *items[i + 1 :]]) & (self._bits_of(item) | self._unknown(item[0]))
        return out

    def _bits_of(self, item: tuple[int, int]) -> Bits:
        if item not in self._bits:
            self._bits[item] = self.groups.bits_of(self.mask([item]))
        return self._bits[item]

    def _unknown(self, attribute: int) -> Bits:
        """Return the search rows that have the last code of an attribute, that of the unknown."""
        item = (attribute, _UNKNOWN)
        if item not in self._bits:
            axis = self.encoded[attribute].axis
            self._bits[item] = self.groups.bits_of(axis.codes[self._search] == axis.n_codes - 1)
        return self._bits[item]


def possible_members(encoded: Sequence[EncodedAttribute], items: Sequence[tuple[int, int]]) -> BoolArray:
    """Return the rows, searched or held back, that meet all terms, or all but one whose value is unknown.

    A deal without a recorded sector may well belong to a segment that names one: it must not be taken for proof
    of another.
    """
    met = np.array([encoded[a].mask(t) for a, t in items])
    if len(items) == 1:
        return met[0]
    unknown = np.array([encoded[a].axis.codes == encoded[a].axis.n_codes - 1 for a, _ in items])
    return np.asarray((met | unknown).all(axis=0) & (met.sum(axis=0) >= len(items) - 1), dtype=np.bool_)


@dataclass(frozen=True, eq=False, slots=True)
class Ground:
    """State of the greedy selection: which deals are still unexplained.

    Attributes:
        family: The rows that meet each term.
        left: Deals not yet explained by segments of the same direction.
        untouched: Deals not explained by any segment.
        critical: Corrected threshold of |score| per depth.
        least_untouched: Score that a candidate must reach among the deals that no segment explains.
    """

    family: Family
    left: Whole
    untouched: Whole
    critical: Sequence[float]
    least_untouched: float

    @classmethod
    def of_all(cls, family: Family, critical: Sequence[float], same: Sequence[Candidate]) -> Ground:
        """Return the state before any segment is picked.

        Args:
            family: The rows that meet each term.
            critical: Corrected threshold of |score| per depth; minus infinity where none need be reached.
            same: Candidates of the direction. Where few of them pass the correction, one that does is the best of few.
        """
        everyone = Whole.of(family.groups, family.groups.everyone)
        least, passed = family.least_gain_of_all, sum(c.p_adjusted < _LEVEL for c in same)
        if critical and max(critical) == -math.inf:
            least = -math.inf
        elif passed:
            least = min(least, float(ndtri(1 - _LEVEL / passed)))
        return cls(family, everyone, everyone, critical, least)

    def without(self, candidate: Candidate, *, same_direction: bool = True) -> Ground:
        """Return the state once a segment, of the same direction or the other one, is picked."""
        possible = self.family.possible(candidate.items)
        untouched = self._outside(self.untouched, possible)
        left = self._outside(self.left, possible) if same_direction else self.left
        return replace(self, left=left, untouched=untouched)

    def _outside(self, among: Whole, rows: Bits) -> Whole:
        return Whole.of(self.family.groups, among.bits & ~rows)

    def _own_score(self, candidate: Candidate, among: Whole) -> float:
        """Return the score of a candidate among some deals, in its own direction."""
        return among.score_of(self.family.bits(candidate.items)) * candidate.direction

    def carries(self, candidate: Candidate) -> bool:
        """Return whether a candidate has an effect that no picked segment explains, and each of its conditions has.

        Deals that a picked segment explains lend their effect to whatever overlaps with it, and among thousands of
        candidates some overlap looks good by chance: without them, a candidate must still pass the corrected
        threshold. A segment of the other direction shifts the rest: what it leaves must still show something, though
        the candidate is the best of all that passed, and each condition must still improve there, or the candidate
        is a slice of its mirror image.
        """
        if self._own_score(candidate, self.left) < self.critical[len(candidate.items) - 1] - 1e-9:
            return False
        if self._own_score(candidate, self.untouched) < self.least_untouched:
            return False
        return self._is_productive(candidate, self.left) and self._is_productive(candidate, self.untouched)

    def _is_productive(self, candidate: Candidate, among: Whole) -> bool:
        """Return whether every condition significantly improves on the segment without it.

        A condition is the best of many that could have been added, so it is held against one look for each parameter
        (the terms of one parameter are too alike to count apart).
        """
        if len(candidate.items) == 1:
            return True
        groups = self.family.groups
        inside = self.family.bits(candidate.items)
        for i in range(len(candidate.items)):
            parent = self.family.bits(candidate.items[:i] + candidate.items[i + 1 :])
            gain = Whole.of(groups, parent & among.bits).score_of(inside) * candidate.direction
            if gain < self.family.least_gain:
                return False
        return True

    def purest(self, candidate: Candidate, pool: Sequence[Candidate]) -> Candidate:
        """Return the segment that explains a candidate without being explained by it; else the candidate itself.

        A broad proxy (large firms that raised money) may score higher than what is really behind it (large
        manufacturers): outside the true segment the proxy shows nothing, while the true one has the larger effect
        and still wins outside the proxy.
        """
        for _ in range(_MOST_SWAPS):
            other = next((other for other in pool[:_MOST_RIVALS] if self._is_purer(other, candidate)), None)
            if other is None:
                return candidate
            candidate = other
        return candidate

    def _is_purer(self, other: Candidate, candidate: Candidate) -> bool:
        """Return whether a candidate is explained by another one, which it does not explain."""
        groups, direction = self.family.groups, candidate.direction
        inside, mask = self.family.bits(candidate.items), self.family.bits(other.items)
        shared = groups.count(inside & mask & self.left.bits)
        if shared < _RIVAL_SHARE * min(groups.count(inside), groups.count(mask)):
            return False
        if self._effect(mask) * direction < _PURER * self._effect(inside) * direction:
            return False
        if self._own_score(candidate, self._outside(self.left, self.family.possible(other.items))) >= _VANISHED:
            return False
        outside = self._own_score(other, self._outside(self.left, self.family.possible(candidate.items)))
        return outside >= _REMAINS and self.carries(other)

    def _effect(self, inside: Bits) -> float:
        """Return the mean score inside minus the mean of all that is left."""
        groups = self.family.groups
        return groups.mean(inside & self.left.bits) - groups.mean(self.left.bits)

    def widen(self, candidate: Candidate, tests: SegmentTests) -> Candidate:
        """Return a segment without the conditions that do not significantly improve on it, as long as it shows.

        The slice of a true type that is reported is the best of all that could have been cut from it: a condition is
        held against all terms. The wider segment must do better outside the slice too, or the slice carries the effect.
        """
        while True:
            wider = (tests.candidate(w) for w in self._without_idle(candidate, tests))
            best = next((w for w in wider if self._shows(w, candidate)), None)
            if best is None:
                return candidate
            candidate = best

    def _without_idle(self, candidate: Candidate, tests: SegmentTests) -> Iterator[Items]:
        """Return the segment without each condition that does not significantly improve on it, the least first."""
        groups, items, direction = self.family.groups, candidate.items, candidate.direction
        inside = self.family.bits(items)
        gains: list[tuple[float, int, Items]] = []
        for i in range(len(items) if len(items) > 1 else 0):
            wider = items[:i] + items[i + 1 :]
            here = Whole.of(groups, self.family.bits(wider) & self.left.bits)
            gains.append((here.score_of(inside) * direction, i, wider))
        for gain, i, wider in sorted(gains):
            # Bonferroni's bound settles most; shuffles, which cost more, the others.
            if gain < self.family.least_gain_of_all and not tests.improves(items[i], wider, direction):
                yield wider

    def _shows(self, wider: Candidate, candidate: Candidate) -> bool:
        """Return whether a wider segment has an effect of its own, and one outside the narrower one."""
        if wider.direction != candidate.direction:
            return False
        bar = min(self.critical[len(wider.items) - 1], self.family.least_gain_of_all)
        if self._own_score(wider, self.left) < bar or not self._is_productive(wider, self.left):
            return False
        outside = self._outside(self.left, self.family.bits(candidate.items))
        return self._own_score(wider, outside) >= _SHOWS_OUTSIDE

    def sharpen(self, candidate: Candidate, pool: Sequence[Candidate]) -> Candidate:
        """Return a segment with further conditions, as long as one significantly improves on it.

        The further condition is picked among all terms, and held against all of them.
        """
        while True:
            mine = set(candidate.items)
            here = Whole.of(self.family.groups, self.family.bits(candidate.items) & self.left.bits)
            best, best_gain = None, self.family.least_gain_of_all
            for other in pool:
                if len(other.items) == len(candidate.items) + 1 and mine < set(other.items):
                    gain = here.score_of(self.family.bits(other.items)) * candidate.direction
                    if gain > best_gain and self.carries(other):
                        best, best_gain = other, gain
            if best is None:
                return candidate
            candidate = best


def _overlaps(inside: Bits, covered: Sequence[Bits], groups: Groups) -> bool:
    """Return whether most deals of a segment are in one picked before, or the other way round."""
    n = groups.count(inside)
    return any(groups.count(inside & other) > _MOST_OVERLAP * min(n, groups.count(other)) for other in covered)


def select_segments(
    pool: Sequence[Candidate],
    family: Family,
    *,
    direction: int,
    most: int,
    critical: Sequence[float],
    tests: SegmentTests,
    taken: Sequence[Candidate] = (),
) -> list[Candidate]:
    """Pick segments that are productive and not redundant, strongest first.

    A candidate is redundant where most of its deals are in a segment already picked, or where it does not pass the
    threshold on the deals outside those picked.

    Args:
        pool: Candidates, strongest first.
        family: The rows that meet each term.
        direction: +1 for segments that win more, -1 for those that win less.
        most: At most this many.
        critical: Corrected threshold of |score| per depth.
        tests: What the search knows of other segments.
        taken: Segments picked before, whose deals count as explained.
    """
    same = [c for c in pool if c.direction == direction]
    ground = Ground.of_all(family, critical, same)
    covered: list[Bits] = []
    for c in taken:
        ground = ground.without(c, same_direction=c.direction == direction)
        if c.direction == direction:
            covered.append(family.bits(c.items))
    picked: list[Candidate] = []
    for candidate in same:
        if len(picked) >= most:
            break
        if _overlaps(family.bits(candidate.items), covered, family.groups) or not ground.carries(candidate):
            continue
        chosen = ground.sharpen(ground.widen(ground.purest(candidate, same), tests), same)
        if _overlaps(family.bits(chosen.items), covered, family.groups):
            continue
        picked.append(chosen)
        covered.append(family.bits(chosen.items))
        ground = ground.without(chosen)
    return picked
