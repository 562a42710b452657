"""Line numbers of the keys of a TOML text, which the standard parser does not report."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from typing import TypeAlias

__all__ = ["MappingPlaces", "TomlPath", "toml_lines"]

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


class MappingPlaces:
    """Places of the values of a mapping, for messages.

    Attributes:
        place: Path or name of its file.
        lines: Line of each value; none where it is no file.
        arrays: Tables that are written with double brackets.
    """

    def __init__(self, place: str, lines: Mapping[TomlPath, int], arrays: Container[str]) -> None:
        self.place = place
        self.lines = lines
        self.arrays = arrays

    def path_in_file(self, path: TomlPath) -> TomlPath:
        """Return the path as it is in the file: `[deals]` is read like `[[deals]]`, but has no number there."""
        match path:
            case (str(name), int(), *below) if name not in self.arrays:
                return (name, *below)
            case _:
                return path

    def line(self, path: TomlPath) -> int:
        """Return the line of a value, or of the nearest above it; 0 where none is known."""
        path = self.path_in_file(path)
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return 0

    def where(self, path: TomlPath) -> str:
        """Return the place of a value as text: file, line and path."""
        line = self.line(path)
        dotted = ".".join(str(part) for part in self.path_in_file(path))
        return f"{self.place}:{line} {dotted}" if line else f"{self.place} {dotted}"
