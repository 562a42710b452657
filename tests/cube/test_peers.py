"""The best conjunctions, against brute force and against what other tools found in the same rows."""

from __future__ import annotations

import dataclasses
import importlib
import itertools
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
import pytest

from whofor.cube import SearchSettings, kernels
from whofor.stats.skew import normal_score

KERNEL = Path(__file__).parents[2] / "benchmarks" / "kernel"
PEERS = Path(__file__).parent / "peers"
STORED: list[dict[str, Any]] = [
    {"tool": tool, **answer}
    for tool in ("pysubgroup", "pyfim")
    for answer in json.loads((PEERS / f"{tool}.json").read_text("utf-8"))
]
TOP = 20
each_kernel = pytest.mark.parametrize("kernel", kernels())
each_measure = pytest.mark.parametrize("measure", ["wracc", "binomial", "residual"])


class Bench(NamedTuple):
    data: ModuleType
    job: ModuleType
    topk: ModuleType
    numpy_job: ModuleType


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    """The benchmark's own modules, as its jobs import them."""
    sys.path.insert(0, str(KERNEL))
    yield Bench(*(importlib.import_module(name) for name in Bench._fields))
    sys.path.remove(str(KERNEL))
    for name in Bench._fields:
        del sys.modules[name]


def settings_for(kernel: str, depth: int, min_support: int) -> SearchSettings:
    return SearchSettings(depth, min_support, permutations=0, threads=1, kernel=kernel)


@pytest.fixture(scope="module")
def counted(bench: Bench) -> dict[str, Any]:
    """Every conjunction of up to three conditions, counted one by one."""
    made = bench.data.make(600, 6, 11)
    items = [(a, int(code)) for a, row in enumerate(made.codes) for code in np.unique(row)]
    masks = {item: made.codes[item[0]] == item[1] for item in items}
    found = []
    for depth in (1, 2, 3):
        for combo in itertools.combinations(items, depth):
            inside = np.logical_and.reduce([masks[item] for item in combo])
            if len({a for a, _ in combo}) == depth and 10 <= inside.sum() <= 590:
                found.append((combo, inside))
    return {"made": made, "found": found}


def brute(bench: Bench, counted: dict[str, Any], outcome: str, measure: str) -> list[dict[str, Any]]:
    score = np.asarray(getattr(counted["made"], outcome), dtype=float)
    n = np.array([inside.sum() for _, inside in counted["found"]], dtype=float)
    total = np.array([score[inside].sum() for _, inside in counted["found"]])
    share, gain = n / 600, total / n - score.mean()
    by_hand = {
        "wracc": share * gain,
        "binomial": share**0.5 * gain,
        "residual": gain / (score.std(ddof=1) * np.sqrt((1 / n) * (1 - share))),
    }[measure]
    rows: list[dict[str, Any]] = [
        {"items": sorted(combo), "n": int(n[i]), "quality": float(by_hand[i])}
        for i, (combo, _) in enumerate(counted["found"])
    ]
    return sorted(rows, key=lambda row: (-row["quality"], row["items"]))[:TOP]


