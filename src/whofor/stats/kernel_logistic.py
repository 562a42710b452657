"""Logistic regression on likenesses: for texts, whose features are far more than there are texts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from whofor.arrays import BoolArray, FloatArray

__all__ = ["KernelLogistic", "kernel_logistic"]

_MOST_STEPS, _TOLERANCE = 25, 1e-6
"""Newton steps at most, and the change of a weight that ends them."""
_LEAST_CURVATURE = 1e-6
"""Keeps a step finite where a row is told with certainty."""


@dataclass(frozen=True, eq=False, slots=True)
class KernelLogistic:
    """Log odds of a success: a weighted sum of the likenesses to the rows that were learnt from.

    Attributes:
        weights: Weight of each of these rows.
        intercept: Log odds of a row that is like none of them.
    """

    weights: FloatArray
    intercept: float


def kernel_logistic(likeness: FloatArray, success: BoolArray, penalty: float) -> KernelLogistic:
    """Return the regression that minimises log loss plus half the penalty times the squared norm of its function.

    Successes count as much as failures however few they are. Newton's method.

    Args:
        likeness: Inner products of the rows' features, shape (rows, rows).
        success: Whether each row is a success; both must occur.
        penalty: Above 0.

    Source:
        Zhu & Hastie (2005), Journal of Computational and Graphical Statistics 14:185.

    Example:
        >>> x = np.array([[-2.0], [-1.0], [1.0], [2.0]])
        >>> fit = kernel_logistic(x @ x.T, np.array([False, False, True, True]), 0.1)
        >>> ((x @ x.T @ fit.weights + fit.intercept) > 0).tolist()
        [False, False, True, True]
    """
    n, y = len(success), success.astype(np.float64)
    share = np.where(success, n / (2 * y.sum()), n / (2 * (n - y.sum())))
    weights: FloatArray = np.zeros(n)
    intercept = 0.0
    system = np.zeros((n + 1, n + 1))
    system[:n, n] = system[n, :n] = 1.0
    for _ in range(_MOST_STEPS):
        z = likeness @ weights + intercept
        p = expit(z)
        curvature = np.maximum(share * p * (1 - p), _LEAST_CURVATURE)
        system[:n, :n] = likeness
        system[np.arange(n), np.arange(n)] += penalty / curvature
        found = np.asarray(np.linalg.solve(system, np.append(z + share * (y - p) / curvature, 0.0)), dtype=np.float64)
        change = float(np.abs(found[:n] - weights).max())
        weights, intercept = found[:n], float(found[n])
        if change < _TOLERANCE:
            break
    return KernelLogistic(weights, intercept)
