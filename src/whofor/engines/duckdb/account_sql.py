"""SQL that merges accounts that are one company. Nothing here runs it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from whofor.engines.duckdb.sql import name

if TYPE_CHECKING:
    from whofor.intake.normalise.accounts import AccountMerge

__all__ = ["MERGES", "create_merges", "merge", "merge_arrays", "repoint", "texts"]

MERGES = "account_merges"
"""The list of merged accounts, beside the canonical tables."""

_TEXTS = ("kept_key", "merged_key", "why", "kept_name", "merged_name")


def texts(table: str, columns: Sequence[str], counted: Sequence[str]) -> str:
    """Return a query for some columns of a table, and for how many of others have a value."""
    wanted = "".join(f"{name(column)}::VARCHAR, " for column in columns)
    # A list, not a sum: a sum of a thousand columns is nested too deeply for the parser.
    filled = ", ".join(f"({name(column)} IS NOT NULL)::INTEGER" for column in counted)
    return f"SELECT {wanted}coalesce(list_sum([{filled}]::INTEGER[]), 0) FROM {table} ORDER BY _row"


def create_merges(target: str) -> str:
    """Return the statement that creates the empty list of merged accounts."""
    return (
        f"CREATE TABLE {target} (kept_key VARCHAR, merged_key VARCHAR, why VARCHAR, score DOUBLE, "
        "kept_name VARCHAR, merged_name VARCHAR)"
    )


def merge_arrays(merges: Sequence[AccountMerge]) -> Mapping[str, object]:
    """Return the list of merged accounts, column by column."""
    import numpy as np

    columns = {text: np.array([str(getattr(merge, text)) or None for merge in merges], dtype=object) for text in _TEXTS}
    scores = np.array([merge.score for merge in merges], dtype=np.float64)
    order = ("kept_key", "merged_key", "why", "score", "kept_name", "merged_name")
    return {column: scores if column == "score" else columns[column] for column in order}


def merge(accounts: str, merges: str, columns: Sequence[str]) -> Iterator[str]:
    """Yield statements that fill gaps of kept accounts with the first known value, and drop the merged ones."""
    if columns:
        # `min_by` passes over rows in which the value is unknown.
        found = ", ".join(f"min_by(gone.{name(column)}, gone._row) AS {name(column)}" for column in columns)
        filled = ", ".join(
            f"{name(column)} = coalesce(kept.{name(column)}, found.{name(column)})" for column in columns
        )
        yield (
            f"UPDATE {accounts} AS kept SET {filled} FROM (SELECT list.kept_key, {found} FROM {merges} AS list "
            f"JOIN {accounts} AS gone ON gone.account_key = list.merged_key GROUP BY list.kept_key) AS found "
            "WHERE kept.account_key = found.kept_key"
        )
    yield f"DELETE FROM {accounts} WHERE account_key IN (SELECT merged_key FROM {merges})"
    if "parent_key" in columns:
        yield repoint(accounts, "parent_key", merges)
        yield (
            f"UPDATE {accounts} SET parent_key = NULL WHERE parent_key = account_key "
            f"AND account_key IN (SELECT kept_key FROM {merges})"
        )


def repoint(table: str, column: str, merges: str) -> str:
    """Return the statement that replaces the key of a merged account by that of the kept one."""
    return (
        f"UPDATE {table} AS naming SET {name(column)} = list.kept_key FROM {merges} AS list "
        f"WHERE naming.{name(column)} = list.merged_key"
    )
