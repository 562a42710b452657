"""Pairs of facts that tell more together than their sum: found in the residuals, kept where unseen rows gain."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from whofor.arrays import FloatArray, IntArray
from whofor.model.scorecard import BlockKind, CardBlock, ScoreBin
from whofor.model.segment import Condition

__all__ = ["CoarseFact", "coarse", "excess", "pair_block", "strongest_pairs"]

_MOST_GROUPS = 12
"""Groups of a fact in a pair: more than people compare, and 144 cells at most. A convention."""
_FEWEST_IN_CELL = 5
"""Rows of a cell that has a weight of its own: below it the chi-square of a cell is no guide (Cochran 1954, Biometrics
10:417)."""
_LEAST_EXCESS = 4.0
"""Standard deviations of the score test beyond its mean from which a pair is looked at. On five of eight exports of
leads no pair reached it."""


@dataclass(frozen=True, eq=False, slots=True)
class CoarseFact:
    """One block of a card with its bins merged for pairs.

    Attributes:
        block: The block.
        group: What it describes; two of one group are never combined.
        tests: Condition of each group; `None` for all others, which come last.
        codes: Group of each row.
    """

    block: CardBlock
    group: str
    tests: tuple[Condition | None, ...]
    codes: IntArray


def coarse(block: CardBlock, group: str, codes: IntArray) -> CoarseFact:
    """Return a block in at most 12 groups beside the unknown: neighbours merged, rare values among all others.

    Args:
        block: A block of one fact.
        group: What the fact describes.
        codes: Bin of each row.
    """
    counts = np.bincount(codes, minlength=len(block.bins))
    place = np.zeros(len(block.bins), dtype=np.int64)
    tests: list[Condition | None] = []
    if block.kind is BlockKind.ORDERED:
        m = block.n_ordered
        before = np.cumsum(counts[:m]) - counts[:m]
        merged = np.arange(m) if m <= _MOST_GROUPS else before * _MOST_GROUPS // max(1, int(counts[:m].sum()))
        for number, which in enumerate(np.unique(merged).tolist()):
            bins = np.flatnonzero(merged == which)
            first, last = (block.bins[i].conditions[0] for i in (bins[0], bins[-1]))
            tests.append(replace(first, high=last.high, high_included=last.high_included))
            place[:m][bins] = number
        tests.append(block.bins[m].conditions[0])
        place[m] = len(tests) - 1
    else:
        *named, unknown, _ = range(len(block.bins))
        shown = sorted(sorted(named, key=lambda i: (-counts[i], i))[:_MOST_GROUPS])
        tests = [*(block.bins[i].conditions[0] for i in (*shown, unknown)), None]
        place[:] = len(tests) - 1
        place[[*shown, unknown]] = np.arange(len(tests) - 1)
    return CoarseFact(block, group, tuple(tests), place[codes])


def excess(codes: IntArray, n_cells: int, residual: FloatArray, variance: FloatArray) -> float:
    """Return by how many standard deviations the score test of cells lies beyond its mean where they say nothing.

    Args:
        codes: Cell of each row; cells of fewer than five rows are left out.
        n_cells: Number of cells.
        residual: Outcome of each row less what is expected.
        variance: Variance of each row's outcome.

    Source:
        Rao (1948), Mathematical Proceedings of the Cambridge Philosophical Society 44:50.
    """
    use = np.bincount(codes, minlength=n_cells) >= _FEWEST_IN_CELL
    total = np.bincount(codes, residual, n_cells)[use]
    spread = np.bincount(codes, variance, n_cells)[use]
    held = spread > 0
    freedom = int(held.sum())
    if freedom < 2:
        return -np.inf
    return (float((total[held] ** 2 / spread[held]).sum()) - freedom) / np.sqrt(2 * freedom)


def strongest_pairs(
    facts: Sequence[CoarseFact], residual: FloatArray, variance: FloatArray, most: int
) -> list[tuple[CoarseFact, CoarseFact]]:
    """Return the pairs whose cells the sum of their facts explains worst, the worst explained first.

    All cells count as free, though the sum fits their margins: the test is on the strict side.

    Args:
        facts: The facts.
        residual: Outcome of each row less what the card expects.
        variance: Variance of each row's outcome.
        most: Most pairs.
    """
    found: list[tuple[float, int, int]] = []
    for i, j in itertools.combinations(range(len(facts)), 2):
        a, b = facts[i], facts[j]
        if a.group == b.group:
            continue
        z = excess(a.codes * len(b.tests) + b.codes, len(a.tests) * len(b.tests), residual, variance)
        if z > _LEAST_EXCESS:
            found.append((-z, i, j))
    return [(facts[i], facts[j]) for _, i, j in sorted(found)[:most]]


def pair_block(a: CoarseFact, b: CoarseFact) -> CardBlock:
    """Return the block of two facts together: cells of five rows or more, the rest of a value, and all others.

    A row of a cell with fewer rows falls to "this value, others of the other fact", and at last to all others.
    """
    k = len(b.tests)
    counts = np.bincount(a.codes * k + b.codes, minlength=len(a.tests) * k)
    both: list[tuple[Condition, ...]] = []
    half: list[tuple[Condition, ...]] = []
    for cell in np.flatnonzero(counts >= _FEWEST_IN_CELL).tolist():
        tests = tuple(t for t in (a.tests[cell // k], b.tests[cell % k]) if t is not None)
        if tests:
            (both if len(tests) == 2 else half).append(tests)
    bins = tuple(ScoreBin(tests) for tests in (*both, *half, ()))
    names = tuple(dict.fromkeys((*a.block.attributes, *b.block.attributes)))
    return CardBlock(f"{a.block.id} * {b.block.id}", f"{a.block.label} × {b.block.label}", BlockKind.PAIR, names, bins)
