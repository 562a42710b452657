"""Which segment is reported for a planted type of client: the type itself, a slice of it, or a part of what defines it.

    python benchmarks/selection.py                     # all cases, 100 sets each
    python benchmarks/selection.py --sets 40 --cases one
    python benchmarks/selection.py --as-found          # without the rule that prefers a wider segment

Deals are drawn as in `hypotheses.py`: seven facts of which one or two define the planted type, the others are random.
The first segment that is reported on the positive side counts, whatever its verdict.
"""

from __future__ import annotations

import argparse
from collections import Counter

import numpy as np
from hypotheses import DAYS, FIRST_DAY, Case, Law

from whofor.analysis.prepare import prepare
from whofor.model.options import FindOptions
from whofor.model.segment import Segment
from whofor.segments.conditions import segment_mask
from whofor.segments.search import search_study
from whofor.segments.select import Ground

CASES = (
    Case("one condition, 300 deals, odds 3.5", 300, odds=3.5, conditions=1, base=-0.8),
    Case("one condition, 600 deals, odds 2.5", 600, odds=2.5, conditions=1),
    Case("one condition, 600 deals, odds 3.5", 600, odds=3.5, conditions=1),
    Case("one condition, 1,500 deals, odds 2", 1500, odds=2.0, conditions=1),
    Case("one condition, 4,000 deals, odds 1.6", 4000, odds=1.6, conditions=1),
    Case("one condition, 200 × 20, ICC .16, odds 3", 200, 20, 1.0, odds=3.0, conditions=1),
    Case("one condition, 30 facts, 300 deals, odds 3.5", 300, odds=3.5, conditions=1, base=-0.8, extra=23),
    Case("one condition, 30 facts, 600 deals, odds 3", 600, odds=3.0, conditions=1, extra=23),
    Case("one condition, 30 facts, 1,500 deals, odds 2", 1500, odds=2.0, conditions=1, extra=23),
    Case("two conditions, 30 facts, 1,500 deals, odds 4", 1500, odds=4.0, conditions=2, extra=23),
    Case("two conditions, 600 deals, odds 4", 600, odds=4.0, conditions=2),
    Case("two conditions, 1,500 deals, odds 3", 1500, odds=3.0, conditions=2),
    Case("two conditions, 1,500 deals, odds 4", 1500, odds=4.0, conditions=2),
    Case("two conditions, 4,000 deals, odds 2", 4000, odds=2.0, conditions=2),
    Case("two conditions, 4,000 deals, odds 3", 4000, odds=3.0, conditions=2),
)


def kind_of(segment: Segment, law: Law) -> str:
    """How a segment's conditions compare with the planted ones: itself, slice, part, other."""
    mine = {(c.parameter, *c.values) for c in segment.conditions}
    planted = {(name, f"{name} {level}") for name, level in law.levels.items()}
    if mine == planted:
        return "itself"
    if mine > planted:
        return "slice"
    return "part" if mine < planted else "other"


def reported(case: Case, seed: int, permutations: int) -> tuple[str, bool]:
    """The first segment reported of one set, and whether any shares half of all deals in it or the planted type."""
    law = Law(case, seed)
    rows = law.deals(case.accounts)
    options = FindOptions(seed=seed, permutations=permutations, threads=1)
    prepared = prepare(
        rows, [a.parameter for a in (*rows.attributes, *rows.confounders)], options, FIRST_DAY + DAYS + 60.0
    )
    study = prepared.study
    found = search_study(study, options.most_segments)
    truth = np.logical_and.reduce(
        [
            a.values == f"{a.parameter.name} {law.levels[a.parameter.name]}"
            for a in study.rows.attributes
            if a.parameter.name in law.levels
        ]
    )
    recalled = False
    for c in found.positive:
        inside = segment_mask(study.segment(c), study.rows.attributes, study.rows.opened)
        recalled = recalled or 2 * int((inside & truth).sum()) >= int((inside | truth).sum())
    first = kind_of(study.segment(found.positive[0]), law) if found.positive else "nothing"
    return first, recalled


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=int, default=100)
    parser.add_argument("--permutations", type=int, default=256)
    parser.add_argument("--cases", nargs="*", default=[], help="parts of the names of cases")
    parser.add_argument("--as-found", action="store_true", help="keep each segment as it was found")
    args = parser.parse_args()
    if args.as_found:
        Ground.widen = lambda self, candidate, tests: candidate  # noqa: ARG005 - the signature of what it replaces
    kinds = ("itself", "slice", "part", "other", "nothing")
    print(f"| planted | {' | '.join(kinds)} | recalled |\n|---|{'---|' * 6}")
    for case in CASES:
        if not args.cases or any(part in case.name for part in args.cases):
            results = [reported(case, seed, args.permutations) for seed in range(args.sets)]
            counts = Counter(kind for kind, _ in results)
            recall = np.mean([found for _, found in results])
            print(
                f"| {case.name} | {' | '.join(f'{counts[k] / args.sets:.0%}' for k in kinds)} | {recall:.0%} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
