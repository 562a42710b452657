"""The fit: against dense matrices, mixed models of statsmodels, and truths that were planted."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit

from whofor.model.scorecard import CardOutcome
from whofor.scoring.design import BinDesign, TermCodes, penalties_of
from whofor.scoring.fit import AdditiveFit, Likelihood, fit_additive, fitted_base

CHANCE, AMOUNT = CardOutcome.CHANCE, CardOutcome.AMOUNT


def made(n: int = 800, seed: int = 1) -> tuple[list[TermCodes], np.ndarray]:
    rng = np.random.default_rng(seed)
    codes = rng.integers(0, 4, n), rng.integers(0, 7, n)
    z = -0.5 + np.array([1.0, -1.0, 0.2, -0.2])[codes[0]] + np.linspace(-1, 1, 7)[codes[1]]
    y = (rng.random(n) < expit(z)).astype(float)
    return [TermCodes(codes[0], 4), TermCodes(codes[1], 7, 6)], y


def dense(terms: list[TermCodes], n: int) -> np.ndarray:
    return np.column_stack([np.ones(n), *(np.eye(t.n_bins)[t.codes] for t in terms)])


def fit_of(terms: list[TermCodes], y: np.ndarray, outcome: CardOutcome = CHANCE) -> AdditiveFit:
    return fit_additive(terms, Likelihood(outcome, y, np.ones(len(y))))


def test_counting_gives_the_products_of_the_dense_matrix() -> None:
    terms, y = made()
    design, x = BinDesign(terms, len(y)), dense(terms, len(y))
    w = np.random.default_rng(2).random(len(y))
    beta = np.arange(12.0)
    assert np.allclose(design.cross_product(w), x.T @ (w[:, None] * x))
    assert np.allclose(design.transposed_times(w), x.T @ w)
    assert np.allclose(design.times(beta), x @ beta)


def test_weights_minimise_the_penalised_loss() -> None:
    """Against a general minimiser on the dense matrix, with the penalties that were learnt."""
    terms, y = made()
    fit, x = fit_of(terms, y), dense(terms, len(y))
    levels, steps, blank = penalties_of(0, terms[0]) + penalties_of(1, terms[1])
    matrix = np.zeros((12, 12))
    matrix[1:5, 1:5] = fit.strength[0] * levels.matrix
    matrix[5:, 5:] = fit.strength[1] * steps.matrix

    def loss(b: np.ndarray, blank_strength: float) -> float:
        own = matrix.copy()
        own[5:, 5:] += blank_strength * blank.matrix
        z = x @ b
        return float(np.logaddexp(0, z).sum() - y @ z + 0.5 * b @ own @ b)

    # The strength of the blank is not reported: it is where the optimum has the blank's weight.
    best = min(
        (minimize(loss, np.zeros(12), args=(s,), method="BFGS").x for s in np.geomspace(0.01, 1e4, 13)),
        key=lambda b: float(np.abs(x @ b - fit.sums(terms, len(y))).max()),
    )
    assert np.abs(x @ best - fit.sums(terms, len(y))).max() < 0.06


def test_weights_and_covariance_of_categories_are_those_of_dense_algebra() -> None:
    terms, y = made()
    fit = fit_of(terms[:1], y)
    x = dense(terms[:1], len(y))
    ridge = np.diag([0.0, *[fit.strength[0] + 1e-5] * 4])
    found = minimize(lambda b: np.logaddexp(0, x @ b).sum() - y @ x @ b + 0.5 * b @ ridge @ b, np.zeros(5), tol=1e-10).x
    share = x[:, 1:].mean(axis=0)
    centre = np.eye(5)
    centre[1:, 1:] -= share
    centre[0, 1:] = share
    p = expit(x @ found)
    covariance = np.linalg.inv(x.T @ ((p * (1 - p))[:, None] * x) + ridge)
    assert np.allclose([fit.base, *fit.weights[0]], centre @ found, atol=1e-4)
    assert np.allclose(fit.covariance, centre @ covariance @ centre.T, atol=1e-4)


def test_weights_are_centred_on_the_rows() -> None:
    terms, y = made()
    fit = fit_of(terms, y)
    assert [float(w[t.codes].mean()) for w, t in zip(fit.weights, terms, strict=True)] == pytest.approx(
        [0, 0], abs=1e-9
    )
    assert expit(fit.sums(terms, len(y))).mean() == pytest.approx(y.mean(), abs=1e-6)


def test_the_variance_of_an_amount_is_that_of_a_mixed_model() -> None:
    """Restricted maximum likelihood of statsmodels: random intercepts of 15 groups."""
    from statsmodels.regression.mixed_linear_model import MixedLM

    rng = np.random.default_rng(3)
    groups = rng.integers(0, 15, 600)
    y = 50 + rng.normal(0, 4, 15)[groups] + rng.normal(0, 10, 600)
    mixed = MixedLM(y, np.ones((600, 1)), groups=groups).fit(reml=True)
    fit = fit_of([TermCodes(groups, 15)], y, AMOUNT)
    assert fit.scale == pytest.approx(mixed.scale, rel=0.01)
    assert fit.scale / fit.strength[0] == pytest.approx(float(mixed.cov_re[0, 0]), rel=0.05)
    effects = np.array([float(mixed.random_effects[g].iloc[0]) for g in range(15)])
    centred = effects - effects[groups].mean()
    assert np.allclose(fit.weights[0], centred, atol=0.1)


def test_the_penalty_of_an_amount_makes_the_data_likeliest() -> None:
    """Exact marginal likelihood over a grid of penalties, the steps of ordered bins."""
    rng = np.random.default_rng(5)
    codes = rng.integers(0, 10, 400)
    y = np.cumsum(rng.normal(0, 1, 10))[codes] + rng.normal(0, 3, 400)
    term = TermCodes(codes, 10, 10)
    fit = fit_of([term], y, AMOUNT)
    x = np.eye(10)[codes]
    steps = np.diff(np.eye(10), axis=0)
    # Steps as independent effects: X S with S the running sums.
    sums = x @ np.tril(np.ones((10, 10)))[:, 1:]
    assert np.allclose(steps @ np.tril(np.ones((10, 10)))[:, 1:], np.eye(9))

    def restricted(log_strength: float) -> float:
        v = fit.scale * (np.eye(400) + sums @ sums.T / np.exp(log_strength))
        inverse = np.linalg.inv(v)
        one = np.ones(400)
        info = one @ inverse @ one
        r = y - one @ inverse @ y / info
        return float(np.linalg.slogdet(v)[1] + np.log(info) + r @ inverse @ r)

    grid = np.linspace(np.log(0.5), np.log(200), 60)
    best = grid[int(np.argmin([restricted(g) for g in grid]))]
    assert np.log(fit.strength[0]) == pytest.approx(best, abs=0.15)


def test_a_block_that_says_nothing_shrinks_to_nothing() -> None:
    rng = np.random.default_rng(4)
    y = (rng.random(5000) < 0.2).astype(float)
    spread = [np.abs(fit_of([TermCodes(rng.integers(0, 8, 5000), 8)], y).weights[0]).max() for _ in range(10)]
    assert np.median(spread) < 0.02
    assert max(spread) < 0.25


def test_planted_weights_are_found() -> None:
    terms, y = made(40_000)
    fit = fit_of(terms, y)
    assert np.allclose(fit.weights[0], [1.0, -1.0, 0.2, -0.2], atol=0.1)
    assert np.allclose(fit.weights[1], np.linspace(-1, 1, 7), atol=0.12)


def test_intervals_hold_what_they_promise() -> None:
    """The share of planted weights within two standard errors, over 60 data sets."""
    inside = []
    for seed in range(60):
        terms, y = made(1500, seed)
        fit = fit_of(terms[:1], y)
        share = np.bincount(terms[0].codes, minlength=4) / len(y)
        truth = np.array([1.0, -1.0, 0.2, -0.2])
        inside += (np.abs(fit.weights[0] - (truth - share @ truth)) < 2 * np.sqrt(np.diag(fit.covariance))[1:]).tolist()
    assert np.mean(inside) > 0.85  # weights are marginal over the other fact, and so a little smaller


def test_a_bin_of_wins_only_has_a_finite_weight() -> None:
    codes = np.repeat([0, 1, 2], [200, 200, 30])
    y = np.concatenate([np.tile([0.0, 1.0], 100), np.tile([0.0, 0.0, 0.0, 1.0], 50), np.ones(30)])
    fit = fit_of([TermCodes(codes, 3)], y)
    assert np.isfinite(fit.weights[0]).all()
    assert 1 < fit.weights[0][2] < 8
    ordered = fit_of([TermCodes(codes, 3, 3)], y)
    assert np.isfinite(ordered.weights[0]).all()


def test_complete_separation_stays_finite() -> None:
    codes = np.repeat([0, 1], 100)
    fit = fit_of([TermCodes(codes, 2)], codes.astype(float))
    assert np.isfinite(fit.weights[0]).all()
    assert np.abs(fit.weights[0]).max() < 30
    assert np.isfinite(fit.covariance).all()


def test_an_empty_bin_lies_between_its_neighbours() -> None:
    rng = np.random.default_rng(6)
    codes = rng.choice([0, 1, 3, 4], 4000)
    y = (rng.random(4000) < expit(np.array([-1.0, -0.5, 9.9, 0.5, 1.0])[codes])).astype(float)
    w = fit_of([TermCodes(codes, 5, 5)], y).weights[0]
    assert w[2] == pytest.approx((w[1] + w[3]) / 2, abs=1e-3)


def test_a_blank_without_rows_is_as_the_mean_of_the_bands() -> None:
    terms, y = made()
    known = TermCodes(np.minimum(terms[1].codes, 5), 7, 6)
    w = fit_of([known], y).weights[0]
    assert w[6] == pytest.approx(w[:6].mean(), abs=1e-6)


def test_rows_worth_less_have_wider_errors() -> None:
    terms, y = made()
    full = fit_of(terms[:1], y)
    half = fit_additive(terms[:1], Likelihood(CHANCE, y, np.full(len(y), 0.5)))
    ratio = half.covariance[0, 0] / full.covariance[0, 0]
    assert ratio == pytest.approx(2, rel=0.1)


def test_an_offset_is_taken_as_known() -> None:
    terms, y = made(4000)
    offset = np.array([1.0, -1.0, 0.2, -0.2])[terms[0].codes]
    fit = fit_additive([terms[0]], Likelihood(CHANCE, y, np.ones(len(y))), offset=offset)
    assert np.abs(fit.weights[0]).max() < 0.15


def test_the_base_alone_is_the_likeliest() -> None:
    _, y = made()
    offset = np.random.default_rng(1).normal(size=len(y))
    base = fitted_base(Likelihood(CHANCE, y, np.ones(len(y))), offset)
    assert expit(base + offset).sum() == pytest.approx(y.sum(), abs=1e-6)
    assert fitted_base(Likelihood(AMOUNT, y, np.ones(len(y))), offset) == pytest.approx((y - offset).mean())
