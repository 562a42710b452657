"""What it takes to score a list of any size, beside reading and writing the same file.

    python benchmarks/score_engines.py --rows 10_000_000

Makes a Parquet file of prospects with 40 columns (24 categories of 5 to 40 values, 16 numbers), a fifth of the cells
empty, and a card of 40 facts (numbers in 7 bins). Then each job runs in a process of its own: DuckDB reads and writes
the file; the list is scored, its columns read as those of any list; the same with reasons of every row as codes; with
reasons of the 10,000 best rows in words. Times are seconds of processor time, so that other work on the machine counts
little; memory is the largest that the process held. `--engine polars` has the scores written by another engine.
`--blank` takes more cells away than the deals lack, so that blanks are new ones and are guessed by other facts.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np

from whofor.app.known_customers import KnownCustomers
from whofor.app.list_places import list_places
from whofor.app.met_types import MetTypes
from whofor.app.score import AskedScores
from whofor.app.score_card import ProvedCard
from whofor.app.score_file import FileOptions, FileWork
from whofor.app.streamed_list import open_streamed
from whofor.days import date_of
from whofor.engines.duckdb.connection import Connection
from whofor.model import Kind, Parameter, Role
from whofor.model.progress import silent
from whofor.model.scorecard import CardOutcome, Scorecard
from whofor.reports.wording.scores import reasons_text
from whofor.reports.words import words_of
from whofor.schema.rows import Attribute
from whofor.scoring.bins import blocks_of
from whofor.scoring.design import BinDesign
from whofor.scoring.learn import LearntCard
from whofor.scoring.terms import terms_of
from whofor.scoring.tiers import usual_tiers

CATEGORIES, NUMBERS, DEALS, DAY = 24, 16, 20_000, 20_600.0
UNKNOWN = 0.2
JOBS = ("copy", "score", "codes", "top")


def sizes() -> list[int]:
    """How many values each category has."""
    return [round(v) for v in np.linspace(5, 40, CATEGORIES)]


def make_list(place: Path, rows: int, blank: float) -> None:
    """Write the prospects: an id, categories, numbers."""
    columns = ["printf('P%08d', i) AS \"Record ID\"", "'Company ' || i AS \"Company name\""]
    for k, n in enumerate(sizes()):
        value = f"'v' || CAST(floor(pow(random(), 2) * {n}) AS INTEGER)"
        columns.append(f'CASE WHEN random() >= {blank} THEN {value} END AS "Category {k}"')
    for k in range(NUMBERS):
        value = f"round(exp(random() * {4 + k % 5}), 2)"
        columns.append(f'CASE WHEN random() >= {blank} THEN {value} END AS "Figure {k}"')
    db = duckdb.connect(config={"threads": 2, "memory_limit": "2GB"})
    db.execute("SELECT setseed(0.5)")
    db.execute(f"COPY (SELECT {', '.join(columns)} FROM range({rows}) t(i)) TO '{place}' (FORMAT parquet)")


def deals() -> list[Attribute]:
    """Facts of deals that look like the prospects."""
    rng = np.random.default_rng(1)
    found: list[Attribute] = []
    for k, n in enumerate(sizes()):
        texts = np.array([f"v{int(v)}" for v in rng.random(DEALS) ** 2 * n], dtype=object)
        texts[rng.random(DEALS) < UNKNOWN] = None
        found.append(
            Attribute(Parameter(f"x_category_{k}", f"Category {k}", Role.DEFINITION, Kind.CATEGORY), texts, f"c{k}")
        )
    for k in range(NUMBERS):
        numbers = np.round(np.exp(rng.random(DEALS) * (4 + k % 5)), 2)
        numbers[rng.random(DEALS) < UNKNOWN] = np.nan
        found.append(
            Attribute(Parameter(f"x_figure_{k}", f"Figure {k}", Role.DEFINITION, Kind.NUMBER), numbers, f"n{k}")
        )
    return found


def made_card(facts: list[Attribute]) -> ProvedCard:
    """A card of all facts, its weights drawn at random; numbers in 7 bins."""
    rng, opened = np.random.default_rng(2), np.full(DEALS, DAY)
    blocks = []
    for block in blocks_of(facts, opened, np.ones(DEALS, dtype=np.bool_)):
        bins = list(block.bins)
        if block.n_ordered:
            known = bins[: block.n_ordered]
            step = -(-len(known) // 6)
            low, groups = known[0].conditions[0].low, [known[i : i + step] for i in range(0, len(known), step)]
            bins = []
            for group in groups:
                last = group[-1].conditions[0]
                bins.append(replace(group[-1], conditions=(replace(last, low=low),)))
                low = last.high
            bins.append(block.bins[-1])
        blocks.append(replace(block, bins=tuple(bins)))
    terms = terms_of(blocks, facts, opened)
    counted = []
    for block, term in zip(blocks, terms, strict=True):
        n = np.bincount(term.codes, minlength=term.n_bins).tolist()
        weights = rng.normal(0, 0.3, term.n_bins).round(6).tolist()
        bins = (
            replace(b, n=k, weight=w, error=0.1, n_won=k // 5) for b, k, w in zip(block.bins, n, weights, strict=True)
        )
        counted.append(replace(block, bins=tuple(bins)))
    card = Scorecard(CardOutcome.CHANCE, -1.4, tuple(counted), DEALS, DEALS // 5, tiers=usual_tiers(0.2))
    together = BinDesign(terms, DEALS).cross_product(np.ones(DEALS))[1:, 1:]
    learnt = LearntCard(card, np.eye(len(together) + 1) * 1e-4, together, 1.0, np.zeros(DEALS))
    return ProvedCard(card, learnt, None, None, (), (), None)


def run(job: str, source: Path, engine: str) -> None:
    """Carry out one job, and print what it took."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        target = folder / "out.parquet"
        facts = deals()
        proved = made_card(facts)
        began, before = time.perf_counter(), cpu()
        steps: dict[str, float] = {}
        if job == "copy":
            db = Connection(folder / "copy.duckdb", read_only=False, scratch=folder / "scratch")
            db.run(f"COPY (SELECT * FROM read_parquet('{source}')) TO '{target}' (FORMAT parquet)")
        else:
            scored(job, source, engine, target, folder, proved, facts, steps)
        told = {"job": job, "cpu": cpu() - before, "wall": time.perf_counter() - began, "rss_mb": rss()}
        print(json.dumps({**told, "written_mb": target.stat().st_size / 1e6, "steps": steps}))


