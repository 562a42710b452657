"""What a fact that is not recorded may be worth: the blank itself where it told something, else the facts beside it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from whofor.arrays import BoolArray, FloatArray, IntArray
from whofor.model.scorecard import BlockKind, CardBlock

__all__ = [
    "BlankGuess",
    "BlankShares",
    "BlankTable",
    "Blended",
    "Companions",
    "blank_shares",
    "blank_tables",
    "blend",
    "guesses",
]

_BY_CHANCE = 2.0
"""Standard errors by which the share of blanks among the deals may differ from that of a list: 95 of 100 do less. With
blanks that are new by chance alone the facts of every list would be guessed, and scores take twice as long."""
_TINY = 1e-9
"""Keeps bins without any deal from dividing nought by nought."""
_OF_SEVERAL = (BlockKind.PAIR, BlockKind.SEGMENT)
"""Blocks of several facts: their blanks are as usual as the rarest of those of the facts."""


@dataclass(frozen=True, eq=False, slots=True)
class Companions:
    """How often two bins of a card occur together, by which a known fact tells of an unknown one.

    Attributes:
        together: Deals learnt from that two bins share, shape (bins, bins), bins in the order of the card.
        n: Deals learnt from.
    """

    together: FloatArray
    n: int


@dataclass(frozen=True, eq=False, slots=True)
class BlankShares:
    """How often facts are not recorded in a list.

    Attributes:
        shares: Share of the rows of which each block's fact is not recorded, one a block; 0 of pairs and segments.
        usual: Which part of these blanks is as usual among the deals learnt from, 0 to 1; the others are new.
    """

    shares: tuple[float, ...]
    usual: tuple[float, ...]

    @classmethod
    def of(cls, blocks: Sequence[CardBlock], shares: Sequence[float]) -> BlankShares:
        """Return how much of the blanks of a list is usual.

        With u the share unknown among the deals learnt from and v that of the list, min(1, u / v) of the blanks are;
        all of them where v is no further above u than chance among the deals allows.
        """
        usual = (_usual(block, share) for block, share in zip(blocks, shares, strict=True))
        return cls(tuple(shares), tuple(usual))


@dataclass(frozen=True, eq=False, slots=True)
class BlankGuess:
    """How likely each bin of a fact is where it is not recorded.

    Attributes:
        by: Its companion, the block that tells most of its weights; `None` where none tells anything.
        chance: For each bin of the companion how likely each bin of the block is, shape (bins of the companion, bins);
            one row where there is none.
    """

    by: int | None
    chance: FloatArray

    def for_rows(self, codes: IntArray) -> FloatArray:
        """Return how likely each bin is for some rows, shape (rows, bins), from their bins in all blocks."""
        return self.chance[np.zeros(len(codes), dtype=np.int64) if self.by is None else codes[:, self.by]]


@dataclass(frozen=True, eq=False, slots=True)
class BlankTable:
    """What a block adds to rows of which a fact of it is not recorded, where some of these blanks are new.

    Attributes:
        of: Blocks of one fact; the table counts where any of them is in its bin of what is not recorded.
        by: The block whose bin says what is added: the companion, or the block itself.
        mean: What is added, for each bin of that block.
        variance: How unsure that is, likewise.
    """

    of: tuple[int, ...]
    by: int
    mean: FloatArray
    variance: FloatArray


@dataclass(frozen=True, eq=False, slots=True)
class Blended:
    """What each block adds to each row.

    Attributes:
        mean: Expected contribution, shape (rows, blocks).
        variance: Its variance, 0 where the fact is known.
    """

    mean: FloatArray
    variance: FloatArray


def _usual(block: CardBlock, share: float) -> float:
    """Return which part of the blanks of a list is usual."""
    u, deals = block.unknown_share, sum(one.n for one in block.bins)
    if share <= u + _BY_CHANCE * math.sqrt(u * (1 - u) / max(1, deals)):
        return 1.0
    return min(1.0, u / share)


def blank_shares(blocks: Sequence[CardBlock], codes: IntArray) -> BlankShares:
    """Return how often the facts of a list are not recorded, and how much of that is usual.

    Args:
        blocks: Blocks of the card.
        codes: Bin of each row, shape (rows, blocks).

    Example:
        A list without the column has v = 1: with 5 % blanks among the deals, 5 % of its blanks are usual.
    """
    shares = [
        float((codes[:, i] == block.unknown).mean()) if block.unknown is not None and len(codes) else 0.0
        for i, block in enumerate(blocks)
    ]
    return BlankShares.of(blocks, shares)


def guesses(blocks: Sequence[CardBlock], companions: Companions | None) -> tuple[BlankGuess, ...]:
    """Return how likely the bins of each block are where its fact is not recorded, as far as another fact tells.

    Args:
        blocks: Blocks of a card.
        companions: Which bins go together; without them a fact is expected to be as among all deals.
    """
    found: list[BlankGuess] = []
    for i, block in enumerate(blocks):
        by = None if block.unknown is None else _companion(i, blocks, companions)
        found.append(BlankGuess(by, _by_companion(i, by, blocks, companions)))
    return tuple(found)


def blend(
    blocks: Sequence[CardBlock],
    codes: IntArray,
    tables: Sequence[BlankTable | None],
    *,
    undecided: Mapping[int, BoolArray] | None = None,
) -> Blended:
    """Return what each block adds to each row, and how unsure that is where the fact is unknown.

    Args:
        blocks: Blocks of the card; edited weights count.
        codes: Bin of each row, shape (rows, blocks).
        tables: What blocks add to rows of which a fact is not recorded, see `blank_tables`.
        undecided: By the number of the block of a type of client, the rows of which it is not known whether they meet
            it: what is known of them fits, and not all is.
    """
    n, unsure = len(codes), undecided or {}
    mean, variance = np.zeros((n, len(blocks))), np.zeros((n, len(blocks)))
    for i, (block, table) in enumerate(zip(blocks, tables, strict=True)):
        mean[:, i] = np.array([b.in_force for b in block.bins])[codes[:, i]]
        if table is None or (block.kind is BlockKind.SEGMENT and i not in unsure):
            continue
        blank = np.zeros(n, dtype=np.bool_)
        if i in unsure:
            blank |= unsure[i]
        for j in () if i in unsure else table.of:
            blank |= codes[:, j] == blocks[j].unknown
        place = codes[blank, table.by]
        mean[blank, i], variance[blank, i] = table.mean[place], table.variance[place]
    return Blended(mean, variance)


def blank_tables(
    blocks: Sequence[CardBlock], blanks: BlankShares, guessed: Sequence[BlankGuess]
) -> tuple[BlankTable | None, ...]:
    """Return what each block adds to rows of which its fact is not recorded; `None` where its blanks are as usual.

    A usual blank counts as it did among the deals learnt from; a new one as the companion of the fact lets expect. The
    two are blended, as nothing tells them apart row by row.

    Args:
        blocks: Blocks of the card; edited weights count.
        blanks: How often facts of this list are not recorded.
        guessed: How likely each bin of an unknown fact is, see `guesses`.

    Source:
        Mean and variance of a mixture.
    """
    return tuple(_blank_table(i, blocks, blanks, guessed[i]) for i in range(len(blocks)))


def _blank_table(which: int, blocks: Sequence[CardBlock], blanks: BlankShares, guess: BlankGuess) -> BlankTable | None:
    block = blocks[which]
    weights = np.array([b.in_force for b in block.bins])
    of = () if block.unknown is None else (which,)
    if block.kind in _OF_SEVERAL:
        read = set(block.attributes)
        of = tuple(j for j, b in enumerate(blocks) if b.unknown is not None and set(b.attributes) <= read)
    usual = min((blanks.usual[j] for j in of), default=1.0)
    if usual >= 1:
        return None
    expected = guess.chance @ weights
    spread = np.maximum(0.0, guess.chance @ weights**2 - expected**2)
    by = which if guess.by is None else guess.by
    if guess.by is None:
        expected, spread = (np.repeat(values, len(block.bins)) for values in (expected, spread))
    own = weights if block.unknown is None else weights[block.unknown]
    variance = (1 - usual) * spread + usual * (1 - usual) * (own - expected) ** 2
    return BlankTable(of, by, usual * own + (1 - usual) * expected, variance)


def _n_of(block: CardBlock) -> FloatArray:
    """Return the deals learnt from in each bin, none in that of what is not recorded."""
    n = np.array([0.0 if b.is_unknown else float(b.n) for b in block.bins])
    return n if n.sum() > 0 else np.array([0.0 if b.is_unknown else 1.0 for b in block.bins])


def _by_companion(which: int, by: int | None, blocks: Sequence[CardBlock], companions: Companions | None) -> FloatArray:
    """Return how likely each bin of an unknown fact is for each bin of another, shape (bins of it, bins).

    One row, how often they are, where there is no other. A bin of the other that no deal had tells nothing.
    """
    n = _n_of(blocks[which])
    if by is None or companions is None:
        return (n / n.sum())[None, :]
    starts = np.cumsum([0, *(len(b.bins) for b in blocks)])
    other = blocks[by]
    shared = companions.together[starts[which] : starts[which + 1], starts[by] : starts[by + 1]]
    prior = np.array([b.n for b in other.bins]) / max(1, companions.n)
    tells = (shared + prior + _TINY) / (n[:, None] + 1.0 + _TINY)
    if other.unknown is not None:
        tells[:, other.unknown] = 1.0
    chance = n[:, None] * tells
    return np.asarray((chance / chance.sum(axis=0)).T, dtype=np.float64)


def _companion(which: int, blocks: Sequence[CardBlock], companions: Companions | None) -> int | None:
    """Return the block that tells most of the weights of another, beyond chance; `None` where none tells anything.

    Learnt weights count: an edit changes what a fact adds, not by what it is guessed.

    Source:
        The share of a variance that groups explain, less what they explain by chance: Wherry (1931), Annals of
        Mathematical Statistics 2:440.
    """
    if companions is None:
        return None
    block, n = blocks[which], _n_of(blocks[which])
    weights = np.array([b.weight for b in block.bins])
    mean = float(n @ weights) / n.sum()
    spread = float(n @ (weights - mean) ** 2) / n.sum()
    best, most = None, 0.0
    for j, other in enumerate(blocks):
        if other.unknown is None or set(other.attributes) & set(block.attributes):
            continue
        rows = np.array([0.0 if b.is_unknown else float(b.n) for b in other.bins])
        if rows.sum() <= 0:
            continue
        expected = _by_companion(which, j, blocks, companions) @ weights
        told = float(rows @ (expected - mean) ** 2) / rows.sum() - int((rows > 0).sum() - 1) * spread / rows.sum()
        if told > most:
            best, most = j, told
    return best
