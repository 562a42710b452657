"""The benchmark's bookkeeping: how a job ends, which targets are met, what the page says."""

from __future__ import annotations

import importlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

PROJECT = Path(__file__).parents[2]
KERNEL = PROJECT / "benchmarks" / "kernel"
ANSWER = "print('ANSWER {\"seconds\": 2}')"


class Bench(NamedTuple):
    process: ModuleType
    plan: ModuleType
    targets: ModuleType
    page: ModuleType


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    sys.path.insert(0, str(KERNEL))
    yield Bench(*(importlib.import_module(name) for name in Bench._fields))
    sys.path.remove(str(KERNEL))
    for name in Bench._fields:
        del sys.modules[name]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="resident memory is read from /proc")
@pytest.mark.parametrize(
    ("code", "ending"),
    [
        (ANSWER, "done"),
        ("import time; time.sleep(60)", "timeout"),
        ("import time; x = bytearray(400_000_000); time.sleep(60)", "out of memory"),
        ("raise MemoryError", "out of memory"),
        ("raise SystemExit('no such thing')", "failed"),
        ("print('nothing to say')", "failed"),
    ],
)
def test_endings(bench: Bench, code: str, ending: str) -> None:
    outcome = bench.process.run_job([sys.executable, "-c", code], bench.process.Limits(1.5, 200, 1))
    assert outcome.ending == ending
    assert outcome.answer == ({"seconds": 2} if ending == "done" else {})
    assert outcome.peak_mb > 1
    if "no such" in code:
        assert "no such thing" in outcome.error


def entry(tool: str, method: str, seconds: float | None = None, **more: Any) -> dict[str, Any]:
    ending = "timeout" if seconds is None else "done"
    defaults = {
        "measure": "wracc",
        "bound": True,
        "cores": 0,
        "runs": 3 if seconds else 0,
        "peak_mb": 100.0,
        "agrees": None,
    }
    return {"tool": tool, "method": method, "seconds": seconds, "ending": ending, "versions": {}, **defaults, **more}


def results() -> dict[str, Any]:
    return {
        "limits": dict.fromkeys(("increments_packed", "popcount_words", "bytes_read"), 1e9)
        | {"increments_counts": 2e9},
        "machine": {"processor": "abacus", "cores": "4"},
        "cores": 2,
        "date": "2020-01-01",
        "minutes": 3.0,
        "left_out": {"sliceline": "not installed"},
        "options": {"runs": 3, "limit": 300, "memory": 12000, "share": 40},
        "sections": {
            "binary": [
                entry("whofor", "c (plain)", 4.0),
                entry("whofor", "c (avx2)", 1.0),
                entry("whofor", "auto", 0.5, cores=1),
                entry("whofor", "numpy", 9.0, cores=1),
                entry("sd4py", "bsd", 19.0, agrees=True),
                entry("pysubgroup", "bitset dfs", 30.0, agrees=False, bound=False),
                entry("pysubgroup", "apriori"),
            ],
            "shuffled": [entry("whofor", "c (avx2)", 11.0, peak_mb=3500.0)],
            "big": [
                entry("whofor", "auto", 1.0, peak_mb=320.0),
                entry("pysubgroup", "apriori", ending="out of memory"),
                entry("pysubgroup", "bitset dfs", 3.0),
            ],
        },
    }


def test_targets_tell_misses(bench: Bench) -> None:
    judged = bench.targets.judge(results())
    said = [(t.reached, t.is_met) for t in judged]
    assert said == [
        ("19 × (sd4py bsd)", False),
        ("54%", True),
        ("not measured", None),
        ("11.0 ×, 3.50 GB", False),
        ("done, 320 MB", True),
        ("pysubgroup apriori: out of memory, pysubgroup bitset dfs ends", False),
        ("not measured", None),
        ("3.3 × as fast (pysubgroup bitset dfs)", True),
        ("not measured", None),
        ("not measured", None),
    ]


def test_page(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("explanation", "images"):
        (tmp_path / folder).mkdir()
    path = tmp_path / "explanation" / "benchmarks.md"
    path.write_text((PROJECT / "docs" / "explanation" / "benchmarks.md").read_text("utf-8"), "utf-8")
    stored = tmp_path / "results.json"
    stored.write_text(json.dumps(results()), "utf-8")
    monkeypatch.setattr(sys, "argv", ["page.py", str(stored), str(tmp_path)])
    bench.page.main()
    once = path.read_text("utf-8")
    bench.page.main()
    assert path.read_text("utf-8") == once
    assert "| pysubgroup apriori | wracc | > 300 | 1 |" in once
    assert "| pysubgroup bitset dfs | wracc, no bound | 30.00 | 3 | 30.0 | 100 | no |" in once
    assert "| won or lost, no bound | ≥ 20 × the best peer | 19 × (sd4py bsd) | **missed** |" in once
    assert "sliceline: not installed." in once
    assert re.search(r"<svg.*whofor NumPy twin, one core", (tmp_path / "images" / "benchmarks.svg").read_text("utf-8"))
    with pytest.raises(ValueError, match="no place for 'figures'"):
        bench.page.fill("nothing", "figures", "text")
