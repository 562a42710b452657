"""Sheets of spreadsheet workbooks (.xlsx, .xls, .xlsb, .ods) as rows of texts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from whofor.errors import Sentence
from whofor.intake.sources.blobs import BadFileError, Blob
from whofor.intake.sources.cells import cell_text
from whofor.intake.sources.folder import is_utf8
from whofor.intake.sources.layout import Row
from whofor.intake.sources.sheet_sizes import refuse_oversized

__all__ = ["is_workbook", "sheet_names", "sheet_rows"]

_OLD = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_INSIDE = (b"xl/", b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", b"content.xml")


def is_workbook(head: bytes) -> bool:
    """Return whether a file is a workbook, by its first bytes (some thousand of them)."""
    return head.startswith(_OLD) or (head.startswith(_ZIP) and any(name in head for name in _INSIDE))


def _workbook(blob: Blob) -> CalamineWorkbook:
    try:
        with blob.open() as stream:
            # Parts of a workbook are read in any order.
            content = stream if blob.is_plain_file else BytesIO(stream.read())
            refuse_oversized(content, is_old=content.read(4) != _ZIP)
            content.seek(0)
            if is_utf8(blob.path) and blob.is_plain_file:
                return CalamineWorkbook.from_path(str(blob.path))
            return CalamineWorkbook.from_filelike(BytesIO(content.read()))
    except PasswordError as error:
        raise BadFileError("The workbook is locked with a password", "Save it without one, or export CSV.") from error
    except CalamineError as error:
        raise BadFileError(
            Sentence("The workbook cannot be read: {error}", error=error), "Save it again, or export CSV."
        ) from error


def sheet_names(blob: Blob) -> list[str]:
    """Return the names of the sheets that hold anything.

    Raises:
        BadFileError: The workbook is locked or damaged.
    """
    workbook = _workbook(blob)
    return [name for name in workbook.sheet_names if next(_rows(workbook, name), None) is not None]


def sheet_rows(blob: Blob, sheet: str) -> Iterator[Row]:
    """Yield the rows of a sheet that hold anything, all as wide as the sheet; dates in ISO form, numbers without `.0`.

    Raises:
        BadFileError: The workbook is locked or damaged.
    """
    return _rows(_workbook(blob), sheet)


def _rows(workbook: CalamineWorkbook, sheet: str) -> Iterator[Row]:
    try:
        cells = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise BadFileError(
            Sentence("The sheet {sheet!r} cannot be read: {error}", sheet=sheet, error=error),
            "Save it again, or export CSV.",
        ) from error
    for line, values in enumerate(cells, start=1):
        # Most cells of a wide sheet are empty.
        texts = ["" if value == "" else _text(value) for value in values]
        if any(texts):
            yield Row(line, texts)


def _text(value: object) -> str:
    # A sheet's times are fractions of a day, exact to about a microsecond.
    return cell_text(value.replace(microsecond=0) if isinstance(value, datetime) else value).strip()
