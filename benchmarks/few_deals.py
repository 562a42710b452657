"""How often a search of few deals finds something where nothing is, and how often it names a hypothesis.

    python benchmarks/few_deals.py                 # 300 sets each

Deals are drawn as in `hypotheses.py`, without any effect; nothing is held back from so few.
"""

from __future__ import annotations

import argparse

from hypotheses import DAYS, FIRST_DAY, Case, Law

from whofor.analysis.prepare import prepare
from whofor.errors import DataError
from whofor.model.options import FindOptions
from whofor.segments.search import search_study

SIZES = (20, 45, 75)


def main() -> None:
    """Draw the sets and print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=int, default=300)
    args = parser.parse_args()
    print("| deals | sets | something found | a hypothesis named |\n|---|---|---|---|")
    for n in SIZES:
        found = named = sets = 0
        for seed in range(args.sets):
            rows = Law(Case(f"noise, {n} deals", n), seed).deals(n)
            parameters = [a.parameter for a in (*rows.attributes, *rows.confounders)]
            try:
                study = prepare(rows, parameters, FindOptions(permutations=256, seed=seed), FIRST_DAY + DAYS + 1).study
            except DataError:
                # All deals ended alike.
                continue
            result = search_study(study, 3)
            sets += 1
            found += bool(result.positive or result.negative)
            named += bool(result.leading)
        print(f"| {n} | {sets} | {found / sets:.1%} | {named / sets:.0%} |", flush=True)


if __name__ == "__main__":
    main()
