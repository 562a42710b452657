"""Whether situations are what a plain loop says, and what the one pass over the signals costs.

    python benchmarks/situations.py            # "raised within 180 days" of real companies, as of random days
    python benchmarks/situations.py --large    # 12 million made-up signals, a million accounts, ten rules

The first reads the companies and funding rounds of Crunchbase 2013 (`crunchbase_2013` in the folder WHOFOR_DATA),
imports them as a user would, with a made deal for each pair of a company and a day, and compares every answer with a
loop over the rows of the file; then it plants rounds on and after each day, and rounds that became known on or after
it, which may change nothing. It ends with an error where anything differs. The second compares processor seconds with
one scan with GROUP BY account, and prints peak memory.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb

from whofor.app.import_source import import_source
from whofor.days import days_of
from whofor.engines.scan.duckdb import DuckDBScan
from whofor.situations.evaluating import situations_of
from whofor.situations.rules_file import packaged_situations, parse_situations
from whofor.workspace import Workspace

DATA = Path(os.environ.get("WHOFOR_DATA", Path(__file__).parents[2] / "shared" / "data"))
WITHIN = 180
RAISED = f'[situation.raised]\nwhen = [{{signal = "funding", within_days = {WITHIN}}}]'
MAPPING = """[accounts]
file = "crunchbase-companies.csv"
key = "permalink"
merge = "never"
[accounts.columns]
name = "name"
[deals]
file = "pairs.csv"
key = "pair"
[deals.columns]
account_key = "company"
opened = "day"
[deals.outcome]
column = "outcome"
won = "won"
lost = "lost"
[[signals]]
file = "crunchbase-rounds.csv"
[signals.columns]
account_key = "company_permalink"
kind = { const = "funding" }
at = "funded_at"
value = "raised_amount_usd"
detail = "funding_round_type"
[[signals]]
file = "planted.csv"
[signals.columns]
account_key = "company"
kind = { const = "funding" }
at = "at"
known_on = "known"
"""
TOLD = {1: True, -1: False, 0: None}

Pair = tuple[str, date]


def rounds() -> dict[str, list[date]]:
    """Return the days of the rounds of each company, as the file has them."""
    with (DATA / "crunchbase_2013" / "crunchbase-rounds.csv").open(encoding="latin-1", newline=None) as file:
        found: dict[str, list[date]] = {}
        for row in csv.DictReader(file):
            found.setdefault(row["company_permalink"], []).append(date.fromisoformat(row["funded_at"]))
    return found


def by_loop(days: Sequence[date], asked: date) -> bool | None:
    """Return whether a company had raised within so many days before a day; None where nothing of it was known."""
    before = [day for day in days if day < asked]
    return any((asked - day).days <= WITHIN for day in before) if before else None


def answers(pairs: Sequence[Pair], planted: Sequence[tuple[str, date, date | None]], folder: Path) -> list[bool | None]:
    """Return the answers of whofor for pairs of a company and a day, imported beside planted rounds."""
    for name in ("crunchbase-companies.csv", "crunchbase-rounds.csv"):
        shutil.copyfile(DATA / "crunchbase_2013" / name, folder / name)
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    with (folder / "pairs.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [(f"p{i}", key, day.isoformat(), "won" if i % 2 else "lost") for i, (key, day) in enumerate(pairs)]
        csv.writer(file).writerows([("pair", "company", "day", "outcome"), *rows])
    with (folder / "planted.csv").open("w", encoding="utf-8", newline="") as file:
        # Far before all, so that the file is never empty; a company that is not there.
        rows = [("company", "at", "known"), ("/company/none", "1990-01-01", "")]
        csv.writer(file).writerows([*rows, *((key, at, known or "") for key, at, known in planted)])
    import_source(folder, workspace=folder / "ws", mapping=str(folder / "mapping.toml"), today=date(2014, 1, 1))
    with Workspace.open(folder / "ws").reading() as (_, scan):
        found = situations_of(scan, "deals", "opened", parse_situations(RAISED, "raised.toml"))
    return [TOLD[int(answer)] for answer in found.answers["raised"]]


def companies(n: int, seed: int) -> int:
    """Print how many answers differ from the loop, and how many planted events change; return the sum."""
    days, rng = rounds(), random.Random(seed)
    known = sorted(days)
    pairs = [(rng.choice(known), date(2004, 1, 1) + timedelta(rng.randrange(3_650))) for _ in range(n)]
    # Half of the days lie within a year of a round, on the borders too.
    for i in range(0, n, 2):
        key = pairs[i][0]
        pairs[i] = key, rng.choice(days[key]) + timedelta(rng.choice([0, 1, 179, 180, 181, rng.randrange(365)]))
    planted: list[tuple[str, date, date | None]] = []
    last = {key: max(day for other, day in pairs if other == key) for key in {key for key, _ in pairs}}
    for key, day in last.items():
        planted += [(key, day + timedelta(later), None) for later in (0, 1, 30)]
        planted += [(key, day - timedelta(100), day + timedelta(later)) for later in (0, 40)]
    wanted = [by_loop(days[key], day) for key, day in pairs]
    with tempfile.TemporaryDirectory() as folder:
        found = answers(pairs, (), Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        with_planted = answers(pairs, planted, Path(folder))
    differ = sum(one != other for one, other in zip(found, wanted, strict=True))
    changed = sum(one != other for one, other in zip(with_planted, found, strict=True))
    print(
        f"{len(pairs):,} pairs of {len(last):,} companies: yes {found.count(True):,}, no {found.count(False):,}, ",
        end="",
    )
    print(f"not known {found.count(None):,}")
    print(f"differences from the loop: {differ}")
    print(f"{len(planted):,} planted later events changed: {changed}")
    return differ + changed


TEN = (
    *("raised", "series_a_or_b", "hyper_growth", "growth_above_half_a_year", "team_growing", "bad_buzz"),
    *("new_marketing_leader", "merger", "hiring_burst", "technology_adopted"),
)
TODAY = days_of(date(2026, 1, 1))
MADE = """CREATE TABLE accounts AS SELECT 'account-' || i AS account_key, i AS _row FROM range({accounts}) AS made(i);
CREATE TABLE deals AS SELECT 'd' || i AS deal_key, 'account-' || hash(i) % {accounts} AS account_key,
  {today} - CAST(hash(i + 1) % 1500 AS DOUBLE) AS opened, i AS _row FROM range({deals}) AS made(i);
