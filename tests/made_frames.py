"""The same tables as frames of each library; those of a library that is not installed are skipped."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

__all__ = ["LIBRARIES", "frame_of", "frame_of_texts"]

LIBRARIES = ("pandas", "polars", "polars lazy", "arrow", "duckdb")


def frame_of(library: str, columns: Mapping[str, Sequence[object]]) -> Any:
    """Return columns of Python's own values as a frame, with the types that its library infers."""
    match library:
        case "pandas":
            return pytest.importorskip("pandas").DataFrame(dict(columns))
        case "polars" | "polars lazy":
            frame = pytest.importorskip("polars").DataFrame(dict(columns), strict=False)
            return frame.lazy() if library == "polars lazy" else frame
        case "arrow":
            return pytest.importorskip("pyarrow").table(dict(columns))
        case _:
            held = pytest.importorskip("pandas").DataFrame(dict(columns))
            connection = duckdb.connect()
            connection.register("held", held)
            return connection.sql("SELECT * FROM held")


def frame_of_texts(library: str, path: Path) -> Any:
    """Return a CSV file as a frame whose cells are all texts."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        head, *rows = csv.reader(stream)
    return frame_of(library, {name: [row[place] or None for row in rows] for place, name in enumerate(head)})
