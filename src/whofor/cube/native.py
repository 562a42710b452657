"""The search in C, through ctypes; calls release the GIL, so that other threads run."""

from __future__ import annotations

import ctypes
import os
import threading
import weakref
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from whofor.arrays import FloatArray
from whofor.cube.axes import Axis, RowScore
from whofor.cube.native_layout import TALLY, TERM, Blocks, KernelAnswer, KernelProblem
from whofor.cube.shuffle import BlockExchange, Exchange
from whofor.cube.twin import keep_strongest
from whofor.cube.work import Chunk, ChunkResult, SearchSettings, terms_at

__all__ = ["NativeKernel", "native_kernels"]

_BITS, _LANES = 1024, 128
_BLOCK_BYTES = 400_000_000
_VARIANTS = ("plain", "avx2", "avx512")
_INTERFACE = 2
"""As in `kernel/variants.c`."""
_I32, _I64, _PTR = ctypes.c_int32, ctypes.c_int64, ctypes.c_void_p


@cache
def _library() -> ctypes.CDLL | None:
    """Return the library that was built with the package, or `None`.

    Raises:
        ImportError: It was built from other sources, so that its answers would be wrong.
    """
    for path in sorted(Path(__file__).parent.glob("_kernel.*")):
        try:
            library = ctypes.CDLL(str(path))
        except OSError:
            continue
        if not hasattr(library, "whofor_interface") or library.whofor_interface() != _INTERFACE:
            raise ImportError(f"{path} was built from other sources than these: install whofor again, or delete it")
        library.whofor_free.argtypes = [_PTR]
        library.whofor_free.restype = None
        library.whofor_scratch_new.restype = _PTR
        library.whofor_scratch_free.argtypes = [_PTR]
        library.whofor_scratch_free.restype = None
        return library
    return None


