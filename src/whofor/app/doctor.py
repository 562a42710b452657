"""Report what is installed and what a workspace holds."""

from __future__ import annotations

import platform
from dataclasses import replace
from importlib.metadata import version

import numpy as np

from whofor.app.arguments import Arguments, StrPath
from whofor.arrays import Column
from whofor.cube import kernel_of
from whofor.days import month_numbers, quarter_name
from whofor.intake.importing.ports import Engine
from whofor.model import ColumnHealth, DateRange, Health, Kind, Parameter, QuarterOutcomes
from whofor.schema.tables import TABLES
from whofor.validation.health import rank_warnings
from whofor.version import VERSION
from whofor.workspace import Workspace

__all__ = ["doctor", "health_of"]

_LIBRARIES = ("duckdb", "numpy", "scipy", "vl-convert-python")


def _filled(values: Column) -> int:
    if values.dtype.kind == "f":
        return int(np.isfinite(values.astype(np.float64)).sum())
    return int((values != np.array(None)).sum())


def _columns(engine: Engine, parameters: tuple[Parameter, ...]) -> list[ColumnHealth]:
    present = {table: set(engine.columns(table)) for table in engine.tables()}
    out: list[ColumnHealth] = []
    for p in parameters:
        if p.name in present.get(p.table, set()):
            values = engine.read(p.table, [p.name])[p.name]
            out.append(ColumnHealth(p.table, p.name, p.label, str(p.role), str(p.kind), len(values), _filled(values)))
    return out


def _quarters(engine: Engine) -> list[QuarterOutcomes]:
    if "deals" not in engine.tables() or not {"opened", "outcome"} <= set(engine.columns("deals")):
        return []
    deals = engine.read("deals", ["opened", "outcome"])
    days, outcome = deals["opened"].astype(np.float64), deals["outcome"]
    known = np.isfinite(days)
    keys = np.where(known, month_numbers(days) // 3, -(10**6))
    out: list[QuarterOutcomes] = []
    for key in np.unique(keys).tolist():
        here = outcome[keys == key]
        name = "" if key == -(10**6) else quarter_name(key)
        out.append(QuarterOutcomes(name, *(int((here == o).sum()) for o in ("won", "lost", "open"))))
    return out


def _dates(engine: Engine, parameters: tuple[Parameter, ...]) -> list[DateRange]:
    present = {table: set(engine.columns(table)) for table in engine.tables()}
    out: list[DateRange] = []
    for p in parameters:
        if p.kind is Kind.DATE and p.name in present.get(p.table, set()):
            days = engine.read(p.table, [p.name])[p.name].astype(np.float64)
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
    with opened.engine() as engine:
        tables = {table: engine.row_count(table) for table in engine.tables()}
        columns = tuple(_columns(engine, dataset.parameters))
        quarters = tuple(_quarters(engine))
        dates = tuple(_dates(engine, dataset.parameters))
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
        issues=dataset.issues,
        latest_run=opened.latest_run() or "",
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
