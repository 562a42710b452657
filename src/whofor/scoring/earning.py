"""Blocks beside the facts, as pairs and types of client, kept where rows that did not learn them are told better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from whofor.arrays import BoolArray, FloatArray, IntArray
from whofor.model.scorecard import CardBlock, CardOutcome
from whofor.scoring.design import TermCodes
from whofor.scoring.fit import Likelihood, fit_additive
from whofor.scoring.placing import Placing
from whofor.stats.clusters import design_effect, intraclass_correlation

__all__ = ["LearningDeals", "earned", "folds_of"]

_FOLDS = 4
"""Parts of the rows that judge whether a block helps: a convention, as for the penalties of `stats.logistic`."""


@dataclass(frozen=True, eq=False, slots=True)
class LearningDeals:
    """Rows learnt from: where they are placed, and their outcome.

    Attributes:
        placing: Places the rows in bins.
        y: Outcome of each row.
        outcome: What the outcome is.
        accounts: Account of each row, from 0 without gaps; `None` where all differ.
        worth: How many independent rows each is worth.
    """

    placing: Placing
    y: FloatArray
    outcome: CardOutcome
    accounts: IntArray | None
    worth: FloatArray

    def likelihood(self, rows: BoolArray | None = None) -> Likelihood:
        """Return the likelihood of all or some of the rows."""
        if rows is None:
            return Likelihood(self.outcome, self.y, self.worth)
        return Likelihood(self.outcome, self.y[rows], self.worth[rows])

    def worth_as_known(self, sums: FloatArray) -> LearningDeals:
        """Return the deals, each worth as much as the likeness of its account's deals beyond some sums allows.

        All are worth the same, as a card is about deals and not about accounts.

        Source:
            Kish (1965), Survey Sampling, 8.2; quasi-likelihood of clustered outcomes: Williams (1982), Applied
            Statistics 31:144.
        """
        if self.accounts is None:
            return self
        slope, curve = self.likelihood().slopes(sums)
        alike = intraclass_correlation(slope / np.sqrt(curve), self.accounts)
        return replace(self, worth=np.full(len(sums), 1.0 / design_effect(np.bincount(self.accounts), alike)))

    def terms(self, blocks: Sequence[CardBlock]) -> list[TermCodes]:
        """Return blocks as terms of a fit."""
        return [TermCodes(self.placing.codes(b), len(b.bins), b.n_ordered) for b in blocks]


def earned(candidates: Sequence[CardBlock], terms: Sequence[TermCodes], deals: LearningDeals) -> list[CardBlock]:
    """Return the blocks that lower the loss of rows which did not learn them, each beside those kept before it.

    Args:
        candidates: Blocks to be tried, in this order.
        terms: The terms that the card has already.
        deals: The rows.
    """
    if not candidates:
        return []
    folds = folds_of(deals.y, deals.accounts)
    sums = np.zeros(len(deals.y))
    for fold in folds:
        learnt = fit_additive([t.take(~fold) for t in terms], deals.likelihood(~fold))
        sums[fold] = learnt.sums([t.take(fold) for t in terms], int(fold.sum()))
    kept: list[CardBlock] = []
    for block in candidates:
        (term,) = deals.terms([block])
        tried = _with_block(term, sums, folds, deals)
        if deals.likelihood().loss(tried) < deals.likelihood().loss(sums):
            kept.append(block)
            sums = tried
    return kept


def _with_block(term: TermCodes, sums: FloatArray, folds: Sequence[BoolArray], deals: LearningDeals) -> FloatArray:
    """Return the sums of rows with a block learnt on the other folds, whose sums did not see them either."""
    tried = sums.copy()
    for fold in folds:
        learnt = fit_additive([term.take(~fold)], deals.likelihood(~fold), offset=sums[~fold])
        tried[fold] += learnt.sums([term.take(fold)], int(fold.sum()))
    return tried


def folds_of(y: FloatArray, accounts: IntArray | None) -> list[BoolArray]:
    """Return four parts of the rows, whole accounts in each, in which both outcomes are left to learn from.

    Args:
        y: Outcome of each row.
        accounts: Account of each row, from 0; `None` where all differ.
    """
    n = len(y)
    number = np.arange(n) if accounts is None else accounts
    # Not every fourth row: exports are often sorted by something with a period.
    part = np.random.default_rng(0).integers(0, _FOLDS, int(number.max()) + 1)[number]
    folds = [part == k for k in range(_FOLDS)]
    return [f for f in folds if f.any() and np.ptp(y[~f]) > 0]
