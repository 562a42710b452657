"""The file that the accounts of a type of client are written to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from whofor.app.arguments import LANGUAGES, Arguments
from whofor.errors import Problem, Sentence, UsageError, WorkspaceError
from whofor.workspace.files import write_file

__all__ = ["CsvTarget", "csv_target", "save_csv"]

_STDOUT = "-"


@dataclass(frozen=True, slots=True)
class CsvTarget:
    """Where rows go, and who reads them.

    Attributes:
        path: The file; `None` for stdout.
        language: Language of the spreadsheet that opens it; `None` for a program.
    """

    path: Path | None
    language: str | None


def csv_target(given: str | None, excel: str | None, *, json: bool) -> CsvTarget | None:
    """Return where the rows go that a user asks for; `None` where no file is asked for.

    Args:
        given: A path, or `-` for stdout.
        excel: Language of the spreadsheet.
        json: Whether stdout carries a JSON document.

    Raises:
        UsageError: The file cannot be written as asked; all problems together.
    """
    with Arguments() as read:
        if excel is not None and excel not in LANGUAGES:
            todo = Sentence("Choose {names}.", names=" or ".join(LANGUAGES))
            read.wrong("this language is not there", "--excel", excel, todo)
        if given is None:
            if excel is not None:
                read.wrong("it says how a file is written", "--excel", excel, "Name the file: --csv accounts.csv.")
            return None
        if given == _STDOUT and json:
            read.wrong("stdout cannot hold both", "--csv", given, "Name a file, or leave out --json.")
        path = None if given == _STDOUT else read.path("--csv", given)
        if path is not None:
            read.attempt(lambda: _refuse_other_than_files(path), None)
        return CsvTarget(path, excel)


def _refuse_other_than_files(path: Path) -> None:
    """Raise an error where something else than a file is there, which would be replaced.

    Raises:
        UsageError: It is.
    """
    if path.is_dir():
        raise UsageError(Problem("This is a folder, no file", str(path), todo="Name the file: accounts.csv."))
    if path.exists() and not path.is_file():
        raise UsageError(Problem("This is no file", str(path), todo="Write --csv - for stdout."))


def save_csv(path: Path, content: bytes) -> None:
    """Write a file atomically.

    Raises:
        WorkspaceError: It cannot be written.
    """
    try:
        # Behind a link it is the file that is replaced, not the link.
        write_file(path.resolve(), content, private=False)
    except OSError as error:
        what = Sentence("The file cannot be written: {reason}", reason=error.strerror or str(error))
        raise WorkspaceError(Problem(what, str(path), todo="Choose a folder you may write to.")) from error
