"""Replaces texts of staged tables, and looks at several raw columns together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from whofor.engines.duckdb import sql
from whofor.engines.duckdb.connection import Connection

__all__ = ["StagedTexts"]


class StagedTexts:
    """The part of an import that replaces texts before anything is made of them."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._run = connection.run

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
        self._run(
            f"UPDATE {sql.staged_table(table)} SET {sql.name(column)} = nullif(replaced.instead, '') "
            f"FROM replaced WHERE {sql.name(column)} = replaced.text"
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
        self._run(
            f"UPDATE {sql.staged_table(table)} AS staged SET {sql.name(column)} = nullif(replaced.instead, '') "
            f"FROM replaced WHERE staged.{sql.name(column)} = replaced.text "
            f"AND staged.{sql.name(beside)} IS NOT DISTINCT FROM replaced.beside"
        )
        self._run("DROP TABLE replaced")

    def _store(self, columns: Mapping[str, Sequence[str | None]]) -> None:
        types = ", ".join(f"{sql.name(column)} VARCHAR" for column in columns)
        self._run(f"CREATE OR REPLACE TABLE replaced ({types})")
        self._db.insert("replaced", {name: np.array(texts, dtype=object) for name, texts in columns.items()})
