"""What the jobs share: each runs one tool once, in a process and an environment of its own, and prints one JSON line.

    python pysubgroup_job.py '{"data": "crm.npz", "outcome": "won", "measure": "wracc", "depth": 3, ...}'

The time is that of the search alone: starting the interpreter, reading the rows and handing them over in the tool's own
form are not counted. CPU seconds are those of all its threads (the Java machine lives in the same process) and of
processes it started.
"""

from __future__ import annotations

import importlib.metadata
import json
import resource
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import data
import numpy as np
from data import FloatArray
from numpy.typing import NDArray

Conjunction = tuple[tuple[int, int], ...]
"""Pairs of attribute and code."""


@dataclass(frozen=True)
class Task:
    """What is searched.

    Attributes:
        data: File of the rows.
        outcome: `won` or `value`.
        measure: See `quality`.
        depth: Most conditions in a conjunction.
        min_support: Fewest rows in a conjunction.
        top: How many conjunctions are wanted.
        method: The tool's algorithm, or kernel.
        bound: Whether a tool may leave out what its optimistic estimate rules out.
        permutations: Shuffles, where the tool can.
        cores: Cores this process may use.
        attributes: How many attributes are searched, the first ones; 0 for all.
    """

    data: str
    outcome: str
    measure: str
    depth: int
    min_support: int
    top: int = 20
    method: str = ""
    bound: bool = True
    permutations: int = 0
    cores: int = 1
    attributes: int = 0

    def rows(self) -> tuple[NDArray[np.uint8], FloatArray]:
        """Codes and row score."""
        loaded = data.load(Path(self.data))
        return loaded.codes[: self.attributes or None], np.asarray(getattr(loaded, self.outcome), dtype=np.float64)


Search = Callable[[], list[Conjunction]]


def quality(measure: str, n: FloatArray, total: FloatArray, score: FloatArray) -> FloatArray:
    """How good conjunctions are: their gain over the mean of all rows, weighted by their size.

    Args:
        measure: `wracc`, n / N x (mean inside - mean), weighted relative accuracy; `binomial`, the same with the root
            of n / N; `residual`, the standardised sum under sampling without replacement.
        n: Rows of each.
        total: Sum of the row score in each.
        score: Row score of all rows.
    """
    return (total - n * score.mean()) * size_weight(measure, n, score)


def size_weight(measure: str, n: FloatArray, score: FloatArray) -> FloatArray:
    """By what a measure multiplies the gain of a conjunction of n rows."""
    rows = len(score)
    if measure == "wracc":
        return np.full(len(n), 1 / rows)
    if measure == "binomial":
        return 1 / np.sqrt(n * rows)
    if measure == "residual":
        return 1 / np.sqrt(n * (1 - n / rows) * score.var(ddof=1))
    raise ValueError(f"no measure {measure!r}")


def described(
    found: Iterable[Conjunction], codes: NDArray[np.uint8], score: FloatArray, measure: str
) -> list[dict[str, Any]]:
    """Rows, sum and quality of conjunctions, counted anew, the best first."""
    out: list[dict[str, Any]] = []
    for conjunction in found:
        inside = np.logical_and.reduce([codes[a] == code for a, code in conjunction])
        n, total = np.array([inside.sum()], dtype=float), np.array([score[inside].sum()])
        value = float(quality(measure, n, total, score)[0])
        out.append({"items": sorted(conjunction), "n": int(n[0]), "total": float(total[0]), "quality": value})
    return sorted(out, key=lambda row: (-row["quality"], row["items"]))


def cpu_seconds() -> float:
    """User and system time so far of this process, all its threads, and of the processes it waited for."""
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def run(prepare: Callable[[Task, NDArray[np.uint8], FloatArray], Search], packages: Iterable[str]) -> None:
    """Run one job: hand the rows over, time the search, count the answer anew, print it all.

    Args:
        prepare: Hands the rows to the tool and returns the search to be timed.
        packages: Whose versions to print.
    """
    task = Task(**json.loads(sys.argv[1]))
    codes, score = task.rows()
    search = prepare(task, codes, score)
    cpu, start = cpu_seconds(), time.perf_counter()
    found = search()
    seconds, cpu = time.perf_counter() - start, cpu_seconds() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = {
        "seconds": seconds,
        "cpu_seconds": cpu,
        "peak_mb": peak / (1024 * 1024 if sys.platform == "darwin" else 1024),
        "top": described(found, codes, score, task.measure),
        "versions": {name: importlib.metadata.version(name) for name in packages},
    }
    print("\nANSWER " + json.dumps(answer))
