"""One table of a source: its format, its headers, and its rows as texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from csv import reader
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from os import SEEK_END
from pathlib import Path
from typing import Protocol

from whofor.intake.raw import PlainText
from whofor.intake.sources.blobs import Blob
from whofor.intake.sources.folder import is_utf8
from whofor.intake.sources.json_files import json_rows
from whofor.intake.sources.layout import LAST_ROWS, Row, Shape, body, footer_pattern, is_footer
from whofor.intake.sources.linked_cells import linked_columns, names_of_links
from whofor.intake.sources.regular_files import open_file
from whofor.intake.sources.text_files import Dialect, rows_of
from whofor.intake.sources.workbooks import sheet_rows
from whofor.model import IssueCode

__all__ = [
    "NOWHERE",
    "ROWS_LOOKED_AT",
    "Form",
    "LeftOut",
    "RowSource",
    "SourceFile",
    "looked_at",
    "plain_text",
    "read_batches",
    "titles_of",
]

NOWHERE = Blob(Path())
"""Stands for the bytes of a table that has none."""
ROWS_LOOKED_AT = 200
"""Number of the first rows from which the form of a table is told."""
_ROWS_PER_BATCH = 20_000
_TAIL = 65_536


class Form(StrEnum):
    """The format of a file."""

    TEXT = "text"
    SHEET = "sheet"
    JSON = "json"
    PARQUET = "parquet"
    FRAME = "frame"


class RowSource(Protocol):
    """Rows that are in memory or in another program: those of a data frame."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns as they are there."""
        ...

    def rows(self) -> Iterator[Row]:
        """Yield all rows as texts, each with the line that it would begin on in a file."""
        ...


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One table of a source.

    Attributes:
        name: Its name within the source.
        blob: Where its bytes are; `NOWHERE` for a frame.
        form: Its format.
        headers: Its headers; empty for Parquet, which the engine reads.
        repeated: Headers that occurred more than once.
        dialect: Format of a text; `None` for the other forms.
        sheet: Sheet of a workbook.
        keys: Keys of JSON objects behind the headers.
        titles: Rows above the header, left out.
        has_header: Whether a line names its columns; else they are numbered.
        is_empty: Whether it has a header and no rows.
        linked: Places of the columns whose cells hold names with links; they are read as the names.
        frame: Rows of a frame; `None` for the other forms.
    """

    name: str
    blob: Blob
    form: Form
    headers: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    dialect: Dialect | None = None
    sheet: str = ""
    keys: tuple[str, ...] = ()
    titles: tuple[Row, ...] = ()
    has_header: bool = True
    is_empty: bool = False
    linked: tuple[int, ...] = ()
    frame: RowSource | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that was left out, with its issue code, its place and the reason."""

    code: IssueCode
    place: str
    reason: str


def _first_rows(file: SourceFile) -> list[Sequence[str]]:
    return [row.cells for row in islice((row for row in _rows(file) if not row.code), ROWS_LOOKED_AT)]


def looked_at(file: SourceFile) -> SourceFile:
    """Return the file with what its first rows show: whether there are any, and which columns hold links."""
    rows = _first_rows(file)
    return replace(file, is_empty=not rows, linked=linked_columns(rows))


def _rows(file: SourceFile) -> Iterator[Row]:
    """Yield the rows below the header of a text, a sheet, JSON or a frame."""
    if file.form is Form.PARQUET:
        return
    if file.frame is not None:
        yield from body(file.frame.rows(), Shape(file.frame.names))
    elif file.form is Form.JSON:
        yield from json_rows(file.blob, file.keys)
    elif file.dialect is not None:
        rows = rows_of(file.blob, file.dialect)
        yield from body(islice(rows, int(file.has_header), None), file.dialect.shape)
    else:
        rows = islice(sheet_rows(file.blob, file.sheet), len(file.titles), None)
        header = tuple(next(rows).cells) if file.has_header else ("",) * len(file.headers)
        yield from body(rows, Shape(header, has_header=file.has_header))


def read_batches(file: SourceFile, left_out: list[LeftOut]) -> Iterator[tuple[list[int], list[list[str | None]]]]:
    """Yield the rows of a table, but of Parquet, in batches of columns; what is no row of data goes to `left_out`.

    Cells are trimmed; empty ones become `None`.
    """
    left_out += titles_of(file)
    batch: list[Row] = []
    for row in _rows(file):
        if row.code:
            left_out.append(_left_out(file, row))
            continue
        batch.append(row)
        if len(batch) == _ROWS_PER_BATCH:
            yield _columns(batch, file.linked)
            batch = []
    if batch:
        yield _columns(batch, file.linked)


def _left_out(file: SourceFile, row: Row) -> LeftOut:
    return LeftOut(row.code or IssueCode.TITLE_LINE, f"{file.name}:{row.line}", row.problem)


def titles_of(file: SourceFile) -> list[LeftOut]:
    """Return the rows above the header of a file."""
    return [_left_out(file, title) for title in file.titles]


def plain_text(file: SourceFile) -> PlainText | None:
    """Return the format of a text that the engine may read by itself; `None` where only this module can."""
    dialect = file.dialect
    if dialect is None or dialect.encoding != "utf-8-sig" or dialect.escape or dialect.shape.pads:
        return None
    if (
        not is_utf8(file.blob.path)
        or file.linked
        or not file.blob.is_plain_file
        or _ends_with_a_footer(file.blob.path, dialect)
    ):
        return None
    lines_of_header = file.has_header + sum(cell.count("\n") for cell in dialect.shape.header)
    return PlainText(dialect.delimiter, dialect.skip + lines_of_header + 1, file.headers, footer_pattern())


def _ends_with_a_footer(path: Path, dialect: Dialect) -> bool:
    with open_file(path) as stream:
        stream.seek(max(0, stream.seek(0, SEEK_END) - _TAIL))
        lines = stream.read().decode("utf-8", errors="replace").splitlines()[-LAST_ROWS:]
    return any(is_footer(row) for row in reader(lines, delimiter=dialect.delimiter))


def _columns(batch: list[Row], linked: Sequence[int]) -> tuple[list[int], list[list[str | None]]]:
    columns = [[cell.strip() or None for cell in column] for column in zip(*(row.cells for row in batch), strict=True)]
    for place in linked:
        columns[place] = [(names_of_links(cell) or cell) if cell else None for cell in columns[place]]
    return [row.line for row in batch], columns
