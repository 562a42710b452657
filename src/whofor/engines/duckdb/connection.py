"""A connection to DuckDB that hears Ctrl-C and speaks our errors."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import duckdb

from whofor.engines.duckdb import sql
from whofor.errors import Problem, WorkspaceError

__all__ = ["Connection", "RunStatement", "translated"]

_T = TypeVar("_T")

RunStatement: TypeAlias = Callable[[str], list[tuple[Any, ...]]]
"""Runs a statement and returns its rows, with the engine's own errors."""


@contextmanager
def translated(path: Path) -> Generator[None]:
    """Foreign errors become ours: what happened to the file, and what to do."""
    try:
        yield
    except duckdb.InterruptException as error:
        raise KeyboardInterrupt from error
    except duckdb.Error as error:
        first = str(error).splitlines()[0]
        full = any(word in first.lower() for word in ("space", "too large", "write", "checkpoint"))
        todo = (
            "Make room on the disk (the import needs about three times the size of the export) and try again."
            if full
            else "Check that the folder is readable and writable, or import again into a new workspace."
        )
        raise WorkspaceError(
            Problem(f"The database could not be read or written: {first}", str(path), todo=todo)
        ) from error


class Connection:
    """One connection, its errors translated, extensions and surprises off.

    Attributes:
        path: The database file.
        connection: DuckDB's own.
    """

    def __init__(self, path: Path, *, read_only: bool, scratch: Path | None = None) -> None:
        self.path = path
        config: dict[str, Any] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": "1500MB",
        }
        if scratch is not None:
            config["temp_directory"] = str(scratch.parent / "spill")
        with translated(path):
            self.connection = duckdb.connect(str(path), read_only=read_only, config=config)
            # On a terminal DuckDB would draw its own bars between ours.
            self.connection.execute("SET enable_progress_bar = false")
        self._worker = ThreadPoolExecutor(1)

    def wait_for(self, work: Callable[[], _T]) -> _T:
        """Let a thread do something with the connection, so that Ctrl-C is heard meanwhile.

        In the main thread DuckDB hears it only between its own tasks, which can be minutes.
        """
        future = self._worker.submit(work)
        try:
            return future.result()
        except KeyboardInterrupt:
            # Said again until it is heard: it may have come before the query began.
            while not future.done():
                self.connection.interrupt()
                wait([future], timeout=0.05)
            raise

    def rows(self, text: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """What a query gives, with the engine's own errors."""
        return self.wait_for(lambda: self.connection.execute(text, list(parameters)).fetchall())

    def run(self, text: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """What a query gives."""
        with translated(self.path):
            return self.rows(text, parameters)

    def insert(self, table: str, arrays: Mapping[str, object]) -> None:
        """Put columns below a table."""

        def work() -> None:
            self.connection.register("batch", dict(arrays))
            self.connection.execute(f"INSERT INTO {table} SELECT {', '.join(map(sql.name, arrays))} FROM batch")
            self.connection.unregister("batch")

        with translated(self.path):
            self.wait_for(work)

    def close(self) -> None:
        """Let go of the file."""
        with translated(self.path):
            self.connection.close()
        self._worker.shutdown()
