"""Outcomes shuffled within strata, the same from every kernel and on every machine.

A shuffle gives each row a key, a hash of seed, shuffle and row number; the rows of a stratum, in the order of their
keys, receive its outcomes in the order of its rows (of 0/1 outcomes, the rows with the smallest keys receive the ones).
Nothing depends on threads, blocks or the order of work, and a part of the rows can be shuffled where it lies.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whofor.arrays import FloatArray, IntArray
from whofor.cube.axes import RowScore
from whofor.cube.clusters import BlockScores

__all__ = ["BlockExchange", "Exchange", "shuffled_blocks", "shuffled_scores"]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_WIDE, _NARROW = 2047, 127  # the first is LARGEST_LANE of kernel.h
_COARSE = 0.01
_COARSE_IN_BLOCKS = 0.02
"""Lanes are bytes where they round by less than these shares of a standard deviation. Scores in two levels spread more:
of theirs the variance grows by four ten-thousandths, a threshold by two, where 1,024 shuffles fix it to a hundredth."""
_MOST_SUM = 2**31 - 1


@dataclass(frozen=True, eq=False, slots=True)
class Exchange:
    """Scores as they are exchanged within strata.

    Attributes:
        is_binary: Whether all scores are 0 or 1.
        order: Rows, stratum after stratum, shape (n,).
        start: Where each stratum begins in `order`, shape (strata + 1,).
        ones: Ones of each stratum, shape (strata,).
        lanes: Scores in whole units, in the order of `order`, shape (n,).
        scale: Size of a unit. A score is `offset + scale * lane`, to half a unit; sums of lanes fit 31 bits. There are
            254 units where that rounds by less than a hundredth of a standard deviation (the variance then grows by a
            ten-thousandth, while 1,024 shuffles fix a threshold to a hundredth), else 4,094.
        offset: Score of lane 0.
    """

    is_binary: bool
    order: NDArray[np.uint32]
    start: NDArray[np.int64]
    ones: NDArray[np.int64]
    lanes: NDArray[np.int16]
    scale: float
    offset: float

    @property
    def is_narrow(self) -> bool:
        """Whether lanes fit into bytes."""
        return not len(self.lanes) or int(np.abs(self.lanes).max()) <= _NARROW

    @classmethod
    def of(cls, score: RowScore) -> Exchange:
        """Return a row score as it is exchanged."""
        values, strata = score.values, score.strata
        is_binary = score.is_binary
        order = np.argsort(strata, kind="stable")
        start = np.searchsorted(strata[order], np.arange(score.n_strata + 1))
        ones = np.bincount(strata, values, minlength=score.n_strata) if is_binary else np.zeros(score.n_strata)
        low, high = (0.0, 1.0) if is_binary or not len(values) else (float(values.min()), float(values.max()))
        offset = (low + high) / 2
        half = (high - low) / 2
        rounding = half / _NARROW / 12**0.5
        units = _NARROW if len(values) and rounding <= _COARSE * float(values.std()) else _WIDE
        scale = half / max(1, min(units, _MOST_SUM // max(1, len(values)))) or 1.0
        lanes = np.rint((values[order] - offset) / scale)
        return cls(
            is_binary=is_binary,
            order=order.astype(np.uint32),
            start=start.astype(np.int64),
            ones=np.rint(ones).astype(np.int64),
            lanes=lanes.astype(np.int16),
            scale=scale,
            offset=offset,
        )


def _mix(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return hashes by the finaliser of SplitMix64.

    Source:
        Steele, Lea & Flood (2014), Fast splittable pseudorandom number generators.
    """
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def _keys(seed: int, shuffle: int, n: int) -> NDArray[np.uint64]:
    """Key of each row in a shuffle: 32 bits of a hash above 32 bits of row number, so that no two are equal."""
    inner = _mix(np.array([shuffle + 1], dtype=np.uint64))
    stream = _mix(np.array([seed], dtype=np.uint64) + inner)
    rows = np.arange(n, dtype=np.uint64)
    return (_mix(stream + rows * _GOLDEN) >> np.uint64(32) << np.uint64(32)) | rows


