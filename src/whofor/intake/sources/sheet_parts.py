"""What the parts of a workbook hold, found without reading their values: how far each sheet reaches, and its texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

import olefile

__all__ = [
    "Extent",
    "binary_sheet",
    "binary_texts",
    "old_sheets",
    "open_sheets",
    "xml_sheet",
    "xml_text",
    "xml_texts",
]

_CHUNK = 1 << 20
_LONGEST_TAG = 4096
_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^<>]*?\s)?r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*(?<!/)>')
_TEXT_OF_CELL = re.compile(rb't="s"[^<>]*><(?:\w+:)?v>([0-9]{1,9})<|<(?:\w+:)?t(?:\s[^<>]*)?>([^<]*)')
_END_OF_TEXT = re.compile(rb"</(?:\w+:)?si>|<(?:\w+:)?si/>")
_PART = re.compile(rb"<(/?)table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^<>]*?)(/?)>")
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="([0-9]{1,9})"')
# Records of a binary workbook ([MS-XLSB] 2.3): a row, its cells, a shared text, a cell that refers to one.
_ROW_RECORD, _CELL_RECORDS, _TEXT_RECORD, _SHARED_CELL = 0, range(2, 12), 19, 7
# Records of an old workbook ([MS-XLS] 2.3): the start of a sheet; formula, numbers, texts, truth values.
_START = 0x0809
_OLD_CELLS = frozenset({0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})
_OLD_TEXTS, _OLD_SHARED_CELL, _CONTINUED = 0x00FC, 0x00FD, b"\x3c\x00"
_OLD_STREAMS = ("Workbook", "Book")


@dataclass(slots=True)
class Extent:
    """How far a sheet reaches, and what was seen in it.

    Attributes:
        rows: The last row with a value.
        columns: The last column with a value.
        filled: Cells with a value; cells stored once with their number are one.
        text: Bytes of text once every cell holds its own; 0 where it was not counted.
    """

    rows: int = 0
    columns: int = 0
    filled: int = 0
    text: int = 0

    @property
    def cells(self) -> int:
        """Number of cells that a reader makes room for."""
        return self.rows * self.columns

    def see(self, row: int, column: int) -> None:
        """Count a cell with a value."""
        self.rows, self.columns, self.filled = max(self.rows, row), max(self.columns, column), self.filled + 1


def _tags(stream: IO[bytes], pattern: re.Pattern[bytes]) -> Iterator[tuple[int, re.Match[bytes]]]:
    """Yield what the pattern finds, each with the place of the text it was found in."""
    rest, at = b"", 0
    while chunk := stream.read(_CHUNK):
        text = rest + chunk
        end = text.rfind(b"<")
        cut = end if end > len(text) - _LONGEST_TAG else len(text)
        for found in pattern.finditer(text, 0, cut):
            yield at, found
        rest, at = text[cut:], at + cut
    for found in pattern.finditer(rest):
        yield at, found


def xml_sheet(stream: IO[bytes]) -> Extent:
    """Return the extent of a sheet in XML (.xlsx), its texts not counted."""
    extent = Extent()
    for _, found in _tags(stream, _CELL):
        column = 0
        for letter in found[1]:
            column = 26 * column + letter - 64
        extent.see(int(found[2]), column)
    return extent


def xml_text(stream: IO[bytes], lengths: Sequence[int]) -> int:
    """Return the bytes of text in the cells of a sheet in XML, a shared text counted for each of its cells."""
    total = 0
    for _, cell in _tags(stream, _TEXT_OF_CELL):
        total += len(cell[2] or b"") if cell[1] is None else _length(lengths, int(cell[1]))
    return total


def _length(lengths: Sequence[int], number: int) -> int:
    return lengths[number] if number < len(lengths) else 0


def xml_texts(stream: IO[bytes]) -> Iterator[int]:
    """Yield the bytes of each shared text of a workbook in XML, its marks included."""
    start = at = 0
    rest = b""
    while chunk := stream.read(_CHUNK):
        text = rest + chunk
        for found in _END_OF_TEXT.finditer(text):
            yield at + found.end() - start
            start = at + found.end()
        cut = max(len(text) - _LONGEST_TAG, start - at, 0)
        rest, at = text[cut:], at + cut


def open_sheets(stream: IO[bytes]) -> list[Extent]:
    """Return the extents of the sheets of an OpenDocument, in which equal rows and cells are written once."""
    extents = [Extent()]
    row = column = last = rows = columns = opened = 0
    for at, found in _tags(stream, _PART):
        closing, kind, attributes, alone = found.groups()
        repeated = _REPEATED.search(attributes)
        number = int(repeated[1]) if repeated else 1
        if kind == b"table":
            extents.append(Extent())
            row = 0
        elif kind == b"table-row":
            if not closing:
                column, last, rows = 0, 0, number
            if closing or alone:
                row += rows
                if last:
                    extents[-1].see(row, last)
        elif closing:
            extents[-1].text += (at + found.start() - opened) * rows * columns
        else:
            column += number
            if not alone:
                last, columns, opened = column, number, at + found.end()
                extents[-1].filled += 1
    return extents


def binary_sheet(stream: IO[bytes], lengths: Sequence[int]) -> Extent:
    """Return the extent of a sheet of a binary workbook (.xlsb)."""
    extent = Extent()
    row = 0
    for kind, content in _records(stream):
        if kind == _ROW_RECORD:
            row = int.from_bytes(content[:4], "little") + 1
        elif kind in _CELL_RECORDS:
            extent.see(row, int.from_bytes(content[:4], "little") + 1)
            is_shared = kind == _SHARED_CELL
            extent.text += _length(lengths, int.from_bytes(content[8:12], "little")) if is_shared else len(content)
    return extent


def binary_texts(stream: IO[bytes]) -> Iterator[int]:
    """Yield the bytes of each shared text of a binary workbook."""
    return (len(content) for kind, content in _records(stream) if kind == _TEXT_RECORD)


def _records(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a part of a binary workbook: a kind, a length and that many bytes."""
    content, at = stream.read(), 0
    while at < len(content):
        kind, at = _number(content, at, 2)
        length, at = _number(content, at, 4)
        yield kind, content[at : at + length]
        at += length


