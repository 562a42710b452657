"""Workspaces from somebody else: whatever stands in them, no traceback, nothing outside is touched, nothing hangs."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from calls import call, in_child
from exports import planted_export
from tally import Attempt, Tally, spread

from whofor.workspace import write_files

__all__ = ["visit_all"]

_DEEP = 100_000


def _document(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    document = json.loads(path.read_bytes())
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")


def _manifest(change: Callable[[dict[str, Any]], object]) -> Callable[[Path, Path], None]:
    return lambda ws, _: _document(ws / "manifest.json", change)


def _result(change: Callable[[dict[str, Any]], object]) -> Callable[[Path, Path], None]:
    return lambda ws, _: _document(_run(ws) / "result.json", change)


def _run(ws: Path) -> Path:
    return next(path for path in sorted((ws / "runs").iterdir()) if path.is_dir())


def _database(ws: Path) -> Path:
    return next(iter(sorted(ws.glob("whofor-*.duckdb"))))


def _every(kind: object) -> Callable[[dict[str, Any]], None]:
    """Give every value of a document the same odd value."""

    def change(document: dict[str, Any]) -> None:
        document.update({key: kind for key in document if key not in ("format", "database")})

    return change


def _leaves(kind: object) -> Callable[[dict[str, Any]], None]:
    """Give every number and text within a document the same odd value."""

    def within(value: Any) -> Any:  # noqa: ANN401 - any document
        if isinstance(value, dict):
            return {key: within(item) if key not in ("format", "database") else item for key, item in value.items()}
        return [within(item) for item in value] if isinstance(value, list) else kind

    def change(document: dict[str, Any]) -> None:
        kept = {key: document[key] for key in ("format", "database") if key in document}
        document.update({key: within(value) for key, value in document.items()} | kept)

    return change


def _numbers(kind: object) -> Callable[[dict[str, Any]], None]:
    """Give every number within a document the same odd value."""

    def within(value: Any) -> Any:  # noqa: ANN401 - any document
        if isinstance(value, dict):
            return {key: within(item) for key, item in value.items()}
        if isinstance(value, list):
            return [within(item) for item in value]
        return kind if isinstance(value, int | float) and not isinstance(value, bool) else value

    def change(document: dict[str, Any]) -> None:
        kept = document.get("format")
        document.update(within(document))
        document["format"] = kept

    return change


def _sql(*statements: str) -> Callable[[Path, Path], None]:
    """Change the database by SQL; `VICTIM` stands for a file outside."""

    def change(ws: Path, victim: Path) -> None:
        def work() -> str:
            import duckdb

            with duckdb.connect(str(_database(ws))) as connection:
                for statement in statements:
                    connection.execute(statement.replace("VICTIM", str(victim)))
            return ""

        in_child(work)

    return change


def _replaced(name: str, content: bytes) -> Callable[[Path, Path], None]:
    def change(ws: Path, _: Path) -> None:
        path = _run(ws) / name.removeprefix("run/") if name.startswith("run/") else ws / name
        path.write_bytes(content)

    return change


def _linked(name: str, *, folder: bool = False) -> Callable[[Path, Path], None]:
    """Put a link to a file, or a folder, outside in the place of something of the workspace."""

    def change(ws: Path, victim: Path) -> None:
        path = _database(ws) if name == "database" else ws / name
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        path.symlink_to(victim.parent if folder else victim)

    return change


def _piped(name: str) -> Callable[[Path, Path], None]:
    """Put a pipe in the place of something of the workspace: who opens it waits for ever."""

    def change(ws: Path, _: Path) -> None:
        path = _database(ws) if name == "database" else _run(ws) / name if name == "search.json" else ws / name
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        os.mkfifo(path)

    return change


def _foldered(name: str) -> Callable[[Path, Path], None]:
    def change(ws: Path, _: Path) -> None:
        path = ws / name
        path.unlink(missing_ok=True)
        path.mkdir()
        (path / "within").write_text("x", encoding="utf-8")

    return change


def _log(line: str) -> Callable[[Path, Path], None]:
    def change(ws: Path, _: Path) -> None:
        with (ws / "runs.jsonl").open("a", encoding="utf-8") as stream:
            stream.write(line + "\n")

    return change


def _linked_run(ws: Path, victim: Path) -> None:
    """The latest run is a link to a folder outside that holds a result."""
    run = _run(ws)
    shutil.copytree(run, victim.parent / "foreign")
    shutil.rmtree(run)
    run.symlink_to(victim.parent / "foreign")


def _filed(ws: Path, _: Path) -> None:
    """A file stands where the saved runs were."""
    shutil.rmtree(ws / "runs")
    (ws / "runs").write_text("x", encoding="utf-8")


_DEEP_JSON = b'{"format": 2, "a": ' + b"[" * _DEEP + b"]" * _DEEP + b"}"

HOSTILE: Mapping[str, Callable[[Path, Path], None]] = {
    "manifest names a file outside": _manifest(lambda d: d.update(database="../victim.txt")),
    "manifest of wrong types": _manifest(_every({"a": [1, None, {"b": 2}]})),
    "manifest of numbers only": _manifest(_leaves(float("nan"))),
    "manifest of huge numbers": _manifest(_numbers(10**4000)),
    "manifest of texts that a terminal obeys": _manifest(_leaves("\x1b]0;x\x07\u202e" + "x" * 100)),
    "manifest nested deep": _replaced("manifest.json", _DEEP_JSON),
    "manifest that is no JSON, no UTF-8": _replaced("manifest.json", b'{"format": 2, \xff\xfe'),
    "manifest that is a list": _replaced("manifest.json", b"[2]"),
    "result of wrong types": _result(_every([{"code": 7}, "x", None])),
    "result of NaN": _result(_numbers(float("nan"))),
    "result of infinities": _result(_numbers(float("inf"))),
    "result of huge numbers": _result(_numbers(10**400)),
    "result of negative numbers": _result(_numbers(-1e300)),
    "result of texts that a terminal obeys": _result(_leaves("\x1b]0;x\x07\u202e<script>")),
    "result nested deep": _replaced("run/result.json", _DEEP_JSON),
    "result of null": _replaced("run/result.json", b"null"),
    "search of wrong types": _replaced("run/search.json", b'{"format": 1, "maxima": {"a": 1}, "alpha_by_depth": "x"}'),
    "search nested deep": _replaced("run/search.json", _DEEP_JSON),
    "log with ids that are paths": _log(json.dumps({"id": "../../victim.txt", "answer": 1, "run": {}})),
    "log with odd lines": _log('{"id": {"a": 1}}\n[]\n"x"\n{"id": NaN}\n' + '{"id": ' + "[" * _DEEP),
    "log without end": _log("x" * 50_000_000),
    "database that is a text": lambda ws, _: _database(ws).write_text("hello", encoding="utf-8") and None,
    "database with other types": _sql("ALTER TABLE deals ALTER outcome TYPE VARCHAR[] USING [outcome]"),
    "database without its columns": _sql("CREATE OR REPLACE TABLE deals AS SELECT 1 AS x"),
    "database whose table is a view of a file outside": _sql(
        "DROP TABLE deals", "CREATE VIEW deals AS SELECT * FROM read_csv('VICTIM')"
    ),
    "database with macros of known names": _sql(
        "CREATE MACRO main.count_star() AS 0",
        "CREATE MACRO lower(x) AS (SELECT content FROM read_text('VICTIM'))",
        "CREATE MACRO coalesce_all(x) AS x",
    ),
    "database with columns that are computed from files": _sql(
        "ALTER TABLE deals RENAME TO kept",
        "CREATE VIEW deals AS SELECT *, (SELECT content FROM read_text('VICTIM')) AS z FROM kept",
    ),
    "database with infinite dates and numbers": _sql(
        "UPDATE deals SET opened = 'infinity'::DOUBLE",
        "ALTER TABLE deals ALTER outcome TYPE VARCHAR USING 'w' || chr(27) || outcome",
    ),
    "database whose view never ends": _sql(
        "DROP TABLE deals",
        "CREATE VIEW deals AS WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n AS deal_key, "
        "'won' AS outcome, DATE '2025-01-01' AS opened FROM t",
    ),
    "database is a link outside": _linked("database"),
    "lock is a link outside": _linked(".lock"),
    "tmp is a link outside": _linked("tmp", folder=True),
    "runs is a link outside": _linked("runs", folder=True),
    "report is a link outside": _linked("report.html"),
    "log is a link outside": _linked("runs.jsonl"),
    "draft of the manifest is a link outside": _linked(".manifest.json.new"),
    "test of writing is a link outside": _linked(".write-test"),
    "run is a link outside": _linked_run,
    "manifest is a pipe": _piped("manifest.json"),
    "log is a pipe": _piped("runs.jsonl"),
    "lock is a pipe": _piped(".lock"),
    "search is a pipe": _piped("search.json"),
    "database is a pipe": _piped("database"),
    "report is a folder": _foldered("report.html"),
    "log is a folder": _foldered("runs.jsonl"),
    "lock is a folder": _foldered(".lock"),
    "runs is a file": _filed,
}
"""Each workspace: what makes it of an honest one; its second argument is a file outside that must stay as it is."""

_COMMANDS = (
    ("doctor", "-w", "ws"),
    ("doctor", "-w", "ws", "--json"),
    ("report", "-w", "ws"),
    ("contrast", "S1", "-w", "ws"),
    ("accounts", "country = france", "-w", "ws"),
    ("contrast", "country = france", "-w", "ws"),
    ("find", "-w", "ws", "--permutations", "200"),
    ("report", "-w", "ws", "--lang", "fr"),
)


def _outside(folder: Path) -> str:
    """Return a hash of all that stands outside: names, links, contents, permissions."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        found.update(f"{path.relative_to(folder)} {path.lstat().st_mode} {path.is_symlink()}\n".encode())
        found.update(path.read_bytes() if path.is_file() else b"")
    return found.hexdigest()


