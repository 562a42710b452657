"""The command that scores prospects: on the screen, as a page, as a file of rows, as a document."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from whofor.cli.following import place_of
from whofor.cli.listed import written

if TYPE_CHECKING:
    from whofor.app.accounts_file import CsvTarget
    from whofor.cli.arguments import Given
    from whofor.cli.console import Screen
    from whofor.model.score_answer import ScoreAnswer

__all__ = ["score_prospects"]


def score_prospects(given: Given, screen: Screen, language: str) -> None:
    """Score prospects and show the best of them, or one of them."""
    from whofor.app.accounts_file import csv_target
    from whofor.app.call_sheet import MOST_IN_SHEET, checked_page
    from whofor.app.crm_files import check_crm
    from whofor.app.score import ScoreOptions, score
    from whofor.documents.score_document import score_document
    from whofor.reports.score import MOST_SHOWN, render_explained, render_scores
    from whofor.reports.words import words_of

    target, page = csv_target(given.csv, given.excel, json=given.json), checked_page(given.page)
    check_crm(given.crm, target)
    _keep_list(given, target, page)
    is_whole = given.json or target is not None
    top = given.top if given.top is not None or is_whole else MOST_IN_SHEET
    options = ScoreOptions(
        as_of=given.known_before,
        most=top,
        capacity=given.capacity,
        explain=given.explain or "",
        backtest=given.backtest,
        market=given.market,
        allow_personal=given.allow_personal or [],
        because=given.because or "",
    )
    with screen.progress(language) as progress:
        answer = score(
            given.prospects, workspace=given.workspace, options=options, part=given.part or None, progress=progress
        )
    words = words_of(language, answer.deals_called)
    said = [] if target is None else _rows(given, answer, target, screen, language)
    is_quiet = target is not None and target.path is None
    said += _page(given, answer, target, page, language=language, only_asked=given.json or is_quiet)
    if is_quiet:
        return
    if given.json:
        screen.document(score_document(answer))
        return
    if answer.explained is not None:
        render_explained(answer, words, screen.out)
    else:
        render_scores(answer.first(given.top or MOST_SHOWN), words, screen.out, "" if target else _command(given))
    for code, values in said:
        screen.say(code, language, **values)


_Said = list[tuple[str, dict[str, str]]]
"""Sentences of the catalogue with their values."""


def _rows(given: Given, answer: ScoreAnswer, target: CsvTarget, screen: Screen, language: str) -> _Said:
    """Write the rows to where they go, and return what is said of it."""
    from whofor.app.accounts_file import save_csv
    from whofor.app.crm_files import crm_files
    from whofor.reports.score import score_rows_of_file
    from whofor.reports.words import words_of

    words, crm = words_of(language, answer.deals_called), given.crm
    if crm is None:
        read_by = None if target.language is None else words_of(target.language, answer.deals_called)
        written(target, score_rows_of_file(answer, read_by), screen)
        return [("rows_written", {"n": words.number(len(answer.rows)), "path": str(target.path)})]
    said: _Said = []
    files = crm_files(answer, crm, target, words)
    for file in files:
        _refuse_list(given, "--csv", file.path)
    for file in files:
        if file.path is None:
            screen.content(file.content)
            continue
        save_csv(file.path, file.content)
        code = "rows_without_id" if file.is_new else "rows_written"
        said.append(
            (code, {"n": words.number(file.n), "path": str(file.path), **({"crm": crm} if file.is_new else {})})
        )
    if left_out := len(answer.rows) - sum(file.n for file in files):
        said.append(("deals_without_id", {"n": words.number(left_out), "crm": crm}))
    return said


def _page(
    given: Given, answer: ScoreAnswer, target: CsvTarget | None, page: Path | None, *, language: str, only_asked: bool
) -> _Said:
    """Write the page, and return what is said of it; only where asked for, where stdout or one prospect is wanted."""
    from whofor.app.call_sheet import keep_call_sheet, write_call_page

    # A file for a CRM is not what a reader of the page looks for.
    rows = None if target is None or given.crm is not None else target.path
    if page is not None:
        write_call_page(answer, page, language=language, rows=rows, command=_command(given))
    elif only_asked or answer.explained is not None:
        return []
    else:
        page = keep_call_sheet(answer, given.workspace, language, part=given.part, rows=rows)
    return [("calls_written", {"path": str(page.resolve())})]


def _keep_list(given: Given, target: CsvTarget | None, page: Path | None) -> None:
    """Raise an error where the list itself would be replaced.

    Raises:
        UsageError: It would.
    """
    from whofor.errors import Problem, UsageError

    for option, path in (("--csv", None if target is None else target.path), ("--page", page)):
        _refuse_list(given, option, path)
    if target is not None and target.path is not None and page is not None and target.path.resolve() == page.resolve():
        raise UsageError(Problem("this is the file of the rows", "--page", str(page), "Name another file."))


def _refuse_list(given: Given, option: str, path: Path | None) -> None:
    """Raise an error where a file that is to be written is the list.

    Raises:
        UsageError: It is.
    """
    from whofor.errors import Problem, UsageError

    if given.prospects is not None and path is not None and path.resolve() == given.prospects.resolve():
        raise UsageError(Problem("this is the list itself", option, str(path), "Name another file."))


def _command(given: Given) -> str:
    """Return the command that writes all rows to a file."""
    words = ["whofor", "score", *([] if given.prospects is None else [str(given.prospects)])]
    words += [] if given.part == "" else ["--part", given.part]
    words += [] if given.known_before is None else ["--as-of", given.known_before]
    words += [] if given.capacity is None else ["--capacity", str(given.capacity)]
    words += [text for name in given.allow_personal or [] for text in ("--allow-personal", name)]
    words += [] if given.because is None else ["--because", given.because]
    return f"{shlex.join(words)}{place_of(given)} --csv scores.csv --excel {given.language}"
