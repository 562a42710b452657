"""Opens engines by what the caller needs; the only place that names one."""

from __future__ import annotations

from pathlib import Path

from whofor.intake.importing.ports import Engine, Importer

__all__ = ["open_engine", "open_importer"]


def open_engine(path: Path) -> Engine:
    """The canonical tables of a database file, read-only."""
    from whofor.engines.duckdb.store import DuckDBEngine

    return DuckDBEngine(path)


def open_importer(path: Path, scratch: Path) -> Importer:
    """An importer that writes a fresh database file at `path`, with its intermediate tables in `scratch`."""
    from whofor.engines.duckdb.importer import DuckDBImporter

    return DuckDBImporter(path, scratch)
