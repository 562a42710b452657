"""The kernel in C under the sanitizers of the compiler: addresses, undefined behaviour, threads.

    python benchmarks/attack/sanitize.py                  # `make sanitize`
    python benchmarks/attack/sanitize.py --count 40 --only address

Each is built from the sources into a folder of its own and driven by fuzzed searches and bad arguments through the
Python API (`searches.py`). A sanitizer that the compiler has not is left out, and said so.
"""

from __future__ import annotations

import argparse
import os
import re
import runpy
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tally import Attempt, Tally

__all__ = ["sanitize_all"]

_HERE = Path(__file__).parent
_PROJECT = _HERE.parents[1]
_KERNEL = Path("src") / "whofor" / "cube" / "kernel"


@dataclass(frozen=True, slots=True)
class Sanitizer:
    """One sanitizer.

    Attributes:
        flags: Flags of the compiler.
        library: Library that must be there before Python is.
        environment: How it reports.
    """

    flags: Sequence[str]
    library: str
    environment: Mapping[str, str]


_COMMON = ("-g", "-O1", "-fno-omit-frame-pointer")
SANITIZERS: Mapping[str, Sanitizer] = {
    "address": Sanitizer(
        (*_COMMON, "-fsanitize=address"), "libasan.so",
        {"ASAN_OPTIONS": "detect_leaks=0:halt_on_error=1:exitcode=66", "PYTHONMALLOC": "malloc"},
    ),
    "undefined": Sanitizer(
        (*_COMMON, "-fsanitize=undefined", "-fno-sanitize-recover=all"), "libubsan.so",
        {"UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1"},
    ),
    "thread": Sanitizer(
        (*_COMMON, "-fsanitize=thread"), "libtsan.so", {"TSAN_OPTIONS": "halt_on_error=1:exitcode=66"}
    ),
}  # fmt: skip


def _built(name: str, folder: Path) -> tuple[Path, str]:
    """Build a copy of the package with its kernel under a sanitizer.

    Returns:
        The library to load first, and why it cannot be; one of the two is empty.
    """
    sanitizer, builder = SANITIZERS[name], runpy.run_path(str(_PROJECT / "kernel_build.py"))
    try:
        compiler = builder["compiler"]()
    except FileNotFoundError as error:
        return Path(), str(error)
    found = subprocess.run(
        [compiler, f"-print-file-name={sanitizer.library}"], capture_output=True, text=True, check=False
    ).stdout.strip()
    if not Path(found).is_absolute():
        return Path(), f"{Path(compiler).name} has no {sanitizer.library}"
    shutil.copytree(
        _PROJECT / "src" / "whofor", folder / "whofor", ignore=shutil.ignore_patterns("_kernel.*", "__pycache__")
    )
    try:
        builder["build"](_PROJECT / _KERNEL, folder / "whofor" / "cube" / "_kernel.so", *sanitizer.flags)
    except subprocess.CalledProcessError as error:
        return Path(), f"it does not build: {str(error.stderr).strip().splitlines()[-1]}"
    return Path(found), ""


def _call(name: str, library: Path, folder: Path, count: int, first: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(_HERE / "searches.py"), str(count), str(first)]
    if name == "thread" and shutil.which("setarch"):
        # Its shadow memory has fixed places, which random addresses may take.
        command = ["setarch", "-R", *command]
    own = {
        "LD_PRELOAD": str(library),
        "PYTHONPATH": str(folder),
        "OPENBLAS_NUM_THREADS": "1",
        **SANITIZERS[name].environment,
    }
    return subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, env=os.environ | own)


def _sanitized(name: str, count: int, first: int) -> Tally:
    tally = Tally(f"the kernel under the {name} sanitizer, fuzzed searches and bad arguments")
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        library, why = _built(name, folder)
        if why:
            tally.skipped = why
            return tally
        probe = _call(name, library, folder, 0, 0)
        if probe.returncode:
            tally.skipped = f"it does not start here: {(probe.stderr or probe.stdout).strip()[:200]}"
            return tally
        done = _call(name, library, folder, count, first)
    kernels = re.search(r"kernels: (.*)", done.stdout)
    told = done.stderr.strip() if done.returncode and not kernels else ""
    faults = [line for line in done.stdout.splitlines() if line.startswith("FAULT")]
    tally.add(Attempt(tally.row, f"seeds {first} to {first + count - 1}", [*faults, *([told[:3000]] if told else [])]))
    # One process makes all calls.
    tally.tried, tally.failed = count, len(faults) + bool(told)
    tally.seen.clear()
    tally.seen[f"searches of {kernels[1] if kernels else 'no kernel'}"] = count
    return tally


def sanitize_all(count: int, first: int, at_once: int, only: Sequence[str] = tuple(SANITIZERS)) -> list[Tally]:
    """Make so many calls of the kernel under each sanitizer; what came of it."""
    del at_once
    return [_sanitized(name, count, first) for name in only]


def main() -> int:
    """Run the sanitizers asked for; 1 where one has found something."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200, help="calls under each sanitizer")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--only", choices=SANITIZERS, action="append")
    args = parser.parse_args()
    tallies = sanitize_all(args.count, args.first, 1, args.only or tuple(SANITIZERS))
    for tally in tallies:
        print(tally, flush=True)
    return int(any(tally.failed for tally in tallies))


if __name__ == "__main__":
    sys.exit(main())
