"""How often the search finds something where there is nothing, and how often it finds what is there.

    python benchmarks/fwer.py null   --sets 1000      # family-wise error: outcomes without any effect
    python benchmarks/fwer.py recall --sets 200       # planted segments, beside Bonferroni, Benjamini-Hochberg, top 5
    python benchmarks/fwer.py cover  --sets 1000      # coverage of the confirmation's interval
    python benchmarks/fwer.py accounts --sets 400 --permutations 256   # accounts with several deals each
    python benchmarks/fwer.py time --sets 400 --permutations 256       # outcomes that drift, with and without days
    python benchmarks/fwer.py whole --sets 400 --permutations 256      # claims on such accounts; copies
    python benchmarks/fwer.py all --out docs          # all of them, tables and picture for the documentation

Attributes are correlated by a hidden variable: categories, numbers whose neighbouring bins join to intervals, and two
attributes of one kind. Strata differ in their rate and in their attributes, as lead sources do.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from made_data import (
    TIMES,
    make_accounts,
    make_data,
    make_deals,
    null_score,
    plant,
    with_claim,
    with_copies,
)
from numpy.typing import NDArray
from scipy.stats import norm

from whofor.analysis.find import DataFacts, find_profile
from whofor.arrays import BoolArray
from whofor.cube import Axis, RowScore, SearchSettings, Tier, kernel_of, search, search_accounts
from whofor.model import Verdict
from whofor.model.options import FindOptions
from whofor.stats.intervals import newcombe_interval

ALPHA = (0.02, 0.02, 0.01)
SIZES = (50, 200, 1000, 5000)
KINDS = ("binary", "float", "censored")


def settings_for(n: int, permutations: int, *, keep: float = 2.5) -> SearchSettings:
    """What whofor itself would choose for n rows."""
    depth, support = (2, 10) if n < 200 else (3, max(20, n // 1000))
    return SearchSettings(depth, support, permutations, keep_score=keep, keep_most=10**6)


def shares_of(tiers: tuple[Tier, ...]) -> list[float]:
    """The error rate of each depth; 5 % in all."""
    used = ALPHA[: len(tiers)]
    return [0.05 * a / sum(used) for a in used]


def rejected(tiers: tuple[Tier, ...]) -> list[BoolArray]:
    """Per depth, which of the kept conjunctions pass."""
    return [tier.p_value(tier.score) <= a for tier, a in zip(tiers, shares_of(tiers), strict=True)]


def null_runs(sets: int, permutations: int) -> Iterator[dict[str, Any]]:
    """Family-wise error per size, kind of outcome, and strata."""
    for n, kind, stratified in itertools.product(SIZES, KINDS, (False, True)):
        hits = family = 0
        for seed in range(sets):
            data = make_data(n, seed, stratified=stratified)
            score = null_score(data, kind)
            tiers = search(data.axes, score, settings_for(n, permutations))
            hits += any(bool(r.any()) for r in rejected(tiers))
            family += sum(t.family for t in tiers)
        rate, error = hits / sets, (0.05 * 0.95 / sets) ** 0.5
        yield {
            "n": n,
            "outcome": kind,
            "strata": 4 if stratified else 1,
            "family": round(family / sets),
            "sets": sets,
            "error": rate,
            "bound": round(0.05 + 2 * error, 4),
            "holds": rate <= 0.05 + 2 * error,
        }


def masks_of(tier: Tier, axes: list[Axis], rows: NDArray[np.intp]) -> Iterator[BoolArray]:
    """Which rows meet each of some kept conjunctions."""
    terms = [axis.membership[t][axis.codes] for axis in axes for t in range(axis.n_terms)]
    for row in rows:
        yield np.logical_and.reduce([terms[i] for i in tier.items[row]])


def overlaps(inside: BoolArray, truth: BoolArray) -> bool:
    """Whether half of the two taken together is common to both."""
    return 2 * int((inside & truth).sum()) >= int((inside | truth).sum())


def finds(tiers: tuple[Tier, ...], axes: list[Axis], truth: BoolArray, chosen: list[NDArray[np.intp]]) -> bool:
    """Whether one of the chosen conjunctions is the planted one, or nearly."""
    return any(
        overlaps(inside, truth)
        for tier, rows in zip(tiers, chosen, strict=True)
        for inside in masks_of(tier, axes, rows[np.argsort(-tier.score[rows], kind="stable")][:200])
    )


def by_bonferroni(tiers: tuple[Tier, ...]) -> list[NDArray[np.intp]]:
    """Conjunctions that pass with the number of all looks as the price."""
    family = sum(t.family for t in tiers)
    return [np.flatnonzero(2 * norm.sf(np.abs(t.score)) <= 0.05 / family) for t in tiers]


def by_benjamini_hochberg(tiers: tuple[Tier, ...]) -> list[NDArray[np.intp]]:
    """Conjunctions that pass at a false discovery rate of 5 % over all looks."""
    family = sum(t.family for t in tiers)
    p = np.sort(np.concatenate([2 * norm.sf(np.abs(t.score)) for t in tiers]))
    good = np.flatnonzero(p <= 0.05 * np.arange(1, len(p) + 1) / family)
    limit = p[good[-1]] if len(good) else -1.0
    return [np.flatnonzero(2 * norm.sf(np.abs(t.score)) <= limit) for t in tiers]


def top_five(tiers: tuple[Tier, ...], mean: float) -> list[NDArray[np.intp]]:
    """The five best by weighted relative accuracy, as pysubgroup's default gives them; nothing is tested."""
    gains = [t.total - t.n * mean for t in tiers]
    limit = np.sort(np.concatenate(gains))[-5:][0]
    return [np.flatnonzero(g >= limit) for g in gains]


