"""Carries out an import in DuckDB, the embedded engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from whofor.engines.duckdb import account_sql, canonical_sql, sql, staging_sql
from whofor.engines.duckdb.connection import translated
from whofor.engines.duckdb.distinct_texts import DistinctTexts
from whofor.engines.duckdb.lookups import Lookups
from whofor.engines.duckdb.profiles import profile_of
from whofor.engines.duckdb.raw_files import MADE
from whofor.engines.duckdb.staged_texts import StagedTexts
from whofor.intake.importing.outputs import Lookup, Occurrences, Output
from whofor.intake.mapping.plan import PlannedOutcome, PlannedTable
from whofor.intake.normalise.accounts import AccountMerge
from whofor.model import IssueCode
from whofor.schema.columns import TableName

__all__ = ["DuckDBImporter"]

_CONDITIONS = {
    IssueCode.CLOSED_BEFORE_OPENED: ("floor(closed) < floor(opened)", "deal_key"),
    IssueCode.NO_OUTCOME: ("outcome IS NULL", "deal_key"),
    IssueCode.SIGNAL_WITHOUT_DAY: ('"at" IS NULL', "coalesce(account_key, '') || ' ' || coalesce(kind, '')"),
}
"""Each condition with what shows where it is met."""


class DuckDBImporter(StagedTexts):
    """Carries out an import into a fresh DuckDB file, with a scratch file beside it."""

    def __init__(self, path: Path, scratch: Path) -> None:
        super().__init__(path, scratch)
        self._staged: dict[str, list[str]] = {}
        self._parts: dict[str, list[int]] = {}
        self._lookups = Lookups(self._db)

    def stage(self, table: PlannedTable) -> int:
        """Combine a table's texts: files, joins, computed texts; return the number of rows."""
        target = sql.staged_table(table.name)
        self._change(table.name, staging_sql.create_staged(table, target, self._loaded))
        self._staged[table.name] = [column.name for column in table.columns if column.between is None]
        return self._count(target)

    def join_matches(self, table: str, alias: str) -> tuple[int, int]:
        """Return the number of rows with a key for a join, and of those among them that found a row."""
        has_key, found = sql.name(sql.has_key_flag(alias)), sql.name(sql.in_flag(alias))
        counts = self._run(f"SELECT count_if({has_key}), count_if({found}) FROM {sql.staged_table(table)}")
        return int(counts[0][0]), int(counts[0][1])

    def distinct(self, table: str, column: str) -> dict[str, int]:
        """Return the distinct texts of a staged column, each with its count."""
        if table not in self._texts:
            target = sql.staged_table(table)
            self._texts[table] = DistinctTexts(self._run, target, self._staged[table], self._count(target))
        return self._texts[table].of(column)

    def pairs(self, table: str, column: str, beside: str) -> list[tuple[str, str | None, int]]:
        """Return the distinct texts of a staged column with those of another beside them, and the number of rows."""
        return [(str(text), other, int(n)) for text, other, n in self._run(staging_sql.pairs(table, column, beside))]

    def profile(self, table: str, columns: Sequence[str]) -> dict[str, tuple[int, int, float]]:
        """Return for each staged column: rows with a value, distinct values (about), mean length."""
        return profile_of(self._run, sql.staged_table(table), columns)

    def places(self, table: str, column: str, texts: Sequence[str]) -> list[str]:
        """Return `file:line` of the first row with each of these texts."""
        found: list[str] = []
        for text in texts:
            rows = self._run(
                f"SELECT __file, __line FROM {sql.staged_table(table)} WHERE {sql.name(column)} = ? "
                "ORDER BY __row LIMIT 1",
                [text],
            )
            found.append(f"{rows[0][0]}:{rows[0][1]}" if rows else "")
        return found

    def store_lookup(self, table: str, lookup: Lookup) -> None:
        """Store the meanings of the texts of a staged column."""
        self._lookups.keep(table, lookup)

    def join_texts(self, table: str, name: str, columns: Sequence[str], separator: str) -> None:
        """Add a staged column with the texts of some columns joined; it is empty where all of them are."""
        self._change(table, staging_sql.add_joined_texts(table, name, columns, separator))

    def filter_rows(self, table: str, part: int, columns: Sequence[str]) -> int:
        """Drop rows of one part unless all these columns' look-ups say `true`; return the number of rows dropped."""
        target = sql.staged_table(table)
        before = self._count(target)
        for column in columns:
            lookup = self._lookups.store(table, column)
            self._change(
                table,
                f"DELETE FROM {target} WHERE __part = {part} AND coalesce({sql.name(column)}, '') NOT IN "
                f"(SELECT text FROM {lookup} WHERE value = 'true')",
            )
        return before - self._count(target)

    def first_by_key(self, table: str, key: str, *, within_parts: bool = False) -> tuple[Occurrences, Occurrences]:
        """Keep the first row of each key (of each part, if asked); return rows without a key, and repeated ones."""
        target, column = sql.staged_table(table), sql.name(key)
        missing = self._found(f"FROM {target} WHERE {column} IS NULL", "__file || ':' || __line")
        first = f"SELECT min(__row) FROM {target} WHERE {column} IS NOT NULL GROUP BY {column}"
        first += ", __part" if within_parts else ""
        repeated = self._found(
            f"FROM {target} WHERE {column} IS NOT NULL AND __row NOT IN ({first})",
            f"__file || ':' || __line || ' ' || {column}",
        )
        if missing.count or repeated.count:
            self._change(table, f"DELETE FROM {target} WHERE __row NOT IN ({first})")
        return missing, repeated

    def contradicted(self, table: str, key: str, columns: Sequence[str]) -> dict[str, Occurrences]:
        """Return for each staged column the rows that say something else than the first row of their key."""
        there, column = staging_sql.beside_first_rows(table, key), sql.name(key)
        example = f"self.__file || ':' || self.__line || ' ' || self.{column}"
        return {
            name: self._found(f"{there} AND {staging_sql.says_otherwise(name)}", example, "self.__row")
            for name in columns
        }

    def _found(self, from_where: str, example: str, order: str = "__row") -> Occurrences:
        count = int(self._run(f"SELECT count(*) {from_where}")[0][0])
        if not count:
            return Occurrences(0)
        rows = self._run(f"SELECT {example} {from_where} ORDER BY {order} LIMIT 5")
        return Occurrences(count, tuple(str(row[0]) for row in rows))

    def finish(self, table: str, outputs: Sequence[Output]) -> int:
        """Write the canonical table; return its number of rows."""
        target = self._made(table)
        self._parts[table] = self._lookups.make_values(table, self._count(sql.staged_table(table)))
        self._run(canonical_sql.create_canonical(table, target, outputs, self._parts[table], dict(self._staged)))
        return self._count(target)

    def texts(
        self, table: str, columns: Sequence[str], counted: Sequence[str]
    ) -> Iterator[tuple[Sequence[str | None], int]]:
        """Yield the rows of a finished table in order: some text columns, and how many of others have a value."""
        for row in self._run(account_sql.texts(self._made(table), columns, counted)):
            yield row[:-1], int(row[-1])

    def merge_accounts(self, merges: Sequence[AccountMerge]) -> None:
        """Fill gaps of kept accounts from merged ones, drop the merged ones, and store the list of merges."""
        target = self._made(account_sql.MERGES)
        self._run(account_sql.create_merges(target))
        if not merges:
            return
        self._db.insert(target, account_sql.merge_arrays(merges))
        columns = [column for column in self.columns(TableName.ACCOUNTS) if column != "account_key"]
        for statement in account_sql.merge(self._made(TableName.ACCOUNTS), target, columns):
            self._run(statement)

    def amounts(self, table: str, days: Sequence[str]) -> list[tuple[str, float | None, int]]:
        """Return currency (empty where none is written), day and number of the amounts of a finished table."""
        rows = self._run(
            f"SELECT coalesce(currency, ''), {canonical_sql.first_day(days)} AS day, count(*) "
            f"FROM {self._made(table)} AS made WHERE amount IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"
        )
        return [(str(row[0]), None if row[1] is None else float(row[1]), int(row[2])) for row in rows]

    def convert(self, table: str, days: Sequence[str], target: str, rates: Mapping[tuple[str, float], float]) -> None:
        """Convert the amounts of a finished table to a currency; original amounts and rates become columns."""
        self._run("CREATE OR REPLACE TABLE exchange (currency VARCHAR, day DOUBLE, rate DOUBLE)")
        if rates:
            columns = {
                "currency": np.array([currency for currency, _ in rates], dtype=object),
                "day": np.array([day for _, day in rates], dtype=np.float64),
                "rate": np.array(list(rates.values()), dtype=np.float64),
            }
            self._db.insert("exchange", columns)
        self._run(canonical_sql.create_converted(self._made(table), days, target))
        self._run("DROP TABLE exchange")

    def repoint(self, table: str, column: str) -> None:
        """Replace merged accounts by the kept ones in a column of a finished table."""
        self._run(account_sql.repoint(self._made(table), column, self._made(account_sql.MERGES)))

    def count_where(self, table: str, condition: IssueCode) -> Occurrences:
        """Return the rows of a finished table that meet a named condition; see `_CONDITIONS`."""
        met, shown = _CONDITIONS[condition]
        return self._found(f"FROM {self._made(table)} WHERE {met}", shown, "_row")

    def stage_outcomes(self, table: str, others: PlannedOutcome) -> list[tuple[str, str, str, bool, int]]:
        """Return pipeline, stage, outcome, whether other columns decide it, and number of rows of a finished table."""
        return self._run(canonical_sql.stage_outcomes(table, self._made(table), others, self._parts[table]))

    def filled(self, table: str, column: str) -> int:
        """Return the number of rows of a finished table that have a value."""
        return int(self._run(f"SELECT count({sql.name(column)}) FROM {self._made(table)}")[0][0])

    def unmatched(self, table: str, column: str, to: str) -> Occurrences:
        """Return the rows of a finished table whose key is not in the other table."""
        key = sql.name(column)
        return self._found(
            f"FROM {self._made(table)} WHERE {key} IS NOT NULL AND {key} NOT IN (SELECT {key} FROM {self._made(to)})",
            key,
            "_row",
        )

    def unresolved(self, table: str, key: str, references: Sequence[str]) -> Occurrences:
        """Return the rows of a finished table with a reference in these staged columns that matched no key."""
        reference = f"coalesce({', '.join(f'staged.{sql.name(column)}' for column in references)})"
        return self._found(
            f"FROM {self._made(table)} AS made JOIN {sql.staged_table(table)} AS staged ON staged.__row = made._row "
            f"WHERE made.{sql.name(key)} IS NULL AND {reference} IS NOT NULL",
            reference,
        )

    def levels(self, table: str, column: str) -> dict[str, int]:
        """Return the distinct values of a finished text column, each with its count."""
        rows = self._run(
            f"SELECT {sql.name(column)}, count(*) FROM {self._made(table)} "
            f"WHERE {sql.name(column)} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
        )
        return {str(row[0]): int(row[1]) for row in rows}

    def columns(self, table: str) -> list[str]:
        """Return the columns of a finished table."""
        return [column for column in self._all_columns(table) if not column.startswith("_")]

    def _all_columns(self, table: str) -> list[str]:
        rows = self._run(
            "SELECT column_name FROM duckdb_columns() WHERE table_name = ? AND schema_name = ? ORDER BY column_index",
            [table, MADE],
        )
        return [str(row[0]) for row in rows]

    def digests(self, table: str) -> Iterator[str]:
        """Yield one digest per row of a finished table, in order."""
        cells = ", ".join(f"coalesce({sql.name(column)}::VARCHAR, chr(0))" for column in self.columns(table))
        query = f"SELECT md5(concat_ws(chr(31), {cells})) FROM {self._made(table)} ORDER BY _row"
        with translated(self._db.path):
            result = self._db.wait_for(lambda: self._db.connection.execute(query))
            while rows := self._db.wait_for(lambda: result.fetchmany(20_000)):
                for row in rows:
                    yield str(row[0])

    def close(self, secret: bytes) -> None:
        """Write the finished tables to the database file, hashes of persons keyed with a secret, and close it."""
        with translated(self._db.path):
            made = self._run("SELECT table_name FROM duckdb_tables() WHERE schema_name = ? ORDER BY table_oid", [MADE])
            for (table,) in made:
                keys = [column for column in self._all_columns(table) if column.endswith("_key")]
                target = f"{sql.name(self._main)}.{sql.name(table)}"
                self._run(canonical_sql.create_keyed(self._made(table), target, keys, secret))
            self._run(f"USE {sql.name(self._main)}")
            self._run("CHECKPOINT")
            # The scratch database is removed unread: of a wide export it would be written out for ten seconds.
            self._run("PRAGMA disable_checkpoint_on_shutdown")
        self._db.close()

    def abandon(self) -> None:
        """Close the files without finishing them."""
        self._db.close()
