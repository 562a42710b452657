"""The table of attacks in the documents, and the figures that it is made of."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tally import Tally

__all__ = ["keep", "write_page"]

_MEASURED = Path(__file__).with_name("measured.json")
_HEAD = """\
# How whofor is attacked

Nothing lost, nobody let in: that is measured, by drivers that anybody can run. They need Linux; `strace` for kills at
system calls, Chromium for the page, a compiler with sanitizers for the kernel. What is not there is skipped, saying so.

```sh
make attack      # all of this page, in hours; the table below is what it wrote
make sanitize    # the kernel under AddressSanitizer, UndefinedBehaviorSanitizer and ThreadSanitizer
python benchmarks/attack/run.py    # a short form of each, in minutes; CI runs it
python benchmarks/attack/run.py imports --first 63 --count 1    # one attempt again, by its seed
```

A failure is one of these.

- **Kills** of `import`, `run`, `find` and `report`, at random moments and at random system calls: the workspace is
  neither what it was nor what it should become; a page is older than its data; a file anywhere in it holds a surname,
  an e-mail address or a phone number of a contact; the same command does not heal it, or leaves a draft. After SIGINT,
  SIGTERM and SIGHUP also: no word on stderr.
- **Fuzzed exports**, of mutated headers, cells, encodings, workbooks, archives, Parquet, JSON, bytes and names: a
  traceback, an exit code other than 0, 1 and 2, more than 20 processor seconds or 1.5 GB, a character on stdout or
  stderr that a terminal would obey or that turns text around, a row that is neither kept nor counted.
- **Several commands at once**: one ends otherwise than well (an import may be told to wait); a saved result differs by
  a byte from what one command after the other leaves.
- **Hostile content** in every field shown: a script, a request, a dialog, an error or an acting attribute in the page;
  a character that a terminal obeys; JSON that does not parse; a cell that a spreadsheet would carry out.
- **Workspaces of strangers**, with wrong types, deep nesting, NaN, links, pipes, views and macros in the place of
  tables: as with fuzzed exports; also, a file outside is read, changed or shown.
- **The kernel**: a report of a sanitizer; a result that differs between the kernels; a bad argument that is not
  refused in the same words by all.

| attack | tried | failed | how they ended | most CPU s | most MB |
|---|---:|---:|---|---:|---:|
"""


def keep(tallies: Sequence[Tally], command: str) -> None:
    """Store figures; those of the same attacks are replaced."""
    stored = json.loads(_MEASURED.read_text(encoding="utf-8")) if _MEASURED.exists() else {}
    for tally in tallies:
        stored[tally.row] = {
            "tried": tally.tried,
            "failed": tally.failed,
            "ended": {name: count for name, count in tally.seen.most_common() if name},
            "skipped": tally.skipped,
            "cpu": round(tally.cpu, 1),
            "memory": round(tally.memory),
            "command": command,
        }
    _MEASURED.write_text(json.dumps(stored, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def write_page(folder: Path) -> Path:
    """Write the page from the figures that are stored; return its path."""
    stored = json.loads(_MEASURED.read_text(encoding="utf-8"))
    lines = [_line(row, stored[row]) for row in sorted(stored)]
    commands = sorted({figures["command"] for figures in stored.values()})
    tail = "\nMade by " + ", ".join(f"`{command}`" for command in commands) + ".\n"
    path = folder / "explanation" / "attacks.md"
    path.write_text(_HEAD + "\n".join(lines) + "\n" + tail, encoding="utf-8")
    return path


def _line(row: str, figures: dict[str, object]) -> str:
    ended = figures["ended"]
    assert isinstance(ended, dict)
    how = figures["skipped"] or ", ".join(f"{count:,} {name}" for name, count in ended.items())
    most = [figures["cpu"] or "", figures["memory"] or ""]
    return f"| {row} | {figures['tried']:,} | {figures['failed']:,} | {how} | {most[0]} | {most[1]} |"
