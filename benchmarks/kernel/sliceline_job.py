"""SliceLine, which has a measure of its own (weighted error and size) that it bounds."""

from __future__ import annotations

import logging

import job
import numpy as np
from numpy.typing import NDArray
from sliceline.slicefinder import Slicefinder

ALPHA = 0.95


def prepare(task: job.Task, codes: NDArray[np.uint8], score: NDArray[np.float64]) -> job.Search:
    """Codes from 1, and the outcome in place of the error of a model; what is compiled is compiled before."""
    logging.disable(logging.CRITICAL)
    table = codes.T.astype(np.int64) + 1
    Slicefinder(alpha=ALPHA, k=1, max_l=2, min_sup=1, verbose=False).fit(table[:50], score[:50] + 1)  # compiles

    def run() -> list[job.Conjunction]:
        finder = Slicefinder(alpha=ALPHA, k=task.top, max_l=task.depth, min_sup=task.min_support, verbose=False)
        finder.fit(table, score)
        return [
            tuple((a, int(code) - 1) for a, code in enumerate(slice_) if code is not None)
            for slice_ in finder.top_slices_
        ]

    return run


if __name__ == "__main__":
    job.run(prepare, ("sliceline", "numba", "numpy", "scipy", "scikit-learn"))
