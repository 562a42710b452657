"""From thousands of significant conjunctions to the few that say something of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from whofor.arrays import BoolArray
from whofor.cube import RowScore, conditional_score
from whofor.segments.candidates import Candidate
from whofor.segments.encode import EncodedAttribute

__all__ = ["Family", "possible_members", "select_segments"]

_LEVEL = 0.05
_MOST_SWAPS = 5
_MOST_RIVALS = 300
_RIVAL_SHARE = 0.3
_PURER = 1.15
_VANISHED = 1.5
_STANDS = 2.5
_MOST_OVERLAP = 0.5


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
        self.items = [(a, t) for a, e in enumerate(encoded) for t in range(e.axis.n_terms)]

    def mask(self, items: Sequence[tuple[int, int]]) -> BoolArray:
        """Search rows that meet all terms."""
        out = np.ones(len(self.score.values), dtype=np.bool_)
        for item in items:
            if item not in self._masks:
                attribute, term = item
                self._masks[item] = self.encoded[attribute].mask(term)[self._search]
            out &= self._masks[item]
        return out

    def possible(self, items: Sequence[tuple[int, int]]) -> BoolArray:
        """Search rows that meet all terms, or all but one whose value is unknown.

        A deal without a recorded sector may well belong to a segment that names one: it must not be taken for proof
        of another.
        """
        return possible_members(self.encoded, items)[self._search]


def possible_members(encoded: Sequence[EncodedAttribute], items: Sequence[tuple[int, int]]) -> BoolArray:
    """Rows, searched or held back, that meet all terms, or all but one whose value is unknown."""
    met = np.array([encoded[a].mask(t) for a, t in items])
    if len(items) == 1:
        return met[0]
    unknown = np.array([encoded[a].axis.codes == encoded[a].axis.n_codes - 1 for a, _ in items])
    return np.asarray((met | unknown).all(axis=0) & (met.sum(axis=0) >= len(items) - 1), dtype=np.bool_)


@dataclass(frozen=True, eq=False, slots=True)
class _Ground:
    """What a candidate must stand on.

    Attributes:
        family: The rows that meet each term.
        left: Deals not yet explained by segments of the same direction.
        untouched: Deals not explained by any segment.
        critical: Corrected threshold of |score| per depth.
    """

    family: Family
    left: BoolArray
    untouched: BoolArray
    critical: Sequence[float]

    def without(self, candidate: Candidate) -> _Ground:
        """The ground that is left once a segment is picked."""
        outside = ~self.family.possible(candidate.items)
        return _Ground(self.family, self.left & outside, self.untouched & outside, self.critical)

    def own_score(self, candidate: Candidate, among: BoolArray) -> float:
        """Score of a candidate among some deals, in its own direction."""
        inside = self.family.mask(candidate.items)
        return conditional_score(inside & among, among, self.family.score) * candidate.direction

    def carries(self, candidate: Candidate) -> bool:
        """Whether a candidate says something of its own, and each of its conditions does.

        Deals that a picked segment explains lend their effect to whatever overlaps with it, and among thousands of
        candidates some overlap looks good by chance: without them, a candidate must still pass the corrected
        threshold. A segment of the other direction shifts the rest: what it leaves must still show something, though
        the candidate is the best of many that avoid it, and each condition must still improve there, or the candidate
        is a slice of its mirror image.
        """
        if self.own_score(candidate, self.left) < self.critical[len(candidate.items) - 1] - 1e-9:
            return False
        if self.own_score(candidate, self.untouched) < self._least_gain_of_all():
            return False
        return self._is_productive(candidate, self.left) and self._is_productive(candidate, self.untouched)

    def _least_gain(self) -> float:
        groups = {e.axis.group for e in self.family.encoded}
        return float(ndtri(1 - _LEVEL / max(3, len(groups))))

    def _least_gain_of_all(self) -> float:
        return float(ndtri(1 - _LEVEL / max(20, len(self.family.items))))

    def _is_productive(self, candidate: Candidate, among: BoolArray) -> bool:
        """Whether every condition significantly improves on the segment without it.

        A condition is the best of many that could have been added, so it is held against one look for each parameter
        (the terms of one parameter are too alike to count apart).
        """
        if len(candidate.items) == 1:
            return True
        inside = self.family.mask(candidate.items) & among
        least = self._least_gain()
        for i in range(len(candidate.items)):
            parent = self.family.mask(candidate.items[:i] + candidate.items[i + 1 :]) & among
            if conditional_score(inside, parent, self.family.score) * candidate.direction < least:
                return False
        return True

    def purest(self, candidate: Candidate, pool: Sequence[Candidate]) -> Candidate:
        """The segment that explains a candidate without being explained by it, where there is one.

        A wide stand-in (large firms that raised money) may score higher than what is really behind it (large
        manufacturers): outside the true segment the stand-in shows nothing, while the true one has the larger effect
        and still wins outside the stand-in.
        """
        for _ in range(_MOST_SWAPS):
            inside = self.family.mask(candidate.items)
            for other in pool[:_MOST_RIVALS]:
                mask = self.family.mask(other.items)
                shared = int((inside & mask & self.left).sum())
                if shared < _RIVAL_SHARE * min(int(inside.sum()), int(mask.sum())):
                    continue
                if self._effect(mask) * candidate.direction < _PURER * self._effect(inside) * candidate.direction:
                    continue
                if self.own_score(candidate, self.left & ~self.family.possible(other.items)) >= _VANISHED:
                    continue
                outside = self.own_score(other, self.left & ~self.family.possible(candidate.items))
                if outside >= _STANDS and self.carries(other):
                    candidate = other
                    break
            else:
                return candidate
        return candidate

    def _effect(self, inside: BoolArray) -> float:
        """Mean score inside minus the mean of all that is left."""
        values = self.family.score.values
        return float(values[inside & self.left].mean() - values[self.left].mean())

    def sharpen(self, candidate: Candidate, pool: Sequence[Candidate]) -> Candidate:
        """Replace a segment by one with a further condition that significantly improves on it.

        The further condition is picked among all terms, and held against all of them.
        """
        least = self._least_gain_of_all()
        while True:
            mine = set(candidate.items)
            here = self.family.mask(candidate.items) & self.left
            best, best_gain = None, least
            for other in pool:
                if len(other.items) == len(candidate.items) + 1 and mine < set(other.items):
                    inside = self.family.mask(other.items) & self.left
                    gain = conditional_score(inside, here, self.family.score) * candidate.direction
                    if gain > best_gain and self.carries(other):
                        best, best_gain = other, gain
            if best is None:
                return candidate
            candidate = best


def _overlaps(inside: BoolArray, covered: Sequence[BoolArray]) -> bool:
    """Whether most deals of a segment are in one picked before, or the other way round."""
    n = int(inside.sum())
    return any(int((inside & mask).sum()) > _MOST_OVERLAP * min(n, int(mask.sum())) for mask in covered)


def select_segments(
    pool: Sequence[Candidate],
    family: Family,
    *,
    direction: int,
    most: int,
    critical: Sequence[float],
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
        taken: Segments picked before, whose deals count as explained.
    """
    everyone = np.ones(len(family.score.values), dtype=np.bool_)
    ground = _Ground(family, everyone, everyone, critical)
    covered: list[BoolArray] = []
    for c in taken:
        smaller = ground.without(c)
        if c.direction == direction:
            ground = smaller
            covered.append(family.mask(c.items))
        else:
            ground = _Ground(family, ground.left, smaller.untouched, critical)
    picked: list[Candidate] = []
    same = [c for c in pool if c.direction == direction]
    for candidate in same:
        if len(picked) >= most:
            break
        if _overlaps(family.mask(candidate.items), covered) or not ground.carries(candidate):
            continue
        chosen = ground.sharpen(ground.purest(candidate, same), same)
        if _overlaps(family.mask(chosen.items), covered):
            continue
        picked.append(chosen)
        covered.append(family.mask(chosen.items))
        ground = ground.without(chosen)
    return picked
