"""Ridge logistic regression against statsmodels and against its own optimum."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.special import expit

from whofor.stats.logistic import chosen_penalty, log_losses, logistic_coefficients
from whofor.stats.one_hot import OneHot, shared_sums


class Dense:
    """A matrix as a design."""

    def __init__(self, x: np.ndarray) -> None:
        self.x, self.n_columns = x, x.shape[1]
        self.full = np.column_stack([np.ones(len(x)), x])

    def take(self, rows: np.ndarray) -> Dense:
        return Dense(self.x[rows])

    def head(self, n_columns: int) -> Dense:
        return Dense(self.x[:, :n_columns])

    def times(self, b: np.ndarray) -> np.ndarray:
        return self.full @ b

    def transposed_times(self, values: np.ndarray) -> np.ndarray:
        return self.full.T @ values

    def cross_product(self, weights: np.ndarray) -> np.ndarray:
        return (self.full * weights[:, None]).T @ self.full


def made(n: int = 500, columns: int = 4, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, columns))
    y = (rng.random(n) < expit(-0.7 + x @ np.linspace(0.9, -0.3, columns))).astype(float)
    return x, y


def test_without_a_penalty_it_is_the_maximum_likelihood_of_statsmodels() -> None:
    x, y = made()
    expected = sm.Logit(y, sm.add_constant(x)).fit(disp=False).params
    assert logistic_coefficients(Dense(x), y, 1e-9) == pytest.approx(expected, abs=1e-5)


def test_penalties_of_their_own_make_the_gradient_nought() -> None:
    x, y = made()
    penalties = np.array([0.5, 2.0, 50.0, 1e6])
    b = logistic_coefficients(Dense(x), y, penalties)
    p = expit(b[0] + x @ b[1:])
    assert (y - p).sum() == pytest.approx(0, abs=1e-4)
    assert x.T @ (y - p) == pytest.approx(penalties * b[1:], abs=1e-3)
    assert abs(b[4]) < 1e-3


def test_separated_classes_end() -> None:
    x = np.repeat([[0.0], [1.0]], 50, axis=0)
    b = logistic_coefficients(Dense(x), x[:, 0], 1.0)
    assert np.isfinite(b).all()
    assert b[1] > 2


@pytest.mark.parametrize("seed", range(5))
def test_noise_is_left_out_and_an_effect_kept(seed: int) -> None:
    x, y = made(800, 2, seed)
    noise = np.random.default_rng(100 + seed).normal(size=(800, 30))
    none = np.zeros(0)
    assert np.isfinite(chosen_penalty(Dense(x), y, none, seed))
    given = np.full(2, chosen_penalty(Dense(x), y, none, seed))
    assert chosen_penalty(Dense(np.column_stack([x, noise])), y, given, seed) >= 100


def test_a_certain_mistake_costs_a_finite_loss() -> None:
    assert np.isfinite(log_losses(np.array([0.0, 1.0]), np.array([1.0, 0.0]))).all()


@pytest.mark.parametrize("rows", [7, 1024, 2500])
def test_facts_as_codes_multiply_as_their_columns_do(rows: int) -> None:
    rng = np.random.default_rng(rows)
    facts = [(rng.choice(k, rows, p=np.arange(1, k + 1) / (k * (k + 1) / 2)).astype(np.uint8), k) for k in (2, 5, 9)]
    design = OneHot.of(facts[:1], rows).beside(OneHot.of(facts[1:], rows))
    columns: list[np.ndarray] = []
    for codes, k in facts:
        counts = np.bincount(codes, minlength=k)
        used = [c for c in np.argsort(-counts, kind="stable") if counts[c]][1:]
        columns += [(codes == c).astype(float) for c in used]
    dense = Dense(np.column_stack(columns))
    assert design.n_columns == dense.n_columns
    b, weights = rng.normal(size=dense.n_columns + 1), rng.random(rows)
    assert design.times(b) == pytest.approx(dense.times(b))
    assert design.transposed_times(weights) == pytest.approx(dense.transposed_times(weights))
    assert design.cross_product(weights) == pytest.approx(dense.cross_product(weights))
    first = int(OneHot.of(facts[:1], rows).n_columns)
    some = rng.permutation(rows)[: rows // 2]
    part, dense_part = design.take(some).head(first), dense.take(some).head(first)
    assert part.times(b[: first + 1]) == pytest.approx(dense_part.times(b[: first + 1]))
    y = (rng.random(rows) < 0.4).astype(float)
    if rows > 100:
        expected = logistic_coefficients(dense, y, 3.0)
        assert logistic_coefficients(design, y, 3.0) == pytest.approx(expected, abs=1e-7)


def test_regressions_on_many_rows_take_no_memory_for_their_columns() -> None:
    rows = 200_000
    rng = np.random.default_rng(0)
    facts = [(rng.integers(0, 20, rows).astype(np.uint8), 20) for _ in range(10)]
    y = (rng.random(rows) < 0.3).astype(float)
    tracemalloc.start()
    try:
        design = OneHot.of(facts, rows)
        logistic_coefficients(design, y, 10.0)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    as_columns = rows * design.n_columns * 8
    assert peak < as_columns / 10


@pytest.mark.parametrize("sizes", [(3,) * 20, (40, 2, 30), (1, 5)])
def test_sums_of_pairs_of_codes_are_those_of_their_columns(sizes: tuple[int, ...]) -> None:
    """By pairs and by products, which each pay for other facts."""
    rng = np.random.default_rng(len(sizes))
    codes, weights = [rng.integers(0, k, 1500) for k in sizes], rng.random(1500)
    columns = np.concatenate([np.eye(k)[c] for c, k in zip(codes, sizes, strict=True)], axis=1)
    assert shared_sums(codes, sizes, weights) == pytest.approx(columns.T @ (weights[:, None] * columns))
