"""Logistic regression for more than two classes, with a ridge penalty."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax

from whofor.arrays import FloatArray, IntArray

__all__ = ["Multinomial", "fit_multinomial"]

_MOST_STEPS = 500
_TOLERANCE = 1e-7
"""Steps at most, and the relative gain of one that ends them: far below what changes a probability that is shown."""


@dataclass(frozen=True, eq=False, slots=True)
class Multinomial:
    """Log odds of classes: a weighted sum of features for each.

    Attributes:
        weights: Shape (features, classes).
        intercepts: Shape (classes,).
    """

    weights: FloatArray
    intercepts: FloatArray

    def chances(self, x: FloatArray) -> FloatArray:
        """Return the probability of each class; shape (rows, classes), rows sum to 1.

        Args:
            x: Features, shape (rows, features).
        """
        return np.asarray(softmax(x @ self.weights + self.intercepts, axis=1), dtype=np.float64)


def fit_multinomial(x: FloatArray, label: IntArray, n_classes: int, penalty: float) -> Multinomial:
    """Return the regression that minimises mean log loss plus half the penalty times the squared weights.

    Every class counts as much as the others however few its rows are. Intercepts are not penalised. L-BFGS from zero,
    so that one input has one result.

    Args:
        x: Features, shape (rows, features).
        label: Class of each row, 0 to `n_classes` - 1; each class has a row.
        n_classes: Number of classes.
        penalty: Above 0, by row: 0.01 is that of 100 rows with a penalty of 1.

    Source:
        Krishnapuram et al. (2005), IEEE Transactions on Pattern Analysis and Machine Intelligence 27:957.

    Example:
        >>> x = np.array([[-2.0], [-1.5], [0.0], [0.1], [1.5], [2.0]])
        >>> fit = fit_multinomial(x, np.array([0, 0, 1, 1, 2, 2]), 3, 0.001)
        >>> fit.chances(x).argmax(axis=1).tolist()
        [0, 0, 1, 1, 2, 2]
    """
    n, p = x.shape
    share = (1 / n_classes / np.bincount(label, minlength=n_classes))[label]
    rows, wanted = np.arange(n), np.zeros((n, n_classes))
    wanted[rows, label] = share

    def loss(flat: FloatArray) -> tuple[float, FloatArray]:
        w, b = flat[: p * n_classes].reshape(p, n_classes), flat[p * n_classes :]
        logs = log_softmax(x @ w + b, axis=1)
        off = np.exp(logs) * share[:, None] - wanted
        gradient = np.concatenate([(x.T @ off + penalty * w).ravel(), off.sum(axis=0)])
        return float(-(share * logs[rows, label]).sum() + penalty / 2 * (w * w).sum()), gradient

    found = minimize(
        loss,
        np.zeros((p + 1) * n_classes),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": _MOST_STEPS, "ftol": _TOLERANCE},
    ).x
    return Multinomial(found[: p * n_classes].reshape(p, n_classes), found[p * n_classes :])
