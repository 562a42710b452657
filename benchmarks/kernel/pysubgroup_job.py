"""pysubgroup: Apriori (with numba), depth-first on bit sets, GP-growth."""

from __future__ import annotations

from typing import Any

import job
import numpy as np
import pandas as pd
import pysubgroup as ps
from numpy.typing import NDArray

EXPONENTS = {"wracc": 1.0, "binomial": 0.5}


class Unbounded(ps.StandardQF):
    """The standard quality function for a search that must look at everything."""

    def optimistic_estimate(self, subgroup: Any, target: Any, data: Any, statistics: Any = None) -> Any:  # noqa: ANN401, ARG002
        """No bound."""
        return np.inf * np.ones_like(statistics.size_sg, dtype=float)


class UnboundedNumeric(ps.StandardQFNumeric):
    """The same for a numeric target."""

    def optimistic_estimate(self, subgroup: Any, target: Any, data: Any, statistics: Any = None) -> Any:  # noqa: ANN401, ARG002
        """No bound."""
        return np.inf * np.ones_like(statistics.size_sg, dtype=float)


def algorithm(name: str) -> Any:  # noqa: ANN401
    """An algorithm by its name."""
    if name == "apriori":
        return ps.Apriori(use_numba=True)
    if name == "bitset dfs":
        return ps.DFS(ps.BitSetRepresentation)
    if name == "numeric dfs":
        return ps.DFSNumeric()
    if name == "gp growth":
        return ps.GpGrowth()
    raise ValueError(f"no algorithm {name!r}")


def prepare(task: job.Task, codes: NDArray[np.uint8], score: NDArray[np.float64]) -> job.Search:
    """A frame of small whole numbers, which is what the library tests fastest, and one selector per code."""
    frame = pd.DataFrame({f"a{a}": row for a, row in enumerate(codes)})
    selectors = [ps.EqualitySelector(f"a{a}", code) for a, row in enumerate(codes) for code in np.unique(row).tolist()]
    power = EXPONENTS[task.measure]
    if task.outcome == "won":
        frame["outcome"] = score.astype(bool)
        target, qf = ps.BinaryTarget("outcome", True), (ps.StandardQF if task.bound else Unbounded)(power)
    else:
        frame["outcome"] = score
        target, qf = ps.NumericTarget("outcome"), (ps.StandardQFNumeric if task.bound else UnboundedNumeric)(power)
    search = ps.SubgroupDiscoveryTask(
        frame,
        target,
        selectors,
        qf,
        result_set_size=task.top,
        depth=task.depth,
        constraints=[ps.MinSupportConstraint(task.min_support)],
    )

    def run() -> list[job.Conjunction]:
        found = algorithm(task.method).execute(search).results
        return [
            tuple((int(s.attribute_name[1:]), int(s.attribute_value)) for s in subgroup.selectors)
            for _, subgroup, *_ in found
        ]

    return run


if __name__ == "__main__":
    job.run(prepare, ("pysubgroup", "numba", "numpy", "pandas"))
