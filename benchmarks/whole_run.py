"""Measure whole runs of two revisions beside one another, in processor seconds.

    python benchmarks/whole_run.py v0.1.0 .                      the example, this checkout beside a revision
    python benchmarks/whole_run.py v0.1.0 . --data DIR --mapping FILE --runs 7

The two take turns, so that what else the machine does meets both; the ratio is taken of each pair. Each is built into a
temporary folder first.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path

from revisions import Job, Run, build, jobs_of, run


def measure(job: Job, sites: list[Path], runs: int, folder: Path) -> None:
    """Run a job in turns and print what each took, and the ratios."""
    pairs: list[tuple[Run, Run]] = []
    for i in range(runs):
        first, second = (run(site, job, folder / f"{job.name}-{i}-{j}") for j, site in enumerate(sites))
        pairs.append((first, second))
        print(
            f"{job.name:12} {first.cpu:7.2f} {second.cpu:7.2f} CPU s, ratio {first.cpu / second.cpu:5.2f}", flush=True
        )
    ratios = sorted(first.cpu / second.cpu for first, second in pairs)
    cpu = [statistics.median(pair[side].cpu for pair in pairs) for side in (0, 1)]
    memory = [statistics.median(pair[side].memory for pair in pairs) for side in (0, 1)]
    print(
        f"{job.name:12} {cpu[0]:7.2f} {cpu[1]:7.2f} CPU s, medians of {runs}; "
        f"ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}); "
        f"peak {memory[0]:.0f} and {memory[1]:.0f} MB"
    )


def main() -> None:
    """Read the arguments, build both revisions, measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("revisions", nargs=2, metavar="REVISION", help="a revision of git, or the path of a checkout")
    parser.add_argument("--runs", type=int, default=5, help="runs of each")
    parser.add_argument("--data", type=Path, help="a folder of exports to run beside the example")
    parser.add_argument("--mapping", help="its mapping")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        sites = [build(revision, folder / str(i)) for i, revision in enumerate(options.revisions)]
        for job in jobs_of(options.data, options.mapping):
            measure(job, sites, options.runs, folder)


if __name__ == "__main__":
    main()
