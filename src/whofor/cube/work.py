"""Types that the kernels share: settings, chunks of combinations and their results."""

from __future__ import annotations

import itertools
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from whofor.arrays import FloatArray
from whofor.cube.axes import Axis, RowScore

__all__ = ["Chunk", "ChunkResult", "Kernel", "KernelJob", "SearchSettings", "check_settings", "chunks_of", "terms_at"]

_ROWS_A_CHUNK = 16_000_000
_MOST_A_CHUNK = 256
_MOST_DEPTH = 3
_MOST_SEED = 2**64 - 1
_MOST_PERMUTATIONS = 2**31 - 1


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """Settings of a search.

    Attributes:
        depth: Most conditions in a conjunction, 1 to 3.
        min_support: Fewest rows inside a conjunction, and outside it.
        permutations: Shuffles of the outcome.
        seed: Seed of the shuffles, from 0.
        keep_score: Terms with at least this |score| are returned.
        keep_most: At most this many terms are returned for one combination of axes.
        threads: Worker threads; 0 for one a core.
        kernel: `auto` for the fastest there is, or one of `whofor.cube.kernels()`.
    """

    depth: int
    min_support: int
    permutations: int = 1024
    seed: int = 0
    keep_score: float = 2.5
    keep_most: int = 2000
    threads: int = 0
    kernel: str = "auto"


def check_settings(settings: SearchSettings) -> None:
    """Raise an error for settings that no kernel can take.

    Raises:
        ValueError: A number is out of its range.
    """
    ranges = {"depth": (1, _MOST_DEPTH), "permutations": (0, _MOST_PERMUTATIONS), "seed": (0, _MOST_SEED)}
    for name, (least, most) in ranges.items():
        given = getattr(settings, name)
        if not least <= given <= most:
            raise ValueError(f"{name} {given}; a search takes {least} to {most:,}")


Chunk = tuple[tuple[int, ...], ...]
"""Combinations of axes of one depth that are processed together."""


@dataclass(frozen=True, eq=False, slots=True)
class ChunkResult:
    """Result of one chunk.

    Attributes:
        family: Number of terms tested.
        axes: Axes of the strongest terms, shape (m, depth).
        terms: For each the number of its term on each of these axes, shape (m, depth).
        figures: Their (n, sum, score), shape (m, 3).
        sample: The same of a thinned-out sample of all.
        sample_axes: Their axes, shape (s, depth).
        sample_terms: Their terms on these axes, shape (s, depth).
        sum_squares: Sum of squared scores of all.
    """

    family: int
    axes: NDArray[np.int64]
    terms: NDArray[np.int64]
    figures: FloatArray
    sample: FloatArray
    sample_axes: NDArray[np.int64]
    sample_terms: NDArray[np.int64]
    sum_squares: float


def terms_at(
    chunk: Chunk, which: NDArray[np.int64], places: NDArray[np.int64], term_counts: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return axes and terms of places in the flattened grids of combinations, the last axis fastest.

    Args:
        chunk: Combinations.
        which: Number of the combination of each place.
        places: The places.
        term_counts: Terms of every axis.

    Returns:
        Axes and terms, both of shape (places, depth).
    """
    axes = np.array(chunk, dtype=np.int64)[which]
    terms = np.empty_like(axes)
    for side in reversed(range(axes.shape[1])):
        places, terms[:, side] = np.divmod(places, term_counts[axes[:, side]])
    return axes, terms


class KernelJob(Protocol):
    """A search with the shuffles of one block in memory."""

    def run(self, chunk: Chunk, maxima: FloatArray, *, observe: bool) -> ChunkResult | None:
        """Test the combinations of a chunk.

        Args:
            chunk: The combinations.
            maxima: Largest |score| of each shuffle of the block so far; raised where a term does.
            observe: Whether to return what was found.
        """
        ...


class Kernel(Protocol):
    """An implementation of the search."""

    @property
    def name(self) -> str:
        """Name of the kernel, as users see it."""
        ...

    def block(self, rows: int, permutations: int, *, is_binary: bool) -> int:
        """Number of shuffles to hold in memory at a time."""
        ...

    def begin(
        self, axes: Sequence[Axis], score: RowScore, settings: SearchSettings, shuffles: tuple[int, int]
    ) -> KernelJob:
        """Make the shuffles from the first of `shuffles` to before the last, and return the job that uses them."""
        ...


def chunks_of(axes: Sequence[Axis], depth: int, needed: Container[int] | None = None) -> list[Chunk]:
    """Return all combinations of axes of different groups, in order, in chunks of a few million rows.

    Args:
        axes: Coded attributes.
        depth: Axes of a combination.
        needed: Only combinations that hold one of these axes; all where `None`.
    """
    deep = [i for i, axis in enumerate(axes) if axis.most_depth >= depth]
    combinations = list(itertools.combinations(deep, depth))
    if len({axes[a].group for a in deep}) < len(deep):
        combinations = [c for c in combinations if len({axes[a].group for a in c}) == depth]
    if needed is not None:
        combinations = [c for c in combinations if any(a in needed for a in c)]
    size = min(_MOST_A_CHUNK, max(1, _ROWS_A_CHUNK // max(1, len(axes[0].codes)))) if axes else 1
    return [tuple(combinations[start : start + size]) for start in range(0, len(combinations), size)]