class _Scratch:
    """Memory of one thread, freed with the last reference to it."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self.address = _PTR(library.whofor_scratch_new())
        if not self.address:
            raise MemoryError("the search kernel ran out of memory")
        weakref.finalize(self, library.whofor_scratch_free, self.address)


@cache
def native_kernels() -> tuple[NativeKernel, ...]:
    """Return the native kernels that run on this machine, the fastest last."""
    library = _library()
    if library is None:
        return ()
    found = int(library.whofor_variants())
    return tuple(NativeKernel(name) for bit, name in enumerate(_VARIANTS) if found >> bit & 1)


@dataclass(frozen=True, slots=True)
class NativeKernel:
    """The kernel in C, for one set of instructions.

    Memory: codes and scores, n x (2 x axes + 24) bytes; shuffles, n x permutations / 8 bytes for a 0/1 outcome and
    n x permutations bytes for any other (twice that where its range is long), at most 400 MB at a time; and for each
    thread 24 bytes a row, and (strata + 1) x 8 bytes a cell of the largest combination, with up to 64 x log2(n) bytes a
    cell for the shuffles where terms are runs or unions of values; some 40 MB for scores that are not 0 or 1; and
    256 bytes an account while scores are exchanged in two levels.
    """

    variant: str

    @property
    def name(self) -> str:
        """Name of the kernel, as users see it."""
        return f"c ({self.variant})"

    def block(self, rows: int, permutations: int, *, is_binary: bool) -> int:
        """Number of shuffles to hold in memory at a time."""
        unit, size = (_BITS, rows * _BITS // 8) if is_binary else (_LANES, rows * _LANES * 2)
        return max(1, _BLOCK_BYTES // max(1, size)) * unit if permutations else 0

    def begin(
        self, axes: Sequence[Axis], score: RowScore, settings: SearchSettings, shuffles: tuple[int, int]
    ) -> NativeJob:
        """Make the shuffles of a block."""
        return NativeJob(self.variant, axes, score, settings, shuffles)

    def cube(self, axes: Sequence[Axis], values: FloatArray) -> FloatArray:
        """Rows, sum and sum of squares of all cells, shape (cells, 3); see `whofor.cube.cube_of`."""
        zeros = np.zeros(len(values), dtype=np.int64)
        job = NativeJob(self.variant, axes, RowScore(values, zeros), SearchSettings(1, 1, permutations=0), (0, 0))
        out = np.empty((int(np.prod([axis.n_codes for axis in axes])), 3))
        places = [*range(len(axes)), -1, -1][:3]
        job.call("cube", *(_I32(p) for p in places), _pointer(out))
        return out


def _pointer(array: NDArray[Any]) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)


def _aligned(size: int) -> NDArray[np.uint8]:
    """Bytes that begin at a multiple of 64."""
    raw = np.zeros(size + 64, dtype=np.uint8)
    shift = -raw.ctypes.data % 64
    return raw[shift : shift + size]


def _recipe(axis: Axis) -> tuple[list[int], list[list[int]]]:
    """Return how to compute each term: whether it extends the one before it, and the codes to add."""
    goes_on: list[int] = []
    codes: list[list[int]] = []
    for t, row in enumerate(axis.membership):
        before = axis.membership[t - 1] if t else None
        on = before is not None and bool((row & before).any()) and not bool((before & ~row).any())
        goes_on.append(int(on))
        codes.append(np.flatnonzero(row & ~before if on and before is not None else row).tolist())
    return goes_on, codes


def cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class NativeJob:
    """A search with the shuffles of one block in memory.

    Args:
        variant: Set of instructions.
        axes: Coded attributes.
        score: Row score and strata.
        settings: How to search.
        shuffles: First shuffle of the block, and the one after its last.
    """

    def __init__(
        self,
        variant: str,
        axes: Sequence[Axis],
        score: RowScore,
        settings: SearchSettings,
        shuffles: tuple[int, int],
    ) -> None:
        self._variant = variant
        self._settings = settings
        self._kept: list[NDArray[Any]] = []
        self._of_thread = threading.local()
        self._term_counts = np.array([axis.n_terms for axis in axes], dtype=np.int64)
        self._problem = problem = KernelProblem()
        moments = score.moments()
        problem.rows, problem.strata = len(score.values), max(1, score.n_strata)
        problem.is_binary, problem.least_rows = int(score.is_binary), max(1, settings.min_support)
        problem.keep_score, problem.permutations = settings.keep_score, shuffles[1] - shuffles[0]
        codes = np.stack([axis.codes for axis in axes])
        problem.codes, problem.attributes = self._keep(codes, np.uint8), len(axes)
        problem.code_count = self._keep([axis.n_codes for axis in axes], np.int32)
        problem.term_count = self._keep([axis.n_terms for axis in axes], np.int32)
        problem.first_term = self._keep(np.cumsum([0] + [axis.n_terms for axis in axes]), np.int32)
        recipes = [_recipe(axis) for axis in axes]
        parts = [term for _, terms in recipes for term in terms]
        problem.goes_on = self._keep([on for goes_on, _ in recipes for on in goes_on], np.uint8)
        problem.first_code = self._keep(np.cumsum([0] + [len(term) for term in parts]), np.int32)
        problem.term_codes = self._keep([code for term in parts for code in term] or [0], np.uint8)
        problem.score = self._keep(score.values, np.float64)
        problem.stratum = self._keep(score.strata, np.uint16)
        problem.stratum_rows = self._keep(moments.n, np.float64)
        problem.stratum_mean = self._keep(moments.mean, np.float64)
        problem.stratum_variance = self._keep(moments.variance, np.float64)
        problem.stratum_third = self._keep(moments.third, np.float64)
        if problem.permutations:
            problem.by_row = self._keep(codes.T, np.uint8)
            if score.blocks is None:
                exchange = Exchange.of(score)
                problem.lane_bytes = 1 if exchange.is_narrow else 2
                problem.lane_scale, problem.lane_offset = exchange.scale, exchange.offset
                self._shuffle(exchange, settings, shuffles[0])
            else:
                blocks = BlockExchange.of(score.blocks)
                problem.lane_bytes, problem.lane_scale = 1 if blocks.is_narrow else 2, blocks.scale
                self._shuffle_blocks(blocks, settings, shuffles[0])

    def _keep(self, values: ArrayLike, dtype: DTypeLike) -> ctypes.c_void_p:
        array = np.ascontiguousarray(values, dtype=dtype)
        self._kept.append(array)
        return _pointer(array)

    def call(self, name: str, *arguments: object) -> None:
        """Call a function of the library.

        Raises:
            MemoryError: The function could not get the memory it needs.
        """
        library = _library()
        if library is None:
            raise RuntimeError("the native kernel is not there")
        function = getattr(library, f"whofor_{name}_{self._variant}")
        if function(ctypes.byref(self._problem), *arguments):
            raise MemoryError("the search kernel ran out of memory")

    def _shuffle(self, exchange: Exchange, settings: SearchSettings, first: int) -> None:
        rows, count = int(self._problem.rows), int(self._problem.permutations)
        unit = _BITS // 8 if exchange.is_binary else _LANES * int(self._problem.lane_bytes)
        batches = -(-count // (_BITS if exchange.is_binary else _LANES))
        shuffled = _aligned(batches * rows * unit)
        self._kept.append(shuffled)
        self._problem.shuffled = _pointer(shuffled)
        order, start = self._keep(exchange.order, np.uint32), self._keep(exchange.start, np.int64)
        name = "shuffle_bits" if exchange.is_binary else "shuffle_lanes"
        what = self._keep(*((exchange.ones, np.int64) if exchange.is_binary else (exchange.lanes, np.int16)))

        def make(part: int) -> None:
            self.call(
                name, order, start, what, ctypes.c_uint64(settings.seed), _I64(first), _I64(part), _pointer(shuffled)
            )

        with ThreadPoolExecutor(settings.threads or cores()) as pool:
            list(pool.map(make, range(-(-count // (64 if exchange.is_binary else _LANES)))))

    def _shuffle_blocks(self, exchange: BlockExchange, settings: SearchSettings, first: int) -> None:
        blocks, scores = Blocks(), exchange.blocks
        blocks.accounts, blocks.classes = len(scores.between), int(scores.classes.max()) + 1
        blocks.by_class = self._keep(exchange.by_class, np.uint32)
        blocks.class_start = self._keep(np.cumsum([0, *np.bincount(scores.classes)]), np.int64)
        blocks.by_account = self._keep(exchange.by_account, np.uint32)
        blocks.account_start = self._keep(np.cumsum([0, *scores.sizes]), np.int64)
        blocks.between = self._keep(exchange.between, np.float32)
        blocks.within = self._keep(exchange.within, np.int32)
        rows, count = int(self._problem.rows), int(self._problem.permutations)
        batches = -(-count // _LANES)
        shuffled = _aligned(batches * rows * _LANES * int(self._problem.lane_bytes))
        self._kept.append(shuffled)
        self._problem.shuffled = _pointer(shuffled)

        def make(batch: int) -> None:
            seed = ctypes.c_uint64(settings.seed)
            self.call("shuffle_blocks", ctypes.byref(blocks), seed, _I64(first), _I64(batch), _pointer(shuffled))

        with ThreadPoolExecutor(settings.threads or cores()) as pool:
            list(pool.map(make, range(batches)))

    def run(self, chunk: Chunk, maxima: FloatArray, *, observe: bool) -> ChunkResult | None:
        """Test the combinations of a chunk."""
        combinations = np.full((len(chunk), 3), -1, dtype=np.int32)
        combinations[:, : len(chunk[0])] = chunk
        tallies = np.zeros(len(chunk), dtype=TALLY)
        answer = KernelAnswer(tallies=_pointer(tallies))
        try:
            self.call(
                "search",
                self._scratch(),
                _pointer(combinations),
                _I32(len(chunk)),
                _pointer(maxima),
                ctypes.byref(answer),
            )
            found = _terms(answer.found, answer.found_count) if observe else None
            sample = _terms(answer.sample, answer.sample_count)
        finally:
            library = _library()
            if library is not None:
                library.whofor_free(answer.found)
                library.whofor_free(answer.sample)
        if found is None:
            return None
        found = self._strongest(found)
        axes, terms = self._terms_at(chunk, found)
        sample_axes, sample_terms = self._terms_at(chunk, sample)
        return ChunkResult(
            family=int(tallies["family"].sum()),
            axes=axes,
            terms=terms,
            figures=_figures(found),
            sample=_figures(sample),
            sample_axes=sample_axes,
            sample_terms=sample_terms,
            sum_squares=sum(tallies["sum_squares"].tolist()),
        )

    def _terms_at(self, chunk: Chunk, terms: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return terms_at(chunk, terms["combination"].astype(np.int64), terms["place"], self._term_counts)

    def _scratch(self) -> ctypes.c_void_p:
        if not hasattr(self._of_thread, "scratch"):
            library = _library()
            if library is None:
                raise RuntimeError("the native kernel is not there")
            self._of_thread.scratch = _Scratch(library)
        return self._of_thread.scratch.address

    def _strongest(self, found: NDArray[Any]) -> NDArray[Any]:
        """Return the strongest terms, at most `keep_most` of each combination."""
        _, start, count = np.unique(found["combination"], return_index=True, return_counts=True)
        if not (count > self._settings.keep_most).any():
            return found
        kept = [
            low + keep_strongest(np.abs(found["score"][low : low + size]), self._settings)
            for low, size in zip(start, count, strict=True)
        ]
        return found[np.concatenate(kept)]


def _figures(terms: NDArray[Any]) -> FloatArray:
    return np.column_stack([terms[name] for name in ("n", "total", "score")])


def _terms(address: int | None, count: int) -> NDArray[Any]:
    if not address or not count:
        return np.empty(0, dtype=TERM)
    return np.frombuffer(ctypes.string_at(address, count * TERM.itemsize), dtype=TERM)
