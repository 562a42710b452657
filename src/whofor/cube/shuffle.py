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
"""Lanes are bytes where, rounded to the nearest, they would be off by less than these shares of a standard deviation.
Rounded as here, with no mean moved, the variance grows by at most two ten-thousandths, of scores in two levels, which
spread more, by eight; a threshold by half of that, where 1,024 shuffles fix it to a hundredth."""
_MOST_SUM = 2**31 - 1
_PARTS = 1 << 16
"""Parts of a unit of scores in two levels."""


@dataclass(frozen=True, eq=False, slots=True)
class Exchange:
    """Scores as they are exchanged within strata.

    Attributes:
        is_binary: Whether all scores are 0 or 1.
        order: Rows, stratum after stratum, shape (n,).
        start: Where each stratum begins in `order`, shape (strata + 1,).
        ones: Ones of each stratum, shape (strata,).
        lanes: Scores in whole units, in the order of `order`, shape (n,).
        scale: Size of a unit. A score is `offset + scale * lane`, to less than a unit, the sum of a stratum to half a
            unit; sums of lanes fit 31 bits. There are 254 units where these are small, else 4,094.
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
        units = max(1, min(units, _MOST_SUM // max(1, len(values))))
        scale = half / units or 1.0
        lanes = _whole((values[order] - offset) / scale, start[:-1], units)
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


def _hashes(seed: int, shuffle: int, n: int) -> NDArray[np.uint64]:
    """Return a hash of each row in a shuffle."""
    inner = _mix(np.array([shuffle + 1], dtype=np.uint64))
    stream = _mix(np.array([seed], dtype=np.uint64) + inner)
    return _mix(stream + np.arange(n, dtype=np.uint64) * _GOLDEN)


def _keys(seed: int, shuffle: int, n: int) -> NDArray[np.uint64]:
    """Key of each row in a shuffle: 32 bits of a hash above 32 bits of row number, so that no two are equal."""
    return (_hashes(seed, shuffle, n) >> np.uint64(32) << np.uint64(32)) | np.arange(n, dtype=np.uint64)


@dataclass(frozen=True, eq=False, slots=True)
class BlockExchange:
    """Scores as they are exchanged in two levels: parts of accounts within classes, the rest within each account.

    Attributes:
        blocks: The scores.
        scale: Size of a unit, as in `Exchange`.
        is_narrow: Whether lanes fit into bytes.
        between: Part of each account in units.
        by_class: Accounts, class after class.
        by_account: Rows, account after account.
        within: What is left of each row in parts of units, in the order of `by_account`.
    """

    blocks: BlockScores
    scale: float
    is_narrow: bool
    between: NDArray[np.float32]
    by_class: IntArray
    by_account: IntArray
    within: NDArray[np.int32]

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
        # The last unit is left to what is rounded up.
        units = max(1, min(_NARROW if narrow else _WIDE, _MOST_SUM // max(1, n)) - 1)
        scale = half / units or 1.0
        by_account = np.argsort(blocks.account, kind="stable")
        return cls(
            blocks=blocks,
            scale=scale,
            is_narrow=units < _NARROW,
            between=(blocks.between / scale).astype(np.float32),
            by_class=np.argsort(classes, kind="stable"),
            by_account=by_account,
            within=np.rint(blocks.within[by_account] / scale * _PARTS).astype(np.int32),
        )

    def lanes(self, seed: int, shuffle: int) -> NDArray[np.int16]:
        """Return the scores of one shuffle in whole units, shape (n,); the score of lane 0 is 0.

        An account's key is a hash of seed, shuffle and account; a row's the upper half of one of another stream. The
        lower half decides whether the row's score is rounded up, as often as it is above a whole number, so that no
        mean moves: rounded to the nearest, the few values of accounts of five won and lost deals would be 0.002
        standard deviations too high, of a tenth of 100,000 deals half a standard error.
        """
        b = self.blocks
        of_account = _hashes(seed, 2 * shuffle, len(b.between)) >> np.uint64(32)
        order = np.argsort(b.classes.astype(np.uint64) << np.uint64(32) | of_account, kind="stable")
        between = np.empty_like(self.between)
        between[order] = self.between[self.by_class]
        share = (between * (_PARTS / b.sizes).astype(np.float32)).astype(np.int32)
        hashes = _hashes(seed, 2 * shuffle + 1, len(b.within))
        order = np.argsort(b.account.astype(np.uint64) << np.uint64(32) | hashes >> np.uint64(32), kind="stable")
        within = np.empty_like(self.within)
        within[order] = self.within
        up = (hashes % np.uint64(_PARTS)).astype(np.int32)
        return ((share[b.account] + within + up) // _PARTS).astype(np.int16)


def _whole(values: FloatArray, starts: IntArray, most: int) -> IntArray:
    """Return values as whole numbers, each less than 1 off, with sums of neighbours to within 1 and no mean moved.

    Args:
        values: The values.
        starts: Where groups begin, whose sums are kept to half a unit.
        most: Largest whole number.
    """
    sums = np.concatenate([[0.0], np.cumsum(values)])
    sizes = np.diff(np.append(starts, len(values)))
    before = np.repeat(sums[starts], sizes)
    upper, lower = np.floor(sums[1:] - before + 0.5), np.floor(sums[:-1] - before + 0.5)
    return np.clip(upper - lower, -most, most).astype(np.int64)


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
    out = np.empty((len(exchange.within), last - first), dtype=np.float32)
    for column, shuffle in enumerate(range(first, last)):
        out[:, column] = exchange.lanes(seed, shuffle) * np.float32(exchange.scale)
    return out
