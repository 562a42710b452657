"""Learning of a card: bins, weights, pairs; from the rows that are given, and no others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from whofor.arrays import BoolArray, FloatArray, IntArray
from whofor.errors import DataError, Problem, Sentence
from whofor.model.scorecard import BlockKind, CardBlock, CardOutcome, Scorecard
from whofor.schema.rows import Attribute
from whofor.scoring.bins import blocks_of
from whofor.scoring.design import BinDesign, TermCodes
from whofor.scoring.finishing import Finished, finished
from whofor.scoring.fit import AdditiveFit, Likelihood, fit_additive
from whofor.scoring.pairs import CoarseFact, coarse, pair_block, strongest_pairs
from whofor.scoring.placing import Placing
from whofor.scoring.screening import telling
from whofor.stats.clusters import design_effect, intraclass_correlation

__all__ = ["CardOptions", "LearntCard", "learn_card"]

_MOST_BINS = 1500
"""Bins that are weighed together, which bounds time and memory: a fit of 1,500 takes 10 s. Of a wider sheet the facts
that tell most by themselves are taken."""
_MOST_PAIRED = 40
"""Facts of which pairs are tried, those that tell something first: 780 pairs, which bounds time."""
_FOLDS = 4
"""Parts of the rows that judge whether a pair helps: a convention, as for the penalties of `stats.logistic`."""


@dataclass(frozen=True, slots=True)
class CardOptions:
    """What a person settles of a card.

    Attributes:
        outcome: What the card tells.
        monotone: `up` or `down` by the name of the parameter whose weights may only rise, or fall.
        segments: Blocks of confirmed types of client, see `bins.segment_block`.
        most_pairs: Most pairs of facts; 0 for none.
    """

    outcome: CardOutcome = CardOutcome.CHANCE
    monotone: Mapping[str, str] = field(default_factory=dict[str, str])
    segments: Sequence[CardBlock] = ()
    most_pairs: int = 6


@dataclass(frozen=True, eq=False, slots=True)
class LearntCard:
    """A card with what is known of its uncertainty.

    Attributes:
        card: The card.
        covariance: Covariance of the base and all weights, in the order of the card, shape (1 + bins, 1 + bins).
        together: Deals learnt from that two bins share, shape (bins, bins), in the same order.
        scale: Variance of an amount around its mean; 1 of a chance.
        expected: What the card expects of each row learnt from: the sum of its weights.
    """

    card: Scorecard
    covariance: FloatArray
    together: FloatArray
    scale: float
    expected: FloatArray


@dataclass(frozen=True, eq=False, slots=True)
class _Deals:
    """Rows learnt from: where they are placed, and their outcome."""

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

    def worth_as_known(self, sums: FloatArray) -> _Deals:
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


def learn_card(
    attributes: Sequence[Attribute],
    opened: FloatArray,
    values: FloatArray,
    options: CardOptions | None = None,
    *,
    accounts: IntArray | None = None,
) -> LearntCard:
    """Return the card of some deals, all of which are learnt from.

    Where accounts have several deals, each deal counts as 1 / d independent ones, d being the design effect of what the
    card leaves unexplained: weights shrink more and have wider intervals, and still tell of deals, not of accounts.

    Args:
        attributes: Facts of the deals; those that know the outcome are barred before.
        opened: Day of opening of each deal, days since 1970-01-01.
        values: Outcome of each deal: 1 and 0, or an amount.
        options: What a person settled.
        accounts: Account of each deal, from 0 without gaps; `None` where all differ.

    Raises:
        DataError: There is no deal, or all have the same outcome.
        ValueError: An outcome is not known.
    """
    options = options or CardOptions()
    _check(values)
    deals = _Deals(Placing(attributes, opened), values, options.outcome, accounts, np.ones(len(values)))
    deals = deals.worth_as_known(np.full(len(values), deals.likelihood().null))
    every = [*blocks_of(attributes, opened, np.ones(len(values), dtype=np.bool_)), *options.segments]
    terms = deals.terms(every)
    kept, fit = _chosen(terms, deals)
    if accounts is not None:
        deals = deals.worth_as_known(fit.sums([terms[i] for i in kept], len(values)))
        fit = fit_additive([terms[i] for i in kept], deals.likelihood())
    blocks, left_out = [every[i] for i in kept], [b.id for i, b in enumerate(every) if i not in set(kept)]
    facts = [i for i, b in enumerate(every) if b.kind is not BlockKind.SEGMENT]
    groups = {a.parameter.name: a.group for a in attributes}
    near = [*(i for i in facts if i in set(kept)), *(i for i in facts if i not in set(kept))][:_MOST_PAIRED]
    coarsened = [coarse(every[i], groups[every[i].attributes[0]], terms[i].codes) for i in near]
    terms = [terms[i] for i in kept]
    pairs = _pairs(coarsened, terms, fit, deals, most=options.most_pairs) if options.most_pairs else []
    if pairs:
        blocks, terms = [*blocks, *pairs], [*terms, *deals.terms(pairs)]
        fit = fit_additive(terms, deals.likelihood())
    done = finished(blocks, terms, fit, deals.likelihood(), options.monotone)
    return _learnt(done, terms, deals, tuple(left_out))


def _check(values: FloatArray) -> None:
    if not len(values):
        raise DataError(Problem("There is no deal to learn a scorecard from", todo="Import closed deals."))
    if not np.isfinite(values).all():
        raise ValueError("an outcome to learn from is not known: leave such deals out")
    if (values == values[0]).all():
        what = Sentence("All {n:,} deals to learn a scorecard from ended alike", n=len(values))
        raise DataError(Problem(what, todo="Import deals of both outcomes: won and lost."))


def _chosen(terms: Sequence[TermCodes], deals: _Deals) -> tuple[list[int], AdditiveFit]:
    """Return the places of the facts that tell something, and their fit.

    Those that tell nothing by themselves are asked again beside the others: some tell only of like deals.
    """
    sums = np.full(len(deals.y), deals.likelihood().null)
    kept: list[int] = []
    fit = fit_additive([], deals.likelihood())
    for _ in range(2):
        left = [i for i in range(len(terms)) if i not in kept]
        slope, curve = deals.likelihood().slopes(sums)
        found = [left[i] for i in telling([terms[i] for i in left], slope, curve)]
        room = _MOST_BINS - sum(terms[i].n_bins for i in kept)
        for i in found:
            if terms[i].n_bins <= room:
                room -= terms[i].n_bins
                kept.append(i)
        if not found:
            break
        kept.sort()
        fit = fit_additive([terms[i] for i in kept], deals.likelihood())
        sums = fit.sums([terms[i] for i in kept], len(deals.y))
    return kept, fit


def _pairs(
    facts: Sequence[CoarseFact],
    terms: Sequence[TermCodes],
    fit: AdditiveFit,
    deals: _Deals,
    *,
    most: int,
) -> list[CardBlock]:
    """Return the pairs that are beyond chance in the residuals and lower the loss of rows that did not learn them."""
    slope, curve = deals.likelihood().slopes(fit.sums(terms, len(deals.y)))
    candidates = [pair_block(a, b) for a, b in strongest_pairs(facts, slope, curve, most)]
    if not candidates:
        return []
    folds = _folds(deals)
    sums = np.zeros(len(deals.y))
    for fold in folds:
        learnt = fit_additive([t.take(~fold) for t in terms], deals.likelihood(~fold))
        sums[fold] = learnt.sums([t.take(fold) for t in terms], int(fold.sum()))
    kept: list[CardBlock] = []
    for block in candidates:
        (term,) = deals.terms([block])
        tried = _with_pair(term, sums, folds, deals)
        if deals.likelihood().loss(tried) < deals.likelihood().loss(sums):
            kept.append(block)
            sums = tried
    return kept


def _with_pair(term: TermCodes, sums: FloatArray, folds: Sequence[BoolArray], deals: _Deals) -> FloatArray:
    """Return the sums of rows with a pair learnt on the rows of the other folds, whose sums did not see them either."""
    tried = sums.copy()
    for fold in folds:
        learnt = fit_additive([term.take(~fold)], deals.likelihood(~fold), offset=sums[~fold])
        tried[fold] += learnt.sums([term.take(fold)], int(fold.sum()))
    return tried


def _folds(deals: _Deals) -> list[BoolArray]:
    """Return four parts of the rows, whole accounts in each, in which both outcomes are left to learn from."""
    n = len(deals.y)
    number = np.arange(n) if deals.accounts is None else deals.accounts
    # Not every fourth row: exports are often sorted by something with a period.
    part = np.random.default_rng(0).integers(0, _FOLDS, int(number.max()) + 1)[number]
    folds = [part == k for k in range(_FOLDS)]
    return [f for f in folds if f.any() and np.ptp(deals.y[~f]) > 0]


def _learnt(done: Finished, terms: Sequence[TermCodes], deals: _Deals, left_out: tuple[str, ...]) -> LearntCard:
    """Return the card of finished blocks, with the figures of its deals."""
    n = len(deals.y)
    is_chance = deals.outcome is CardOutcome.CHANCE
    card = Scorecard(
        outcome=deals.outcome,
        base=done.base,
        blocks=done.blocks,
        n=n,
        n_won=int(deals.y.sum()) if is_chance else None,
        base_error=round(float(np.sqrt(max(0.0, done.covariance[0, 0]))), 6),
        deals_worth=round(float(deals.worth.sum()), 1),
        left_out=left_out,
    )
    together = BinDesign(terms, n).cross_product(np.ones(n))[1:, 1:]
    expected = np.full(n, done.base)
    for block, term in zip(done.blocks, terms, strict=True):
        expected += np.array([b.weight for b in block.bins])[term.codes]
    return LearntCard(card, done.covariance, together, done.scale, expected)
