"""Delimited text files: encoding, delimiter, and rows with the line they begin on."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from whofor.errors import Sentence
from whofor.intake.sources.blobs import DAMAGED, BadFileError, Blob
from whofor.intake.sources.header_lines import HeaderLines, header_lines
from whofor.intake.sources.layout import Row, Shape, shape_of, titles_above
from whofor.model import IssueCode

__all__ = ["Dialect", "dialect_of", "rows_of", "unique_headers"]

_SAMPLE = 256 * 1024
_ROWS_LOOKED_AT = 200
_STRAY_NULS = 3
_NOT_CP1252 = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")
_NAMED = re.compile(r"\s*sep=([,;|\t])\s*?\r?(?:\n|\r|$)", re.IGNORECASE)
_MOST_LINES_IN_A_ROW = 2_000
_LARGEST_CELL = 16 * 1024 * 1024
_MAGIC = (
    (b"PK\x03\x04", "an archive within an archive"),
    (b"PK\x05\x06", "an archive within an archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "a SQLite database"),
    (b"\x7fELF", "a program"),
)
_PAGE = re.compile(r"\s*<(!doctype html|html|head|body|table)\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Dialect:
    """The format of a text file, and where its table begins.

    Attributes:
        encoding: Python's name of it.
        delimiter: One character.
        skip: Lines above the header, or above the data where there is none.
        shape: The header and how rows follow it.
        lines: The lines that name its columns.
        titles: The rows above the header, as they are.
        escape: Character before a quote that belongs to a text; empty where quotes are doubled.
    """

    encoding: str
    delimiter: str
    skip: int
    shape: Shape
    lines: HeaderLines
    titles: tuple[Row, ...] = ()
    escape: str = ""


def dialect_of(blob: Blob) -> Dialect:
    """Return encoding, delimiter and header, inferred from the content.

    Raises:
        BadFileError: Where the file is empty or no text.
        OSError: Where it cannot be read.
    """
    try:
        encoding, sample, is_cut = _encoding(blob)
    except DAMAGED as error:
        raise BadFileError(
            Sentence("The compressed file is damaged: {error}", error=error), "Export it again."
        ) from error
    if not sample.strip():
        raise BadFileError(
            "The file is empty", "Export it again, or take it out of the folder.", code=IssueCode.FILE_EMPTY
        )
    if _PAGE.match(sample):
        raise BadFileError("The file is a web page, whatever its name", "Export it as CSV or as a workbook.")
    controls = _CONTROL.findall(sample)
    if len(controls) > 0.001 * len(sample):
        raise BadFileError("The file is not text: it holds control characters", "Export it as CSV.", controls[0])
    return _infer_dialect(encoding, sample, is_cut=is_cut)


def _encoding(blob: Blob) -> tuple[str, str, bool]:
    """Return the encoding of the whole file, its first part, decoded, and whether there is more."""
    with blob.open() as stream:
        head = stream.read(_SAMPLE)
        for magic, meaning in _MAGIC:
            if head.startswith(magic):
                raise BadFileError(
                    Sentence("The file is {meaning}, not CSV", meaning=Sentence(meaning)), "Export it as CSV."
                )
        wide = _wide_encoding(head)
        if wide:
            text = head[: len(head) // 2 * 2].decode(wide, errors="replace")
            return wide, text.removeprefix("\ufeff"), len(head) == _SAMPLE
        decoder = codecs.getincrementaldecoder("utf-8-sig")()
        is_utf8, is_cp1252, nuls, size = True, True, 0, 0
        chunk = head
        while chunk:
            nuls, size = nuls + chunk.count(b"\0"), size + len(chunk)
            if is_utf8:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    is_utf8 = False
            is_cp1252 = is_cp1252 and not any(byte in chunk for byte in _NOT_CP1252)
            chunk = stream.read(1 << 20)
        if nuls > max(_STRAY_NULS, 0.001 * size):
            raise BadFileError("The file is binary: it holds NUL bytes", "Export it as CSV.")
        if is_utf8:
            try:
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                is_utf8 = False
    encoding = "utf-8-sig" if is_utf8 else "cp1252" if is_cp1252 else "latin-1"
    return encoding, head.decode(encoding, errors="ignore"), len(head) == _SAMPLE


def _wide_encoding(head: bytes) -> str:
    """Return UTF-16, by its mark or by the zeros that every other byte of a western text is; else empty."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[0::2].count(b"\0"), head[1::2].count(b"\0")
    half = max(1, len(head) // 2)
    if odd > 0.5 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.5 * half and odd < 0.05 * half else ""


def _infer_dialect(encoding: str, sample: str, *, is_cut: bool) -> Dialect:
    """Return the dialect of a text, with delimiter, header and titles inferred from its first part."""
    above = 0
    named = _NAMED.match(sample)
    if named:
        above, sample = 1, sample[named.end() :]
    written = sample.splitlines(keepends=True)
    text = "".join(written[:-1] if len(written) > 2 and is_cut else written)
    delimiter, escape = (named[1], "") if named else _delimiter(text)
    rows = [Row(above + row.line, row.cells) for row in _some_rows(text, delimiter, escape)]
    filled = [row for row in rows if any(cell.strip() for cell in row.cells)]
    if not filled:
        raise BadFileError(
            "The file is empty", "Export it again, or take it out of the folder.", code=IssueCode.FILE_EMPTY
        )
    lines = header_lines([row.cells for row in filled])
    titles = titles_above(filled[: lines.place], lines.groups, lines.renamed)
    shape = shape_of([row.cells for row in filled[lines.place :]], has_header=lines.is_written)
    return Dialect(encoding, delimiter, filled[lines.place].line - 1, shape, lines, titles, escape)


def _delimiter(text: str) -> tuple[str, str]:
    """Return the delimiter that splits the first rows into most columns, the same number in most; and the escape."""
    best, best_score = (",", ""), (0.0, 0)
    for delimiter in ",;\t|":
        for escape in ("", "\\") if '\\"' in text else ("",):
            widths = Counter(len(row.cells) for row in _some_rows(text, delimiter, escape, strict=True))
            width, often = max(widths.items(), key=lambda found: (found[1] * (found[0] > 1), found[0]), default=(1, 0))
            score = (round(often / max(1, widths.total()), 1), width)
            if width > 1 and score > best_score:
                best, best_score = (delimiter, escape), score
    return best


def _some_rows(text: str, delimiter: str, escape: str, *, strict: bool = False) -> list[Row]:
    """Return the first rows; if strict, a row with a quote in a wrong place has no cells."""
    _allow_large_cells()
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        escapechar=escape or None,
        doublequote=not escape,
        strict=strict,
    )
    rows: list[Row] = []
    line = 1
    while len(rows) < _ROWS_LOOKED_AT:
        try:
            cells = next(reader, None)
        except csv.Error:
            cells = []
        if cells is None:
            break
        if cells or strict:
            rows.append(Row(line, cells))
        line = reader.line_num + 1
    return rows


