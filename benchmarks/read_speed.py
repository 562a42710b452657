"""Read a clean text file as whofor does and as DuckDB's read_csv does, in turn, each into a table on the disk.

    python benchmarks/read_speed.py --megabytes 1000

Prints each pair, the ratio of the medians, and the most memory that whofor's reading took.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from whofor.engines.duckdb.importer import DuckDBImporter
from whofor.intake.sources.files import find_source
from whofor.intake.sources.source_file import plain_text

_BYTES_A_ROW = 123
_ROWS = """COPY (
  SELECT 'D' || range AS "Id", 'Deal number ' || range AS "Name",
    date '2020-01-01' + (hash(range) % 1500)::INT AS "Opened",
    date '2024-06-01' + (hash(range * 7) % 90)::INT AS "Closed",
    ['Won', 'Lost', 'Talks'][1 + (hash(range * 3) % 3)::INT] AS "Stage", (hash(range * 5) % 100000)::INT AS "Amount",
    ['Fintech', 'Retail', 'Health'][1 + (hash(range * 11) % 3)::INT] AS "Sector",
    ['France', 'Spain', 'Brazil'][1 + (hash(range * 13) % 3)::INT] AS "Country",
    (hash(range * 17) % 5000)::INT AS "Staff",
    'Rep ' || (hash(range * 19) % 200) AS "Owner", ['Ads', 'Web', 'Event'][1 + (hash(range * 23) % 3)::INT] AS "Source",
    'Some, longer text number ' || (hash(range * 29) % 1000) AS "Note"
  FROM range({rows})) TO '{path}' (HEADER)"""


def ours(path: Path, folder: Path) -> None:
    """Find the file, tell how it is written, load it."""
    (file,) = find_source(path).files
    plain = plain_text(file)
    importer = DuckDBImporter(folder / "draft.duckdb", folder / "scratch.duckdb")
    if plain is None or importer.load_plain(file.name, path, plain) is None:
        raise SystemExit("The file was not taken for a plain one.")
    importer.abandon()


def theirs(path: Path, folder: Path) -> None:
    """DuckDB's own reader, all columns as text."""
    with duckdb.connect(str(folder / "their.duckdb")) as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"CREATE TABLE t AS SELECT * FROM read_csv('{path}', all_varchar = true)")


def timed(read: Callable[[Path, Path], None], path: Path) -> tuple[float, float]:
    """Seconds and megabytes of one reading, in a process of its own."""
    context = multiprocessing.get_context("spawn")
    receive, send = context.Pipe(duplex=False)
    process = context.Process(target=_measure, args=(read, path, send))
    process.start()
    process.join()
    if not receive.poll():
        raise SystemExit("The reading failed.")
    seconds, megabytes = receive.recv()
    return seconds, megabytes


def _measure(read: Callable[[Path, Path], None], path: Path, send: multiprocessing.connection.Connection) -> None:
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        started = time.monotonic()
        read(path, Path(folder))
        send.send((time.monotonic() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def main() -> None:
    """Compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--pairs", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deals.csv"
        duckdb.execute(_ROWS.format(rows=args.megabytes * 1_000_000 // _BYTES_A_ROW, path=path))
        print(f"{path.stat().st_size / 1e6:,.0f} MB")
        pairs = [(timed(ours, path), timed(theirs, path)) for _ in range(args.pairs)]
    for (mine, memory), (other, _) in pairs:
        print(f"whofor {mine:.1f} s ({memory:,.0f} MB), read_csv {other:.1f} s")
    ratio = statistics.median(other for _, (other, _) in pairs) / statistics.median(mine for (mine, _), _ in pairs)
    print(f"whofor reads at {ratio:.2f} of the speed of read_csv")


if __name__ == "__main__":
    main()