def recall_runs(sets: int, permutations: int) -> Iterator[dict[str, Any]]:
    """How often a planted segment is found, and how often each way finds something where nothing is."""
    for n, size, odds in itertools.product((500, 2000, 5000), (0.05, 0.2), (1.0, 1.5, 2.0, 3.0)):
        ways = ("whofor", "Bonferroni", "Benjamini-Hochberg", "top 5")
        counts = dict.fromkeys(ways, 0)
        for seed in range(sets):
            data = make_data(n, seed, stratified=False)
            truth, chance = plant(data, size, odds)
            won = (data.rng.random(n) < chance).astype(float)
            tiers = search(data.axes, RowScore(won, data.strata), settings_for(n, permutations, keep=0.0))
            chosen = {
                "whofor": [np.flatnonzero(r) for r in rejected(tiers)],
                "Bonferroni": by_bonferroni(tiers),
                "Benjamini-Hochberg": by_benjamini_hochberg(tiers),
                "top 5": top_five(tiers, float(won.mean())),
            }
            for way, rows in chosen.items():
                if odds == 1.0:
                    counts[way] += any(len(r) > 0 for r in rows)
                else:
                    counts[way] += finds(tiers, data.axes, truth, rows)
        yield {"n": n, "size": size, "odds ratio": odds, "sets": sets} | {w: c / sets for w, c in counts.items()}


def cover_runs(sets: int, permutations: int) -> Iterator[dict[str, Any]]:
    """How often the interval of the held-back difference holds the true one, for the strongest segment found."""
    for n, odds in itertools.product((500, 2000, 5000), (1.0, 2.0)):
        covered = 0
        flattery: list[float] = []
        for seed in range(sets):
            data = make_data(n, seed, stratified=False)
            _, chance = plant(data, 0.1, odds)
            won = data.rng.random(n) < chance
            first = np.arange(n) < int(0.7 * n)
            part = [Axis(axis.codes[first], axis.membership, axis.group) for axis in data.axes]
            score = RowScore(won[first].astype(float), data.strata[first])
            tiers = search(part, score, settings_for(int(first.sum()), permutations, keep=0.0))
            tier = max((t for t in tiers if len(t.score)), key=lambda t: float(t.score.max()))
            best = int(tier.score.argmax())
            (inside,) = masks_of(tier, data.axes, np.array([best]))
            late, rest = inside & ~first, ~inside & ~first
            if not late.any() or not rest.any():
                covered += 1
                continue
            true = float(chance[late].mean() - chance[rest].mean())
            d = newcombe_interval(int(won[late].sum()), int(late.sum()), int(won[rest].sum()), int(rest.sum()))
            covered += d.low <= true <= d.high
            flattery.append(float(won[inside & first].mean() - won[~inside & first].mean()) - true)
        yield {
            "n": n,
            "odds ratio": odds,
            "sets": sets,
            "coverage": covered / sets,
            "search flatters by": round(float(np.mean(flattery)), 4),
        }


SIZES_OF_ACCOUNTS = {"200 × 20": (200, 20), "800 × 5": (800, 5), "1,000, Zipf": (1000, 0)}
SIGMA = {0.0: 0.0, 0.05: 0.5, 0.16: 1.0, 0.3: 1.6}
"""Standard deviation of the log odds of accounts by the intraclass correlation that it gives, about."""


