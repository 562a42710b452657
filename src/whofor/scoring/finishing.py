"""The last steps of learning a card: blanks that may tell nothing, weights that may only rise, figures of each bin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from whofor.arrays import FloatArray
from whofor.model.scorecard import CardBlock, CardOutcome
from whofor.scoring.design import BinDesign, TermCodes
from whofor.scoring.fit import AdditiveFit, Likelihood, fitted_base

__all__ = ["Finished", "finished", "held_back", "isotonic"]

_DECIMALS = 6
"""Decimals of a weight: a score of 40 facts is then off by 0.00002 log odds at most, and people can read the card."""


@dataclass(frozen=True, eq=False, slots=True)
class Finished:
    """Blocks with their weights, and the base that goes with them.

    Attributes:
        base: The base.
        blocks: The blocks.
        covariance: Covariance of the base and all weights.
        scale: Variance of an amount around its mean.
    """

    base: float
    blocks: tuple[CardBlock, ...]
    covariance: FloatArray
    scale: float


def isotonic(weights: FloatArray, curvature: FloatArray, *, rising: bool) -> FloatArray:
    """Return the weights nearest to those given that only rise, or only fall, each counting by its curvature.

    Source:
        Barlow et al. (1972), Statistical Inference under Order Restrictions.

    Example:
        >>> isotonic(np.array([0.0, 2.0, 1.0]), np.ones(3), rising=True).tolist()
        [0.0, 1.5, 1.5]
    """
    # Late: it takes longer to import than to use.
    from scipy.optimize import isotonic_regression

    # A bin without rows has no curvature; it follows its neighbours.
    counts = np.maximum(curvature, 1e-9 * max(1.0, float(curvature.max(initial=0.0))))
    return np.asarray(isotonic_regression(weights, weights=counts, increasing=rising).x, dtype=np.float64)


def finished(
    blocks: Sequence[CardBlock],
    terms: Sequence[TermCodes],
    fit: AdditiveFit,
    likelihood: Likelihood,
    monotone: Mapping[str, str],
) -> Finished:
    """Return blocks with their weights, made to keep what is asked of them; the base is refitted where any moved.

    A monotone block keeps the standard errors of its free weights.

    Args:
        blocks: The blocks.
        terms: Where the rows are in them.
        fit: Their weights.
        likelihood: Outcome of the rows.
        monotone: `up` or `down` by parameter.
    """
    design = BinDesign(terms, len(likelihood.y))
    counts = design.transposed_times(np.ones(design.n))
    change = np.eye(design.size)
    weights: list[FloatArray] = []
    for i, block in enumerate(blocks):
        own, w = design.within(i), fit.weights[i]
        if _tells_nothing_blank(block, counts[own]):
            change[own, own] = _blank_as_average(counts[own], block.unknown or 0)
            w = change[own, own] @ w
        direction = _direction(block, monotone)
        if direction:
            m = block.n_ordered
            w = np.append(isotonic(w[:m], fit.curvature[i][:m], rising=direction == "up"), w[m:])
            w = w - float(counts[own] @ w) / counts[own].sum()
        weights.append(w)
    base = fit.base
    if any(w is not old for w, old in zip(weights, fit.weights, strict=True)):
        sums = np.zeros(design.n)
        for w, term in zip(weights, terms, strict=True):
            sums += w[term.codes]
        base = fitted_base(likelihood, sums)
    covariance = change @ fit.covariance @ change.T
    error = np.sqrt(np.maximum(0.0, np.diag(covariance)))
    won = design.transposed_times(likelihood.y) if likelihood.outcome is CardOutcome.CHANCE else None
    made: list[CardBlock] = []
    for i, block in enumerate(blocks):
        own = design.within(i)
        told = _with_figures(block, weights[i], error[own], counts[own], None if won is None else won[own])
        strength, freedom = float(f"{fit.strength[i]:.4g}"), round(fit.freedom[i], 2)
        made.append(replace(told, strength=strength, freedom=freedom, monotone=_direction(block, monotone)))
    return Finished(round(base, _DECIMALS), tuple(made), covariance, fit.scale)


def held_back(done: Finished, share: float, terms: Sequence[TermCodes], likelihood: Likelihood) -> Finished:
    """Return the blocks with their weights multiplied by a share, and the base refitted.

    Args:
        done: The blocks.
        share: The share, 0 to 1.
        terms: Where the rows are in them.
        likelihood: Outcome of the rows.
    """
    if share == 1:
        return done
    blocks = tuple(
        replace(
            block,
            bins=tuple(
                replace(b, weight=round(share * b.weight, _DECIMALS), error=round(share * b.error, _DECIMALS))
                for b in block.bins
            ),
        )
        for block in done.blocks
    )
    sums = np.zeros(len(likelihood.y))
    for block, term in zip(blocks, terms, strict=True):
        sums += np.array([b.weight for b in block.bins])[term.codes]
    size = np.full(len(done.covariance), share)
    size[0] = 1.0
    base = round(fitted_base(likelihood, sums), _DECIMALS)
    return Finished(base, blocks, done.covariance * np.outer(size, size), done.scale)


def _direction(block: CardBlock, monotone: Mapping[str, str]) -> str:
    return monotone.get(block.attributes[0], "") if block.n_ordered else ""


def _tells_nothing_blank(block: CardBlock, n: FloatArray) -> bool:
    """Return whether a blank of the fact must tell nothing, and some deal has a value."""
    return block.blank_is_average and block.unknown is not None and bool(n.sum() > n[block.unknown])


def _blank_as_average(n: FloatArray, unknown: int) -> FloatArray:
    """Return the matrix that centres weights on the deals with a value, and gives the blank the weight 0."""
    mix = n / (n.sum() - n[unknown])
    mix[unknown] = 0.0
    change = np.eye(len(n))
    change[unknown] = mix
    return change - mix


def _with_figures(
    block: CardBlock, weights: FloatArray, error: FloatArray, n: FloatArray, won: FloatArray | None
) -> CardBlock:
    """Return a block with the figures of its bins."""
    figures = zip(
        block.bins, weights.round(_DECIMALS).tolist(), error.round(_DECIMALS).tolist(), n.tolist(), strict=True
    )
    bins = [replace(b, weight=w, error=e, n=int(k)) for b, w, e, k in figures]
    if won is not None:
        bins = [replace(b, n_won=int(k)) for b, k in zip(bins, won.tolist(), strict=True)]
    return replace(block, bins=tuple(bins), unknown_share=round(block.unknown_share, _DECIMALS))
