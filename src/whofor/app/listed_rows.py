"""Every row of a list of accounts by itself, under a number of its own, and its columns as the deals know them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from whofor.intake.importing.ports import Importer
from whofor.intake.mapping.column_readings import reading_of, source_read_as
from whofor.intake.mapping.headers import fold_header
from whofor.intake.mapping.mapping import ColumnSource, ExtraColumn, TableMapping
from whofor.intake.raw import Batch
from whofor.intake.signal_lists.layout import FileLook
from whofor.intake.signal_lists.matching import AccountColumns
from whofor.intake.signal_lists.words import holds
from whofor.model import Kind, Parameter, Role
from whofor.model.column_reading import ColumnReading
from whofor.model.parameters import SIGNAL_PREFIX, SITUATION_PREFIX
from whofor.schema.columns import ReadAs, TableName
from whofor.schema.tables import TABLES

__all__ = ["ListedRow", "id_column", "numbered", "with_known_columns", "with_readings"]

_CURRENCY = re.compile(r"[A-Z]{3}")
_DISTINCT = 0.5
"""Share of the ids of a list that differ: of fewer they name something that its rows share. A convention."""
_READ_AS = {
    Kind.CATEGORY: ReadAs.CATEGORY,
    Kind.NUMBER: ReadAs.NUMBER,
    Kind.DATE: ReadAs.DATE,
    Kind.BOOLEAN: ReadAs.BOOLEAN,
    Kind.MULTI: ReadAs.MULTI,
}


@dataclass(frozen=True, slots=True)
class ListedRow:
    """What names one row of a list.

    Attributes:
        id: What the list tells its rows apart by; empty where the cell is.
        name: What people call it.
        texts: All cells that may name its account.
    """

    id: str
    name: str
    texts: tuple[str, ...]


def numbered(
    look: FileLook, naming: AccountColumns, importer: Importer, own_name: Callable[[str], str]
) -> tuple[str, str, str, tuple[ListedRow, ...]]:
    """Load a list once more with the number of each row as its key, so that rows with one id are all kept.

    Args:
        look: The list.
        naming: Its columns that name accounts.
        importer: Where it is loaded.
        own_name: Returns a name that no other list has.

    Returns:
        The name of the new list, the header of the numbers, that of the ids, and what names each row, in the order of
        the file.
    """
    key = id_column(look, naming)
    header = "row"
    while header in look.headers:
        header += "_"
    name, at = own_name(look.name), [look.headers.index(h) for h in (key, naming.name, key, *naming.others)]
    rows: list[ListedRow] = []

    def batches() -> Iterator[Batch]:
        for part in importer.raw_texts(look.name, look.headers):
            first = len(rows)
            for row in part:
                own, called, *others = (row[place] or "" for place in at)
                rows.append(ListedRow(own, called or own, tuple(dict.fromkeys(t for t in others if t))))
            lines = range(first + 1, len(rows) + 1)
            yield Batch(lines, [list(map(str, range(first, len(rows)))), *map(list, zip(*part, strict=True))])

    importer.load_rows(name, [header, *look.headers], batches())
    return name, header, key, tuple(rows)


def id_column(look: FileLook, naming: AccountColumns) -> str:
    """Return the column of ids: the first that is headed as one, though rows share some; else what parts rows best."""
    for header in look.headers:
        counts = look.texts[header]
        filled = sum(counts.values())

        if holds(header, "account_key") and not holds(header, "other") and len(counts) >= _DISTINCT * filled > 0:
            return header
    return naming.key


def with_known_columns(
    table: TableMapping,
    look: FileLook,
    wanted: Sequence[Parameter],
    held: Collection[str],
    readings: Sequence[ColumnReading] = (),
) -> TableMapping:
    """Return how a list is read, its columns that are headed as a fact of the deals read as that fact.

    Such a column is kept whatever it holds: in a list of one sector alone the sector still counts. Its values are read
    as the mapping of the import reads them.

    Args:
        table: How the list is read without the deals.
        look: The list.
        wanted: Facts of the deals.
        held: Headers that name the accounts.
        readings: What the mapping of the import says of its columns.
    """
    canonical = {column.name for column in TABLES[TableName.ACCOUNTS].columns if not column.derived_from}
    free = {fold_header(header): header for header in reversed(look.headers) if header not in held}
    columns: dict[str, ColumnSource] = dict(table.columns)
    extras: list[ExtraColumn] = []
    for p in wanted:
        if p.name.startswith((SIGNAL_PREFIX, SITUATION_PREFIX)) or not p.is_searched:
            continue
        reading = reading_of(p, readings)
        headers = (p.label, p.source.rpartition(": ")[2], *(reading.headers if reading is not None else ()))
        header = next((free[folded] for h in headers if h and (folded := fold_header(h)) in free), "")
        if not header:
            continue
        del free[fold_header(header)]
        columns = _without(columns, header)
        if p.name in canonical:
            columns[p.name] = ColumnSource((header,))
        else:
            source = ColumnSource((header,), role=Role.DEFINITION, read_as=_read_as(p))
            extras.append(ExtraColumn(source_read_as(source, reading), p.bare_name))
    return replace(table, columns=columns, extras=tuple(extras), rest=None, ignore=())


def with_readings(table: TableMapping, readings: Sequence[ColumnReading]) -> TableMapping:
    """Return how a list is read, the values of its canonical columns as the mapping of the import reads them."""
    told = {one.name: one for one in reversed(readings) if one.table == table.table}
    columns = {name: source_read_as(source, told.get(name)) for name, source in table.columns.items()}
    return replace(table, columns=columns)


def _without(columns: Mapping[str, ColumnSource], header: str) -> dict[str, ColumnSource]:
    return {name: source for name, source in columns.items() if source.headers != (header,)}


def _read_as(p: Parameter) -> ReadAs | None:
    if p.kind is Kind.NUMBER and _CURRENCY.fullmatch(p.unit):
        return ReadAs.MONEY
    return _READ_AS.get(p.kind)
