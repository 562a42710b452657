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
from whofor.reports.wording.reasons import issue_text
from whofor.reports.words import Words, words_of

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["render_doctor"]

_MOST_WARNINGS = 3
"""Gaps that the short form names; nobody fills more of them at once."""


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
    words = words_of(language)
    if not health.workspace:
        _installed(health, words, console)
        _line(words.text("doctor.no_workspace"), console)
        return
    lines = [reading_line(health.preset, health.recognition, language), *files]
    if columns:
        print_lines([*lines, *guessed_lines(health.recognition.guessed, language)], console)
        _installed(health, words, console)
    else:
        print_lines(lines, console)
    _line(f"{health.workspace} · {clean(health.preset)} · {health.data_hash[:12]}", console, "bold")
    if columns:
        for line in tables_text(health, words):
            _line(line, console)
    else:
        _line(" · ".join(words.plural("doctor.rows", n, table=table) for table, n in health.tables.items()), console)
    _warnings(health, words, console, len(health.warnings) if columns else _MOST_WARNINGS)
    if columns:
        _everything(health, words, console)
        return
    guessed = stage_lines(health.stages, language)
    if guessed:
        print_lines(["", *guessed[:2]], console)
    _line(words.text("doctor.columns"), console, "dim")


def _line(text: str, console: Console, style: str = "") -> None:
    from rich.text import Text

    console.print(Text(clean(text), style=style))


def _installed(health: Health, words: Words, console: Console) -> None:
    libraries = ", ".join(f"{name} {version}" for name, version in health.libraries.items())
    _line(f"whofor {health.version} · Python {health.python} · {libraries}", console)
    _line(words.text("doctor.kernel", kernel=health.kernel), console)
    console.print()


def _warnings(health: Health, words: Words, console: Console, most: int) -> None:
    """Print what costs the answer most, each with what to do."""
    from rich.padding import Padding
    from rich.text import Text

    if health.warnings:
        console.print()
        _line(words.text("doctor.warnings"), console, "bold")
    for place in range(min(most, len(health.warnings))):
        text, todo = warning_row(health, place, words)
        console.print(Padding(Text(clean(f"{place + 1}. {text}")), (0, 0, 0, 2), expand=False))
        console.print(Padding(Text(clean(todo), style="dim"), (0, 0, 0, 5), expand=False))


def _everything(health: Health, words: Words, console: Console) -> None:
    """Print stages, references, quarters, columns, dates and what was counted at import."""
    from rich.padding import Padding
    from rich.text import Text

    if health.stages:
        _table(stages_table(health.stages, words), console)
        for line in stage_lines(health.stages, words.language):
            console.print(Text(line), soft_wrap=line.startswith(" "))
    makers = (relations_table, quarters_table, columns_table, dates_table)
    for table in (make(health, words) for make in makers):
        if table.rows:
            _table(table, console)
    if health.issues:
        console.print(Text("\n" + words.text("doctor.counted"), style="bold"))
    for issue in health.issues:
        place = f" ({clean(issue.place)})" if issue.place else ""
        counted = f"· {issue_text(issue, words)}{place}: {words.number(issue.count)}"
        console.print(Padding(Text(counted), (0, 0, 0, 2), expand=False))
        if issue.examples:
            console.print(
                Padding(Text(clean("; ".join(issue.examples[:3]))[:200], style="dim"), (0, 0, 0, 6), expand=False)
            )