def found_any(axes: list[Axis], score: RowScore, seed: int, permutations: int) -> bool:
    """Whether a search to depth two finds anything at 5 %."""
    settings = SearchSettings(2, max(20, len(score.values) // 1000), permutations, seed=seed)
    tiers = search_accounts(axes, score, settings)
    return any(len(t.score) > 0 and float(t.p_value(t.score).min()) <= 0.025 for t in tiers)


def account_runs(sets: int, permutations: int) -> Iterator[dict[str, Any]]:
    """Family-wise error and recall where accounts have fortunes of their own, also of a search without accounts."""
    shapes = [(name, icc, False) for name in SIZES_OF_ACCOUNTS for icc in SIGMA]
    for name, icc, mixed in [*shapes, ("200 × 20", 0.16, True), ("1,000, Zipf", 0.16, True)]:
        accounts, each = SIZES_OF_ACCOUNTS[name]
        permutations = min(permutations, 256)  # as many as the page states, whatever the other tables take
        counts = dict.fromkeys(("error", "recall", "deals apart"), 0)
        for seed in range(sets):
            data, score = make_accounts(seed, accounts, each, SIGMA[icc], mixed=mixed, planted=False)
            counts["error"] += found_any(data.axes, score, seed, permutations)
            counts["deals apart"] += found_any(data.axes, replace(score, accounts=None), seed, permutations)
            data, score = make_accounts(seed, accounts, each, SIGMA[icc], mixed=mixed, planted=True)
            counts["recall"] += found_any(data.axes, score, seed, permutations)
        bound = 0.05 + 2 * (0.05 * 0.95 / sets) ** 0.5
        error = counts["error"] / sets
        yield {
            "accounts × deals": name,
            "correlation": icc,
            "facts": "of accounts and deals" if mixed else "of accounts",
            "sets": sets,
            "error": error,
            "bound": round(bound, 4),
            "holds": error <= bound,
            "deals apart": counts["deals apart"] / sets,
            "recall": counts["recall"] / sets,
        }


def time_runs(sets: int, permutations: int) -> Iterator[dict[str, Any]]:
    """How often a whole run gives a PASS where only time changes anything."""
    settings = FindOptions(permutations=min(permutations, 256))
    for drift, time in itertools.product(("ramp", "step"), TIMES):
        passes = 0
        orders: set[str] = set()
        for seed in range(sets):
            rows = make_deals(seed, drift, time)
            parameters = [a.parameter for a in (*rows.attributes, *rows.confounders)]
            result = find_profile(rows, parameters, replace(settings, seed=seed), DataFacts(""), today=20_500.0)
            passes += any(f.verdict is Verdict.PASS for f in result.search.findings)
            orders.add(result.run.time.value)
        bound = 0.05 + 2 * (0.05 * 0.95 / sets) ** 0.5
        yield {
            "drift": drift,
            "file": time,
            "serves as time": ", ".join(sorted(orders)),
            "sets": sets,
            "runs with a PASS": passes / sets,
            "bound": round(bound, 4),
            "holds": passes / sets <= bound,
        }


def whole_runs(sets: int, permutations: int) -> Iterator[dict[str, Any]]:
    """How often a whole run gives a PASS on claims about accounts, and where every deal stands three times."""
    usual = FindOptions(permutations=min(permutations, 256))
    claim = replace(usual, claims=("'fact 0' = 'fact 0 0'",))
    cases = (("one claim, accounts of 20 deals", with_claim, claim), ("every deal three times", with_copies, usual))
    for name, make, options in cases:
        passes = 0
        for seed in range(sets):
            rows = make(seed)
            parameters = [a.parameter for a in (*rows.attributes, *rows.confounders)]
            search = find_profile(rows, parameters, replace(options, seed=seed), DataFacts(""), today=20_500.0).search
            findings = search.claims if options.claims else search.findings
            passes += any(f.verdict is Verdict.PASS for f in findings)
        bound = 0.05 + 2 * (0.05 * 0.95 / sets) ** 0.5
        yield {
            "data": name,
            "sets": sets,
            "runs with a PASS": passes / sets,
            "bound": round(bound, 4),
            "holds": passes / sets <= bound,
        }


RUNNERS: dict[str, tuple[Callable[[int, int], Iterator[dict[str, Any]]], int]] = {
    "null": (null_runs, 1000),
    "recall": (recall_runs, 200),
    "cover": (cover_runs, 1000),
    "accounts": (account_runs, 400),
    "time": (time_runs, 400),
    "whole": (whole_runs, 400),
}


def table(rows: list[dict[str, Any]]) -> str:
    """Rows as a Markdown table."""

    def cell(value: object) -> str:
        if isinstance(value, bool):
            return "yes" if value else "**no**"
        return f"{value:.3f}" if isinstance(value, float) else str(value)

    head = list(rows[0])
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(cell(row[k]) for k in head) + " |" for row in rows)])


