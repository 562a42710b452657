"""Opens engines by what the caller needs; no other module names one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from whofor.intake.importing.ports import Eraser, Importer, ListImporter
from whofor.schema.scan import Scan
from whofor.schema.scorer import Scorer, ScoringJob

__all__ = [
    "ERASERS",
    "IMPORTERS",
    "SCANS",
    "SCORERS",
    "open_eraser",
    "open_importer",
    "open_list",
    "open_scan",
    "open_scorer",
]


def _duckdb_scan(path: Path) -> Scan:
    from whofor.engines.scan.duckdb import DuckDBScan

    return DuckDBScan(path)


def _duckdb_importer(path: Path, scratch: Path) -> Importer:
    from whofor.engines.duckdb.importer import DuckDBImporter

    return DuckDBImporter(path, scratch)


def _duckdb_eraser(database: Path, draft: Path) -> Eraser:
    from whofor.engines.duckdb.eraser import DuckDBEraser

    return DuckDBEraser(database, draft)


def _duckdb_scorer(source: Path, folder: Path) -> Scorer:
    from whofor.engines.duckdb.connection import Connection
    from whofor.engines.scorers.duckdb import DuckDBScorer, ScoredSource

    db = Connection(folder / "scores.duckdb", read_only=False, scratch=folder / "scratch")
    return DuckDBScorer(db, ScoredSource.of_parquet(source), folder)


def _polars_scorer(source: Path, folder: Path) -> Scorer:
    from whofor.engines.scorers.polars import PolarsScorer

    return PolarsScorer(source, folder)


def _spark_scorer(source: Path, folder: Path) -> Scorer:
    from whofor.engines.scorers.spark import SparkScorer

    return SparkScorer(source, folder)


SCANS: Mapping[str, Callable[[Path], Scan]] = {"duckdb": _duckdb_scan}
"""Every engine that reads the tables of an import; `tests/engines/test_scan.py` runs over all of them."""

IMPORTERS: Mapping[str, Callable[[Path, Path], Importer]] = {"duckdb": _duckdb_importer}
"""Every engine that carries out an import; `tests/engines/test_importer.py` runs over all of them."""


def open_scan(path: Path) -> Scan:
    """Return a read-only reader of the canonical tables in a database file."""
    return SCANS["duckdb"](path)


def open_importer(path: Path, scratch: Path) -> Importer:
    """Return an importer that writes a fresh database file at `path`, with its intermediate tables in `scratch`."""
    return IMPORTERS["duckdb"](path, scratch)


ERASERS: Mapping[str, Callable[[Path, Path], Eraser]] = {"duckdb": _duckdb_eraser}
"""Every engine that takes contacts out of a finished database."""


def open_eraser(database: Path, draft: Path) -> Eraser:
    """Return what writes a database without some of the contacts of another, to `draft`."""
    return ERASERS["duckdb"](database, draft)


SCORERS: Mapping[str, Callable[[Path, Path], Scorer]] = {
    "duckdb": _duckdb_scorer,
    "polars": _polars_scorer,
    "spark": _spark_scorer,
}
"""Every engine that scores a Parquet file; `tests/engines/test_scorers.py` runs over all of them."""


def open_scorer(engine: str, source: Path, folder: Path) -> Scorer:
    """Return a scorer of a Parquet file, which keeps scores in a folder in between.

    Args:
        engine: One of `SCORERS`.
        source: The file.
        folder: A folder that the caller removes.

    Raises:
        UsageError: The engine is not installed.
    """
    return SCORERS[engine](source, folder)


def open_list(folder: Path) -> ListImporter:
    """Return an importer of one list of any size, with its intermediate tables in a folder that the caller removes."""
    from whofor.engines.duckdb.list_importer import DuckDBListImporter

    return DuckDBListImporter(folder / "list.duckdb", folder / "scratch.duckdb")


def score_statement(job: ScoringJob) -> str:
    """Return the statement that scores a table named `prospects`, for a data warehouse."""
    from whofor.engines.scorers.statement import standard_statement

    return standard_statement(job)
