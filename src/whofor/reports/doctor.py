"""Output of `doctor` and `import`: what is installed, and what was understood of an export."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from whofor.model import Health
from whofor.reports.blocks import Table
from whofor.reports.catalogue import clean
from whofor.reports.detection import guessed_lines, print_lines, reading_line
from whofor.reports.sections.data import (
    columns_table,
    dates_table,
    quarters_table,
    relations_table,
    tables_text,
    warning_row,
)
from whofor.reports.stages import stage_lines, stages_table
from whofor.reports.widths import print_text, wrapped
from whofor.reports.wording.reasons import issue_text
from whofor.reports.words import Words, words_of

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["render_doctor"]

_MOST_WARNINGS, _MOST_LINES = 3, 15
"""Gaps that the short form names, as nobody fills more of them at once, and the lines that it takes where it can."""


def _table(table: Table, console: Console) -> None:
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(box=None, pad_edge=False, header_style="bold")
    for place, head in enumerate(table.head):
        grid.add_column(head, overflow="fold", justify="right" if place >= table.n_words else "left")
    for row in table.rows:
        grid.add_row(*(Text(clean(cell)) for cell in row))
    console.print(Text("\n" + table.caption, style="bold"))
    console.print(grid)


def render_doctor(
    health: Health, language: str, console: Console, files: Sequence[str] = (), *, columns: bool = True
) -> None:
    """Print what is installed and, where there is a workspace, what it holds.

    Args:
        health: What was found.
        language: `en` or `fr`.
        console: Where to print.
        files: What each file was taken for, right after an import.
        columns: Whether to print stages, references, quarters, columns, dates and all counts, too; otherwise what
            costs the answer most, in some fifteen lines.
    """
    words = words_of(language, health.recognition.deals_called)
    if not health.workspace:
        _installed(health, words, console)
        _line(words.text("doctor.no_workspace"), console)
        return
    reading = reading_line(health.preset, health.recognition, language)
    if not columns:
        _short(health, [reading, *files], words, console)
        return
    print_lines([reading, *files, *guessed_lines(health.recognition.guessed, language)], console)
    _installed(health, words, console)
    _line(f"{health.workspace} · {clean(health.preset)} · {health.data_hash[:12]}", console, "bold")
    for line in tables_text(health, words):
        _line(line, console)
    _warnings(health, words, console)
    _everything(health, words, console)


def _short(health: Health, lines: Sequence[str], words: Words, console: Console) -> None:
    """Print what was read, what costs the answer most and what was guessed, in some fifteen lines of a terminal."""

    rows = (words.plural("doctor.rows", n, table=table) for table, n in health.tables.items())
    head = [
        *lines,
        f"{health.workspace} · {clean(health.preset)} · {health.data_hash[:12]}",
        " · ".join(rows),
    ]
    tail = [*stage_lines(health.stages, words)[:2], words.text("doctor.columns")]
    gaps = [
        f"{place + 1}. {' '.join(warning_row(health, place, words))}"
        for place in range(min(_MOST_WARNINGS, len(health.warnings)))
    ]

    def height(paragraphs: Sequence[str]) -> int:
        return sum(wrapped(clean(text), console.width).count("\n") + 1 for text in paragraphs)

    # The first of them stands there in any case: it is what the reader can do something about.
    while len(gaps) > 1 and height([*head, words.text("doctor.warnings"), *gaps, *tail]) > _MOST_LINES:
        gaps.pop()
    print_lines(head[: len(lines)], console, after=False)
    for text, style in zip(head[len(lines) :], ("bold", ""), strict=True):
        _line(text, console, style)
    if gaps:
        _line(words.text("doctor.warnings"), console, "bold")
    for gap in gaps:
        _line(gap, console)
    print_lines(tail[:-1], console, after=False)
    _line(tail[-1], console, "dim")


def _line(text: str, console: Console, style: str = "") -> None:

    print_text(text, console, style)


def _installed(health: Health, words: Words, console: Console) -> None:
    libraries = ", ".join(f"{name} {version}" for name, version in health.libraries.items())
    _line(f"whofor {health.version} · Python {health.python} · {libraries}", console)
    _line(words.text("doctor.kernel", kernel=health.kernel), console)
    console.print()


def _warnings(health: Health, words: Words, console: Console) -> None:
    """Print what costs the answer most, each with what to do."""

    if health.warnings:
        console.print()
        _line(words.text("doctor.warnings"), console, "bold")
    for place in range(len(health.warnings)):
        text, todo = warning_row(health, place, words)
        print_text(f"{place + 1}. {text}", console, indent=2)
        print_text(todo, console, "dim", indent=5)


def _everything(health: Health, words: Words, console: Console) -> None:
    """Print stages, references, quarters, columns, dates and what was counted at import."""
    from rich.text import Text

    if health.stages:
        _table(stages_table(health.stages, words), console)
        for line in stage_lines(health.stages, words):
            if line.startswith(" "):
                console.print(Text(line), soft_wrap=True)
            else:
                print_text(line, console)
    makers = (relations_table, quarters_table, columns_table, dates_table)
    for table in (make(health, words) for make in makers):
        if table.rows:
            _table(table, console)
    if health.issues:
        console.print(Text("\n" + words.text("doctor.counted"), style="bold"))
    for issue in health.issues:
        place = f" ({clean(issue.place)})" if issue.place else ""
        counted = f"· {issue_text(issue, words)}{place}: {words.number(issue.count)}"
        print_text(counted, console, indent=2)
        if issue.examples:
            print_text(clean("; ".join(issue.examples[:3]))[:200], console, "dim", indent=6)