def picture(results: dict[str, list[dict[str, Any]]]) -> str:
    """Family-wise error by size and outcome, and recall by way, as SVG."""
    import vl_convert

    null = [r | {"strata": "within 4 strata" if r["strata"] > 1 else "no strata"} for r in results["null"]]
    ways = ("whofor", "Bonferroni", "Benjamini-Hochberg", "top 5")
    recall = [
        {"n": r["n"], "setting": f"{r['size']:.0%} of rows, odds ratio {r['odds ratio']:g}", "way": w, "found": r[w]}
        for r in results["recall"]
        for w in ways
        if r["odds ratio"] > 1
    ]
    error = {
        "title": "Finds something where nothing is (nominal 5 %)",
        "data": {"values": null},
        "facet": {"field": "strata", "title": None},
        "spec": {
            "width": 300,
            "height": 180,
            "layer": [
                {"mark": {"type": "rule", "strokeDash": [4, 3]}, "encoding": {"y": {"datum": 0.05}}},
                {
                    "mark": {"type": "line", "point": True},
                    "encoding": {
                        "x": {"field": "n", "type": "quantitative", "scale": {"type": "log"}, "title": "rows"},
                        "y": {"field": "error", "type": "quantitative", "scale": {"domain": [0, 0.1]}, "title": None},
                        "color": {"field": "outcome", "type": "nominal"},
                    },
                },
            ],
        },
    }
    found = {
        "title": "Finds the planted segment",
        "data": {"values": recall},
        "facet": {"field": "setting", "title": None},
        "columns": 3,
        "spec": {
            "width": 190,
            "height": 150,
            "mark": {"type": "line", "point": True},
            "encoding": {
                "x": {"field": "n", "type": "quantitative", "scale": {"type": "log"}, "title": "rows"},
                "y": {"field": "found", "type": "quantitative", "scale": {"domain": [0, 1]}, "title": None},
                "color": {"field": "way", "type": "nominal"},
            },
        },
    }
    spec = {"vconcat": [error, found], "resolve": {"scale": {"color": "independent"}}, "background": "white"}
    return vl_convert.vegalite_to_svg(spec, vl_version="6.1")


def main() -> None:
    """Run one measurement, or all, and write what the documentation shows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=[*RUNNERS, "all"])
    parser.add_argument("--sets", type=int, default=0, help="data sets for each setting")
    parser.add_argument("--permutations", type=int, default=511)
    parser.add_argument("--out", type=Path, help="folder of the documentation to write table and picture into")
    args = parser.parse_args()
    results: dict[str, list[dict[str, Any]]] = {}
    for name in RUNNERS if args.what == "all" else [args.what]:
        runner, sets = RUNNERS[name]
        results[name] = []
        for row in runner(args.sets or sets, args.permutations):
            results[name].append(row)
            print(name, json.dumps(row), flush=True)
    if args.out:
        write(results, args.out, args.permutations)
    if not all(row["holds"] for name in ("null", "accounts", "time", "whole") for row in results.get(name, [])):
        sys.exit("the family-wise error is above its nominal rate in some setting")


def write(results: dict[str, list[dict[str, Any]]], out: Path, permutations: int) -> None:
    """Put the tables, and where all was measured the picture, where the documentation shows them."""
    page = out / "explanation" / "error-rates.md"
    text = page.read_text("utf-8")
    for name, rows in results.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        head, _, tail = text.partition(begin)
        text = head + begin + table(rows) + "\n" + end + tail.partition(end)[2]
    if results.keys() != RUNNERS.keys():
        page.write_text(text, "utf-8")
        return
    note = f"Kernel {kernel_of().name}, {permutations} permutations for each data set."
    begin, end = "<!-- run -->\n", "<!-- end of run -->"
    head, _, tail = text.partition(begin)
    page.write_text(head + begin + note + "\n" + end + tail.partition(end)[2], "utf-8")
    (out / "images" / "error-rates.svg").write_text(picture(results), "utf-8")


if __name__ == "__main__":
    main()
