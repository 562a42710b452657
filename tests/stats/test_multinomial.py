"""Logistic regression with several classes."""

from __future__ import annotations

import numpy as np
import pytest

from whofor.stats.multinomial import fit_multinomial


def test_the_gradient_is_zero_at_the_fit() -> None:
    rng = np.random.default_rng(0)
    x, label = rng.normal(size=(60, 5)), np.arange(60) % 3
    fit = fit_multinomial(x, label, 3, 0.05)
    chances = fit.chances(x)
    assert chances.sum(axis=1) == pytest.approx(np.ones(60))
    off = (chances - np.eye(3)[label]) / 60
    assert x.T @ off + 0.05 * fit.weights == pytest.approx(np.zeros((5, 3)), abs=2e-4)
    assert off.sum(axis=0) == pytest.approx(np.zeros(3), abs=2e-4)


def test_classes_count_alike_however_few_their_rows_are() -> None:
    x = np.zeros((100, 1))
    fit = fit_multinomial(x, np.array([0] * 90 + [1] * 10), 2, 0.1)
    assert fit.chances(x[:1])[0] == pytest.approx([0.5, 0.5], abs=1e-4)


def test_two_classes_are_logistic_regression() -> None:
    from whofor.stats.kernel_logistic import kernel_logistic

    rng = np.random.default_rng(1)
    x = rng.normal(size=(40, 3))
    success = x[:, 0] + rng.normal(size=40) > 0
    own = fit_multinomial(x, success.astype(np.int64), 2, 0.02)
    # One set of log odds with penalty p is two with half of it each: w = w1 - w0, and the norms add up to half.
    other = kernel_logistic(x @ x.T, success, 0.02 * 40 / 2)
    z = x @ x.T @ other.weights + other.intercept
    assert own.chances(x)[:, 1] == pytest.approx(1 / (1 + np.exp(-z)), abs=2e-3)


def test_one_input_has_one_result() -> None:
    rng = np.random.default_rng(2)
    x, label = rng.normal(size=(30, 4)), np.arange(30) % 4
    assert fit_multinomial(x, label, 4, 0.01).weights.tolist() == fit_multinomial(x, label, 4, 0.01).weights.tolist()
