"""The search with the account as the unit of evidence, against brute force and on noise."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.special import expit
from scipy.stats import binom

from whofor.cube import Axis, RowScore, SearchSettings, conditional_score, items_of, kernels, search, search_accounts
from whofor.cube.clusters import ClusteredScore
from whofor.cube.shuffle import BlockExchange, Exchange, shuffled_scores
from whofor.stats.skew import normal_score

each_kernel = pytest.mark.parametrize("kernel", kernels())


def axis(codes: np.ndarray, name: str) -> Axis:
    return Axis(codes.astype(np.uint8), np.eye(int(codes.max()) + 1, dtype=bool), name)


def made(
    seed: int, sizes: np.ndarray, *, sigma: float = 1.0, varying: int = 0, strata: int = 4
) -> tuple[list[Axis], RowScore]:
    """Noise: accounts with fortunes of their own; six facts, of which some vary within accounts."""
    rng = np.random.default_rng([seed, len(sizes)])
    account = np.repeat(np.arange(len(sizes)), sizes)
    n = len(account)
    facts = [rng.integers(0, k, len(sizes))[account] for k in (6, 5, 4, 3, 4, 5)]
    for i in range(varying):
        # Half of them of the deal alone, half nearly constant.
        changed = rng.random(n) < (1.0 if i % 2 == 0 else 0.2)
        facts[i] = np.where(changed, rng.integers(0, 4, n), facts[i] % 4)
    stratum = rng.integers(0, strata, n)
    odds = -1 + sigma * rng.normal(size=len(sizes))[account] + 0.3 * stratum
    won = (rng.random(n) < expit(odds)).astype(float)
    return [axis(codes, str(i)) for i, codes in enumerate(facts)], RowScore(won, stratum, account)


def zipf(n: int, seed: int = 5) -> np.ndarray:
    return np.minimum(200, np.random.default_rng(seed).zipf(1.6, n))


SHAPES = {
    "equal": np.full(60, 5),
    "zipf": zipf(150),
    "few": np.array([3, 4, 9, 1, 2, 7, 5, 5, 8, 6]),
    "giant": np.array([150, *[3] * 50]),
    "mostly one": np.array([1] * 120 + [2] * 8),
}


@pytest.mark.parametrize("shape", SHAPES)
@each_kernel
def test_maxima_of_facts_of_accounts_are_those_of_permuted_accounts(shape: str, kernel: str):
    axes, score = made(3, SHAPES[shape])
    settings = SearchSettings(2, 20, 30, seed=4, kernel=kernel)
    tiers = search_accounts(axes, score, settings)
    assert score.accounts is not None
    clustered = ClusteredScore.of(score.values, score.strata, score.accounts)
    sums = RowScore(clustered.totals, clustered.classes)
    shuffles = shuffled_scores(Exchange.of(sums), 4, 0, 30).astype(float)
    moments = sums.moments()
    least = max(8, -(-20 * len(clustered.sizes) // len(score.values)))
    for depth, tier in enumerate(tiers, 1):
        family, maxima = 0, np.zeros(30)
        for combination in itertools.combinations(items_of(axes), depth):
            if len({a for a, _ in combination}) < depth:
                continue
            inside = np.logical_and.reduce([axes[a].codes[clustered.first_rows] == t for a, t in combination])
            if min(inside.sum(), (~inside).sum()) < least:
                continue
            family += 1
            n = np.bincount(clustered.classes[inside], minlength=len(moments.n))
            share = n / np.maximum(moments.n, 1)
            variance = float((n * (1 - share)) @ moments.variance)
            if variance <= 1e-12:
                continue
            third = float((n * (1 - share) * (1 - 2 * share)) @ moments.third)
            z = (shuffles[inside].sum(axis=0) - n @ moments.mean) / variance**0.5
            maxima = np.maximum(maxima, np.abs(normal_score(z, np.full(30, third / variance**1.5))))
        assert tier.family == family
        assert tier.maxima == pytest.approx(maxima, abs=1e-3)


@pytest.mark.parametrize("shape", SHAPES)
def test_kernels_agree_where_facts_vary_within_accounts(shape: str):
    axes, score = made(1, SHAPES[shape], varying=3)
    first, *others = (
        search_accounts(axes, score, SearchSettings(3, 10, 40, seed=2, kernel=kernel)) for kernel in kernels()
    )
    for tiers in others:
        for a, b in zip(first, tiers, strict=True):
            assert (a.family, a.items.tolist()) == (b.family, b.items.tolist())
            assert a.score == pytest.approx(b.score)
            assert a.maxima == pytest.approx(b.maxima, abs=1e-4)


@each_kernel
def test_without_shuffles_deals_of_accounts_are_counted(kernel: str):
    axes = [Axis((np.arange(60) % 3).astype(np.uint8), np.eye(3, dtype=bool), "a")]
    score = RowScore(np.arange(60.0) % 7, np.zeros(60, int), np.arange(60) // 4)
    (tier,) = search_accounts(axes, score, SearchSettings(1, 5, permutations=0, kernel=kernel))
    assert (tier.family, len(tier.maxima)) == (3, 0)


def test_every_conjunction_is_tested_once():
    """Sums of 0/1 facts: all combinations are in exactly one of the two families."""
    axes, score = made(2, np.full(200, 10), varying=2)
    split = search_accounts(axes, score, SearchSettings(2, 20, 0))
    rows = RowScore(score.values, score.strata)
    for with_accounts, plain in zip(split, search(axes, rows, SearchSettings(2, 20, 0)), strict=True):
        assert with_accounts.family <= plain.family
        assert with_accounts.family > 0.9 * plain.family


def test_exchange_in_two_levels_keeps_what_is_between_and_within_accounts():
    _, score = made(7, zipf(80))
    assert score.accounts is not None
    clustered = ClusteredScore.of(score.values, score.strata, score.accounts)
    exchange = BlockExchange.of(clustered.blocks)
    for shuffle in range(5):
        shuffled = exchange.lanes(0, shuffle) * exchange.scale
        sums = np.bincount(clustered.account, shuffled)
        for k in range(int(clustered.classes.max()) + 1):
            own = clustered.classes == k
            assert np.sort(sums[own]) == pytest.approx(np.sort(clustered.blocks.between[own]), abs=0.02 * 200)
            assert sums[own].sum() == pytest.approx(0, abs=0.05 * len(score.values) ** 0.5)
    assert not np.array_equal(exchange.lanes(0, 0), exchange.lanes(0, 1))
    assert np.array_equal(exchange.lanes(0, 3), exchange.lanes(0, 3))


def test_rounding_moves_no_mean_of_accounts_of_one_size():
    """Won and lost deals of accounts of five have few scores: rounded to the nearest, their mean is 0.002 too high."""
    rng = np.random.default_rng(0)
    account = np.repeat(np.arange(4000), 5)
    won = (rng.random(20_000) < rng.uniform(0.19, 0.35, 4000)[account]).astype(float)
    clustered = ClusteredScore.of(won, np.zeros(20_000, dtype=np.int64), account)
    exchange, spread = BlockExchange.of(clustered.blocks), clustered.row_values.std()
    assert exchange.is_narrow
    rounded = np.array([exchange.lanes(0, shuffle) * exchange.scale for shuffle in range(50)]) / spread
    # Of a unit of 0.03 standard deviations: four standard errors of the mean of a million roundings.
    assert abs(rounded.mean()) < 4 * 0.03 * 0.5 / 1e6**0.5
    assert rounded.var() == pytest.approx(1, abs=1e-3)


def test_scores_of_rows_add_up_to_those_of_accounts():
    axes, score = made(9, zipf(100))
    assert score.accounts is not None
    clustered = ClusteredScore.of(score.values, score.strata, score.accounts)
    inside = axes[0].codes == 0
    accounts = clustered.whole_accounts(inside)
    assert accounts is not None
    assert clustered.row_values[inside].sum() == pytest.approx(clustered.blocks.between[accounts].sum())


def test_one_deal_that_differs_makes_a_fact_vary():
    axes, score = made(4, np.full(50, 4))
    assert score.accounts is not None
    clustered = ClusteredScore.of(score.values, score.strata, score.accounts)
    codes = axes[0].codes.copy()
    assert clustered.is_constant(codes)
    codes[-1] = (codes[-1] + 1) % 6
    assert not clustered.is_constant(codes)


def test_names_of_accounts_decide_nothing():
    axes, score = made(5, zipf(120), varying=2)
    assert score.accounts is not None
    other = np.random.default_rng(0).permutation(10_000)[score.accounts]
    settings = SearchSettings(2, 20, 50)
    first = search_accounts(axes, score, settings)
    second = search_accounts(axes, RowScore(score.values, score.strata, other), settings)
    for a, b in zip(first, second, strict=True):
        assert np.array_equal(a.maxima, b.maxima)
        assert np.array_equal(a.score, b.score)


def test_the_sample_counts_deals():
    axes, score = made(6, np.full(100, 6))
    for tier in search_accounts(axes, score, SearchSettings(2, 20, 0)):
        names = items_of(axes)
        for (n, total, _), items in zip(tier.sample.tolist(), tier.sample_items.tolist(), strict=True):
            inside = np.logical_and.reduce([axes[names[i][0]].codes == names[i][1] for i in items])
            assert (n, total) == (inside.sum(), score.values[inside].sum())


@pytest.mark.parametrize("varying", [0, 3])
def test_the_score_of_one_segment_is_that_of_the_search(varying: int):
    axes, score = made(8, zipf(200), varying=varying)
    names = items_of(axes)
    everyone = np.ones(len(score.values), dtype=np.bool_)
    for tier in search_accounts(axes, score, SearchSettings(2, 20, 0, keep_score=1.0)):
        for items, z in zip(tier.items.tolist()[:50], tier.score.tolist(), strict=False):
            inside = np.logical_and.reduce([axes[names[i][0]].codes == names[i][1] for i in items])
            assert conditional_score(inside, everyone, score) == pytest.approx(z, abs=1e-6)


@pytest.mark.parametrize(("shape", "varying"), [("equal", 0), ("zipf", 0), ("equal", 3), ("zipf", 3)], ids=str)
def test_error_rate_on_accounts_with_fortunes_of_their_own(shape: str, varying: int):
    """Of 60 sets of noise (deals shuffled: nearly all) no more are found than 5 % allow in one of a thousand tests."""
    sizes = {"equal": np.full(100, 12), "zipf": zipf(300)}[shape]
    found = 0
    for seed in range(60):
        axes, score = made(100 + seed, sizes, varying=varying)
        tiers = search_accounts(axes, score, SearchSettings(2, 20, 199, seed=seed))
        found += any(len(t.score) and float(t.p_value(t.score).min()) <= 0.025 for t in tiers)
    assert found <= binom.ppf(0.999, 60, 0.05)


def test_a_planted_fact_of_accounts_is_found():
    """Log odds 1.2 higher for a sixth of 300 accounts of 8 deals, in accounts with fortunes of their own."""
    axes, score = made(11, np.full(300, 8), sigma=0.5)
    rng = np.random.default_rng(3)
    lucky = (axes[0].codes == 2) & (score.values == 0) & (rng.random(len(score.values)) < 0.35)
    values = np.where(lucky, 1.0, score.values)
    tiers = search_accounts(axes, RowScore(values, score.strata, score.accounts), SearchSettings(2, 20, 199))
    best = int(np.abs(tiers[0].score).argmax())
    assert items_of(axes)[tiers[0].items[best, 0]] == (0, 2)
    assert float(tiers[0].p_value(tiers[0].score[best : best + 1])[0]) <= 0.01
