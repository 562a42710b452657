"""The cube against brute force: every conjunction, every shuffle."""

from __future__ import annotations

import importlib
import itertools
from typing import Any

import numpy as np
import pytest

from whofor.cube import Axis, RowScore, SearchSettings, Tier, deepen, items_of, kernels, search, search_accounts
from whofor.cube.shuffle import Exchange, shuffled_scores
from whofor.stats.skew import normal_score

TWIN = importlib.import_module("whofor.cube.twin")
NATIVE = importlib.import_module("whofor.cube.native")
each_kernel = pytest.mark.parametrize("kernel", kernels())


def make_axes(n: int, seed: int) -> list[Axis]:
    """Two numbers with intervals and an unknown, a category, a category with a union, and one of the same group."""
    rng = np.random.default_rng(seed)
    intervals = np.array(
        [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1]], dtype=bool
    )
    union = np.array([[1, 0, 0], [0, 1, 0], [1, 1, 0]], dtype=bool)
    plain = np.eye(3, dtype=bool)

    def codes(k: int) -> np.ndarray:
        return rng.choice(k, n, p=rng.dirichlet(np.full(k, 3.0))).astype(np.uint8)

    return [
        Axis(codes(4), intervals, "a"),
        Axis(codes(3), plain, "b"),
        Axis(codes(3), union, "c"),
        Axis(codes(4), intervals, "d"),
        Axis(codes(3), plain, "b"),
    ]


def make_score(n: int, seed: int, *, binary: bool, strata: int) -> RowScore:
    rng = np.random.default_rng(seed + 1000)
    stratum = rng.integers(0, strata, n)
    stratum[:strata] = np.arange(strata)
    values = (rng.random(n) < 0.2 + 0.1 * stratum / strata).astype(float) if binary else rng.normal(stratum, 1.0, n)
    return RowScore(values, stratum)


def brute(axes: list[Axis], score: RowScore, depth: int, support: int) -> dict[tuple[int, ...], tuple[float, ...]]:
    """Rows, sum, expectation, deviation and skewness of every conjunction, from the definitions."""
    items = items_of(axes)
    masks = [axes[a].membership[t][axes[a].codes] for a, t in items]
    n = len(score.values)
    out: dict[tuple[int, ...], tuple[float, ...]] = {}
    for combo in itertools.combinations(range(len(items)), depth):
        if len({axes[items[i][0]].group for i in combo}) < depth:
            continue
        inside = np.logical_and.reduce([masks[i] for i in combo])
        if inside.sum() < support or n - inside.sum() < support:
            continue
        mean = variance = third = 0.0
        for h in range(score.n_strata):
            rows = score.strata == h
            size, k = rows.sum(), (inside & rows).sum()
            values = score.values[rows]
            mean += k * values.mean()
            if size > 1:
                variance += k * (1 - k / size) * values.var() * size / (size - 1)
            if size > 2:
                moment = ((values - values.mean()) ** 3).mean() * size**2 / ((size - 1) * (size - 2))
                third += k * (1 - k / size) * (1 - 2 * k / size) * moment
        if variance > 1e-18:
            out[combo] = (inside.sum(), score.values[inside].sum(), mean, variance**0.5, third / variance**1.5)
    return out


def score_of(figures: tuple[float, ...], total: float) -> float:
    _, _, mean, deviation, skewness = figures
    return float(normal_score(np.array([(total - mean) / deviation]), np.array([skewness]))[0])


