"""Exhaustive search with Westfall-Young correction."""

from __future__ import annotations

import threading
from collections.abc import Container, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whofor.arrays import FloatArray
from whofor.cube.axes import Axis, RowScore, check_rows
from whofor.cube.native import cores, native_kernels
from whofor.cube.twin import NumpyKernel
from whofor.cube.work import Chunk, ChunkResult, Kernel, KernelJob, SearchSettings, check_settings, chunks_of
from whofor.model.progress import Progress, silent
from whofor.stats.threads import one_blas_thread

__all__ = ["Tier", "kernel_of", "kernels", "p_among", "search"]


def p_among(score: FloatArray, maxima: FloatArray) -> FloatArray:
    """Return the single-step Westfall-Young p-value of each score.

    Args:
        score: Scores of any sign.
        maxima: Largest |score| of each shuffle over the whole family.

    Source:
        Westfall & Young (1993), Resampling-Based Multiple Testing, ch. 2; the +1 makes the test exact
        (Phipson & Smyth 2010).
    """
    ordered = np.sort(maxima)
    exceed = len(ordered) - np.searchsorted(ordered, np.abs(score) - 1e-9, side="left")
    return (1 + exceed) / (len(ordered) + 1)


@dataclass(frozen=True, eq=False, slots=True)
class Tier:
    """All conjunctions of one depth.

    Attributes:
        depth: Number of conditions.
        family: Number of conjunctions tested; all are in the correction.
        items: Item numbers of the strongest conjunctions, shape (m, depth), see `items_of`.
        n: Their rows.
        total: Their sums of the row score.
        score: Their normal scores within strata.
        sample: Rows of (n, sum, score): a thinned-out picture of the whole family.
        sample_items: Item numbers of these conjunctions, shape (len(sample), depth).
        sum_squares: Sum of squared scores over the whole family.
        maxima: Largest |score| of each shuffle over the whole family, shape (permutations,).
    """

    depth: int
    family: int
    items: NDArray[np.int64]
    n: FloatArray
    total: FloatArray
    score: FloatArray
    sample: FloatArray
    sample_items: NDArray[np.int64]
    sum_squares: float
    maxima: FloatArray

    def p_value(self, score: FloatArray) -> FloatArray:
        """Single-step Westfall-Young p-value within this depth."""
        return p_among(score, self.maxima)

    def critical(self, alpha: float) -> float:
        """Smallest |score| whose p-value is at most alpha; infinite where shuffles are too few."""
        allowed = int(np.floor(alpha * (len(self.maxima) + 1))) - 1
        if allowed < 0:
            return float("inf")
        ordered = np.sort(self.maxima)[::-1]
        # Just above the shuffle that would be one too many; `p_value` counts ties as exceeding.
        return float(ordered[allowed]) + 2e-9 if allowed < len(ordered) else 0.0


def kernels() -> tuple[str, ...]:
    """Return names of the kernels that run on this machine, the fastest last: `numpy`, and those built in C."""
    return (NumpyKernel().name, *(kernel.name for kernel in native_kernels()))


def kernel_of(name: str = "auto") -> Kernel:
    """Return the kernel of a name; for `auto` the fastest there is.

    Raises:
        ValueError: No kernel of that name runs here.
    """
    there: dict[str, Kernel] = {"numpy": NumpyKernel()}
    there |= {kernel.name: kernel for kernel in native_kernels()}
    if name == "auto":
        return list(there.values())[-1]
    if name not in there:
        raise ValueError(f"no kernel {name!r} here; there are {', '.join(there)}")
    return there[name]


