"""What `doctor` tells: what is installed, and what a workspace holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from whofor.model.result import Issue

__all__ = ["ColumnHealth", "Health", "QuarterOutcomes"]


@dataclass(frozen=True, slots=True)
class ColumnHealth:
    """How well one column is filled.

    Attributes:
        table: Canonical table.
        name: Canonical name.
        label: The user's own name for it.
        role: Its role.
        kind: How its values are read.
        n: Rows of the table.
        n_filled: Rows with a known value.
    """

    table: str
    name: str
    label: str
    role: str
    kind: str
    n: int
    n_filled: int


@dataclass(frozen=True, slots=True)
class QuarterOutcomes:
    """Deals opened in one quarter.

    Attributes:
        quarter: `2025-Q3`; empty for deals without an opening date.
        won: Won deals.
        lost: Lost deals.
        open: Open deals.
    """

    quarter: str
    won: int
    lost: int
    open: int


@dataclass(frozen=True, slots=True)
class Health:
    """What is installed, and what a workspace holds.

    Attributes:
        version: Version of whofor.
        python: Version of Python.
        kernel: The search kernel in use.
        libraries: Versions of the libraries that decide results.
        workspace: Path of the workspace; empty where there is none.
        preset: Preset or mapping of the last import.
        data_hash: SHA-256 of the imported tables.
        tables: Rows of each table.
        columns: How well each column is filled.
        quarters: Outcomes per quarter of opening.
        issues: What was counted at import.
        latest_run: Id of the latest run, empty where there is none.
    """

    version: str
    python: str
    kernel: str
    libraries: Mapping[str, str]
    workspace: str = ""
    preset: str = ""
    data_hash: str = ""
    tables: Mapping[str, int] = field(default_factory=dict[str, int])
    columns: tuple[ColumnHealth, ...] = ()
    quarters: tuple[QuarterOutcomes, ...] = ()
    issues: tuple[Issue, ...] = ()
    latest_run: str = ""
