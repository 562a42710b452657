"""Signals that stand side by side in the rows of accounts or deals: `Headcount 2026-01`, `Last Funding Date`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from whofor.days import iso_day
from whofor.errors import MappingError, Problem, Sentence
from whofor.intake.importing.ports import Importer
from whofor.intake.mapping.entries_in_use import headers_of_entry
from whofor.intake.mapping.headers import HeaderIndex
from whofor.intake.mapping.mapping import ColumnMapping, ColumnSource, Link, TableMapping
from whofor.intake.mapping.plan import RawFile
from whofor.intake.mapping.references import find_files
from whofor.intake.signal_lists.layout import FileLook, SignalColumns, layout_of
from whofor.intake.signal_lists.periods import named_period
from whofor.intake.signal_lists.words import SERIES, holds, kinds_in
from whofor.schema.columns import TableName

__all__ = ["with_wide_signals"]

_TEXTS_LOOKED_AT = 1_000
_FUNDING = "funding"
_BY_THEMSELVES = (*SERIES, _FUNDING)
"""Kinds that are read from an export without being asked for. Words of the others say other things in a CRM: the
acquisition of a client, the opening of a deal."""
_LABELS = {"at": "At", "value": "Value", "detail": "Detail"}


@dataclass(frozen=True, slots=True)
class _Host:
    """Rows that may hold signals, and how they say whose they are.

    Attributes:
        entry: The entry of the mapping that reads the rows.
        columns: The key of the account, where a column has it.
        links: References to accounts by something else.
    """

    entry: TableMapping
    columns: dict[str, ColumnSource]
    links: tuple[Link, ...] = ()


def with_wide_signals(
    mapping: ColumnMapping, raw: Sequence[RawFile], importer: Importer, *, unasked: bool
) -> ColumnMapping:
    """Return the mapping with the signals that stand side by side in its files, each as an entry of its own.

    An entry may ask for it (`wide = true`). Else rows of accounts and deals are looked at, where the export has no
    signals of their own. The day of the last round stays a fact of the client by its own name, too; a value of one day,
    as `Headcount 2026-09`, does not: as a fact of deals that were opened before, it would know the future.

    Args:
        mapping: The mapping, its tables fitted to the files.
        raw: Files of the export.
        importer: Where they are loaded.
        unasked: Whether they are read where nothing asks for it: of presets and guesses.

    Raises:
        MappingError: An entry asks for it, and no column of its files is known.
    """
    signals = mapping.tables.get(TableName.SIGNALS, ())
    if any(table.wide for table in signals):
        others = tuple(table for table in signals if not table.wide)
        hosts = [_Host(table, dict(table.columns), table.links) for table in signals if table.wide]
        return _with(
            replace(mapping, tables={**mapping.tables, TableName.SIGNALS: others}),
            _asked(hosts, mapping, raw, importer),
        )
    if signals or not unasked:
        return mapping
    found: list[TableMapping] = []
    used: set[str] = set()
    for host in _hosts(mapping, raw):
        for file in _files_of(host.entry, mapping, raw):
            look = _look(file, importer, _BY_THEMSELVES)
            kept = [one for one in layout_of(look, is_list=True).signals if _is_sure(one)]
            found += _entries(host, file, kept)
            used.update(one.columns["value"] for one in kept if not one.at)
    return _with(_without_extras(mapping, used), found) if found else mapping


def _asked(
    hosts: Sequence[_Host], mapping: ColumnMapping, raw: Sequence[RawFile], importer: Importer
) -> list[TableMapping]:
    """Return the signals of entries that ask for them."""
    found: list[TableMapping] = []
    problems: list[Problem] = []
    for host in hosts:
        for file in _files_of(host.entry, mapping, raw):
            look = _look(file, importer)
            entries = _entries(host, file, layout_of(look, is_list=True).signals)
            found += entries
            if not entries:
                what = Sentence("No column of {file} holds signals side by side", file=file.name)
                todo = "Name them by kind and day (Headcount 2026-01), or write one [[signals]] for each."
                problems.append(Problem(what, f"{mapping.place}:{host.entry.line}", todo=todo))
    if problems:
        raise MappingError(problems)
    return found


def _hosts(mapping: ColumnMapping, raw: Sequence[RawFile]) -> Iterator[_Host]:
    """Yield the rows of accounts, then those of deals in other files."""
    taken: set[str] = set()
    for table in mapping.tables.get(TableName.ACCOUNTS, ()):
        if table.key is not None and headers_of_entry(table, mapping, raw).first(table.key.headers):
            yield _Host(table, {"account_key": table.key})
            taken.update(file.name for file in _files_of(table, mapping, raw))
    for table in mapping.tables.get(TableName.DEALS, ()):
        if taken.isdisjoint(file.name for file in _files_of(table, mapping, raw)):
            columns = {name: source for name, source in table.columns.items() if name == "account_key"}
            links = tuple(link for link in table.links if link.to == TableName.ACCOUNTS)
            if columns or links:
                yield _Host(table, columns, links)


def _files_of(table: TableMapping, mapping: ColumnMapping, raw: Sequence[RawFile]) -> list[RawFile]:
    """Return the files of an entry; where it names none, the only one there is."""
    patterns = [pattern for name in table.files for pattern in mapping.files.get(name, (name,))]
    names = {found for pattern in patterns for found in find_files(pattern, [file.name for file in raw])}
    return [file for file in raw if file.name in names] if patterns else list(raw[:1]) if len(raw) == 1 else []


def _look(file: RawFile, importer: Importer, kinds: Collection[str] = ()) -> FileLook:
    """Return the columns of a file whose headers speak of signals: of some kinds, or of any."""
    headers = [h for h in file.headers if (found := kinds_in(h)) and (not kinds or found[0] in kinds)]
    texts = importer.raw_values(file.name, headers, _TEXTS_LOOKED_AT) if headers else {}
    return FileLook(file.name, tuple(headers), texts, importer.raw_rows(file.name))


def _is_sure(one: SignalColumns) -> bool:
    """Return whether columns are read unasked: a year of revenue is as often what was sold to the client."""
    period = None if one.at else named_period(one.columns["value"])
    return period is None or not (one.kind == "revenue" and period.written.strip().isdigit())


def _entries(host: _Host, file: RawFile, signals: Sequence[SignalColumns]) -> list[TableMapping]:
    """Return an entry for each signal of a row, and for each last one the days since when none came.

    A snapshot knows the last of its kind only: from that day on nothing else happened, and before it anything may have.
    """
    found: list[TableMapping] = []
    for one in signals:
        at = ColumnSource((one.at,)) if one.at else ColumnSource(const=iso_day(one.day or 0.0))
        beside = {name: ColumnSource((header,), label=_LABELS[name]) for name, header in one.columns.items()}
        role = {"role": ColumnSource(const=one.role)} if one.role else {}
        needs = one.at or one.columns["value"]
        columns = {"kind": ColumnSource(const=one.kind), "at": replace(at, label=_LABELS["at"]), **beside, **role}
        found.append(_entry(TableName.SIGNALS, host, file, columns, needs, shares=bool(one.at)))
        if one.kind == _FUNDING and one.at and not holds(one.at, "first"):
            since = {"kind": ColumnSource(const=one.kind), "since": ColumnSource((one.at,))}
            found.append(_entry(TableName.COVERAGE, host, file, since, one.at, shares=True))
    return found


def _entry(
    table: TableName, host: _Host, file: RawFile, columns: dict[str, ColumnSource], needs: str, *, shares: bool
) -> TableMapping:
    return TableMapping(
        table=table,
        files=(file.name,),
        columns={**host.columns, **columns},
        joins=host.entry.joins,
        links=host.links,
        filters=host.entry.filters,
        needs=needs,
        once=True,
        shares=shares,
        line=host.entry.line,
    )


def _with(mapping: ColumnMapping, entries: Sequence[TableMapping]) -> ColumnMapping:
    """Return the mapping with more entries of signals and of days covered."""
    tables = dict(mapping.tables)
    for name in (TableName.SIGNALS, TableName.COVERAGE):
        if own := tuple(one for one in entries if one.table == name):
            tables[name] = (*tables.get(name, ()), *own)
    return replace(mapping, tables=tables)


def _without_extras(mapping: ColumnMapping, used: Collection[str]) -> ColumnMapping:
    """Return the mapping without some of its extra columns."""
    index = HeaderIndex(used)

    def kept(table: TableMapping) -> TableMapping:
        extras = tuple(extra for extra in table.extras if not index.first(extra.source.headers))
        return replace(table, extras=extras)

    hosts = (TableName.ACCOUNTS, TableName.DEALS)
    tables = {name: tuple(map(kept, ts)) if name in hosts else ts for name, ts in mapping.tables.items()}
    return replace(mapping, tables=tables)
