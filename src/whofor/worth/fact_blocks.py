"""Gain of each kind of facts in predicting who signs: nested models, judged on the deals held back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from whofor.arrays import BoolArray, FloatArray
from whofor.lexicon.fact_kinds import BLOCKS, fact_kind
from whofor.model import Estimate, FactBlock, Parameter
from whofor.model.measure import OutcomeName
from whofor.model.parameters import Kind, Role
from whofor.model.reasons import FactsReason
from whofor.model.reasons.worth import FewHeldBack, NoFacts, OtherOutcome
from whofor.segments.encode import EncodedAttribute
from whofor.segments.study import Study
from whofor.stats.intervals import mean_interval, two_sided_z
from whofor.stats.logistic import chosen_penalty, log_losses, logistic_coefficients
from whofor.stats.one_hot import OneHot
from whofor.stats.ranks import auc_difference
from whofor.validation.confounders import Confounder

__all__ = ["CodedFact", "block_gains", "block_of", "fact_blocks"]


_FEWEST, _FEWEST_OF_EACH = 100, 10
"""Held-back deals, and wins and losses among them, from which areas under a curve are compared: of 10 in 100
the interval of an area of 0.7 reaches 0.19 either way (Hanley & McNeil 1982, Radiology 143:29)."""

_MOST_COLUMNS = 500
"""Values that the facts of one kind have together, at most; a convention. Of wider kinds, the facts that by themselves
tell most of the outcome are taken: their models take time with the cube of the number of values."""


@dataclass(frozen=True, eq=False, slots=True)
class CodedFact:
    """A fact of all analysed deals as codes.

    Attributes:
        parameter: Its parameter.
        codes: Code of each deal, shape (deals,).
        n_codes: Number of codes.
    """

    parameter: Parameter
    codes: NDArray[np.uint8]
    n_codes: int


def block_of(p: Parameter) -> str:
    """Return the kind of facts that a parameter belongs to: a channel to the source, others by table and name."""
    if p.role is Role.CHANNEL:
        return "source"
    return fact_kind(p.name, p.label, p.table, dated=p.kind is Kind.DATE)


def fact_blocks(
    facts: Sequence[CodedFact], won: BoolArray, search: BoolArray, seed: int
) -> tuple[tuple[FactBlock, ...], FactsReason | None]:
    """Return the gain of each kind of facts in predicting won or lost, one after the other.

    Each model is a logistic regression on the deals of the search. Every kind of facts has a ridge penalty of its own,
    chosen there by cross-validation and kept in the models that follow; facts that do not help are left out by it.
    Models are judged on the deals held back. The first one knows no fact and ranks nothing (AUC 0.5). Facts are added
    up, so what counts only in one type of client is reported for that type, not here. Of a kind with hundreds of facts,
    those that by themselves tell most of the outcome in the search are used (Fan & Lv 2008, JRSS B 70:849).

    Args:
        facts: Facts known before the sale, and the lead source.
        won: Outcome of each deal.
        search: Deals that the search saw.
        seed: Seed of the folds.

    Returns:
        The kinds in order, or why they cannot be compared: `few_held_back` with counts.
    """
    test = ~search
    n, k = int(test.sum()), int(won[test].sum())
    if n < _FEWEST or min(k, n - k) < _FEWEST_OF_EACH or not 0 < won[search].sum() < search.sum():
        return (), FewHeldBack(n=n, won=k)
    y = won.astype(np.float64)
    base = float(y[search].mean())
    before = np.full(n, base)
    x, penalties = OneHot.of([], len(won)), np.zeros(0)
    blocks: list[FactBlock] = []
    for name in BLOCKS:
        own = _telling([f for f in facts if block_of(f.parameter) == name], y, search)
        further = OneHot.of([(f.codes, f.n_codes) for f in own], len(won))
        if not further.n_columns:
            continue
        wider = x.beside(further)
        penalty = chosen_penalty(wider.take(search), y[search], penalties, seed)
        if np.isfinite(penalty):
            penalties = np.append(penalties, np.full(further.n_columns, penalty))
            x = wider
        b = logistic_coefficients(x.take(search), y[search], penalties)
        p = expit(x.take(test).times(b))
        blocks.append(_judged(name, own, before, p, won[test]))
        before = p
    return tuple(blocks), None if blocks else NoFacts()


def _telling(facts: Sequence[CodedFact], y: FloatArray, search: BoolArray) -> list[CodedFact]:
    """Return the facts, or those that tell most of the outcome where they have too many values; in their order."""
    if sum(fact.n_codes for fact in facts) <= _MOST_COLUMNS:
        return list(facts)
    seen, mean = y[search], float(y[search].mean())
    told: list[float] = []
    for fact in facts:
        codes = fact.codes[search]
        n = np.bincount(codes, minlength=fact.n_codes)
        won = np.bincount(codes, seen, minlength=fact.n_codes)
        squares = (won - n * mean) ** 2 / np.maximum(n, 1)
        # Chi-square for each degree of freedom: facts of many values tell more by chance alone.
        told.append(float(squares.sum()) / max(1, np.count_nonzero(n) - 1))
    kept: set[int] = set()
    columns = 0
    for place in sorted(range(len(facts)), key=lambda place: (-told[place], place)):
        if columns + facts[place].n_codes <= _MOST_COLUMNS:
            kept.add(place)
            columns += facts[place].n_codes
    return [fact for place, fact in enumerate(facts) if place in kept]


def _judged(name: str, facts: Sequence[CodedFact], before: FloatArray, p: FloatArray, won: BoolArray) -> FactBlock:
    n, y = len(won), won.astype(np.float64)
    d = auc_difference(before, p, won)
    half = two_sided_z(0.95) * d.second_error
    losses, losses_before = log_losses(p, y), log_losses(before, y)
    gap = losses - losses_before
    loss = mean_interval(float(gap.sum()), float((gap * gap).sum()), n)
    return FactBlock(
        name=name,
        facts=tuple(dict.fromkeys(f.parameter.label for f in facts)),
        n=n,
        auc=Estimate(n, None, d.second, max(0.0, d.second - half), min(1.0, d.second + half)),
        gain=Estimate(n, None, d.difference, d.low, d.high),
        log_loss=float(losses.mean()),
        log_loss_gain=Estimate(n, None, loss.estimate, loss.low, loss.high),
    )


def block_gains(
    study: Study, encoded: Sequence[EncodedAttribute], confounders: Sequence[Confounder], seed: int
) -> tuple[tuple[FactBlock, ...], FactsReason | None]:
    """Return what each kind of facts adds to predicting who signs, or why that cannot be computed.

    Args:
        study: The judged deals; asked only where their outcome is won or lost.
        encoded: Their facts, those seen only when people come too.
        confounders: Their confounders; of them the lead source counts as a kind of facts.
        seed: Seed of the folds.
    """
    if study.outcome.measure.name != OutcomeName.WON:
        return (), OtherOutcome()
    # A code for "unknown" that depends on the outcome would predict it.
    by_name = {a.parameter.name: a.parameter for a in study.rows.attributes if not a.limits.known_only}
    facts = [
        CodedFact(by_name[e.conditions[0].parameter], e.axis.codes, e.axis.n_codes)
        for e in encoded
        if e.conditions[0].parameter in by_name
    ]
    labels = {c.parameter.name: c.parameter for c in study.rows.confounders}
    facts += [
        CodedFact(labels[c.name], c.codes.astype(np.uint8), len(c.levels))
        for c in confounders
        if c.name.startswith("lead_source") and c.name in labels
    ]
    return fact_blocks(facts, study.outcome.values > 0, study.search, seed)
