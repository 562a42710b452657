"""Conditions and segments as standard SQL predicates, for the tables of the canonical schema.

Unknown values are NULL there, dates are days since 1970-01-01, and lists part their values by `;` with no blanks around
it. A predicate selects the same rows as `segments.conditions.mask`.
"""

from __future__ import annotations

from collections.abc import Mapping

from whofor.days import DAYS_A_MONTH
from whofor.model.parameters import SIGNAL_PREFIX, SITUATION_PREFIX, Kind
from whofor.model.segment import Condition, Operator, Segment
from whofor.segments.conditions import counts_people, end_of

__all__ = ["condition_sql", "quoted", "segment_sql", "told_by_comments"]


def condition_sql(condition: Condition, kind: Kind, *, column: str = "", day: str = "") -> str:
    """Return the SQL predicate of a condition.

    Args:
        condition: The condition.
        kind: How the column is read.
        column: SQL of the column; the quoted name of the parameter where none is given.
        day: SQL of the as-of day of a row, for dates: a column, or a number of days since 1970-01-01.

    Raises:
        ValueError: The column holds dates and no day is given.

    Example:
        >>> print(condition_sql(Condition("country", "Country", Operator.IN, ("FR", "DE")), Kind.CATEGORY))
        "country" IN ('FR', 'DE')
        >>> size = Condition("employees", "Employees", Operator.BETWEEN, low=51, high=200, high_included=True)
        >>> print(condition_sql(size, Kind.NUMBER))
        "employees" >= 51 AND "employees" < 201
    """
    column = column or quoted(condition.parameter)
    if kind is Kind.DATE:
        if not day:
            raise ValueError(f"dates need a day as of which they are asked: {condition.parameter}")
        if condition.operator is Operator.UNKNOWN:
            return f"({column} IS NULL OR {day} IS NULL OR {column} > {day})"
        months = f"({day} - {column}) / {_number(DAYS_A_MONTH)}"
        interval = _interval(condition, months)
        return interval if (condition.low or 0.0) > 0 else " AND ".join(filter(None, (f"{column} <= {day}", interval)))
    if condition.operator is Operator.UNKNOWN:
        return f"{column} IS NULL"
    if condition.operator is Operator.BETWEEN:
        return _interval(condition, column) or f"{column} IS NOT NULL"
    if kind is Kind.MULTI:
        found = [f"POSITION({_text(f';{value};')} IN ';' || {column} || ';') > 0" for value in condition.values]
        return found[0] if len(found) == 1 else f"({' OR '.join(found)})"
    values = [_number(float(v)) if kind is Kind.NUMBER else _text(v) for v in condition.values]
    return f"{column} = {values[0]}" if len(values) == 1 else f"{column} IN ({', '.join(values)})"


def segment_sql(
    segment: Segment, kinds: Mapping[str, Kind], *, day: str = "", columns: Mapping[str, str] | None = None
) -> str:
    """Return the SQL predicate of a segment: all of its conditions, a line each.

    Args:
        segment: The segment.
        kinds: How the column of each parameter is read.
        day: SQL of the as-of day of a row, see `condition_sql`.
        columns: Names of the columns by parameter, where they differ.

    Raises:
        KeyError: The kind of a parameter is not given.
        ValueError: A column holds dates and no day is given.
    """
    named = {name: quoted(column) for name, column in (columns or {}).items()}
    parts = [
        condition_sql(c, kinds[c.parameter], day=day, column=named.get(c.parameter, "")) for c in segment.conditions
    ]
    return "\nAND ".join(parts) or "1 = 1"


def told_by_comments(segment: Segment, columns: Mapping[str, str] | None = None) -> str:
    """Return comments on the columns of a segment that no table of accounts has by itself, to be put before it.

    Situations and signals are worked out from the table of signals, as of a day: whoever runs the SQL makes the column.

    Args:
        segment: The segment.
        columns: Names of the columns by parameter, where they differ.

    Example:
        >>> bad = Condition("situation_bad_buzz", "Bad buzz", Operator.IS, ("true",))
        >>> print(told_by_comments(Segment((bad,))).strip())
        -- "situation_bad_buzz": 'true', 'false', or NULL where it is not known; whofor situations --csv tells it
    """
    lines: list[str] = []
    for name in dict.fromkeys(condition.parameter for condition in segment.conditions):
        column = quoted((columns or {}).get(name, name)).replace("\n", " ").replace("\r", " ")
        if name.startswith(SITUATION_PREFIX):
            what = "'true', 'false', or NULL where it is not known; whofor situations --csv tells it"
            lines.append(f"-- {column}: {what}")
        elif name.startswith(SIGNAL_PREFIX):
            kind = name.removeprefix(SIGNAL_PREFIX).replace("\n", " ").replace("\r", " ")
            lines.append(f"-- {column}: day of the latest signal {kind!r} known, in days since 1970-01-01, or NULL")
    return "".join(f"{line}\n" for line in lines)


def _interval(condition: Condition, number: str) -> str:
    """Bounds on a number; empty where both ends are open."""
    parts: list[str] = []
    if condition.low is not None:
        parts.append(f"{number} >= {_number(condition.low)}")
    if condition.high is not None and condition.high_included and not _counted(condition):
        parts.append(f"{number} <= {_number(condition.high)}")
    elif condition.high is not None:
        parts.append(f"{number} < {_number(end_of(condition))}")
    return " AND ".join(parts)


def _counted(condition: Condition) -> bool:
    """Return whether the included end holds the fractions above it, see `end_of`."""
    return counts_people(condition.parameter, condition.unit)


def quoted(identifier: str) -> str:
    """Return the name of a table or a column in quotation marks."""
    return '"' + identifier.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _number(value: float) -> str:
    """Return a number literal: whole ones as such, others as floats, since decimals lose digits in comparisons."""
    if float(value).is_integer() and abs(value) < 2**53:
        return str(int(value))
    text = repr(float(value))
    return text if "e" in text else f"{text}e0"
