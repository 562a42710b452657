"""Port through which an import is carried out. Imports no engine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from whofor.intake.importing.outputs import Lookup, Occurrences, Output
from whofor.intake.mapping.plan import PlannedOutcome, PlannedTable
from whofor.intake.normalise.accounts import AccountMerge
from whofor.intake.raw import Batch, PlainText
from whofor.model import IssueCode
from whofor.model.score_expression import NumberColumn, ScoreExpression, TextColumn
from whofor.schema.listed_columns import ColumnTexts
from whofor.schema.scorer import Scorer

__all__ = ["Eraser", "Importer", "ListImporter"]


class Importer(Protocol):
    """Importer into a fresh database, step by step. Nothing is visible before `close`."""

    def load_rows(self, file: str, headers: Sequence[str], batches: Iterable[Batch]) -> int:
        """Load a raw file; return its number of rows."""
        ...

    def load_plain(self, file: str, path: Path, text: PlainText) -> int | None:
        """Load a regular text file fast; return its number of rows, or `None` where it needs the careful reader."""
        ...

    def load_parquet(self, file: str, path: Path) -> tuple[list[str], int]:
        """Load a Parquet file as texts; return its headers and number of rows."""
        ...

    def raw_distinct(self, file: str, header: str) -> dict[str, int]:
        """Return the distinct texts of a raw column, each with its count."""
        ...

    def raw_rows(self, file: str) -> int:
        """Return the number of rows of a raw file."""
        ...

    def raw_profile(self, file: str, headers: Sequence[str]) -> dict[str, tuple[int, int, float]]:
        """Return for each raw column: rows with a value, distinct values (about, where most repeat), mean length."""
        ...

    def raw_values(self, file: str, headers: Sequence[str], most: int) -> dict[str, dict[str, int]]:
        """Return for each raw column its most frequent texts, each with its count and cut to 200 characters."""
        ...

    def raw_sample(self, file: str, headers: Sequence[str], most: int) -> list[tuple[str | None, ...]]:
        """Return some rows, spread over a raw file, their texts cut to 200 characters."""
        ...

    def raw_overlap(self, file: str, header: str, to: str, key: str, *, most: int | None = None) -> tuple[int, int]:
        """Return how many distinct texts a raw column has (at most `most`), and how many of them occur in another."""
        ...

    def raw_distinct_rows(self, file: str, headers: Sequence[str]) -> list[tuple[str | None, ...]]:
        """Return the distinct rows of some raw columns, in the order of their first appearance."""
        ...

    def raw_texts(self, file: str, headers: Sequence[str]) -> Iterator[list[tuple[str | None, ...]]]:
        """Yield the rows of some columns of a raw file in their order, some thousand at a time."""
        ...

    def store_raw_numbers(self, file: str, header: str, numbers: Mapping[str, float]) -> None:
        """Store the numbers that the texts of a raw column mean, for totals."""
        ...

    def stage(self, table: PlannedTable) -> int:
        """Combine a table's texts: files, joins, computed texts; return the number of rows."""
        ...

    def join_matches(self, table: str, alias: str) -> tuple[int, int]:
        """Return the number of rows with a key for a join, and of those among them that found a row."""
        ...

    def distinct(self, table: str, column: str) -> dict[str, int]:
        """Return the distinct texts of a staged column, each with its count."""
        ...

    def pairs(self, table: str, column: str, beside: str) -> list[tuple[str, str | None, int]]:
        """Return the distinct texts of a staged column with those of another beside them, and the number of rows."""
        ...

    def profile(self, table: str, columns: Sequence[str]) -> dict[str, tuple[int, int, float]]:
        """Return for each staged column: rows with a value, distinct values (about), mean length."""
        ...

    def places(self, table: str, column: str, texts: Sequence[str]) -> list[str]:
        """Return `file:line` of the first row with each of these texts."""
        ...

    def store_lookup(self, table: str, lookup: Lookup) -> None:
        """Store the meanings of the texts of a staged column."""
        ...

    def replace_texts(self, table: str, column: str, texts: Mapping[str, str]) -> None:
        """Replace texts of a staged column; an empty replacement makes the cell empty."""
        ...

    def replace_texts_beside(
        self, table: str, column: str, beside: str, texts: Mapping[tuple[str, str | None], str]
    ) -> None:
        """Replace texts of a staged column where another column has a certain text, or none."""
        ...

    def distinct_with_letters(self, table: str, column: str) -> list[str]:
        """Return the distinct texts of a staged column that are more than digits, in the order of first appearance."""
        ...

    def distinct_among(self, table: str, column: str, texts: Sequence[str]) -> list[str]:
        """Return those of some texts that a staged column holds."""
        ...

    def join_texts(self, table: str, name: str, columns: Sequence[str], separator: str) -> None:
        """Add a staged column with the texts of some columns joined; it is empty where all of them are."""
        ...

    def filter_rows(self, table: str, part: int, columns: Sequence[str]) -> int:
        """Drop rows of one part unless all these columns' look-ups say `true`; return the number of rows dropped."""
        ...

    def first_by_key(self, table: str, key: str, *, within_parts: bool = False) -> tuple[Occurrences, Occurrences]:
        """Keep the first row of each key (of each part, if asked); return rows without a key, and repeated ones."""
        ...

    def contradicted(self, table: str, key: str, columns: Sequence[str]) -> dict[str, Occurrences]:
        """Return for each staged column the rows that say something else than the first row of their key."""
        ...

    def mark_contacts(self, columns: Sequence[str]) -> None:
        """Store hashes of the contacts' addresses and numbers, from staged columns, so that they can be forgotten."""
        ...

    def forget(self, tables: Sequence[str], marks: Collection[str], secret: bytes) -> dict[str, int]:
        """Take contacts out of finished tables; return table -> number of rows and of references taken out.

        Args:
            tables: Tables with keys of contacts.
            marks: Keyed hashes of their addresses, numbers and keys.
            secret: Key of the workspace.
        """
        ...

    def finish(self, table: str, outputs: Sequence[Output]) -> int:
        """Write the canonical table; return its number of rows."""
        ...

    def texts(
        self, table: str, columns: Sequence[str], counted: Sequence[str]
    ) -> Iterator[tuple[Sequence[str | None], int]]:
        """Yield the rows of a finished table in order: some text columns, and how many of others have a value."""
        ...

    def merge_accounts(self, merges: Sequence[AccountMerge]) -> None:
        """Fill gaps of kept accounts from merged ones, drop the merged ones, and store the list of merges."""
        ...

    def amounts(self, table: str, days: Sequence[str]) -> list[tuple[str, float | None, int]]:
        """Return currency (empty where none is written), day and number of the amounts of a finished table."""
        ...

    def convert(self, table: str, days: Sequence[str], target: str, rates: Mapping[tuple[str, float], float]) -> None:
        """Convert the amounts of a finished table to a currency; original amounts and rates become columns."""
        ...

    def repoint(self, table: str, column: str) -> None:
        """Replace merged accounts by the kept ones in a column of a finished table."""
        ...

    def count_where(self, table: str, condition: IssueCode) -> Occurrences:
        """Return the rows of a finished table that meet a named condition.

        `closed_before_opened` and `no_outcome` are conditions of deals, `signal_without_day` is one of signals.
        """
        ...

    def stage_outcomes(self, table: str, others: PlannedOutcome) -> list[tuple[str, str, str, bool, int]]:
        """Return pipeline, stage, outcome, whether other columns decide it, and number of rows of a finished table.

        Empty texts stand for what is not known; rows without a stage are left out.
        """
        ...

    def filled(self, table: str, column: str) -> int:
        """Return the number of rows of a finished table that have a value."""
        ...

    def unmatched(self, table: str, column: str, to: str) -> Occurrences:
        """Return the rows of a finished table whose key is not in the other table."""
        ...

    def unresolved(self, table: str, key: str, references: Sequence[str]) -> Occurrences:
        """Return the rows of a finished table with a reference in these staged columns that matched no key."""
        ...

    def levels(self, table: str, column: str) -> dict[str, int]:
        """Return the distinct values of a finished text column, each with its count."""
        ...

    def digests(self, table: str) -> Iterator[str]:
        """Yield one digest per row of a finished table, in order."""
        ...

    def columns(self, table: str) -> list[str]:
        """Return the columns of a finished table."""
        ...

    def close(self, secret: bytes) -> None:
        """Write the finished tables to the database file, hashes of persons keyed with a secret, and close it."""
        ...

    def abandon(self) -> None:
        """Close the files without finishing them."""
        ...


