"""The benchmark's bookkeeping: how a job ends, what it costs, which targets are met, what the page says."""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import re
import subprocess
import sys
import threading
import time
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
    job: ModuleType
    targets: ModuleType
    stored: ModuleType
    page: ModuleType


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    sys.path.insert(0, str(KERNEL))
    yield Bench(*(importlib.import_module(name) for name in Bench._fields))
    sys.path.remove(str(KERNEL))
    for name in (*Bench._fields, "data"):
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


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="the system cannot hold a process to cores")
def test_one_core_for_all_threads(bench: Bench) -> None:
    """The process has one core from its start, libraries are told so, and this process keeps its own."""
    before = os.sched_getaffinity(0)
    code = "import json, os; print('ANSWER ' + json.dumps([len(os.sched_getaffinity(0)), os.environ[VARIABLE]]))"
    command = [sys.executable, "-c", code.replace("VARIABLE", "'OPENBLAS_NUM_THREADS'")]
    assert bench.process.run_job(command, bench.process.Limits(20, 500, 1)).answer == [1, "1"]
    assert os.sched_getaffinity(0) == before


def test_cpu_seconds_count_threads_and_children(bench: Bench) -> None:
    """Sleeping costs none; hashing in a thread and in a process that was waited for does."""
    start = bench.job.cpu_seconds()
    time.sleep(0.3)
    slept = bench.job.cpu_seconds()
    thread = threading.Thread(target=hashlib.pbkdf2_hmac, args=("sha256", b"", b"", 300_000))
    thread.start()
    thread.join()
    in_thread = bench.job.cpu_seconds()
    code = "import hashlib; hashlib.pbkdf2_hmac('sha256', b'', b'', 300_000)"
    subprocess.run([sys.executable, "-c", code], check=True)
    in_child = bench.job.cpu_seconds()
    assert slept - start < 0.15
    assert in_thread - slept > 0.03
    assert in_child - in_thread > 0.03


@pytest.mark.parametrize(
    "name", ["data", "job", "numpy_job", "pyfim_job", "pysubgroup_job", "sd4py_job", "sliceline_job"]
)
def test_jobs_of_peers_need_no_whofor(name: str) -> None:
    """Each peer runs in an environment of its own, where whofor is not installed."""
    lines = (KERNEL / f"{name}.py").read_text("utf-8").splitlines()
    assert not [line for line in lines if re.match(r"\s*(from|import) (whofor|topk)\b", line)]


def test_everybody_runs_on_one_core(bench: Bench) -> None:
    """Whoever runs on all cores runs on one as well, so that each tool has a figure that can be compared."""
    for section in bench.plan.SECTIONS:
        alone = {(e.tool, e.measure) for e in section.entries if e.cores == 1}
        assert {(e.tool, e.measure) for e in section.entries} == alone, section.key


def entry(tool: str, method: str, seconds: float | None = None, **more: Any) -> dict[str, Any]:
    ending = "timeout" if seconds is None else "done"
    defaults = {
        "measure": "wracc",
        "bound": True,
        "permutations": 0,
        "cores": 1,
        "runs": 3 if seconds else 0,
        "cpu_seconds": seconds,
        "peak_mb": 100.0,
        "agrees": None,
        "date": "2020-01-01",
        "commit": "abcdef0",
        "processor": "abacus",
        "limit": 300,
        "is_former": False,
    }
    return {"tool": tool, "method": method, "seconds": seconds, "ending": ending, "versions": {}, **defaults, **more}


