"""Random draws that give the same values on every platform and NumPy version."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["Draws", "Floats", "Ints", "Quantiles"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Quantiles = Sequence[tuple[float, float]]


class Draws:
    """A stream of draws named by a seed and a purpose.

    Everything is made of uniform numbers by plain arithmetic: no logarithm, exponential or distribution of
    NumPy, whose last bits may differ between platforms and versions. Each purpose has a stream of its own, so
    that changing how names are drawn leaves the deals as they were.

    Args:
        seed: A whole number, 0 or more.
        purpose: A number that distinguishes the streams of one seed.

    Example:
        >>> Draws(1, 0).whole(3, 1, 6).tolist() == Draws(1, 0).whole(3, 1, 6).tolist()
        True
    """

    def __init__(self, seed: int, purpose: int) -> None:
        self._generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, purpose])))

    def uniform(self, n: int) -> Floats:
        """Draw `n` numbers in [0, 1)."""
        return self._generator.random(n)

    def whole(self, n: int, low: int, high: int) -> Ints:
        """Draw `n` whole numbers from `low` to `high`, both included."""
        return low + np.floor(self.uniform(n) * (high - low + 1)).astype(np.int64)

    def pick(self, n: int, weights: Sequence[float]) -> Ints:
        """Draw `n` positions in `weights`, each in proportion to its weight."""
        steps: list[float] = []
        total = 0.0
        for weight in weights:
            total += weight
            steps.append(total)
        last = len(steps) - 1
        return np.minimum(np.searchsorted(np.array(steps), self.uniform(n) * total, side="right"), last)

    def quantile(self, n: int, table: Quantiles) -> Floats:
        """Draw `n` values from the distribution whose quantiles `(share, value)` are joined by straight lines."""
        return np.interp(self.uniform(n), [share for share, _ in table], [value for _, value in table])

    def order(self, n: int) -> Ints:
        """Draw a random order of `n` things."""
        return np.argsort(self.uniform(n), kind="stable")
