"""Scores a Parquet file in Spark: on this machine, or on the cluster that Spark's own settings name."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from whofor.engines.scorers.dialects import SPARK, column_sql
from whofor.engines.scorers.expression_sql import ScoreSql
from whofor.engines.scorers.output import ADDED, free_names
from whofor.engines.scorers.score_query import score_query
from whofor.errors import Problem, Sentence, UsageError
from whofor.model.score_expression import NumberColumn, TextColumn
from whofor.schema.scorer import BestRow, Room, ScoringJob, TierTotal

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["SparkScorer", "spark_session"]

_NUMBER = "monotonically_increasing_id()"
"""What tells rows apart: of one file it is the same each time that it is read, and ascends with its rows."""

_RULES = "spark.sql.optimizer.excludedRules"
_INLINING = "org.apache.spark.sql.catalyst.optimizer.CollapseProject"
"""It would write each step of a score into every place that reads it, and plan for minutes."""


def spark_session() -> SparkSession:
    """Return the session of Spark: the one that is there, else one with this machine's cores.

    Raises:
        UsageError: pyspark or Java is not installed.
    """
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ImportError as error:
        todo = "Install it: pip install 'whofor[spark]'."
        raise UsageError(Problem("Spark is not installed", "--engine", "spark", todo)) from error
    if SparkSession.getActiveSession() is None and shutil.which("java") is None and not _has_java_home():
        todo = "Install Java 17 or newer, on Debian: apt-get install default-jre-headless."
        raise UsageError(Problem("Spark needs Java, which is not installed", "--engine", "spark", todo))
    try:
        made = SparkSession.builder.appName("whofor").config("spark.ui.enabled", "false")
        # Without it the log of Spark would stand between the lines of ours.
        made = made.config("spark.log.level", "ERROR").config("spark.ui.showConsoleProgress", "false")
        session = made.getOrCreate()
    except (PySparkRuntimeError, OSError) as error:
        what = Sentence("Spark does not start: {reason}", reason=str(error).splitlines()[0])
        raise UsageError(Problem(what, "--engine", "spark", "Try `spark-submit --version`.")) from error
    # A day is a day, wherever the cluster stands.
    session.conf.set("spark.sql.session.timeZone", "UTC")
    return session


def _has_java_home() -> bool:
    import os

    return bool(os.environ.get("JAVA_HOME"))


class SparkScorer:
    """Scorer of a Parquet file, or a folder of them, in Spark.

    Args:
        source: The file.
        folder: Where scores are kept in between, which all machines of a cluster can reach; the caller removes it.
    """

    def __init__(self, source: Path, folder: Path) -> None:
        self._spark = spark_session()
        self._source, self._draft = source, folder / "scores"

    @property
    def _rows(self) -> DataFrame:
        return self._spark.read.parquet(str(self._source))

    @property
    def _scores(self) -> DataFrame:
        return self._spark.read.parquet(str(self._draft))

    def score(self, job: ScoringJob) -> int:
        """Score all rows, and keep the scores; return the number of rows."""
        self._rows.createOrReplaceTempView("whofor_prospects")
        query = score_query("whofor_prospects", job, ScoreSql(job.expression, SPARK), row=_NUMBER)
        former = self._spark.conf.get(_RULES, "")
        self._spark.conf.set(_RULES, ",".join(filter(None, (former, _INLINING))))
        try:
            self._spark.sql(query).write.parquet(str(self._draft))
        finally:
            self._spark.conf.set(_RULES, former or "")
        return int(self._scores.count())

    def best(self, most: int, columns: Sequence[TextColumn | NumberColumn]) -> list[BestRow]:
        """Return the best rows with what is in some columns: by sum, then id, then their order in the table."""
        from pyspark.sql import functions as f

        key = f.coalesce(f.col("id").cast("string"), f.lit(""))
        scores = self._scores.select("row", "total", key.alias("key"))
        first = scores.orderBy(f.desc("total"), "key", "row").limit(most).collect()
        cells = [f.expr(column_sql(c, SPARK)).alias(f"c{i}") for i, c in enumerate(columns)]
        numbered = self._rows.select(f.expr(_NUMBER).alias("row"), *cells)
        wanted = self._spark.createDataFrame([(row["row"],) for row in first], "row long")
        found = numbered.join(f.broadcast(wanted), "row", "left_semi").collect() if first else []
        by_row = {row["row"]: tuple(row)[1:] for row in found}
        return [BestRow(int(row["row"]), float(row["total"]), by_row[row["row"]]) for row in first]

    def write(self, target: Path, reasons: Mapping[int, str], room: Room | None = None, *, whole: bool = False) -> None:
        """Write the rows with their chance and tier to a folder of Parquet files that is not there."""
        from pyspark.sql import functions as f

        inside = frozenset[int]() if room is None else room.rows
        rows = [(row, reasons.get(row), row in inside) for row in sorted({*reasons, *inside})]
        told = self._spark.createDataFrame(rows, "row long, told string, inside boolean")
        scores = self._scores.join(f.broadcast(told), "row", "left")
        tier = f.col("tier")
        if room is not None:
            tier = f.when(f.col("inside"), f.lit(room.inside)).otherwise(f.lit(room.outside))
        has_codes = "reasons" in self._scores.columns
        values = {
            "chance": f.col("chance"),
            "tier": tier,
            "reasons": f.coalesce("told", "reasons") if has_codes else f.col("told"),
        }
        names = free_names(self._rows.columns if whole else [])
        added = [value.alias(names[name]) for name, value in values.items()]
        if not whole:
            scores.select("id", *added).write.parquet(str(target))
            return
        number = "__row"
        own = self._rows.withColumn(number, f.expr(_NUMBER))
        made = own.join(scores.select(f.col("row").alias(number), *added), number)
        made.drop(number).write.parquet(str(target))

    def totals(self, target: Path) -> list[TierTotal]:
        """Return what was written, by tier."""
        from pyspark.sql import functions as f

        made = self._spark.read.parquet(str(target))
        chance, tier = (SPARK.name(name) for name in made.columns[-len(ADDED) :][:2])
        found = made.groupBy(f.col(tier).alias("tier")).agg(
            f.count(f.lit(1)).alias("n"), f.avg(f.col(chance)).alias("mean")
        )
        return [
            TierTotal(str(row["tier"]), int(row["n"]), None if row["mean"] is None else float(row["mean"]))
            for row in found.orderBy("tier").collect()
        ]

    def close(self) -> None:
        """Release the data; the session stays, as others may use it."""
        self._spark.catalog.dropTempView("whofor_prospects")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
