"""Measures what a draft says of the labelled columns: how often "sure" is right, and precision and recall per meaning.

    python benchmarks/columns.py               # the labels of tests/intake/drafting/labelled_columns.toml
    python benchmarks/columns.py --rows 20     # the same exports with so many deals
    python benchmarks/columns.py --show        # with every wrong column

For each part of the labels it prints how many of the lines said to be sure are right, and how many of all. Rules are
made on the part `tune` only; `fresh` was written after them. A dangerous line is one that would change every answer:
the sale defines a client, another day is the opening or the closing, an account key is no company. Ends with an error
where there is one, or where less than 95 % of the sure lines are right.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from made_columns import Reading, draft_of_labelled, labelled, readings_of

LEAST = 0.95


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; return 1 where the draft is not good enough."""
    parser = argparse.ArgumentParser(description="Measure what a draft says of the labelled columns.")
    parser.add_argument("--rows", type=int, default=0, help="number of deals of each export")
    parser.add_argument("--show", action="store_true", help="list the wrong columns")
    options = parser.parse_args(arguments)
    readings: dict[str, list[Reading]] = defaultdict(list)
    for export in labelled():
        readings[export.half] += readings_of(export, draft_of_labelled(export, options.rows))
    every = [reading for part in readings.values() for reading in part]
    for name, part in (*readings.items(), ("all", every)):
        sure = [reading for reading in part if reading.sure == "sure"]
        print(f"{name:6} sure {_share(sure)}   all {_share(part)}   dangerous {sum(bool(r.danger) for r in part)}")
    _per_code(every)
    if options.show:
        for reading in (reading for reading in every if not reading.is_right):
            label = reading.label
            found = ", ".join(sorted(reading.found)) or "nothing"
            print(f"{label.file}: {label.header} ({label.code}) is read as {found} {reading.sure} {reading.danger}")
    sure = [reading for reading in every if reading.sure == "sure"]
    good = sum(reading.is_right for reading in sure) >= LEAST * len(sure)
    return 0 if good and not any(reading.danger for reading in every) else 1


def _share(readings: Sequence[Reading]) -> str:
    right = sum(reading.is_right for reading in readings)
    return f"{right:4} of {len(readings):4} right ({right / max(len(readings), 1):6.1%})"


def _per_code(readings: Sequence[Reading]) -> None:
    """Print, for each reading, how many were right of those made (precision) and of those to be made (recall)."""
    made, right, wanted = Counter[str](), Counter[str](), Counter[str]()
    for reading in readings:
        first = reading.label.code
        wanted[first] += 1
        right[first] += reading.is_right
        for found in reading.found:
            made[found] += 1
            made[f"{found} right"] += found in reading.label.right(reading.table)
    print(f"{'read as':28} precision")
    for found in sorted(name for name in made if not name.endswith(" right")):
        print(f"{found:28} {made[f'{found} right'] / made[found]:6.1%} of {made[found]}")
    print(f"{'meaning':28} recall")
    for code in sorted(wanted):
        print(f"{code:28} {right[code] / wanted[code]:6.1%} of {wanted[code]}")


if __name__ == "__main__":
    sys.exit(main())
