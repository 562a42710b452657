"""SQL that combines the texts of a table from its files: joins, totals, computed texts. Nothing here runs it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from whofor.engines.duckdb.forgetting import same_telephone
from whofor.engines.duckdb.sql import has_key_flag, in_flag, literal, name, raw_lookup, raw_table, staged_table
from whofor.engines.duckdb.sql_keys import NOTHING, ROW_KEY, core_text, email_text, hashed_text, key_text
from whofor.intake.mapping.plan import (
    Coalesce,
    Concat,
    Const,
    Each,
    Element,
    Expression,
    PlannedColumn,
    PlannedJoin,
    PlannedPart,
    PlannedTable,
    Ref,
    Total,
)
from whofor.lexicon.booleans import yes_words
from whofor.schema.columns import ReadAs

_MOST_ELEMENTS = 1_000_000
"""Room for the elements of the lists of one row; numbers of rows stay exact in 64 bits."""

__all__ = ["Loaded", "add_joined_texts", "beside_first_rows", "create_staged", "distinct", "pairs", "says_otherwise"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A raw file as it was loaded, in its own order.

    Attributes:
        rows: Number of its rows.
        first_line: Line of its first row where each row takes one line; `None` where rows have their own.
    """

    rows: int
    first_line: int | None = None


def create_staged(table: PlannedTable, target: str, loaded: Mapping[str, Loaded]) -> str:
    """Return the statement that puts all texts of a table side by side, one row per row of its files.

    Args:
        table: The table.
        target: Name of the table to create.
        loaded: The raw files.
    """
    selects: list[str] = []
    before = 0
    for number, part in enumerate(table.parts):
        rows = _union(part.files, before, loaded)
        if any(other.lists for other in table.parts):
            rows = _elements(part.lists, rows)
        selects.append(_part(table, number, rows))
        before += sum(loaded[file].rows for file in part.files)
    union = "\nUNION ALL\n".join(selects)
    # Only a join can upset the order.
    order = "\nORDER BY __row" if table.joins or any(part.lists or part.once for part in table.parts) else ""
    return f"CREATE TABLE {target} AS\n{union}{order}"


def _part(table: PlannedTable, number: int, main: str) -> str:
    """Return the query for the texts of one part, from the union of its files; what it lacks is unknown."""
    part = table.parts[number]
    aliases = list(dict.fromkeys(join.alias for join in table.joins))
    joins = {join.alias: join for join in part.joins}
    ons = {alias: join.on for alias, join in joins.items()}
    columns = ",\n  ".join(
        f"{_staged(table, column, part.expressions.get(column.name), ons)} AS {name(column.name)}"
        for column in table.columns
        if column.between is None
    )
    flags = "".join(
        f",\n  {_has_key(joins.get(alias))} AS {name(has_key_flag(alias))}"
        f",\n  {_found(joins.get(alias))} AS {name(in_flag(alias))}"
        for alias in aliases
    )
    totals = part.totals()
    lines = "\n".join(
        _join(join, [total for of, total in totals if of == join], table.key_pattern) for join in part.joins
    )
    return f"""SELECT main.__row, {number} AS __part, main.__file, main.__line,
  {columns or "NULL AS __nothing"}{flags}
FROM ({main}) AS main
{lines}{_kept(table, part, ons)}"""


def _kept(table: PlannedTable, part: PlannedPart, ons: Mapping[str, Ref]) -> str:
    """Return the SQL that keeps the rows of a part that hold something, and of equal ones the first."""
    text = _text(part.needs, ons) if part.needs is not None else ""
    where = f"\nWHERE {text} IS NOT NULL AND lower({text}) NOT IN {NOTHING}" if text else ""
    if not part.once:
        return where
    known = [c for c in table.columns if c.between is None and c.name in part.expressions]
    same = ", ".join(_staged(table, column, part.expressions[column.name], ons) for column in known)
    return f"{where}\nQUALIFY row_number() OVER (PARTITION BY {same} ORDER BY main.__row) = 1"


