"""How often two runs of one market are said to differ: where nothing moved, and where a type of client did.

    python benchmarks/changes.py                # 200 pairs of each kind
    python benchmarks/changes.py --pairs 40

Deals are those of `fwer.py` over 1,200 days, with a type of client among 15 % of them that is 1.8, 3 or 6 times as
likely to be won (in odds): one that is hardly found, one that is found now and then, one that always is. The earlier
run has those of the first 800 or 1,100 days. In half of the kinds the type is worth no more than the others from the
earlier run on. Counted are pairs of runs in which any figure is called a change, and those that name the type.
"""

from __future__ import annotations

import argparse
import itertools

import numpy as np
from made_data import deal_rows, make_data, plant
from scipy.special import expit, logit

from whofor.analysis.changes import changes_between
from whofor.analysis.find import DataFacts, find_in_prepared
from whofor.analysis.prepare import prepare
from whofor.model.options import FindOptions

START, DAYS = 19_000, 1200
SIZES, SPLITS, ODDS = (1500, 4000), (800, 1100), (1.8, 3.0, 6.0)


def pair(n: int, split: int, odds: float, *, moves: bool, seed: int) -> tuple[bool, bool]:
    """Return whether a pair of runs shows any change, and whether it shows one in the type of client."""
    data = make_data(n, seed, stratified=False)
    rng = np.random.default_rng([n, seed, 11])
    inside, _ = plant(data, 0.15, 1)
    opened = np.sort(rng.uniform(0, DAYS, n))
    moved = inside & (opened > split) if moves else np.zeros(n, dtype=np.bool_)
    won = rng.random(n) < expit(logit(0.2) + np.log(odds) * (inside & ~moved))
    source = rng.integers(0, 4, n)
    facts = [axis.codes.astype(np.int64) for axis in data.axes]
    results = []
    for keep in (opened <= split, np.ones(n, dtype=np.bool_)):
        rows = deal_rows([f[keep] for f in facts], source[keep], won[keep], START + opened[keep])
        options = FindOptions(permutations=256, seed=seed)
        parameters = [a.parameter for a in (*rows.attributes, *rows.confounders)]
        prepared = prepare(rows, parameters, options, START + DAYS + 400.0)
        results.append(find_in_prepared(prepared, options, DataFacts(str(len(rows)))))
    changes = changes_between(results[0], results[1], prepared)
    rows_now = prepared.study.rows
    named = [f for f in changes.moved if f.segment.conditions]
    assert changes.n_since == int((rows_now.opened > START + split + 1).sum()) or changes.n_since is not None
    return bool(changes.moved), bool(named)


def main() -> None:
    """Draw the pairs and print a line for each kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--stays", action="store_true", help="only pairs in which nothing moves")
    args = parser.parse_args()
    print("| deals | days of the earlier run | odds | the truth | a change is shown | of the type |")
    print("|---:|---:|---:|---|---:|---:|")
    for n, split, odds, moves in itertools.product(SIZES, SPLITS, ODDS, (False,) if args.stays else (False, True)):
        shown = [pair(n, split, odds, moves=moves, seed=seed) for seed in range(args.pairs)]
        shares = " | ".join(f"{np.mean([one[i] for one in shown]):.1%}" for i in (0, 1))
        print(f"| {n} | {split} | {odds} | {'moves' if moves else 'stays'} | {shares} |", flush=True)


if __name__ == "__main__":
    main()
