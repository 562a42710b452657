"""Learning of a card: bins, weights, pairs; from the rows that are given, and no others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from whofor.arrays import FloatArray, IntArray
from whofor.errors import DataError, Problem, Sentence
from whofor.model.scorecard import CardBlock, CardOutcome, Scorecard
from whofor.schema.rows import Attribute
from whofor.scoring.bins import blocks_of
from whofor.scoring.design import BinDesign, TermCodes
from whofor.scoring.earning import LearningDeals, earned
from whofor.scoring.finishing import Finished, finished, held_back
from whofor.scoring.fit import AdditiveFit, fit_additive
from whofor.scoring.lasting import lasting_share
from whofor.scoring.pairs import CoarseFact, coarse, pair_block, strongest_pairs
from whofor.scoring.placing import Placing
from whofor.scoring.screening import telling

__all__ = ["CardOptions", "LearntCard", "learn_card"]

_MOST_BINS = 1500
"""Bins that are weighed together, which bounds time and memory: a fit of 1,500 takes 10 s. Of a wider sheet the facts
that tell most by themselves are taken."""
_MOST_PAIRED = 40
"""Facts of which pairs are tried, those that tell something first: 780 pairs, which bounds time."""


@dataclass(frozen=True, slots=True)
class CardOptions:
    """What a person settles of a card.

    Attributes:
        outcome: What the card tells.
        monotone: `up` or `down` by the name of the parameter whose weights may only rise, or fall.
        segments: Blocks of confirmed types of client, see `bins.segment_block`; those that tell something beside the
            facts enter.
        most_pairs: Most pairs of facts; 0 for none.
        in_time: Whether weights are held back where those of older deals told less of later ones.
    """

    outcome: CardOutcome = CardOutcome.CHANCE
    monotone: Mapping[str, str] = field(default_factory=dict[str, str])
    segments: Sequence[CardBlock] = ()
    most_pairs: int = 6
    in_time: bool = True


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
    deals = LearningDeals(Placing(attributes, opened), values, options.outcome, accounts, np.ones(len(values)))
    deals = deals.worth_as_known(np.full(len(values), deals.likelihood().null))
    every = blocks_of(attributes, opened, np.ones(len(values), dtype=np.bool_))
    terms = deals.terms(every)
    kept, fit = _chosen(terms, deals)
    if accounts is not None:
        deals = deals.worth_as_known(fit.sums([terms[i] for i in kept], len(values)))
        fit = fit_additive([terms[i] for i in kept], deals.likelihood())
    blocks, left_out = [every[i] for i in kept], [b.id for i, b in enumerate(every) if i not in set(kept)]
    groups = {a.parameter.name: a.group for a in attributes}
    near = [*kept, *(i for i in range(len(every)) if i not in set(kept))][:_MOST_PAIRED]
    coarsened = [coarse(every[i], groups[every[i].attributes[0]], terms[i].codes) for i in near]
    terms = [terms[i] for i in kept]
    more = _beside(coarsened, terms, fit, deals, options)
    left_out += [b.id for b in options.segments if b not in more]
    if more:
        blocks, terms = [*blocks, *more], [*terms, *deals.terms(more)]
        fit = fit_additive(terms, deals.likelihood())
    done = finished(blocks, terms, fit, deals.likelihood(), options.monotone)
    share = lasting_share(terms, deals, opened) if options.in_time else 1.0
    learnt = _learnt(held_back(done, share, terms, deals.likelihood()), terms, deals, tuple(left_out))
    return replace(learnt, card=replace(learnt.card, lasting=share))


def _check(values: FloatArray) -> None:
    if not len(values):
        raise DataError(Problem("There is no deal to learn a scorecard from", todo="Import closed deals."))
    if not np.isfinite(values).all():
        raise ValueError("an outcome to learn from is not known: leave such deals out")
    if (values == values[0]).all():
        what = Sentence("All {n:,} deals to learn a scorecard from ended alike", n=len(values))
        raise DataError(Problem(what, todo="Import deals of both outcomes: won and lost."))


def _chosen(terms: Sequence[TermCodes], deals: LearningDeals) -> tuple[list[int], AdditiveFit]:
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


def _beside(
    facts: Sequence[CoarseFact],
    terms: Sequence[TermCodes],
    fit: AdditiveFit,
    deals: LearningDeals,
    options: CardOptions,
) -> list[CardBlock]:
    """Return the types of client, then the pairs, that tell something beside the facts.

    They are beyond chance in what the sum of the facts leaves unexplained, and lower the loss of rows that did not
    learn them: a type of client that its facts tell already is not counted twice.
    """
    slope, curve = deals.likelihood().slopes(fit.sums(terms, len(deals.y)))
    types = [options.segments[i] for i in sorted(telling(deals.terms(options.segments), slope, curve))]
    pairs = strongest_pairs(facts, slope, curve, options.most_pairs) if options.most_pairs else []
    return earned([*types, *(pair_block(a, b) for a, b in pairs)], terms, deals)


def _learnt(done: Finished, terms: Sequence[TermCodes], deals: LearningDeals, left_out: tuple[str, ...]) -> LearntCard:
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
