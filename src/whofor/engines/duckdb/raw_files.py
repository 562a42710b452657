"""Raw files of an import in DuckDB: loads them as texts, and looks at them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from whofor.engines.duckdb import sql, staging_sql
from whofor.engines.duckdb.connection import Connection, translated
from whofor.engines.duckdb.csv_files import load_plain
from whofor.engines.duckdb.parquet_files import load_parquet
from whofor.engines.duckdb.profiles import profile_of
from whofor.intake.raw import MOST_LETTERS, Batch, PlainText

__all__ = ["MADE", "RawFiles"]

MADE = "made"
"""Schema of the finished tables."""
_MOST_AT_ONCE, _MOST_CELLS = 100, 200_000
"""Columns and cells of a raw file that are looked at in one query."""
_NEARLY_ALL = 0.8
_ROWS_AT_ONCE = 20_000


class RawFiles:
    """Raw files in a scratch database, beside a fresh DuckDB file for what is made of them."""

    def __init__(self, path: Path, scratch: Path) -> None:
        self._db = Connection(path, read_only=False, scratch=scratch)
        self._run = self._db.run
        self._loaded: dict[str, staging_sql.Loaded] = {}
        with translated(path):
            self._main = str(self._run("SELECT current_database()")[0][0])
            self._db.attach_encrypted(scratch, "scratch")
            # Everything is made in scratch; only finished tables, without plain hashes, go to the file that stays.
            self._run("USE scratch")
            self._run(f"CREATE SCHEMA {MADE}")
            # To find common parts, every expression of a query is compared with every other: minutes at 2,000 columns.
            self._run("SET disabled_optimizers = 'join_order,common_subexpressions'")

    def load_rows(self, file: str, headers: Sequence[str], batches: Iterable[Batch]) -> int:
        """Load a raw file; return its number of rows."""
        table = sql.raw_table(file)
        columns = ", ".join(f"{sql.name(header)} VARCHAR" for header in headers)
        self._run(f"CREATE TABLE {table} (__line BIGINT, {columns})")
        rows = 0
        for batch in batches:
            arrays = {f"c{index}": np.array(texts, dtype=object) for index, texts in enumerate(batch.columns)}
            self._db.insert(table, {"__line": np.array(batch.lines, dtype=np.int64), **arrays})
            rows += len(batch.lines)
        self._loaded[file] = staging_sql.Loaded(rows)
        return rows

    def load_plain(self, file: str, path: Path, text: PlainText) -> int | None:
        """Load a regular text file fast; return its number of rows, or `None` where it needs the careful reader."""
        with translated(self._db.path):
            rows = load_plain(self._db.rows, sql.raw_table(file), path, text)
        if rows is not None:
            self._loaded[file] = staging_sql.Loaded(rows, text.first_line)
        return rows

    def load_parquet(self, file: str, path: Path) -> tuple[list[str], int]:
        """Load a Parquet file as texts; return its headers and number of rows."""
        with translated(self._db.path):
            headers, rows = load_parquet(self._db.rows, sql.raw_table(file), path, file)
        self._loaded[file] = staging_sql.Loaded(rows, 1)
        return headers, rows

    def raw_distinct(self, file: str, header: str) -> dict[str, int]:
        """Return the distinct texts of a raw column, each with its count."""
        return {str(row[0]): int(row[1]) for row in self._run(staging_sql.distinct(sql.raw_table(file), header))}

    def raw_rows(self, file: str) -> int:
        """Return the number of rows of a raw file."""
        return self._loaded[file].rows

    def raw_profile(self, file: str, headers: Sequence[str]) -> dict[str, tuple[int, int, float]]:
        """Return for each raw column: rows with a value, distinct values (about, where most repeat), mean length."""
        table = sql.raw_table(file)
        found = profile_of(self._run, table, headers)
        several = [h for h, (filled, distinct, _) in found.items() if distinct >= _NEARLY_ALL * filled]
        for some in self._at_once(file, several):
            counts = ", ".join(f"count(DISTINCT {sql.name(header)})" for header in some)
            for header, exact in zip(some, self._run(f"SELECT {counts} FROM {table}")[0], strict=True):
                filled, _, length = found[header]
                found[header] = filled, int(exact), length
        return found

    def _at_once(self, file: str, headers: Sequence[str]) -> Iterator[Sequence[str]]:
        """Yield columns of a file, as many together as memory allows: a query costs more than a small column."""
        step = max(1, min(_MOST_AT_ONCE, _MOST_CELLS // max(1, self._loaded[file].rows)))
        for start in range(0, len(headers), step):
            yield headers[start : start + step]

    def raw_values(self, file: str, headers: Sequence[str], most: int) -> dict[str, dict[str, int]]:
        """Return for each raw column its most frequent texts, each with its count and cut to 200 characters."""
        found: dict[str, dict[str, int]] = {}
        for some in self._at_once(file, headers):
            if len(some) == 1:
                found[some[0]] = self._commonest(file, some[0], most)
                continue
            texts = ", ".join(f"left({sql.name(header)}, {MOST_LETTERS})" for header in some)
            rows = self._run(f"SELECT {texts} FROM {sql.raw_table(file)} ORDER BY rowid")
            for header, values in zip(some, zip(*rows, strict=True) if rows else [()] * len(some), strict=True):
                # Of equal counts the first in the file comes first, as in `_commonest`.
                counts = Counter(str(value) for value in values if value is not None)
                found[header] = dict(counts.most_common(most))
        return found

    def _commonest(self, file: str, header: str, most: int) -> dict[str, int]:
        text = sql.name(header)
        rows = self._run(
            f"SELECT left({text}, {MOST_LETTERS}), count(*), min(rowid) FROM {sql.raw_table(file)} "
            f"WHERE {text} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 3, 1 LIMIT {most}"
        )
        return {str(row[0]): int(row[1]) for row in rows}

    def raw_sample(self, file: str, headers: Sequence[str], most: int) -> list[tuple[str | None, ...]]:
        """Return some rows, spread over a raw file, their texts cut to 200 characters."""
        table = sql.raw_table(file)
        step = max(1, self._count(table) // most)
        texts = ", ".join(f"left({sql.name(header)}, {MOST_LETTERS})" for header in headers)
        return self._run(f"SELECT {texts} FROM {table} WHERE rowid % {step} = 0 ORDER BY rowid LIMIT {most}")

    def raw_overlap(self, file: str, header: str, to: str, key: str, *, most: int | None = None) -> tuple[int, int]:
        """Return how many distinct texts a raw column has (at most `most`), and how many of them occur in another."""
        limit = f"GROUP BY 1 ORDER BY min(rowid) LIMIT {most}" if most is not None else "GROUP BY 1"
        some = (
            f"SELECT {sql.name(header)} AS text FROM {sql.raw_table(file)} WHERE {sql.name(header)} IS NOT NULL {limit}"
        )
        there = f"SELECT {sql.name(key)} FROM {sql.raw_table(to)} WHERE {sql.name(key)} IS NOT NULL"
        row = self._run(f"SELECT count(*), count_if(text IN ({there})) FROM ({some})")[0]
        return int(row[0]), int(row[1])

    def raw_texts(self, file: str, headers: Sequence[str]) -> Iterator[list[tuple[str | None, ...]]]:
        """Yield the rows of some columns of a raw file in their order, some thousand at a time."""
        table, texts = sql.raw_table(file), ", ".join(map(sql.name, headers))
        for start in range(0, self._loaded[file].rows, _ROWS_AT_ONCE):
            end = start + _ROWS_AT_ONCE
            yield self._run(f"SELECT {texts} FROM {table} WHERE rowid >= {start} AND rowid < {end} ORDER BY rowid")

    def store_raw_numbers(self, file: str, header: str, numbers: Mapping[str, float]) -> None:
        """Store the numbers that the texts of a raw column mean, for totals."""
        target = sql.raw_lookup(file, header)
        self._run(f"CREATE OR REPLACE TABLE {target} (text VARCHAR, value DOUBLE)")
        if numbers:
            texts = np.array(list(numbers), dtype=object)
            self._db.insert(target, {"text": texts, "value": np.array(list(numbers.values()), dtype=np.float64)})

    def _count(self, table: str) -> int:
        return int(self._run(f"SELECT count(*) FROM {table}")[0][0])
