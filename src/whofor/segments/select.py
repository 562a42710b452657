"""From thousands of significant conjunctions to the few that say something of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from whofor.cube import RowScore, Tier
from whofor.schema.rows import BoolArray
from whofor.segments.encode import EncodedAttribute
from whofor.stats.skew import normal_score

__all__ = ["Candidate", "Family", "candidates_of", "conditional_score", "select_segments"]

_LEVEL = 0.05
_MOST_EXAMINED = 1500
_OWN_SCORE = 3.0
_OWN_SHARE = 0.75
_MOST_OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A conjunction that may become a segment.

    Attributes:
        items: Its terms, as (attribute, term) pairs.
        score: Normal score within strata on the search rows; its sign is the direction.
        p_adjusted: p-value corrected over the family of all depths.
    """

    items: tuple[tuple[int, int], ...]
    score: float
    p_adjusted: float

    @property
    def direction(self) -> int:
        """+1 for more wins than the rest, -1 for fewer."""
        return 1 if self.score > 0 else -1


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
        out = self.mask(items)
        if len(items) == 1:
            return out
        for i, (attribute, _) in enumerate(items):
            axis = self.encoded[attribute].axis
            unknown = axis.codes[self._search] == axis.n_codes - 1
            out |= unknown & self.mask([*items[:i], *items[i + 1 :]])
        return out


def conditional_score(inside: BoolArray, within: BoolArray, score: RowScore) -> float:
    """Normal score of the rows inside against the others of a wider group, outcomes exchanged within strata.

    Args:
        inside: The rows judged.
        within: The wider group; rows outside it do not count.
        score: Row score and strata.
    """
    rows = np.flatnonzero(within)
    part = inside[rows]
    _, strata = np.unique(score.strata[rows], return_inverse=True)
    moments = (local := RowScore(score.values[rows], strata)).moments()
    n = np.bincount(strata[part], minlength=local.n_strata)
    share = n / np.maximum(moments.n, 1)
    variance = float((n * (1 - share)) @ moments.variance)
    if variance <= 1e-12:
        return 0.0
    third = float((n * (1 - share) * (1 - 2 * share)) @ moments.third)
    z = (float(local.values[part].sum()) - float(n @ moments.mean)) / variance**0.5
    return float(normal_score(np.array([z]), np.array([third / variance**1.5]))[0])


def candidates_of(
    tiers: Sequence[Tier], items: Sequence[tuple[int, int]], alpha_by_depth: Sequence[float]
) -> list[Candidate]:
    """All conjunctions that were kept, with p-values corrected over all depths, strongest first.

    The error rate is spent over the depths; a p-value is scaled so that 5 % is the threshold for each.
    """
    out: list[Candidate] = []
    for tier, alpha in zip(tiers, alpha_by_depth, strict=True):
        p = np.minimum(1.0, tier.p_value(tier.score) * sum(alpha_by_depth) / alpha)
        for row, score, p_value in zip(tier.items.tolist(), tier.score.tolist(), p.tolist(), strict=True):
            out.append(Candidate(tuple(items[i] for i in row), score, p_value))
    return sorted(out, key=lambda c: (-abs(c.score), len(c.items), c.items))


def _is_productive(candidate: Candidate, family: Family, left: BoolArray) -> bool:
    """Whether every condition significantly improves on the segment without it, among the deals left to explain."""
    if len(candidate.items) == 1:
        return True
    inside = family.mask(candidate.items) & left
    least = float(ndtri(1 - _LEVEL / len(candidate.items)))
    for i in range(len(candidate.items)):
        parent = family.mask(candidate.items[:i] + candidate.items[i + 1 :]) & left
        if conditional_score(inside, parent, family.score) * candidate.direction < least:
            return False
    return True


def _says_something(candidate: Candidate, family: Family, left: BoolArray) -> bool:
    """Whether a segment stands on the deals left to explain."""
    own = conditional_score(family.mask(candidate.items) & left, left, family.score) * candidate.direction
    return own >= min(_OWN_SCORE, _OWN_SHARE * abs(candidate.score))


def _sharpen(candidate: Candidate, pool: Sequence[Candidate], family: Family, left: BoolArray) -> Candidate:
    """Replace a segment by one with a further condition that significantly improves on it."""
    least = float(ndtri(1 - _LEVEL / max(20, len(family.items))))
    while True:
        mine = set(candidate.items)
        here = family.mask(candidate.items) & left
        best, best_score = None, least
        for other in pool:
            longer = len(other.items) == len(candidate.items) + 1
            if longer and other.direction == candidate.direction and mine < set(other.items):
                gain = conditional_score(family.mask(other.items) & left, here, family.score) * candidate.direction
                if gain > best_score and _is_productive(other, family, left) and _says_something(other, family, left):
                    best, best_score = other, gain
        if best is None:
            return candidate
        candidate = best


def select_segments(
    pool: Sequence[Candidate],
    family: Family,
    *,
    direction: int,
    most: int,
    taken: Sequence[Candidate] = (),
) -> list[Candidate]:
    """Pick segments that are productive and not redundant, strongest first.

    A candidate is redundant where most of its deals are in a segment already picked, or where it says nothing
    about the deals outside those picked.

    Args:
        pool: Candidates, strongest first.
        family: The rows that meet each term.
        direction: +1 for segments that win more, -1 for those that win less.
        most: At most this many.
        taken: Segments picked before, whose deals count as explained.
    """
    covered = [family.mask(c.items) for c in taken]
    left = np.ones(len(family.score.values), dtype=np.bool_)
    for c in taken:
        left &= ~family.possible(c.items)
    picked: list[Candidate] = []
    same = [c for c in pool if c.direction == direction][:_MOST_EXAMINED]
    for candidate in same:
        if len(picked) >= most:
            break
        inside = family.mask(candidate.items)
        n = int(inside.sum())
        if any(int((inside & mask).sum()) > _MOST_OVERLAP * min(n, int(mask.sum())) for mask in covered):
            continue
        if not (_says_something(candidate, family, left) and _is_productive(candidate, family, left)):
            continue
        chosen = _sharpen(candidate, same, family, left)
        mask = family.mask(chosen.items)
        picked.append(chosen)
        covered.append(mask)
        left &= ~family.possible(chosen.items)
    return picked