def _union(files: Sequence[str], before: int, loaded: Mapping[str, Loaded]) -> str:
    selects: list[str] = []
    for file in files:
        first = loaded[file].first_line
        line = "" if first is None else f"rowid + {first} AS __line, "
        selects.append(
            f"SELECT rowid + {before + 1} AS __row, {line}{literal(file)} AS __file, * FROM {raw_table(file)}"
        )
        before += loaded[file].rows
    return "\n    UNION ALL BY NAME ".join(selects)


def _elements(lists: Sequence[Each], main: str) -> str:
    """Return the query for a row for each element of lists in the cells of some rows, the lists side by side.

    Rows are numbered anew, each with room for the elements of its lists.
    """
    if not lists:
        return f"SELECT * REPLACE (__row * {_MOST_ELEMENTS} AS __row) FROM ({main})"
    split: list[str] = []
    for one in lists:
        mark = re.escape(one.separator)
        ends = literal(rf"^(?:{mark}|\s)+|(?:{mark}|\s)+$")
        trimmed = f"nullif(regexp_replace({name(one.of.header)}, {ends}, '', 'g'), '')"
        between = literal(rf"\s*{mark}(?:{mark}|\s)*")
        split.append(f"string_split_regex({trimmed}, {between})[1:{_MOST_ELEMENTS - 1}] AS {_list_name(one)}")
    longest = ", ".join(f"len({_list_name(one)})" for one in lists)
    # `greatest` passes over the lists that are not known.
    numbers = f"unnest(range(1, greatest({longest}) + 1))"
    return (
        f"SELECT * REPLACE (__row * {_MOST_ELEMENTS} + __nth AS __row) FROM (SELECT *, {numbers} AS __nth "
        f"FROM (SELECT *, {', '.join(split)} FROM ({main})))"
    )


def _list_name(one: Each) -> str:
    """Return the name of the column with the elements of a list."""
    return name(f"__each {one.of.header} {one.separator}")


def _has_key(join: PlannedJoin | None) -> str:
    return f"{_ref(join.on)} IS NOT NULL" if join else "false"


def _found(join: PlannedJoin | None) -> str:
    return f"{name(join.alias)}.{name(join.key)} IS NOT NULL" if join else "false"


def _join(join: PlannedJoin, wanted: Sequence[Total], pattern: str) -> str:
    alias = name(join.alias)
    key, on = core_text(name(join.key), pattern), core_text(_ref(join.on), pattern)
    yes = ", ".join(map(literal, yes_words()))
    preferred = f"lower(strip_accents({name(join.prefer)}))" if join.prefer else ""
    order = f"{preferred} IN ({yes}) DESC NULLS LAST, rowid" if preferred else "rowid"
    first = (
        f"LEFT JOIN (SELECT *, {key} AS __key FROM (SELECT *, row_number() OVER (PARTITION BY {key} ORDER BY {order}) "
        f"AS __nth FROM {raw_table(join.file)}) WHERE __nth = 1) AS {alias}\n  ON {alias}.__key = {on}"
    )
    if not wanted:
        return first
    sums = ", ".join(f"{_sum(join, total)} AS {name(_total(total))}" for total in wanted)
    lookups = "".join(
        f" LEFT JOIN {raw_lookup(join.file, total.header)} ON {raw_lookup(join.file, total.header)}.text = "
        f"raw.{name(total.header)}"
        for total in wanted
        if total.header
    )
    totals_alias = name(f"totals of {join.alias}")
    return (
        f"{first}\nLEFT JOIN (SELECT {core_text(f'raw.{name(join.key)}', pattern)} AS __key, {sums} "
        f"FROM {raw_table(join.file)} AS raw{lookups} GROUP BY 1) AS {totals_alias}\n  ON {totals_alias}.__key = {on}"
    )


def _sum(join: PlannedJoin, total: Total) -> str:
    if not total.header:
        return "count(*)::DOUBLE"
    # Decimals, because a sum of floats depends on the order of the rows, which threads do not keep.
    return f"sum(TRY_CAST({raw_lookup(join.file, total.header)}.value AS DECIMAL(38, 6)))::DOUBLE"


def _total(total: Total) -> str:
    return f"sum of {total.header}" if total.header else "number of rows"


def _ref(ref: Ref) -> str:
    return f"{name(ref.alias) if ref.alias else 'main'}.{name(ref.header)}"


