"""Takes contacts out of a finished database: what stays is written to a new file, so that no byte of them is left."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

import numpy as np

from whofor.engines.duckdb import forgetting, sql
from whofor.engines.duckdb.connection import Connection
from whofor.schema.columns import TableName

__all__ = ["DuckDBEraser"]

_FORMER = "former"


class DuckDBEraser:
    """Writer of a database without some of the contacts of another."""

    def __init__(self, database: Path, draft: Path) -> None:
        self._db = Connection(draft, read_only=False, scratch=draft)
        self._run = self._db.run
        self._run(f"ATTACH {sql.literal(str(database))} AS {_FORMER} (READ_ONLY)")
        self._columns: dict[str, dict[str, str]] = {}
        for table, column, kind in self._run(
            f"SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE database_name = '{_FORMER}' "
            "ORDER BY table_oid, column_index"
        ):
            self._columns.setdefault(str(table), {})[str(column)] = str(kind)

    def find(self, marks: Collection[str], secret: bytes) -> list[dict[str, str]]:
        """Find the contacts with these marks; return what their rows hold, empty where they have no row."""
        tables = [one for one, columns in self._columns.items() if "contact_key" in columns and one != forgetting.MARKS]
        listed = _former(forgetting.MARKS) if forgetting.MARKS in self._columns else ""
        self._run(forgetting.create_gone([_former(t) for t in tables], listed, marks, secret, keyed=True))
        personal = [c for c in ("name", "email", "phone") if c in self._columns.get(TableName.CONTACTS, {})]
        found = ", ".join(map(sql.name, personal)) or "NULL"
        rows = self._run(
            f"SELECT {found} FROM gone_contacts LEFT JOIN {_former(TableName.CONTACTS)} USING (contact_key) "
            "ORDER BY contact_key"
            if TableName.CONTACTS in self._columns
            else "SELECT NULL FROM gone_contacts"
        )
        return [
            {name: str(value) for name, value in zip(personal, row, strict=False) if value is not None} for row in rows
        ]

    def write(self, mask: Callable[[str], str] | None) -> dict[str, int]:
        """Write all tables without the contacts found; return table -> rows or references that are gone.

        Args:
            mask: Function that masks them in a text; `None` where no text can hold them. Texts changed are counted
                under an empty name.
        """
        gone: dict[str, int] = {"": 0}
        for table, kinds in self._columns.items():
            texts = [c for c, kind in kinds.items() if kind == "VARCHAR"] if mask is not None else []
            masks = self._masks(table, texts, mask) if mask is not None else {}
            gone[""] += len(masks)
            if masks:
                self._run("CREATE OR REPLACE TEMP TABLE masks (text VARCHAR PRIMARY KEY, instead VARCHAR)")
                columns = {"text": list(masks), "instead": list(masks.values())}
                self._db.insert("masks", {name: np.array(values, dtype=object) for name, values in columns.items()})
            if "contact_key" in kinds and table != forgetting.MARKS:
                count, _ = forgetting.delete_gone(table, _former(table))
                gone[table] = int(self._run(count)[0][0])
            query = forgetting.without_gone(table, list(kinds), texts, _former(table), "masks" if masks else "")
            self._run(f"CREATE TABLE {sql.name(table)} AS {query}")
        self._run(f"DETACH {_FORMER}")
        self._run("CHECKPOINT")
        return gone

    def _masks(self, table: str, texts: Sequence[str], mask: Callable[[str], str]) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for column in texts:
            for (text,) in self._run(f"SELECT DISTINCT {sql.name(column)} FROM {_former(table)} ORDER BY 1"):
                if text is not None and (instead := mask(str(text))) != text:
                    found[str(text)] = instead
        return found

    def close(self) -> None:
        """Close the files."""
        self._db.close()


def _former(table: str) -> str:
    return f"{_FORMER}.{sql.name(table)}"
