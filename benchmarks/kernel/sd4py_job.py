"""sd4py, the Python face of VIKAMINE (Java): SD-Map and BSD."""

from __future__ import annotations

import job
import numpy as np
import pandas as pd
import sd4py
from numpy.typing import NDArray

MEASURES = {"wracc": "ps", "residual": "ares"}


def prepare(task: job.Task, codes: NDArray[np.uint8], score: NDArray[np.float64]) -> job.Search:
    """The rows as an ontology of Java."""
    frame = pd.DataFrame({f"a{a}": row.astype(str).astype(object) for a, row in enumerate(codes)})
    frame["outcome"] = score.astype(bool) if task.outcome == "won" else score
    ontology = sd4py.PyOntology(frame)

    def run() -> list[job.Conjunction]:
        found = sd4py.discover_subgroups(
            ontology,
            "outcome",
            method=task.method,
            qf=MEASURES[task.measure],
            k=task.top,
            minsize=task.min_support,
            max_selectors=task.depth,
        )
        return [tuple((int(s.attribute[1:]), int(s.value)) for s in subgroup.selectors) for subgroup in found]

    return run


if __name__ == "__main__":
    job.run(prepare, ("sd4py", "jpype1", "numpy", "pandas"))
