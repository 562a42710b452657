"""Attack whofor: kills, fuzzed exports, several commands at once, hostile content, workspaces of strangers, sanitizers.

    python benchmarks/attack/run.py                       # all, a short form: minutes
    python benchmarks/attack/run.py --long --out docs     # all, and the table of docs/explanation/attacks.md: hours
    python benchmarks/attack/run.py kills --count 40      # one part; --first N begins at another seed

Each fault is printed with its seed; ends with an error where there was one.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "src"))  # this checkout, whatever is installed
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # threads of a library would be lost in a fork

from calls import warm_up
from fuzz import fuzz_imports, fuzz_runs
from kills import kill_all
from sanitize import sanitize_all
from shown import show_all
from strangers import visit_all
from table import keep, write_page
from tally import Tally
from together import run_together

PARTS: Mapping[str, tuple[Callable[[int, int, int], list[Tally]], int, int]] = {
    "kills": (kill_all, 3, 1000),
    "imports": (fuzz_imports, 5, 2000),
    "runs": (fuzz_runs, 2, 300),
    "together": (run_together, 1, 200),
    "shown": (show_all, 1, 12),
    "strangers": (visit_all, 2, 100),
    "sanitize": (sanitize_all, 8, 400),
}
"""Each part: what attacks, and how often in short and in long."""


def _cpu() -> float:
    """Processor seconds of this process and its children."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main() -> int:
    """Run the parts asked for; 1 where there was a fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help="all where none is named")
    parser.add_argument("--count", type=int, help="attempts of each part, in place of its own number")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--long", action="store_true", help="as many attempts as the table has")
    parser.add_argument("--at-once", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--out", type=Path, help="folder of the documents, whose table is written")
    args = parser.parse_args()
    if set(args.parts or PARTS) != {"sanitize"}:
        with tempfile.TemporaryDirectory() as folder:
            warm_up(Path(folder))
    failed = 0
    for name in args.parts or PARTS:
        attack, few, many = PARTS[name]
        before = _cpu()
        tallies = attack(args.count or (many if args.long else few), args.first, args.at_once)
        for tally in tallies:
            print(tally, flush=True)
            failed += tally.failed
        print(f"{name}: {_cpu() - before:.0f} CPU s in all", flush=True)
        if args.out:
            count = f" --count {args.count}" if args.count else ""
            keep(tallies, "make attack" if args.long else f"python benchmarks/attack/run.py {name}{count} --out docs")
            write_page(args.out)
    return int(failed > 0)


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # libraries that were loaded for many children complain when this process takes them down
