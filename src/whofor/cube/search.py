"""Exhaustive search with Westfall-Young correction: the NumPy kernel."""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from whofor.cube.axes import Axis, RowScore, StratumMoments
from whofor.cube.shuffle import shuffled_scores
from whofor.cube.tally import TermTally, cell_codes, tally_terms, term_sums
from whofor.model.progress import Progress, silent
from whofor.stats.skew import normal_score

__all__ = ["SearchSettings", "Tier", "search"]

FloatArray = NDArray[np.float64]
_BLOCK_BYTES = 400_000_000
_SUM_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How to search.

    Attributes:
        depth: Most conditions in a conjunction, 1 to 3.
        min_support: Fewest rows inside a conjunction, and outside it.
        permutations: Shuffles of the outcome.
        seed: Seed of the shuffles.
        keep_score: Terms with at least this |score| are returned.
        keep_most: At most this many terms are returned for one combination of axes.
        threads: Worker threads; 0 for one a core.
    """

    depth: int
    min_support: int
    permutations: int = 1024
    seed: int = 0
    keep_score: float = 2.5
    keep_most: int = 2000
    threads: int = 0


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
    sum_squares: float
    maxima: FloatArray

    def p_value(self, score: FloatArray) -> FloatArray:
        """Single-step Westfall-Young p-value within this depth.

        Source:
            Westfall & Young (1993), Resampling-Based Multiple Testing, ch. 2; the +1 makes the test exact
            (Phipson & Smyth 2010).
        """
        ordered = np.sort(self.maxima)
        exceed = len(ordered) - np.searchsorted(ordered, np.abs(score) - 1e-9, side="left")
        return (1 + exceed) / (len(ordered) + 1)

    def critical(self, alpha: float) -> float:
        """Smallest |score| whose p-value is at most alpha; infinite where shuffles are too few."""
        allowed = int(np.floor(alpha * (len(self.maxima) + 1))) - 1
        if allowed < 0:
            return float("inf")
        ordered = np.sort(self.maxima)[::-1]
        # Just above the shuffle that would be one too many; `p_value` counts ties as exceeding.
        return float(ordered[allowed]) + 2e-9 if allowed < len(ordered) else 0.0


@dataclass(slots=True)
class _Work:
    """What the workers share for one depth."""

    axes: Sequence[Axis]
    score: RowScore
    moments: StratumMoments
    settings: SearchSettings
    first_item: list[int]
    maxima: FloatArray
    block: tuple[int, int] = (0, 0)
    bound: float = 0.0
    cancelled: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(slots=True)
class _Found:
    """What one combination of axes gave."""

    family: int
    items: NDArray[np.int64]
    figures: FloatArray
    sample: FloatArray
    sum_squares: float


def _combinations(axes: Sequence[Axis], depth: int) -> Iterator[tuple[int, ...]]:
    """Combinations of axes of different groups."""
    deep = [i for i, axis in enumerate(axes) if axis.most_depth >= depth]
    for combo in itertools.combinations(deep, depth):
        if len({axes[a].group for a in combo}) == depth:
            yield combo


def _update_maxima(work: _Work, tally: TermTally, sums: NDArray[np.float32], columns: slice) -> None:
    """Raise the shuffles' maxima by the terms that can; most terms cannot and cost two passes only."""
    low, high = tally.limits(work.bound)
    rows = np.flatnonzero((sums.max(axis=1) >= high - 1e-6) | (sums.min(axis=1) <= low + 1e-6))
    for start in range(0, len(rows), 4096):
        part = rows[start : start + 4096]
        block = sums[part]
        which, column = np.nonzero((block >= high[part, None] - 1e-6) | (block <= low[part, None] + 1e-6))
        term = part[which]
        z = (block[which, column].astype(float) - tally.expected[term]) / tally.deviation[term]
        best = np.zeros(sums.shape[1])
        np.maximum.at(best, column, np.abs(normal_score(z, tally.skewness[term])))
        with work.lock:
            view = work.maxima[columns]
            np.maximum(view, best, out=view)
            work.bound = float(work.maxima[slice(*work.block)].min())