def _visit(template: Path, source: Path, number: int, folder: Path) -> Iterator[Attempt]:
    """Run every reader over one hostile workspace, and import into it at last."""
    name = sorted(HOSTILE)[number % len(HOSTILE)]
    outside = folder / "outside"
    outside.mkdir()
    victim = outside / "victim.txt"
    victim.write_text("name,secret\nthesis,zyxwvu\n", encoding="utf-8")
    place = folder / "place"
    shutil.copytree(template / "ws", place / "ws")
    shutil.copyfile(victim, place / "victim.txt")
    HOSTILE[name](place / "ws", victim)
    before = _outside(outside)
    faults: list[str] = []
    for words in (*_COMMANDS, ("import", str(source), "-w", "ws")):
        ended = call(words, place)
        faults += ended.faults()
        faults += [f"{words[0]}: a file outside is shown"] if b"zyxwvu" in ended.out + ended.err else []
        if _outside(outside) != before:
            faults.append(f"{words[0]}: something outside was changed")
            before = _outside(outside)
    if (place / "victim.txt").read_bytes() != victim.read_bytes():
        faults.append("../victim.txt was changed")
    secret = [
        path
        for path in (place / "ws").rglob("*.html")
        if path.is_file() and not path.is_symlink() and b"zyxwvu" in path.read_bytes()
    ]
    faults += ["a file outside is in the page"] if secret else []
    yield Attempt("workspaces of strangers", name, faults)


def visit_all(count: int, first: int, at_once: int) -> list[Tally]:
    """Use so many hostile workspaces; what came of it."""
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        source = write_files(folder / "export", planted_export(1))
        template = folder / "template"
        template.mkdir()
        ended = call(["run", str(source), "-w", "ws", "--permutations", "200"], template)
        if ended.code:
            raise RuntimeError(ended.err.decode(errors="replace"))
        numbers = range(first, first + min(count, len(HOSTILE)))
        return spread(lambda n, own: _visit(template, source, n, own), numbers, folder / "visits", at_once)
