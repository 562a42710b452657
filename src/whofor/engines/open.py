"""Opens engines by what the caller needs; no other module names one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from whofor.intake.importing.ports import Eraser, Importer
from whofor.schema.scan import Scan

__all__ = ["ERASERS", "IMPORTERS", "SCANS", "open_eraser", "open_importer", "open_scan"]


def _duckdb_scan(path: Path) -> Scan:
    from whofor.engines.scan.duckdb import DuckDBScan

    return DuckDBScan(path)


def _duckdb_importer(path: Path, scratch: Path) -> Importer:
    from whofor.engines.duckdb.importer import DuckDBImporter

    return DuckDBImporter(path, scratch)


def _duckdb_eraser(database: Path, draft: Path) -> Eraser:
    from whofor.engines.duckdb.eraser import DuckDBEraser

    return DuckDBEraser(database, draft)


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
