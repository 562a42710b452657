"""One job in a process of its own, stopped where it takes too long or too much memory."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LOOK_EVERY = 0.02
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
_SHORT = ("MemoryError", "OutOfMemoryError", "std::bad_alloc", "ArrayMemoryError")


@dataclass(frozen=True)
class Limits:
    """What a job may take.

    Attributes:
        seconds: Of the whole process.
        megabytes: Of resident memory.
        cores: Cores the process is held to, and threads that libraries are told to use.
    """

    seconds: float
    megabytes: float
    cores: int


@dataclass(frozen=True)
class Outcome:
    """How a job ended.

    Attributes:
        ending: `done`, `timeout`, `out of memory` or `failed`.
        peak_mb: Most resident memory of the process.
        answer: What it printed.
        error: Its last words where it failed.
    """

    ending: str
    peak_mb: float
    answer: dict[str, Any] = field(default_factory=dict)
    error: str = ""


def environment(cores: int, megabytes: float) -> dict[str, str]:
    """Variables for a job: nothing of this checkout leaks in, libraries know their cores, Java its share of memory."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return kept | dict.fromkeys(_THREADS, str(cores)) | {"JAVA_TOOL_OPTIONS": f"-Xmx{int(megabytes * 0.75)}m"}


def run_job(command: Sequence[str], limits: Limits) -> Outcome:
    """Run a command that prints `ANSWER` and a line of JSON.

    Where the system can, the process is held to its cores from its start, so that all its threads are.
    Memory is looked at 50 times a second; a process above its limit is ended.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        with _held_to(limits.cores):
            process = subprocess.Popen(
                list(command), stdout=out, stderr=err, env=environment(limits.cores, limits.megabytes)
            )
        try:
            ending, peak = _watch(process, limits)
        finally:
            if process.returncode is None:
                process.kill()
                process.wait()
        out.seek(0)
        err.seek(0)
        words = err.read().decode(errors="replace")
        answers = [line for line in out.read().decode(errors="replace").splitlines() if line.startswith("ANSWER ")]
    if ending == "done" and (process.returncode or not answers):
        ending = "out of memory" if any(word in words for word in _SHORT) else "failed"
    if ending == "done":
        return Outcome(ending, peak, json.loads(answers[-1].removeprefix("ANSWER ")))
    return Outcome(ending, peak, error=words[-2000:])


@contextlib.contextmanager
def _held_to(cores: int) -> Iterator[None]:
    """Hold this process to some of its cores for a while: what it starts meanwhile stays there."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(allowed)[:cores])
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def _watch(process: subprocess.Popen[bytes], limits: Limits) -> tuple[str, float]:
    """Wait for the end, or bring it about; the ending and the peak."""
    start, ending, highest = time.monotonic(), "done", 0.0
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return ending, max(highest, usage.ru_maxrss / 1024)
        resident = _resident_mb(process.pid)
        highest = max(highest, resident)
        if resident > limits.megabytes or time.monotonic() - start > limits.seconds:
            ending = "out of memory" if resident > limits.megabytes else "timeout"
            process.kill()
            _, _, usage = os.wait4(process.pid, 0)
            process.returncode = -9
            return ending, max(highest, usage.ru_maxrss / 1024)
        time.sleep(LOOK_EVERY)


def _resident_mb(pid: int) -> float:
    """Resident memory now; 0 where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    lines = (line for line in status.splitlines() if line.startswith("VmRSS:"))
    return float(next(lines, "VmRSS: 0 kB").split()[1]) / 1024
