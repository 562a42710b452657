"""Finds and checks the files of a source, a file or a folder of files, and reports all problems together."""

from __future__ import annotations

import stat
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count, islice
from pathlib import Path

from whofor.errors import Problem, Sentence, SourceError
from whofor.intake.sources.blobs import DAMAGED, BadFileError, Blob, is_archive, members_of
from whofor.intake.sources.copies import copies_among
from whofor.intake.sources.folder import FolderContents, files_in, folder_problem, is_utf8, shown
from whofor.intake.sources.header_lines import header_lines
from whofor.intake.sources.json_files import is_json, json_headers
from whofor.intake.sources.layout import titles_above
from whofor.intake.sources.regular_files import NoFileError
from whofor.intake.sources.source_file import ROWS_LOOKED_AT, Form, SourceFile, looked_at
from whofor.intake.sources.text_files import dialect_of, rows_of, unique_headers
from whofor.intake.sources.workbooks import is_workbook, sheet_names, sheet_rows
from whofor.model import IssueCode
from whofor.text import either, near_names

__all__ = ["DATA_ENDINGS", "SourceContents", "find_source", "no_rows", "paths_of", "tables_of", "unreadable"]

_ENDINGS = (".csv", ".tsv", ".txt", ".tab", ".jsonl", ".ndjson", ".json", ".parquet")
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_DATA = Sentence(".csv, .tsv, .txt, .jsonl (also with .gz), .xlsx, .xls, .ods, .parquet, or a .zip of them")
DATA_ENDINGS = (*_ENDINGS, *_WORKBOOKS)
"""Endings of the names of files that hold tables."""
_OWN_FILES = ("forgotten.json", "manifest.json", "runs.jsonl")
_NO_DATA = ("readme", "license", "licence", "changelog")
_HEAD = 8192


@dataclass(frozen=True, slots=True)
class SourceContents:
    """Contents of a source.

    Attributes:
        files: Its tables, in order of their names.
        others: Files that are no data.
        empty: Files without any content.
        copies: Files left out as their bytes are those of another one, with its name.
    """

    files: tuple[SourceFile, ...]
    others: tuple[str, ...]
    empty: tuple[str, ...]
    copies: tuple[tuple[str, str], ...] = ()


def find_source(source: Path, workspace: Path | None = None) -> SourceContents:
    """Return the tables of a source.

    Args:
        source: A file or a folder.
        workspace: A workspace that may lie in the folder; its own files are no data.

    Raises:
        SourceError: With every file that cannot be used.
    """
    found = paths_of(source, workspace)
    paths = found.files
    data = [path for path in paths if _is_data(path)]
    if not data:
        what = "The folder holds no data file" if source.is_dir() else "This kind of file cannot be read"
        value = "" if source.is_dir() else "".join(source.suffixes)
        raise SourceError(Problem(what, str(source), value, Sentence("Export one of {kinds}.", kinds=_DATA)))
    search = _Search(source)
    for path in data:
        search.add(path)
    search.read()
    others = [shown(path.name) for path in paths if not _is_data(path)]
    return search.found([*others, *found.passed_over])


def paths_of(source: Path, workspace: Path | None = None) -> FolderContents:
    """Return the files of a source: itself, or those of a folder.

    Args:
        source: A file or a folder.
        workspace: A workspace that may lie in the folder; its own files are no data.

    Raises:
        SourceError: There is no such file or folder, or it cannot be read.
    """
    try:
        is_folder = stat.S_ISDIR(source.stat().st_mode)
        if is_folder:
            return files_in(source, _own_files(source, workspace))
    except (FileNotFoundError, NotADirectoryError):
        raise SourceError(_not_there(source)) from None
    except OSError as error:
        raise SourceError(folder_problem(Path(error.filename or source), error)) from error
    return FolderContents([source])


