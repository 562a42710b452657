"""What was recognised in the data, as tables of texts: for the terminal and for the page."""

from __future__ import annotations

from whofor.model import ColumnHealth, DateRange, Health
from whofor.reports.blocks import DataBlock, Table
from whofor.reports.catalogue import clean
from whofor.reports.report import Report, Section
from whofor.reports.stages import stages_table
from whofor.reports.wording.conditions import capital
from whofor.reports.words import Words

__all__ = ["DATA", "columns_table", "dates_table", "quarters_table", "relations_table", "tables_text", "warning_row"]

_USED = ("definition", "channel", "confounder", "validation", "declared", "leak", "time")
_MOST_WARNINGS = 8
_MOST_OPEN = 3
_MOST_COLUMNS = 60
"""Columns that the table shows: an export of all properties has thousands, of which nobody reads a list."""


def _block(report: Report) -> DataBlock | None:
    """Return what was recognised; `None` where the state of the workspace is not known."""
    health, words = report.health, report.words
    if health is None:
        return None
    makers = (relations_table, quarters_table, columns_table, dates_table)
    warnings = [warning_row(health, index, words) for index in range(min(len(health.warnings), _MOST_WARNINGS))]
    return DataBlock(
        title=words.text("title.data"),
        lead=words.text("page.data_lead", tables=", ".join(tables_text(health, words))),
        warnings=tuple(warnings[:_MOST_OPEN]),
        more_warnings=tuple(warnings[_MOST_OPEN:]),
        more_title=report.counted("page.more_warnings", len(warnings) - _MOST_OPEN),
        fine="" if warnings else words.text("page.data_fine"),
        tables=tuple(
            table for table in (_stages(health, words), *(make(health, words) for make in makers)) if table.rows
        ),
    )


def _stages(health: Health, words: Words) -> Table:
    return stages_table(health.stages, words)


def tables_text(health: Health, words: Words) -> list[str]:
    """Return each table with its number of rows and its key column."""
    texts: list[str] = []
    for table, rows in health.tables.items():
        text = words.plural("doctor.rows", rows, table=table)
        key = health.keys.get(table)
        texts.append(f"{text} ({words.text('doctor.key', key=key)})" if key else text)
    return texts


def warning_row(health: Health, index: int, words: Words) -> tuple[str, str]:
    """Return a defect of the data, and what it costs and how to repair it."""
    warning = health.warnings[index]
    more = f" {words.plural('label.more', warning.more)}" if warning.more else ""
    text = words.text(f"warn.{warning.code}", n=warning.n, of=warning.of, place=warning.place + more)
    cost = capital(words.text("doctor.cost", share=warning.cost))
    return text, f"{cost}. {words.text(f'todo.{warning.code}')}"


def _found(n: int, of: int, words: Words) -> str:
    share = words.percent(n / of) if of else "–"
    return f"{share} ({words.text('doctor.of', n=n, of=of)})"


def relations_table(health: Health, words: Words) -> Table:
    """Return how many references from table to table were resolved."""
    rows = [(f"{r.table} → {clean(r.to)}", clean(r.by), _found(r.n_matched, r.n, words)) for r in health.relations]
    head = (words.text("doctor.to"), words.text("doctor.by"), words.text("doctor.found"))
    return Table(words.text("doctor.relations"), head, tuple(rows), n_words=2)


def quarters_table(health: Health, words: Words) -> Table:
    """Return outcomes by quarter of opening."""
    rows = [
        (q.quarter or words.text("doctor.undated"), *(words.number(n) for n in (q.won, q.lost, q.open)))
        for q in health.quarters
    ]
    head = tuple(words.text(f"doctor.{key}") for key in ("opened", "won", "lost", "open"))
    return Table(words.text("doctor.outcomes"), head, tuple(rows))


def columns_table(health: Health, words: Words) -> Table:
    """Return how well each column is filled; columns that may define a client come first."""
    order = {role: i for i, role in enumerate(_USED)}

    def rank(c: ColumnHealth) -> tuple[int, str, str]:
        return order[c.role], c.table, c.label

    used = sorted((c for c in health.columns if c.role in order), key=rank)
    rows = [(clean(c.label), words.text(f"role.{c.role}"), c.table, _filled(c, words)) for c in used[:_MOST_COLUMNS]]
    if len(used) > _MOST_COLUMNS:
        rows.append((words.plural("doctor.more_columns", len(used) - _MOST_COLUMNS), "", "", ""))
    head = tuple(words.text(f"doctor.{key}") for key in ("column", "role", "table", "filled"))
    return Table(words.text("doctor.columns_table"), head, tuple(rows), n_words=3)


def _filled(column: ColumnHealth, words: Words) -> str:
    share = words.percent(column.n_filled / column.n) if column.n else "–"
    return f"{share} ({words.number(column.n_filled)})"


def dates_table(health: Health, words: Words) -> Table:
    """Return the first and last day of each date column."""
    rows = [_range(one, words) for one in health.dates]
    head = tuple(words.text(f"doctor.{key}") for key in ("column", "table", "known", "first", "last"))
    return Table(words.text("doctor.dates"), head, tuple(rows), n_words=2)


def _range(one: DateRange, words: Words) -> tuple[str, ...]:
    return clean(one.label), one.table, words.number(one.n), words.day(one.first), words.day(one.last)


DATA = Section("data", None, _block)
