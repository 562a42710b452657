"""The selection of segments written plainly, with a mask of rows for each set and every score computed anew."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtri

from whofor.cube import conditional_score
from whofor.segments.candidates import Candidate
from whofor.segments.select import Family, SegmentTests, possible_members


class _Plain:
    def __init__(self, family: Family, critical: Sequence[float], same: Sequence[Candidate]) -> None:
        self.family, self.critical = family, critical
        self.left = self.untouched = np.ones(len(family.score.values), dtype=bool)
        self.least_gain = float(ndtri(1 - 0.05 / max(3, len({e.axis.group for e in family.encoded}))))
        self.least_of_all = float(ndtri(1 - 0.05 / max(20, len(family.items))))
        passed = len([c for c in same if c.p_adjusted < 0.05])
        few = float(ndtri(1 - 0.05 / passed)) if passed else np.inf
        self.least_untouched = min(self.least_of_all, few)

    def outside(self, c: Candidate) -> np.ndarray:
        return ~possible_members(self.family.encoded, c.items)

    def own(self, c: Candidate, among: np.ndarray) -> float:
        return conditional_score(self.family.mask(c.items) & among, among, self.family.score) * c.direction

    def effect(self, c: Candidate) -> float:
        values = self.family.score.values
        inside = self.family.mask(c.items) & self.left
        return (float(values[inside].mean()) - float(values[self.left].mean())) * c.direction

    def carries(self, c: Candidate) -> bool:
        if self.own(c, self.left) < self.critical[len(c.items) - 1] - 1e-9:
            return False
        if self.own(c, self.untouched) < self.least_untouched:
            return False
        return all(gain >= self.least_gain for among in (self.left, self.untouched) for gain, _ in self.gains(c, among))

    def gains(self, c: Candidate, among: np.ndarray) -> list[tuple[float, int]]:
        """What each condition adds to the segment without it, and its place; nothing for a single one."""
        out: list[tuple[float, int]] = []
        for i in range(len(c.items) if len(c.items) > 1 else 0):
            parent = self.family.mask(c.items[:i] + c.items[i + 1 :]) & among
            inside = self.family.mask(c.items) & among
            out.append((conditional_score(inside, parent, self.family.score) * c.direction, i))
        return out

    def wider(self, c: Candidate, tests: SegmentTests) -> Candidate | None:
        for gain, i in sorted(self.gains(c, self.left)):
            rest = c.items[:i] + c.items[i + 1 :]
            if gain >= self.least_of_all or tests.improves(c.items[i], rest, c.direction):
                continue
            wide = tests.candidate(rest)
            bar = min(self.critical[len(rest) - 1], self.least_of_all)
            outside = self.left & ~self.family.mask(c.items)
            if (
                wide.direction == c.direction
                and self.own(wide, self.left) >= bar
                and all(g >= self.least_gain for g, _ in self.gains(wide, self.left))
                and self.own(wide, outside) >= 1.0
            ):
                return wide
        return None

    def is_purer(self, other: Candidate, c: Candidate) -> bool:
        inside, mask = self.family.mask(c.items), self.family.mask(other.items)
        if (inside & mask & self.left).sum() < 0.3 * min(inside.sum(), mask.sum()):
            return False
        if self.effect(other) * c.direction * other.direction < 1.15 * self.effect(c):
            return False
        if self.own(c, self.left & self.outside(other)) >= 1.5:
            return False
        return self.own(other, self.left & self.outside(c)) >= 2.5 and self.carries(other)

    def sharper(self, c: Candidate, pool: Sequence[Candidate]) -> Candidate | None:
        here = self.family.mask(c.items) & self.left
        best, most = None, self.least_of_all
        for other in pool:
            if len(other.items) == len(c.items) + 1 and set(c.items) < set(other.items):
                inside = self.family.mask(other.items) & self.left
                gain = conditional_score(inside, here, self.family.score) * c.direction
                if gain > most and self.carries(other):
                    best, most = other, gain
        return best


def plain_selection(
    pool: Sequence[Candidate],
    family: Family,
    *,
    direction: int,
    most: int,
    critical: Sequence[float],
    tests: SegmentTests,
    taken: Sequence[Candidate] = (),
) -> list[Candidate]:
    """The same as `select_segments`."""
    same = [c for c in pool if c.direction == direction]
    ground = _Plain(family, critical, same)
    covered: list[np.ndarray] = []
    for c in taken:
        ground.untouched = ground.untouched & ground.outside(c)
        if c.direction == direction:
            ground.left = ground.left & ground.outside(c)
            covered.append(family.mask(c.items))

    def overlaps(c: Candidate) -> bool:
        mask = family.mask(c.items)
        return any((mask & m).sum() > 0.5 * min(mask.sum(), m.sum()) for m in covered)

    picked: list[Candidate] = []
    for c in same:
        if len(picked) >= most:
            break
        if overlaps(c) or not ground.carries(c):
            continue
        chosen = c
        for _ in range(5):
            chosen = next((o for o in same[:300] if ground.is_purer(o, chosen)), chosen)
        while (wider := ground.wider(chosen, tests)) is not None:
            chosen = wider
        while (sharper := ground.sharper(chosen, same)) is not None:
            chosen = sharper
        if not overlaps(chosen):
            picked.append(chosen)
            covered.append(family.mask(chosen.items))
            ground.left = ground.left & ground.outside(chosen)
            ground.untouched = ground.untouched & ground.outside(chosen)
    return picked
