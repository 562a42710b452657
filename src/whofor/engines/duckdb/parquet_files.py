"""Loads Parquet files as texts."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from whofor.engines.duckdb import sql
from whofor.engines.duckdb.connection import RunStatement, is_lack_of_room
from whofor.engines.duckdb.paths import path_literal
from whofor.errors import Problem, Sentence, SourceError

__all__ = ["load_parquet", "readable"]


def load_parquet(run: RunStatement, table: str, path: Path, file: str) -> tuple[list[str], int]:
    """Load a Parquet file; return its headers and number of rows.

    Args:
        run: Runs a statement, with the engine's own errors.
        table: Name of the table to create, quoted.
        path: The file.
        file: Its name within the source, for messages.

    Raises:
        SourceError: The file cannot be read, or the rows read are not those of its metadata.
    """
    place = path_literal(path)
    # Else a folder named "year=2025" would add a column to the file.
    source = f"read_parquet({place}, hive_partitioning = false)"
    with readable(file):
        described = run(f"DESCRIBE SELECT * FROM {source}")
    headers = [str(row[0]) for row in described]
    with readable(file):
        texts = ", ".join(
            f"nullif(trim({_as_text(header, str(row[1]))}), '') AS {sql.name(header)}"
            for header, row in zip(headers, described, strict=True)
        )
        run(f"CREATE TABLE {table} AS SELECT {texts} FROM {source}")
        read = run(f"SELECT file_name, num_rows FROM parquet_file_metadata({place})")
    rows = int(run(f"SELECT count(*) FROM {table}")[0][0])
    if [(Path(name), int(count)) for name, count in read] != [(path.absolute(), rows)]:
        todo = "Give the file a name of letters and digits, or export CSV."
        raise SourceError(Problem("Not the rows of this Parquet file were read", file, f"{rows:,} rows", todo))
    return headers, rows


@contextmanager
def readable(file: str) -> Generator[None]:
    """Translate DuckDB's errors on an unreadable file, of whatever class, into an error about the file."""
    try:
        yield
    except duckdb.InterruptException:
        raise
    except duckdb.Error as error:
        if is_lack_of_room(error):
            raise
        reason = str(error).splitlines()[0]
        raise SourceError(
            Problem(
                Sentence("The Parquet file cannot be read: {reason}", reason=reason),
                file,
                todo="Write it again, or export CSV.",
            )
        ) from error


def _as_text(header: str, kind: str) -> str:
    column = sql.name(header)
    if kind.endswith("[]"):
        return f"array_to_string({column}, ';')"
    return f"CAST({column} AS VARCHAR)"