@each_kernel
@pytest.mark.parametrize("binary", [True, False])
@pytest.mark.parametrize("strata", [1, 3])
def test_search_is_brute_force(binary: bool, strata: int, kernel: str) -> None:
    axes, score = make_axes(150, 1), make_score(150, 1, binary=binary, strata=strata)
    settings = SearchSettings(3, 8, permutations=70, seed=4, keep_score=0.0, keep_most=10**6, threads=1, kernel=kernel)
    tiers = search(axes, score, settings)
    shuffles = shuffled_scores(Exchange.of(score), 4, 0, 70)
    masks = [axes[a].membership[t][axes[a].codes] for a, t in items_of(axes)]
    for tier in tiers:
        expected = brute(axes, score, tier.depth, 8)
        assert tier.family == len(expected)
        found = {
            tuple(row): (n, s, z)
            for row, n, s, z in zip(tier.items.tolist(), tier.n, tier.total, tier.score, strict=True)
        }
        assert set(found) == set(expected)
        for combo, figures in expected.items():
            n, total, z = found[combo]
            assert n == figures[0]
            assert total == pytest.approx(figures[1])
            assert z == pytest.approx(score_of(figures, figures[1]), abs=1e-9)
        largest = np.zeros(70)
        for combo, figures in expected.items():
            inside = np.logical_and.reduce([masks[i] for i in combo])
            sums = shuffles[inside].astype(float).sum(axis=0)
            largest = np.maximum(largest, [abs(score_of(figures, total)) for total in sums])
        assert tier.maxima == pytest.approx(largest, abs=1e-4)
        assert tier.sum_squares == pytest.approx(sum(score_of(f, f[1]) ** 2 for f in expected.values()))


def same(left: tuple[Tier, ...], right: tuple[Tier, ...]) -> bool:
    names = ("items", "n", "total", "score", "sample", "maxima")
    return all(np.array_equal(getattr(a, k), getattr(b, k)) for a, b in zip(left, right, strict=True) for k in names)


@each_kernel
@pytest.mark.parametrize("binary", [True, False])
def test_blocks_and_threads_change_nothing(monkeypatch: pytest.MonkeyPatch, kernel: str, binary: bool) -> None:
    axes, score = make_axes(200, 2), make_score(200, 2, binary=binary, strata=4)

    def run(threads: int) -> tuple[Tier, ...]:
        return search(axes, score, SearchSettings(3, 8, permutations=1300, seed=9, threads=threads, kernel=kernel))

    first = run(1)
    assert same(first, run(2))
    monkeypatch.setattr("whofor.cube.work._ROWS_A_CHUNK", 600)
    monkeypatch.setattr(TWIN, "_SUM_BYTES", 4 * 64 * 20)
    monkeypatch.setattr(TWIN, "_BLOCK_BYTES", 4 * 200 * 100)
    monkeypatch.setattr(NATIVE, "_BLOCK_BYTES", 200 * 128)
    again = run(2)
    assert [t.family for t in again] == [t.family for t in first]
    assert all(np.array_equal(a.items, b.items) for a, b in zip(again, first, strict=True))
    # Sums of floats in the twin may round apart in other blocks.
    assert all(a.maxima == pytest.approx(b.maxima, abs=1e-5) for a, b in zip(again, first, strict=True))


def wide_axes(n: int, seed: int) -> list[Axis]:
    """Many correlated plain categories, and numbers whose neighbouring bins join to runs of any length."""
    rng = np.random.default_rng(seed)
    runs = np.array([[lo <= k <= hi for k in range(6)] for lo in range(5) for hi in range(lo, 5)] + [[0] * 5 + [1]])
    hidden = rng.normal(size=n)
    axes = []
    for i in range(6):
        value = 0.5 * hidden + rng.normal(size=n)
        bins = np.searchsorted(np.quantile(value, [0.1, 0.5, 0.7, 0.9]), value)
        if i % 2:
            codes = np.where(rng.random(n) < 0.1, 5, bins).astype(np.uint8)
            axes.append(Axis(codes, runs.astype(bool), f"n{i}", most_depth=2 if i == 5 else 3))
        else:
            axes.append(Axis(bins.astype(np.uint8), np.eye(5, dtype=bool), f"c{i}"))
    return axes


