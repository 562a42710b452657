"""whofor's search: a kernel of it, with or without shuffles."""

from __future__ import annotations

import job
import numpy as np
import topk
from numpy.typing import NDArray

from whofor.cube import SearchSettings


def prepare(task: job.Task, codes: NDArray[np.uint8], score: NDArray[np.float64]) -> job.Search:
    """Codes and scores as the kernel takes them."""
    axes, row_score = topk.plain_axes(codes), topk.one_stratum(score)
    settings = SearchSettings(
        task.depth, task.min_support, permutations=task.permutations, threads=task.cores, kernel=task.method
    )
    return lambda: topk.top_terms(axes, row_score, settings, task.measure, task.top)[0]


if __name__ == "__main__":
    job.run(prepare, ("whofor", "numpy", "scipy"))
