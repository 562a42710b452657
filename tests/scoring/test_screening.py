"""Which facts enter a card: the tests by hand and against scipy, and how many false ones pass."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chi2, chi2_contingency

from whofor.scoring.design import TermCodes
from whofor.scoring.screening import chance_of_nothing, telling


def residuals(won: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    rate = won.mean()
    return won - rate, np.full(len(won), rate * (1 - rate))


def test_of_a_category_it_is_pearsons_chi_square() -> None:
    rng = np.random.default_rng(1)
    codes, won = rng.integers(0, 4, 500), (rng.random(500) < 0.3).astype(float)
    table = np.array([np.bincount(codes[won == k], minlength=4) for k in (0, 1)])
    expected = chi2_contingency(table, correction=False).pvalue
    assert chance_of_nothing(TermCodes(codes, 4), *residuals(won)) == pytest.approx(float(expected))
    # A bin without rows is no degree of freedom.
    assert chance_of_nothing(TermCodes(codes, 9), *residuals(won)) == pytest.approx(float(expected))


def test_of_bands_a_line_counts_too() -> None:
    rng = np.random.default_rng(2)
    codes = rng.integers(0, 20, 3000)
    won = (rng.random(3000) < 0.2 + 0.005 * codes).astype(float)
    slope, curve = residuals(won)
    counts = np.bincount(codes)
    place = np.cumsum(counts) - counts / 2
    centred = place[codes] - place[codes].mean()
    line = chi2.sf((centred @ slope) ** 2 / (curve[0] * (centred**2).sum()), 1)
    assert chance_of_nothing(TermCodes(codes, 21, 20), slope, curve) == pytest.approx(2 * float(line))
    assert chance_of_nothing(TermCodes(codes, 21), slope, curve) > 10 * line


def test_what_does_not_part_the_rows_tells_nothing() -> None:
    won = np.array([0.0, 1.0, 1.0, 0.0])
    assert chance_of_nothing(TermCodes(np.zeros(4, dtype=np.int64), 3), *residuals(won)) == 1
    assert telling([], *residuals(won)) == []


def test_few_of_many_empty_facts_pass() -> None:
    passed = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        won = (rng.random(800) < 0.3).astype(float)
        passed.append(len(telling([TermCodes(rng.integers(0, 6, 800), 6) for _ in range(100)], *residuals(won))))
    assert np.mean(np.array(passed) > 0) < 0.45  # the chance of any is the share that may be false
    assert np.mean(passed) < 2


def test_the_surest_comes_first() -> None:
    rng = np.random.default_rng(3)
    codes = [rng.integers(0, 2, 2000) for _ in range(3)]
    won = (rng.random(2000) < 0.2 + 0.1 * codes[0] + 0.3 * codes[2]).astype(float)
    assert telling([TermCodes(c, 2) for c in codes], *residuals(won))[:2] == [2, 0]
