"""Commands of whofor, each in a process of its own: forked from this one, which has loaded everything already.

A fork costs milliseconds where a start of Python costs a second, so that thousands of commands are affordable; the
child is measured by the operating system, and what ends it (a signal, an abort, too much memory) ends nothing else.
"""

from __future__ import annotations

import gc
import importlib
import io
import os
import pkgutil
import re
import resource
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from whofor.example import csv_files, generate
from whofor.workspace import write_files

__all__ = ["Ended", "Running", "call", "in_child", "start", "warm_up"]

TODAY = date(2026, 10, 1)
MOST_CPU = 20.0
MOST_MEMORY = 1_500
"""Processor seconds and megabytes that a command may take on files under 100 MB."""
_CPU_LIMIT = 60
_WALL_LIMIT = 1_800
_IDLE_LIMIT = 120
_DATA_LIMIT = 6 << 30
"""What ends a command that does not end, or that would take the whole machine: one that waits for ever uses no
processor time."""
_LEAST_DELAY, _MOST_DELAY = 0.002, 0.05

_TRACEBACK = b"Traceback (most recent call last)"
_LAST_RESORT = b"fault of whofor"
_RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that a terminal obeys or that turn text around; a tab and the end of a line are none."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended.

    Attributes:
        words: The command.
        code: Its exit code; the negative number of the signal that ended it.
        out: What it wrote to stdout.
        err: What it wrote to stderr.
        cpu: Processor seconds.
        memory: Largest resident memory, in megabytes.
        details: What the last resort wrote of a fault of whofor; empty where there was none.
    """

    words: tuple[str, ...]
    code: int
    out: bytes
    err: bytes
    cpu: float
    memory: float
    details: str = ""

    def faults(self, codes: Sequence[int] = (0, 1, 2)) -> list[str]:
        """Return what is wrong with how it ended, whatever the input was."""
        command = self.words[0]
        found: list[str] = []
        if _TRACEBACK in self.err + self.out:
            lines = [line for line in self.err.decode(errors="replace").splitlines() if line.strip()]
            place = [line.strip() for line in lines if line.lstrip().startswith("File ")][-1:]
            found.append(f"{command}: traceback: {lines[-1][:200] if lines else ''} {''.join(place)}")
        if self.details or _LAST_RESORT in self.err:
            places = [line.strip() for line in self.details.splitlines() if line.lstrip().startswith("File ")]
            found.append(f"{command}: last resort: {self.details.strip()[-200:]} {''.join(places[-1:])}".strip())
        if self.code not in codes:
            found.append(f"{command}: exit code {self.code}")
        if self.code > 0 and not self.err.strip():
            found.append(f"{command}: exit code {self.code} without a word")
        if self.cpu > MOST_CPU:
            found.append(f"{command}: {self.cpu:.0f} processor seconds")
        if self.memory > MOST_MEMORY:
            found.append(f"{command}: {self.memory:.0f} MB")
        for name, text in (("stdout", self.out), ("stderr", self.err)):
            raw = _RAW.findall(text.decode(errors="replace"))
            if raw:
                found.append(f"{command}: raw characters on {name}: {', '.join(sorted({hex(ord(c)) for c in raw}))}")
        return found


class Running:
    """A command that was started.

    Attributes:
        pid: Its process.
    """

    def __init__(self, words: Sequence[str], pid: int, folder: Path, gate: int) -> None:
        self.words = tuple(words)
        self.pid = pid
        self._folder = folder
        self._gate = gate

    def go(self) -> None:
        """Let it begin."""
        os.write(self._gate, b"x")
        os.close(self._gate)

    def cpu(self) -> float:
        """Processor seconds so far; infinite where it has ended."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            return float("inf")
        if fields[0] == "Z":
            return float("inf")
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _sleeps(self) -> bool:
        """Return whether all its threads wait for something."""
        try:
            stats = [path.read_text(encoding="utf-8") for path in Path(f"/proc/{self.pid}/task").glob("*/stat")]
        except OSError:
            return False
        return all(text.rpartition(")")[2].split()[0] == "S" for text in stats)

    def send_at(self, cpu: float, number: signal.Signals) -> None:
        """Send a signal once it has taken so much time on processors, unless it has ended."""
        while self.cpu() < cpu:
            time.sleep(_LEAST_DELAY)
        os.kill(self.pid, number)

    def wait(self) -> Ended:
        """Return how it ended."""
        started, delay = time.monotonic(), _LEAST_DELAY
        worked, used = started, 0.0
        while True:
            pid, status, usage = os.wait4(self.pid, os.WNOHANG)
            if pid:
                break
            now, cpu = time.monotonic(), self.cpu()
            if cpu != used:
                worked, used = now, cpu
            if now - started > _WALL_LIMIT or (now - worked > _IDLE_LIMIT and self._sleeps()):
                os.kill(self.pid, signal.SIGKILL)
            time.sleep(delay)
            delay = min(_MOST_DELAY, delay * 1.5)
        out, err = (self._folder / name for name in (f"{self.pid}.out", f"{self.pid}.err"))
        told = sorted((self._folder.parent / ".tmp").glob("whofor-fault-*"))
        ended = Ended(
            self.words,
            os.waitstatus_to_exitcode(status),
            out.read_bytes() if out.exists() else b"",
            err.read_bytes() if err.exists() else b"",
            usage.ru_utime + usage.ru_stime,
            usage.ru_maxrss / 1024,
            "".join(path.read_text(encoding="utf-8") for path in told),
        )
        for path in (out, err, *told):
            path.unlink(missing_ok=True)
        return ended


