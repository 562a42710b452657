"""Opens engines by what the caller needs; the only place that names one."""

from __future__ import annotations

from pathlib import Path

from whofor.intake.importing.ports import Builder, Engine

__all__ = ["open_builder", "open_engine"]


def open_engine(path: Path) -> Engine:
    """The canonical tables of a database file, read-only."""
    from whofor.engines.duckdb.store import DuckDBEngine

    return DuckDBEngine(path)


def open_builder(path: Path, scratch: Path) -> Builder:
    """A builder that writes a fresh database file at `path`, with its intermediate tables in `scratch`."""
    from whofor.engines.duckdb.importer import DuckDBBuilder

    return DuckDBBuilder(path, scratch)
