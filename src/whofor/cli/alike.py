"""The command that finds companies like the customers: on the screen, as a file of rows, as a document."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from whofor.cli.following import place_of
from whofor.cli.listed import written
from whofor.errors import Problem, UsageError

if TYPE_CHECKING:
    from whofor.cli.arguments import Given
    from whofor.cli.console import Screen

__all__ = ["find_lookalikes"]


def find_lookalikes(given: Given, screen: Screen, language: str) -> None:
    """Find the companies of a market that are like the customers, and show the most alike."""
    from whofor.app.accounts_file import csv_target
    from whofor.app.lookalikes import lookalikes
    from whofor.documents.lookalikes_document import lookalikes_document
    from whofor.reports.lookalikes import MOST_SHOWN, lookalike_rows, render_lookalikes
    from whofor.reports.words import words_of

    if given.market is None:
        todo = "Give a list of companies that you could sell to, with the facts that your customers have."
        raise UsageError(Problem("which market is not said", "--market", "", todo))
    target = csv_target(given.csv, given.excel, json=given.json)
    is_whole = given.json or target is not None
    top = given.top if given.top is not None or is_whole else MOST_SHOWN
    with screen.progress(language) as progress:
        found = lookalikes(
            given.market,
            given.customers,
            workspace=None if given.customers is not None else given.workspace,
            as_of=given.known_before,
            most=top,
            progress=progress,
        )
    words = words_of(language)
    if target is not None:
        read_by = None if target.language is None else words_of(target.language)
        if not written(target, lookalike_rows(found, read_by), screen):
            return
    if given.json:
        screen.document(lookalikes_document(found))
        return
    render_lookalikes(found, words, screen.out, "" if target is not None else _command(given))
    if target is not None:
        screen.say("rows_written", language, n=words.number(len(found.rows)), path=str(target.path))


def _command(given: Given) -> str:
    """Return the command that writes all rows to a file."""
    words = ["whofor", "lookalikes", *([] if given.customers is None else [str(given.customers)])]
    words += ["--market", str(given.market)]
    words += [] if given.known_before is None else ["--as-of", given.known_before]
    place = "" if given.customers is not None else place_of(given)
    return f"{shlex.join(words)}{place} --csv alike.csv --excel {given.language}"
