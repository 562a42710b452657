"""Sizes of a workbook, found before it is opened.

Its reader makes room for every cell up to the last one of a sheet, copies a shared text into every cell that refers
to it, and reads all sheets of an old workbook (.xls) at once: a file of some kilobytes can take all memory there is.
"""

from __future__ import annotations

import re
import zipfile
from array import array
from typing import IO

from olefile.olefile import OleFileError

from whofor.errors import Sentence
from whofor.intake.sources.blobs import DAMAGED, BadFileError
from whofor.intake.sources.sheet_parts import (
    Extent,
    binary_sheet,
    binary_texts,
    old_sheets,
    open_sheets,
    xml_sheet,
    xml_text,
    xml_texts,
)

__all__ = ["refuse_oversized"]

# A cell takes some 75 bytes until its rows are texts: 0.75 GB.
_MOST_CELLS = 10_000_000
_MOST_TIMES = 20
_LARGEST = 4 * 1024**3
_SMALL = 64 * 1024**2
_MOST_TIMES_UNPACKED = 300
# The reader holds a text twice while a sheet is read.
_MOST_TEXT = 500_000_000
_MOST_TEXTS = 2_000_000
_ADVICE = "Save it again, or export CSV."
_MUCH_TEXT = "The workbook holds far more text than a workbook can"

_XML = re.compile(r"/?xl/worksheets/.*\.xml", re.IGNORECASE)
_BINARY = re.compile(r"/?xl/worksheets/.*\.bin", re.IGNORECASE)
_OPEN = re.compile(r"content\.xml")
_TEXTS = (
    (re.compile(r"/?xl/sharedStrings\.xml", re.IGNORECASE), xml_texts),
    (re.compile(r"/?xl/sharedStrings\.bin", re.IGNORECASE), binary_texts),
)


def refuse_oversized(stream: IO[bytes], *, is_old: bool) -> None:
    """Refuse a workbook that would take far more memory than its file lets one expect.

    Args:
        stream: The workbook.
        is_old: Whether it is one of before 2007 (.xls), else it is a zip archive.

    Raises:
        BadFileError: A cell lies far from all others, the workbook unpacks to far more than any holds, or it holds
            more text than any does.
    """
    try:
        if is_old:
            _check_extents(old_sheets(stream))
        else:
            with zipfile.ZipFile(stream) as archive:
                _check_archive(archive)
    except (*DAMAGED, OleFileError) as error:
        raise BadFileError(Sentence("The workbook cannot be read: {error}", error=error), _ADVICE) from error


def _check_archive(archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    unpacked, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if unpacked > _LARGEST or unpacked > max(_SMALL, _MOST_TIMES_UNPACKED * packed):
        raise BadFileError("The workbook unpacks to far more than a workbook holds", _ADVICE, f"{unpacked:,} B")
    lengths, extents = array("L"), list[Extent]()
    for info in infos:
        if texts := next((texts for pattern, texts in _TEXTS if pattern.fullmatch(info.filename)), None):
            with archive.open(info) as part:
                lengths.extend(texts(part))
    for info in infos:
        if _XML.fullmatch(info.filename):
            extents.append(_xml_extent(archive, info, lengths))
        elif _BINARY.fullmatch(info.filename):
            with archive.open(info) as part:
                extents.append(binary_sheet(part, lengths))
        elif _OPEN.fullmatch(info.filename):
            with archive.open(info) as part:
                extents += open_sheets(part)
    if len(lengths) > max(_MOST_TEXTS, _MOST_TIMES * sum(extent.filled for extent in extents)):
        raise BadFileError(_MUCH_TEXT, _ADVICE, f"{len(lengths):,}")
    _check_extents(extents)


def _xml_extent(archive: zipfile.ZipFile, info: zipfile.ZipInfo, lengths: array[int]) -> Extent:
    with archive.open(info) as part:
        extent = xml_sheet(part)
    # The texts of each cell are looked up only where they could be too much: it takes as long as reading them.
    if max(info.file_size, extent.filled * max(lengths, default=0)) > _MOST_TEXT:
        with archive.open(info) as part:
            extent.text = xml_text(part, lengths)
    return extent


def _check_extents(extents: list[Extent]) -> None:
    wasted = [extent.cells if extent.cells > _MOST_TIMES * extent.filled else 0 for extent in extents]
    if sum(wasted) > _MOST_CELLS:
        worst = extents[wasted.index(max(wasted))]
        raise BadFileError(
            "A sheet of the workbook has a cell far below or beside its table",
            "Delete the rows and columns outside the table, or export CSV.",
            f"{worst.rows:,} × {worst.columns:,}",
        )
    if (text := sum(extent.text for extent in extents)) > _MOST_TEXT:
        raise BadFileError(_MUCH_TEXT, _ADVICE, f"{text:,} B")