@pytest.mark.skipif(len(kernels()) == 1, reason="no native kernel was built here: no C compiler")
@pytest.mark.parametrize(
    ("binary", "strata", "n"), [(True, 1, 3000), (True, 4, 900), (False, 1, 1500), (False, 7, 400)]
)
def test_native_kernels_are_the_twin(binary: bool, strata: int, n: int) -> None:
    axes, score = wide_axes(n, n), make_score(n, n, binary=binary, strata=strata)
    results = {
        kernel: search(
            axes, score, SearchSettings(3, 10, permutations=600, seed=5, keep_score=1.5, keep_most=40, kernel=kernel)
        )
        for kernel in kernels()
    }
    twin, *native = results.values()
    for tiers in native:
        assert same(tiers, native[0]), "the instructions of the machine must not change a bit"
        for mine, reference in zip(tiers, twin, strict=True):
            assert mine.family == reference.family
            assert np.array_equal(mine.items, reference.items)
            assert np.array_equal(mine.n, reference.n)
            assert mine.total == pytest.approx(reference.total)
            assert mine.score == pytest.approx(reference.score, abs=1e-9)
            assert mine.sample == pytest.approx(reference.sample, abs=1e-9)
            assert mine.sum_squares == pytest.approx(reference.sum_squares)
            assert mine.maxima == pytest.approx(reference.maxima, abs=1e-9 if binary else 1e-4)


@pytest.mark.parametrize("tail", ["short", "long"])
@pytest.mark.parametrize("shape", ["few codes", "many codes", "many cells", "many attributes"])
def test_scores_of_any_shape_are_the_twins(shape: str, tail: str) -> None:
    """Cells of many tiles and of single rows, more cells and attributes than are worked off at a time."""
    rng = np.random.default_rng(31)
    n, sizes = {
        "few codes": (1100, [2, 2, 2, 3]),
        "many codes": (700, [255, 3, 130]),
        "many cells": (600, [44, 44, 44]),
        "many attributes": (300, [2] * 14),
    }[shape]
    axes: list[Axis] = []
    for i, k in enumerate(sizes):
        codes = np.minimum(rng.geometric(min(0.5, 4 / k), n) - 1, k - 1).astype(np.uint8)
        plain = np.eye(k, dtype=bool)
        union = np.arange(k) < 2
        axes.append(Axis(codes, plain if i % 2 else np.vstack([plain, union[None, :]]), str(i)))
    values = rng.normal(0, 1, n)
    if tail == "long":
        values[:3] = (400.0, -250.0, 90.0)
    assert Exchange.of(RowScore(values, np.zeros(n, dtype=np.int64))).is_narrow is (tail == "short")
    score = RowScore(values, rng.integers(0, 3, n))
    wanted, *others = (search(axes, score, SearchSettings(3, 5, 140, 2, kernel=name)) for name in kernels())
    for tiers in others:
        for a, b in zip(wanted, tiers, strict=True):
            assert a.family == b.family
            np.testing.assert_allclose(b.maxima, a.maxima, rtol=2e-4, atol=1e-6)
    first, *rest = others
    for tiers in rest:
        assert all(np.array_equal(a.maxima, b.maxima) for a, b in zip(first, tiers, strict=True))


def test_rounding_to_bytes_moves_no_threshold() -> None:
    """Shuffled sums of scores rounded to a 254th of their range against exact ones."""
    rng = np.random.default_rng(5)
    values = np.clip(rng.lognormal(0, 1, 400), 0, 6)
    exchange = Exchange.of(RowScore(values, np.zeros(400, dtype=np.int64)))
    assert exchange.is_narrow
    rounded = exchange.offset + exchange.scale * exchange.lanes.astype(float)
    assert np.abs(rounded - values[exchange.order]).max() < exchange.scale
    assert rounded.std() == pytest.approx(values.std(), rel=1e-3)
    assert rounded.sum() == pytest.approx(values.sum(), abs=exchange.scale)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.77])
def test_rounding_moves_no_mean_of_a_few_values(share: float) -> None:
    """The middle of three prices is far from a whole unit: rounded to the nearest, every mean would move."""
    rng = np.random.default_rng(7)
    values = rng.choice([0.0, 3 + share / 254 * 10, 10.0], 20_000)
    strata = rng.integers(0, 3, 20_000)
    exchange = Exchange.of(RowScore(values, strata))
    rounded = np.empty_like(values)
    rounded[exchange.order] = exchange.offset + exchange.scale * exchange.lanes.astype(float)
    for h in range(3):
        assert rounded[strata == h].sum() == pytest.approx(values[strata == h].sum(), abs=exchange.scale)


