"""Loads the files of an export as texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from whofor.errors import Problem, Sentence, SourceError
from whofor.intake.importing.issues import IssueCounter
from whofor.intake.importing.ports import Importer
from whofor.intake.mapping.plan import RawFile
from whofor.intake.raw import Batch
from whofor.intake.sources.blobs import DAMAGED, BadFileError
from whofor.intake.sources.source_file import Form, LeftOut, SourceFile, plain_text, read_batches, titles_of
from whofor.model import IssueCode
from whofor.model.progress import Progress

__all__ = ["load_files", "refuse_address", "without_header"]

_LARGE = 4 * 1024 * 1024
_MOST_COLUMNS = 2_500
"""Columns of a file that are imported. A CRM's export of all properties has one or two thousand; each costs about a
hundredth of a second however few rows there are, and 11,000 do not fit into a gigabyte of the engine's memory."""


def refuse_address(source: Path) -> None:
    """Raise an error for an address, which is no path; it may hold a password, so it is not repeated."""
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]+):/", str(source))
    if scheme and not source.exists():
        todo = "Export the tables to files: CSV or Parquet."
        raise SourceError(Problem("Addresses cannot be read yet, only files and folders", f"{scheme[1]}://…", "", todo))


def load_files(
    files: Sequence[SourceFile], importer: Importer, counted: IssueCounter, progress: Progress
) -> list[RawFile]:
    """Load every table as texts; return the files as found, and count what is no row of data."""
    raw: list[RawFile] = []
    for number, file in enumerate(files):
        progress("read", number, len(files))
        if file.form is Form.PARQUET:
            headers, _ = importer.load_parquet(file.name, file.blob.path)
            raw.append(RawFile(file.name, tuple(headers)))
            continue
        try:
            kept = _fullest_columns(file)
            left_out = _load_rows(file, importer, kept)
        except BadFileError as bad:
            raise SourceError(Problem(bad.what, file.name, bad.value, bad.todo)) from bad
        except (OSError, *DAMAGED) as error:
            # It could be read a moment ago.
            what = Sentence("The file changed or went away while it was read: {error}", error=error)
            raise SourceError(Problem(what, file.name, todo="Import again when nothing writes to it.")) from error
        raw.append(RawFile(file.name, tuple(file.headers[place] for place in kept)))
        there = frozenset(kept)
        dropped = [header for place, header in enumerate(file.headers) if place not in there]
        counted.add(IssueCode.TOO_MANY_COLUMNS, len(dropped), dropped, file.name)
        for code in dict.fromkeys(row.code for row in left_out):
            rows = [row for row in left_out if row.code == code]
            counted.add(code, len(rows), tuple(f"{row.place}: {row.reason}" for row in rows[:5]), file.name)
        counted.add(IssueCode.DUPLICATE_HEADER, len(file.repeated), file.repeated, file.name)
        counted.add(IssueCode.NO_HEADER_LINE, int(not file.has_header), (_numbered(file),), file.name)
        linked = tuple(file.headers[place] for place in file.linked)
        counted.add(IssueCode.LINKED_COLUMN, len(linked), linked, file.name)
        counted.add(IssueCode.FILE_WITHOUT_ROWS, int(file.is_empty), (file.name,), file.name)
    progress("read", len(files), len(files))
    return raw


def without_header(files: Sequence[SourceFile]) -> list[Problem]:
    """Return for each file without a header line that its columns are numbered, and what to do."""
    todo = "Put the names of the columns into its first line, or export it with them; then import again."
    what = "The file has no header line, so its columns are numbered and read by their values alone"
    return [Problem(what, file.name, todo=todo) for file in files if not file.has_header]


def _numbered(file: SourceFile) -> str:
    return f"{file.name}: {file.headers[0]} … {file.headers[-1]}"


def _fullest_columns(file: SourceFile) -> Sequence[int]:
    """Return the places of the columns to import: all, or where they are too many those with the most values."""
    if len(file.headers) <= _MOST_COLUMNS:
        return range(len(file.headers))
    filled = [0] * len(file.headers)
    for _, columns in read_batches(file, []):
        for place, cells in enumerate(columns):
            filled[place] += len(cells) - cells.count(None)
    return sorted(sorted(range(len(filled)), key=lambda place: (-filled[place], place))[:_MOST_COLUMNS])


def _load_rows(file: SourceFile, importer: Importer, kept: Sequence[int]) -> list[LeftOut]:
    """Load some columns of one table; return the rows that are left out."""
    left_out: list[LeftOut] = []
    is_whole = len(kept) == len(file.headers)
    # The engine's reader takes a while to start, seconds where there are hundreds of columns.
    is_large = file.form is not Form.FRAME and file.blob.path.stat().st_size >= _LARGE
    plain = plain_text(file) if is_large and is_whole else None
    if plain is not None and importer.load_plain(file.name, file.blob.path, plain) is not None:
        return titles_of(file)
    batches = _batches(file, left_out)
    if not is_whole:
        batches = (Batch(batch.lines, [batch.columns[place] for place in kept]) for batch in batches)
    importer.load_rows(file.name, [file.headers[place] for place in kept], batches)
    return left_out


def _batches(file: SourceFile, left_out: list[LeftOut]) -> Iterator[Batch]:
    for lines, columns in read_batches(file, left_out):
        yield Batch(lines, columns)
