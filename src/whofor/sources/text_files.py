"""Delimited text files: which encoding, which delimiter, and their rows with the line they begin on."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

__all__ = ["BadFileError", "Dialect", "Row", "dialect_of", "rows_of", "unique_headers"]

_SAMPLE = 256 * 1024
_MOST_LINES_IN_A_ROW = 2_000
_LARGEST_CELL = 16 * 1024 * 1024
_MAGIC = (
    (b"PK\x03\x04", "an Excel workbook or a zip archive"),
    (b"PK\x05\x06", "an Excel workbook or a zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "a SQLite database"),
    (b"\x7fELF", "a program"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


class BadFileError(Exception):
    """The file cannot be used; its text says why, `todo` what to do."""

    def __init__(self, what: str, todo: str, value: str = "") -> None:
        self.todo = todo
        self.value = value
        super().__init__(what)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is written."""

    encoding: str
    delimiter: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file, or the reason why it could not be read.

    Attributes:
        line: Line on which it begins, from 1.
        cells: Its texts.
        problem: Why it cannot be used; empty where it can.
    """

    line: int
    cells: Sequence[str] = field(default=())
    problem: str = ""


def _open(path: Path) -> IO[bytes]:
    with path.open("rb") as raw:
        is_gzip = raw.read(2) == b"\x1f\x8b"
    return cast("IO[bytes]", gzip.open(path)) if is_gzip else path.open("rb")


def dialect_of(path: Path) -> Dialect:
    """Encoding and delimiter, told by content.

    Raises:
        BadFileError: Where the file is empty or no text.
        OSError: Where it cannot be read.
    """
    try:
        encoding, sample = _encoding(path)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BadFileError(f"The compressed file is damaged: {error}", "Export it again.") from error
    if not sample.strip():
        raise BadFileError("The file is empty", "Export it again, or take it out of the folder.")
    controls = len(_CONTROL.findall(sample))
    if controls > 0.001 * len(sample):
        raise BadFileError(
            "The file is not text: it holds control characters",
            "Export it as CSV.",
            next(iter(_CONTROL.findall(sample))),
        )
    return Dialect(encoding, _delimiter(sample))


def _encoding(path: Path) -> tuple[str, str]:
    """The encoding of the whole file and its first part, decoded."""
    with _open(path) as stream:
        head = stream.read(_SAMPLE)
        for magic, meaning in _MAGIC:
            if head.startswith(magic):
                raise BadFileError(f"The file is {meaning}, not CSV", "Export it as CSV, or unpack it.")
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16", head[: len(head) // 2 * 2].decode("utf-16", errors="replace")
        if b"\0" in head:
            raise BadFileError("The file is binary: it holds NUL bytes", "Export it as CSV.")
        decoder = codecs.getincrementaldecoder("utf-8-sig")()
        undefined = set(b"\x81\x8d\x8f\x90\x9d")
        is_utf8, is_cp1252 = True, True
        chunk = head
        while chunk:
            if b"\0" in chunk:
                raise BadFileError("The file is binary: it holds NUL bytes", "Export it as CSV.")
            if is_utf8:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    is_utf8 = False
            is_cp1252 = is_cp1252 and not undefined.intersection(chunk)
            chunk = stream.read(1 << 20)
        if is_utf8:
            try:
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                is_utf8 = False
    encoding = "utf-8-sig" if is_utf8 else "cp1252" if is_cp1252 else "latin-1"
    return encoding, head.decode(encoding, errors="ignore")


def _delimiter(sample: str) -> str:
    """The delimiter that parts the first rows into the most columns, the same number in each."""
    lines = sample.splitlines()
    text = "\n".join(lines[:-1] if len(lines) > 2 else lines)
    best, best_score = ",", (0.0, 0)
    for delimiter in ",;\t|":
        widths = [len(row) for row in _some_rows(text, delimiter) if row]
        if not widths or widths[0] < 2:
            continue
        same = sum(width == widths[0] for width in widths) / len(widths)
        score = (round(same, 2), widths[0])
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _some_rows(text: str, delimiter: str) -> list[list[str]]:
    _allow_large_cells()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [row for _, row in zip(range(200), reader, strict=False)]


def _allow_large_cells() -> None:
    # Associated texts in CRM exports reach hundreds of kilobytes; the module's default limit is 128 KB.
    csv.field_size_limit(_LARGEST_CELL)


def unique_headers(headers: Sequence[str]) -> tuple[list[str], list[str]]:
    """Headers trimmed, in NFC, named where empty and numbered where they repeat; and those that repeated.

    Example:
        >>> unique_headers(["Name", " name", ""])
        (['Name', 'name (2)', 'column 3'], ['name'])
    """
    taken: set[str] = set()
    unique: list[str] = []
    repeated: list[str] = []
    for position, header in enumerate(headers, start=1):
        text = " ".join(unicodedata.normalize("NFC", header).split()) or f"column {position}"
        # Two underscores mark the import's own columns.
        text = text.lstrip("_") or f"column {position}" if text.startswith("__") else text
        free, number = text, 2
        while free.casefold() in taken:
            free, number = f"{text} ({number})", number + 1
        if free != text:
            repeated.append(text)
        taken.add(free.casefold())
        unique.append(free)
    return unique, repeated


class _Lines:
    """Hands lines to the CSV reader one by one, remembers those of the current row, and can take them back."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._again: list[str] = []
        self.number = 0
        self.cut = False
        self.current: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = ""
        if len(self.current) < _MOST_LINES_IN_A_ROW:
            line = self._again.pop() if self._again else self._stream.readline(_LARGEST_CELL)
        if not line:
            self.cut = bool(self.current)
            raise StopIteration
        self.number += 1
        self.current.append(line)
        return line

    def take_back(self, count: int) -> None:
        """Give the last lines again."""
        if count:
            self._again.extend(reversed(self.current[-count:]))
            self.number -= count


def rows_of(path: Path, dialect: Dialect) -> Iterator[Row]:
    """All rows of a file, the header first, with blank rows left out.

    A quote that is never closed costs the row it stands in, not the rest of the file: the lines swallowed are
    read again.
    """
    _allow_large_cells()
    with _open(path) as raw, io.TextIOWrapper(raw, dialect.encoding, errors="replace", newline=None) as stream:
        lines = _Lines(stream)
        reader = csv.reader(lines, delimiter=dialect.delimiter)
        width = 0
        while True:
            lines.current, lines.cut = [], False
            first = lines.number + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                lines.take_back(len(lines.current) - 1)
                reader = csv.reader(lines, delimiter=dialect.delimiter)
                yield Row(first, problem=str(error))
                continue
            if cells is None:
                return
            width = width or len(cells)
            if lines.cut or (len(lines.current) > 1 and len(cells) != width):
                lines.take_back(len(lines.current) - 1)
                reader = csv.reader(lines, delimiter=dialect.delimiter)
                yield Row(first, problem="a quote is opened and not closed")
            elif not any(cell.strip() for cell in cells):
                if len(cells) > 1 and width > 1:
                    yield Row(first, problem="the row is empty")
            elif len(cells) != width:
                yield Row(first, problem=f"{len(cells)} cells instead of {width}")
            else:
                yield Row(first, cells)
