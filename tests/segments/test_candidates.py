"""Candidates as arrays say the same as a sorted list of objects, and are made objects only where they are looked at."""

from __future__ import annotations

import numpy as np
import pytest

from whofor.cube import Tier
from whofor.segments.candidates import Candidate, Candidates, candidates_of

NAMES = [(a, t) for a in range(6) for t in range(4)]
ALPHA = (0.02, 0.02, 0.01)


def tiers_of(seed: int, size: int = 300) -> list[Tier]:
    """Tiers of random conjunctions whose scores are often equal."""
    rng = np.random.default_rng(seed)
    tiers: list[Tier] = []
    for depth in (1, 2, 3):
        sets = {tuple(sorted(rng.choice(len(NAMES), depth, replace=False).tolist())) for _ in range(size)}
        items = np.array(sorted(sets), dtype=np.int64)[rng.permutation(len(sets))]
        score = rng.choice([-1, 1], len(items)) * rng.integers(5, 12, len(items)) / 2
        empty = np.zeros((0, 3))
        maxima = np.sort(rng.normal(3.5, 0.7, 99))
        tiers.append(Tier(depth, 1000, items, score * 0, score * 0, score, empty, empty.astype(np.int64), 0.0, maxima))
    return tiers


def plain_list(tiers: list[Tier]) -> list[Candidate]:
    """Every candidate as an object, strongest first."""
    out: list[Candidate] = []
    for tier, alpha in zip(tiers, ALPHA, strict=True):
        p = np.minimum(1.0, tier.p_value(tier.score) * sum(ALPHA) / alpha)
        rows = zip(tier.items.tolist(), tier.score.tolist(), p.tolist(), strict=True)
        out += [Candidate(tuple(NAMES[i] for i in row), score, value) for row, score, value in rows]
    return sorted(out, key=lambda c: (-abs(c.score), len(c.items), c.items))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("most", [1, 7, 60, 5000])
def test_the_strongest_are_those_of_a_sorted_list(seed: int, most: int) -> None:
    tiers = tiers_of(seed)
    arrays, plain = candidates_of(tiers, NAMES, ALPHA), plain_list(tiers)
    assert len(arrays) == len(plain)
    for direction in (1, -1):
        expected = [c for c in plain if c.direction == direction][:most]
        assert arrays.strongest(direction, most) == expected
    assert arrays.first_direction() == plain[0].direction


@pytest.mark.parametrize("seed", range(5))
def test_those_that_come_last_keep_their_order(seed: int) -> None:
    tiers = tiers_of(seed)
    late = {(0, 3), (2, 1)}
    arrays = candidates_of(tiers, NAMES, ALPHA).with_last(np.array([name in late for name in NAMES]))
    ordered = sorted(plain_list(tiers), key=lambda c: not late.isdisjoint(c.items))
    for direction in (1, -1):
        own = [c for c in ordered if c.direction == direction]
        for most in (5, len(own) - 3, len(own) + 10):
            assert arrays.strongest(direction, most) == own[:most]
    assert arrays.first_direction() == max(ordered, key=lambda c: abs(c.score)).direction


def test_p_values_are_found_by_items_and_direction() -> None:
    tiers, others = tiers_of(1), tiers_of(2)
    here, there = candidates_of(tiers, NAMES, ALPHA), candidates_of(others, NAMES, ALPHA)
    known = {c.items: c for c in plain_list(tiers)}
    found = dict(zip((c.items for c in objects(there)), here.p_of(there).tolist(), strict=True))
    for c in plain_list(others):
        same = known.get(c.items)
        assert found[c.items] == (same.p_adjusted if same is not None and same.direction == c.direction else 1.0)
    assert 0 < sum(p < 1 for p in found.values()) < len(found)


def objects(arrays: Candidates) -> list[Candidate]:
    """Every one as an object, in the order of the arrays."""
    rows = np.arange(len(arrays))
    return [(arrays.take(rows == i).strongest(1) or arrays.take(rows == i).strongest(-1))[0] for i in rows]


def test_where_nothing_was_kept_there_is_nothing() -> None:
    none = candidates_of([], NAMES, ())
    some = candidates_of(tiers_of(1), NAMES, ALPHA)
    assert (len(none), none.strongest(1), none.first_direction()) == (0, [], 1)
    assert (none.p_of(some) == 1).all()
    assert none.with_last(np.zeros(len(NAMES), dtype=bool)).strongest(-1) == []