EDGES: dict[str, tuple[list[int], list[float]]] = {
    "no rows": ([2, 2], []),
    "no attributes": ([], [1.0, 0.0, 1.0]),
    "one row": ([1, 1], [1.0]),
    "one row, any score": ([1, 1], [1.5]),
    "one attribute": ([3], [float(i % 7) for i in range(60)]),
    "255 codes": ([255, 255, 255], [float(i * 37 % 11) for i in range(600)]),
    "all missing": ([1, 1, 1], [float(i % 2) for i in range(60)]),
    "constant outcome": ([3, 2, 2], [1.0] * 60),
    "constant score": ([3, 2, 2], [2.5] * 60),
}


@each_kernel
@pytest.mark.parametrize("edge", EDGES)
def test_edges_are_survived(edge: str, kernel: str) -> None:
    sizes, scores = EDGES[edge]
    n = len(scores)
    axes = [
        Axis((np.arange(n) * (i + 1) % k).astype(np.uint8), np.eye(k, dtype=bool), str(i)) for i, k in enumerate(sizes)
    ]
    tiers = search(axes, RowScore(np.array(scores), np.zeros(n, int)), SearchSettings(3, 1, 50, kernel=kernel))
    assert [tier.depth for tier in tiers] == [1, 2, 3]
    tested = edge in ("one attribute", "255 codes")
    assert (tiers[0].family > 0) is tested
    assert all(np.isfinite(tier.maxima).all() and len(tier.maxima) == 50 for tier in tiers)
    assert bool(tiers[0].maxima.max() > 0) is tested


def test_what_no_kernel_may_see_is_refused_with_its_place() -> None:
    axis = Axis(np.array([0, 1, 1], dtype=np.uint8), np.eye(2, dtype=bool), "a")
    fine, strata = np.array([1.0, 2.0, 3.0]), np.zeros(3, int)
    settings = SearchSettings(1, 1, 10)
    for bad in (np.nan, np.inf):
        with pytest.raises(ValueError, match=r"1 of 3 scores are not finite numbers; the first is .* in row 1"):
            search([axis], RowScore(np.array([1.0, bad, 2.0]), strata), settings)
    with pytest.raises(ValueError, match="axis 0 has 3 codes for 2 scores"):
        search([axis], RowScore(fine[:2], strata[:2]), settings)
    with pytest.raises(ValueError, match="as many strata"):
        search([axis], RowScore(fine, strata[:2]), settings)
    narrow = Axis(np.array([0, 1, 2], dtype=np.uint8), np.eye(2, dtype=bool), "a")
    with pytest.raises(ValueError, match="axis 0 has code 2, but terms for 2 codes only"):
        search([narrow], RowScore(fine, strata), settings)


N = 50
OUT_OF_PLACE: dict[str, tuple[dict[str, Any], str]] = {
    "negative code": ({"codes": np.full(N, -1)}, "axis 1 has code -1; codes are whole numbers from 0"),
    "one negative code": ({"codes": np.r_[np.zeros(N - 1, int), -1]}, "axis 1 has code -1; codes are"),
    "code that is no whole number": ({"codes": np.full(N, 0.5)}, "axis 1 has code 0.5; codes are whole numbers"),
    "table of codes": ({"codes": np.zeros((N, 2), int)}, "axis 1 has 50 codes for 50 scores"),
    "257 codes": ({"codes": np.arange(N) + 207, "n_codes": 257}, "axis 1 has 257 codes; an axis takes 256"),
    "code beyond a byte": ({"codes": np.full(N, 256)}, "axis 1 has code 256, but terms for 2 codes only"),
    "huge score": ({"values": np.r_[np.arange(N - 1.0), 1e308]}, "1 of 50 scores are beyond 1e\\+30 .* in row 49"),
    "huge negative score": ({"values": np.r_[-1e31, np.arange(N - 1.0)]}, "1 of 50 scores are beyond .* in row 0"),
    "negative stratum": ({"strata": np.full(N, -1)}, "50 scores need as many strata, numbered from 0"),
    "strata that are no whole numbers": ({"strata": np.zeros(N)}, "need as many strata, numbered from 0"),
    "too many strata": ({"strata": np.arange(N) + 65_500}, "65,550 strata; a search takes 65,535 at most"),
    "accounts of other rows": ({"accounts": np.zeros(N - 1, int)}, "50 scores need as many accounts"),
    "depth 0": ({"depth": 0}, "depth 0; a search takes 1 to 3"),
    "depth 9": ({"depth": 9}, "depth 9; a search takes 1 to 3"),
    "negative seed": ({"seed": -1}, "seed -1; a search takes 0 to"),
    "negative shuffles": ({"permutations": -5}, "permutations -5; a search takes 0 to"),
}


