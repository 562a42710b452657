"""Logistic regression with ridge penalties chosen by cross-validation."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.special import expit

from whofor.arrays import FloatArray

__all__ = ["chosen_penalty", "log_losses", "logistic_coefficients"]

_PENALTIES = (300.0, 100.0, 30.0, 10.0, 3.0, 1.0)
_FOLDS = 4
_MOST_ROWS = 4_000
_MOST_STEPS = 50
_TOLERANCE = 1e-8
_LEAST_SHARE = 1e-6


def logistic_coefficients(x: FloatArray, y: FloatArray, penalty: FloatArray | float) -> FloatArray:
    """Intercept and coefficients that minimise log loss plus half the penalty times the squared coefficients.

    The intercept is not penalised. Newton's method, halving a step that does not improve.

    Args:
        x: Shape (rows, columns), no column of ones.
        y: 0 or 1, shape (rows,), both present.
        penalty: Above 0, for all columns or one for each.

    Returns:
        Shape (1 + columns,), the intercept first.

    Source:
        le Cessie & van Houwelingen (1992), Applied Statistics 41:191.

    Example:
        >>> b = logistic_coefficients(np.array([[0.0], [0.0], [1.0], [1.0]]), np.array([0.0, 1.0, 1.0, 1.0]), 1e12)
        >>> b.round(3).tolist()
        [1.099, 0.0]
    """
    design = np.column_stack([np.ones(len(x)), x])
    ridge = np.append(0.0, np.broadcast_to(np.asarray(penalty, dtype=np.float64), x.shape[1]))
    mean = float(y.mean())
    b = np.zeros(design.shape[1])
    b[0] = np.log(mean / (1 - mean))
    loss = _penalised(design, y, b, ridge)
    for _ in range(_MOST_STEPS):
        p = expit(design @ b)
        gradient = design.T @ (y - p) - ridge * b
        weights = np.maximum(p * (1 - p), _LEAST_SHARE)
        curvature = (design * weights[:, None]).T @ design + np.diag(ridge)
        step = cho_solve(cho_factor(curvature), gradient)
        size = 1.0
        while (tried := _penalised(design, y, b + size * step, ridge)) > loss and size > _TOLERANCE:
            size /= 2
        b = b + size * step
        if loss - tried < _TOLERANCE * (1 + abs(loss)):
            break
        loss = tried
    return b


def _penalised(design: FloatArray, y: FloatArray, b: FloatArray, ridge: FloatArray) -> float:
    z = design @ b
    return float(np.logaddexp(0.0, z).sum() - y @ z + 0.5 * (ridge * b) @ b)


def log_losses(p: FloatArray, y: FloatArray) -> FloatArray:
    """Log loss of each row.

    Example:
        >>> log_losses(np.array([0.5, 1.0]), np.array([1.0, 1.0])).round(3).tolist()
        [0.693, 0.0]
    """
    safe = np.clip(p, _LEAST_SHARE, 1 - _LEAST_SHARE)
    return -(y * np.log(safe) + (1 - y) * np.log(1 - safe))


def chosen_penalty(x: FloatArray, y: FloatArray, given: FloatArray, seed: int) -> float:
    """The penalty of new columns with the least log loss in four folds; infinite where they are best left out.

    At most 4,000 rows are used, which settle it.

    Args:
        x: Shape (rows, columns), the new columns last.
        y: 0 or 1.
        given: Penalties of the first columns, shape (columns before,).
        seed: Seed of the folds.

    Example:
        >>> won = np.arange(200) % 2.0
        >>> chosen_penalty(won[:, None], won, np.zeros(0), seed=0)
        1.0
    """
    order = np.random.default_rng(seed).permutation(len(y))[:_MOST_ROWS]
    x, y = x[order], y[order]
    fold = np.arange(len(y)) % _FOLDS
    new = x.shape[1] - len(given)
    best, least = np.inf, np.inf
    for penalty in (np.inf, *_PENALTIES):
        columns = x[:, : len(given)] if np.isinf(penalty) else x
        penalties = given if np.isinf(penalty) else np.append(given, np.full(new, penalty))
        loss = _loss_in_folds(columns, y, penalties, fold)
        if loss < least:
            best, least = penalty, loss
    return best


def _loss_in_folds(x: FloatArray, y: FloatArray, penalties: FloatArray, fold: NDArray[np.int64]) -> float:
    """Log loss over all rows, each predicted by a model that has not seen its fold."""
    total = 0.0
    for k in range(_FOLDS):
        train, test = fold != k, fold == k
        if 0 < y[train].sum() < train.sum():
            b = logistic_coefficients(x[train], y[train], penalties)
            total += float(log_losses(expit(b[0] + x[test] @ b[1:]), y[test]).sum())
    return total
