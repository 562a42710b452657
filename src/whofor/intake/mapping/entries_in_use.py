"""Entries of a mapping that are used for given files, and files that it recognises by their headers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whofor.intake.mapping.headers import HeaderIndex
from whofor.intake.mapping.mapping import ColumnMapping, TableMapping
from whofor.intake.mapping.plan import RawFile
from whofor.intake.mapping.references import find_files

__all__ = ["entries_in_use", "headers_of_entry", "known_by_headers"]


def known_by_headers(mapping: ColumnMapping, files: Sequence[RawFile]) -> dict[str, tuple[str, ...]]:
    """Return alias -> the file with the headers by which the mapping recognises it."""
    found: dict[str, tuple[str, ...]] = {}
    for alias, known in mapping.files_by_headers.items():
        for file in files:
            index = HeaderIndex(file.headers)
            fits = all(index.first(group) for group in known.needs) and not index.first(known.never)
            if fits and alias not in mapping.files:
                found.setdefault(alias, (file.name,))
    return found


def entries_in_use(mapping: ColumnMapping, files: Sequence[RawFile]) -> dict[str, tuple[TableMapping, ...]]:
    """Return the entries to use of each table; fallbacks and entries beside others only where nothing else fills it."""
    chosen = {
        name: tuple(table for table in tables if not table.fallback) or tables
        for name, tables in mapping.tables.items()
    }
    entries: dict[str, list[TableMapping]] = {name: [] for name in chosen}
    for name, tables in chosen.items():
        for host in tables:
            index = headers_of_entry(host, mapping, files)
            beside = [
                replace(other, files=host.files)
                for other in host.beside
                if other.table not in chosen and (not mapping.optional or _has_key(other, index))
            ]
            for other in beside:
                entries.setdefault(other.table, []).append(other)
            taken = [header for other in beside for header in _named(other)]
            entries[name].append(replace(host, ignore=(*host.ignore, *taken)))
    return {name: tuple(tables) for name, tables in entries.items()}


def headers_of_entry(table: TableMapping, mapping: ColumnMapping, files: Sequence[RawFile]) -> HeaderIndex:
    """Return the headers of the files of an entry."""
    patterns = [pattern for name in table.files for pattern in mapping.files.get(name, (name,))]
    own = {found for pattern in patterns for found in find_files(pattern, [file.name for file in files])}
    return HeaderIndex(header for file in files if file.name in own or not patterns for header in file.headers)


def _has_key(table: TableMapping, index: HeaderIndex) -> bool:
    return table.key is None or index.first(table.key.headers) is not None


def _named(table: TableMapping) -> list[str]:
    """Return the headers that a table reads, so that the entry it is beside leaves them to it."""
    return [
        header
        for source in table.columns.values()
        for headers in (source.headers, source.concat, source.coalesce)
        for header in headers
    ]
