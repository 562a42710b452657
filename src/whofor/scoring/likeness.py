"""A card of likeness: what sets customers apart from the market, and whether hidden customers are found by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from whofor.arrays import BoolArray, FloatArray
from whofor.model.card_proof import CardGrade, ProofFigure
from whofor.model.lookalikes import SpyCheck
from whofor.model.scorecard import CardTiers
from whofor.schema.rows import Attribute
from whofor.scoring.learn import CardOptions, LearntCard, learn_card
from whofor.scoring.score import Scores, score_rows
from whofor.scoring.unknowns import Companions
from whofor.stats.intervals import wilson_interval
from whofor.stats.ranks import placements, placements_interval

__all__ = ["LIKENESS_TIERS", "LikenessCard", "grade_of_likeness", "learn_likeness"]

LIKENESS_TIERS = CardTiers(("A", "B", "C", "D"), (3.0, 1.5, 0.75))
"""How many times as common as in the market: the multiples of the base rate that tiers of chances have."""
_FOLDS = 5
"""Parts of the customers that are hidden in turn: a convention; four fifths of them stay to learn from."""
_MOST_MARKET = 20_000
"""Companies of the market that a card learns from, drawn at random: of more, weights change by less than their
errors where there are some hundred customers."""
_LEAST_AUC = 0.6
"""Lower end from which an order is relied on: as of a card of chances."""
_FEWEST = 30
"""Customers below which no order is relied on: as of a card of chances."""


@dataclass(frozen=True, eq=False, slots=True)
class LikenessCard:
    """What sets customers apart from the market.

    Attributes:
        learnt: The card of who is a customer, learnt from both lists together.
        n_customers: Customers learnt from.
        n_market: Companies of the market learnt from.
        hidden: Log of how many times as common companies like each customer are, by a card that did not know that it
            is one, ascending.
        check: How well hidden customers were found.
    """

    learnt: LearntCard
    n_customers: int
    n_market: int
    hidden: FloatArray
    check: SpyCheck

    def scores(self, facts: Sequence[Attribute], day: FloatArray) -> Scores:
        """Return the scores of companies; sums are log odds of being a customer in both lists together."""
        companions = Companions(self.learnt.together, self.learnt.card.n)
        return score_rows(self.learnt.card, facts, day, companions)

    def log_times(self, scores: Scores) -> FloatArray:
        """Return the log of how many times as common companies like each are among customers as in the market.

        Source:
            The odds of two classes less their prior odds are the ratio of their densities: Qin (1998), Biometrika
            85:619.
        """
        return scores.sums - np.log(self.n_customers / self.n_market)

    def typical_shares(self, log_times: FloatArray) -> FloatArray:
        """Return the share of the customers that are no more typical than each company."""
        return np.searchsorted(self.hidden, log_times, side="right") / len(self.hidden)


def learn_likeness(
    customers: Sequence[Attribute], market: Sequence[Attribute], day_of_customers: FloatArray, day_of_market: FloatArray
) -> LikenessCard:
    """Return what sets customers apart from a market, as a card, with the check by hidden customers.

    Customers are learnt against the market as it is, in which there are future customers, too; the share of these is
    not known, so that no chance can be told. What is not recorded counts as average: lists are filled in differently.

    Args:
        customers: Facts of the customers.
        market: The same facts, in the same order, of companies that are no customers yet as far as is known.
        day_of_customers: Day as of which each customer is told.
        day_of_market: Day as of which each company is told.

    Raises:
        DataError: One of the lists is empty.

    Source:
        Elkan & Noto (2008), KDD 14:213 (learning from positive and unlabelled cases); hidden positives: Liu et al.
        (2002), ICML 19:387.
    """
    n, m = len(day_of_customers), len(day_of_market)
    rng = np.random.default_rng(0)
    drawn = np.sort(rng.choice(m, _MOST_MARKET, replace=False)) if m > _MOST_MARKET else np.arange(m)
    facts = [_pooled(a, b.take(drawn)) for a, b in zip(customers, market, strict=True)]
    day = np.concatenate([day_of_customers, day_of_market[drawn]])
    is_customer = np.arange(len(day)) < n
    learnt = _card(facts, day, is_customer)
    part = rng.permutation(n) % _FOLDS
    hidden, below, above = np.full(n, np.nan), np.full(n, np.nan), np.zeros(len(drawn))
    rounds = 0
    for fold in range(_FOLDS):
        spies = np.zeros(len(day), dtype=np.bool_)
        spies[:n] = part == fold
        if not spies.any() or (spies[:n]).all():
            continue
        sums = _sums(_card(facts, day, is_customer & ~spies), facts, day)
        known = int((is_customer & ~spies).sum())
        hidden[part == fold] = sums[spies] - np.log(known / (len(day) - known))
        k = int(spies.sum())
        of_spies, of_market = placements(np.concatenate([sums[spies], sums[n:]]), np.arange(k + len(drawn)) < k)
        below[part == fold] = of_spies
        above += of_market
        rounds += 1
    check = _check(below, above / max(1, rounds))
    return LikenessCard(learnt, n, len(drawn), np.sort(hidden), check)


def _pooled(a: Attribute, b: Attribute) -> Attribute:
    """Return a fact of both lists; what is not recorded tells nothing."""
    limits = replace(a.limits, known_only=True)
    return replace(a, values=np.concatenate([a.values, b.values]), limits=limits)


def _card(facts: Sequence[Attribute], day: FloatArray, is_customer: BoolArray) -> LearntCard:
    return learn_card(facts, day, is_customer.astype(np.float64), CardOptions(most_pairs=0, in_time=False))


def _sums(card: LearntCard, facts: Sequence[Attribute], day: FloatArray) -> FloatArray:
    return score_rows(card.card, facts, day, Companions(card.together, card.card.n)).sums


def _check(below: FloatArray, above: FloatArray) -> SpyCheck:
    """Return the check of hidden customers.

    Args:
        below: Share of the market below each customer, when it was hidden.
        above: Share of the hidden customers above each company of the market.
    """
    i = placements_interval(below, above)
    shares = [wilson_interval(int((below >= 1 - top).sum()), len(below)) for top in (0.1, 0.2)]
    tenth, fifth = (ProofFigure(s.estimate, s.low, s.high, len(below)) for s in shares)
    return SpyCheck(len(below), len(above), ProofFigure(i.estimate, i.low, i.high, len(below)), tenth, fifth)


def grade_of_likeness(check: SpyCheck) -> CardGrade:
    """Return how far an order by likeness may be relied on: whether hidden customers were found, beyond chance."""
    if check.n < _FEWEST or check.auc.low <= 0.5:
        return CardGrade.NOT_READY
    return CardGrade.READY if check.auc.low > _LEAST_AUC else CardGrade.USABLE