class _Search:
    """Collector of the tables of a source, and of the problems of its files."""

    def __init__(self, source: Path) -> None:
        self.source = source
        self.files: list[SourceFile] = []
        self.empty: list[tuple[str, Problem]] = []
        self.others: list[str] = []
        self.blobs: list[tuple[str, Blob, str]] = []
        self.copies: dict[str, str] = {}
        self.problems: list[Problem] = []

    def add(self, path: Path) -> None:
        name = path.relative_to(self.source).as_posix() if self.source.is_dir() else path.name
        name = unicodedata.normalize("NFC", shown(name))
        try:
            blobs = members_of(path) if is_archive(path) else None
        except BadFileError as bad:
            self.problems.append(Problem(bad.what, shown(path), bad.value, bad.todo))
            return
        except OSError as error:
            self.problems.append(unreadable(path, error))
            return
        if blobs is None:
            self.blobs.append((name, Blob(path), shown(path)))
            return
        for member, blob in blobs:
            if _is_data(Path(member)):
                own = f"{name}/{unicodedata.normalize('NFC', member)}"
                self.blobs.append((own, blob, shown(f"{path}/{member}")))
            else:
                self.others.append(f"{name}/{member}")

    def read(self) -> None:
        """Read all tables but those of copies."""
        self.copies = copies_among((name, blob) for name, blob, _ in self.blobs)
        for name, blob, place in self.blobs:
            if name not in self.copies:
                self.check(name, blob, place)

    def check(self, name: str, blob: Blob, place: str) -> None:
        try:
            for table in tables_of(name, blob):
                self.files.append(replace(table, name=self.own_name(table.name)))
        except BadFileError as bad:
            problem = Problem(bad.what, place, bad.value, bad.todo)
            if bad.code == IssueCode.FILE_EMPTY:
                self.empty.append((name, problem))
            elif bad.code == IssueCode.FILE_IGNORED and self.source.is_dir():
                self.others.append(name)
            else:
                self.problems.append(problem)
        except OSError as error:
            self.problems.append(unreadable(Path(place), error))

    def own_name(self, name: str) -> str:
        """Return the name, numbered where another table has it: the two encodings of "é" count as one."""
        taken = {file.name for file in self.files}
        numbered = (f"{name} ({nth})" for nth in count(2))
        return name if name not in taken else next(own for own in numbered if own not in taken)

    def found(self, others: list[str]) -> SourceContents:
        """Return the contents; a file without content is no reason to refuse the others.

        Raises:
            SourceError: With every file that cannot be used.
        """
        filled = [file for file in self.files if not file.is_empty]
        if not filled:
            self.problems += [problem for _, problem in self.empty]
            self.problems += [no_rows(file) for file in self.files]
        if self.problems:
            raise SourceError(self.problems)
        if not filled:
            todo = Sentence("Export one of {kinds}.", kinds=_DATA)
            raise SourceError(Problem("The source holds no data", str(self.source), todo=todo))
        empty = tuple(name for name, _ in self.empty)
        return SourceContents(tuple(self.files), (*others, *self.others), empty, tuple(self.copies.items()))


def no_rows(file: SourceFile) -> Problem:
    """Return the problem of a table that has a header and no rows."""
    if file.form is Form.FRAME:
        return Problem("The frame holds no rows", file.name, file.headers[0], "Give one that has rows.")
    place = f"{file.blob.path}/{file.blob.member}" if file.blob.member else str(file.blob.path)
    todo = "Export it again, or take it out of the folder."
    return Problem("The file holds a header and no rows", place, file.headers[0], todo)


def unreadable(path: Path, error: OSError) -> Problem:
    """Return the problem of a file that cannot be read."""
    return Problem(
        Sentence("The file cannot be read: {reason}", reason=error.strerror or error),
        shown(path),
        todo="It is no file on a disk." if isinstance(error, NoFileError) else "Check its rights.",
    )


