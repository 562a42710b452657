"""Deals that a card learns from, or tells: their facts, days, outcomes and accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from whofor.arrays import BoolArray, FloatArray, IntArray
from whofor.model.card_proof import ProofFigure
from whofor.model.scorecard import Scorecard
from whofor.schema.rows import Attribute
from whofor.scoring.measures import auc_figure
from whofor.scoring.score import Scores, score_rows
from whofor.scoring.unknowns import Companions

__all__ = ["CardDeals"]


@dataclass(frozen=True, eq=False, slots=True)
class CardDeals:
    """Deals with their outcomes.

    Attributes:
        facts: Facts of each, as of its opening.
        opened: Day of opening of each, days since 1970-01-01; NaN where not known.
        won: Which were won.
        accounts: Account of each, from 0 without gaps; `None` where all differ.
    """

    facts: Sequence[Attribute]
    opened: FloatArray
    won: BoolArray
    accounts: IntArray | None

    def __len__(self) -> int:
        """Number of deals."""
        return len(self.won)

    @property
    def both_outcomes(self) -> bool:
        """Whether some were won and some were not."""
        return 0 < int(self.won.sum()) < len(self.won)

    def take(self, which: BoolArray) -> CardDeals:
        """Return some of the deals."""
        own = None if self.accounts is None else np.unique(self.accounts[which], return_inverse=True)[1]
        return CardDeals([a.take(which) for a in self.facts], self.opened[which], self.won[which], own)

    def scores(self, card: Scorecard, companions: Companions | None) -> Scores:
        """Return the scores that a card gives the deals."""
        return score_rows(card, self.facts, self.opened, companions)

    def auc(self, card: Scorecard, companions: Companions | None) -> ProofFigure:
        """Return the area under the ROC curve of a card on the deals, with its interval."""
        return auc_figure(self.scores(card, companions).sums, self.won, self.accounts)
