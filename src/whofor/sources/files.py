"""A source is a file or a folder of CSV and Parquet files; this finds and checks them, all problems together."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from whofor.errors import Problem, SourceError
from whofor.schema.near import near_names
from whofor.sources.text_files import BadFileError, Dialect, Row, dialect_of, rows_of, unique_headers

__all__ = ["SourceFile", "UnreadRow", "find_source", "read_batches"]

_TEXT = (".csv", ".tsv", ".txt")
_DATA = ".csv, .tsv, .txt (also with .gz), .parquet"
_ROWS_PER_BATCH = 20_000


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One readable file of a source.

    Attributes:
        name: Its name within the source.
        path: Where it is.
        headers: Its headers; empty for Parquet, which the engine reads.
        repeated: Headers that occurred more than once.
        dialect: How it is written; `None` for Parquet.
    """

    name: str
    path: Path
    headers: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    dialect: Dialect | None = None


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row that was left out, with its place and the reason."""

    place: str
    reason: str


def find_source(source: Path, workspace: Path | None = None) -> tuple[list[SourceFile], list[str]]:
    """The data files of a source in order of their names, and the names of the other files in the folder.

    Args:
        source: A file or a folder.
        workspace: A workspace that may lie in the folder; its own files are no data.

    Raises:
        SourceError: With every file that cannot be used.
    """
    if not source.exists():
        raise SourceError(_not_there(source))
    try:
        paths = _files_in(source, workspace) if source.is_dir() else [source]
    except OSError as error:
        raise SourceError(
            Problem(f"The folder cannot be read: {error.strerror}", str(source), todo="Give yourself read access.")
        ) from error
    data = [path for path in paths if _is_data(path)]
    others = [path for path in paths if path not in data]
    if not data:
        what = "The folder holds no data file" if source.is_dir() else "This kind of file cannot be read"
        value = "" if source.is_dir() else "".join(source.suffixes)
        raise SourceError(Problem(what, str(source), value, f"Export CSV or Parquet: {_DATA}."))
    files: list[SourceFile] = []
    problems: list[Problem] = []
    for path in data:
        name = path.relative_to(source).as_posix() if source.is_dir() else path.name
        try:
            files.append(_check(path, unicodedata.normalize("NFC", name)))
        except BadFileError as bad:
            problems.append(Problem(str(bad), str(path), bad.value, bad.todo))
        except OSError as error:
            problems.append(
                Problem(f"The file cannot be read: {error.strerror or error}", str(path), todo="Check its rights.")
            )
    if problems:
        raise SourceError(problems)
    return files, [path.name for path in others]


def _not_there(source: Path) -> Problem:
    parent = source.parent
    names = sorted(path.name for path in parent.iterdir()) if parent.is_dir() else []
    near = near_names(source.name, names)
    todo = f"Did you mean {' or '.join(repr(name) for name in near)}?" if near else "Check the path."
    return Problem("There is no such file or folder", str(source), todo=todo)


def _files_in(folder: Path, workspace: Path | None) -> list[Path]:
    found = [path for path in folder.rglob("*") if path.is_file()]
    visible = [path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts)]
    if workspace is not None:
        own = _own_files(folder.resolve(), workspace.resolve())
        visible = [path for path in visible if not own(path.resolve())]
    return sorted(visible, key=lambda path: path.relative_to(folder).as_posix())


def _own_files(folder: Path, workspace: Path) -> Callable[[Path], bool]:
    """Tells files of the workspace: all of it where it lies below the folder, else what it writes beside the data."""
    if folder != workspace:
        return lambda path: folder in workspace.parents and workspace in path.parents
    below = (workspace / "runs", workspace / "tmp")
    return lambda path: not _is_data(path) or any(own in path.parents for own in below)


def _is_data(path: Path) -> bool:
    name = path.name.lower().removesuffix(".gz")
    if name.endswith(".parquet"):
        return not path.name.lower().endswith(".gz")
    return name.endswith(_TEXT) and not name.startswith(("readme", "license", "licence"))


def _check(path: Path, name: str) -> SourceFile:
    with path.open("rb") as stream:
        is_parquet = stream.read(4) == b"PAR1"
    if is_parquet:
        return SourceFile(name, path)
    if name.lower().endswith(".parquet"):
        raise BadFileError("The file is no Parquet file", "Write it again, or export CSV.")
    dialect = dialect_of(path)
    rows = rows_of(path, dialect)
    header = next(rows, None)
    if header is None or header.problem:
        raise BadFileError("The file has no header", "Export it with its column names in the first line.")
    if not any(not row.problem for row in rows):
        raise BadFileError(
            "The file holds a header and no rows", "Export it again, or take it out of the folder.", header.cells[0]
        )
    headers, repeated = unique_headers(header.cells)
    return SourceFile(name, path, tuple(headers), tuple(repeated), dialect)


def read_batches(file: SourceFile, unread: list[UnreadRow]) -> Iterator[tuple[list[int], list[list[str | None]]]]:
    """The rows of a text file in batches of columns; rows that cannot be read go to `unread`.

    Cells are trimmed; empty ones become `None`.
    """
    if file.dialect is None:
        return
    rows = rows_of(file.path, file.dialect)
    next(rows)
    batch: list[Row] = []
    for row in rows:
        if row.problem:
            unread.append(UnreadRow(f"{file.name}:{row.line}", row.problem))
            continue
        batch.append(row)
        if len(batch) == _ROWS_PER_BATCH:
            yield _columns(batch)
            batch = []
    if batch:
        yield _columns(batch)


def _columns(batch: list[Row]) -> tuple[list[int], list[list[str | None]]]:
    columns = [[cell.strip() or None for cell in column] for column in zip(*(row.cells for row in batch), strict=True)]
    return [row.line for row in batch], columns