@dataclass(frozen=True, eq=False, slots=True)
class BlockExchange:
    """Scores as they are exchanged in two levels: parts of accounts within classes, the rest within each account.

    Attributes:
        blocks: The scores.
        scale: Size of a unit, as in `Exchange`.
        is_narrow: Whether lanes fit into bytes.
        by_class: Accounts, class after class.
        by_account: Rows, account after account.
    """

    blocks: BlockScores
    scale: float
    is_narrow: bool
    by_class: IntArray
    by_account: IntArray

    @classmethod
    def of(cls, blocks: BlockScores) -> BlockExchange:
        """Return scores as they are exchanged."""
        sizes, classes = blocks.sizes, blocks.classes
        largest, smallest = np.zeros(int(classes.max()) + 1), np.full(int(classes.max()) + 1, np.inf)
        np.maximum.at(largest, classes, np.abs(blocks.between))
        np.minimum.at(smallest, classes, sizes)
        # A part of an account may come to the smallest account of its class.
        half = float((largest / smallest).max()) + float(np.abs(blocks.within).max())
        n = len(blocks.within)
        narrow = half / _NARROW / 12**0.5 <= _COARSE_IN_BLOCKS * float(blocks.values.std())
        units = max(1, min(_NARROW if narrow else _WIDE, _MOST_SUM // max(1, n)))
        by_class = np.argsort(classes, kind="stable")
        by_account = np.argsort(blocks.account, kind="stable")
        return cls(blocks, half / units or 1.0, units <= _NARROW, by_class, by_account)

    def lanes(self, seed: int, shuffle: int) -> NDArray[np.int16]:
        """Return the scores of one shuffle in whole units, shape (n,); the score of lane 0 is 0.

        An account's key is a hash of seed, shuffle and account; a row's that of another stream.
        """
        b = self.blocks
        of_account = _keys(seed, 2 * shuffle, len(b.between)) >> np.uint64(32)
        order = np.argsort(b.classes.astype(np.uint64) << np.uint64(32) | of_account, kind="stable")
        between = np.empty_like(b.between)
        between[order] = b.between[self.by_class]
        of_row = _keys(seed, 2 * shuffle + 1, len(b.within)) >> np.uint64(32)
        order = np.argsort(b.account.astype(np.uint64) << np.uint64(32) | of_row, kind="stable")
        within = np.empty_like(b.within)
        within[order] = b.within[self.by_account]
        scores: FloatArray = (between / b.sizes)[b.account] + within
        return np.rint(scores / self.scale).astype(np.int16)


def shuffled_scores(exchange: Exchange, seed: int, first: int, last: int) -> NDArray[np.float32]:
    """Row scores shuffled within strata.

    Args:
        exchange: The scores and strata.
        seed: Seed; equal seeds give equal shuffles.
        first: Number of the first shuffle.
        last: Number after the last.

    Returns:
        Shape (n, last - first). Sums of 0/1 scores stay exact in single precision up to 2**24 rows.
    """
    n = len(exchange.order)
    out = np.zeros((n, last - first), dtype=np.float32)
    values = (exchange.offset + exchange.scale * exchange.lanes.astype(np.float64)).astype(np.float32)
    for column, shuffle in enumerate(range(first, last)):
        keys = _keys(seed, shuffle, n)[exchange.order]
        for h, (low, high) in enumerate(zip(exchange.start[:-1], exchange.start[1:], strict=True)):
            mine = keys[low:high]
            if not exchange.is_binary:
                out[exchange.order[low:high][np.argsort(mine)], column] = values[low:high]
                continue
            ones = int(exchange.ones[h])
            if ones:
                chosen = np.argpartition(mine, ones - 1)[:ones]
                out[exchange.order[low:high][chosen], column] = 1.0
    return out


def shuffled_blocks(exchange: BlockExchange, seed: int, first: int, last: int) -> NDArray[np.float32]:
    """Return row scores exchanged in two levels, as `shuffled_scores` does within strata, shape (n, last - first)."""
    scale = np.float32(exchange.scale)
    return np.column_stack([exchange.lanes(seed, shuffle) * scale for shuffle in range(first, last)])
