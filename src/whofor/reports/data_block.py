"""What was understood of the data, as tables of words: for the terminal and for the page."""

from __future__ import annotations

from whofor.model import ColumnHealth, DateRange, Health
from whofor.reports.blocks import DataBlock, Table
from whofor.reports.catalogue import catalogue, clean
from whofor.reports.formats import day, number, percent
from whofor.reports.wording import warning_text, warning_todo

__all__ = [
    "columns_table",
    "data_block",
    "dates_table",
    "quarters_table",
    "relations_table",
    "tables_text",
    "warning_row",
]

_USED = ("definition", "confounder", "validation", "declared", "leak", "time")
_MOST_WARNINGS = 8
_MOST_OPEN = 3


def data_block(health: Health, language: str) -> DataBlock:
    """The part of the page that says what was understood.

    Args:
        health: What the workspace holds.
        language: `en` or `fr`.
    """
    words = catalogue(language)
    tables = (
        relations_table(health, language),
        quarters_table(health, language),
        columns_table(health, language),
        dates_table(health, language),
    )
    warnings = [warning_row(health, index, language) for index in range(min(len(health.warnings), _MOST_WARNINGS))]
    more = len(warnings) - _MOST_OPEN
    return DataBlock(
        title=words.text("title.data"),
        lead=words.text("page.data_lead", tables=", ".join(tables_text(health, language))),
        warnings=tuple(warnings[:_MOST_OPEN]),
        more_warnings=tuple(warnings[_MOST_OPEN:]),
        more_title=words.plural("page.more_warnings", more, n=number(more, language)) if more > 0 else "",
        fine="" if warnings else words.text("page.data_fine"),
        tables=tuple(table for table in tables if table.rows),
    )


def tables_text(health: Health, language: str) -> list[str]:
    """Each table with its rows, and the column that names them."""
    words = catalogue(language)
    said: list[str] = []
    for table, rows in health.tables.items():
        text = words.plural("doctor.rows", rows, table=table, n=number(rows, language))
        key = health.keys.get(table)
        said.append(f"{text} ({words.text('doctor.key', key=key)})" if key else text)
    return said


def warning_row(health: Health, index: int, language: str) -> tuple[str, str]:
    """What keeps the data from telling more, and what it costs and what to do."""
    words, warning = catalogue(language), health.warnings[index]
    cost = words.text("doctor.cost", share=percent(warning.cost, language))
    return warning_text(warning, language), f"{cost[:1].upper()}{cost[1:]}. {warning_todo(warning, language)}"


def _found(n: int, of: int, language: str) -> str:
    share = percent(n / of, language) if of else "–"
    return f"{share} ({catalogue(language).text('doctor.of', n=number(n, language), of=number(of, language))})"


def relations_table(health: Health, language: str) -> Table:
    """How many references from table to table were found."""
    words = catalogue(language)
    rows = [(f"{r.table} → {clean(r.to)}", clean(r.by), _found(r.n_matched, r.n, language)) for r in health.relations]
    head = (words.text("doctor.to"), words.text("doctor.by"), words.text("doctor.found"))
    return Table(words.text("doctor.relations"), head, tuple(rows), n_words=2)


def quarters_table(health: Health, language: str) -> Table:
    """Outcomes by quarter of opening."""
    words = catalogue(language)
    rows = [
        (q.quarter or words.text("doctor.undated"), *(number(n, language) for n in (q.won, q.lost, q.open)))
        for q in health.quarters
    ]
    head = tuple(words.text(f"doctor.{key}") for key in ("opened", "won", "lost", "open"))
    return Table(words.text("doctor.outcomes"), head, tuple(rows))


def columns_table(health: Health, language: str) -> Table:
    """How well each column is filled, those that may define a client first."""
    words = catalogue(language)
    order = {role: i for i, role in enumerate(_USED)}

    def rank(c: ColumnHealth) -> tuple[int, str, str]:
        return order[c.role], c.table, c.label

    rows = [
        (clean(c.label), words.text(f"role.{c.role}"), c.table, _filled(c, language))
        for c in sorted((c for c in health.columns if c.role in order), key=rank)
    ]
    head = tuple(words.text(f"doctor.{key}") for key in ("column", "role", "table", "filled"))
    return Table(words.text("doctor.columns"), head, tuple(rows), n_words=3)


def _filled(column: ColumnHealth, language: str) -> str:
    share = percent(column.n_filled / column.n, language) if column.n else "–"
    return f"{share} ({number(column.n_filled, language)})"


def dates_table(health: Health, language: str) -> Table:
    """From when to when dates reach."""
    words = catalogue(language)
    rows = [_range(one, language) for one in health.dates]
    head = tuple(words.text(f"doctor.{key}") for key in ("column", "table", "known", "first", "last"))
    return Table(words.text("doctor.dates"), head, tuple(rows), n_words=2)


def _range(one: DateRange, language: str) -> tuple[str, ...]:
    return clean(one.label), one.table, number(one.n, language), day(one.first, language), day(one.last, language)
