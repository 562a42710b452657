"""Result of an import, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from whofor.intake.mapping.detect import FileFit
from whofor.intake.normalise.accounts import AccountMerge
from whofor.model import Issue, Parameter, StageSummary

__all__ = ["ImportReport", "TableSummary"]


@dataclass(frozen=True, slots=True)
class TableSummary:
    """One imported table.

    Attributes:
        rows: Number of rows.
        columns: Its columns.
    """

    rows: int
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Result of an import.

    Attributes:
        tables: Canonical table -> rows and columns.
        preset: Name of the mapping or preset.
        issues: Issues counted.
        parameters: What each column means.
        data_hash: SHA-256 of the canonical content.
        changed: Whether the workspace differs from before.
        merges: Accounts that were merged.
        confidence: Confidence in the recognised preset, 0 to 1; `None` where a mapping was given.
        files: What each file was taken for.
        rival: Another preset that reads the same deals and fits nearly as well, with its confidence.
        guessed: Where no preset fits and the mapping was guessed, what was guessed.
        stages: How each stage of the deals was read, and what came of its deals.
    """

    tables: Mapping[str, TableSummary]
    preset: str
    issues: tuple[Issue, ...]
    parameters: tuple[Parameter, ...]
    data_hash: str
    changed: bool
    merges: tuple[AccountMerge, ...] = ()
    confidence: float | None = None
    files: tuple[FileFit, ...] = ()
    rival: tuple[str, float] | None = None
    guessed: tuple[str, ...] = ()
    stages: tuple[StageSummary, ...] = ()
