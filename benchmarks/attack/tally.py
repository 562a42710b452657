"""What an attack came to, and attempts shared out among processes."""

from __future__ import annotations

import json
import os
import selectors
import shutil
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

__all__ = ["Attempt", "Tally", "spread"]

_ITSELF = "the attack itself"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt.

    Attributes:
        row: The row of the table that it counts for.
        what: What was done, so that it can be done again.
        faults: What went wrong; nothing where all held.
        seen: How it ended, in a word or two.
        cpu: Largest processor seconds of its commands.
        memory: Largest megabytes of its commands.
    """

    row: str
    what: str
    faults: Sequence[str]
    seen: str = ""
    cpu: float = 0.0
    memory: float = 0.0


@dataclass(slots=True)
class Tally:
    """Attempts of one kind.

    Attributes:
        row: What was attacked, and how.
        tried: Number of attempts.
        failed: Number of those with a fault.
        seen: How they ended.
        faults: The first faults, each with what was done.
        skipped: Why nothing was tried; empty where it was.
        cpu: Largest processor seconds of a command.
        memory: Largest megabytes of a command.
    """

    row: str
    tried: int = 0
    failed: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    skipped: str = ""
    cpu: float = 0.0
    memory: float = 0.0

    def add(self, attempt: Attempt) -> None:
        """Count an attempt, and print its faults."""
        self.tried += 1
        self.failed += bool(attempt.faults)
        self.seen[attempt.seen] += 1
        self.cpu, self.memory = max(self.cpu, attempt.cpu), max(self.memory, attempt.memory)
        for fault in attempt.faults:
            line = f"{attempt.what}: {fault}"
            self.faults.append(line)
            print(f"FAULT {self.row}: {line}", flush=True)

    def __str__(self) -> str:
        """One line: how many were tried, how many failed."""
        if self.skipped:
            return f"{self.row}: skipped: {self.skipped}"
        ends = ", ".join(f"{count} {name}" for name, count in self.seen.most_common() if name)
        most = f"; at most {self.cpu:.1f} CPU s, {self.memory:.0f} MB" if self.cpu else ""
        return f"{self.row}: {self.tried} tried, {self.failed} failed ({ends}{most})"


def spread(
    work: Callable[[int, Path], Iterable[Attempt]], numbers: Sequence[int], folder: Path, at_once: int
) -> list[Tally]:
    """Do some work for each number in several processes, each attempt in a folder of its own; what all came to.

    Args:
        work: Makes the attempts of one number in an empty folder.
        numbers: Seeds.
        folder: Where the folders are made; each is removed after its work.
        at_once: Number of processes.
    """
    workers: list[tuple[int, int]] = []
    sys.stdout.flush()
    for worker in range(min(at_once, len(numbers))):
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            with os.fdopen(writing, "w", encoding="utf-8", errors="replace") as stream:
                for number in numbers[worker::at_once]:
                    for attempt in _attempts(work, number, folder / f"{number}"):
                        stream.write(json.dumps(asdict(attempt)) + "\n")
                        stream.flush()
            os._exit(0)
        os.close(writing)
        workers.append((pid, reading))
    tallies: dict[str, Tally] = {}
    for line in _lines([reading for _, reading in workers]):
        attempt = Attempt(**json.loads(line))
        tallies.setdefault(attempt.row, Tally(attempt.row)).add(attempt)
    for pid, _ in workers:
        _, status = os.waitpid(pid, 0)
        if status:
            tallies.setdefault(_ITSELF, Tally(_ITSELF)).add(
                Attempt(_ITSELF, "", [f"a worker ended with status {status}"])
            )
    return [tallies[row] for row in sorted(tallies)]


def _lines(places: Sequence[int]) -> Iterator[bytes]:
    """Return the lines of several pipes as they come."""
    kept = dict.fromkeys(places, b"")
    with selectors.DefaultSelector() as selector:
        for place in places:
            selector.register(place, selectors.EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select():
                content = os.read(key.fd, 1 << 16)
                if not content:
                    selector.unregister(key.fd)
                    os.close(key.fd)
                *whole, kept[key.fd] = (kept[key.fd] + content).split(b"\n")
                yield from whole


def _attempts(work: Callable[[int, Path], Iterable[Attempt]], number: int, folder: Path) -> Iterable[Attempt]:
    folder.mkdir(parents=True)
    try:
        yield from work(number, folder)
    except Exception:  # noqa: BLE001 - a fault of the attack itself is one to be seen
        yield Attempt(_ITSELF, f"seed {number}", [traceback.format_exc(limit=-6)])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
