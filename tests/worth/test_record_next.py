"""Which field is worth recording."""

from __future__ import annotations

import numpy as np
import pytest

from whofor.worth.record_next import Field, explained, record_next


def field(label: str, effect: float, filled: float, seed: int, n: int = 4000) -> tuple[Field, np.ndarray]:
    rng = np.random.default_rng(seed)
    group = rng.integers(0, 2, n)
    known = rng.random(n) < filled
    return Field(label, np.where(known, group, 2), known), effect * group


def test_effect_times_emptiness_decides() -> None:
    strong, a = field("strong and thin", 2.0, 0.3, 1)
    weak, b = field("weak and thin", 0.7, 0.3, 2)
    full, c = field("strong and full", 2.0, 0.95, 3)
    noise, _ = field("noise", 0.0, 0.3, 4)
    score = a + b + c + np.random.default_rng(5).normal(size=4000)
    got = record_next([weak, full, noise, strong], [], score)
    assert [item.label for item in got][:2] == ["strong and thin", "weak and thin"]
    assert "strong and full" not in [item.label for item in got]
    assert got[0].gain == 1.0
    assert got[0].filled == int(strong.known.sum())
    assert all(item.gain < 0.05 for item in got if item.label == "noise")


def test_what_is_missing_may_tell_as_much_as_the_others_do() -> None:
    strong, a = field("strong", 2.0, 0.3, 1)
    score = a + np.random.default_rng(5).normal(size=4000)
    got = record_next([strong], ["employees", "industry", "country", "signals"], score)
    assert [item.code for item in got] == ["absent"] * 3 + ["thin"]
    assert record_next([], ["employees"], score) == ()


def test_explained_by_hand() -> None:
    """Omega squared of 1,2,3 against 5,6,7: SSB 24, SSW 4, MSW 1; (24 - 1) / (28 + 1)."""
    assert explained(np.array([0, 0, 0, 1, 1, 1]), np.array([1.0, 2, 3, 5, 6, 7])) == pytest.approx(23 / 29)
    assert explained(np.zeros(5, dtype=int), np.arange(5.0)) == 0
    assert explained(np.array([0, 1]), np.array([1.0, 2.0])) == 0
    assert explained(np.array([0, 0, 1, 1]), np.ones(4)) == 0