@each_kernel
@pytest.mark.parametrize("case", OUT_OF_PLACE)
def test_every_kernel_refuses_the_same_in_the_same_words(case: str, kernel: str) -> None:
    wrong, message = OUT_OF_PLACE[case]
    given = {"codes": np.arange(N) % 2, "n_codes": 2, "values": np.arange(float(N)), "strata": np.zeros(N, int)}
    given |= {"accounts": np.arange(N) // 2, "depth": 2, "permutations": 20, "seed": 0} | wrong
    plain = Axis((np.arange(N) % 3).astype(np.uint8), np.eye(3, dtype=bool), "a")
    axes = [plain, Axis(given["codes"], np.eye(given["n_codes"], dtype=bool), "b")]
    score = RowScore(given["values"], given["strata"], given["accounts"])
    settings = SearchSettings(given["depth"], 2, given["permutations"], given["seed"], kernel=kernel)
    for what in (search, search_accounts, lambda *all: deepen(*all, [(0, 1)])):
        if what in (search, search_accounts) or not case.startswith("depth"):
            with pytest.raises(ValueError, match=message):
                what(axes, score, settings)


@each_kernel
def test_the_largest_of_each_is_searched(kernel: str) -> None:
    codes = np.arange(N) % 2
    axes = [
        Axis(np.arange(N) + 206, np.eye(256, dtype=bool), "a"),
        Axis(codes, np.eye(2, dtype=bool), "b"),
    ]
    values = np.where(codes == 1, 1e30, -1e30) * (1 - np.arange(N) / (2 * N))
    tiers = search(axes, RowScore(values, np.zeros(N, int)), SearchSettings(3, 2, 50, keep_score=0, kernel=kernel))
    assert tiers[0].family == 2
    assert all(np.isfinite(tier.score).all() and np.isfinite(tier.maxima).all() for tier in tiers)
    assert np.abs(tiers[0].score).max() > 5


@each_kernel
def test_one_row_and_one_value(kernel: str) -> None:
    """Nothing to test is no error: constant outcomes, empty families, a stratum of one row."""
    axes = [Axis(np.zeros(30, dtype=np.uint8), np.eye(1, dtype=bool), "a"), *make_axes(30, 1)[:1]]
    for values in (np.zeros(30), np.ones(30), np.full(30, 2.5)):
        score = RowScore(values, np.r_[1, np.zeros(29, dtype=np.int64)])
        tiers = search(axes, score, SearchSettings(3, 5, permutations=10, keep_score=0, kernel=kernel))
        assert [t.family for t in tiers] == [0, 0, 0]


def test_an_unknown_kernel_is_named() -> None:
    with pytest.raises(ValueError, match="no kernel 'fast' here; there are numpy"):
        search(make_axes(50, 1), make_score(50, 1, binary=True, strata=1), SearchSettings(1, 5, 10, kernel="fast"))


def test_shuffles_keep_every_stratum() -> None:
    score = make_score(100, 5, binary=False, strata=5)
    exchange = Exchange.of(score)
    shuffles = shuffled_scores(exchange, 1, 0, 20)
    for h in range(5):
        rows = score.strata == h
        wanted = np.sort(score.values[rows])
        assert all(np.sort(column) == pytest.approx(wanted, abs=exchange.scale) for column in shuffles[rows].T)


def test_shuffles_are_uniform() -> None:
    """Of 0/1 outcomes each row gets the ones as often as any other, also together with another row."""
    score = RowScore(np.r_[np.ones(3), np.zeros(7)], np.zeros(10, dtype=np.int64))
    shuffles = shuffled_scores(Exchange.of(score), 7, 0, 20_000)
    assert (shuffles.sum(axis=0) == 3).all()
    error = 4 * (0.3 * 0.7 / 20_000) ** 0.5
    assert shuffles.mean(axis=1) == pytest.approx(np.full(10, 0.3), abs=error)
    together = (shuffles @ shuffles.T / 20_000)[~np.eye(10, dtype=bool)]
    assert together == pytest.approx(np.full(90, 3 / 10 * 2 / 9), abs=error)


def test_shuffles_of_a_part_are_those_of_the_whole() -> None:
    exchange = Exchange.of(make_score(80, 3, binary=True, strata=3))
    whole = shuffled_scores(exchange, 2, 0, 30)
    assert np.array_equal(whole[:, 10:20], shuffled_scores(exchange, 2, 10, 20))
    assert not np.array_equal(whole, shuffled_scores(exchange, 3, 0, 30))


def test_p_values_and_thresholds_agree() -> None:
    axes, score = make_axes(200, 6), make_score(200, 6, binary=True, strata=1)
    (tier, *_) = search(axes, score, SearchSettings(1, 8, permutations=400, seed=1))
    critical = tier.critical(0.05)
    assert tier.p_value(np.array([critical]))[0] <= 0.05 < tier.p_value(np.array([critical - 1e-6]))[0]
    assert tier.critical(1e-6) == float("inf")


def test_an_axis_may_stay_shallow() -> None:
    axes, score = make_axes(150, 7), make_score(150, 7, binary=True, strata=1)
    shallow = [Axis(a.codes, a.membership, a.group, most_depth=1 + (i > 0)) for i, a in enumerate(axes)]
    tiers = search(shallow, score, SearchSettings(2, 8, permutations=64, keep_score=0.0, keep_most=10**6))
    first = set(range(axes[0].n_terms))
    assert any(set(row) & first for row in tiers[0].items.tolist())
    assert not any(set(row) & first for row in tiers[1].items.tolist())


def test_an_interrupt_stops_the_work() -> None:
    def interrupt(stage: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        search(make_axes(100, 8), make_score(100, 8, binary=True, strata=1), SearchSettings(3, 8, 64), interrupt)


def test_family_wise_error_within_strata() -> None:
    """Correlated attributes, outcome rates that differ by stratum, no effect: at most 5 % of searches find anything."""
    hits, runs = 0, 150
    for seed in range(runs):
        rng = np.random.default_rng(seed)
        base = rng.integers(0, 3, 160)
        noise = [np.where(rng.random(160) < 0.5, base, rng.integers(0, 3, 160)).astype(np.uint8) for _ in range(5)]
        axes = [Axis(codes, np.eye(3, dtype=bool), str(i)) for i, codes in enumerate(noise)]
        strata = rng.integers(0, 2, 160)
        score = RowScore((rng.random(160) < np.where(strata, 0.4, 0.1)).astype(float), strata)
        tiers = search(axes, score, SearchSettings(2, 10, permutations=199, seed=seed, threads=1))
        shares = (0.025, 0.025)
        hits += any(bool((t.p_value(t.score) <= a).any()) for t, a in zip(tiers, shares, strict=True))
    assert hits / runs <= 0.05 + 2 * (0.05 * 0.95 / runs) ** 0.5


def test_a_kernel_of_other_sources_is_refused(monkeypatch: pytest.MonkeyPatch):
    if not NATIVE.native_kernels():
        pytest.skip("no C compiler, so there is no kernel that could be of other sources")
    NATIVE._library.cache_clear()
    monkeypatch.setattr(NATIVE, "_INTERFACE", -1)
    with pytest.raises(ImportError, match="built from other sources"):
        NATIVE._library()
