"""Report what is installed and what a workspace holds."""

from __future__ import annotations

import math
import platform
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version

import numpy as np

from whofor.app.arguments import Arguments, StrPath
from whofor.arrays import is_known
from whofor.cube import kernel_of
from whofor.days import quarter_name
from whofor.model import ColumnHealth, DateRange, Health, Kind, Parameter, QuarterOutcomes
from whofor.schema.columns import TableName
from whofor.schema.scan import Quarter, Scan
from whofor.schema.tables import TABLES
from whofor.validation.health import is_written_for, rank_warnings
from whofor.version import VERSION
from whofor.workspace import Workspace

__all__ = ["doctor", "health_of"]

_FACTS = (TableName.DEALS, TableName.ACCOUNTS)
_LIBRARIES = ("duckdb", "numpy", "scipy", "vl-convert-python")


def _columns(scan: Scan, parameters: tuple[Parameter, ...]) -> list[ColumnHealth]:
    present = {table: set(scan.columns(table)) for table in scan.tables()}
    held = [p for p in parameters if p.name in present.get(p.table, set())]
    counts = {table: scan.cells(table, (), [p.name for p in held if p.table == table]) for table in present}
    of_customers = _customers_only(scan, held)
    return [
        ColumnHealth(
            p.table,
            p.name,
            p.label,
            str(p.role),
            str(p.kind),
            int(n[0]),
            int(known[p.name][0]),
            p.source.partition(": ")[0],
            (p.table, p.name) in of_customers,
        )
        for p in held
        for n, known in [(counts[p.table].n, counts[p.table].known)]
    ]


def _customers_only(scan: Scan, parameters: Sequence[Parameter]) -> frozenset[tuple[str, str]]:
    """Return table and name of the facts that are filled in for clients and hardly for others."""
    if TableName.DEALS not in scan.tables() or "outcome" not in scan.columns(TableName.DEALS):
        return frozenset()
    names = {table: [p.name for p in parameters if p.table == table and p.is_searched] for table in _FACTS}
    deals = scan.project(TableName.DEALS, ["outcome", *names[TableName.DEALS]])
    won = np.asarray(deals["outcome"] == "won", dtype=np.bool_)
    found = {(TableName.DEALS, name) for name in names[TableName.DEALS] if is_written_for(is_known(deals[name]), won)}
    if not names[TableName.ACCOUNTS] or "account_key" not in scan.columns(TableName.DEALS):
        return frozenset(found)
    keys = scan.project(TableName.DEALS, ["account_key"])["account_key"]
    clients = set(keys[won].tolist())
    accounts = scan.project(TableName.ACCOUNTS, ["account_key", *names[TableName.ACCOUNTS]])
    client = np.array([key in clients for key in accounts["account_key"].tolist()], dtype=np.bool_)
    found |= {
        (TableName.ACCOUNTS, name)
        for name in names[TableName.ACCOUNTS]
        if is_written_for(is_known(accounts[name]), client)
    }
    return frozenset(found)


def _quarters(scan: Scan) -> list[QuarterOutcomes]:
    """Return the outcomes of deals by the quarter of their opening, those without a date first."""
    if TableName.DEALS not in scan.tables() or not {"opened", "outcome"} <= set(scan.columns(TableName.DEALS)):
        return []
    found = scan.cells(TableName.DEALS, [Quarter("opened"), "outcome"])
    counts: dict[str, Counter[str]] = {}
    for quarter, outcome, n in zip(*(c.tolist() for c in (*found.values, found.n)), strict=True):
        counts.setdefault("" if math.isnan(quarter) else quarter_name(int(quarter)), Counter())[outcome] += n
    ordered = sorted(counts, key=bool)
    return [QuarterOutcomes(name, *(counts[name][o] for o in ("won", "lost", "open"))) for name in ordered]


def _dates(scan: Scan, parameters: tuple[Parameter, ...]) -> list[DateRange]:
    present = {table: set(scan.columns(table)) for table in scan.tables()}
    out: list[DateRange] = []
    for p in parameters:
        if p.kind is Kind.DATE and p.name in present.get(p.table, set()):
            days = scan.project(p.table, [p.name])[p.name]
            known = np.floor(days[np.isfinite(days)])
            if known.size:
                first, last = (str(np.datetime64(int(day), "D")) for day in (known.min(), known.max()))
                out.append(DateRange(p.table, p.name, p.label, int(known.size), first, last))
    return out


def _keys(parameters: tuple[Parameter, ...]) -> dict[str, str]:
    return {p.table: p.label for p in parameters if p.name == TABLES[p.table].key and p.source}


def health_of(opened: Workspace) -> Health:
    """Return what is installed, and what a workspace holds.

    Raises:
        WorkspaceError: It cannot be read.
    """
    with opened.reading() as (dataset, scan):
        tables = {table: scan.row_count(table) for table in scan.tables()}
        columns = tuple(_columns(scan, dataset.parameters))
        quarters = tuple(_quarters(scan))
        dates = tuple(_dates(scan, dataset.parameters))
    return replace(
        _installed(),
        workspace=str(opened.path),
        preset=dataset.preset,
        data_hash=dataset.data_hash,
        tables=tables,
        keys=_keys(dataset.parameters),
        relations=dataset.relations,
        dates=dates,
        warnings=rank_warnings(
            tables, columns, dataset.relations, quarters, dataset.issues, reading=dataset.recognition
        ),
        columns=columns,
        quarters=quarters,
        stages=dataset.stages,
        issues=dataset.issues,
        latest_run=opened.runs.latest() or "",
        recognition=dataset.recognition,
    )


def _installed() -> Health:
    return Health(VERSION, platform.python_version(), kernel_of().name, {name: version(name) for name in _LIBRARIES})


def doctor(workspace: StrPath | None = None) -> Health:
    """Report what is installed and, where the workspace exists, what it holds.

    Args:
        workspace: Folder of a workspace; a missing one is no error here.

    Raises:
        WorkspaceError: The folder is there but is no workspace that can be read.
        UsageError: The argument is no path.
    """
    if workspace is None:
        return _installed()
    with Arguments() as read:
        path = read.path("workspace", workspace)
    return health_of(Workspace.open(path)) if path.exists() else _installed()
