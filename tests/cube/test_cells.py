"""Cubes against sums by hand, and that they add up."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whofor.cube import Axis, Cube, cube_of, merge_cubes
from whofor.cube import cells as module


def axes_of(codes: np.ndarray, counts: tuple[int, ...]) -> list[Axis]:
    return [
        Axis(c.astype(np.uint8), np.eye(k, dtype=bool), str(i))
        for i, (c, k) in enumerate(zip(codes, counts, strict=True))
    ]


def equal(left: Cube, right: Cube) -> bool:
    return all(np.array_equal(getattr(left, k), getattr(right, k)) for k in ("n", "total", "squares"))


@pytest.mark.parametrize("counts", [(4,), (3, 5), (2, 3, 4)])
def test_cube_is_the_sum_of_its_rows(counts: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    codes = np.array([rng.integers(0, k, 200) for k in counts])
    values = rng.integers(-5, 9, 200).astype(float)
    wanted = np.zeros((3, *counts))
    for row, value in zip(codes.T, values, strict=True):
        wanted[(slice(None), *row)] += (1, value, value**2)
    cube = cube_of(axes_of(codes, counts), values)
    assert equal(cube, Cube(*wanted))
    monkeypatch.setattr(module, "native_kernels", lambda: ())
    assert equal(cube_of(axes_of(codes, counts), values), cube)


@given(st.integers(0, 2**31), st.integers(1, 6))
@settings(max_examples=40, deadline=None)
def test_cubes_add_up_over_any_partition(seed: int, parts: int) -> None:
    rng = np.random.default_rng(seed)
    codes, values = rng.integers(0, 3, (3, 90)), rng.integers(0, 2, 90).astype(float)
    part = rng.integers(0, parts, 90)
    cubes = [cube_of(axes_of(codes[:, part == p], (3, 3, 3)), values[part == p]) for p in range(parts)]
    assert equal(merge_cubes(cubes), cube_of(axes_of(codes, (3, 3, 3)), values))


def test_what_does_not_fit_is_refused() -> None:
    codes = np.zeros((4, 5), dtype=np.int64)
    with pytest.raises(ValueError, match="one to three axes, not 4"):
        cube_of(axes_of(codes, (1, 1, 1, 1)), np.zeros(5))
    with pytest.raises(ValueError, match="axis 0 has 5 codes for 6 scores"):
        cube_of(axes_of(codes[:1], (1,)), np.zeros(6))
    one, other = cube_of(axes_of(codes[:1], (1,)), np.zeros(5)), cube_of(axes_of(codes[:1], (2,)), np.zeros(5))
    for cubes in ([], [one, other]):
        with pytest.raises(ValueError, match="different attributes"):
            merge_cubes(cubes)


def test_docstrings() -> None:
    assert doctest.testmod(module).failed == 0
