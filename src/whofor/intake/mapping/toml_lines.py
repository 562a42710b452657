"""Places of the values of a mapping, for messages, by the lines of its text."""

from __future__ import annotations

from collections.abc import Container, Mapping

from whofor.lexicon.toml_lines import TomlPath, toml_lines

__all__ = ["MappingPlaces", "TomlPath", "toml_lines"]


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
