"""The fit of a card: an additive model of which each block learns by itself how much it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.linalg.lapack import get_lapack_funcs
from scipy.special import expit

from whofor.arrays import FloatArray
from whofor.model.scorecard import CardOutcome
from whofor.scoring.design import BinDesign, Penalty, TermCodes, penalties_of
from whofor.stats.threads import one_blas_thread

__all__ = ["AdditiveFit", "Likelihood", "fit_additive", "fitted_base"]

_MOST_ROUNDS, _FEWEST_ROUNDS = 40, 4
"""Rounds of weights and penalties; 5 to 15 are usual."""
_MOST_HALVINGS = 30
_SETTLED = 0.02
"""Relative change of the free numbers of all blocks together that ends the rounds: below what two decimals of a weight
show."""
_TOLERANCE = 1e-9
"""Gain of the penalised likelihood per row that ends Newton's method."""
_RIDGE = 1e-5
"""On each weight, so that blocks have one solution where a constant moves between them: a prior of sd 316 log odds."""
_FIRST_STRENGTH = 10.0
"""Penalty before anything was learnt: weights of about 0.3 log odds."""
_LEAST_CURVATURE = 1e-10


class Likelihood:
    """How well weights explain an outcome: log loss of a yes or no, or squares of an amount.

    Args:
        outcome: Which of the two.
        y: Outcome of each row: 0 or 1, or an amount.
        worth: How many independent rows each is worth.
    """

    def __init__(self, outcome: CardOutcome, y: FloatArray, worth: FloatArray) -> None:
        self.outcome, self.y, self.worth = outcome, y, worth
        self.scale = 1.0
        if outcome is CardOutcome.AMOUNT:
            self.scale = max(float(np.average((y - np.average(y, weights=worth)) ** 2, weights=worth)), 1e-300)

    @property
    def null(self) -> float:
        """The base without any block: log odds of the rate, or the mean."""
        mean = float(np.average(self.y, weights=self.worth))
        return float(np.log(mean / (1 - mean))) if self.outcome is CardOutcome.CHANCE else mean

    def loss(self, z: FloatArray) -> float:
        """Return the negative log likelihood of the sums of each row's weights."""
        if self.outcome is CardOutcome.CHANCE:
            return float(self.worth @ (np.logaddexp(0.0, z) - self.y * z))
        return float(self.worth @ (self.y - z) ** 2) / (2 * self.scale)

    def slopes(self, z: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the gradient of the log likelihood by each row's sum, and its curvature, both shape (rows,)."""
        if self.outcome is CardOutcome.CHANCE:
            p = expit(z)
            return self.worth * (self.y - p), self.worth * np.maximum(p * (1 - p), _LEAST_CURVATURE)
        return self.worth * (self.y - z) / self.scale, self.worth / self.scale

    def rescale(self, z: FloatArray, freedom: float) -> None:
        """Learn the variance of an amount around the sums, less the free numbers that were fitted."""
        if self.outcome is CardOutcome.AMOUNT:
            rest = max(1.0, float(self.worth.sum()) - 1 - freedom)
            self.scale = max(float(self.worth @ (self.y - z) ** 2) / rest, 1e-300)


@dataclass(frozen=True, eq=False, slots=True)
class AdditiveFit:
    """Weights of blocks of bins, each centred on the rows learnt from.

    Attributes:
        base: Log odds, or mean, of the average row.
        weights: Weights of each block's bins, their mean over the rows 0.
        covariance: Posterior covariance of the base and all weights in their order, shape (1 + bins, 1 + bins).
        curvature: Second derivative of the log likelihood by each bin's weight alone, one array a block.
        strength: Penalty of each block; of ordered bins that of their steps.
        freedom: How many free numbers each block is worth.
        scale: Variance of an amount around its mean; 1 of a yes or no.
        rounds: Rounds that were needed.
    """

    base: float
    weights: tuple[FloatArray, ...]
    covariance: FloatArray
    curvature: tuple[FloatArray, ...]
    strength: tuple[float, ...]
    freedom: tuple[float, ...]
    scale: float
    rounds: int

    def sums(self, terms: Sequence[TermCodes], n: int) -> FloatArray:
        """Return the base plus the weights of each row, shape (rows,)."""
        out = np.full(n, self.base)
        for weights, term in zip(self.weights, terms, strict=True):
            out += weights[term.codes]
        return out


class _Solver:
    """Newton's method with penalties; keeps the weights between rounds."""

    def __init__(self, design: BinDesign, likelihood: Likelihood, offset: FloatArray) -> None:
        self.design, self.likelihood, self.offset = design, likelihood, offset
        self.penalties: list[Penalty] = [p for i, t in enumerate(design.terms) for p in penalties_of(i, t)]
        self.limits = [(design.terms[p.term].least_penalty, design.terms[p.term].most_penalty) for p in self.penalties]
        first = [float(np.clip(_FIRST_STRENGTH, *limits)) for limits in self.limits]
        self.strength: FloatArray = np.array(first) / (
            1.0 if likelihood.outcome is CardOutcome.CHANCE else likelihood.scale
        )
        self.beta: FloatArray = np.zeros(design.size)
        self.beta[0] = likelihood.null - float(offset.mean())
        self.z: FloatArray = offset + design.times(self.beta)
        self.inverse: FloatArray = np.zeros((0, 0))

    def step(self) -> float:
        """Take one step and return by how much it lowered the penalised loss."""
        likelihood, design = self.likelihood, self.design
        slope, curve = likelihood.slopes(self.z)
        matrix = design.penalty_matrix(self.penalties, self.strength, _RIDGE / likelihood.scale)
        gradient = design.transposed_times(slope) - matrix @ self.beta
        factor = cho_factor(design.cross_product(curve) + matrix, lower=True)
        delta = cho_solve(factor, gradient)
        before = likelihood.loss(self.z) + 0.5 * float(self.beta @ matrix @ self.beta)
        size, after = 1.0, np.inf
        for _ in range(_MOST_HALVINGS):
            beta = self.beta + size * delta
            z = self.offset + design.times(beta)
            after = likelihood.loss(z) + 0.5 * float(beta @ matrix @ beta)
            if after <= before:
                self.beta, self.z = beta, z
                break
            size /= 2
        self.inverse = _inverse(factor[0])
        return before - min(after, before)

    def freedoms(self) -> FloatArray:
        """Return how many free numbers are left of each penalty's rank."""
        spent = [
            s * float((self.inverse[self.design.within(p.term), self.design.within(p.term)] * p.matrix).sum())
            for p, s in zip(self.penalties, self.strength.tolist(), strict=True)
        ]
        return np.array([max(0.0, p.rank - x) for p, x in zip(self.penalties, spent, strict=True)])

    def learn_strengths(self) -> FloatArray:
        """Set each penalty to the one that makes the data likeliest; return the free numbers of each before.

        Source:
            MacKay (1992), Neural Computation 4:415; for penalties of part of the weights Wood & Fasiolo (2017),
            Biometrics 73:1071.
        """
        free = self.freedoms()
        for i, penalty in enumerate(self.penalties):
            own = self.beta[self.design.within(penalty.term)]
            size = float(own @ penalty.matrix @ own)
            low, high = (limit / self.likelihood.scale for limit in self.limits[i])
            # Weights of 0 with nothing free say that the block says nothing.
            wanted = free[i] / size if size > 0 else np.inf
            self.strength[i] = float(np.clip(wanted, low, high))
        self.likelihood.rescale(self.z, float(free.sum()))
        return free


def _inverse(factor: FloatArray) -> FloatArray:
    """Return the inverse of a matrix of which the lower Cholesky factor is given."""
    (potri,) = get_lapack_funcs(("potri",), (factor,))
    lower = np.asarray(potri(factor, lower=1)[0], dtype=np.float64)
    lower = np.tril(lower)
    return lower + np.tril(lower, -1).T


@one_blas_thread()
def fit_additive(
    terms: Sequence[TermCodes],
    likelihood: Likelihood,
    *,
    offset: FloatArray | None = None,
) -> AdditiveFit:
    """Return the additive model of an outcome, how much each block says learnt by empirical Bayes.

    Each block's weights have a normal prior of mean 0, the variance of which is the one that makes the data likeliest:
    a block that says nothing shrinks to nothing, without cross-validation, tuning or seed.

    Args:
        terms: The blocks.
        likelihood: The outcome; both of yes and no must occur.
        offset: What is known of each row already, added to its sum.

    Source:
        Penalised likelihood: Wood (2017), Generalized Additive Models, 6.2.

    Example:
        >>> codes = np.repeat([0, 1], 200)
        >>> y = np.concatenate([np.repeat([1.0, 0.0], [50, 150]), np.repeat([1.0, 0.0], [150, 50])])
        >>> fit = fit_additive([TermCodes(codes, 2)], Likelihood(CardOutcome.CHANCE, y, np.ones(400)))
        >>> fit.weights[0].round(2).tolist()
        [-1.09, 1.09]
    """
    n = len(likelihood.y)
    design = BinDesign(terms, n)
    solver = _Solver(design, likelihood, np.zeros(n) if offset is None else offset)
    before, rounds = np.inf, 0
    for rounds in range(1, _MOST_ROUNDS + 1):
        gain = solver.step()
        total = float(solver.learn_strengths().sum())
        settled = abs(total - before) <= _SETTLED * (1 + total) and gain <= 1e-4 * (1 + total)
        if rounds >= _FEWEST_ROUNDS and settled:
            break
        before = total
    while solver.step() > _TOLERANCE * n and rounds < 2 * _MOST_ROUNDS:
        rounds += 1
    return _centred(solver, rounds)


def _centred(solver: _Solver, rounds: int) -> AdditiveFit:
    """Return the fit with the weights of each block centred on the rows."""
    design, likelihood = solver.design, solver.likelihood
    share = design.transposed_times(np.full(design.n, 1.0 / max(1, design.n)))
    matrix = design.centring(share)
    beta = matrix @ solver.beta
    covariance = matrix @ solver.inverse @ matrix.T
    free = solver.freedoms()
    _, curve = likelihood.slopes(solver.z)
    by_bin = design.transposed_times(curve)
    blocks = range(len(design.terms))
    first = [next(i for i, p in enumerate(solver.penalties) if p.term == t) for t in blocks]
    return AdditiveFit(
        base=float(beta[0]),
        weights=tuple(beta[design.within(t)] for t in blocks),
        covariance=(covariance + covariance.T) / 2,
        curvature=tuple(by_bin[design.within(t)] for t in blocks),
        strength=tuple(float(solver.strength[i] * likelihood.scale) for i in first),
        freedom=tuple(
            float(sum(f for f, p in zip(free, solver.penalties, strict=True) if p.term == t)) for t in blocks
        ),
        scale=likelihood.scale,
        rounds=rounds,
    )


def fitted_base(likelihood: Likelihood, offset: FloatArray) -> float:
    """Return the base under which the outcomes are likeliest where all else is given, by bisection.

    Args:
        likelihood: The outcome; both of yes and no must occur.
        offset: Sum of each row's weights without the base.
    """
    if likelihood.outcome is CardOutcome.AMOUNT:
        return float(np.average(likelihood.y - offset, weights=likelihood.worth))
    low, high = -50.0 - float(offset.max(initial=0.0)), 50.0 - float(offset.min(initial=0.0))
    for _ in range(80):
        middle = (low + high) / 2
        if likelihood.slopes(offset + middle)[0].sum() > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2
