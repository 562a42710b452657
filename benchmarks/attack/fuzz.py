"""Import and search mutated exports.

Each command ends well or with a message of ours, within 20 processor seconds and 1.5 GB, and writes nothing that a
terminal would obey; where an import ends well, the rows that went in are those that were kept and those counted.
"""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from calls import Ended, call, in_child
from exports import Base, bases
from mutators import mutate
from tally import Attempt, Tally, spread

from whofor.intake.sources.files import find_source
from whofor.intake.sources.source_file import LeftOut, read_batches
from whofor.schema.columns import TableName
from whofor.workspace import Workspace

__all__ = ["fuzz_imports", "fuzz_runs", "lost_rows"]

_DROPPED = ("missing_key", "duplicate_key", "filtered_row", "accounts_merged")
_UNCOUNTED = b"PAR1"
"""Beginning of files, whatever they are called, whose rows the readers of text do not count."""


def lost_rows(source: Path, workspace: Path) -> int:
    """Return how many rows of the files in use are neither in a table nor counted.

    Nothing is said, 0, where one file fills two tables, as its rows are then kept twice, or once for each company;
    where deals are looked up in a file, whose rows are then kept in none; nor where more files are unused than an
    issue names.
    """
    opened = Workspace.open(workspace)
    dataset = opened.dataset()
    issues = dataset.issues
    tables: dict[str, set[str]] = {}
    for parameter in dataset.parameters:
        tables.setdefault(parameter.source.partition(": ")[0], set()).add(parameter.table)
    if any(len(filled) > 1 for file, filled in tables.items() if file):
        return 0
    if any(issue.code == "file_not_used" and issue.count > len(issue.examples) for issue in issues):
        return 0
    with opened.reading() as (_, scan):
        kept = sum(scan.row_count(table) for table in scan.tables())
    joined = {relation.to for relation in dataset.relations} - {*map(str, TableName)}
    if any(file in joined for file in tables):
        # Rows that deals are looked up in fill no table of their own.
        return 0
    unused = {example for issue in issues if issue.code == "file_not_used" for example in issue.examples}
    went_in = told = 0
    codes: set[str] = set()
    for file in find_source(source).files:
        left_out: list[LeftOut] = []
        rows = sum(len(lines) for lines, _ in read_batches(file, left_out))
        went_in += (rows + len(left_out)) * (file.name not in unused)
        told += len(left_out) * (file.name not in unused)
        codes |= {one.code for one in left_out}
    counted = sum(issue.count for issue in issues if issue.code in codes and issue.place not in unused)
    dropped = sum(issue.count for issue in issues if issue.code in _DROPPED)
    return max(abs(went_in - told - kept - dropped), abs(counted - told))


def _begins_with(path: Path, mark: bytes) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(mark)) == mark


def _write(base: Base, seed: int, folder: Path) -> tuple[list[str], list[str]]:
    """Write a mutated export into a folder; the words that import it, and what was done."""
    chance = random.Random(seed)
    files, done = mutate(chance, base.files)
    source = folder / "export"
    source.mkdir()
    files = {name.replace(b"/", b"_"): content for name, content in files.items()}
    for name, content in files.items():
        with open(os.path.join(os.fsencode(source), name), "wb") as stream:  # noqa: PTH118, PTH123 - a name of any bytes
            stream.write(content)
    words = ["import", "export", "-w", "ws"]
    if base.mapping:
        (folder / "mapping.toml").write_text(base.mapping, encoding="utf-8")
        words += ["--mapping", "mapping.toml"]
    return words, [base.name, *done]


def _attempt(row: str, what: str, ended: Sequence[Ended], further: Sequence[str] = ()) -> Attempt:
    faults = [fault for one in ended for fault in one.faults()] + list(further)
    last = {0: "imported", 1: "refused"}.get(ended[0].code, f"code {ended[0].code}")
    return Attempt(row, what, faults, last, max(e.cpu for e in ended), max(e.memory for e in ended))


def _import(exports: Sequence[Base], seed: int, folder: Path) -> Iterator[Attempt]:
    words, done = _write(exports[seed % len(exports)], seed, folder)
    ended, lost = call(words, folder), list[str]()
    countable = not any(_begins_with(path, _UNCOUNTED) for path in (folder / "export").iterdir())
    if ended.code == 0 and countable:
        count = int(in_child(lambda: str(lost_rows(folder / "export", folder / "ws"))))
        lost += [f"{count} rows are neither kept nor counted"] if count else []
    yield _attempt("fuzzed exports, `import`", f"seed {seed} ({', '.join(done)})", [ended], lost)


def _run(exports: Sequence[Base], seed: int, folder: Path) -> Iterator[Attempt]:
    """A whole run: import, a search on one outcome or another, the page, and every other reader of the workspace."""
    words, done = _write(exports[seed % len(exports)], seed, folder)
    chance = random.Random(seed)
    ended = [call(words, folder)]
    if ended[0].code == 0:
        searched = ["find", "-w", "ws", "--permutations", "200", "--outcome"]
        ended.append(call([*searched, chance.choice(("won", "won", "value", "cycle", "retention"))], folder))
        ended.append(call(["report", "-w", "ws", "--lang", chance.choice(("en", "fr"))], folder))
        ended.append(call(["accounts", chance.choice(("S1", "country = france")), "-w", "ws", "--csv", "-"], folder))
        ended.append(call(["contrast", chance.choice(("S1", "C", "country = france")), "-w", "ws"], folder))
        ended.append(call(["doctor", "-w", "ws", *chance.choice(((), ("--json",)))], folder))
    yield _attempt("fuzzed exports, `import`, `find`, `report`", f"seed {seed} ({', '.join(done)})", ended)


def fuzz_imports(count: int, first: int, at_once: int) -> list[Tally]:
    """Import so many mutated exports; what came of it."""
    exports = bases()
    with tempfile.TemporaryDirectory() as folder:
        return spread(lambda seed, own: _import(exports, seed, own), range(first, first + count), Path(folder), at_once)


def fuzz_runs(count: int, first: int, at_once: int) -> list[Tally]:
    """Import, search and report so many mutated exports; what came of it."""
    exports = [base for base in bases() if base.name != "example"]
    with tempfile.TemporaryDirectory() as folder:
        return spread(lambda seed, own: _run(exports, seed, own), range(first, first + count), Path(folder), at_once)
