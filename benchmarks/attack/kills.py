"""Kill commands at random moments and at random system calls.

The workspace holds the former state or the new one, no report is older than its data, no raw contact data lies in any
file, and the same command run again heals all of it.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from calls import Ended, Running, call, in_child, start
from exports import hits, planted_export, raw_contacts
from tally import Attempt, Tally, spread

from whofor.workspace import Workspace, write_files

__all__ = ["kill_all"]

_PEOPLE = (1, 3)
_COMMANDS: Mapping[str, Sequence[str]] = {
    "import": ("import", "SOURCE", "-w", "ws"),
    "run": ("run", "SOURCE", "-w", "ws", "--permutations", "200"),
    "find": ("find", "-w", "ws", "--permutations", "200", "--seed", "1"),
    "report": ("report", "-w", "ws", "--lang", "fr"),
}
_CHANGING = (
    *("rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir", "fsync", "fdatasync"),
    *("ftruncate", "fallocate", "chmod", "fchmod", "fchmodat", "flock", "link", "linkat", "symlink", "symlinkat"),
)
_FILES = ("openat", "close", "write", "pwrite64", "writev", "read", "pread64", "lseek", "newfstatat", "getdents64")
_GROUPS = {"that change files": _CHANGING, "of files": (*_CHANGING, *_FILES)}
_KINDS = ("moment", "call")
_STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_BEGIN = 0.02
"""Processor seconds until a command may be signalled: before, it is not yet whofor."""
_STOPPED = (0, 129, 130, 143)
"""Exit codes of a command that was asked to stop: it had ended already, or 128 and the signal."""


@dataclass(frozen=True, slots=True)
class State:
    """What a workspace holds.

    Attributes:
        data: Hash of its data by the manifest.
        tables: Rows of each table, and a hash of its deals.
        report: Hash of the page; empty where there is none.
        runs: Hash of the files of each saved run.
        latest: Id of the run that was saved last.
        names: Names of all files.
    """

    data: str
    tables: str
    report: str
    runs: Mapping[str, str]
    latest: str
    names: tuple[str, ...]


def state(workspace: Path) -> State:
    """Return what a workspace holds, as whofor reads it, and as its files are."""

    def read() -> str:
        opened = Workspace.open(workspace)
        with opened.reading() as (dataset, scan):
            rows = {table: scan.row_count(table) for table in scan.tables()}
            deals = scan.project("deals", ["deal_key", "account_key", "outcome"])
            key = hashlib.sha256(repr(sorted(zip(*(deals[c].tolist() for c in deals), strict=True))).encode())
        latest = opened.runs.latest() or ""
        return json.dumps([dataset.data_hash, f"{rows} {key.hexdigest()[:16]}", latest])

    data, tables, latest = json.loads(in_child(read))
    report = workspace / "report.html"
    # Its result is written last: without it there is no run.
    saved = sorted(path.parent for path in workspace.glob("runs/[!.]*/result.json"))
    runs = {path.name: _hash_of(path) for path in saved}
    names = sorted(str(path.relative_to(workspace)) for path in workspace.rglob("*"))
    return State(data, tables, _hash_of(report) if report.exists() else "", runs, latest, tuple(names))


def _hash_of(path: Path) -> str:
    # A page is drawn when its run is saved; what changed depends on the run before, as a search after a kill may be.
    files = sorted(f for f in path.glob("[!.]*") if not _DRAWN.match(f.name)) if path.is_dir() else [path]
    return hashlib.sha256(b"\0".join(f.name.encode() + f.read_bytes() for f in files)).hexdigest()[:16]


_DRAWN = re.compile(r"changes\.json|report(\.\w+)?\.html")
"""Files of a saved run that come of it and of others."""


@dataclass(frozen=True, slots=True)
class Case:
    """A command to kill.

    Attributes:
        words: The command.
        former: What the workspace holds before it.
        new: What it holds after it.
        cpu: Processor seconds that it takes.
        most: Number of system calls of each group in its busiest thread.
    """

    words: Sequence[str]
    former: State
    new: State
    cpu: float
    most: Mapping[str, int]


@cache
def tracing() -> str:
    """Return why no command can be killed at a system call; empty where it can."""
    if shutil.which("strace") is None:
        return "strace is not installed (apt-get install strace)"
    done = subprocess.run(["strace", "-o", "/dev/null", sys.executable, "-c", ""], capture_output=True, check=False)
    return "" if done.returncode == 0 else f"strace may not trace here: {done.stderr.decode(errors='replace')[:100]}"


def _held(running: Running, *options: str) -> subprocess.Popen[bytes]:
    """Attach strace to a command that waits, and let it begin."""
    tracer = subprocess.Popen(
        ["strace", "-f", "-qqq", "-p", str(running.pid), *options],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    while tracer.poll() is None:
        status = Path(f"/proc/{running.pid}/status").read_text(encoding="utf-8")
        if "\nTracerPid:\t0\n" not in status:
            break
        time.sleep(0.005)
    running.go()
    return tracer


def _calls_of(words: Sequence[str], folder: Path) -> dict[str, int]:
    """Return how many system calls of each group the busiest thread of a command makes."""
    log = folder / "calls.log"
    every = {name for group in _GROUPS.values() for name in group}
    running = start(words, folder, held=True)
    tracer = _held(running, "-o", str(log), "-e", "trace=" + ",".join(f"?{name}" for name in sorted(every)))
    running.wait()
    tracer.wait()
    made = re.findall(r"^(\d+) +(\w+)\(", log.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
    log.unlink()
    found: dict[str, int] = {}
    for name, group in _GROUPS.items():
        counts = Counter(thread for thread, called in made if called in group)
        found[name] = max(counts.values(), default=1)
    return found


def _prepare(folder: Path, names: Collection[str]) -> dict[str, Case]:
    """Make both exports, the workspace of the first, and what some commands make of it."""
    for number, name in zip(_PEOPLE, ("former", "new"), strict=True):
        write_files(folder / name, planted_export(number))
    template = folder / "template"
    template.mkdir()
    made = call(["run", str(folder / "former"), "-w", "ws", "--permutations", "200"], template)
    if made.code:
        raise RuntimeError(made.err.decode(errors="replace"))
    former = state(template / "ws")
    cases: dict[str, Case] = {}
    for name in names:
        words = [word.replace("SOURCE", str(folder / "new")) for word in _COMMANDS[name]]
        place = _copied(folder, folder / f"whole-{name}")
        ended = call(words, place)
        if ended.code:
            raise RuntimeError(ended.err.decode(errors="replace"))
        new = state(place / "ws")
        most = {} if tracing() else _calls_of(words, _copied(folder, folder / f"calls-{name}"))
        cases[name] = Case(words, former, new, ended.cpu, most)
        print(f"{name}: {ended.cpu:.1f} CPU s, system calls {most or tracing()}", flush=True)
    return cases


def _copied(folder: Path, place: Path) -> Path:
    shutil.copytree(folder / "template" / "ws", place / "ws", symlinks=True)
    return place


def _stopped(case: Case, place: Path, chance: random.Random, kind: str, number: signal.Signals) -> tuple[Ended, str]:
    """Start a command and send it a signal somewhere; how it ended, and where it was sent."""
    if kind == "call" and not tracing():
        group = chance.choice(sorted(_GROUPS))
        # The busiest thread makes a few calls less on some days.
        when = chance.randint(1, max(1, int(0.95 * case.most[group])))
        running = start(case.words, place, held=True)
        names = ",".join(f"?{name}" for name in _GROUPS[group])
        inject = f"--inject={names}:signal={number.name.removeprefix('SIG')}:when={when}"
        tracer = _held(running, "-o", "/dev/null", inject)
        ended = running.wait()
        tracer.wait()
        return ended, f"at call {when} {group}"
    # A third in the last quarter, where files are put in their place.
    share = chance.uniform(0.75, 1.05) if chance.random() < 1 / 3 else chance.uniform(0.05, 1.0)
    running = start(case.words, place)
    running.send_at(_BEGIN + share * case.cpu, number)
    return running.wait(), f"at {share:.2f} of its time"


def _mixtures(case: Case, held: State) -> list[str]:
    """Return what a workspace holds that is neither its former state nor its new one."""
    found: list[str] = []
    sides = {(side.data, side.tables): side for side in (case.former, case.new)}
    side = sides.get((held.data, held.tables))
    if side is None:
        found.append("data are neither the former nor the new")
    reports = {case.former.report: case.former, case.new.report: case.new, "": None}
    if held.report not in reports:
        found.append("report.html is neither the former nor the new")
    elif side is not None and held.report and reports[held.report] is not None:
        of_report = reports[held.report]
        if of_report is not None and of_report.data != side.data and case.former.report != case.new.report:
            found.append("report.html is of other data than the manifest")
    for run, content in held.runs.items():
        if content not in (case.former.runs.get(run), case.new.runs.get(run)):
            found.append(f"run {run} is neither the former nor the new")
    found += [f"run {run} is gone" for run in case.former.runs if run not in held.runs]
    if held.latest not in (case.former.latest, case.new.latest):
        found.append(f"the latest run is {held.latest or 'none'}")
    return found


def _command(chance: random.Random) -> str:
    """Return the command of an attempt: the first draw of its seed."""
    return chance.choices(sorted(_COMMANDS), [3 if name in ("import", "run") else 2 for name in sorted(_COMMANDS)])[0]


def _kill(
    cases: Mapping[str, Case], template: Path, contacts: Sequence[bytes], seed: int, folder: Path
) -> Iterator[Attempt]:
    """Send one command one signal, and look at what it left."""
    chance = random.Random(seed)
    name = _command(chance)
    kind = _KINDS[seed % 2]
    number = signal.SIGKILL if seed % 5 else chance.choice(_STOPS)
    case = cases[name]
    place = _copied(template, folder / "place")
    ended, where = _stopped(case, place, chance, kind, number)
    whole = ended.code == 0
    faults: list[str] = []
    if number is not signal.SIGKILL:
        faults += ended.faults(_STOPPED)
        if (place / "ws" / "tmp").exists():
            faults.append(f"{number.name} leaves tmp")
    elif ended.code not in (0, -signal.SIGKILL):
        faults += ended.faults()
    try:
        faults += _mixtures(case, state(place / "ws"))
    except RuntimeError as error:
        faults.append(f"the workspace cannot be read: {str(error).strip().splitlines()[-1]}")
    faults += hits([place], contacts)
    searched = seed % 4 == 0
    if searched:
        faults += call(["find", "-w", "ws", "--permutations", "200"], place).faults((0,))
    faults += _unhealed(case, place, contacts, searched=searched)
    wherewith = "SIGKILL" if number is signal.SIGKILL else "SIGINT, SIGTERM, SIGHUP"
    at = "at random system calls" if kind == "call" and not tracing() else "at random moments"
    what = f"seed {seed}: {number.name} to {name} {where}"
    yield Attempt(f"{wherewith} to `{name}` {at}", what, faults, "ended before" if whole else "stopped")


def _unhealed(case: Case, place: Path, contacts: Sequence[bytes], *, searched: bool) -> list[str]:
    """Run the command again; return what is still not as it should be.

    Args:
        case: The command.
        place: Where the workspace is.
        contacts: What must be in no file.
        searched: Whether the workspace was searched since, so that the latest run may be another one.
    """
    again = call(case.words, place)
    faults = [f"again: {fault}" for fault in again.faults((0,))]
    healed = state(place / "ws")
    new = case.new
    for what in ("data", "tables", "report", *(() if searched else ("latest",))):
        if getattr(healed, what) != getattr(new, what):
            faults.append(f"{what} not healed by the next {case.words[0]}")
    faults += [f"run {run} not healed" for run, content in new.runs.items() if healed.runs.get(run) != content]
    known = {*new.names, *case.former.names}
    stray = [n for n in healed.names if n not in known and not re.fullmatch(r"runs/[0-9a-f]{12}(/.*)?", n)]
    faults += [f"left after the next {case.words[0]}: {', '.join(stray)}"] if stray else []
    return faults + [f"again: {hit}" for hit in hits([place], contacts)]


def kill_all(count: int, first: int, at_once: int) -> list[Tally]:
    """Kill so many commands; what came of it."""
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        # Each command has to be measured first; those that no seed asks for are not.
        cases = _prepare(folder, {_command(random.Random(seed)) for seed in range(first, first + count)})
        contacts = [one for number in _PEOPLE for one in raw_contacts(number)]
        numbers = range(first, first + count)
        return spread(lambda seed, own: _kill(cases, folder, contacts, seed, own), numbers, folder / "kills", at_once)
