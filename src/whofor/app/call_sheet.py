"""Write the page "whom to call": into the workspace with a file of all rows beside it, or wherever it is asked for."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from whofor.app.accounts_file import save_csv
from whofor.app.arguments import Arguments, StrPath
from whofor.csv_text import FOR_EXCEL, csv_bytes
from whofor.errors import Problem, UsageError
from whofor.model.score_answer import ScoreAnswer
from whofor.workspace import Workspace, call_sheet_name

__all__ = ["MOST_IN_SHEET", "checked_page", "keep_call_sheet", "write_call_page"]

MOST_IN_SHEET = 10_000
"""Rows of the file beside the page: reasons cost more than scores, and nobody calls more. `--csv` writes all."""


def write_call_page(
    answer: ScoreAnswer, file: StrPath, *, language: str = "en", rows: StrPath | None = None, command: str = ""
) -> Path:
    """Write scored prospects as one HTML page, "whom to call", and return its path; a file there is replaced.

    Args:
        answer: The scores; the best thousand prospects are on the page.
        file: Where it goes.
        language: `en` or `fr`.
        rows: The file that holds all rows, to be linked to; none if absent.
        command: Command that writes such a file, for where the page leaves rows out.

    Raises:
        UsageError: An argument is of the wrong type, the language is not there, or a folder is named.
        WorkspaceError: The page cannot be written.
    """
    from whofor.reports.calls.page import CallSheet, render_calls

    with Arguments() as read:
        place, known = read.path("--page", file), read.language(language)
        beside = None if rows is None else read.path("--csv", rows)
        read.attempt(lambda: _refuse_folder(place), None)
    sheet = CallSheet("" if beside is None else _link(beside, place), command)
    save_csv(place, render_calls(answer, known, sheet).encode())
    return place


def keep_call_sheet(
    answer: ScoreAnswer, workspace: Path, language: str, *, part: str = "", rows: Path | None = None
) -> Path:
    """Write the page into the workspace, and return its path; beside it all rows for a spreadsheet, where it has none.

    Args:
        answer: The scores.
        workspace: Folder of the workspace.
        language: `en` or `fr`.
        part: The part of the deals that the scores are about; empty for all.
        rows: The file that holds all rows already.

    Raises:
        WorkspaceError: There is no workspace, or it cannot be written.
    """
    from whofor.reports.calls.page import CallSheet, render_calls
    from whofor.reports.score import score_rows_of_file
    from whofor.reports.words import words_of

    place = Workspace.open(workspace)
    page, file = (call_sheet_name(language, part, ending) for ending in ("html", "csv"))
    if rows is None:
        table = score_rows_of_file(answer, words_of(language, answer.deals_called))
        rows = place.write_file(file, csv_bytes(table, FOR_EXCEL[language]))
    sheet = CallSheet(_link(rows, place.path / page))
    return place.write_file(page, render_calls(answer, language, sheet).encode())


def checked_page(given: str | None) -> Path | None:
    """Return where a user asks for the page; `None` where nobody does.

    Raises:
        UsageError: A folder is there.
    """
    if given is None:
        return None
    with Arguments() as read:
        place = read.path("--page", given)
        read.attempt(lambda: _refuse_folder(place), None)
    return place


def _refuse_folder(place: Path) -> None:
    """Raise an error where a folder, or what is no file, would be replaced.

    Raises:
        UsageError: It would.
    """
    if place.exists() and not place.is_file():
        raise UsageError(Problem("This is no file", str(place), todo="Name the file: calls.html."))


def _link(file: Path, page: Path) -> str:
    """Return a file as a link of a page; empty where no link leads there, as to another drive."""
    try:
        found = os.path.relpath(file.resolve(), page.resolve().parent)
    except ValueError:
        return ""
    return quote(Path(found).as_posix())
