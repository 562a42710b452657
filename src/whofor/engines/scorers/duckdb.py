"""Scores a table in DuckDB, in constant memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from whofor.engines.duckdb import sql
from whofor.engines.duckdb.connection import Connection
from whofor.engines.duckdb.paths import path_literal
from whofor.engines.scorers.dialects import DUCKDB, column_sql
from whofor.engines.scorers.expression_sql import ScoreSql
from whofor.engines.scorers.output import ADDED, free_names
from whofor.engines.scorers.score_query import score_query
from whofor.model.score_expression import NumberColumn, TextColumn
from whofor.schema.scorer import BestRow, Room, ScoringJob, TierTotal

__all__ = ["DuckDBScorer", "ScoredSource"]


class ScoredSource:
    """Rows that DuckDB reads.

    Attributes:
        rows: SQL of the table, all of whose columns are those of the file.
        numbered: SQL of the table with the number of each row, from 0, as one column more.
        number: Name of that column.
    """

    def __init__(self, rows: str, numbered: str, number: str) -> None:
        self.rows, self.numbered, self.number = rows, numbered, number

    @classmethod
    def of_parquet(cls, path: Path) -> ScoredSource:
        """Return the rows of a Parquet file."""
        place = path_literal(path)
        plain = f"read_parquet({place}, hive_partitioning = false)"
        numbered = f"read_parquet({place}, hive_partitioning = false, file_row_number = true)"
        return cls(plain, numbered, "file_row_number")


class DuckDBScorer:
    """Scorer of rows that DuckDB reads.

    Args:
        db: The connection; it is closed with the scorer.
        source: The rows.
        folder: Where scores are kept in between; the caller removes it.
    """

    def __init__(self, db: Connection, source: ScoredSource, folder: Path) -> None:
        self._db, self._source = db, source
        self._draft = folder / "scores.parquet"

    def score(self, job: ScoringJob) -> int:
        """Score all rows, and keep the scores; return the number of rows."""
        query = score_query(
            self._source.numbered, job, ScoreSql(job.expression, DUCKDB), row=sql.name(self._source.number)
        )
        rows = self._db.run(f"COPY ({query}) TO {sql.literal(str(self._draft))} (FORMAT parquet)")
        return int(rows[0][0])

    def best(self, most: int, columns: Sequence[TextColumn | NumberColumn]) -> list[BestRow]:
        """Return the best rows with what is in some columns: by sum, then id, then their order in the table."""
        key = "coalesce(CAST(id AS VARCHAR), '')"
        first = (
            f"(SELECT row AS __row, total AS __total, {key} AS __key FROM {self._scores} "
            f"ORDER BY total DESC, __key, __row LIMIT {int(most)})"
        )
        number = f"source.{sql.name(self._source.number)}"
        cells = "".join(f", {column_sql(c, DUCKDB)}" for c in columns)
        rows = self._db.run(
            f"SELECT first.__row, first.__total{cells} FROM {self._source.numbered} AS source JOIN {first} AS first "
            f"ON first.__row = {number} ORDER BY __total DESC, __key, __row"
        )
        return [BestRow(int(row[0]), float(row[1]), tuple(row[2:])) for row in rows]

    def write(self, target: Path, reasons: Mapping[int, str], room: Room | None = None, *, whole: bool = False) -> None:
        """Write the rows with their chance and tier to a Parquet file that is not there."""
        scored = self._columns(f"SELECT * FROM {self._scores}")
        inside = frozenset[int]() if room is None else room.rows
        told = sorted({*reasons, *inside})
        arrays = {
            "row": np.array(told, dtype=np.int64),
            "reasons": np.array([reasons.get(row) for row in told], dtype=object),
            "inside": np.array([row in inside for row in told], dtype=np.bool_),
        }
        self._db.create("told", arrays, ["BIGINT", "VARCHAR", "BOOLEAN"])
        values = {
            "chance": "scores.chance",
            "tier": "scores.tier" if room is None else _by_room(room),
            "reasons": "coalesce(told.reasons, scores.reasons)" if "reasons" in scored else "told.reasons",
        }
        own = self._columns(f"SELECT * FROM {self._source.rows}") if whole else []
        names = free_names(own)
        added = ", ".join(f"{value} AS {sql.name(names[name])}" for name, value in values.items())
        first, rows = "scores.id", f"{self._scores} AS scores"
        if whole:
            # Row by row: both have the order of the file.
            first = "own.*"
            rows = f"{self._source.rows} AS own POSITIONAL JOIN {rows}"
        # The few rows that are told are looked up, so that all rows stay in their order: sides are not to be exchanged.
        self._db.run("SET disabled_optimizers = 'join_order,build_side_probe_side'")
        query = f"SELECT {first}, {added} FROM {rows} LEFT JOIN told ON told.row = scores.row"
        self._db.run(f"COPY ({query}) TO {sql.literal(str(target))} (FORMAT parquet)")

    def totals(self, target: Path) -> list[TierTotal]:
        """Return what was written, by tier."""
        place = f"read_parquet({path_literal(target)}, hive_partitioning = false)"
        chance, tier = (sql.name(name) for name in self._columns(f"SELECT * FROM {place}")[-len(ADDED) :][:2])
        rows = self._db.run(f"SELECT {tier}, count(*), avg({chance}) FROM {place} GROUP BY 1 ORDER BY 1")
        return [TierTotal(str(name), int(n), None if mean is None else float(mean)) for name, n, mean in rows]

    @property
    def _scores(self) -> str:
        return f"read_parquet({path_literal(self._draft)}, hive_partitioning = false)"

    def _columns(self, query: str) -> list[str]:
        return [str(row[0]) for row in self._db.run(f"DESCRIBE {query}")]

    def close(self) -> None:
        """Release the data."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _by_room(room: Room) -> str:
    return f"CASE WHEN told.inside THEN {sql.literal(room.inside)} ELSE {sql.literal(room.outside)} END"