CREATE TABLE signals AS SELECT 'account-' || hash(i * 7) % {accounts} AS account_key,
  {kinds}[CAST(1 + hash(i * 3 + 1) % 11 AS INTEGER)] AS kind,
  {today} - CAST(hash(i * 5 + 2) % 2600 AS DOUBLE) + 30 AS "at",
  CASE WHEN hash(i * 11 + 3) % 10 = 0 THEN {today} - CAST(hash(i * 5 + 2) % 2600 AS DOUBLE) + 50 END AS known_on,
  CAST(1 + hash(i * 13 + 4) % 1000 AS DOUBLE) AS value,
  CASE WHEN hash(i * 17 + 5) % 4 > 0 THEN CAST(hash(i * 17 + 5) % 3 AS DOUBLE) - 1 END AS tone,
  ['CEO', 'CMO', 'CTO', 'VP Sales', NULL][CAST(1 + hash(i * 19 + 6) % 5 AS INTEGER)] AS role,
  ['Series A', 'Series B', 'Seed', 'Series C', NULL][CAST(1 + hash(i * 23 + 7) % 5 AS INTEGER)] AS detail,
  i AS _row FROM range({signals}) AS made(i);"""
KINDS = [
    *("funding", "hiring", "leadership", "merger", "office", "technology_added", "technology_dropped", "headcount"),
    *("revenue", "press", "regulation"),
]
GROUP_BY = """SELECT account_key, count(*), max("at") FROM signals
WHERE "at" < {today} AND (known_on IS NULL OR known_on < {today}) GROUP BY account_key"""


def seconds(work: Callable[[], object], runs: int) -> float:
    """Return the least processor seconds of some runs, all threads together."""
    least = float("inf")
    for _ in range(runs):
        started = time.process_time()
        work()
        least = min(least, time.process_time() - started)
    return least


def large(signals: int, accounts: int, deals: int, runs: int) -> None:
    """Print processor seconds of ten rules beside one scan with GROUP BY account, and peak memory."""
    every = packaged_situations().by_name
    rules = parse_situations(RAISED, "raised.toml")
    rules = type(rules)({name: every[name] for name in TEN})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.duckdb"
        made = {"signals": signals, "accounts": accounts, "deals": deals, "today": TODAY, "kinds": KINDS}
        code = f"import duckdb, sys; made = duckdb.connect({str(path)!r}); "
        code += "made.execute('SET enable_progress_bar = false'); made.execute(sys.argv[1])"
        # In a process of its own, whose memory does not count.
        subprocess.run([sys.executable, "-c", code, MADE.format(**made)], check=True)
        with duckdb.connect(str(path), read_only=True) as connection:
            query = GROUP_BY.format(today=TODAY)
            plain = seconds(lambda: connection.execute(query).fetchnumpy(), runs)
        print(f"one scan with GROUP BY account: {plain:.2f} s, peak {peak():.2f} GB")
        with DuckDBScan(path) as scan:
            for table, day, rows in (("accounts", TODAY, accounts), ("deals", "opened", deals)):
                took = seconds(lambda table=table, day=day: situations_of(scan, table, day, rules), runs)
                print(f"ten rules, {rows:,} {table}: {took:.2f} s = {took / plain:.2f} x, peak {peak():.2f} GB")


def peak() -> float:
    """Return the most memory that this process has had, in GB."""
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return size / (1024 if sys.platform == "darwin" else 1) / 1e9


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; return 1 where an answer differs."""
    parser = argparse.ArgumentParser(description="Compare situations with a loop, and their cost with one scan.")
    parser.add_argument("--pairs", type=int, default=4_000, help="pairs of a company and a day")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--large", action="store_true", help="made-up signals at scale instead")
    parser.add_argument("--signals", type=int, default=12_000_000)
    parser.add_argument("--accounts", type=int, default=1_000_000)
    parser.add_argument("--deals", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args(arguments)
    if options.large:
        large(options.signals, options.accounts, options.deals, options.runs)
        return 0
    return 1 if companies(options.pairs, options.seed) else 0


if __name__ == "__main__":
    sys.exit(main())
