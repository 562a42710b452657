"""Line numbers of the keys of a TOML text, which the standard parser does not report."""

from __future__ import annotations

import re
from typing import TypeAlias

__all__ = ["TomlPath", "toml_lines"]

_HEADER = re.compile(r"^\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(
    r"^\s*((?:\"(?:[^\"\\]|\\.)*\"|'[^']*'|[A-Za-z0-9_-]+)(?:\s*\.\s*(?:\"(?:[^\"\\]|\\.)*\"|'[^']*'|[A-Za-z0-9_-]+))*)\s*="
)
_PART = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|([A-Za-z0-9_-]+)")

TomlPath: TypeAlias = tuple[str | int, ...]
"""Place of a key in a TOML text, as pydantic names it: keys, and numbers of entries of arrays."""


def toml_lines(text: str) -> dict[TomlPath, int]:
    """Return the line number (from 1) of every table header and key, by its path.

    Tables in an array carry their index: `("deals", "join", 0, "file")`.
    """
    lines: dict[TomlPath, int] = {}
    counts: dict[TomlPath, int] = {}
    table: TomlPath = ()
    for number, line in enumerate(text.splitlines(), start=1):
        header = _HEADER.match(line)
        if header and "=" not in header[2].split('"')[0]:
            *above, last = _parts(header[2])
            table = ()
            for part in above:
                table = (*table, part)
                table = (*table, counts[table] - 1) if table in counts else table
            table = (*table, last)
            if header[1] == "[[":
                index = counts.get(table, 0)
                counts[table] = index + 1
                lines.setdefault(table, number)
                table = (*table, index)
            elif table in counts:
                table = (*table, counts[table] - 1)
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, *_parts(key[1])), number)
    return lines


def _parts(dotted: str) -> TomlPath:
    return tuple(double or single or bare for double, single, bare in _PART.findall(dotted))
