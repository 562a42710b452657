"""Rules for columns that nobody asked for: which of them are kept."""

from __future__ import annotations

import re
from collections.abc import Mapping

from whofor.intake.importing.reading import Reading
from whofor.intake.mapping.plan import PlannedColumn, Total, headers_of
from whofor.intake.normalise.personal import personal_header, personal_values
from whofor.model import IssueCode, Role
from whofor.schema.columns import ReadAs, TableName

__all__ = ["names_a_person", "reason_to_leave_out", "worth_reading"]

_LEAST_FILLED = 0.02
_LONG_TEXT = 120.0
_ID = re.compile(r"(^|[\W_])(id|ids|uuid|guid|key|number|no|nr|zip|postal|code)($|[\W_])", re.IGNORECASE)
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


def worth_reading(filled: int, distinct: int, mean_length: float, rows: int, role: Role) -> IssueCode | None:
    """Return the issue code where the counts are enough to leave a column out, else `None`.

    Args:
        filled: Rows with a value.
        distinct: Distinct values, about.
        mean_length: Mean length of a value.
        rows: Rows of the table.
        role: Role the column would have; a leak is kept however empty, so that it can be named.
    """
    if not filled:
        return IssueCode.COLUMN_EMPTY
    if mean_length > _LONG_TEXT and distinct > 20:
        return IssueCode.COLUMN_FREE_TEXT
    if role is not Role.LEAK and filled < _LEAST_FILLED * rows:
        return IssueCode.COLUMN_NEARLY_EMPTY
    return None


def names_a_person(column: PlannedColumn, table: str) -> bool:
    """Return whether the header or the label of an extra column names an attribute of persons.

    Totals and durations may be computed from such columns, but are none themselves.
    """
    if not column.extra or column.between is not None or isinstance(column.expression, Total):
        return False
    headers = {column.label, *headers_of(column.expression)}
    return any(personal_header(header, of_persons=table == TableName.CONTACTS) for header in headers)


def reason_to_leave_out(
    column: PlannedColumn, counts: Mapping[str, int], reading: Reading, rows: int
) -> IssueCode | None:
    """Return the issue code where the values are a reason to leave out an extra column, else `None`.

    Personal data is left out even where the mapping names the column; all other reasons hold only for
    columns nobody named.
    """
    filled = sum(counts.values())
    if personal_values(counts):
        return IssueCode.COLUMN_PERSONAL
    if column.declared or column.role is Role.LEAK:
        return None
    if len(counts) == 1 and filled == rows:
        return IssueCode.COLUMN_CONSTANT
    known = len(reading.main)
    if not known:
        return IssueCode.COLUMN_EMPTY
    different = known / max(filled, 1)
    if reading.read_as in (ReadAs.CATEGORY, ReadAs.TEXT):
        links = sum(count for text, count in counts.items() if _LINK.match(text))
        if links > 0.5 * filled or (filled >= 30 and different > 0.9):
            return IssueCode.COLUMN_IDENTIFIER
        return IssueCode.COLUMN_FREE_TEXT if reading.read_as is ReadAs.TEXT else None
    if reading.read_as is ReadAs.NUMBER and filled >= 30 and different > 0.9 and _ID.search(column.label):
        return IssueCode.COLUMN_IDENTIFIER
    return None
