"""What prospects are worth on average: a card of amounts, learnt from won deals, and how good it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from whofor.arrays import FloatArray, IntArray
from whofor.model.card_proof import ProofFigure
from whofor.model.scorecard import CardOutcome
from whofor.schema.rows import Attribute
from whofor.scoring.learn import CardOptions, LearntCard, learn_card
from whofor.scoring.score import score_rows
from whofor.scoring.unknowns import Companions
from whofor.stats.intervals import two_sided_z

__all__ = ["AmountCard", "learn_amounts", "share_explained"]


@dataclass(frozen=True, eq=False, slots=True)
class AmountCard:
    """A card of what won deals bring.

    Attributes:
        learnt: The card.
        low: The least amount learnt from: no prospect is expected to bring less.
        high: The largest one.
    """

    learnt: LearntCard
    low: float
    high: float

    def expected(self, facts: Sequence[Attribute], day: FloatArray) -> FloatArray:
        """Return what each row brings where it is won, shape (rows,), within the amounts learnt from.

        Args:
            facts: Facts of the rows.
            day: Day as of which each row is asked.
        """
        companions = Companions(self.learnt.together, self.learnt.card.n)
        return np.clip(score_rows(self.learnt.card, facts, day, companions).sums, self.low, self.high)


def learn_amounts(
    facts: Sequence[Attribute], opened: FloatArray, amounts: FloatArray, accounts: IntArray | None
) -> AmountCard:
    """Return the card of what won deals bring.

    Args:
        facts: Facts of the won deals.
        opened: Day of opening of each.
        amounts: What each brought.
        accounts: Account of each, from 0 without gaps; `None` where all differ.

    Raises:
        DataError: There is no deal, or all brought the same.
    """
    learnt = learn_card(facts, opened, amounts, CardOptions(CardOutcome.AMOUNT), accounts=accounts)
    return AmountCard(learnt, float(amounts.min()), float(amounts.max()))


def share_explained(expected: FloatArray, mean: float, amounts: FloatArray) -> ProofFigure | None:
    """Return which part of the squared error of a mean falls with what was expected of each row, with its interval.

    Args:
        expected: What was expected of each.
        mean: The mean that one would say without a card.
        amounts: What each brought.

    Returns:
        1 where all was foreseen, 0 where it is no better than the mean, below 0 where it is worse; `None` of fewer
        than two rows, or where all brought the mean.

    Source:
        Normal interval of the mean difference of paired losses: Diebold & Mariano (1995), Journal of Business &
        Economic Statistics 13:253; as a share of the mean loss: Campbell & Thompson (2008), Review of Financial
        Studies 21:1509.

    Example:
        >>> found = share_explained(np.array([1.0, 3.0]), 2.0, np.array([1.0, 3.0]))
        >>> found.estimate
        1.0
    """
    n = len(amounts)
    before = (amounts - mean) ** 2
    if n < 2 or not before.any():
        return None
    gain = before - (amounts - expected) ** 2
    total = float(before.mean())
    estimate = float(gain.mean()) / total
    half = two_sided_z(0.95) * float(gain.std(ddof=1)) / np.sqrt(n) / total
    return ProofFigure(estimate, estimate - half, estimate + half, n)
