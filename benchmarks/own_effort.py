"""How often own effort doubts a type of client that is as good without word of mouth, and one that is not.

    python benchmarks/own_effort.py                # 100 sets of each kind

Deals are those of `fwer.py`, with a type of client planted among 15 % of them; they come by referral, where more are
won, or by own effort. The type is three times as likely to win (in odds) everywhere, or among referrals alone. Counted
are the types that pass every other check: how many own effort lets pass, judged on all deals by own effort as whofor
does, or on the held-back ones alone.
"""

from __future__ import annotations

import argparse
import itertools
from dataclasses import replace

import numpy as np
from made_data import deal_rows, make_data, plant
from scipy.special import expit, logit

from whofor.analysis.draws import search_once
from whofor.analysis.prepare import prepare
from whofor.model import Verdict
from whofor.model.options import FindOptions
from whofor.schema.history import History
from whofor.schema.rows import DealRows
from whofor.validation.own_effort import among_own_effort, own_effort_result

SIZES, REFERRED = (1000, 3000), (0.2, 0.5, 0.8)
ODDS = {"everywhere": (3.0, 3.0), "half as good by own effort": (1.7, 5.0), "by referral alone": (1.0, 8.0)}
"""Odds ratio by own effort and by referral."""


def deals(n: int, referred: float, odds: tuple[float, float], seed: int) -> DealRows:
    """Deals with a planted type of client, some of which others sent."""
    data = make_data(n, seed, stratified=False)
    rng = np.random.default_rng([n, seed, 9])
    inside, _ = plant(data, 0.15, 1)
    by_referral = rng.random(n) < referred
    usual = np.where(by_referral, logit(0.3), logit(0.2))
    won = rng.random(n) < expit(usual + inside * np.log(np.where(by_referral, odds[1], odds[0])))
    source = np.where(by_referral, 0, rng.integers(1, 4, n))
    facts = [axis.codes.astype(np.int64) for axis in data.axes]
    rows = deal_rows(facts, source, won, 19_000 + np.sort(rng.uniform(0, 1000, n)))
    classes = np.where(by_referral, "referral", "outbound").astype(object)
    return replace(rows, history=History(source=rows.confounders[0].values, source_class=classes))


def main() -> None:
    """Draw the sets and print a line for each kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=int, default=100)
    args = parser.parse_args()
    print("| deals | referred | as good | passed else | own deals | let pass | by held-back ones |")
    print("|---|---|---|---|---|---|---|")
    for n, referred, (name, odds) in itertools.product(SIZES, REFERRED, ODDS.items()):
        kept: list[tuple[bool, bool, int]] = []
        for seed in range(args.sets):
            rows = deals(n, referred, odds, seed)
            options = FindOptions(permutations=256, seed=seed)
            parameters = [a.parameter for a in (*rows.attributes, *rows.confounders)]
            prepared = prepare(rows, parameters, options, 21_000.0)
            outcome, effort, held = prepared.study.outcome, prepared.bench.effort, ~prepared.study.search
            without = replace(prepared, bench=replace(prepared.bench, effort=None))
            for finding, inside in search_once(without, options).with_masks()[:1]:
                if finding.verdict is not Verdict.PASS or finding.direction < 0 or effort is None:
                    continue
                gap = outcome.mean_of(inside) - outcome.mean_of(~inside)
                found = [among_own_effort(inside, rows_, outcome, effort) for rows_ in (held | True, held)]
                said = [f is not None and own_effort_result(f, gap, 1, outcome).at_best is Verdict.PASS for f in found]
                kept.append((said[0], said[1], int((inside & effort.own).sum())))
        k = max(1, len(kept))
        middle = float(np.median([own for *_, own in kept])) if kept else 0.0
        lets = " | ".join(f"{sum(one[i] for one in kept) / k:.0%}" for i in (0, 1))
        print(f"| {n} | {referred:.0%} | {name} | {len(kept)} of {args.sets} | {middle:.0f} | {lets} |", flush=True)


if __name__ == "__main__":
    main()
