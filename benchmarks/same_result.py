"""Tell whether two revisions give the same result, byte for byte, and where they first differ.

    python benchmarks/same_result.py v0.1.0                      the example: this checkout beside a revision
    python benchmarks/same_result.py v0.1.0 --data DIR --mapping FILE

Ends with 1 where a result differs. What a result is may be read in `result.json` of any run.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from revisions import ROOT, build, jobs_of, run

MOST_SHOWN = 20


def differences(first: object, second: object, place: str = "") -> Iterator[str]:
    """Where two values as JSON has them differ, with what stands there."""
    if isinstance(first, dict) and isinstance(second, dict):
        for key in sorted(first.keys() | second.keys()):
            if key not in first or key not in second:
                yield f"{place}.{key}: only in the {'second' if key in second else 'first'}"
            else:
                yield from differences(first[key], second[key], f"{place}.{key}")
    elif isinstance(first, list) and isinstance(second, list):
        if len(first) != len(second):
            yield f"{place}: {len(first)} and {len(second)} entries"
        for i, (a, b) in enumerate(zip(first, second, strict=False)):
            yield from differences(a, b, f"{place}[{i}]")
    elif first != second or type(first) is not type(second):
        yield f"{place}: {str(first)[:80]!r} and {str(second)[:80]!r}"


def main() -> int:
    """Read the arguments, build both revisions, run, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("revision", help="a revision of git, or the path of a checkout")
    parser.add_argument("other", nargs="?", default=str(ROOT), help="what to compare it with; this checkout by default")
    parser.add_argument("--data", type=Path, help="a folder of exports to run beside the example")
    parser.add_argument("--mapping", help="its mapping")
    options = parser.parse_args()
    differ = False
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        sites = [build(revision, folder / str(i)) for i, revision in enumerate((options.revision, options.other))]
        for job in jobs_of(options.data, options.mapping):
            runs = [run(site, job, folder / f"{i}-{job.name}") for i, site in enumerate(sites)]
            first, second = (r.result.read_bytes() for r in runs)
            differ = differ or first != second
            print(f"{job.name}: {'the same to the byte' if first == second else 'not the same'}")
            if first != second:
                found = list(itertools.islice(differences(json.loads(first), json.loads(second)), MOST_SHOWN + 1))
                print(*(f"  {line}" for line in found[:MOST_SHOWN]), sep="\n")
                if len(found) > MOST_SHOWN:
                    print("  and more")
                elif not found:
                    print("  the values are the same, written in another way")
    return int(differ)


if __name__ == "__main__":
    sys.exit(main())
