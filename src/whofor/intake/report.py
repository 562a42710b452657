"""Result of an import, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from whofor.errors import Sentence
from whofor.intake.mapping.detect import FileFit
from whofor.intake.normalise.accounts import AccountMerge
from whofor.model import Guess, Issue, Parameter, Recognition, StageSummary

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
        files: What each file was taken for.
        rival: Another preset that reads the same deals and fits nearly as well, with its confidence.
        stages: How each stage of the deals was read, and what came of its deals.
        recognition: How the export was recognised, and what was left unread.
        warnings: What to warn of in the user's own situations.
    """

    tables: Mapping[str, TableSummary]
    preset: str
    issues: tuple[Issue, ...]
    parameters: tuple[Parameter, ...]
    data_hash: str
    changed: bool
    merges: tuple[AccountMerge, ...] = ()
    files: tuple[FileFit, ...] = ()
    rival: tuple[str, float] | None = None
    stages: tuple[StageSummary, ...] = ()
    recognition: Recognition = field(default_factory=Recognition)
    warnings: tuple[Sentence, ...] = ()

    @property
    def confidence(self) -> float | None:
        """Return the confidence in the recognised preset, 0 to 1; `None` where a mapping was given or guessed."""
        return self.recognition.confidence

    @property
    def guessed(self) -> tuple[Guess, ...]:
        """Return what was guessed; nothing where no mapping was guessed."""
        return self.recognition.guessed
