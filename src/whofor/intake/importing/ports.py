"""The port through which an import is carried out. Imports no engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from whofor.intake.importing.outputs import Lookup, Occurrences, Output
from whofor.intake.mapping.plan import PlannedTable
from whofor.intake.normalise.accounts import AccountMerge
from whofor.intake.raw import Batch, PlainText
from whofor.model import IssueCode

__all__ = ["Importer"]


class Importer(Protocol):
    """Carries out an import, step by step, into a fresh database. Nothing is visible before `close`."""

    def load_rows(self, file: str, headers: Sequence[str], batches: Iterable[Batch]) -> int:
        """Load a raw file; the number of rows loaded."""
        ...

    def load_plain(self, file: str, path: Path, text: PlainText) -> int | None:
        """Load a text file that holds no surprise, fast; the number of rows, or `None` where it holds one."""
        ...

    def load_parquet(self, file: str, path: Path) -> tuple[list[str], int]:
        """Load a Parquet file as texts; its headers and number of rows."""
        ...

    def raw_distinct(self, file: str, header: str) -> dict[str, int]:
        """Distinct texts of a raw column and how often each stands there."""
        ...

    def raw_rows(self, file: str) -> int:
        """Number of rows of a raw file."""
        ...

    def raw_profile(self, file: str, headers: Sequence[str]) -> dict[str, tuple[int, int, float]]:
        """For each raw column: rows with a value, distinct values (about, where most repeat), mean length."""
        ...

    def raw_values(self, file: str, header: str, most: int) -> dict[str, int]:
        """The most frequent texts of a raw column, each with its count and cut to 200 characters."""
        ...

    def raw_sample(self, file: str, headers: Sequence[str], most: int) -> list[tuple[str | None, ...]]:
        """Some rows, spread over a raw file, their texts cut to 200 characters."""
        ...

    def raw_overlap(self, file: str, header: str, to: str, key: str, *, most: int | None = None) -> tuple[int, int]:
        """Distinct texts of a raw column (the first `most` of them) and how many of them stand in another."""
        ...

    def store_raw_numbers(self, file: str, header: str, numbers: Mapping[str, float]) -> None:
        """What the texts of a raw column are as numbers, for totals."""
        ...

    def stage(self, table: PlannedTable) -> int:
        """Put a table's texts together: files, joins, computed texts. The number of rows."""
        ...

    def join_matches(self, table: str, alias: str) -> tuple[int, int]:
        """Rows that have a key for a join, and those of them that found a row."""
        ...

    def distinct(self, table: str, column: str) -> dict[str, int]:
        """Distinct texts of a staged column and how often each stands there."""
        ...

    def profile(self, table: str, columns: Sequence[str]) -> dict[str, tuple[int, int, float]]:
        """For each staged column: rows with a value, distinct values (about), mean length."""
        ...

    def places(self, table: str, column: str, texts: Sequence[str]) -> list[str]:
        """`file:line` of the first row with each of these texts."""
        ...

    def store_lookup(self, table: str, lookup: Lookup) -> None:
        """Keep what the texts of a staged column mean."""
        ...

    def replace_texts(self, table: str, column: str, texts: Mapping[str, str]) -> None:
        """Write other texts into a staged column; an empty one makes the cell empty."""
        ...

    def join_texts(self, table: str, name: str, columns: Sequence[str], separator: str) -> None:
        """Add a staged column with the texts of some columns side by side; it is empty where all of them are."""
        ...

    def filter_rows(self, table: str, part: int, columns: Sequence[str]) -> int:
        """Drop the rows of one part unless the look-ups of all these columns say `true`; the number of rows dropped."""
        ...

    def first_by_key(self, table: str, key: str, *, within_parts: bool = False) -> tuple[Occurrences, Occurrences]:
        """Keep the first row of each key: rows without a key, and rows whose key came before (in the same part)."""
        ...

    def finish(self, table: str, outputs: Sequence[Output]) -> int:
        """Write the canonical table; the number of rows."""
        ...

    def texts(
        self, table: str, columns: Sequence[str], counted: Sequence[str]
    ) -> Iterator[tuple[Sequence[str | None], int]]:
        """The rows of a finished table in order: some of its text columns, and how many of others have a value."""
        ...

    def merge_accounts(self, merges: Sequence[AccountMerge]) -> None:
        """Let the kept rows of `accounts` take over what they lack, drop the merged ones, and list them."""
        ...

    def amounts(self, table: str, days: Sequence[str]) -> list[tuple[str, float | None, int]]:
        """Currency (empty where none is written), day and number of the amounts of a finished table."""
        ...

    def convert(self, table: str, days: Sequence[str], target: str, rates: Mapping[tuple[str, float], float]) -> None:
        """Bring the amounts of a finished table to a currency; what was written and the rate become columns."""
        ...

    def repoint(self, table: str, column: str) -> None:
        """Let a column of a finished table name the kept account instead of the merged one."""
        ...

    def count_where(self, table: str, condition: IssueCode) -> Occurrences:
        """Rows of a finished table for a named condition: `closed_before_opened`, `no_outcome`."""
        ...

    def filled(self, table: str, column: str) -> int:
        """Rows of a finished table that have a value."""
        ...

    def unmatched(self, table: str, column: str, to: str) -> Occurrences:
        """Rows of a finished table whose key is not in the other table."""
        ...

    def unresolved(self, table: str, key: str, references: Sequence[str]) -> Occurrences:
        """Rows of a finished table that refer to another table by these staged columns and found no key there."""
        ...

    def levels(self, table: str, column: str) -> dict[str, int]:
        """Distinct values of a finished text column."""
        ...

    def digests(self, table: str) -> Iterator[str]:
        """One digest per row of a finished table, in order."""
        ...

    def columns(self, table: str) -> list[str]:
        """Columns of a finished table."""
        ...

    def close(self) -> None:
        """Finish the database file, so that it can be moved."""
        ...

    def abandon(self) -> None:
        """Let go of the files, finished or not."""
        ...
