"""Resolves a mapping against files: a plan, or all names that are missing, together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from whofor.errors import MappingError, Problem
from whofor.intake.mapping.entries_in_use import entries_in_use, known_by_headers
from whofor.intake.mapping.headers import fold_header, stem
from whofor.intake.mapping.mapping import ColumnMapping, TableMapping
from whofor.intake.mapping.plan import (
    Plan,
    PlannedColumn,
    PlannedTable,
    RawFile,
    Ref,
)
from whofor.intake.mapping.planned_columns import FreeNames, folded
from whofor.intake.mapping.several_contacts import contacts_of_deals
from whofor.intake.mapping.table_parts import put_together
from whofor.intake.mapping.table_resolver import NOTHING_KNOWN, KnownHeaders, TableResolver
from whofor.model import Role
from whofor.model.parameters import SEARCHED
from whofor.schema.columns import TableName
from whofor.schema.tables import TABLES

__all__ = ["resolve"]


def resolve(
    mapping: ColumnMapping,
    files: Sequence[RawFile],
    *,
    keep_contacts: bool = False,
    known: KnownHeaders = NOTHING_KNOWN,
) -> Plan:
    """Return the plan of a mapping for these files.

    Args:
        mapping: The mapping.
        files: Files of the export.
        keep_contacts: Whether names, e-mail addresses and telephone numbers of contacts are written; else what names
            a person serves as a key only, as a hash.
        known: What headers say of columns that the mapping does not name.

    Raises:
        MappingError: With every file and column that is not there, each with its near names.
    """
    problems: list[tuple[int, Problem]] = []
    names = FreeNames()
    tables: list[PlannedTable] = []
    used: set[str] = set()
    mapping = replace(mapping, files={**mapping.files, **known_by_headers(mapping, files)})
    entries = contacts_of_deals(entries_in_use(mapping, files), mapping, files)
    named = _named(mapping, entries, files)
    for name in (name for name in TABLES if name in entries):
        taken = {one for other, ones in named.items() if other != name for one in ones}
        parts: list[PlannedTable] = []
        for table in entries[name]:
            resolver = TableResolver(mapping, table, files, problems, (len(parts), names), known=known)
            planned = resolver.plan(taken)
            used.update(resolver.used)
            if planned is not None:
                parts.append(planned)
        if parts:
            tables.append(put_together(parts, mapping.place, problems))
    if problems:
        raise MappingError([problem for _, problem in sorted(problems, key=lambda found: found[0])])
    deal_files = {name for table in tables if table.name == TableName.DEALS for name in table.files}
    tables = [
        replace(table, repeats=True)
        if table.name != TableName.DEALS and deal_files.intersection(table.files)
        else table
        for table in tables
    ]
    tables = [_with_facts(table, known) for table in tables]
    tables = _with_distinct_labels([_private(table, keep_contacts=keep_contacts) for table in tables])
    unused = tuple(file.name for file in files if file.name not in used)
    classes = folded(mapping.lead_source_classes)
    return Plan(
        mapping.name,
        tuple(tables),
        unused,
        mapping.synthetic,
        mapping.merging,
        classes,
        mapping.currency,
        mapping.conversation_examples,
        mapping.stage_means,
        keeps_contacts=keep_contacts,
    )


def _with_facts(table: PlannedTable, known: KnownHeaders) -> PlannedTable:
    """Return the table; columns that define clients and name a fact of accounts are marked."""
    if table.name != TableName.DEALS:
        return table
    columns = tuple(
        replace(c, fact=known.fact_of_account(table.name, c.expression.header))
        if c.extra and c.role is Role.DEFINITION and isinstance(c.expression, Ref) and not c.expression.alias
        else c
        for c in table.columns
    )
    return replace(table, columns=columns)


def _named(
    mapping: ColumnMapping, entries: Mapping[str, Sequence[TableMapping]], files: Sequence[RawFile]
) -> dict[str, set[tuple[str, str]]]:
    """Return for each table the files and headers that it takes from the others, whatever else is missing."""
    named: dict[str, set[tuple[str, str]]] = {}
    for name, tables in entries.items():
        for table in (table for table in tables if not table.shares):
            resolver = TableResolver(mapping, table, files, [], (0, FreeNames()), known=NOTHING_KNOWN)
            resolver.plan()
            named.setdefault(name, set()).update(resolver.named())
    return named


def _with_distinct_labels(tables: Sequence[PlannedTable]) -> list[PlannedTable]:
    """Return the tables; a definition column labelled like one of another table has its file added to the label."""

    def shared(column: PlannedColumn) -> bool:
        return column.extra and column.role in SEARCHED and holders[fold_header(column.label)] > 1

    holders = Counter(
        label
        for table in tables
        for label in {fold_header(column.label) for column in table.columns if column.role in SEARCHED}
    )
    return [
        replace(
            table,
            columns=tuple(
                replace(c, label=f"{c.label} ({stem(table.files[0])})") if shared(c) else c for c in table.columns
            ),
        )
        for table in tables
    ]


def _private(table: PlannedTable, *, keep_contacts: bool) -> PlannedTable:
    """Return the table with keys of persons hashed and nothing personal, unless the user keeps it."""
    if keep_contacts:
        return table
    spec = TABLES[table.name]
    personal = {column.name for column in spec.columns if column.personal}
    of_persons = {
        "contact_key",
        *(f"_{name}" for name in personal),
        *(link.column for link in table.links if link.to == TableName.CONTACTS),
    }
    columns = [
        replace(column, hashed=column.name in of_persons) for column in table.columns if column.name not in personal
    ]
    return replace(table, columns=tuple(columns))
