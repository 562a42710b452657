"""The last steps of learning a card: blanks that may tell nothing, weights that may only rise, figures of each bin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from whofor.arrays import FloatArray
from whofor.model.scorecard import CardBlock, CardOutcome
from whofor.scoring.design import BinDesign, TermCodes
from whofor.scoring.fit import AdditiveFit, Likelihood, fitted_base

__all__ = ["Finished", "finished", "isotonic"]


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
    moved = False
    for i, block in enumerate(blocks):
        own, w = design.within(i), fit.weights[i]
        n, unknown = counts[own], block.unknown
        if block.blank_is_average and unknown is not None and n.sum() > n[unknown]:
            mix = n / (n.sum() - n[unknown])
            mix[unknown] = 0.0
            blank = np.eye(len(w))
            blank[unknown] = mix
            blank -= mix  # centred on the known deals, and so on all
            change[own, own] = blank
            w, moved = blank @ w, True
        direction = monotone.get(block.attributes[0], "") if block.n_ordered else ""
        if direction:
            m = block.n_ordered
            w = np.append(isotonic(w[:m], fit.curvature[i][:m], rising=direction == "up"), w[m:])
            w, moved = w - float(n @ w) / n.sum(), True
        weights.append(w)
    covariance = change @ fit.covariance @ change.T
    base = fit.base
    if moved:
        sums = np.zeros(design.n)
        for w, term in zip(weights, terms, strict=True):
            sums += w[term.codes]
        base = fitted_base(likelihood, sums)
    is_chance = likelihood.outcome is CardOutcome.CHANCE
    won = design.transposed_times(likelihood.y) if is_chance else None
    error = np.sqrt(np.maximum(0.0, np.diag(covariance)))
    made: list[CardBlock] = []
    for i, block in enumerate(blocks):
        own = design.within(i)
        figures = zip(block.bins, weights[i].tolist(), error[own].tolist(), counts[own].tolist(), strict=True)
        bins = [replace(b, weight=w, error=e, n=int(n)) for b, w, e, n in figures]
        if won is not None:
            bins = [replace(b, n_won=int(k)) for b, k in zip(bins, won[own].tolist(), strict=True)]
        direction = monotone.get(block.attributes[0], "") if block.n_ordered else ""
        made.append(
            replace(block, bins=tuple(bins), strength=fit.strength[i], freedom=fit.freedom[i], monotone=direction)
        )
    return Finished(base, tuple(made), covariance, fit.scale)
