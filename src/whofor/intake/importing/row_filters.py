"""Drops the rows of a staged table that the user's filters leave out."""

from __future__ import annotations

from collections.abc import Sequence

from whofor.intake.importing.outputs import Lookup
from whofor.intake.importing.ports import Importer
from whofor.intake.importing.values import read_values
from whofor.intake.mapping.plan import PlannedFilter, PlannedTable

__all__ = ["drop_rows"]


def drop_rows(table: PlannedTable, filters: Sequence[PlannedFilter], importer: Importer) -> int:
    """Drop the rows that fail a test; return their number.

    Args:
        table: The table, staged.
        filters: The tests.
        importer: Where it is staged.
    """
    for planned in filters:
        column = next(column for column in table.columns if column.name == planned.column)
        reading = read_values({**importer.distinct(table.name, column.name)}, column.read_as)
        passing = {text for text, value in reading.main.items() if planned.test.passes(value)}
        if planned.test.not_in and planned.test.passes(None):
            passing |= {"", *reading.missing}
        importer.store_lookup(table.name, Lookup(column.name, {"": dict.fromkeys(sorted(passing), "true")}))
    return sum(
        importer.filter_rows(table.name, part, [planned.column for planned in filters if planned.part == part])
        for part in sorted({planned.part for planned in filters})
    )