def _not_there(source: Path) -> Problem:
    parent = source.parent
    try:
        names = sorted(shown(path.name) for path in parent.iterdir())
    except OSError:
        names = []
    near = near_names(shown(source.name), names)
    todo = Sentence("Did you mean {names}?", names=either(near)) if near else "Check the path."
    return Problem("There is no such file or folder", shown(source), todo=todo)


def _own_files(folder: Path, workspace: Path | None) -> Callable[[Path], bool]:
    """Return a test for the workspace's files: all of it below the folder, else what it writes beside the data."""
    if workspace is None:
        return lambda _path: False
    folder, workspace = folder.resolve(), workspace.resolve()
    if folder != workspace:
        return lambda path: folder in workspace.parents and workspace in path.parents
    below = (workspace / "runs", workspace / "tmp")
    own = {workspace / name for name in _OWN_FILES}
    return lambda path: not _is_data(path) or path in own or any(folder in path.parents for folder in below)


def _is_data(path: Path) -> bool:
    name = path.name.lower()
    if name.startswith("~$"):
        return False
    if name.endswith((*_WORKBOOKS, ".zip", ".parquet")):
        return True
    name = name.removesuffix(".gz")
    return name.endswith(_ENDINGS) and not name.startswith(_NO_DATA) and not name.endswith(".parquet")


def tables_of(name: str, blob: Blob) -> list[SourceFile]:
    """Return the tables of one file: one, or one for each sheet.

    Raises:
        BadFileError: It holds no table, or is damaged.
    """
    try:
        head = blob.head(_HEAD)
    except DAMAGED as error:
        raise BadFileError(
            Sentence("The compressed file is damaged: {error}", error=error), "Export it again."
        ) from error
    if head[:4] == b"PAR1":
        if blob.member:
            raise BadFileError("Parquet cannot be read from within an archive", "Unpack it, and give the folder.")
        if not is_utf8(blob.path):
            todo = "Give the file a name of letters and digits, or export CSV."
            raise BadFileError("The name of the file is not UTF-8", todo)
        return [SourceFile(name, blob, Form.PARQUET)]
    if name.lower().endswith(".parquet"):
        raise BadFileError("The file is no Parquet file", "Write it again, or export CSV.")
    if is_workbook(head):
        sheets = sheet_names(blob)
        if not sheets:
            raise BadFileError("The workbook is empty", "Export it again.", code=IssueCode.FILE_EMPTY)
        return [_sheet(name if len(sheets) == 1 else f"{name}/{sheet}", blob, sheet) for sheet in sheets]
    if head[:2] == b"PK":
        raise BadFileError("The archive or workbook is damaged", "Download or save it again.")
    if is_json(head):
        keys = json_headers(blob)
        headers, repeated = unique_headers(keys)
        file = SourceFile(name, blob, Form.JSON, tuple(headers), tuple(repeated), keys=tuple(keys))
        return [looked_at(file)]
    dialect = dialect_of(blob)
    headers, repeated = unique_headers(dialect.lines.names)
    file = SourceFile(
        name,
        blob,
        Form.TEXT,
        tuple(headers),
        tuple(repeated),
        dialect=dialect,
        titles=dialect.titles,
        has_header=dialect.lines.is_written,
    )
    rows = rows_of(blob, dialect)
    header = next(rows, None)
    if header is None or header.code:
        raise BadFileError("The file has no header", "Export it with its column names in the first line.")
    return [looked_at(file)]


def _sheet(name: str, blob: Blob, sheet: str) -> SourceFile:
    sample = list(islice(sheet_rows(blob, sheet), ROWS_LOOKED_AT))
    lines = header_lines([row.cells for row in sample])
    headers, repeated = unique_headers(lines.names)
    file = SourceFile(name, blob, Form.SHEET, tuple(headers), tuple(repeated), sheet=sheet)
    titles = titles_above(sample[: lines.place], lines.groups, lines.renamed)
    return looked_at(replace(file, titles=titles, has_header=lines.is_written))
