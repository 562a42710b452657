"""The drivers see what they look for: each kind of fault, planted, is reported."""

from __future__ import annotations

import importlib
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest

DRIVERS = Path(__file__).parents[2] / "benchmarks" / "attack"

if not DRIVERS.is_dir():
    pytest.skip("the drivers are not part of a source distribution", allow_module_level=True)


class Drivers(NamedTuple):
    calls: ModuleType
    exports: ModuleType
    kills: ModuleType
    mutators: ModuleType
    searches: ModuleType
    shown: ModuleType
    strangers: ModuleType
    tally: ModuleType


@pytest.fixture(scope="module")
def drivers() -> Iterator[Drivers]:
    pytest.importorskip("resource", reason="the drivers measure what a process uses")
    sys.path.insert(0, str(DRIVERS))
    before = set(sys.modules)
    yield Drivers(*(importlib.import_module(name) for name in Drivers._fields))
    sys.path.remove(str(DRIVERS))
    for name in {*Drivers._fields} - before:
        del sys.modules[name]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"code": 70}, "find: exit code 70"),
        ({"code": -6}, "find: exit code -6"),
        ({"code": 1}, "find: exit code 1 without a word"),
        ({"err": b'Traceback (most recent call last):\n  File "x"\nKeyError: 1\n'}, "find: traceback: KeyError: 1"),
        ({"code": 1, "err": b"whofor: This is a fault of whofor (KeyError)."}, "find: last resort"),
        ({"details": 'File "x", line 1\nKeyError: 1'}, "find: last resort: File"),
        ({"cpu": 21.0}, "find: 21 processor seconds"),
        ({"memory": 1501.0}, "find: 1501 MB"),
        ({"out": b"a\x1b[31m"}, "find: raw characters on stdout: 0x1b"),
        ({"err": "\u202e\x9b\r".encode()}, "find: raw characters on stderr: 0x202e, 0x9b, 0xd"),
    ],
)
def test_what_is_wrong_with_a_command(drivers: Drivers, changed: dict[str, object], fault: str) -> None:
    fine = {"words": ("find",), "code": 0, "out": b"a\tb\n", "err": b"", "cpu": 1.0, "memory": 100.0}
    assert drivers.calls.Ended(**fine).faults() == []
    assert any(found.startswith(fault) for found in drivers.calls.Ended(**fine | changed).faults())


def test_a_mixture_is_seen(drivers: Drivers) -> None:
    names = ("manifest.json",)
    former = drivers.kills.State("A", "1", "a", {"r": "x"}, "r", names)
    new = drivers.kills.State("B", "2", "b", {"r": "x", "s": "y"}, "s", names)
    case = drivers.kills.Case(("run",), former, new, 1.0, {})
    gone = drivers.kills.State("B", "2", "", {"r": "x"}, "r", names)
    for whole in (former, new, gone):
        assert drivers.kills._mixtures(case, whole) == []
    mixed = {
        "data are neither": ("A", "2", "a", {"r": "x"}, "r"),
        "report.html is of other data": ("B", "2", "a", {"r": "x"}, "r"),
        "report.html is neither": ("A", "1", "c", {"r": "x"}, "r"),
        "run s is neither": ("A", "1", "a", {"r": "x", "s": "half"}, "r"),
        "run r is gone": ("A", "1", "a", {}, "r"),
        "the latest run is none": ("A", "1", "a", {"r": "x"}, ""),
    }
    for fault, held in mixed.items():
        found = drivers.kills._mixtures(case, drivers.kills.State(*held, names))
        assert any(one.startswith(fault) for one in found), fault


def test_contacts_are_found_in_any_file(drivers: Drivers, tmp_path: Path) -> None:
    contacts = drivers.exports.raw_contacts(1)
    export = b"".join(drivers.exports.planted_export(1, deals=60).values())
    assert sum(text in export for text in contacts) > len(contacts) / 2
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "scratch.wal").write_bytes(b"\0\xff" + contacts[2] + b"\0")
    (tmp_path / "clean").write_bytes(b"nobody")
    (found,) = drivers.exports.hits([tmp_path], contacts)
    assert found.startswith("scratch.wal holds")


def test_a_fault_is_counted_and_so_is_one_of_the_driver(drivers: Drivers, tmp_path: Path, capfd) -> None:
    def work(number: int, folder: Path) -> Iterator[object]:
        (folder / "own").write_text("x", encoding="utf-8")
        if number == 3:
            raise KeyError(number)
        yield drivers.tally.Attempt("row", f"seed {number}", ["broken"] if number == 2 else [], "done")

    row, itself = drivers.tally.spread(work, range(6), tmp_path, 2)
    assert (row.tried, row.failed, row.seen["done"]) == (5, 1, 5)
    assert (itself.row, itself.tried, itself.failed) == ("the attack itself", 1, 1)
    assert "FAULT row: seed 2: broken" in capfd.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_every_mutation_makes_another_export(drivers: Drivers) -> None:
    base = next(base for base in drivers.exports.bases() if base.name == "sheet")
    (content,) = base.files.values()
    same: list[str] = []
    for name, change in drivers.mutators._OF_TABLES.items():
        rows, _ = drivers.exports.read_table(content)
        change(random.Random(1), rows)
        same += [name] if rows == drivers.exports.read_table(content)[0] else []
    for name, form in drivers.mutators._FORMS.items():
        rows, delimiter = drivers.exports.read_table(content)
        suffix, made = form(random.Random(1), rows, delimiter)
        same += [name] if (suffix, made) == (".csv", content) and name != "csv" else []
    same += [n for n, change in drivers.mutators._OF_BYTES.items() if change(random.Random(1), content) == content]
    for name, change in drivers.mutators._OF_FILES.items():
        files = {b"a.csv": content}
        change(random.Random(1), files)
        same += [name] if files == {b"a.csv": content} else []
    assert same == []


def test_a_seed_gives_the_same_export(drivers: Drivers) -> None:
    base = next(base for base in drivers.exports.bases() if base.name == "german")
    once, again = ([drivers.mutators.mutate(random.Random(seed), base.files) for seed in (3, 4)] for _ in range(2))
    assert once == again


def test_there_are_hostile_workspaces_enough(drivers: Drivers) -> None:
    assert len(drivers.strangers.HOSTILE) >= 20


def test_cells_that_a_spreadsheet_carries_out(drivers: Drivers, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("a,b\n=1+1,-5.5\n@SUM(1),plain\n", encoding="utf-8")
    assert drivers.shown._cells(tmp_path) == ["list.csv: '=1+1'", "list.csv: '@SUM(1)'"]


def test_searches_are_compared(drivers: Drivers) -> None:
    assert [drivers.searches.searched(seed) for seed in (1, 2)] == [[], []]
    assert [drivers.searches.refused(seed) for seed in range(0, 40, 4)] == [[]] * 10