def scored(job, source, engine, target, folder, proved, facts, steps) -> None:  # noqa: ANN001, PLR0917
    """Score the list as `whofor score --parquet` does once the card is learnt."""
    options = FileOptions(engine=engine, codes=job == "codes", most=10_000 if job == "top" else 0)
    asked = AskedScores(date_of(DAY), options.most, None, "")
    names = {a.parameter.name for a in facts}
    spoken = words_of("en")
    begun = cpu()

    def progress(stage: str, done: int, _: int) -> None:
        if stage == "score":
            steps[str(done)] = cpu() - begun

    with open_streamed(source, folder, facts, names, day=DAY, progress=silent) as listed:
        steps["columns"] = cpu() - begun
        places = list_places(listed, proved.card, None, DAY)
        steps["blanks"] = cpu() - begun
        assert not places.lacking, places.lacking
        known = KnownCustomers(frozenset(), frozenset(), {}, {})
        work = FileWork(proved, facts, known, listed, places, asked, options, progress)
        work.written(target, folder, lambda row: reasons_text(row, spoken), lambda _: MetTypes())


def cpu() -> float:
    """Seconds of processor time of this process and its children."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def rss() -> float:
    """Largest memory of this process, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Make the list, run the jobs, and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--blank", type=float, default=UNKNOWN, help="share of the cells of the list that are empty")
    parser.add_argument("--engine", default="duckdb")
    parser.add_argument("--jobs", default=",".join(JOBS))
    parser.add_argument("--list", type=Path, help="the list, made before or to be kept")
    parser.add_argument("--run", choices=JOBS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run:
        run(given.run, given.list, given.engine)
        return
    with tempfile.TemporaryDirectory() as folder:
        source = given.list or Path(folder) / "prospects.parquet"
        if not source.exists():
            make_list(source, given.rows, given.blank)
        print(f"{given.rows:,} rows, {source.stat().st_size / 1e6:,.0f} MB")
        baseline = 0.0
        for job in given.jobs.split(","):
            words = [sys.executable, __file__, "--run", job, "--list", str(source), "--engine", given.engine]
            told = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
            baseline = baseline or told["cpu"]
            steps = ", ".join(f"{name} {value:.1f}" for name, value in told["steps"].items())
            print(
                f"{job:6} {told['cpu']:7.1f} s of processor time, {told['cpu'] / baseline:.2f} of the first; "
                f"{told['wall']:.1f} s, {told['rss_mb']:,.0f} MB of memory, "
                f"{told['written_mb']:,.0f} MB written  ({steps})"
            )


if __name__ == "__main__":
    main()