def _allow_large_cells() -> None:
    # Associated texts in CRM exports reach hundreds of kilobytes; the module's default limit is 128 KB.
    csv.field_size_limit(_LARGEST_CELL)


def unique_headers(headers: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return headers trimmed, in NFC, named where empty and numbered where they repeat; and those that repeated.

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
    """Lines for the CSV reader, one by one; those of the current row are remembered and can be taken back."""

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
        return line.replace("\0", "") if "\0" in line else line

    def leave_out(self) -> None:
        """Skip one line."""
        self.number += bool(self._stream.readline(_LARGEST_CELL))

    def take_back(self, count: int) -> None:
        """Take back the last lines, so that they are read again."""
        if count:
            self._again.extend(reversed(self.current[-count:]))
            self.number -= count


def rows_of(blob: Blob, dialect: Dialect) -> Iterator[Row]:
    """Yield all rows of a file, the header first where it has one, without blank lines.

    A quote that is never closed costs the row it is in, not the rest of the file: the lines swallowed are
    read again.
    """
    _allow_large_cells()
    width = len(dialect.shape.header)
    with blob.open() as raw, io.TextIOWrapper(raw, dialect.encoding, errors="replace", newline=None) as stream:
        lines = _Lines(stream)
        for _ in range(dialect.skip):
            lines.leave_out()
        reader = _reader(lines, dialect)
        while True:
            lines.current, lines.cut = [], False
            first = lines.number + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                lines.take_back(len(lines.current) - 1)
                reader = _reader(lines, dialect)
                yield Row(first, code=IssueCode.UNREADABLE_ROW, problem=str(error))
                continue
            if cells is None:
                return
            if lines.cut or (len(lines.current) > 1 and len(cells) != width):
                lines.take_back(len(lines.current) - 1)
                reader = _reader(lines, dialect)
                yield Row(first, code=IssueCode.UNREADABLE_ROW, problem="a quote is opened and not closed")
            elif len(cells) > 1 or any(cell.strip() for cell in cells):
                yield Row(first, cells)


def _reader(lines: _Lines, dialect: Dialect) -> Iterator[list[str]]:
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        escapechar=dialect.escape or None,
        doublequote=not dialect.escape,
    )
