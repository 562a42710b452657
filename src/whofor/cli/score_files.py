"""Scores of lists of any size: into a Parquet file, and the card as SQL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from whofor.app.arguments import Arguments
    from whofor.cli.arguments import Given
    from whofor.cli.console import Screen

__all__ = ["score_any_size"]

_STDOUT = "-"
_BEST, _ALL = "best", "all"


def score_any_size(given: Given, screen: Screen, language: str) -> bool:
    """Write scores of a list of any size, or the card as SQL; return whether that was asked for.

    Raises:
        UsageError: Options do not go together.
    """
    from whofor.app.arguments import Arguments

    with Arguments() as read:
        _check(given, read)
    if given.sql is not None:
        _write_sql(given, screen, language)
        return True
    if given.parquet is None:
        return False
    _write_scores(given, screen, language)
    return True


def _check(given: Given, read: Arguments) -> None:
    """Record what does not go together."""
    file = given.parquet is not None
    for option, is_given, value in (
        ("--engine", given.engine is not None, given.engine),
        ("--reasons", given.reasons is not None, given.reasons),
        ("--all-columns", given.all_columns, ""),
    ):
        if is_given and not file:
            read.wrong("it says how a Parquet file is written", option, value, "Name the file: --parquet out.parquet.")
    if given.reasons not in (None, _BEST, _ALL):
        read.wrong("these reasons are not there", "--reasons", given.reasons, "Choose best or all.")
    if file and given.prospects is None:
        todo = "Give the list: whofor score prospects.parquet --parquet out.parquet."
        read.wrong("there is no list to score into a file", "--parquet", str(given.parquet), todo)
    others = {
        "--csv": given.csv is not None,
        "--excel": given.excel is not None,
        "--explain": given.explain is not None,
        "--page": given.page is not None,
        "--for": given.crm is not None,
        "--backtest": given.backtest,
        "--market": given.market is not None,
        "--allow-personal": bool(given.allow_personal),
    }
    for option in (name for name, is_given in others.items() if is_given and (file or given.sql is not None)):
        read.wrong("this does not go with a list of any size", option, "", "Leave out --parquet and --sql, or this.")
    if given.sql is not None and (file or given.json):
        read.wrong("one command writes one of them", "--sql", given.sql, "Call it twice.")


def _write_scores(given: Given, screen: Screen, language: str) -> None:
    from whofor.app.score_file import ENGINES, FileOptions, score_file
    from whofor.documents.score_document import score_document
    from whofor.model.score_answer import ScoredRow
    from whofor.reports.score import MOST_SHOWN, render_scores
    from whofor.reports.wording.scores import LONGEST_REASONS, reasons_text
    from whofor.reports.words import words_of

    spoken = words_of(language)

    def reasons(row: ScoredRow) -> str:
        return f"{row.tier} {reasons_text(row, spoken, LONGEST_REASONS - len(row.tier) - 1)}"

    options = FileOptions(
        as_of=given.known_before,
        most=given.top,
        capacity=given.capacity,
        engine=given.engine or ENGINES[0],
        codes=given.reasons == _ALL,
        whole=given.all_columns,
        part=given.part or None,
    )
    with screen.progress(language) as progress:
        answer = score_file(
            given.prospects or "",
            given.parquet or "",
            workspace=given.workspace,
            reasons=reasons,
            options=options,
            progress=progress,
        )
    if given.json:
        screen.document(score_document(answer))
        return
    words = words_of(language, answer.deals_called)
    render_scores(answer.first(MOST_SHOWN), words, screen.out, "")
    screen.say("rows_written", language, n=words.number(answer.n), path=str(given.parquet))


def _write_sql(given: Given, screen: Screen, language: str) -> None:
    from whofor.app.accounts_file import save_csv
    from whofor.app.score_sql import score_sql

    with screen.progress(language) as progress:
        text = score_sql(
            given.prospects,
            workspace=given.workspace,
            as_of=given.known_before,
            part=given.part or None,
            progress=progress,
        )
    if given.sql == _STDOUT:
        screen.content(text.encode())
        return
    place = Path(given.sql or "")
    save_csv(place, text.encode())
    screen.say("sql_written", language, path=str(place))
