"""Checks the source of one column as the mapping file gives it."""

from __future__ import annotations

from collections.abc import Iterator

from whofor.intake.mapping.mapping_entries import ColumnEntry
from whofor.schema.columns import ReadAs

__all__ = ["asked_for", "source_problems"]


def asked_for(entry: ColumnEntry) -> ReadAs | None:
    """Return the way of reading that the entry asks for, or `None`."""
    if entry.year is not None:
        return ReadAs.YEAR
    return ReadAs(entry.kind.value) if entry.kind else None


def source_problems(entry: ColumnEntry, read_as: ReadAs) -> Iterator[tuple[str, str, str]]:
    """Return what is wrong with the source of a column: message, value, and what to do.

    Args:
        entry: The source.
        read_as: How the column is read unless the entry asks for another way.
    """
    ways = [
        bool(entry.column),
        entry.const is not None,
        bool(entry.concat),
        bool(entry.coalesce),
        bool(entry.days_between),
        entry.year is not None,
        entry.sum is not None,
        entry.count is not None,
    ]
    if sum(ways) != 1:
        what = "A column needs exactly one of column, const, concat, coalesce, days_between, year, sum, count"
        yield what, "", "Keep one of them."
    if entry.default and not (entry.column or entry.coalesce):
        yield "default needs column or coalesce", "", "Give one of them, or const alone."
    if (entry.several and not (entry.first_of or entry.last_of)) or (entry.first_of and entry.last_of):
        yield "Of a list one element is taken", "", "Give either first_of or last_of."
    if entry.days_between and len(entry.days_between) != 2:
        yield "days_between takes two date columns", "", 'Write days_between = ["Start", "End"].'
    if entry.factor != 1.0 and not (entry.column or entry.coalesce):
        yield "factor needs column or coalesce", str(entry.factor), "Give one of them."
    elif entry.factor != 1.0 and (asked_for(entry) or read_as) not in (ReadAs.NUMBER, ReadAs.MONEY):
        yield "factor is for numbers and amounts", str(entry.factor), 'Remove it, or say kind = "number".'
