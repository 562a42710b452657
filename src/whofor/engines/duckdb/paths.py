"""Paths of source files as DuckDB reads them: exactly the file named, never a pattern."""

from __future__ import annotations

import re
from pathlib import Path

from whofor.engines.duckdb.sql import literal

__all__ = ["path_literal"]

_PATTERN = re.compile(r"[\[*?]")


def path_literal(path: Path) -> str:
    """Return a quoted path that names one file, whatever characters its name holds.

    DuckDB's readers take `[`, `*` and `?` as a pattern, so that `deals[1].csv` would be read from `deals1.csv`. Each of
    them is put into brackets. A name with such a sign and a backslash cannot be written at all: no file is found then.
    The path is made absolute, so that nothing is taken as an address (`s3:`) or a home folder (`~`).
    """
    return literal(str(Path(*(_PATTERN.sub(lambda found: f"[{found[0]}]", part) for part in path.absolute().parts))))
