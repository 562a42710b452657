"""The report of `doctor`: what is installed, and what a workspace holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from whofor.model.data_findings import Issue
from whofor.model.issue_codes import WarningCode
from whofor.model.recognition import Recognition
from whofor.model.stages import StageSummary

__all__ = ["ColumnHealth", "DataWarning", "DateRange", "Health", "QuarterOutcomes", "Relation"]


@dataclass(frozen=True, slots=True)
class ColumnHealth:
    """Completeness of one column.

    Attributes:
        table: Canonical table.
        name: Canonical name.
        label: The user's own name for it.
        role: Its role.
        kind: How its values are read.
        n: Rows of the table.
        n_filled: Rows with a known value.
        file: File that it comes from; empty where it is derived.
        customers_only: Whether it is filled in for clients and hardly for others, so that it is learnt by the sale.
    """

    table: str
    name: str
    label: str
    role: str
    kind: str
    n: int
    n_filled: int
    file: str = ""
    customers_only: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """A reference between tables, and how many rows found the row they refer to.

    Attributes:
        table: Canonical table that refers.
        to: Canonical table, or joined file, that it refers to.
        by: Column that holds the reference, under the export's own name where one column does.
        n: Rows that refer to something.
        n_matched: Those of them that found it.
    """

    table: str
    to: str
    by: str
    n: int
    n_matched: int


@dataclass(frozen=True, slots=True)
class DateRange:
    """First and last date of a column.

    Attributes:
        table: Canonical table.
        name: Canonical name.
        label: The user's own name for it.
        n: Rows with a date.
        first: Earliest day, ISO.
        last: Latest day, ISO.
    """

    table: str
    name: str
    label: str
    n: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class DataWarning:
    """A gap in the data that limits the answer.

    Attributes:
        code: What it warns of.
        cost: Share of the deals' information that is lost, 0 to 1. A deal that cannot be used costs all of its
            share, a missing fact the part of it that one definition parameter is.
        n: Rows or cells concerned.
        of: Of how many.
        place: Table, column or file, under its own name; of several columns the first five.
        examples: Values as in the export.
        more: Further columns of which the same holds.
    """

    code: WarningCode
    cost: float
    n: int
    of: int
    place: str = ""
    examples: tuple[str, ...] = ()
    more: int = 0


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
    """Report on what is installed, and on what a workspace holds.

    Attributes:
        version: Version of whofor.
        python: Version of Python.
        kernel: The search kernel in use.
        libraries: Versions of the libraries that decide results.
        workspace: Path of the workspace; empty where there is none.
        preset: Preset or mapping of the last import.
        data_hash: SHA-256 of the imported tables.
        tables: Rows of each table.
        keys: Column that names the rows of a table; a table whose rows are numbered is not among them.
        relations: How many references were found.
        dates: From when to when dates reach.
        warnings: Gaps in the data that limit the answer, the costliest first.
        columns: How well each column is filled.
        quarters: Outcomes per quarter of opening.
        stages: How each stage of the deals was read, and what came of its deals.
        issues: What was counted at import.
        latest_run: Id of the latest run, empty where there is none.
        recognition: How the export was recognised, and what was left unread.
    """

    version: str
    python: str
    kernel: str
    libraries: Mapping[str, str]
    workspace: str = ""
    preset: str = ""
    data_hash: str = ""
    tables: Mapping[str, int] = field(default_factory=dict[str, int])
    keys: Mapping[str, str] = field(default_factory=dict[str, str])
    relations: tuple[Relation, ...] = ()
    dates: tuple[DateRange, ...] = ()
    warnings: tuple[DataWarning, ...] = ()
    columns: tuple[ColumnHealth, ...] = ()
    quarters: tuple[QuarterOutcomes, ...] = ()
    stages: tuple[StageSummary, ...] = ()
    issues: tuple[Issue, ...] = ()
    latest_run: str = ""
    recognition: Recognition = field(default_factory=Recognition)
