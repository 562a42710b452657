"""The part of an import that is about persons: texts are replaced, contacts forgotten."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np

from whofor.engines.duckdb import forgetting, sql
from whofor.engines.duckdb.distinct_texts import DistinctTexts
from whofor.engines.duckdb.raw_files import MADE, RawFiles
from whofor.schema.columns import TableName

__all__ = ["StagedTexts"]


class StagedTexts(RawFiles):
    """Replaces texts before anything is made of them, and takes contacts out of what was made."""

    def __init__(self, path: Path, scratch: Path) -> None:
        super().__init__(path, scratch)
        self._texts: dict[str, DistinctTexts] = {}

    def _change(self, table: str, statement: str) -> None:
        """Change the texts or rows of a staged table."""
        self._texts.pop(table, None)
        self._run(statement)

    def raw_distinct_rows(self, file: str, headers: Sequence[str]) -> list[tuple[str | None, ...]]:
        """Return the distinct rows of some raw columns, in the order of their first appearance."""
        texts = ", ".join(map(sql.name, headers))
        rows = self._run(f"SELECT {texts}, min(rowid) AS __first FROM {sql.raw_table(file)} GROUP BY ALL ORDER BY ALL")
        return [row[:-1] for row in sorted(rows, key=lambda row: row[-1])]

    def distinct_with_letters(self, table: str, column: str) -> list[str]:
        """Return the distinct texts of a staged column that are more than digits, in the order of first appearance."""
        text = sql.name(column)
        rows = self._run(
            f"SELECT {text}, min(rowid) AS first FROM {sql.staged_table(table)} "
            f"WHERE NOT regexp_full_match({text}, '[0-9]+') GROUP BY 1 ORDER BY first"
        )
        return [str(row[0]) for row in rows]

    def distinct_among(self, table: str, column: str, texts: Sequence[str]) -> list[str]:
        """Return those of some texts that a staged column holds."""
        if not texts:
            return []
        self._store({"text": texts})
        text = sql.name(column)
        found = f"SELECT DISTINCT {text} FROM {sql.staged_table(table)} SEMI JOIN replaced ON {text} = replaced.text"
        rows = self._run(f"{found} ORDER BY 1")
        self._run("DROP TABLE replaced")
        return [str(row[0]) for row in rows]

    def replace_texts(self, table: str, column: str, texts: Mapping[str, str]) -> None:
        """Replace texts of a staged column; an empty replacement makes the cell empty."""
        if not texts:
            return
        self._store({"text": list(texts), "instead": list(texts.values())})
        self._change(
            table,
            f"UPDATE {sql.staged_table(table)} SET {sql.name(column)} = nullif(replaced.instead, '') "
            f"FROM replaced WHERE {sql.name(column)} = replaced.text",
        )
        self._run("DROP TABLE replaced")

    def replace_texts_beside(
        self, table: str, column: str, beside: str, texts: Mapping[tuple[str, str | None], str]
    ) -> None:
        """Replace texts of a staged column where another column has a certain text, or none."""
        if not texts:
            return
        pairs, instead = list(texts), list(texts.values())
        self._store({"text": [text for text, _ in pairs], "beside": [other for _, other in pairs], "instead": instead})
        self._change(
            table,
            f"UPDATE {sql.staged_table(table)} AS staged SET {sql.name(column)} = nullif(replaced.instead, '') "
            f"FROM replaced WHERE staged.{sql.name(column)} = replaced.text "
            f"AND staged.{sql.name(beside)} IS NOT DISTINCT FROM replaced.beside",
        )
        self._run("DROP TABLE replaced")

    def mark_contacts(self, columns: Sequence[str]) -> None:
        """Store hashes of the contacts' addresses and numbers, from staged columns, so that they can be forgotten."""
        if columns:
            made, staged = self._made(TableName.CONTACTS), sql.staged_table(TableName.CONTACTS)
            self._run(forgetting.create_marks(self._made(forgetting.MARKS), made, staged, columns))

    def forget(self, tables: Sequence[str], marks: Collection[str], secret: bytes) -> dict[str, int]:
        """Take contacts out of finished tables; return table -> number of rows and of references taken out."""
        if not marks or not tables:
            return {}
        there = {
            str(row[0]) for row in self._run("SELECT table_name FROM duckdb_tables() WHERE schema_name = ?", [MADE])
        }
        listed = self._made(forgetting.MARKS) if forgetting.MARKS in there else ""
        made = [self._made(table) for table in tables]
        self._run(forgetting.create_gone(made, listed, marks, secret, keyed=False))
        gone: dict[str, int] = {}
        for table in (*tables, *([forgetting.MARKS] if listed else [])):
            count, take_out = forgetting.delete_gone(table, self._made(table))
            gone[table] = int(self._run(count)[0][0])
            self._run(take_out)
        gone.pop(forgetting.MARKS, None)
        return gone

    @staticmethod
    def _made(table: str) -> str:
        return f"{MADE}.{sql.name(table)}"

    def _store(self, columns: Mapping[str, Sequence[str | None]]) -> None:
        types = ", ".join(f"{sql.name(column)} VARCHAR" for column in columns)
        self._run(f"CREATE OR REPLACE TABLE replaced ({types})")
        self._db.insert("replaced", {name: np.array(texts, dtype=object) for name, texts in columns.items()})
