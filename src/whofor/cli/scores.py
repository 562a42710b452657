"""The command that scores prospects: on the screen, as a file of rows, as a document."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from whofor.cli.following import place_of
from whofor.cli.listed import written

if TYPE_CHECKING:
    from whofor.cli.arguments import Given
    from whofor.cli.console import Screen

__all__ = ["score_prospects"]


def score_prospects(given: Given, screen: Screen, language: str) -> None:
    """Score prospects and show the best of them, or one of them."""
    from whofor.app.accounts_file import csv_target
    from whofor.app.score import ScoreOptions, score
    from whofor.documents.score_document import score_document
    from whofor.reports.score import MOST_SHOWN, render_explained, render_scores, score_rows_of_file
    from whofor.reports.words import words_of

    target = csv_target(given.csv, given.excel, json=given.json)
    is_whole = given.json or target is not None
    top = given.top if given.top is not None or is_whole else MOST_SHOWN
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
    if target is not None:
        read_by = None if target.language is None else words_of(target.language, answer.deals_called)
        if not written(target, score_rows_of_file(answer, read_by), screen):
            return
    if given.json:
        screen.document(score_document(answer))
        return
    if answer.explained is not None:
        render_explained(answer, words, screen.out)
        return
    shown = answer if top is not None and not target else answer.first(given.top or MOST_SHOWN)
    render_scores(shown, words, screen.out, "" if target is not None else _command(given))
    if target is not None:
        screen.say("rows_written", language, n=words.number(len(answer.rows)), path=str(target.path))


def _command(given: Given) -> str:
    """Return the command that writes all rows to a file."""
    words = ["whofor", "score", *([] if given.prospects is None else [str(given.prospects)])]
    words += [] if given.part == "" else ["--part", given.part]
    words += [] if given.known_before is None else ["--as-of", given.known_before]
    words += [] if given.capacity is None else ["--capacity", str(given.capacity)]
    words += [text for name in given.allow_personal or [] for text in ("--allow-personal", name)]
    words += [] if given.because is None else ["--because", given.because]
    return f"{shlex.join(words)}{place_of(given)} --csv scores.csv --excel {given.language}"
