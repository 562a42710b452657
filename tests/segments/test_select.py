"""Which candidates become segments, on hand-made masks, and the same as by a plain loop over rows."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from segments.plain_selection import plain_selection
from whofor.cube import Axis, RowScore, conditional_score
from whofor.model import Condition, Operator
from whofor.segments.candidates import Candidate
from whofor.segments.encode import EncodedAttribute
from whofor.segments.select import Family, possible_members, select_segments

YES, UNKNOWN = 1, 2
BAR = (3.0, 3.5, 4.0)


def family_of(values: np.ndarray, *columns: np.ndarray, strata: np.ndarray | None = None) -> Family:
    """Attributes of the codes no, yes and unknown, each with the one term yes."""
    encoded = [
        EncodedAttribute(
            Axis(np.asarray(column, dtype=np.uint8), np.array([[False, True, False]]), f"group {i}"),
            (Condition(f"x{i}", f"x{i}", Operator.IS, ("yes",)),),
        )
        for i, column in enumerate(columns)
    ]
    everyone = np.ones(len(values), dtype=bool)
    codes = np.zeros(len(values), dtype=np.int64) if strata is None else strata
    return Family(encoded, everyone, RowScore(np.asarray(values, dtype=float), codes))


def candidate(family: Family, *attributes: int) -> Candidate:
    items = tuple((a, 0) for a in attributes)
    everyone = np.ones(len(family.score.values), dtype=bool)
    return Candidate(items, conditional_score(family.mask(items), everyone, family.score), 0.001)


def pool_of(family: Family, depth: int = 3) -> list[Candidate]:
    sets = (s for d in range(1, depth + 1) for s in itertools.combinations(range(len(family.encoded)), d))
    return sorted((candidate(family, *s) for s in sets), key=lambda c: (-abs(c.score), len(c.items), c.items))


class Looks:
    """Segments that the search did not keep; a condition improves where it is named, or else from a gain of 3 on."""

    def __init__(self, family: Family, improving: tuple[int, ...] | None = None) -> None:
        self.family = family
        self.improving = improving

    def candidate(self, items: tuple[tuple[int, int], ...]) -> Candidate:
        return candidate(self.family, *(a for a, _ in items))

    def improves(self, item: tuple[int, int], wider: tuple[tuple[int, int], ...], direction: int) -> bool:
        if self.improving is not None:
            return item[0] in self.improving
        inside, parent = self.family.mask([*wider, item]), self.family.mask(wider)
        return conditional_score(inside, parent, self.family.score) * direction >= 3.0


def picked(family: Family, pool: list[Candidate], direction: int = 1, taken: tuple[Candidate, ...] = ()) -> list[str]:
    """The attributes of each segment picked."""
    found = select_segments(pool, family, direction=direction, most=3, critical=BAR, tests=Looks(family), taken=taken)
    return ["".join(str(a) for a, _ in c.items) for c in found]


def alternating(n: int, every: int) -> np.ndarray:
    return (np.arange(n) % every == 0).astype(int)


def test_what_lies_in_a_segment_picked_before_is_redundant() -> None:
    first = np.arange(800) < 200
    copy = first.copy()
    copy[190:210] = ~copy[190:210]
    won = np.where(first, alternating(800, 2), alternating(800, 10))
    family = family_of(won, first, copy)
    assert picked(family, [candidate(family, 0), candidate(family, 1)]) == ["0"]


def test_two_segments_that_share_no_deal_are_both_picked() -> None:
    first, second = np.arange(800) < 200, np.arange(800) >= 650
    won = np.where(first | second, alternating(800, 2), alternating(800, 10))
    family = family_of(won, first, second)
    assert picked(family, pool_of(family, 1)) == ["0", "1"]


def test_a_condition_that_adds_nothing_is_not_productive() -> None:
    inside, idle = np.arange(800) < 300, np.arange(800) % 7 < 4
    won = np.where(inside, alternating(800, 2), alternating(800, 10))
    family = family_of(won, inside, idle)
    both = candidate(family, 0, 1)
    assert both.score > BAR[1]
    assert picked(family, [both]) == []
    assert picked(family, [both, candidate(family, 0)]) == ["0"]


def test_a_segment_is_sharpened_by_the_condition_that_makes_it() -> None:
    wide, half = np.arange(1200) < 600, alternating(1200, 2)
    won = np.where(wide & (half > 0), 1 - alternating(1200, 5), alternating(1200, 11))
    family = family_of(won, wide, half)
    # However the pool is ordered: the single condition wins more as well, but only by those that meet both.
    assert picked(family, [candidate(family, 0), candidate(family, 0, 1)]) == ["01"]
    assert picked(family, [candidate(family, 0)]) == ["0"]


def slice_of_a_type() -> Family:
    """A type of 400 deals that wins twice as often as 1,200 others; in a slice of 80 of it a few more won by chance."""
    row = np.arange(1600)
    wide, narrow = row < 400, row % 5 == 0
    won = np.where(wide, row % 5 < 2, row % 5 == 1)
    won[wide & narrow] = row[wide & narrow] % 400 < 210  # 42 of 80
    won[wide & ~narrow] = row[wide & ~narrow] % 5 < 3  # half of the other 320
    won[wide & ~narrow] &= row[wide & ~narrow] % 20 < 16  # 128 of them
    return family_of(won.astype(float), wide, narrow)


def test_a_wider_segment_that_shows_is_preferred_to_a_slice_of_it() -> None:
    family = slice_of_a_type()
    both, wide = candidate(family, 0, 1), candidate(family, 0)
    gain = conditional_score(family.mask(both.items), family.mask(wide.items), family.score)
    assert family.least_gain < gain < family.least_gain_of_all, gain

    def of(improving: tuple[int, ...]) -> list[Candidate]:
        return select_segments([both], family, direction=1, most=3, critical=BAR, tests=Looks(family, improving))

    assert of((1,)) == [both]  # what the shuffles say counts
    assert of(()) == [wide]


def test_a_slice_that_carries_the_whole_effect_is_kept() -> None:
    row = np.arange(1600)
    wide, narrow = row < 400, row % 5 == 0
    won = np.where(wide & narrow, row % 400 < 180, row % 5 == 1)  # 36 of 80; outside the slice as everybody else
    family = family_of(won.astype(float), wide, narrow)
    both, critical = candidate(family, 0, 1), (2.0, 2.0, 2.0)
    found = select_segments([both], family, direction=1, most=3, critical=critical, tests=Looks(family, ()))
    assert found == [both]


def test_a_stand_in_gives_way_to_what_is_behind_it() -> None:
    row = np.arange(1000)
    true = row < 200
    stand_in = (row >= 70) & (row < 300)  # most of the true segment, and some who win no more than others
    won = np.where(true, alternating(1000, 2), alternating(1000, 10))
    family = family_of(won, stand_in, true)
    assert picked(family, [candidate(family, 0), candidate(family, 1)]) == ["1"]


def test_directions_are_picked_apart_and_a_mirror_image_is_none() -> None:
    losers = np.arange(900) < 300
    won = np.where(losers, 0, alternating(900, 3))
    family = family_of(won, losers, ~losers)
    pool = [candidate(family, 0), candidate(family, 1)]
    assert [c.direction for c in pool] == [-1, 1]
    assert picked(family, pool, -1) == ["0"]
    assert picked(family, pool, 1) == ["1"]
    # Without the losers nothing is left that those who are not would do better than.
    assert picked(family, pool, 1, taken=(pool[0],)) == []


def test_deals_that_may_belong_to_a_segment_prove_no_other() -> None:
    """The second sector wins by deals only whose first fact is unknown: they may well be of the first segment."""
    sector, size = np.zeros(900, dtype=int), np.zeros(900, dtype=int)
    sector[:200], size[:200] = YES, YES
    sector[200:320], size[200:320] = UNKNOWN, YES
    won = np.where(size == YES, alternating(900, 2), alternating(900, 10))
    family = family_of(won, sector, size, np.isin(np.arange(900), np.arange(200, 320)).astype(int))
    first = candidate(family, 0, 1)
    assert family.groups.count(family.possible(first.items)) == 320
    assert picked(family, [candidate(family, 2)]) == ["2"]
    assert picked(family, [candidate(family, 2)], taken=(first,)) == []


def test_the_least_score_is_that_of_the_depth() -> None:
    inside = np.arange(800) < 200
    family = family_of(np.where(inside, alternating(800, 5), alternating(800, 9)), inside)
    one = candidate(family, 0)
    assert BAR[0] < one.score < BAR[1]
    assert select_segments([one], family, direction=1, most=3, critical=(BAR[1],), tests=Looks(family)) == []
    assert select_segments([one], family, direction=1, most=3, critical=(BAR[0],), tests=Looks(family)) == [one]


@pytest.mark.parametrize("kind", ["won", "strata", "amount"])
@pytest.mark.parametrize("seed", range(6))
def test_the_same_segments_as_by_a_plain_loop(seed: int, kind: str) -> None:
    rng = np.random.default_rng([seed, len(kind)])
    n = int(rng.integers(400, 1500))
    columns = [rng.choice(3, n, p=[0.55, 0.35, 0.1]) for _ in range(5)]
    columns[1] = np.where(rng.random(n) < 0.6, columns[0], columns[1])
    better = (columns[0] == YES) & (columns[2] == YES)
    worse = columns[3] == YES
    chance = 0.25 + 0.4 * better - 0.17 * worse
    values = (rng.random(n) < chance).astype(float) if kind != "amount" else rng.normal(3 * chance, 1.0)
    strata = rng.integers(0, 40, n) * 2 if kind == "strata" else None  # every other stratum has no rows
    family = family_of(values, *columns, strata=strata)
    pool = pool_of(family)
    looks = Looks(family)
    for direction in (1, -1):
        taken = select_segments(pool, family, direction=-direction, most=2, critical=BAR, tests=looks)
        assert taken == plain_selection(pool, family, direction=-direction, most=2, critical=BAR, tests=looks)
        found = select_segments(pool, family, direction=direction, most=3, critical=BAR, tests=looks, taken=taken)
        assert found == plain_selection(
            pool, family, direction=direction, most=3, critical=BAR, tests=looks, taken=taken
        )
        for c in found:
            possible = family.groups.bits_of(possible_members(family.encoded, c.items))
            assert (possible == family.possible(c.items)).all()