def _observe(work: _Work, combo: tuple[int, ...], tally: TermTally) -> _Found:
    """Keep the strongest terms of a combination and a thinned-out sample of all."""
    scores = tally.scores()
    figures = np.column_stack([tally.n, tally.total, scores])
    size = np.abs(scores)
    strong = np.flatnonzero(size >= work.settings.keep_score)
    if len(strong) > work.settings.keep_most:
        strong = np.sort(strong[np.argsort(-size[strong], kind="stable")[: work.settings.keep_most]])
    shape = [work.axes[a].n_terms for a in combo]
    terms = np.unravel_index(tally.index[strong], shape)
    items = np.column_stack([np.asarray(t) + work.first_item[a] for a, t in zip(combo, terms, strict=True)])
    thin = np.unique(np.concatenate([np.arange(0, len(size), max(1, len(size) // 8)), np.argsort(-size)[:2]]))
    return _Found(len(size), items.astype(np.int64), figures[strong], figures[thin.astype(int)], float(scores @ scores))


def _run_combination(
    work: _Work, combo: tuple[int, ...], shuffles: NDArray[np.float32], offset: int, observe: bool
) -> _Found | None:
    """Tally one combination, observed and shuffled."""
    if work.cancelled:
        return None
    axes = [work.axes[a] for a in combo]
    cells = cell_codes(axes)
    tally = tally_terms(axes, cells, work.score, work.moments, work.settings.min_support)
    found = _observe(work, combo, tally) if observe else None
    if len(tally.index) and shuffles.shape[1]:
        grid = int(np.prod([max(axis.n_codes, axis.n_terms) for axis in axes]))
        step = max(16, _SUM_BYTES // (4 * grid))
        for start in range(0, shuffles.shape[1], step):
            part = shuffles[:, start : start + step]
            sums = term_sums(axes, cells, part, tally.index)
            _update_maxima(work, tally, sums, slice(offset + start, offset + start + part.shape[1]))
    return found


def _gather(found: Sequence[_Found], depth: int, maxima: FloatArray) -> Tier:
    items = [f.items for f in found] or [np.empty((0, depth), dtype=np.int64)]
    figures = np.concatenate([f.figures for f in found] or [np.empty((0, 3))])
    return Tier(
        depth=depth,
        family=sum(f.family for f in found),
        items=np.concatenate(items),
        n=figures[:, 0],
        total=figures[:, 1],
        score=figures[:, 2],
        sample=np.concatenate([f.sample for f in found] or [np.empty((0, 3))]),
        sum_squares=sum(f.sum_squares for f in found),
        maxima=maxima,
    )


def search(
    axes: Sequence[Axis], score: RowScore, settings: SearchSettings, progress: Progress = silent
) -> tuple[Tier, ...]:
    """Test every conjunction of up to `depth` terms of different axes, corrected for all of them.

    Args:
        axes: Coded attributes of the same n rows.
        score: Row score and strata.
        settings: How to search.
        progress: Told about combinations done.

    Returns:
        One tier per depth, from 1.

    Memory:
        n x shuffles x 4 bytes, at most 400 MB at a time (further shuffles come in later blocks), and 64 MB a thread.

    Source:
        Cube counting; Westfall & Young (1993) max-T over the whole family, within strata.
    """
    first_item = np.cumsum([0] + [axis.n_terms for axis in axes]).tolist()
    block = max(64, min(settings.permutations, _BLOCK_BYTES // (4 * max(1, len(score.values)))))
    combos = {d: list(_combinations(axes, d)) for d in range(1, settings.depth + 1)}
    works = {
        d: _Work(axes, score, score.moments(), settings, first_item, np.zeros(settings.permutations)) for d in combos
    }
    starts = list(range(0, settings.permutations, block)) or [0]
    total = sum(len(c) for c in combos.values()) * len(starts)
    done = 0
    results: dict[int, list[_Found]] = {d: [] for d in combos}
    # Workers share the cores already: BLAS threads on top would fight them, and sum in another order.
    with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(settings.threads or os.cpu_count() or 1) as pool:
        for start in starts:
            count = min(block, settings.permutations - start)
            shuffles = shuffled_scores(score, count, (settings.seed, start))
            for depth, work in works.items():
                work.block, work.bound = (start, start + count), 0.0
                jobs = [pool.submit(_run_combination, work, c, shuffles, start, start == 0) for c in combos[depth]]
                try:
                    for job in jobs:
                        found = job.result()
                        if found is not None:
                            results[depth].append(found)
                        done += 1
                        progress("search", done, total)
                except BaseException:
                    work.cancelled = True
                    for job in jobs:
                        job.cancel()
                    raise
    return tuple(_gather(results[d], d, works[d].maxima) for d in combos)
