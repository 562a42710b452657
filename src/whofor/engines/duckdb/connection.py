"""A DuckDB connection that Ctrl-C can interrupt, with errors translated into those of this package."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import duckdb

from whofor.engines.duckdb import sql
from whofor.engines.duckdb.memory import memory_limit
from whofor.errors import Problem, Sentence, WorkspaceError

__all__ = ["Connection", "RunStatement", "is_lack_of_room", "translated"]

_T = TypeVar("_T")
_KEY_BYTES = 32

RunStatement: TypeAlias = Callable[[str], list[tuple[Any, ...]]]
"""Function that runs a statement and returns its rows, with the engine's own errors."""


@contextmanager
def translated(path: Path) -> Generator[None]:
    """Translate DuckDB's errors into errors that say what happened to the file and what to do."""
    try:
        yield
    except duckdb.InterruptException as error:
        raise KeyboardInterrupt from error
    except duckdb.Error as error:
        raise WorkspaceError(_problem(error, path)) from error


def is_lack_of_room(error: duckdb.Error) -> bool:
    """Return whether an error is about the room on the disk or in memory, whatever was being done."""
    return isinstance(error, duckdb.OutOfMemoryException) or _is_full(error)


def _is_full(error: duckdb.Error) -> bool:
    text = str(error).lower()
    return any(words in text for words in ("no space left", "file too large", "could not write", "checkpoint"))


def _problem(error: duckdb.Error, path: Path) -> Problem:
    if isinstance(error, duckdb.OutOfMemoryException):
        todo = (
            "Close other programs or use a machine with more memory: three million deals of twelve columns take 1.4 GB."
        )
        what = Sentence("The import needs more memory than there is: it may use {limit:,} MB", limit=memory_limit())
        return Problem(what, str(path), todo=todo)
    if _is_full(error):
        todo = "Make room on the disk (the import needs about three times the size of the export) and try again."
        return Problem("The disk is full, or files may not grow so large", str(path), todo=todo)
    todo = "Check that the folder is readable and writable, or import again into a new workspace."
    first = str(error).splitlines()[0].removesuffix(".")
    return Problem(Sentence("The database could not be read or written: {first}", first=first), str(path), todo=todo)


class Connection:
    """One connection, with translated errors and without automatic extensions.

    Attributes:
        path: The database file.
        connection: DuckDB's own.
    """

    def __init__(self, path: Path, *, read_only: bool, scratch: Path | None = None) -> None:
        self.path = path
        config: dict[str, Any] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": f"{memory_limit()}MB",
        }
        if scratch is not None:
            config["temp_directory"] = str(scratch.parent / "spill")
        with translated(path):
            self.connection = duckdb.connect(str(path), read_only=read_only, config=config)
        self._worker = ThreadPoolExecutor(1)
        # On a terminal DuckDB would draw its own bars between ours.
        self.run("SET enable_progress_bar = false")

    def attach_encrypted(self, path: Path, name: str) -> None:
        """Attach a new database file of this name, which nobody can read once the process has ended, however it ends.

        Its key is nowhere but in memory. What DuckDB moves from memory to disk is encrypted too.
        """
        key = secrets.token_hex(_KEY_BYTES)
        self.run("SET temp_file_encryption = true")
        # DuckDB holds the random numbers of its own cipher for weak and wants another library's; each file has a key
        # from the operating system here, and lives for one import.
        self.run("SET force_mbedtls_unsafe = 'true'")
        self.run(f"ATTACH {sql.literal(str(path))} AS {sql.name(name)} (ENCRYPTION_KEY {sql.literal(key)})")

    def wait_for(self, work: Callable[[], _T]) -> _T:
        """Run work on the connection in a thread, so that Ctrl-C can interrupt it; return its result.

        In the main thread DuckDB notices it only between its own tasks, which can take minutes, and then replaces it by
        an error of its own.
        """
        future = self._worker.submit(work)
        try:
            return future.result()
        except KeyboardInterrupt:
            # Repeated until it takes effect: the first may come before the query begins.
            while not future.done():
                self.connection.interrupt()
                wait([future], timeout=0.05)
            raise

    def rows(self, text: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query, with the engine's own errors."""
        return self.wait_for(lambda: self.connection.execute(text, list(parameters)).fetchall())

    def run(self, text: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with translated(self.path):
            return self.rows(text, parameters)

    def create(self, table: str, arrays: Mapping[str, object], types: Sequence[str]) -> None:
        """Make a table of rows, given as columns, with a type for each column; one of that name is replaced."""
        cells = ", ".join(f"CAST({sql.name(n)} AS {t}) AS {sql.name(n)}" for n, t in zip(arrays, types, strict=True))

        def work() -> None:
            self.connection.register("batch", dict(arrays))
            self.connection.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT {cells} FROM batch")
            self.connection.unregister("batch")

        with translated(self.path):
            self.wait_for(work)

    def insert(self, table: str, arrays: Mapping[str, object]) -> None:
        """Append rows, given as columns, to a table."""

        def work() -> None:
            self.connection.register("batch", dict(arrays))
            self.connection.execute(f"INSERT INTO {table} SELECT {', '.join(map(sql.name, arrays))} FROM batch")
            self.connection.unregister("batch")

        with translated(self.path):
            self.wait_for(work)

    def close(self) -> None:
        """Close the file."""
        with translated(self.path):
            self.connection.close()
        self._worker.shutdown()
