"""Measure whofor's search kernel, other tools on the same work, and the machine itself.

    python benchmarks/kernel/run.py --out docs                    # all of it, and the page with its picture
    python benchmarks/kernel/run.py --only binary --runs 3        # one part, figures only
    python benchmarks/kernel/run.py --short --out docs            # without what takes minutes or gigabytes
    python benchmarks/kernel/run.py --page-only --out docs        # the page again, from the last run
    python benchmarks/kernel/run.py --fixture tests/cube/peers    # what the tests compare with

Each run is a process of its own in the tool's own environment, which this command makes (venv and pip) in the folder
given by --cache. With --out, what was measured goes to measured.json beside this file, which keeps what was not
measured this time.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import statistics
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import environments
import machine
import plan
import stored
from process import Limits, Outcome, run_job

HERE = Path(__file__).resolve().parent
TOOLS = ("whofor", *environments.PACKAGES)
TOP = 20
OWN_MEASURE = "own"
FIXTURES = {"pysubgroup": (("won", "apriori"), ("value", "numeric dfs")), "pyfim": (("won", plan.ECLAT),)}
TIMES = ("seconds", "cpu_seconds")


@dataclass
class Runs:
    """What one entry has done so far."""

    entry: plan.Entry
    outcomes: list[Outcome] = field(default_factory=list)
    spent: float = 0.0

    def may_run(self, share: float) -> bool:
        """Whether it ended well and another run fits into its share of time."""
        if not self.outcomes:
            return True
        return self.outcomes[-1].ending == "done" and self.spent * (1 + 1 / len(self.outcomes)) <= share

    def figures(self) -> dict[str, Any]:
        """Medians, peaks and the answer."""
        done = [o for o in self.outcomes if o.ending == "done"]
        last = self.outcomes[-1]
        return {
            **vars(self.entry),
            "ending": last.ending,
            "error": last.error,
            "runs": len(done),
            **{name: statistics.median(o.answer[name] for o in done) if done else None for name in TIMES},
            **{f"all_{name}": [round(o.answer[name], 4) for o in done] for name in TIMES},
            "peak_mb": max(o.peak_mb for o in self.outcomes),
            "top": done[-1].answer["top"] if done else [],
            "versions": done[-1].answer["versions"] if done else {},
        }


class Bench:
    """The environments, the rows and the limits of one invocation.

    Args:
        options: The command line.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.cache: Path = options.cache.expanduser().resolve()
        self.cache.mkdir(parents=True, exist_ok=True)
        available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        self.cores: int = min(options.cores, available)
        self.pythons: dict[str, Path] = {}
        self.left_out: dict[str, str] = {}
        self.commit = stored.commit()

    def make_environments(self) -> None:
        """Make all environments; a peer that cannot be installed here is left out, and said to be."""
        for tool in TOOLS:
            try:
                self.python(tool)
            except subprocess.CalledProcessError as error:
                if tool == "whofor":
                    raise
                self.left_out[tool] = f"not installed, pip ended with {error.returncode}"
                print(f"{tool}: {self.left_out[tool]}", flush=True)

    def python(self, tool: str) -> Path:
        """The interpreter of a tool."""
        if tool not in self.pythons:
            self.pythons[tool] = environments.make_environment(tool, self.cache)
        return self.pythons[tool]

    def rows(self, name: str) -> Path:
        """The file of a set of rows; made where it is not there."""
        path = self.cache / f"{name}.npz"
        command = [str(self.python("whofor")), str(HERE / "data.py"), name, str(path)]
        subprocess.run(command, check=True)
        return path

    def job(self, section: plan.Section, entry: plan.Entry, rows: Path) -> Outcome:
        """Run one entry once."""
        cores = entry.cores or self.cores
        task = {
            "data": str(rows),
            "outcome": section.outcome,
            "measure": "wracc" if entry.measure == OWN_MEASURE else entry.measure,
            "depth": section.depth,
            "min_support": section.min_support,
            "top": TOP,
            "method": entry.method,
            "bound": entry.bound,
            "permutations": entry.permutations,
            "cores": cores,
            "attributes": section.attributes,
        }
        limits = Limits(self.options.limit, section.megabytes or self.options.memory, cores)
        command = [str(self.python(entry.tool)), str(HERE / f"{entry.tool}_job.py"), json.dumps(task)]
        return run_job(command, limits)

    def section(self, section: plan.Section) -> list[dict[str, Any]]:
        """All entries of a section in turn, forth and back."""
        print(f"\n{section.title}", flush=True)
        rows = self.rows(section.data)
        all_runs = [Runs(e) for e in self._entries(section)]
        for number in range(self.options.runs):
            for runs in all_runs if number % 2 == 0 else reversed(all_runs):
                if not runs.may_run(self.options.share):
                    continue
                start = time.monotonic()
                outcome = self.job(section, runs.entry, rows)
                runs.outcomes.append(outcome)
                runs.spent += time.monotonic() - start
                show(runs.entry, outcome)
        wanted = sorted({r.entry.measure for r in all_runs} - {OWN_MEASURE})
        checks = [plan.Entry("whofor", "auto", measure) for measure in wanted]
        references = {c.measure: self.job(section, c, rows).answer.get("top", []) for c in checks}
        figures = [runs.figures() for runs in all_runs]
        about = {
            "date": today(),
            "commit": self.commit,
            "processor": machine.describe_machine()["processor"],
            "limit": self.options.limit,
            "is_former": False,
        }
        return [{**entry, "agrees": agrees(entry, references), **about} for entry in figures]

    def _entries(self, section: plan.Section) -> list[plan.Entry]:
        return [
            entry
            for entry in section.entries
            if (self.options.all or not entry.only_all)
            and not (self.options.short and entry.is_slow)
            and entry.tool not in self.left_out
            and not (entry.tool == "whofor" and entry.method not in {"auto", *self.kernels()})
        ]

    def kernels(self) -> list[str]:
        """Kernels of whofor that run here."""
        code = "import json; from whofor.cube import kernels; print(json.dumps(kernels()))"
        done = subprocess.run([self.python("whofor"), "-c", code], check=True, capture_output=True, text=True)
        return json.loads(done.stdout)

    def limits(self) -> dict[str, float]:
        """Medians of what one core of the machine can do."""
        program = environments.make_limits(self.cache)
        allowed = Limits(self.options.limit, self.options.memory, 1)
        outcomes = [run_job([str(program), "1", "0.5"], allowed) for _ in range(self.options.runs)]
        answers = [o.answer for o in outcomes if o.ending == "done"]
        if not answers:
            raise SystemExit(f"the limits of the machine could not be measured: {outcomes[-1].error}")
        return {name: statistics.median(a[name] for a in answers) for name in answers[0]}


