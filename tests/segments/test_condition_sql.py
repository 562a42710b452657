"""Conditions as SQL: DuckDB selects the rows that `mask` does."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segments.columns import DrawnColumn, columns, lists, texts
from whofor.model import MONTHS_BEFORE, Condition, Kind, Operator, Segment
from whofor.segments.condition_sql import condition_sql, segment_sql, told_by_comments
from whofor.segments.conditions import mask, segment_mask


@pytest.fixture(scope="module")
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def selected(db: duckdb.DuckDBPyConnection, column: DrawnColumn, where: str) -> list[bool]:
    """Which rows of a table with this column and the as-of days a predicate selects."""
    name, values = column.attribute.parameter.name, column.attribute.values
    is_number = values.dtype.kind == "f"
    db.execute(f'CREATE OR REPLACE TABLE rows (n INT, "{name}" {"DOUBLE" if is_number else "VARCHAR"}, "day" DOUBLE)')
    cells = [None if is_number and np.isnan(v) else v for v in values.tolist()]
    days = [None if np.isnan(day) else day for day in column.day.tolist()]
    db.execute("INSERT INTO rows SELECT unnest(?), unnest(?), unnest(?)", [list(range(len(cells))), cells, days])
    found = {row[0] for row in db.execute(f"SELECT n FROM rows WHERE {where}").fetchall()}
    return [n in found for n in range(len(values))]


@st.composite
def conditions(draw: st.DrawFn, column: DrawnColumn) -> Condition:
    """Any condition on a column: ends and values of its own or others, open or closed, with or without a unit."""
    p, kind = column.attribute.parameter, column.kind
    base = Condition(p.name, p.label, Operator.UNKNOWN, unit=p.unit)
    if draw(st.integers(0, 5)) == 0:
        return base
    if kind in (Kind.NUMBER, Kind.DATE):
        own = [float(v) for v in column.attribute.values if np.isfinite(v)]
        end = st.one_of(st.none(), st.sampled_from([0.0, 2.0, 6.0, 10.0, 0.1 + 0.2, *own]), st.floats(-50, 300))
        if kind is Kind.NUMBER and own and draw(st.integers(0, 3)) == 0:
            wanted = draw(st.lists(st.sampled_from(own), min_size=1, max_size=3))
            return Condition(p.name, p.label, Operator.IN, tuple(repr(v) for v in wanted))
        low, high, included = draw(end), draw(end), draw(st.booleans())
        unit = p.unit if kind is Kind.NUMBER else MONTHS_BEFORE
        return Condition(p.name, p.label, Operator.BETWEEN, (), low, high, included, unit)
    pool = st.sampled_from(["true", "false"]) if kind is Kind.BOOLEAN else texts
    pool = lists.map(lambda cell: cell.split(";")[0]) if kind is Kind.MULTI else pool
    wanted = draw(st.lists(pool, min_size=1, max_size=3, unique=True))
    operator = Operator.INCLUDES if kind is Kind.MULTI else Operator.IS if len(wanted) == 1 else Operator.IN
    return Condition(p.name, p.label, operator, tuple(wanted))


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_a_database_selects_the_rows_that_meet_a_condition(db: duckdb.DuckDBPyConnection, data: st.DataObject) -> None:
    column = data.draw(columns(spaced=False))
    condition = data.draw(conditions(column))
    wanted = mask(condition, column.attribute.values, column.kind, column.day)
    assert selected(db, column, condition_sql(condition, column.kind, day='"day"')) == wanted.tolist()


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_a_segment_is_all_of_its_conditions(db: duckdb.DuckDBPyConnection, data: st.DataObject) -> None:
    column = data.draw(columns(spaced=False))
    segment = Segment(tuple(data.draw(st.lists(conditions(column), max_size=3))))
    wanted = segment_mask(segment, [column.attribute], column.day)
    where = segment_sql(segment, {column.attribute.parameter.name: column.kind}, day='"day"')
    assert selected(db, column, where) == wanted.tolist()


@pytest.mark.parametrize(
    ("condition", "kind", "sql"),
    [
        (Condition("x", "X", Operator.IS, ("O'Neill",)), Kind.CATEGORY, "\"x\" = 'O''Neill'"),
        (Condition('a"b', "X", Operator.UNKNOWN), Kind.NUMBER, '"a""b" IS NULL'),
        (Condition("x", "X", Operator.BETWEEN, low=0.3, high=5), Kind.NUMBER, '"x" >= 0.3e0 AND "x" < 5'),
        (Condition("x", "X", Operator.BETWEEN, high=5, high_included=True), Kind.NUMBER, '"x" <= 5'),
        (Condition("x", "X", Operator.BETWEEN), Kind.NUMBER, '"x" IS NOT NULL'),
        (Condition("x", "X", Operator.INCLUDES, ("a",)), Kind.MULTI, "POSITION(';a;' IN ';' || \"x\" || ';') > 0"),
        (
            Condition("x", "X", Operator.BETWEEN, low=0, high=6, unit=MONTHS_BEFORE),
            Kind.DATE,
            '"x" <= 20000 AND (20000 - "x") / 30.4375e0 >= 0 AND (20000 - "x") / 30.4375e0 < 6',
        ),
        (
            Condition("x", "X", Operator.BETWEEN, low=6, unit=MONTHS_BEFORE),
            Kind.DATE,
            '(20000 - "x") / 30.4375e0 >= 6',
        ),
    ],
)
def test_what_is_written(condition: Condition, kind: Kind, sql: str) -> None:
    assert condition_sql(condition, kind, day="20000") == sql


def test_dates_need_a_day() -> None:
    with pytest.raises(ValueError, match="x_round"):
        condition_sql(Condition("x_round", "Round", Operator.BETWEEN, low=0, high=6), Kind.DATE)


def test_columns_that_no_table_has_are_told_of_in_comments() -> None:
    raised = Condition("situation_raised", "Raised", Operator.IS, ("true",))
    funded = Condition("signal_fun\nding", "Funding", Operator.BETWEEN, high=6)
    size = Condition("employees", "Employees", Operator.BETWEEN, low=51)
    assert told_by_comments(Segment((size,))) == ""
    comments = told_by_comments(Segment((size, raised, funded)), {"situation_raised": "r"})
    begun = [line.split(":")[0] for line in comments.splitlines()]
    assert begun == ['-- "r"', '-- "signal_fun ding"']
    # Before the condition, so that nothing that stands behind it is left out.
    where = comments + condition_sql(raised, Kind.CATEGORY, column='"r"')
    rows = duckdb.sql(f"SELECT count(*) FROM (VALUES ('true'), ('false'), (NULL)) AS t(r) WHERE ({where})").fetchall()
    assert rows == [(1,)]
