"""Several commands at once in one workspace: all end well, or are told to wait, and all results are the same."""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from calls import Ended, call, start
from exports import planted_export
from tally import Attempt, Tally, spread

from whofor.workspace import write_files

__all__ = ["run_together"]

_AT_ONCE = 4
_SEARCHES = (
    ("find", "-w", "ws", "--permutations", "200"),
    ("find", "-w", "ws", "--permutations", "200", "--seed", "1"),
)
_OTHERS = (
    *(("report", "-w", "ws"), ("doctor", "-w", "ws"), ("contrast", "country = france", "-w", "ws")),
    ("accounts", "country = france", "-w", "ws"),
)
_HEAD = re.compile(rb'<p class="meta">.*?</p>', re.DOTALL)
_WAIT = b"import into this workspace is running"


def _saved(workspace: Path) -> dict[str, str]:
    """Return a hash of each file that depends on one run alone, and of the page.

    What changed since the run before depends on which that was: neither it nor the line that says it is compared.
    """
    files = [f for f in sorted(workspace.glob("runs/*/*")) if f.name in ("result.json", "search.json")]
    contents = {f: f.read_bytes() for f in (*files, workspace / "report.html") if f.exists()}
    return {
        str(f.relative_to(workspace)): hashlib.sha256(_HEAD.sub(b"", content)).hexdigest()
        for f, content in contents.items()
    }


def _faults_of(ended: Ended) -> list[str]:
    may_wait = ended.words[0] in ("import", "run") and ended.code == 1 and _WAIT in ended.err
    faults = ended.faults((0, 1) if may_wait else (0,))
    if ended.code == 1 and not may_wait:
        faults.append(f"{ended.words[0]}: {ended.err.decode(errors='replace').strip()[:200]}")
    return faults


def _left(workspace: Path, expected: Mapping[str, str]) -> list[str]:
    """Return what is not as one command after the other would have left it."""
    found = [f"{name} differs" for name, content in _saved(workspace).items() if expected.get(name) != content]
    drafts = [str(p.relative_to(workspace)) for p in workspace.rglob("*") if p.name.endswith(".new") or p.name == "tmp"]
    log = (workspace / "runs.jsonl").read_text(encoding="utf-8").splitlines()
    broken = [line for line in log if not _is_entry(line)]
    return [*found, *(f"{name} is left" for name in drafts), *(f"line of the log: {line[:80]}" for line in broken)]


def _is_entry(line: str) -> bool:
    try:
        return set(json.loads(line)) >= {"id", "answer", "run"}
    except (ValueError, TypeError):
        return False


def _attempt(
    template: Path, saved: Mapping[str, str], imports: Sequence[Sequence[str]], seed: int, folder: Path
) -> Iterator[Attempt]:
    """Start several commands at once; every other time only searches, as of people who look at one workspace.

    Args:
        template: Where a workspace with a run is.
        saved: Hash of each file that a command may leave.
        imports: Commands that import the same data, and other data.
        seed: Decides which commands.
        folder: An empty folder.
    """
    chance = random.Random(seed)
    shutil.copytree(template / "ws", folder / "ws")
    if seed % 4 == 3:
        chosen: list[Sequence[str]] = [imports[1], _SEARCHES[0], _SEARCHES[1], imports[0]]
        chance.shuffle(chosen)
        row = "`find` while other data are imported"
    elif seed % 2 == 0:
        chosen = [_SEARCHES[0] if seed % 4 == 0 else chance.choice(_SEARCHES) for _ in range(_AT_ONCE)]
        row = f"{_AT_ONCE} × `find` at once"
    else:
        chosen = [chance.choice(_SEARCHES), chance.choice(_OTHERS), imports[0]]
        chosen.append(chance.choice((*_SEARCHES, *_OTHERS, imports[0])))
        row = "`import`, `find`, `report`, `doctor`, `contrast` at once"
    running = [start(words, folder) for words in chosen]
    ended = [one.wait() for one in running]
    faults = [fault for one in ended for fault in _faults_of(one)] + _left(folder / "ws", saved)
    waited = sum(one.code == 1 for one in ended)
    what = f"seed {seed}: {' + '.join(words[0] for words in chosen)}"
    yield Attempt(row, what, faults, "told to wait" if waited else "all done")


def run_together(count: int, first: int, at_once: int) -> list[Tally]:
    """Start several commands at once, so many times; what came of it."""
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        sources = [write_files(folder / name, planted_export(n)) for n, name in ((1, "export"), (3, "other"))]
        imports = [["import", str(source), "-w", "ws"] for source in sources]
        saved: dict[str, str] = {}
        numbers = range(first, first + count)
        for words in reversed(imports if any(seed % 4 == 3 for seed in numbers) else imports[:1]):
            for each in (words, *_SEARCHES):
                _done(each, folder)
            saved |= _saved(folder / "ws")
        # All results of one command after the other; each attempt begins with the first run and its page.
        template = folder / "template"
        template.mkdir()
        _done(["run", *imports[0][1:], "--permutations", "200"], template)
        saved["report.html"] = _saved(template / "ws")["report.html"]
        pages = _pages(folder, template) if any(seed % 4 == 1 for seed in numbers) else set[str]()

        def work(seed: int, own: Path) -> Iterator[Attempt]:
            for attempt in _attempt(template, saved, imports, seed, own):
                held = _saved(own / "ws").get("report.html")
                faults = [f for f in attempt.faults if f != "report.html differs" or held not in pages]
                yield Attempt(attempt.row, attempt.what, faults, attempt.seen)

        return spread(work, numbers, folder / "together", max(1, at_once // 2))


def _done(words: Sequence[str], folder: Path) -> None:
    ended = call(words, folder)
    if ended.code:
        raise RuntimeError(ended.err.decode(errors="replace"))


def _pages(folder: Path, template: Path) -> set[str]:
    """Return a hash of the page of each run that may be the latest when `report` begins."""
    pages: set[str] = set()
    for number, words in enumerate(_SEARCHES):
        place = folder / f"page{number}"
        shutil.copytree(template / "ws", place / "ws")
        for one in (words, ("report", "-w", "ws")):
            call(one, place)
        pages.add(_saved(place / "ws")["report.html"])
    return pages
