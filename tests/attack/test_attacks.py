"""The standing attacks in short: a few attempts of each, with fixed seeds. `make attack` has the long form."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
DRIVERS = PROJECT / "benchmarks" / "attack"

if not DRIVERS.is_dir():
    pytest.skip("the drivers are not part of a source distribution", allow_module_level=True)
if not (hasattr(os, "fork") and Path("/proc/self/stat").exists()):
    pytest.skip("the drivers fork, and read processor times from /proc", allow_module_level=True)


def attack(script: str, *words: str) -> str:
    command = [sys.executable, str(DRIVERS / script), *words]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    told = done.stdout + done.stderr
    for line in done.stdout.splitlines():
        if "skipped: " in line:
            print(line)
    assert done.returncode == 0, told
    return done.stdout


def test_nothing_is_lost_and_nothing_stops() -> None:
    told = attack("run.py", "kills", "imports", "runs", "together", "strangers", "--at-once", "1")
    rows = ("SIGKILL to `", "fuzzed exports, `import`:", "`import`, `find`, `report`:", "at once:", "of strangers:")
    assert [row for row in rows if row not in told] == []


def test_nobody_is_let_in() -> None:
    told = attack("run.py", "shown", "--at-once", "1")
    rows = ("on the page:", "on the terminal:", "in JSON:", "in tables of cells:")
    assert [row for row in rows if f"hostile content {row}" not in told] == []


def test_the_kernel_under_sanitizers() -> None:
    told = attack("sanitize.py", "--count", "12", "--only", "address")
    assert "12 tried, 0 failed" in told or "skipped: " in told
