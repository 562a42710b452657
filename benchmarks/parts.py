"""How often searches of several products, which share one error rate, name what is not there.

    python benchmarks/parts.py              # 200 data sets of each kind
    python benchmarks/parts.py --sets 40

Deals are those of `fwer.py`, without any type of client, drawn to products of equal size. Counted are data sets in
which the search of any product names a type of client, and those in which a type is said to be shared by several.
"""

from __future__ import annotations

import argparse

import numpy as np
from made_data import deal_rows, make_data

from whofor.analysis.find import DataFacts, find_in_prepared
from whofor.analysis.parts import SearchedPart, shared_types
from whofor.analysis.prepare import prepare
from whofor.model import Verdict
from whofor.model.options import FindOptions

START, DAYS = 19_000, 1200
KINDS = ((2, 600), (5, 400), (12, 250))
"""Products, and deals of each."""


def named(products: int, each: int, seed: int) -> tuple[bool, bool]:
    """Return whether a type is named for any product of one data set, and whether one is said to be shared."""
    n = products * each
    data = make_data(n, seed, stratified=False)
    rng = np.random.default_rng([products, seed, 7])
    won, opened = rng.random(n) < 0.3, START + rng.uniform(0, DAYS, n)
    facts, source = [axis.codes.astype(np.int64) for axis in data.axes], rng.integers(0, 4, n)
    product = rng.permutation(n) % products
    options = FindOptions(permutations=256, seed=seed)
    rows = deal_rows(facts, source, won, opened)
    parameters = [a.parameter for a in (*rows.attributes, *rows.confounders)]
    parts: list[SearchedPart] = []
    for value in range(products):
        prepared = prepare(rows.take(product == value), parameters, options, START + DAYS + 400.0, parts=products)
        parts.append(SearchedPart(str(value), find_in_prepared(prepared, options, DataFacts(str(value))), prepared))
    found = [f for p in parts for f in (*p.result.search.segments, *p.result.search.negative_segments)]
    return any(f.verdict is Verdict.PASS for f in found), bool(shared_types(parts, rows))


def main() -> None:
    """Draw the data sets and print a line for each kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=int, default=200)
    args = parser.parse_args()
    print("| products | deals of each | data sets | a type is named | a type is shared |")
    print("|---:|---:|---:|---:|---:|")
    for products, each in KINDS:
        shown = [named(products, each, seed) for seed in range(args.sets)]
        shares = " | ".join(f"{np.mean([one[i] for one in shown]):.1%}" for i in (0, 1))
        print(f"| {products} | {each} | {args.sets} | {shares} |", flush=True)


if __name__ == "__main__":
    main()
