"""Exact tests and corrections against scipy, enumeration, statsmodels, and what the theory promises."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact, hypergeom
from statsmodels.stats.multitest import multipletests

from whofor.stats.exact import (
    Alternative,
    attainable_p,
    hypergeometric_mid_p,
    hypergeometric_pmf,
    mid_p_table,
    min_p,
)
from whofor.stats.multiplicity import (
    benjamini_hochberg,
    bonferroni,
    holm,
    tarone_bonferroni,
    tarone_level,
    westfall_young,
    westfall_young_step_down,
)

SIDES: tuple[Alternative, ...] = ("more", "fewer", "two-sided")


@st.composite
def margins(draw: st.DrawFn) -> tuple[int, int, int]:
    rows = draw(st.integers(1, 60))
    return rows, draw(st.integers(0, rows)), draw(st.integers(0, rows))


@given(margins())
def test_the_law_is_scipys(given_margins: tuple[int, int, int]) -> None:
    rows, successes, inside = given_margins
    x = np.arange(inside + 1)
    assert hypergeometric_pmf(x, rows, successes, inside) == pytest.approx(
        hypergeom(rows, successes, inside).pmf(x), abs=1e-12
    )


def test_the_lady_tasting_tea() -> None:
    """Fisher (1935): all cups right has p = 1/70, three or more 17/70."""
    assert attainable_p(4, 4, 8, "more", mid=False) == pytest.approx(1 / 70)
    assert hypergeometric_mid_p(3, 4, 4, 8, "more") == pytest.approx(1 / 70 + 8 / 70)
    assert fisher_exact([[3, 1], [1, 3]], alternative="greater").pvalue == pytest.approx(17 / 70)


@given(margins())
def test_mid_p_is_the_exact_p_less_half_the_table_seen(given_margins: tuple[int, int, int]) -> None:
    rows, successes, inside = given_margins
    law = hypergeom(rows, successes, inside)
    for x in range(max(0, inside + successes - rows), min(inside, successes) + 1):
        more = float(hypergeometric_mid_p(x, inside, successes, rows, "more"))
        fewer = float(hypergeometric_mid_p(x, inside, successes, rows, "fewer"))
        assert more == pytest.approx(law.sf(x) + 0.5 * law.pmf(x), abs=1e-10)
        assert more + fewer == pytest.approx(1)
        assert hypergeometric_mid_p(x, inside, successes, rows) == pytest.approx(min(1, 2 * min(more, fewer)))


def test_mid_p_keeps_small_tails() -> None:
    """Differences of cumulated chances would be 0 here."""
    assert hypergeometric_mid_p(60, 60, 100, 1000, "more") == pytest.approx(
        0.5 * hypergeom(1000, 100, 60).pmf(60), rel=1e-8
    )


@given(margins())
def test_attainable_p_is_the_least_of_the_table(given_margins: tuple[int, int, int]) -> None:
    rows, successes, inside = given_margins
    for side in SIDES:
        table = mid_p_table([inside], successes, rows, side)
        assert attainable_p(inside, successes, rows, side) == pytest.approx(min(table.values), rel=1e-9)


def test_min_p_is_the_least_of_each_shuffle_by_brute_force() -> None:
    rng = np.random.default_rng(3)
    won, groups = rng.random(40) < 0.3, rng.random((12, 40)) < rng.uniform(0.1, 0.7, (12, 1))
    sizes, successes = groups.sum(axis=1), int(won.sum())
    counts = np.array([(groups & rng.permutation(won)).sum(axis=1) for _ in range(30)])
    got = min_p(mid_p_table(sizes, successes, 40), counts)
    law = [hypergeom(40, successes, n) for n in sizes]
    for i in range(30):
        tails = [(f.sf(x) + f.pmf(x) / 2, f.cdf(x) - f.pmf(x) / 2) for f, x in zip(law, counts[i], strict=True)]
        assert got[i] == pytest.approx(min(1, *(2 * min(t) for t in tails)))


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="allow"):
        hypergeometric_mid_p(5, 6, 4, 8)
    with pytest.raises(ValueError, match="between 0 and"):
        mid_p_table([9], 4, 8)
    with pytest.raises(ValueError, match="successes must lie"):
        attainable_p([2], 9, 8)
    with pytest.raises(ValueError, match="between 0 and the size"):
        mid_p_table([3], 4, 8).look_up([4])
    with pytest.raises(ValueError, match="no groups"):
        min_p(mid_p_table([], 4, 8), np.empty((2, 0), dtype=np.int64))
    assert hypergeometric_mid_p([], [], 4, 8).shape == (0,)


p_lists = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@settings(max_examples=15)  # statsmodels takes its time
@given(p_lists)
def test_corrections_are_statsmodels(p: list[float]) -> None:
    for own, method in ((bonferroni, "bonferroni"), (holm, "holm"), (benjamini_hochberg, "fdr_bh")):
        assert own(p) == pytest.approx(multipletests(p, method=method)[1].tolist())
    assert all(
        p <= b + 1e-12 and b <= h + 1e-12 and h <= f
        for p, b, h, f in zip(p, benjamini_hochberg(p), holm(p), bonferroni(p), strict=True)
    )


@given(st.lists(st.floats(0, 1), max_size=30), st.floats(0.01, 0.3))
def test_tarones_k_is_the_smallest_that_holds(least: list[float], alpha: float) -> None:
    got = tarone_level(least, alpha)
    holds = [k for k in range(1, len(least) + 2) if sum(p <= alpha / k for p in least) <= k]
    assert got.k == holds[0]
    assert got.n_testable == sum(p <= got.level for p in least) <= got.k <= max(1, len(least))


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=12))
def test_tarones_p_lies_between_p_and_bonferroni(pairs: list[tuple[float, float]]) -> None:
    p, least = [max(a, b) for a, b in pairs], [min(a, b) for a, b in pairs]
    got = tarone_bonferroni(p, least)
    assert all(a <= g <= b for a, g, b in zip(p, got, bonferroni(p), strict=True))
    level = tarone_level(least, 0.05).level
    assert all(g <= 0.05 + 1e-9 for a, g in zip(p, got, strict=True) if a <= level)


def test_tarone_keeps_the_family_wise_error() -> None:
    """Three small tables whose whole law is enumerated: some null look is rejected in at most 5 % of all cases."""
    sizes, successes, rows = [2, 4, 6], 6, 12
    least = attainable_p(sizes, successes, rows, "more", mid=False)
    laws = [hypergeom(rows, successes, n) for n in sizes]
    wrong = 0.0
    for counts in itertools.product(*(range(n + 1) for n in sizes)):
        p = [float(law.sf(x - 1)) for law, x in zip(laws, counts, strict=True)]
        if min(tarone_bonferroni(np.clip(p, 0, 1), least)) <= 0.05:
            wrong += float(np.prod([law.pmf(x) for law, x in zip(laws, counts, strict=True)]))
    assert 0 < wrong <= 0.05


def brute_step_down(observed: list[float], scores: np.ndarray) -> list[float]:
    order = sorted(range(len(observed)), key=lambda i: -observed[i])
    out, running = [0.0] * len(observed), 0.0
    for rank, i in enumerate(order):
        rest = order[rank:]
        as_good = sum(max(row[j] for j in rest) >= observed[i] for row in scores)
        running = max(running, (1 + as_good) / (1 + len(scores)))
        out[i] = running
    return out


@given(st.integers(0, 10**6), st.integers(1, 6), st.integers(1, 20))
def test_westfall_young_by_brute_force(seed: int, looks: int, shuffles: int) -> None:
    rng = np.random.default_rng(seed)
    observed, scores = rng.normal(1, 1, looks), rng.normal(size=(shuffles, looks))
    single, down = westfall_young(observed, scores.max(axis=1)), westfall_young_step_down(observed, scores)
    best = scores.max(axis=1)
    assert single == pytest.approx([(1 + sum(best >= x)) / (1 + shuffles) for x in observed])
    assert down == pytest.approx(brute_step_down(observed.tolist(), scores))
    assert all(d <= s for d, s in zip(down, single, strict=True))


def test_westfall_young_keeps_its_level() -> None:
    """Ten correlated null looks: about 5 % of families have a finding, single step and step-down alike."""
    rng = np.random.default_rng(8)
    found = 0
    for _ in range(1000):
        scores = rng.normal(size=(100, 1)) + rng.normal(size=(100, 10))
        found += min(westfall_young_step_down(scores[0], scores[1:])) <= 0.05
    assert found / 1000 == pytest.approx(0.05, abs=0.021)


def test_corrections_refuse_what_is_no_p_value() -> None:
    for bad in ([1.2], [float("nan")], [-0.1]):
        with pytest.raises(ValueError, match="between 0 and 1"):
            holm(bad)
    with pytest.raises(ValueError, match="cannot come from"):
        bonferroni([0.1, 0.2], 1)
    with pytest.raises(ValueError, match="attainable"):
        tarone_bonferroni([0.1], [0.1, 0.2])
    with pytest.raises(ValueError, match="must lie between"):
        tarone_level([0.1], 0)
    with pytest.raises(ValueError, match="NaN"):
        westfall_young([float("nan")], [1.0])
    with pytest.raises(ValueError, match="one maximum"):
        westfall_young([1.0], [])
    with pytest.raises(ValueError, match="do not fit"):
        westfall_young_step_down([1.0], [[1.0, 2.0]])
    assert holm([]) == benjamini_hochberg([]) == bonferroni([]) == []