def same_answer(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> None:
    """The same qualities in order; above the last one, which others may tie with, the same conjunctions."""
    assert len(ours) == len(theirs) == TOP
    assert [row["quality"] for row in ours] == pytest.approx([row["quality"] for row in theirs], rel=1e-9, abs=1e-12)
    last = ours[-1]["quality"] + 1e-9
    kept = [
        {tuple(map(tuple, row["items"])): row["n"] for row in rows if row["quality"] > last} for rows in (ours, theirs)
    ]
    assert kept[0] == kept[1]


@each_kernel
@each_measure
@pytest.mark.parametrize("outcome", ["won", "value"])
def test_top_is_that_of_brute_force(
    bench: Bench, counted: dict[str, Any], kernel: str, measure: str, outcome: str
) -> None:
    made = counted["made"]
    score = np.asarray(getattr(made, outcome), dtype=float)
    axes, row_score = bench.topk.plain_axes(made.codes), bench.topk.one_stratum(score)
    found, _ = bench.topk.top_terms(axes, row_score, settings_for(kernel, 3, 10), measure, TOP)
    same_answer(bench.job.described(found, made.codes, score, measure), brute(bench, counted, outcome, measure))


@each_measure
@pytest.mark.parametrize("outcome", ["won", "value"])
def test_one_hot_products_find_the_top_of_brute_force(
    bench: Bench, counted: dict[str, Any], measure: str, outcome: str
) -> None:
    """The benchmark's own peer does the same work, so that its time can be compared."""
    made = counted["made"]
    score = np.asarray(getattr(made, outcome), dtype=float)
    task = bench.job.Task("", outcome, measure, 3, 10, TOP)
    found = bench.numpy_job.prepare(task, made.codes, score)()
    same_answer(bench.job.described(found, made.codes, score, measure), brute(bench, counted, outcome, measure))
    with pytest.raises(ValueError, match="no other depth"):
        bench.numpy_job.prepare(dataclasses.replace(task, depth=2), made.codes, score)


def test_first_attributes_only(bench: Bench) -> None:
    task = bench.job.Task(str(PEERS / "rows.npz"), "won", "wracc", 3, 10, attributes=5)
    assert np.array_equal(task.rows()[0], bench.data.load(PEERS / "rows.npz").codes[:5])
    assert dataclasses.replace(task, attributes=0).rows()[0].shape == (8, 1500)


@each_kernel
@pytest.mark.parametrize("stored", STORED, ids=lambda s: f"{s['tool']}-{s['outcome']}-{s['measure']}")
def test_top_is_that_of_other_tools(bench: Bench, kernel: str, stored: dict[str, Any]) -> None:
    rows = bench.data.load(PEERS / "rows.npz")
    score = np.asarray(getattr(rows, stored["outcome"]), dtype=float)
    axes, row_score = bench.topk.plain_axes(rows.codes), bench.topk.one_stratum(score)
    settings = settings_for(kernel, stored["depth"], stored["min_support"])
    found, tiers = bench.topk.top_terms(axes, row_score, settings, stored["measure"], TOP)
    same_answer(bench.job.described(found, rows.codes, score, stored["measure"]), stored["top"])
    assert sum(len(tier.n) for tier in tiers) < sum(tier.family for tier in tiers) / 2, "the bound keeps few"


@each_measure
@pytest.mark.parametrize("outcome", ["won", "value"])
def test_no_conjunction_escapes_the_bound(bench: Bench, measure: str, outcome: str) -> None:
    """Where n rows reach the measure exactly, their score is at least the bound."""
    made = bench.data.make(400, 4, 5)
    score = bench.topk.one_stratum(np.asarray(getattr(made, outcome), dtype=float))
    moments, rows, values = score.moments(), 400, score.values
    for least in (0.005, 0.05, 0.5):
        bound = bench.topk.least_score(measure, least, score, 7)
        for n in (7, 30, 200, 393):
            gain = least / bench.job.size_weight(measure, np.array([float(n)]), values)[0]
            draws = n * (1 - n / rows)
            deviation = (draws * moments.variance[0]) ** 0.5
            skewness = draws * (1 - 2 * n / rows) * moments.third[0] / deviation**3
            score_there = normal_score(np.array([gain / deviation]), np.array([skewness]))[0]
            assert bound <= max(0.0, float(score_there))


def test_rows_are_those_of_the_seed(bench: Bench) -> None:
    one, again = bench.data.make(*bench.data.SETS["tiny"]), bench.data.make(*bench.data.SETS["tiny"])
    assert np.array_equal(one.codes, again.codes)
    assert np.array_equal(one.value, again.value)
    assert one.codes.shape == (8, 1500)
    assert sum(len(np.unique(row)) for row in bench.data.make(20_000, 40, 1).codes) == 388
