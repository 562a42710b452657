"""Look-ups: what the texts of a staged column mean, and the tables of values that are read through them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from whofor.engines.duckdb import canonical_sql, sql
from whofor.engines.duckdb.connection import Connection
from whofor.intake.importing.outputs import Lookup

__all__ = ["Lookups"]

_READS_PER_PART = 40
_MOST_PARTS = 4
_WIDE = 100
"""Columns beyond which a table is wide: each look-up in the engine takes milliseconds, however few rows there are."""
_SHORT = 5_000
"""Rows up to which cells are looked up here in less time than the joins take in the engine. Measured, processor seconds
here and with joins: 150 columns of 1,000 rows 0.2 and 0.6, of 5,000 0.5 and 0.8, of 20,000 2.2 and 2.0; 600 columns of
5,000 rows 2.5 and 6.5."""


class Lookups:
    """The look-ups of the tables that are being made.

    Where a table is wide and short cells are looked up here, else by joins in the engine; the values are the same.
    """

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._kept: dict[str, dict[str, Lookup]] = {}

    def keep(self, table: str, lookup: Lookup) -> None:
        """Keep the meanings of the texts of a staged column."""
        self._kept.setdefault(table, {})[lookup.column] = lookup

    def store(self, table: str, column: str) -> str:
        """Store a look-up in the engine; return the name of its table."""
        lookup, target = self._kept[table][column], sql.lookup_table(table, column)
        texts = list(dict.fromkeys(text for output in lookup.outputs.values() for text in output))
        arrays: dict[str, object] = {"text": np.array(texts, dtype=object)}
        types = ["VARCHAR"]
        for name, values in lookup.outputs.items():
            kind, cells = _cells(values, texts)
            types.append(kind)
            arrays[name or "value"] = cells
        self._db.create(target, arrays, types)
        return target

    def make_values(self, table: str, rows: int) -> list[int]:
        """Make the tables with the values of a staged table, a few at most; return their numbers."""
        reads = list(self._reads(table))
        if len(reads) > _WIDE and rows <= _SHORT:
            return self._looked_up(table, reads)
        for column in dict.fromkeys(column for column, _ in reads):
            self.store(table, column)
        parts = list(range(-(-len(reads) // _READS_PER_PART)))
        for part in parts:
            some = reads[part * _READS_PER_PART : (part + 1) * _READS_PER_PART]
            self._db.run(canonical_sql.create_values(table, part, some))
        made = len(parts)
        # Every join of a query holds room for all columns up to it: joins of fifty tables at once exhaust the memory.
        while len(parts) > _MOST_PARTS:
            group, parts = parts[:_MOST_PARTS], [*parts[_MOST_PARTS:], made]
            for statement in canonical_sql.join_values(table, group, made):
                self._db.run(statement)
            made += 1
        return parts

    def _reads(self, table: str) -> Iterator[tuple[str, str]]:
        """Yield the staged columns with each of their outputs, but for those that rows are filtered by."""
        for column, lookup in self._kept.get(table, {}).items():
            if not column.startswith("_filter_"):
                yield from ((column, output) for output in lookup.outputs)

    def _looked_up(self, table: str, reads: Sequence[tuple[str, str]]) -> list[int]:
        """Make the tables with the values of a table of few rows, each cell looked up here."""
        size = -(-len(reads) // _MOST_PARTS)
        for part in range(_MOST_PARTS):
            some = reads[part * size : (part + 1) * size]
            arrays: dict[str, object] = {}
            types = ["BIGINT"]
            for start in range(0, max(1, len(some)), _READS_PER_PART):
                chunk = some[start : start + _READS_PER_PART]
                names = ", ".join(["__row", *(sql.name(column) for column, _ in chunk)])
                rows = self._db.run(f"SELECT {names} FROM {sql.staged_table(table)} ORDER BY __row")
                numbers, *texts = zip(*rows, strict=True) if rows else [()] * (len(chunk) + 1)
                arrays["__row"] = np.array(numbers, dtype=np.int64)
                for (column, output), cells in zip(chunk, texts, strict=True):
                    kind, values = _cells(self._kept[table][column].outputs[output], cells)
                    types.append(kind)
                    arrays[sql.value_column(column, output)] = values
            self._db.create(canonical_sql.values_table(table, part), arrays, types)
        return list(range(_MOST_PARTS))


def _cells(values: Mapping[str, str | float], texts: Sequence[str | None]) -> tuple[str, NDArray[np.generic]]:
    """Return the engine's type of an output, and its value of each text: none, or NaN, where it has none."""
    found = [None if text is None else values.get(text) for text in texts]
    if any(isinstance(value, float) for value in values.values()):
        return "DOUBLE", np.array([np.nan if value is None else value for value in found], dtype=np.float64)
    return "VARCHAR", np.array(found, dtype=object)