class Eraser(Protocol):
    """Writer of a database without some of the contacts of another."""

    def find(self, marks: Collection[str], secret: bytes) -> list[dict[str, str]]:
        """Find the contacts with these marks; return what their rows hold, empty where they have no row."""
        ...

    def write(self, mask: Callable[[str], str] | None) -> dict[str, int]:
        """Write all tables without the contacts found; return table -> rows or references that are gone.

        Args:
            mask: Function that masks them in a text; `None` where no text can hold them. Texts changed are counted
                under an empty name.
        """
        ...

    def close(self) -> None:
        """Close the files."""
        ...


class ListImporter(Importer, Protocol):
    """Importer of one list that writes no table: it keeps what the texts of its columns mean.

    Attributes:
        lookups: Staged column -> meanings of its texts.
        outputs: Canonical column -> the source of its cells.
    """

    lookups: dict[str, Lookup]
    outputs: dict[str, Output]

    def look_at(self, file: str, headers: Sequence[str]) -> int:
        """Put the first rows aside, by which columns are recognised; return the number of all rows."""
        ...

    def column(self, name: str) -> TextColumn:
        """Return where the texts of a staged column are in the list."""
        ...

    def known(self, name: str) -> ColumnTexts:
        """Return the texts of a staged column.

        Raises:
            TooVariedError: There are too many to be read one by one.
        """
        ...

    def blanks(self, expression: ScoreExpression, terms: Collection[int]) -> dict[int, int]:
        """Return in how many rows the facts of some terms are not recorded."""
        ...

    def repeated(self, header: str) -> int:
        """Return how many rows have the text of one before in a column; empty ones have none."""
        ...

    def known_numbers(self, column: NumberColumn) -> bool:
        """Return whether any row has a number in a column."""
        ...

    def scorer(self) -> Scorer:
        """Return a scorer of the list."""
        ...
