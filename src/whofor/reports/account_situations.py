"""What is going on at the accounts of a list: in a terminal, and as rows of a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from whofor.csv_text import CsvCell
from whofor.model.account_situations import AccountInSituation, AccountSituations, AskedSituation
from whofor.reports.catalogue import clean
from whofor.reports.widths import fitting_widths, print_text, wrapped
from whofor.reports.wording.account_situations import (
    evidence_text,
    list_lines,
    missing_text,
    unknown_lines,
)
from whofor.reports.wording.problems import in_language
from whofor.reports.words import Words, words_of

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["MOST_SHOWN", "render_situations", "situation_rows"]

MOST_SHOWN = 10
"""Accounts shown in a terminal."""
_HEADS = ("account_key", "account", "situation", "answer", "since", "evidence")
_MOST_SIGNALS = 3
_BETWEEN = " · "


def render_situations(found: AccountSituations, words: Words, console: Console, command: str) -> None:
    """Print for how many accounts each situation holds and why it matters, and the accounts with most of them.

    Args:
        found: What was found.
        words: Language of the output.
        console: Where to print.
        command: Command that writes all rows to a file; empty where they were written.
    """

    from rich.text import Text

    def line(text: str, style: str = "", *, unbroken: bool = False) -> None:
        if unbroken:
            console.print(Text(clean(text), style=style), soft_wrap=True, highlight=False)
        else:
            print_text(text, console, style)

    line(words.plural("situations.title", found.n_in_any, of=found.n_accounts, day=found.day), "bold")
    for text in (*list_lines(found, words), *(in_language(note, words.language) for note in found.notes)):
        line(text, "dim")
    told = [one for one in found.situations if one.is_told]
    if told:
        line("")
        _print_counts(told, words, console)
        for text in unknown_lines(told, words):
            line(text, "dim")
    if untold := [one for one in found.situations if not one.is_told]:
        line(missing_text(untold, words), "dim")
    if why := [one for one in told if one.n_holds and one.why_in(words.language)]:
        line("")
        line(words.text("situations.why"), "bold")
        for one in why:
            line(words.pair(one.label_in(words.language), one.why_in(words.language)))
    rows = [row for row in found.rows if row.holds]
    if rows:
        line("")
        line(words.text("situations.accounts"), "bold")
        _print_accounts(rows, found, words, console)
    for text in found.warnings:
        line(words.text("situations.warning", text=in_language(text, words.language)), "yellow")
    if command and told:
        line("")
        line(words.text("situations.all", command=command), unbroken=True)


def _print_counts(told: Sequence[AskedSituation], words: Words, console: Console) -> None:
    """Print for how many accounts each situation holds, does not, and is not known."""
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=None, pad_edge=False, header_style="dim")
    grid.add_column(words.text("situations.col_situation"), overflow="fold")
    for key in ("yes", "no", "unknown"):
        grid.add_column(words.text(f"situations.head_{key}"), justify="right")
    for one in told:
        counts = map(words.number, (one.n_holds, one.n_not, one.n_unknown))
        grid.add_row(Text(clean(one.label_in(words.language))), *counts)
    console.print(grid)


def _print_accounts(
    rows: Sequence[AccountInSituation], found: AccountSituations, words: Words, console: Console
) -> None:
    """Print the first accounts, each with what is going on there and the signals that show it."""
    from rich.table import Table
    from rich.text import Text

    of_account: dict[str, list[AccountInSituation]] = {}
    for row in rows:
        of_account.setdefault(row.account_key, []).append(row)
    shown = list(of_account.values())[:MOST_SHOWN]
    columns = {
        "account": [clean(held[0].account) for held in shown],
        "situation": [
            _BETWEEN.join(clean(found.situation(row.situation).label_in(words.language)) for row in held)
            for held in shown
        ],
        "evidence": [clean(evidence_text(_together(held), words, _MOST_SIGNALS)) for held in shown],
    }
    heads = [words.text(f"situations.col_{name}") for name in columns]
    texts = [[head, *cells] for head, cells in zip(heads, columns.values(), strict=True)]
    widths = fitting_widths(texts, console.width)
    grid = Table(box=None, pad_edge=False, header_style="dim")
    for head, width in zip(heads, widths, strict=False):
        grid.add_column(head, overflow="fold", width=width)
    for cells in zip(*columns.values(), strict=True):
        grid.add_row(*(Text(wrapped(cell, width)) for cell, width in zip(cells, widths, strict=False)))
    console.print(grid)


def _together(held: Sequence[AccountInSituation]) -> AccountInSituation:
    """Return the situations of an account as one: the latest signal of each, then the others."""
    latest = [row.signals[0] for row in held if row.signals]
    signals = list({repr(signal): signal for signal in (*latest, *(s for row in held for s in row.signals))}.values())
    facts = {name: value for row in held for name, value in row.facts.items()}
    return replace(held[0], signals=tuple(signals), facts=facts)


def situation_rows(found: AccountSituations, words: Words | None = None) -> Iterator[list[CsvCell]]:
    """Yield one row for each account and situation that holds or is not known, a row of names first.

    Args:
        found: What was found.
        words: Language of names and answers, for people; `None` for a program: names of rules, `yes` and `unknown`.
    """
    yield list(_HEADS) if words is None else [words.text(f"situations.col_{name}") for name in _HEADS]
    spoken = words or words_of("en")
    for row in found.rows:
        answer = "yes" if row.holds else "unknown"
        name, since = row.situation, row.since
        told: CsvCell = since
        if words is not None:
            name, answer = found.situation(name).label_in(words.language), words.text(f"situations.answer_{answer}")
            with suppress(ValueError):
                told = date.fromisoformat(since)
        evidence = evidence_text(row, spoken)
        yield [clean(row.account_key), clean(row.account), clean(name), answer, told, clean(evidence)]
