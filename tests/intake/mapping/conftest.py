"""Imports small invented exports and gives back what became of them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from whofor.app.import_source import import_source
from whofor.model import Role
from whofor.workspace import Workspace

Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Imported:
    """Canonical tables, as lists, with what was counted and the role of each label of each table."""

    preset: str
    tables: Mapping[str, Mapping[str, list[object]]]
    issues: Mapping[tuple[str, str], int]
    roles: Mapping[tuple[str, str], Role]

    def rows(self, table: str, *columns: str) -> list[tuple[object, ...]]:
        """Some columns of a table, row by row."""
        return list(zip(*(self.tables[table][column] for column in columns), strict=True))

    def leaks(self) -> set[str]:
        """Labels of the columns that are barred."""
        return {label for (_, label), role in self.roles.items() if role is Role.LEAK}


Import = Callable[..., Imported]


def write_csv(path: Path, rows: Rows) -> None:
    headers = list(dict.fromkeys(header for row in rows for header in row))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, headers, restval="")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def imported(tmp_path: Path) -> Import:
    """Imports files given as rows (or as text, or a folder) with no mapping; keys of contacts stay readable."""

    def run(files: Mapping[str, Rows | str] | Path, *, keep_contacts: bool = True, merge: bool = True) -> Imported:
        source, workspace = tmp_path / "export", tmp_path / "workspace"
        if isinstance(files, Path):
            source = files
        else:
            source.mkdir(exist_ok=True)
            for name, rows in files.items():
                if isinstance(rows, str):
                    (source / name).write_text(rows, encoding="utf-8")
                else:
                    write_csv(source / name, rows)
        report = import_source(
            source, workspace=workspace, today=date(2026, 6, 1), keep_contacts=keep_contacts, merge=merge
        )
        with Workspace.open(workspace).reading() as (_, scan):
            arrays = {table: scan.project(table, scan.columns(table)) for table in scan.tables()}
        tables = {
            table: {
                name: [None if isinstance(value, float) and np.isnan(value) else value for value in array.tolist()]
                for name, array in columns.items()
            }
            for table, columns in arrays.items()
        }
        return Imported(
            report.preset,
            tables,
            {(issue.code, issue.place): issue.count for issue in report.issues},
            {(parameter.table, parameter.label): parameter.role for parameter in report.parameters},
        )

    return run


@pytest.fixture
def day() -> Callable[[str], float]:
    """Days since 1970-01-01 of an ISO date."""
    return lambda text: float((date.fromisoformat(text) - date(1970, 1, 1)).days)
