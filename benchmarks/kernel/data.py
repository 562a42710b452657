"""Made-up customers with correlated attributes and three planted segments; the same seed gives the same rows.

python data.py crm crm.npz
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]  # written out: the peers' environments have no whofor
LEVELS = (4, 6, 8, 10, 12, 14, 16)
LIFTS = (1.2, 1.8, 2.4)
PLANTED = (((0, 0), (3, 7)), ((1, 1), (5, 0), (8, 4)), ((2, 2), (7, 1), (13, 9)))
SHALLOW = (((0, 0), (3, 7)), ((1, 1), (5, 0)), ((2, 2), (7, 1)))


@dataclass(frozen=True, eq=False)
class Data:
    """Encoded rows.

    Attributes:
        codes: Code of each attribute and row, shape (attributes, n).
        won: Binary outcome, 0 or 1.
        value: An amount with a long tail.
    """

    codes: NDArray[np.uint8]
    won: NDArray[np.uint8]
    value: FloatArray


SETS = {"crm": (100_000, 40, 1), "big": (1_000_000, 20, 2), "small": (5_000, 40, 3), "tiny": (1_500, 8, 4)}
"""Rows, attributes and seed."""


def make(rows: int, attributes: int, seed: int) -> Data:
    """Rows whose attributes hang together by four hidden variables.

    Three of five attributes are categories, whose shares fall as 1 / rank; the others are numbers in ten equal bins.
    The log odds of winning rise in three segments, and the amounts with them; segments of attributes beyond the
    last are left out.
    """
    rng = np.random.default_rng(seed)
    hidden = rng.normal(size=(rows, 4))
    codes = np.empty((attributes, rows), dtype=np.uint8)
    for j in range(attributes):
        if j % 5 < 3:
            levels = LEVELS[j % len(LEVELS)] if attributes > 20 else 10
            shares = 1 / np.arange(1, levels + 1)
            value = 0.3 * hidden[:, j % 4] + rng.normal(size=rows) * np.sqrt(0.91)
            cuts = np.cumsum(shares / shares.sum())[:-1]
        else:
            value = 0.5 * hidden[:, j % 4] + rng.normal(size=rows) * np.sqrt(0.75)
            cuts = np.arange(1, 10) / 10
        codes[j] = np.searchsorted(np.quantile(value, cuts), value)
    log_odds = np.full(rows, np.log(0.15 / 0.85))
    for conditions, lift in zip(PLANTED if attributes > 20 else SHALLOW, LIFTS, strict=True):
        if max(conditions)[0] < attributes:
            log_odds += lift * np.logical_and.reduce([codes[j] == code for j, code in conditions])
    won = rng.random(rows) < 1 / (1 + np.exp(-log_odds))
    value = np.round(np.exp(rng.normal(3, 1, rows) + 0.3 * (log_odds - log_odds.min())), 2)
    return Data(codes, won.astype(np.uint8), value)


def load(path: Path) -> Data:
    """Read rows written by this file's command."""
    with np.load(path) as stored:
        return Data(stored["codes"], stored["won"], stored["value"])


if __name__ == "__main__":
    made = make(*SETS[sys.argv[1]])
    np.savez(Path(sys.argv[2]), codes=made.codes, won=made.won, value=made.value)
