"""Rows of a table or of a JSON document, which may be read again and again."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from whofor.intake.drafting.shapes import ColumnShape, column_shape
from whofor.intake.sources.cells import cell_text
from whofor.intake.sources.source_file import LeftOut, SourceFile, read_batches

__all__ = ["RowTable", "flat_row", "rows_of_file", "rows_of_items", "without_false_header"]

_MOST_VALUES = 2_000
"""Distinct values of a column that are looked at; of more those with the smallest hashes, whatever their order."""
_HASHES = 1 << 32
_BEGINNING = 500
"""Characters of a value that are looked at: a cell may hold a million."""
_DEEPEST = 6
_WORDS_OF_A_TEXT = 7
"""Words from which the only header of a table is a text itself: a convention."""


@dataclass(frozen=True, slots=True)
class RowTable:
    """Rows with the names of their columns.

    Attributes:
        name: Name of the file.
        headers: Names of the columns.
        each: Yields the rows: their places in the file, for people, and their cells.
        titles: Lines above the header.
        around: What stands around the rows in a JSON document.
        left_out: Rows that have another form than the table, once they were read.
    """

    name: str
    headers: tuple[str, ...]
    each: Callable[[], Iterator[tuple[str, Sequence[str]]]]
    titles: tuple[str, ...] = ()
    around: Mapping[str, str] = field(default_factory=dict[str, str])
    left_out: list[LeftOut] = field(default_factory=list[LeftOut])

    def columns(self) -> dict[str, ColumnShape]:
        """Return the columns with the kinds of their values, by a look at all rows."""
        values = [_Values() for _ in self.headers]
        rows = 0
        for _, cells in self.each():
            rows += 1
            for value, cell in zip(values, cells, strict=False):
                if cell:
                    value.add(cell)
        return {header: value.shape(header, rows) for header, value in zip(self.headers, values, strict=True)}


@dataclass(slots=True)
class _Values:
    """Values of a column; of very many a sample that does not depend on their order, each with its whole count."""

    filled: int = 0
    length: int = 0
    counts: Counter[str] = field(default_factory=Counter[str])
    largest: int = _HASHES

    def add(self, cell: str) -> None:
        """Add a filled cell."""
        self.filled += 1
        self.length += len(cell)
        value = cell[:_BEGINNING]
        if value in self.counts or self.largest == _HASHES or _hash(value) <= self.largest:
            self.counts[value] += 1
            if len(self.counts) > 2 * _MOST_VALUES:
                self._thin()

    def _thin(self) -> None:
        kept = sorted(self.counts, key=lambda value: (_hash(value), value))[:_MOST_VALUES]
        self.largest = _hash(kept[-1])
        self.counts = Counter({value: self.counts[value] for value in kept})

    def shape(self, header: str, rows: int) -> ColumnShape:
        """Return the column with the kind of its values."""
        distinct = len(self.counts)
        if self.largest < _HASHES:
            self._thin()
            # The k smallest of n hashes reach to k / n of all (Bar-Yossef et al. 2002).
            distinct = min(self.filled, round(_MOST_VALUES * _HASHES / self.largest))
        ordered = sorted(self.counts.items(), key=lambda found: (-found[1], found[0]))
        mean = self.length / self.filled if self.filled else 0.0
        return column_shape(
            header, rows, filled=self.filled, distinct=distinct, mean_length=mean, values=dict(ordered[:_MOST_VALUES])
        )


def _hash(value: str) -> int:
    return zlib.crc32(value.encode())


def without_false_header(file: SourceFile) -> SourceFile:
    """Return a table of one column whose first line is a text, no name, with that line as a row."""
    if file.dialect is None or len(file.headers) != 1 or len(file.headers[0].split()) < _WORDS_OF_A_TEXT:
        return file
    return replace(file, headers=("text",), has_header=False)


def rows_of_file(file: SourceFile) -> RowTable:
    """Return the rows of a table of a file."""
    file = without_false_header(file)
    left: list[LeftOut] = []

    def each() -> Iterator[tuple[str, Sequence[str]]]:
        left.clear()
        for lines, columns in read_batches(file, left):
            for line, cells in zip(lines, zip(*columns, strict=True), strict=True):
                yield f"{file.name}:{line}", [cell or "" for cell in cells]

    titles = tuple(cell.strip() for row in file.titles for cell in row.cells if cell.strip())
    return RowTable(file.name, file.headers, each, titles, left_out=left)


def rows_of_items(
    name: str, items: Sequence[Mapping[str, object]], around: Mapping[str, object] | None = None
) -> RowTable:
    """Return the rows of objects of a JSON document.

    Args:
        name: Name of the file.
        items: The objects; a nested one's keys become `a.b`.
        around: The object that holds them.
    """
    flat = [flat_row(item) for item in items]
    headers = tuple(dict.fromkeys(key for row in flat for key in row))

    def each() -> Iterator[tuple[str, Sequence[str]]]:
        for number, row in enumerate(flat, start=1):
            yield f"{name}:{number}", [row.get(header, "").strip() for header in headers]

    return RowTable(name, headers, each, around=flat_row(around) if around else {})


def flat_row(item: Mapping[str, object], deepest: int = _DEEPEST) -> dict[str, str]:
    """Return an object as texts by key; the keys of objects within it as `a.b`, lists of plain values by `;`.

    Example:
        >>> flat_row({"a": {"b": 1.0, "c": ["x", "y"]}, "d": None})
        {'a.b': '1', 'a.c': 'x;y', 'd': ''}
    """
    flat: dict[str, str] = {}
    for key, value in item.items():
        if isinstance(value, dict) and deepest:
            inner = flat_row(cast("Mapping[str, object]", value), deepest - 1)
            flat |= {f"{key}.{below}": text for below, text in inner.items()}
        elif isinstance(value, list) and any(isinstance(one, dict | list) for one in cast("list[object]", value)):
            flat[key] = json.dumps(value, ensure_ascii=False)[:_LONGEST_LIST]
        else:
            flat[key] = cell_text(value)
    return flat


_LONGEST_LIST = 2_000
"""Characters of a list of objects that are kept: only whether there is one is asked."""
