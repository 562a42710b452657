"""Scores of prospects: the sum of a card's weights, how unsure it is, and the chance that follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from whofor.arrays import FloatArray, IntArray
from whofor.model.scorecard import BlockKind, CardOutcome, Scorecard
from whofor.schema.rows import Attribute
from whofor.scoring.placing import Placing
from whofor.scoring.unknowns import BlankGuess, BlankShares, Companions, blank_shares, blank_tables, blend, guesses

__all__ = ["Scores", "chance_of", "expected_values", "score_rows", "weight_variance"]


@dataclass(frozen=True, eq=False, slots=True)
class Scores:
    """Scores of rows.

    Attributes:
        codes: Place of each row's bin in each block, shape (rows, blocks).
        contributions: What each block adds, shape (rows, blocks).
        variances: How unsure that is where the fact is unknown, shape (rows, blocks).
        sums: Log odds, or expected amount: the base in force plus all contributions, shape (rows,). Ranks go by it.
        chances: Chance of winning; the expected amount itself where the card tells an amount.
        blanks: How often facts of the list are not recorded.
        guessed: How likely each bin of each block is where its fact is not recorded.
        unnamed: Rows by category that hold a value which the card does not name: too rare, or never seen.
        lacking: Blocks of which the list has no column at all.
    """

    codes: IntArray
    contributions: FloatArray
    variances: FloatArray
    sums: FloatArray
    chances: FloatArray
    blanks: BlankShares
    guessed: tuple[BlankGuess, ...]
    unnamed: Mapping[str, int]
    lacking: tuple[str, ...]

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.sums)

    @property
    def unsure(self) -> FloatArray:
        """Variance of each row's sum from what is not known of it, shape (rows,)."""
        return self.variances.sum(axis=1)


def chance_of(sums: FloatArray, variance: FloatArray | float) -> FloatArray:
    """Return the mean chance of log odds that are normal around a sum.

    Args:
        sums: Log odds.
        variance: Their variance.

    Source:
        MacKay (1992), Neural Computation 4:720 (the moderated output).

    Example:
        >>> chance_of(np.array([2.0]), 0.0).round(3).tolist(), chance_of(np.array([2.0]), 4.0).round(3).tolist()
        ([0.881], [0.777])
    """
    return np.asarray(expit(sums / np.sqrt(1 + np.pi * np.asarray(variance) / 8)), dtype=np.float64)


def score_rows(
    card: Scorecard,
    attributes: Sequence[Attribute],
    day: FloatArray,
    companions: Companions | None = None,
    *,
    blanks: BlankShares | None = None,
) -> Scores:
    """Return the scores of rows, which may lack any of the card's facts.

    Args:
        card: The card; edited weights count.
        attributes: Facts of the rows.
        day: Day as of which each row is scored, days since 1970-01-01.
        companions: Which bins go together; without them an unknown fact is expected to be as among all deals.
        blanks: How often facts are not recorded in the list that the rows come from; by default in these rows.
    """
    placing = Placing(attributes, day)
    codes = np.zeros((len(placing), len(card.blocks)), dtype=np.int64)
    unnamed: dict[str, int] = {}
    for i, block in enumerate(card.blocks):
        codes[:, i] = placing.codes(block)
        others = int((codes[:, i] == len(block.bins) - 1).sum())
        if block.kind is BlockKind.LEVELS and others:
            unnamed[block.id] = others
    blanks = blanks or blank_shares(card.blocks, codes)
    guessed = guesses(card.blocks, companions)
    types = {
        i: placing.undecided(block.bins[0].conditions)
        for i, block in enumerate(card.blocks)
        if block.kind is BlockKind.SEGMENT
    }
    found = blend(card.blocks, codes, blank_tables(card.blocks, blanks, guessed), undecided=types)
    sums = np.full(len(placing), card.base_in_force)
    for i in range(len(card.blocks)):  # one after the other, so that every engine adds in the same order
        sums += found.mean[:, i]
    is_chance = card.outcome is CardOutcome.CHANCE
    return Scores(
        codes=codes,
        contributions=found.mean,
        variances=found.variance,
        sums=sums,
        chances=chance_of(sums, found.variance.sum(axis=1)) if is_chance else sums,
        blanks=blanks,
        guessed=guessed,
        unnamed=unnamed,
        lacking=tuple(b.id for b in card.blocks if b.tells and placing.lacks(b)),
    )


def expected_values(chances: Scores, amounts: Scores) -> FloatArray:
    """Return what each row is worth on average: its chance times what it brings where it is won.

    Args:
        chances: Scores by a card of chances.
        amounts: Scores of the same rows by a card of amounts that learnt from the won deals.
    """
    return chances.chances * amounts.sums


def weight_variance(card: Scorecard, codes: IntArray, covariance: FloatArray | None = None) -> FloatArray:
    """Return the variance of each row's sum from the weights, as few deals were learnt from, shape (rows,).

    Args:
        card: The card.
        codes: Bin of each row, shape (rows, blocks).
        covariance: Covariance of the base and all weights; without it their standard errors are taken as independent,
            which they nearly are once centred.
    """
    if covariance is None:
        total = np.full(len(codes), card.base_error**2)
        for i, block in enumerate(card.blocks):
            total += np.array([b.error**2 for b in block.bins])[codes[:, i]]
        return total
    places = [np.zeros(len(codes), dtype=np.int64)]
    start = 1
    for i, block in enumerate(card.blocks):
        places.append(codes[:, i] + start)
        start += len(block.bins)
    total = np.zeros(len(codes))
    for i, first in enumerate(places):
        total += covariance[first, first]
        for second in places[i + 1 :]:
            total += 2 * covariance[first, second]
    return np.maximum(0.0, total)