class _Depth:
    """Results of one depth so far.

    Args:
        axes: Coded attributes.
        depth: Number of conditions.
        permutations: Shuffles in all.
        needed: Only combinations that hold one of these axes; all where `None`.
    """

    def __init__(
        self, axes: Sequence[Axis], depth: int, permutations: int, needed: Container[int] | None = None
    ) -> None:
        self.depth = depth
        self.chunks = chunks_of(axes, depth, needed)
        self.maxima = np.zeros(permutations)
        self.found: list[ChunkResult] = []
        self._lock = threading.Lock()

    def run(self, chunk: Chunk, job: KernelJob, block: slice, stop: threading.Event) -> ChunkResult | None:
        """Run a chunk; chunks that begin later see the maxima that it raised."""
        if stop.is_set():
            return None
        with self._lock:
            maxima = self.maxima[block].copy()
        found = job.run(chunk, maxima, observe=block.start == 0)
        with self._lock:
            np.maximum(self.maxima[block], maxima, out=self.maxima[block])
        return found

    def tier(self, axes: Sequence[Axis]) -> Tier:
        """Return all results of this depth."""
        first = np.cumsum([0] + [axis.n_terms for axis in axes])
        empty = np.empty((0, 3))
        items = [first[f.axes] + f.terms for f in self.found] or [np.empty((0, self.depth))]
        sampled = [first[f.sample_axes] + f.sample_terms for f in self.found] or [np.empty((0, self.depth))]
        figures = np.concatenate([f.figures for f in self.found] or [empty])
        return Tier(
            depth=self.depth,
            family=sum(f.family for f in self.found),
            items=np.concatenate(items).astype(np.int64),
            n=figures[:, 0],
            total=figures[:, 1],
            score=figures[:, 2],
            sample=np.concatenate([f.sample for f in self.found] or [empty]),
            sample_items=np.concatenate(sampled).astype(np.int64),
            sum_squares=sum(f.sum_squares for f in self.found),
            maxima=self.maxima,
        )


def search(
    axes: Sequence[Axis],
    score: RowScore,
    settings: SearchSettings,
    progress: Progress = silent,
    *,
    needed: Container[int] | None = None,
) -> tuple[Tier, ...]:
    """Test every conjunction of up to `depth` terms of different axes, corrected for all of them.

    Args:
        axes: Coded attributes of the same n rows.
        score: Row score and strata; with accounts see `whofor.cube.search_accounts`.
        settings: How to search.
        progress: Called with the number of combinations done.
        needed: Only combinations that hold one of these axes, by number; all where `None`.

    Returns:
        One tier per depth, from 1. The same from every kernel, number of threads and order of work: counts exactly,
        scores to the last digits.

    Raises:
        ValueError: A score is not finite or beyond 1e30, rows differ in number, a code is negative or has no term, an
            axis has more than 256 codes, a setting is out of its range; no kernel of that name.

    Memory:
        See `NativeKernel` and `NumpyKernel`; further shuffles come in later blocks.

    Source:
        Cube counting; Westfall & Young (1993) max-T over the whole family, within strata.
    """
    check_rows(axes, score)
    check_settings(settings)
    kernel = kernel_of(settings.kernel)
    depths = [_Depth(axes, depth, settings.permutations, needed) for depth in range(1, settings.depth + 1)]
    if not axes or not len(score.values):
        return tuple(depth.tier(axes) for depth in depths)
    block = kernel.block(len(score.values), settings.permutations, is_binary=score.is_binary)
    starts = list(range(0, settings.permutations, max(1, block))) or [0]
    total = sum(len(chunk) for depth in depths for chunk in depth.chunks) * len(starts)
    work = _Work(progress, total)
    # Workers share the cores already: BLAS threads on top would fight them, and sum in another order.
    with one_blas_thread(), ThreadPoolExecutor(settings.threads or cores()) as pool:
        for start in starts:
            last = min(start + block, settings.permutations)
            job = kernel.begin(axes, score, settings, (start, last))
            for depth in depths:
                work.off(depth, job, slice(start, last), pool)
    return tuple(depth.tier(axes) for depth in depths)


class _Work:
    """Runner of the chunks of all depths on a pool; reports how many combinations are done."""

    def __init__(self, progress: Progress, total: int) -> None:
        self.progress = progress
        self.total = total
        self.done = 0
        self.stop = threading.Event()

    def off(self, depth: _Depth, job: KernelJob, shuffles: slice, pool: ThreadPoolExecutor) -> None:
        """Run all chunks of one depth; after a failure or an interruption no further chunk starts."""
        jobs: list[tuple[Chunk, Future[ChunkResult | None]]] = [
            (chunk, pool.submit(depth.run, chunk, job, shuffles, self.stop)) for chunk in depth.chunks
        ]
        try:
            for chunk, future in jobs:
                found = future.result()
                if found is not None:
                    depth.found.append(found)
                self.done += len(chunk)
                self.progress("search", self.done, self.total)
        except BaseException:
            self.stop.set()
            for _, future in jobs:
                future.cancel()
            raise
