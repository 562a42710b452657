"""How well a score ranks successes above failures."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

__all__ = ["auc"]


def auc(scores: NDArray[np.float64], success: NDArray[np.bool_]) -> float:
    """Area under the ROC curve; ties count half. 0.5 where one class is missing.

    Source:
        Hanley & McNeil (1982): the Mann-Whitney statistic over n1 * n0.

    Example:
        >>> auc(np.array([1.0, 2.0, 3.0, 4.0]), np.array([False, False, True, True]))
        1.0
    """
    n1 = int(success.sum())
    n0 = len(success) - n1
    if n1 == 0 or n0 == 0:
        return 0.5
    ranks = rankdata(scores)
    return float((ranks[success].sum() - n1 * (n1 + 1) / 2) / (n1 * n0))
