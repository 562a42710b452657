"""Depth four below a conjunction: what is planted is found, what is not is found no more often than promised."""

from __future__ import annotations

import numpy as np

from whofor.cube import Axis, RowScore, SearchSettings, deepen

SETTINGS = SearchSettings(3, 20, permutations=199, seed=1)


def halves(n: int, rng: np.random.Generator, count: int = 6) -> list[Axis]:
    return [Axis(rng.integers(0, 2, n).astype(np.uint8), np.eye(2, dtype=bool), str(i)) for i in range(count)]


def test_the_planted_fourth_condition_is_found() -> None:
    rng = np.random.default_rng(3)
    axes = halves(3000, rng)
    all_four = np.logical_and.reduce([axis.codes == 1 for axis in axes[:4]])
    score = RowScore((rng.random(3000) < np.where(all_four, 0.7, 0.2)).astype(float), rng.integers(0, 3, 3000))
    *both, third, _, _, _ = deepen(axes, score, SETTINGS, [(0, 1), (1, 1), (2, 1)])
    best, mirror = sorted(both, key=lambda d: -d.score)
    assert (best.axis, best.term, mirror.axis, mirror.term) == (3, 1, 3, 0)
    assert best.n == all_four.sum()
    assert third.p_value > 0.05
    assert best.p_value == 1 / 200


def test_a_picked_conjunction_does_not_lend_its_effect() -> None:
    """Three conditions that do matter, picked among all, and a fourth that never does."""
    wrong = 0
    for seed in range(120):
        rng = np.random.default_rng(seed)
        axes = halves(600, rng)
        three = np.logical_and.reduce([axis.codes == 1 for axis in axes[:3]])
        score = RowScore((rng.random(600) < np.where(three, 0.7, 0.2)).astype(float), np.zeros(600, dtype=np.int64))
        found = deepen(axes, score, SETTINGS, [(0, 1), (1, 1), (2, 1)])
        wrong += any(d.p_value <= 0.05 for d in found)
    assert wrong / 120 <= 0.05 + 2 * (0.05 * 0.95 / 120) ** 0.5


def test_nothing_is_tested_where_too_few_rows_are_left() -> None:
    rng = np.random.default_rng(5)
    axes = halves(60, rng)
    score = RowScore(rng.integers(0, 2, 60).astype(float), np.zeros(60, dtype=np.int64))
    assert deepen(axes, score, SETTINGS, [(0, 1), (1, 1), (2, 1)]) == []
