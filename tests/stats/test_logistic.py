"""Ridge logistic regression against statsmodels and against its own optimum."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.special import expit

from whofor.stats.logistic import chosen_penalty, log_losses, logistic_coefficients


def made(n: int = 500, columns: int = 4, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, columns))
    y = (rng.random(n) < expit(-0.7 + x @ np.linspace(0.9, -0.3, columns))).astype(float)
    return x, y


def test_without_a_penalty_it_is_the_maximum_likelihood_of_statsmodels() -> None:
    x, y = made()
    expected = sm.Logit(y, sm.add_constant(x)).fit(disp=False).params
    assert logistic_coefficients(x, y, 1e-9) == pytest.approx(expected, abs=1e-5)


def test_penalties_of_their_own_make_the_gradient_nought() -> None:
    x, y = made()
    penalties = np.array([0.5, 2.0, 50.0, 1e6])
    b = logistic_coefficients(x, y, penalties)
    p = expit(b[0] + x @ b[1:])
    assert (y - p).sum() == pytest.approx(0, abs=1e-4)
    assert x.T @ (y - p) == pytest.approx(penalties * b[1:], abs=1e-3)
    assert abs(b[4]) < 1e-3


def test_separated_classes_end() -> None:
    x = np.repeat([[0.0], [1.0]], 50, axis=0)
    b = logistic_coefficients(x, x[:, 0], 1.0)
    assert np.isfinite(b).all()
    assert b[1] > 2


@pytest.mark.parametrize("seed", range(5))
def test_noise_is_left_out_and_an_effect_kept(seed: int) -> None:
    x, y = made(800, 2, seed)
    noise = np.random.default_rng(100 + seed).normal(size=(800, 30))
    none = np.zeros(0)
    assert np.isfinite(chosen_penalty(x, y, none, seed))
    given = np.full(2, chosen_penalty(x, y, none, seed))
    assert chosen_penalty(np.column_stack([x, noise]), y, given, seed) >= 100


def test_a_certain_mistake_costs_a_finite_loss() -> None:
    assert np.isfinite(log_losses(np.array([0.0, 1.0]), np.array([1.0, 0.0]))).all()
