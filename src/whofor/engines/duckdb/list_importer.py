"""Reads what the columns of one list mean in DuckDB; its rows stay where they are, in their file or in scratch."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from whofor.engines.duckdb import sql
from whofor.engines.duckdb.connection import translated
from whofor.engines.duckdb.importer import DuckDBImporter
from whofor.engines.duckdb.parquet_files import readable
from whofor.engines.scorers.dialects import DUCKDB, PLAIN_NUMBER, number_sql, text_sql
from whofor.engines.scorers.duckdb import DuckDBScorer, ScoredSource
from whofor.engines.scorers.expression_sql import ScoreSql
from whofor.errors import Problem, SourceError
from whofor.intake.importing.outputs import Lookup, Occurrences, Output
from whofor.intake.mapping.plan import PlannedTable, Ref
from whofor.intake.raw import MOST_LETTERS
from whofor.model.score_expression import HeldAs, NumberColumn, ScoreExpression, TextColumn
from whofor.schema.listed_columns import ColumnTexts, TooVariedError

__all__ = ["DuckDBListImporter"]

_LOOKED_AT = 50_000
"""First rows by which columns are recognised, and by which it is told whether a column repeats its texts."""
_VARIED = 5_000
"""Different texts among them from which numbers are not looked up one by one."""
_MOST_TEXTS = 500_000
"""Different texts of a column that are read one by one: Python holds them, about 100 bytes each."""
_SOME = 1_000
"""Numbers of a varied column by which it is told how all are read."""
_MOSTLY = 0.9
"""Share of numbers among the texts of such a column."""
_NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
_FRACTIONS = ("FLOAT", "DOUBLE", "DECIMAL")
_DAYS = ("DATE", "TIMESTAMP")
_LONGEST_PLAIN = 1e15
"""Numbers from which digits are not all written out."""


class DuckDBListImporter(DuckDBImporter):
    """Importer of one list that writes no table: it keeps what the texts of columns mean, and which are written."""

    def __init__(self, path: Path, scratch: Path) -> None:
        super().__init__(path, scratch)
        self._folder = scratch.parent
        self._source = ScoredSource("", "", "")
        self._types: dict[str, str] = {}
        self._columns: dict[str, TextColumn] = {}
        self._known: dict[str, ColumnTexts] = {}
        self.lookups: dict[str, Lookup] = {}
        self.outputs: dict[str, Output] = {}

    # -------- The file --------

    def load_parquet(self, file: str, path: Path) -> tuple[list[str], int]:
        """Name a Parquet file, which is not loaded; return its headers and number of rows."""
        source = ScoredSource.of_parquet(path)
        with translated(self._db.path), readable(file):
            types = self._db.rows(f"DESCRIBE SELECT * FROM {source.rows}")
            rows = int(self._db.rows(f"SELECT count(*) FROM {source.rows}")[0][0])
        self._source, self._types = source, {str(row[0]): str(row[1]) for row in types}
        return list(self._types), rows

    def look_at(self, file: str, headers: Sequence[str]) -> int:
        """Put the first rows aside, by which columns are recognised; return the number of all rows."""
        if not self._source.rows:
            table = sql.raw_table(file)
            columns = ", ".join(map(sql.name, headers))
            numbered = f"(SELECT rowid AS __number, {columns} FROM {table})"
            self._source = ScoredSource(f"(SELECT {columns} FROM {table})", numbered, "__number")
            self._types = dict.fromkeys(headers, "VARCHAR")
        number = sql.name(self._source.number)
        texts = ", ".join(f"nullif(trim({self._as_text(h)}), '') AS {sql.name(h)}" for h in headers)
        self._run(
            f"CREATE TABLE looked_at AS SELECT {texts} FROM {self._source.numbered} "
            f"WHERE {number} < {_LOOKED_AT} ORDER BY {number}"
        )
        return int(self._run(f"SELECT count(*) FROM {self._source.rows}")[0][0])

    def raw_values(self, file: str, headers: Sequence[str], most: int) -> dict[str, dict[str, int]]:
        """Return for each column its most frequent texts among the first rows, each with its count and cut."""
        found: dict[str, dict[str, int]] = {}
        for header in headers:
            text = sql.name(header)
            rows = self._run(
                f"SELECT left({text}, {MOST_LETTERS}), count(*), min(rowid) FROM looked_at "
                f"WHERE {text} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 3, 1 LIMIT {most}"
            )
            found[header] = {str(row[0]): int(row[1]) for row in rows}
        return found

    def raw_profile(self, file: str, headers: Sequence[str]) -> dict[str, tuple[int, int, float]]:
        """Return for each column, among the first rows: those with a value, distinct values, mean length."""
        wanted = ", ".join(
            f"count({c}), count(DISTINCT {c}), coalesce(avg(length({c})), 0)" for c in map(sql.name, headers)
        )
        if not headers:
            return {}
        row = self._run(f"SELECT {wanted} FROM looked_at")[0]
        parts = {h: row[3 * i : 3 * i + 3] for i, h in enumerate(headers)}
        return {h: (int(filled), int(distinct), float(length)) for h, (filled, distinct, length) in parts.items()}

    def raw_rows(self, file: str) -> int:
        """Return the number of rows among the first that were looked at."""
        return int(self._run("SELECT count(*) FROM looked_at")[0][0])

    # -------- What its columns mean --------

    def stage(self, table: PlannedTable) -> int:
        """Note which columns are read; return the number of rows."""
        for column in table.columns:
            if isinstance(column.expression, Ref):
                self._columns[column.name] = TextColumn((column.expression.header,))
        return int(self._run(f"SELECT count(*) FROM {self._source.rows}")[0][0])

    def join_texts(self, table: str, name: str, columns: Sequence[str], separator: str) -> None:
        """Add a column with the texts of some columns joined."""
        self._columns[name] = TextColumn(tuple(self._columns[c].headers[0] for c in columns), separator)

    def column(self, name: str) -> TextColumn:
        """Return where the texts of a staged column are in the list."""
        return self._columns[name]

    def known(self, name: str) -> ColumnTexts:
        """Return the texts of a staged column.

        Raises:
            TooVariedError: There are too many to be read one by one.
        """
        if name not in self._known:
            column = self._columns[name]
            held_as = self._held_as(column)
            if held_as is not None and (held_as is not HeldAs.TEXT or self._is_numbers(column.headers[0])):
                self._known[name] = self._numbers(NumberColumn(column.headers[0], held_as))
            else:
                self._known[name] = self._texts_of(column)
        return self._known[name]

    def distinct(self, table: str, column: str) -> dict[str, int]:
        """Return the distinct texts of a staged column, each with its count; of many numbers some."""
        return dict(self.known(column).counts)

    def profile(self, table: str, columns: Sequence[str]) -> dict[str, tuple[int, int, float]]:
        """Return for each staged column: rows with a value, distinct values, mean length."""
        found: dict[str, tuple[int, int, float]] = {}
        for name in columns:
            counts = self.known(name).counts
            n = sum(counts.values())
            found[name] = n, len(counts), sum(len(text) * k for text, k in counts.items()) / max(1, n)
        return found

    def places(self, table: str, column: str, texts: Sequence[str]) -> list[str]:
        """Return no places: nothing is said of single cells of a list of any size."""
        return ["" for _ in texts]

    def first_by_key(self, table: str, key: str, *, within_parts: bool = False) -> tuple[Occurrences, Occurrences]:
        """Keep every row: a list is numbered."""
        return Occurrences(0), Occurrences(0)

    def contradicted(self, table: str, key: str, columns: Sequence[str]) -> dict[str, Occurrences]:
        """Return nothing: every row stands for itself."""
        return {name: Occurrences(0) for name in columns}

    def replace_texts(self, table: str, column: str, texts: Mapping[str, str]) -> None:
        """Refuse: the texts of a list stay where they are.

        Raises:
            SourceError: There are texts to replace.
        """
        if texts:
            what = "Web addresses of this column would have to be rewritten, which takes the list in memory"
            todo = "Write CSV instead: --csv scores.csv reads the list whole."
            raise SourceError(Problem(what, f"{table}: {column}", todo=todo))

    def store_lookup(self, table: str, lookup: Lookup) -> None:
        """Keep the meanings of the texts of a staged column."""
        self.lookups[lookup.column] = lookup

    def finish(self, table: str, outputs: Sequence[Output]) -> int:
        """Keep which columns there are; return the number of rows."""
        self.outputs = {output.name: output for output in outputs}
        return int(self._run(f"SELECT count(*) FROM {self._source.rows}")[0][0])

    # -------- How many rows are in which place --------

    def blanks(self, expression: ScoreExpression, terms: Collection[int]) -> dict[int, int]:
        """Return in how many rows the facts of some terms are not recorded."""
        if not terms:
            return {}
        written = ScoreSql(expression, DUCKDB)
        counts = ", ".join(f"count_if({written.is_blank(expression.terms[at])})" for at in terms)
        named = ", ".join(["*", *(f"{text} AS {alias}" for text, alias in written.computed.items())])
        row = self._run(f"SELECT {counts} FROM (SELECT {named} FROM {self._source.rows})")[0]
        return {at: int(n) for at, n in zip(terms, row, strict=True)}

    def repeated(self, header: str) -> int:
        """Return how many rows have the text of one before in a column; empty ones have none."""
        text = f"nullif(trim({self._as_text(header)}), '')"
        found = self._run(
            f"SELECT count(text) - count(DISTINCT text) FROM (SELECT {text} AS text FROM {self._source.rows})"
        )
        return int(found[0][0])

    def known_numbers(self, column: NumberColumn) -> bool:
        """Return whether any row has a number in a column."""
        number = number_sql(column, DUCKDB)
        return bool(self._run(f"SELECT EXISTS (SELECT 1 FROM {self._source.rows} WHERE isfinite({number}))")[0][0])

    def scorer(self) -> DuckDBScorer:
        """Return a scorer of the list, on the same connection."""
        return DuckDBScorer(self._db, self._source, self._folder)

    # -------- Texts and numbers --------

    def _as_text(self, header: str) -> str:
        column = sql.name(header)
        return f"array_to_string({column}, ';')" if self._types[header].endswith("[]") else f"CAST({column} AS VARCHAR)"

    def _held_as(self, column: TextColumn) -> HeldAs | None:
        """Return how a column may hold numbers; `None` where it holds texts alone."""
        if len(column.headers) > 1:
            return None
        kind = self._types[next(iter(column.headers))]
        if kind.startswith((*_NUMBERS, *_FRACTIONS)) and not kind.endswith("[]"):
            return HeldAs.NUMBER
        if kind.startswith(_DAYS) and not kind.endswith("[]"):
            return HeldAs.DAY
        return HeldAs.TEXT if kind == "VARCHAR" else None

    def _is_varied(self, header: str) -> bool:
        return int(self._run(f"SELECT count(DISTINCT {sql.name(header)}) FROM looked_at")[0][0]) > _VARIED

    def _is_numbers(self, header: str) -> bool:
        """Return whether a column of texts holds so many different ones, most of them numbers, that it is sampled."""
        plain = f"regexp_matches({sql.name(header)}, {sql.literal(PLAIN_NUMBER)})"
        row = self._run(f"SELECT count_if({plain}), count({sql.name(header)}) FROM looked_at")[0]
        return self._is_varied(header) and int(row[0]) >= _MOSTLY * int(row[1])

    def _texts_of(self, column: TextColumn) -> ColumnTexts:
        """Return all texts of a column."""
        header, others = next(iter(column.headers)), len(column.headers) > 1
        text = text_sql(column, DUCKDB) if others else sql.name(header)
        shown = text if others else self._as_text(header)
        number = sql.name(self._source.number)
        whole = f"SELECT {text} AS own, count(*) AS n, min({number}) AS first FROM {self._source.numbered} GROUP BY 1"
        shown = shown.replace(text, "own") if text != shown else "own"
        rows = self._run(
            f"SELECT {shown}, n FROM ({whole}) WHERE own IS NOT NULL ORDER BY first, 1 LIMIT {_MOST_TEXTS + 1}"
        )
        if len(rows) > _MOST_TEXTS:
            raise TooVariedError(header)
        counts: dict[str, int] = {}
        spelt: dict[str, str] = {}
        for own, n in rows:
            # A text of several columns is trimmed part by part.
            trimmed = own if others else own.strip(" ")
            spelt[own] = trimmed
            if trimmed:
                counts[trimmed] = counts.get(trimmed, 0) + int(n)
        return ColumnTexts(counts, spelt)

    def _numbers(self, column: NumberColumn) -> ColumnTexts:
        """Return the numbers of a column: all where they are few, else some, some below 0, and all unusual ones."""
        header, number = column.header, number_sql(column, DUCKDB)
        own, place, source = sql.name(header), sql.name(self._source.number), self._source.numbered
        usual = f"(abs({number}) BETWEEN 0.0001 AND {_LONGEST_PLAIN} OR {number} = 0)"
        if column.held_as is HeldAs.TEXT:
            usual = f"regexp_matches(trim({own}), {sql.literal(PLAIN_NUMBER)})"
        is_whole = column.held_as is not HeldAs.TEXT and not self._is_varied(header)
        rows = f"SELECT {own} AS own, {place} AS place FROM {source} WHERE {own} IS NOT NULL"
        if not is_whole:
            some = [f"NOT {usual}", f"{place} < {_SOME}"]
            below = f"SELECT own, place FROM ({rows} AND {usual} AND {number} < 0 LIMIT {_SOME})"
            rows = f"{rows} AND ({' OR '.join(some)}) UNION {below}"
        texts, numbers_of = (text.replace(own, "own") for text in (self._as_text(header), number))
        found = self._run(
            f"SELECT {texts}, any_value({numbers_of}), count(*), min(place) AS first FROM ({rows}) "
            f"GROUP BY 1 ORDER BY first, 1 LIMIT {_MOST_TEXTS + 1}"
        )
        if len(found) > _MOST_TEXTS:
            raise TooVariedError(header)
        counts: dict[str, int] = {}
        spelt: dict[str, str] = {}
        numbers: dict[str, float] = {}
        for text, value, n, _ in found:
            trimmed = str(text).strip(" ")
            if trimmed:
                spelt[text] = trimmed
                counts[trimmed] = counts.get(trimmed, 0) + int(n)
                numbers[trimmed] = math.nan if value is None else float(value)
        return ColumnTexts(counts, spelt, column.held_as, numbers, is_whole)