def start(words: Sequence[str], folder: Path, *, held: bool = False) -> Running:
    """Start `whofor` with some words in a folder; temporary files go into `folder/.tmp`.

    Args:
        words: Arguments of the command line.
        folder: Where it runs.
        held: Whether it waits for `go` before it does anything.
    """
    away, gate = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        os.close(gate)
        try:
            _become(words, folder)
            os.read(away, 1)
            os.close(away)
            code = _main()
        except BaseException:  # noqa: BLE001 - a child must not go on as its parent
            traceback.print_exc()
            code = 70
        _leave(code)
    os.close(away)
    running = Running(words, pid, folder / ".streams", gate)
    if not held:
        running.go()
    return running


def call(words: Sequence[str], folder: Path) -> Ended:
    """Run `whofor` with some words in a folder to its end."""
    return start(words, folder).wait()


def in_child(work: Callable[[], str]) -> str:
    """Return the text that some work gives in a child, so that no thread of it stays here.

    Raises:
        RuntimeError: The work failed; with its traceback.
    """
    reading, writing = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        try:
            answer, code = work(), 0
        except BaseException:  # noqa: BLE001 - told to the parent
            answer, code = traceback.format_exc(), 1
        with os.fdopen(writing, "wb") as stream:
            stream.write(answer.encode(errors="surrogateescape"))
        os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        answer = stream.read().decode(errors="surrogateescape")
    _, status = os.waitpid(pid, 0)
    if status:
        raise RuntimeError(answer or f"status {status}")
    return answer


def warm_up(folder: Path) -> None:
    """Load all that commands load, so that children need not; afterwards this process has one thread again.

    Raises:
        RuntimeError: A thread was left: a child could wait for ever for what it held.
    """
    import whofor

    for module in pkgutil.walk_packages(whofor.__path__, "whofor."):
        if not module.name.endswith(("__main__", "._kernel")):
            importlib.import_module(module.name)
    source = write_files(folder / "warm-export", csv_files(generate(1, n_deals=150)))
    whofor.import_source(source, workspace=folder / "warm", today=TODAY)
    whofor.find(folder / "warm", whofor.FindOptions(permutations=200), today=TODAY)
    threads = list(Path("/proc/self/task").iterdir()) if Path("/proc/self/task").exists() else []
    if len(threads) > 1:
        raise RuntimeError(f"{len(threads)} threads are left")
    gc.collect()
    gc.freeze()


def _become(words: Sequence[str], folder: Path) -> None:
    """Make this child a process like one that a shell has started."""
    streams, temporary = folder / ".streams", folder / ".tmp"
    streams.mkdir(exist_ok=True)
    temporary.mkdir(exist_ok=True)
    os.environ["TMPDIR"], tempfile.tempdir = str(temporary), None
    for number, name in ((1, "out"), (2, "err")):
        place = os.open(streams / f"{os.getpid()}.{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(place, number)
        os.close(place)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    sys.stdout = io.TextIOWrapper(os.fdopen(1, "wb", closefd=False), encoding="utf-8")
    sys.stderr = io.TextIOWrapper(os.fdopen(2, "wb", closefd=False), encoding="utf-8", write_through=True)
    os.chdir(folder)
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_LIMIT, _CPU_LIMIT))
    resource.setrlimit(resource.RLIMIT_DATA, (_DATA_LIMIT, _DATA_LIMIT))
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = ["whofor", *words]


def _main() -> int:
    """Run the command line; its exit code."""
    from whofor.cli import main

    try:
        main()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except BaseException:  # noqa: BLE001 - as the interpreter ends
        traceback.print_exc()
        return 1
    return 0


def _leave(code: int) -> None:
    """End this child as an interpreter ends: its threads first."""
    try:
        threading._shutdown()  # type: ignore[attr-defined]
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)
