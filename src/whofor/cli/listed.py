"""Commands that list accounts: on the screen, as a file of rows, as a document."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from whofor.cli.following import csv_command

if TYPE_CHECKING:
    from whofor.app.accounts_file import CsvTarget
    from whofor.cli.arguments import Given
    from whofor.cli.console import Screen
    from whofor.csv_text import CsvCell

__all__ = ["list_accounts", "list_situations", "written"]


def list_accounts(given: Given, screen: Screen, language: str) -> None:
    """List the accounts of a type of client."""
    from whofor.app.accounts import accounts as use_case
    from whofor.app.accounts_file import csv_target
    from whofor.documents.accounts_document import accounts_document
    from whofor.reports.accounts import MOST_SHOWN, render_accounts
    from whofor.reports.accounts_file import accounts_rows
    from whofor.reports.sentences import accounts_with_sentences
    from whofor.reports.words import words_of

    target = csv_target(given.csv, given.excel, json=given.json)
    # A terminal shows the first rows only.
    most = None if given.json or target is not None else MOST_SHOWN
    part = given.part or None
    found = use_case(given.workspace, given.segment, only_open=given.only_open, most=most, part=part)
    words = words_of(language, found.deals_called)
    if target is not None:
        read_by = None if target.language is None else words_of(target.language, found.deals_called)
        if not written(target, accounts_rows(found, read_by), screen):
            return
    if given.json:
        screen.document(accounts_with_sentences(accounts_document(found), found, words))
        return
    render_accounts(found, words, screen.out, "" if target is not None else csv_command(given))
    if target is not None:
        rows = words.number(sum(one.n for one in found.lists))
        screen.say("rows_written", language, n=rows, path=str(target.path))


def list_situations(given: Given, screen: Screen, language: str) -> None:
    """List what is going on at the accounts of a list."""
    from whofor.app.account_situations import find_situations
    from whofor.app.accounts_file import csv_target
    from whofor.documents.account_situations_document import account_situations_document
    from whofor.reports.account_situations import MOST_SHOWN, render_situations, situation_rows
    from whofor.reports.words import words_of

    target = csv_target(given.csv, given.excel, json=given.json)
    most = None if given.json or target is not None else MOST_SHOWN
    with screen.progress(language) as progress:
        found = find_situations(
            given.account_list,
            given.signals or [],
            as_of=given.known_before,
            rules=given.situations,
            lenient=given.lenient,
            most=most,
            progress=progress,
        )
    words = words_of(language)
    if target is not None:
        read_by = None if target.language is None else words_of(target.language)
        if not written(target, situation_rows(found, read_by), screen):
            return
    if given.json:
        screen.document(account_situations_document(found))
        return
    render_situations(found, words, screen.out, "" if target is not None else _command(given))
    if target is not None:
        screen.say("rows_written", language, n=words.number(len(found.rows)), path=str(target.path))


def written(target: CsvTarget, rows: Iterable[Sequence[CsvCell]], screen: Screen) -> bool:
    """Write rows to where they go; return whether anything else may go to stdout."""
    from whofor.app.accounts_file import save_csv
    from whofor.csv_text import FOR_EXCEL, PLAIN, csv_bytes

    content = csv_bytes(rows, PLAIN if target.language is None else FOR_EXCEL[target.language])
    if target.path is None:
        screen.content(content)
        return False
    save_csv(target.path, content)
    return True


def _command(given: Given) -> str:
    """Return the command that writes all rows to a file."""
    own = [] if given.situations is None else ["--situations", str(given.situations)]
    lists = [text for path in given.signals or [] for text in ("--signals", str(path))]
    day = [] if given.known_before is None else ["--as-of", given.known_before]
    flags = [*lists, *day, *own, *(["--lenient"] if given.lenient else [])]
    words = [
        "whofor",
        "situations",
        str(given.account_list),
        *flags,
        "--csv",
        "situations.csv",
        "--excel",
        given.language,
    ]
    return shlex.join(words)
