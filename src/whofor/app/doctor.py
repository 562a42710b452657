"""Report what is installed and what a workspace holds."""

from __future__ import annotations

import math
import platform
from collections import Counter
from dataclasses import replace
from importlib.metadata import version

import numpy as np

from whofor.app.arguments import Arguments, StrPath
from whofor.cube import kernel_of
from whofor.days import quarter_name
from whofor.model import ColumnHealth, DateRange, Health, Kind, Parameter, QuarterOutcomes
from whofor.schema.columns import TableName
from whofor.schema.scan import Quarter, Scan
from whofor.schema.tables import TABLES
from whofor.validation.health import rank_warnings
from whofor.version import VERSION
from whofor.workspace import Workspace

__all__ = ["doctor", "health_of"]

_LIBRARIES = ("duckdb", "numpy", "scipy", "vl-convert-python")


def _columns(scan: Scan, parameters: tuple[Parameter, ...]) -> list[ColumnHealth]:
    present = {table: set(scan.columns(table)) for table in scan.tables()}
    held = [p for p in parameters if p.name in present.get(p.table, set())]
    counts = {table: scan.cells(table, (), [p.name for p in held if p.table == table]) for table in present}
    return [
        ColumnHealth(p.table, p.name, p.label, str(p.role), str(p.kind), int(n[0]), int(known[p.name][0]))
        for p in held
        for n, known in [(counts[p.table].n, counts[p.table].known)]
    ]


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
    dataset = opened.dataset()
    with opened.scan() as scan:
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
        warnings=rank_warnings(tables, columns, dataset.relations, quarters, dataset.issues),
        columns=columns,
        quarters=quarters,
        stages=dataset.stages,
        issues=dataset.issues,
        latest_run=opened.latest_run() or "",
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
