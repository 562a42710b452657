"""The search in NumPy: the reference that the native kernel is tested against, and its stand-in where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whofor.arrays import FloatArray
from whofor.cube.axes import Axis, RowScore, StratumMoments
from whofor.cube.shuffle import BlockExchange, Exchange, shuffled_blocks, shuffled_scores
from whofor.cube.tally import TermTally, cell_codes, tally_terms, term_sums
from whofor.cube.work import Chunk, ChunkResult, SearchSettings, terms_at
from whofor.stats.skew import normal_score

__all__ = ["NumpyKernel", "keep_strongest"]

_BLOCK_BYTES = 400_000_000
_SUM_BYTES = 64_000_000
_SAMPLES = 8


@dataclass(frozen=True, slots=True)
class NumpyKernel:
    """The kernel in NumPy: histograms by `bincount`, sums of the shuffles by matrix products.

    Memory: n x shuffles x 4 bytes, at most 400 MB at a time, and 64 MB a thread.
    """

    name: str = "numpy"

    def block(self, rows: int, permutations: int, *, is_binary: bool) -> int:
        """Number of shuffles to hold in memory at a time."""
        del is_binary
        return max(64, min(permutations, _BLOCK_BYTES // (4 * max(1, rows))))

    def begin(
        self, axes: Sequence[Axis], score: RowScore, settings: SearchSettings, shuffles: tuple[int, int]
    ) -> NumpyJob:
        """Make the shuffles of a block."""
        if score.blocks is None:
            scores = shuffled_scores(Exchange.of(score), settings.seed, *shuffles)
        else:
            scores = shuffled_blocks(BlockExchange.of(score.blocks), settings.seed, *shuffles)
        return NumpyJob(axes, score, score.moments(), settings, scores)


@dataclass(frozen=True, eq=False, slots=True)
class NumpyJob:
    """A search with the shuffles of one block in memory, shape (n, shuffles)."""

    axes: Sequence[Axis]
    score: RowScore
    moments: StratumMoments
    settings: SearchSettings
    shuffles: NDArray[np.float32]

    def run(self, chunk: Chunk, maxima: FloatArray, *, observe: bool) -> ChunkResult | None:
        """Tally each combination of a chunk, observed and shuffled."""
        seen: list[_Seen] = []
        for combination in chunk:
            axes = [self.axes[a] for a in combination]
            cells = cell_codes(axes)
            tally = tally_terms(axes, cells, self.score, self.moments, self.settings.min_support)
            if observe:
                seen.append(_observe(tally, self.settings))
            if len(tally.index) and self.shuffles.shape[1]:
                self._shuffled(axes, cells, tally, maxima)
        if not observe:
            return None
        which = np.repeat(np.arange(len(seen)), [len(s.places) for s in seen])
        places = np.concatenate([s.places for s in seen])
        term_counts = np.array([axis.n_terms for axis in self.axes], dtype=np.int64)
        axes, terms = terms_at(chunk, which, places, term_counts)
        thinned = np.concatenate([s.thinned for s in seen])
        of_sample = np.repeat(np.arange(len(seen)), [len(s.thinned) for s in seen])
        sample_axes, sample_terms = terms_at(chunk, of_sample, thinned, term_counts)
        return ChunkResult(
            family=sum(s.family for s in seen),
            axes=axes,
            terms=terms,
            figures=np.concatenate([s.figures for s in seen]),
            sample=np.concatenate([s.sample for s in seen]),
            sample_axes=sample_axes,
            sample_terms=sample_terms,
            sum_squares=sum(s.sum_squares for s in seen),
        )

    def _shuffled(self, axes: Sequence[Axis], cells: NDArray[np.int64], tally: TermTally, maxima: FloatArray) -> None:
        grid = int(np.prod([max(axis.n_codes, axis.n_terms) for axis in axes]))
        step = max(16, _SUM_BYTES // (4 * grid))
        for start in range(0, self.shuffles.shape[1], step):
            part = self.shuffles[:, start : start + step]
            sums = term_sums(axes, cells, part, tally.index)
            _raise_maxima(tally, sums, maxima[start : start + part.shape[1]])


def _raise_maxima(tally: TermTally, sums: NDArray[np.float32], maxima: FloatArray) -> None:
    """Raise the shuffles' maxima by the terms that can; most terms cannot and cost two passes only."""
    low, high = tally.limits(float(maxima.min()))
    rows = np.flatnonzero((sums.max(axis=1) >= high - 1e-6) | (sums.min(axis=1) <= low + 1e-6))
    for start in range(0, len(rows), 4096):
        part = rows[start : start + 4096]
        block = sums[part]
        which, column = np.nonzero((block >= high[part, None] - 1e-6) | (block <= low[part, None] + 1e-6))
        term = part[which]
        z = (block[which, column].astype(float) - tally.expected[term]) / tally.deviation[term]
        np.maximum.at(maxima, column, np.abs(normal_score(z, tally.skewness[term])))


def keep_strongest(size: FloatArray, settings: SearchSettings) -> NDArray[np.int64]:
    """Return places of the strongest terms, at most `keep_most`, in the order of their places."""
    strong = np.flatnonzero(size >= settings.keep_score)
    if len(strong) > settings.keep_most:
        strong = np.sort(strong[np.argsort(-size[strong], kind="stable")[: settings.keep_most]])
    return strong


@dataclass(frozen=True, eq=False, slots=True)
class _Seen:
    """Result of one combination."""

    family: int
    places: NDArray[np.int64]
    figures: FloatArray
    sample: FloatArray
    thinned: NDArray[np.int64]
    sum_squares: float


def _observe(tally: TermTally, settings: SearchSettings) -> _Seen:
    """Keep the strongest terms of a combination and a thinned-out sample of all."""
    scores = tally.scores()
    figures = np.column_stack([tally.n, tally.total, scores])
    size = np.abs(scores)
    strong = keep_strongest(size, settings)
    best = np.argsort(-size, kind="stable")[:2]
    thin = np.unique(np.concatenate([np.arange(0, len(size), max(1, len(size) // _SAMPLES)), best])).astype(int)
    return _Seen(
        len(size), tally.index[strong], figures[strong], figures[thin], tally.index[thin], float(scores @ scores)
    )
