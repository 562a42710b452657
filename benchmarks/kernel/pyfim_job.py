"""PyFIM, frequent item sets in C: Eclat on bit vectors counts the sets among all rows and among the won ones."""

from __future__ import annotations

import itertools
import math

import fim
import job
import numpy as np
from numpy.typing import NDArray

# Rules with the outcome as their head would need one pass instead of two, but took 3 times as long with 20 attributes
# and 9 times with 40, and with bit vectors version 6.28 gives wrong counts. Of the forms of Eclat and FP-growth for
# sets, bit vectors were the fastest with 20 attributes (1.6 s; the next ones 2.5 s).
FORM = {"target": "s", "algo": "b", "report": "a"}


def prepare(task: job.Task, codes: NDArray[np.uint8], score: NDArray[np.float64]) -> job.Search:
    """Each row as a list of its items.

    Raises:
        ValueError: The outcome is not binary, so that its sums are no counts.
    """
    if task.outcome != "won":
        raise ValueError("item sets are counted; an amount cannot be summed")
    numbers = np.arange(len(codes), dtype=np.int64)[:, None] * 256 + codes + 1
    rows = numbers.T.tolist()
    won = [row for row, is_won in zip(rows, score == 1, strict=True) if is_won]
    # What is better than the mean of all has at least this many won rows.
    least = math.ceil(task.min_support * float(score.mean()))

    def run() -> list[job.Conjunction]:
        items, n = _counted(fim.eclat(rows, supp=-task.min_support, zmin=1, zmax=task.depth, **FORM), task.depth)
        items_won, total = _counted(fim.eclat(won, supp=-least, zmin=1, zmax=task.depth, **FORM), task.depth)
        both, at_all, at_won = np.intersect1d(items, items_won, assume_unique=True, return_indices=True)
        qualities = job.quality(task.measure, n[at_all], total[at_won], score)
        best = np.argsort(-qualities)[: task.top]
        return [_conjunction(int(key)) for key in both[best]]

    return run


def _counted(found: list[tuple[tuple[int, ...], int]], depth: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """A key for each item set, the same whatever the order of its items, and the rows that hold it."""
    lengths = np.fromiter((len(items) for items, _ in found), dtype=np.int64, count=len(found))
    table = np.zeros((len(found), depth), dtype=np.int64)
    table[np.arange(depth) < lengths[:, None]] = np.fromiter(
        itertools.chain.from_iterable(items for items, _ in found), dtype=np.int64, count=int(lengths.sum())
    )
    table.sort(axis=1)
    keys = (table << 16 * np.arange(depth)).sum(axis=1)
    return keys, np.fromiter((count for _, count in found), dtype=np.float64, count=len(found))


def _conjunction(key: int) -> job.Conjunction:
    items: list[tuple[int, int]] = []
    while key:
        key, number = key >> 16, key & 0xFFFF
        if number:
            items.append(((number - 1) // 256, (number - 1) % 256))
    return tuple(items)


if __name__ == "__main__":
    job.run(prepare, ("pyfim", "numpy"))