def results() -> dict[str, Any]:
    return {
        "limits": dict.fromkeys(("increments_packed", "popcount_words", "bytes_read"), 1e9)
        | {"increments_counts": 2e9},
        "machine": {"processor": "abacus", "cores": "4"},
        "cores": 2,
        "date": "2020-01-01",
        "commit": "abcdef0",
        "load": 0.5,
        "minutes": 3.0,
        "left_out": {"sliceline": "not installed"},
        "options": {"runs": 3, "limit": 300, "memory": 12000, "share": 40},
        "sections": {
            "binary": [
                entry("whofor", "c (plain)", 4.0),
                entry("whofor", "c (avx2)", 1.0),
                entry("whofor", "auto", 0.5, cores=0, cpu_seconds=1.1),
                entry("whofor", "numpy", 9.0),
                entry("sd4py", "bsd", 12.0, cpu_seconds=19.0, agrees=True),
                entry("sd4py", "bsd", 11.0, cpu_seconds=21.0, cores=0, agrees=True),
                entry("pysubgroup", "bitset dfs", 30.0, agrees=False, bound=False),
                entry("pysubgroup", "apriori"),
                entry("numpy", "one-hot products", 6.0),
                entry(
                    "numpy",
                    "one-hot, in one product",
                    2.0,
                    cpu_seconds=None,
                    is_former=True,
                    date="2019-12-31",
                    cores=0,
                ),
            ],
            "shuffled": [
                entry("whofor", "c (avx2)", 13.0, peak_mb=3500.0),
                entry("whofor", "auto", 6.0, cores=0),
            ],
            "small": [entry("whofor", "c (avx2)", 1.5), entry("whofor", "auto", 0.9, cores=0, cpu_seconds=1.6)],
            "big": [
                entry("whofor", "auto", 1.0, peak_mb=320.0),
                entry("pysubgroup", "apriori", ending="out of memory"),
                entry("pysubgroup", "bitset dfs", 3.0),
            ],
        },
    }


def test_targets_compare_cpu_on_one_core(bench: Bench) -> None:
    """Neither wall seconds, nor all cores, nor what is kept of a former run count."""
    judged = bench.targets.judge(results())
    said = [(t.reached, t.is_met) for t in judged]
    assert said == [
        ("19.0 × (sd4py bsd)", False),
        ("6.0 × (numpy one-hot products)", False),
        *[("not measured", None)] * 4,
        ("13.0 ×, 3.50 GB", False),
        ("done, 320 MB", True),
        ("pysubgroup apriori: out of memory, pysubgroup bitset dfs ends", False),
        ("1.50 CPU s", True),
        ("1.5 × that of numpy one-hot products", False),
        ("not measured", None),
        ("not measured", None),
    ]


def test_a_run_keeps_what_it_did_not_measure(bench: Bench, tmp_path: Path) -> None:
    old = {
        "sections": {
            "binary": [
                entry("sd4py", "bsd", 8.0, measure="residual", cores=0),
                entry("sd4py", "sdmap", measure="residual"),
                entry("numpy", "no longer planned", 1.0),
            ],
            "small": [entry("whofor", "c (plain)", 2.0, measure="binomial", permutations=1024)],
        }
    }
    anew = {"date": "2021-01-01", "sections": {"binary": [entry("sd4py", "bsd", 9.0, measure="residual", top=[1])]}}
    path = tmp_path / "measured.json"
    bench.stored.save(bench.stored.keep(old, anew), path)
    kept = bench.stored.load(path)
    assert kept["date"] == "2021-01-01"
    said = [(e["method"], e["seconds"], e["is_former"], "top" in e) for e in kept["sections"]["binary"]]
    assert said == [("bsd", 9.0, False, False), ("sdmap", None, True, False)]
    assert [e["is_former"] for e in kept["sections"]["small"]] == [False], "a section not run anew stays whole"
    assert bench.stored.load(tmp_path / "none.json") == {"sections": {}}


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
    assert "| tool | measure | CPU s, one core | × whofor | s, one core | CPU s, 2 cores | s, 2 cores |" in once
    assert "| pysubgroup apriori | wracc | > 300 |  | > 300 |  |  | 1 | 100 |  |" in once
    assert "| sd4py bsd | wracc | 19.00 | 19.0 | 12.00 | 21.00 | 11.00 | 3 + 3 | 100 | yes |" in once
    assert "| pysubgroup bitset dfs | wracc, no bound | 30.00 | 30.0 | 30.00 |  |  | 3 | 100 | no |" in once
    assert "| numpy one-hot, in one product (of 2019-12-31) | wracc |  |  |  |  | 2.00 | 3 | 100 |  |" in once
    assert "Lines of 2019-12-31 are kept from a run at abcdef0 on abacus" in once
    missed = (
        "| won or lost, no bound | "
        "≥ 20 × the best tool that others made, CPU for CPU | 19.0 × (sd4py bsd) | **missed** |"
    )
    assert missed in once
    assert "sliceline: not installed." in once
    assert re.search(r"<svg.*whofor NumPy twin", (tmp_path / "images" / "benchmarks.svg").read_text("utf-8"))
    with pytest.raises(ValueError, match="no place for 'figures'"):
        bench.page.fill("nothing", "figures", "text")
