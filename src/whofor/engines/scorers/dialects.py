"""How SQL dialects write texts, numbers, look-ups and numbers that are read from columns."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from whofor.days import DAYS_A_MONTH
from whofor.engines.duckdb import sql
from whofor.model.score_expression import HeldAs, NumberColumn, TextColumn

__all__ = [
    "DUCKDB",
    "PLAIN_NUMBER",
    "SPARK",
    "STANDARD",
    "SqlDialect",
    "column_sql",
    "finite",
    "number_sql",
    "text_sql",
]

PLAIN_NUMBER = "^-?[0-9]{1,15}([.][0-9]+)?$"
"""Texts that are read as numbers by themselves: digits with a decimal point."""
_LARGEST = 1.7976931348623157e308
"""No finite number is larger; infinity and NaN are, in all these dialects."""
_DAY = 86_400_000_000.0
"""Microseconds of a day."""


def _bare(number: float) -> str:
    return repr(float(number))


def _spark_text(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _backticks(header: str) -> str:
    return "`" + header.replace("`", "``") + "`"


def _duckdb_listed(values: Sequence[str], keep: str, sign: str, most: int) -> str:
    first = f"list_sort(list_filter([{', '.join(values)}], lambda x: {keep}))[1:{most}]"
    return f"nullif(array_to_string(list_transform({first}, lambda x: '{sign}' || x.c), ' '), '')"


def _spark_listed(values: Sequence[str], keep: str, sign: str, most: int) -> str:
    first = f"slice(array_sort(filter(array({', '.join(values)}), x -> {keep})), 1, {most})"
    return f"nullif(array_join(transform({first}, x -> concat('{sign}', x.c)), ' '), '')"


@dataclass(frozen=True, slots=True)
class SqlDialect:
    """A dialect of SQL.

    Attributes:
        name: Quotes a column.
        text: Quotes a text.
        number: Writes a constant of double precision: bare decimals would be exact ones, with other sums.
        double: Name of the type of double precision.
        string: Name of the type of texts.
        day: Days since 1970-01-01 of a column of dates or times, with a place for it.
        matches: Whether a text fits a pattern, with places for both.
        pair: Writes a value of several named parts.
        listed: Writes the first parts `c` of a sorted list of such values, each behind a sign, as one text; unknown of
            none. It takes the values, the test of a value `x` that is kept, the sign, and how many at most.
        finite: Whether a number is known and finite, with a place for it; empty where only comparisons tell.
        maps: Whether a constant map can be looked up, which is faster than comparing one text after the other.
    """

    name: Callable[[str], str]
    text: Callable[[str], str]
    number: Callable[[float], str]
    double: str
    string: str
    day: str
    matches: str
    pair: Callable[[Mapping[str, str]], str]
    listed: Callable[[Sequence[str], str, str, int], str]
    finite: str = ""
    maps: bool = False


DUCKDB = SqlDialect(
    sql.name,
    sql.literal,
    lambda n: f"{_bare(n)}::DOUBLE",
    "DOUBLE",
    "VARCHAR",
    f"(epoch_us(CAST({{}} AS TIMESTAMP)) / {_DAY}::DOUBLE)",
    "regexp_matches({}, {})",
    lambda parts: f"{{{', '.join(f'{name}: {value}' for name, value in parts.items())}}}",
    _duckdb_listed,
    finite="isfinite({})",
    maps=True,
)
SPARK = SqlDialect(
    _backticks,
    _spark_text,
    lambda n: f"{_bare(n)}D",
    "DOUBLE",
    "STRING",
    f"(CAST(unix_micros(CAST({{}} AS TIMESTAMP)) AS DOUBLE) / {_DAY}D)",
    "({} RLIKE {})",
    lambda parts: f"named_struct({', '.join(f'{_spark_text(name)}, {value}' for name, value in parts.items())})",
    _spark_listed,
)
STANDARD = SqlDialect(
    sql.name,
    sql.literal,
    lambda n: f"CAST({_bare(n)} AS DOUBLE PRECISION)",
    "DOUBLE PRECISION",
    "VARCHAR",
    "(EXTRACT(EPOCH FROM {}) / 86400.0)",
    "({} ~ {})",
    lambda parts: f"({', '.join(parts.values())})",
    _duckdb_listed,
)
"""As PostgreSQL has it, and DuckDB, too."""


def column_sql(column: TextColumn | NumberColumn, d: SqlDialect) -> str:
    """Return the SQL of a row's text, or of its number."""
    return text_sql(column, d) if isinstance(column, TextColumn) else number_sql(column, d)


def text_sql(column: TextColumn, d: SqlDialect) -> str:
    """Return the SQL of a row's text."""
    if len(column.headers) == 1:
        return f"CAST({d.name(column.headers[0])} AS {d.string})"
    parts = [f"nullif(trim(CAST({d.name(h)} AS {d.string})), '')" for h in column.headers]
    between = f" || {d.text(column.separator)} || "
    joined = between.join(f"coalesce({part}, '')" for part in parts)
    return f"CASE WHEN coalesce({', '.join(parts)}) IS NOT NULL THEN {joined} END"


def number_sql(column: NumberColumn, d: SqlDialect) -> str:
    """Return the SQL of a row's number, or the months since its day."""
    own = d.name(column.header)
    if column.held_as is HeldAs.DAY:
        number = d.day.format(own)
    elif column.held_as is HeldAs.TEXT:
        trimmed = f"trim({own})"
        plain = d.matches.format(trimmed, d.text(PLAIN_NUMBER))
        named = [f"WHEN {own} = {d.text(t)} THEN {d.number(n)}" for t, n in column.named if math.isfinite(n)]
        # Some of what is named looks like a number, and means another or nothing.
        named += _means_nothing([t for t, n in column.named if not math.isfinite(n)], own, d)
        number = f"CASE {' '.join([*named, f'WHEN {plain} THEN CAST({trimmed} AS {d.double})'])} END"
    else:
        number = f"CAST({own} AS {d.double})"
    if column.unknown:
        known = ", ".join(map(d.number, column.unknown))
        number = f"CASE WHEN {number} NOT IN ({known}) THEN {number} END"
    if column.least is not None:
        number = f"CASE WHEN {number} >= {d.number(column.least)} THEN {number} END"
    if column.factor != 1.0:
        number = f"({number} * {d.number(column.factor)})"
    if column.before is not None:
        day = d.number(column.before)
        number = f"CASE WHEN {number} <= {day} THEN ({day} - {number}) / {d.number(DAYS_A_MONTH)} END"
    return number


def _means_nothing(texts: Sequence[str], own: str, d: SqlDialect) -> list[str]:
    return [f"WHEN {own} IN ({', '.join(map(d.text, texts))}) THEN NULL"] if texts else []


def finite(number: str, d: SqlDialect) -> tuple[str, str]:
    """Return the tests whether a number is below all finite ones, and whether it is at most the largest of them."""
    return f"{number} < {d.number(-_LARGEST)}", f"{number} <= {d.number(_LARGEST)}"