def agrees(entry: dict[str, Any], references: dict[str, list[dict[str, Any]]]) -> bool | None:
    """Whether the best are as good as those of whofor, one by one; `None` where that cannot be told."""
    if entry["ending"] != "done" or entry["measure"] not in references:
        return None
    pairs = zip(
        [t["quality"] for t in entry["top"]], [t["quality"] for t in references[entry["measure"]]], strict=False
    )
    return len(entry["top"]) == TOP and all(abs(a - b) <= 1e-9 * max(1, abs(a)) for a, b in pairs)


def show(entry: plan.Entry, outcome: Outcome) -> None:
    """One line of progress."""
    answer = outcome.answer
    figure = f"{answer['cpu_seconds']:8.3f} CPU s, {answer['seconds']:8.3f} s" if answer else outcome.ending
    cores = f", {entry.cores} core" if entry.cores else ""
    print(f"  {entry.tool} {entry.method}{cores} ({entry.measure}): {figure}, {outcome.peak_mb:,.0f} MB", flush=True)
    if outcome.ending == "failed":
        print(
            "    " + outcome.error.strip().splitlines()[-1] if outcome.error.strip() else "    without a word",
            flush=True,
        )


def today() -> str:
    """The day, as it is stored."""
    return datetime.datetime.now(tz=datetime.UTC).date().isoformat()


