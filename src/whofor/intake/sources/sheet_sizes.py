"""Sizes of the sheets of a workbook, found before it is opened: its reader makes room for every cell up to the last."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from whofor.errors import Sentence
from whofor.intake.sources.blobs import DAMAGED, BadFileError

__all__ = ["refuse_far_cells"]

_MOST_CELLS = 25_000_000
_MOST_TIMES = 20
_LARGEST = 4 * 1024**3
_SMALL = 64 * 1024**2
_MOST_TIMES_UNPACKED = 1_000
_CHUNK = 1 << 20
_LONGEST_TAG = 4096
_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^<>]*?\s)?r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*(?<!/)>')
_PART = re.compile(rb"<(/?)table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^<>]*?)(/?)>")
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="([0-9]{1,9})"')


@dataclass(slots=True)
class _Extent:
    """How far a sheet reaches, and how many cells with a value were seen in it."""

    rows: int = 0
    columns: int = 0
    filled: int = 0

    def see(self, row: int, column: int) -> None:
        self.rows, self.columns, self.filled = max(self.rows, row), max(self.columns, column), self.filled + 1

    def check(self) -> None:
        """Refuse the sheet if it is huge and nearly empty.

        Raises:
            BadFileError: It is.
        """
        if self.rows * self.columns > max(_MOST_CELLS, _MOST_TIMES * self.filled):
            size = f"{self.rows:,} × {self.columns:,}"
            raise BadFileError(
                "A sheet of the workbook has a cell far below or beside its table",
                "Delete the rows and columns outside the table, or export CSV.",
                size,
            )


def refuse_far_cells(stream: IO[bytes]) -> None:
    """Refuse a workbook that would take far more memory than its cells need; other files are let through.

    Raises:
        BadFileError: A cell lies far from all others, or the workbook unpacks to far more than any holds.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            _check(archive)
    except DAMAGED as error:
        raise BadFileError(
            Sentence("The workbook cannot be read: {error}", error=error), "Save it again, or export CSV."
        ) from error


def _check(archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    unpacked, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if unpacked > _LARGEST or unpacked > max(_SMALL, _MOST_TIMES_UNPACKED * packed):
        what = "The workbook unpacks to far more than a workbook holds"
        raise BadFileError(what, "Save it again, or export CSV.", f"{unpacked:,} B")
    for info in infos:
        check = next((check for pattern, check in _SHEETS if pattern.fullmatch(info.filename)), None)
        if check is not None:
            with archive.open(info) as part:
                check(part)


def _tags(stream: IO[bytes], pattern: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
    rest = b""
    while chunk := stream.read(_CHUNK):
        text = rest + chunk
        end = text.rfind(b"<")
        cut = end if end > len(text) - _LONGEST_TAG else len(text)
        yield from pattern.finditer(text, 0, cut)
        rest = text[cut:]
    yield from pattern.finditer(rest)


def _xml(stream: IO[bytes]) -> None:
    extent = _Extent()
    for found in _tags(stream, _CELL):
        column = 0
        for letter in found[1]:
            column = 26 * column + letter - 64
        extent.see(int(found[2]), column)
    extent.check()


def _open(stream: IO[bytes]) -> None:
    """Check the sheets of an OpenDocument, in which equal rows and cells are written once, with their number."""
    extent = _Extent()
    row = column = last = times = 0
    for found in _tags(stream, _PART):
        closing, kind, attributes, alone = found.groups()
        repeated = _REPEATED.search(attributes)
        number = int(repeated[1]) if repeated else 1
        if kind == b"table":
            extent.check()
            extent, row = _Extent(), 0
        elif kind == b"table-row":
            if not closing:
                column, last, times = 0, 0, number
            if closing or alone:
                row += times
                if last:
                    extent.see(row, last)
        elif not closing:
            column += number
            if not alone:
                last = column
                extent.filled += 1
    extent.check()


def _binary(stream: IO[bytes]) -> None:
    """Check a sheet of a binary workbook: records of a kind, a length and that many bytes."""
    extent = _Extent()
    content, at, row = stream.read(), 0, 0
    while at < len(content):
        kind, at = _number(content, at, 2)
        length, at = _number(content, at, 4)
        if kind == 0:
            row = int.from_bytes(content[at : at + 4], "little") + 1
        elif 1 < kind <= 11:
            extent.see(row, int.from_bytes(content[at : at + 4], "little") + 1)
        at += length
    extent.check()


def _number(content: bytes, at: int, most: int) -> tuple[int, int]:
    """Return a number written in at most so many bytes of seven bits, and the place behind it."""
    number = 0
    for place in range(most):
        byte = content[at + place] if at + place < len(content) else 0
        number |= (byte & 0x7F) << (7 * place)
        if not byte & 0x80:
            return number, at + place + 1
    return number, at + most


_SHEETS = (
    (re.compile(r"/?xl/worksheets/.*\.xml", re.IGNORECASE), _xml),
    (re.compile(r"/?xl/worksheets/.*\.bin", re.IGNORECASE), _binary),
    (re.compile(r"content\.xml"), _open),
)