def _number(content: bytes, at: int, most: int) -> tuple[int, int]:
    """Return a number written in at most so many bytes of seven bits, and the place behind it."""
    number = 0
    for place in range(most):
        byte = content[at + place] if at + place < len(content) else 0
        number |= (byte & 0x7F) << (7 * place)
        if not byte & 0x80:
            return number, at + place + 1
    return number, at + most


def old_sheets(stream: IO[bytes]) -> list[Extent]:
    """Return the extents of the sheets of an old workbook (.xls).

    Raises:
        OleFileError: The file is damaged.
    """
    extents, lengths = [Extent()], list[int]()
    with olefile.OleFileIO(stream) as file:
        name = next((name for name in _OLD_STREAMS if file.exists(name)), "")
        content = file.openstream(name).read() if name else b""
    at = 0
    while at + 4 <= len(content):
        kind, length = (int.from_bytes(content[at + i : at + i + 2], "little") for i in (0, 2))
        if kind == _START:
            extents.append(Extent())
        elif kind == _OLD_TEXTS:
            lengths = _old_texts(content, at)
        elif kind in _OLD_CELLS and length >= 4:
            row, column = (int.from_bytes(content[at + i : at + i + 2], "little") for i in (4, 6))
            extents[-1].see(row + 1, column + 1)
            if kind == _OLD_SHARED_CELL:
                extents[-1].text += _length(lengths, int.from_bytes(content[at + 10 : at + 14], "little"))
        at += 4 + length
    return extents


def _old_texts(content: bytes, at: int) -> list[int]:
    """Return the bytes of each shared text of an old workbook ([MS-XLS] 2.4.265, 2.5.293).

    A record holds 8 kB at most; a text that goes on in the next record has its width said again there.
    """
    lengths = list[int]()
    at, end = at + 12, at + 4 + int.from_bytes(content[at + 2 : at + 4], "little")
    while True:
        if at >= end:
            if content[at : at + 2] != _CONTINUED:
                return lengths
            at, end = at + 4, at + 4 + int.from_bytes(content[at + 2 : at + 4], "little")
        left, flags = int.from_bytes(content[at : at + 2], "little"), int.from_bytes(content[at + 2 : at + 3], "little")
        lengths.append(left << (flags & 1))
        runs = 4 * int.from_bytes(content[at + 3 : at + 5], "little") if flags & 8 else 0
        place = at + 3 + (2 if flags & 8 else 0)
        more = runs + (int.from_bytes(content[place : place + 4], "little") if flags & 4 else 0)
        at = place + (4 if flags & 4 else 0)
        while left:
            taken = min(left, (end - at) >> (flags & 1))
            left, at = left - taken, at + (taken << (flags & 1))
            if left:
                if content[end : end + 2] != _CONTINUED:
                    return lengths
                at, end = end + 5, end + 4 + int.from_bytes(content[end + 2 : end + 4], "little")
                flags = int.from_bytes(content[at - 1 : at], "little")
        while more > end - at:
            more, at = more - (end - at), end
            if content[at : at + 2] != _CONTINUED:
                return lengths
            at, end = at + 4, at + 4 + int.from_bytes(content[at + 2 : at + 4], "little")
        at += more
