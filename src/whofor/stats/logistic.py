"""Logistic regression with ridge penalties chosen by cross-validation."""

from __future__ import annotations

from typing import Protocol, Self

import numpy as np
from scipy.special import expit

from whofor.arrays import BoolArray, FloatArray, IntArray

__all__ = ["Design", "chosen_penalty", "log_losses", "logistic_coefficients"]

_PENALTIES = (300.0, 100.0, 30.0, 10.0, 3.0, 1.0)
"""Penalties tried, in deals: about one in three steps from 1 to 300."""
_FOLDS = 4
"""Folds of the cross-validation."""
_MOST_ROWS = 4_000
"""Rows that choose the penalty: it bounds the time of a fit."""
_MOST_STEPS = 50
_TOLERANCE = 1e-8
"""Newton steps at most, and the relative gain of one that ends them."""
_LEAST_SHARE = 1e-6
"""Predicted shares stay this far from 0 and 1, so that a logarithm is finite."""


class Design(Protocol):
    """A design matrix with a first column of ones, in whatever form; see `OneHot`."""

    @property
    def n_columns(self) -> int:
        """Number of columns, that of ones not counted."""
        ...

    def take(self, rows: BoolArray | IntArray) -> Self:
        """Return some of the rows."""
        ...

    def head(self, n_columns: int) -> Self:
        """Return the first columns."""
        ...

    def times(self, b: FloatArray) -> FloatArray:
        """Product with a coefficient of each column."""
        ...

    def transposed_times(self, values: FloatArray) -> FloatArray:
        """Product of the transposed matrix with a number for each row."""
        ...

    def cross_product(self, weights: FloatArray) -> FloatArray:
        """Product of the transposed matrix, a weight of each row, and the matrix."""
        ...


def logistic_coefficients(
    x: Design, y: FloatArray, penalty: FloatArray | float, start: FloatArray | None = None
) -> FloatArray:
    """Intercept and coefficients that minimise log loss plus half the penalty times the squared coefficients.

    The intercept is not penalised. Newton's method, halving a step that does not improve.

    Args:
        x: The design.
        y: 0 or 1, shape (rows,), both present.
        penalty: Above 0, for all columns or one for each.
        start: Coefficients from which to step, as those of a similar penalty; shape as the result.

    Returns:
        Shape (1 + columns,), the intercept first.

    Source:
        le Cessie & van Houwelingen (1992), Applied Statistics 41:191.

    Example:
        >>> from whofor.stats.one_hot import OneHot
        >>> x = OneHot.of([(np.array([0, 0, 1, 1], dtype=np.uint8), 2)], 4)
        >>> b = logistic_coefficients(x, np.array([0.0, 1.0, 1.0, 1.0]), 1e12)
        >>> b.round(3).tolist()
        [1.099, 0.0]
    """
    ridge = np.append(0.0, np.broadcast_to(np.asarray(penalty, dtype=np.float64), x.n_columns))
    if start is None:
        mean = float(y.mean())
        start = np.zeros(x.n_columns + 1)
        start[0] = np.log(mean / (1 - mean))
    b = start
    z = x.times(b)
    loss = _penalised(z, y, b, ridge)
    for _ in range(_MOST_STEPS):
        p = expit(z)
        gradient = x.transposed_times(y - p) - ridge * b
        curvature = x.cross_product(np.maximum(p * (1 - p), _LEAST_SHARE)) + np.diag(ridge)
        step = np.linalg.solve(curvature, gradient)
        size = 1.0
        z = x.times(b + step)
        while (tried := _penalised(z, y, b + size * step, ridge)) > loss and size > _TOLERANCE:
            size /= 2
            z = x.times(b + size * step)
        b = b + size * step
        if loss - tried < _TOLERANCE * (1 + abs(loss)):
            break
        loss = tried
    return b


def _penalised(z: FloatArray, y: FloatArray, b: FloatArray, ridge: FloatArray) -> float:
    return float(np.logaddexp(0.0, z).sum() - y @ z + 0.5 * (ridge * b) @ b)


def log_losses(p: FloatArray, y: FloatArray) -> FloatArray:
    """Log loss of each row.

    Example:
        >>> log_losses(np.array([0.5, 1.0]), np.array([1.0, 1.0])).round(3).tolist()
        [0.693, 0.0]
    """
    safe = np.clip(p, _LEAST_SHARE, 1 - _LEAST_SHARE)
    return -(y * np.log(safe) + (1 - y) * np.log(1 - safe))


def chosen_penalty(x: Design, y: FloatArray, given: FloatArray, seed: int) -> float:
    """Return the penalty of new columns with the least log loss in four folds; infinite where they are best left out.

    At most 4,000 rows are used, which settle it.

    Args:
        x: The design, the new columns last.
        y: 0 or 1.
        given: Penalties of the first columns, shape (columns before,).
        seed: Seed of the folds.

    Example:
        >>> from whofor.stats.one_hot import OneHot
        >>> won = np.arange(200) % 2
        >>> x = OneHot.of([(won.astype(np.uint8), 2)], 200)
        >>> chosen_penalty(x, won.astype(float), np.zeros(0), seed=0)
        1.0
    """
    order = np.random.default_rng(seed).permutation(len(y))[:_MOST_ROWS]
    x, y = x.take(order), y[order]
    fold = np.arange(len(y)) % _FOLDS
    losses = np.zeros(1 + len(_PENALTIES))
    for k in range(_FOLDS):
        losses += _losses_of_fold(x, y, given, fold == k)
    return (np.inf, *_PENALTIES)[int(np.argmin(losses))]


def _losses_of_fold(x: Design, y: FloatArray, given: FloatArray, test: BoolArray) -> FloatArray:
    """Return the log loss over the rows of a fold by models that have not seen them: without new columns, then with.

    Each penalty begins where the one before it, three times as large, has ended: that saves half of the steps.
    """
    losses = np.zeros(1 + len(_PENALTIES))
    train = ~test
    if not 0 < y[train].sum() < train.sum():
        return losses
    seen, unseen, new = x.take(train), x.take(test), x.n_columns - len(given)
    b = logistic_coefficients(seen.head(len(given)), y[train], given)
    losses[0] = log_losses(expit(unseen.head(len(given)).times(b)), y[test]).sum()
    b = np.append(b, np.zeros(new))
    for place, penalty in enumerate(_PENALTIES, 1):
        b = logistic_coefficients(seen, y[train], np.append(given, np.full(new, penalty)), b)
        losses[place] = log_losses(expit(unseen.times(b)), y[test]).sum()
    return losses
