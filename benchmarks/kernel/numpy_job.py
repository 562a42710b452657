"""One-hot products in NumPy: what anybody can write in an hour, exhaustive and without a bound."""

from __future__ import annotations

import job
import numpy as np
from numpy.typing import NDArray


def prepare(task: job.Task, codes: NDArray[np.uint8], score: NDArray[np.float64]) -> job.Search:
    """A matrix with one column for each code of each attribute.

    Raises:
        ValueError: Another depth than three is asked for.
    """
    if task.depth != 3:
        raise ValueError("one product for each code gives conjunctions of up to three conditions, no other depth")
    sizes = codes.max(axis=1).astype(int) + 1
    attribute = np.repeat(np.arange(len(codes)), sizes)
    code = np.concatenate([np.arange(size) for size in sizes])
    # Counts of rows are exact in 32 bits, sums of amounts are not.
    onehot = np.empty((codes.shape[1], len(code)), dtype=np.float32 if task.outcome == "won" else np.float64)
    for column in range(len(code)):
        onehot[:, column] = codes[attribute[column]] == code[column]

    def run() -> list[job.Conjunction]:
        found: list[tuple[float, job.Conjunction]] = []
        for column, (a, value) in enumerate(zip(attribute.tolist(), code.tolist(), strict=True)):
            rows = np.flatnonzero(codes[a] == value)
            later = int(np.searchsorted(attribute, a, side="right"))
            n, total = _tables(onehot[rows, later:], score[rows], is_binary=task.outcome == "won")
            of_pair = attribute[later:]
            is_wanted = (of_pair[:, None] < of_pair[None, :]) | np.eye(len(of_pair), dtype=bool)
            one, two = np.nonzero(is_wanted & (n >= task.min_support))
            n = np.append(n[one, two], float(len(rows)))
            total = np.append(total[one, two], score[rows].sum())
            qualities = np.where(n >= task.min_support, job.quality(task.measure, n, total, score), -np.inf)
            for best in np.argsort(-qualities)[: task.top].tolist():
                columns = {column} if best == len(one) else {column, later + one[best], later + two[best]}
                items = tuple((int(attribute[c]), int(code[c])) for c in sorted(columns))
                found.append((float(qualities[best]), items))
        return [items for _, items in sorted(found, key=lambda row: -row[0])[: task.top]]

    return run


def _tables(
    inside: NDArray[np.floating], score: NDArray[np.float64], is_binary: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Rows and sum of the score for each pair of columns, among the rows of one code."""
    if is_binary:  # the won and the lost rows apart: together they cost one product, not two
        won, lost = inside[score == 1], inside[score == 0]
        total = (won.T @ won).astype(np.float64)
        return total + lost.T @ lost, total
    return inside.T @ inside, (inside * score[:, None]).T @ inside


if __name__ == "__main__":
    job.run(prepare, ("numpy",))
