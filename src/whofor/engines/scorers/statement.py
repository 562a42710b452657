"""A scorecard as one statement for people to take elsewhere."""

from __future__ import annotations

from whofor.engines.scorers.dialects import STANDARD
from whofor.engines.scorers.expression_sql import ScoreSql
from whofor.engines.scorers.score_query import tier_sql
from whofor.schema.scorer import ScoringJob

__all__ = ["standard_statement"]

_HEAD = """\
-- A scorecard of whofor: how likely each row of the table prospects is to sign.
-- PostgreSQL and DuckDB carry it out as it stands. The constants are log odds; they are added in the order of the card.
"""


def standard_statement(job: ScoringJob) -> str:
    """Return the statement that scores a table named `prospects`."""
    written = ScoreSql(job.expression, STANDARD)
    name = STANDARD.name
    total, unsure = written.total(), written.unsure()
    parts = [f"{total} AS total", *([f"{unsure} AS unsure"] if unsure is not None else [])]
    chance = written.chance("total", None if unsure is None else "unsure")
    computed = ",\n    ".join(
        [f"{name(job.id)} AS id", "p.*", *(f"{t} AS {alias}" for t, alias in written.computed.items())]
    )
    body = ",\n    ".join(["id", *parts])
    return f"""{_HEAD}SELECT id, total, chance, {tier_sql("chance", job.tiers, written)} AS tier
FROM (
  SELECT id, total, {chance} AS chance
  FROM (
    SELECT
    {body}
    FROM (
    SELECT
    {computed}
    FROM prospects AS p) AS computed
  ) AS summed
) AS scored
"""