def _staged(table: PlannedTable, column: PlannedColumn, expression: Expression | None, ons: Mapping[str, Ref]) -> str:
    if expression is None:
        if column.name == table.key:
            return ROW_KEY.format("main")
        return f"NULL::{'DOUBLE' if isinstance(column.expression, Total) else 'VARCHAR'}"
    text = _text(expression, ons)
    if column.name == "_phone":
        # Nothing is joined by it: it only tells whose row this is, however the number is written.
        return hashed_text(f"({same_telephone(text)})")
    match column.read_as:
        case ReadAs.KEY:
            pattern = table.key_pattern
            return hashed_text(core_text(text, pattern)) if column.hashed else key_text(text, pattern)
        case ReadAs.EMAIL:
            address = email_text(text)
            return hashed_text(address) if column.hashed else key_text(address, "")
        case _:
            return text


def _text(expression: Expression, ons: Mapping[str, Ref]) -> str:
    match expression:
        case Ref():
            return _ref(expression)
        case Const(text):
            return f"{literal(text)}::VARCHAR"
        case Concat(parts, separator):
            return f"nullif(concat_ws({literal(separator)}, {', '.join(map(_ref, parts))}), '')"
        case Coalesce(parts, default):
            known = [_text(part, ons) for part in parts]
            return f"coalesce({', '.join([*known, literal(default)] if default else known)})"
        case Element(of, separator, last, several):
            element = f"nullif(trim(split_part({_ref(of)}, {literal(separator)}, {-1 if last else 1})), '')"
            return f"CASE WHEN contains({_ref(of)}, {literal(separator)}) THEN {element} END" if several else element
        case Each():
            return f"main.{_list_name(expression)}[main.__nth]"
        case Total(alias, header):
            total = f"{name(f'totals of {alias}')}.{name(_total(expression))}"
            # No rows for a known key are 0 rows; a sum over none stays unknown.
            return total if header else f"CASE WHEN {_ref(ons[alias])} IS NOT NULL THEN coalesce({total}, 0) END"


def distinct(table: str, column: str) -> str:
    """Return the query for the distinct texts of a column with their counts.

    Ordered by first appearance, so that the same rows give the same order whatever the threads do.
    """
    text = name(column)
    found = f"SELECT {text}, count(*), min(rowid) AS first FROM {table} WHERE {text} IS NOT NULL"
    return f"{found} GROUP BY 1 ORDER BY first, 1"


def pairs(table: str, column: str, beside: str) -> str:
    """Return the query for the distinct texts of a staged column with those of another, and their counts."""
    text, other = name(column), name(beside)
    return (
        f"SELECT {text}, {other}, count(*) FROM {staged_table(table)} WHERE {text} IS NOT NULL "
        "GROUP BY 1, 2 ORDER BY min(__row), 1, 2"
    )


def beside_first_rows(table: str, key: str) -> str:
    """Return the FROM clause of a staged table's rows (`self`), each beside the first row of its key (`first`)."""
    target, column = staged_table(table), name(key)
    rows = f"SELECT min(__row) FROM {target} WHERE {column} IS NOT NULL GROUP BY {column}"
    first = f"(SELECT * FROM {target} WHERE __row IN ({rows}))"
    return f"FROM {target} AS self JOIN {first} AS first ON first.{column} = self.{column} WHERE true"


def says_otherwise(column: str) -> str:
    """Return the test whether a row says something else than the first of its key, whatever the case and spaces."""
    own, first = (f"lower(trim({side}.{name(column)}))" for side in ("self", "first"))
    return f"{own} <> {first}"


def add_joined_texts(table: str, joined: str, columns: Sequence[str], separator: str) -> str:
    """Return the statements that add a staged column with the texts of some columns joined."""
    target = staged_table(table)
    texts = ", ".join(f"coalesce({name(column)}, '')" for column in columns)
    return (
        f"ALTER TABLE {target} ADD COLUMN {name(joined)} VARCHAR;\n"
        f"UPDATE {target} SET {name(joined)} = concat_ws({literal(separator)}, {texts}) "
        f"WHERE coalesce({', '.join(map(name, columns))}) IS NOT NULL"
    )
