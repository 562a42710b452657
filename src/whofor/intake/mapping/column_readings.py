"""How a mapping reads the values of its columns, kept so that a later list of companies is read in the same way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

from whofor.intake.mapping.headers import fold_header
from whofor.intake.mapping.mapping import ColumnMapping, ColumnSource, TableMapping
from whofor.model import Parameter
from whofor.model.column_reading import ColumnReading
from whofor.model.parameters import EXTRA_PREFIX
from whofor.schema.columns import DateOrder, ReadAs

__all__ = ["reading_of", "readings_of", "source_read_as"]


def readings_of(mapping: ColumnMapping) -> tuple[ColumnReading, ...]:
    """Return how a mapping reads the columns of which it says more than where they are."""
    tables = [one for several in mapping.tables.values() for table in several for one in (table, *table.beside)]
    found = [
        reading
        for table in tables
        for name, source in _named(table)
        for reading in _chain(table.table, name, source)
        if reading.says_more
    ]
    return tuple(one for i, one in enumerate(found) if one not in found[:i])


def _named(table: TableMapping) -> Iterator[tuple[str, ColumnSource]]:
    yield from table.columns.items()
    for extra in table.extras:
        yield f"{EXTRA_PREFIX}{extra.name}" if extra.name else "", extra.source


def _chain(table: str, name: str, source: ColumnSource | None) -> Iterator[ColumnReading]:
    """Yield the reading of a source, then of those that stand in for it."""
    while source is not None:
        yield ColumnReading(
            table,
            name,
            # Of a joined file it is the header that a list may have: `company.Industry`.
            tuple(dict.fromkeys(h for text in (source.headers or source.coalesce) for h in (text, _bare(text)))),
            dict(source.values),
            source.factor,
            source.order,
            source.first_of,
            source.last_of,
            source.several,
            source.default,
            source.read_as or "",
        )
        source = source.or_else


def _bare(header: str) -> str:
    return header.partition(".")[2] or header


def reading_of(p: Parameter, readings: Sequence[ColumnReading]) -> ColumnReading | None:
    """Return how the values of a fact were read: by its name, else by the header it came from; `None` for as usual."""
    header = fold_header(p.source.rpartition(": ")[2])
    by_header = (one for one in readings if not one.name and header in map(fold_header, one.headers))
    by_name = (one for one in readings if one.name == p.name and one.table == (p.table or one.table))
    return next(by_name, None) or next(by_header, None)


def source_read_as(source: ColumnSource, reading: ColumnReading | None) -> ColumnSource:
    """Return a source whose values are read as those of another column were."""
    if reading is None:
        return source
    return replace(
        source,
        values=reading.values,
        factor=reading.factor,
        order=cast("DateOrder", reading.order),
        first_of=reading.first_of,
        last_of=reading.last_of,
        several=reading.several,
        default=reading.default,
        read_as=ReadAs(reading.read_as) if reading.read_as else source.read_as,
    )