def measure(bench: Bench) -> dict[str, Any]:
    """Run the chosen sections, and the limits before and after."""
    options = bench.options
    start, load = time.monotonic(), os.getloadavg()[0]
    chosen = [s for s in plan.SECTIONS if not options.only or s.key in options.only]
    bench.make_environments()
    before = bench.limits()
    sections = {s.key: bench.section(s) for s in chosen}
    after = bench.limits()
    return {
        "date": today(),
        "commit": bench.commit,
        "machine": machine.describe_machine(),
        "cores": bench.cores,
        "load": load,
        "options": {k: getattr(options, k) for k in ("runs", "limit", "memory", "share", "short")},
        "minutes": (time.monotonic() - start) / 60,
        "left_out": bench.left_out,
        "limits": {name: max(before[name], after[name]) for name in before},
        "sections": sections,
    }


def fixture(bench: Bench, folder: Path) -> None:
    """Store small rows and what two peers find in them."""
    rows = bench.rows("tiny")
    folder.mkdir(parents=True, exist_ok=True)
    for tool, forms in FIXTURES.items():
        answers: list[dict[str, Any]] = []
        for outcome, method in forms:
            section = plan.Section("tiny", "", "tiny", outcome, 3, 15, ())
            for name in ("wracc", "binomial"):
                done = bench.job(section, plan.Entry(tool, method, name), rows)
                if done.ending != "done":
                    raise SystemExit(f"{tool} {done.ending}: {done.error}")
                kept = {"outcome": outcome, "measure": name, "method": method, "depth": 3, "min_support": 15}
                answers.append({**kept, "versions": done.answer["versions"], "top": done.answer["top"]})
        lines = ",\n".join(json.dumps(answer) for answer in answers)
        (folder / f"{tool}.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    (folder / "rows.npz").write_bytes(rows.read_bytes())


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, default=Path("~/.cache/whofor-benchmarks"), help="environments and rows")
    parser.add_argument("--out", type=Path, help="documentation folder; the page and its picture are written there")
    parser.add_argument("--page-only", action="store_true", help="write the page from the last run")
    parser.add_argument(
        "--fixture", type=Path, help="write what the tests compare with to this folder, and nothing else"
    )
    parser.add_argument("--only", nargs="*", choices=[s.key for s in plan.SECTIONS], help="parts to run")
    parser.add_argument("--all", action="store_true", help="also the forms of the peers known to be slower")
    parser.add_argument("--short", action="store_true", help="without what takes minutes or gigabytes")
    parser.add_argument("--runs", type=int, default=5, help="runs of each (%(default)s)")
    parser.add_argument("--share", type=float, default=40, help="seconds one entry may take in all runs (%(default)s)")
    parser.add_argument("--limit", type=float, default=300, help="seconds for one run (%(default)s)")
    parser.add_argument("--memory", type=float, default=12_000, help="megabytes for one run (%(default)s)")
    parser.add_argument("--cores", type=int, default=2, help="cores for each run (%(default)s)")
    options = parser.parse_args()
    bench = Bench(options)
    if options.fixture:
        fixture(bench, options.fixture)
        return
    if not options.page_only:
        results = measure(bench)
        last = bench.cache / "results.json"
        last.write_text(json.dumps(results, indent=1), encoding="utf-8")
        print(f"\nfigures: {last}", flush=True)
        if options.out:
            stored.save(stored.keep(stored.load(), results))
    if options.out:
        subprocess.run([bench.python("whofor"), HERE / "page.py", stored.FILE, options.out], check=True)


if __name__ == "__main__":
    main()
