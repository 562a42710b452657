"""The SQL of an import, as readable text built by plain functions. Nothing here runs it.

Names: `raw."<file>"` a file as loaded, `staged_<table>` its texts put together, `lookup_…` what texts mean,
`values_<table>_<n>` the columns read through look-ups, and at last the canonical table itself.
Columns beginning with `__` are the import's own: `__row` (order), `__part`, `__file` and `__line` (place).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from whofor.engines.duckdb.sql_keys import ROW_KEY, core_text, email_text, hashed_text, key_text, literal
from whofor.intake.importing.outputs import (
    Between,
    Cell,
    Direct,
    Linked,
    LookedUp,
    OpenClose,
    Output,
    RowNumber,
    WonOrLost,
)
from whofor.intake.mapping.plan import (
    Coalesce,
    Concat,
    Const,
    Element,
    Expression,
    PlannedColumn,
    PlannedJoin,
    PlannedLink,
    PlannedOutcome,
    PlannedTable,
    Ref,
    Total,
)
from whofor.lexicon.booleans import yes_words
from whofor.schema.tables import ReadAs

__all__ = [
    "Loaded",
    "add_joined_texts",
    "create_canonical",
    "create_converted",
    "create_staged",
    "create_values",
    "first_day",
    "has_key_flag",
    "in_flag",
    "literal",
    "lookup_table",
    "name",
    "raw_lookup",
    "raw_table",
    "staged_table",
    "value_column",
]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A raw file as it was loaded, in its own order.

    Attributes:
        rows: Number of its rows.
        first_line: Line of its first row where each row takes one line; `None` where the rows carry theirs.
    """

    rows: int
    first_line: int | None = None


def name(identifier: str) -> str:
    """A quoted identifier."""
    return '"' + identifier.replace('"', '""') + '"'


def raw_table(file: str) -> str:
    """The table of a raw file."""
    return name(f"raw {_unambiguous(file)}")


def staged_table(table: str) -> str:
    """The table of a canonical table's texts."""
    return name(f"staged_{table}")


def lookup_table(table: str, column: str) -> str:
    """The look-up of a staged column."""
    return name(f"lookup_{table}_{column}")


def raw_lookup(file: str, header: str) -> str:
    """The look-up of a raw column's numbers."""
    return name(f"numbers_{_unambiguous(file)}_{_unambiguous(header)}")


def _unambiguous(text: str) -> str:
    """A text that DuckDB, which sees no difference between `Deals.csv` and `deals.csv`, takes for no other."""
    return f"{text} {sha256(text.encode(errors='surrogatepass')).hexdigest()[:16]}"


def in_flag(alias: str) -> str:
    """The staged flag that says whether a join found a row."""
    return f"__in_{alias}"


def has_key_flag(alias: str) -> str:
    """The staged flag that says whether a row had a key for a join."""
    return f"__key_of_{alias}"


def value_column(column: str, output: str = "") -> str:
    """Name of a column read through a look-up."""
    return f"{column} {output or 'value'}"


def create_staged(table: PlannedTable, target: str, loaded: Mapping[str, Loaded]) -> str:
    """All texts of a table side by side, one row per row of its files.

    Args:
        table: The table.
        target: Name of what is made.
        loaded: The raw files.
    """
    selects: list[str] = []
    before = 0
    for number, part in enumerate(table.parts):
        selects.append(_part(table, number, _union(part.files, before, loaded)))
        before += sum(loaded[file].rows for file in part.files)
    union = "\nUNION ALL\n".join(selects)
    # Only a join can upset the order.
    order = "\nORDER BY __row" if table.joins else ""
    return f"CREATE TABLE {target} AS\n{union}{order}"


def _part(table: PlannedTable, number: int, main: str) -> str:
    """The texts of one part, out of the union of its files; what it lacks is unknown."""
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
{lines}"""


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


def _has_key(join: PlannedJoin | None) -> str:
    return f"{_ref(join.on)} IS NOT NULL" if join else "false"


def _found(join: PlannedJoin | None) -> str:
    return f"{name(join.alias)}.{name(join.key)} IS NOT NULL" if join else "false"


def _join(join: PlannedJoin, wanted: Sequence[Total], pattern: str) -> str:
    alias = name(join.alias)
    key, on = core_text(name(join.key), pattern), core_text(_ref(join.on), pattern)
    yes = ", ".join(map(literal, yes_words()))
    said = f"lower(strip_accents({name(join.prefer)}))" if join.prefer else ""
    order = f"{said} IN ({yes}) DESC NULLS LAST, rowid" if said else "rowid"
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
        case Total(alias, header):
            total = f"{name(f'totals of {alias}')}.{name(_total(expression))}"
            # No rows for a known key are 0 rows; a sum over none stays unknown.
            return total if header else f"CASE WHEN {_ref(ons[alias])} IS NOT NULL THEN coalesce({total}, 0) END"


def add_joined_texts(table: str, joined: str, columns: Sequence[str], separator: str) -> str:
    """A further staged column with the texts of some columns side by side."""
    target = staged_table(table)
    texts = ", ".join(f"coalesce({name(column)}, '')" for column in columns)
    return (
        f"ALTER TABLE {target} ADD COLUMN {name(joined)} VARCHAR;\n"
        f"UPDATE {target} SET {name(joined)} = concat_ws({literal(separator)}, {texts}) "
        f"WHERE coalesce({', '.join(map(name, columns))}) IS NOT NULL"
    )


def create_values(table: str, part: int, reads: Sequence[tuple[str, str]]) -> str:
    """Some columns read through their look-ups, by `__row`."""
    columns = ",\n  ".join(
        f"{lookup_table(table, column)}.{name(output or 'value')} AS {name(value_column(column, output))}"
        for column, output in reads
    )
    joins = "\n".join(
        f"LEFT JOIN {lookup_table(table, column)} ON {lookup_table(table, column)}.text = staged.{name(column)}"
        for column in dict.fromkeys(column for column, _ in reads)
    )
    return f"""CREATE TABLE {name(f"values_{table}_{part}")} AS
SELECT staged.__row,
  {columns}
FROM {staged_table(table)} AS staged
{joins}"""


def create_canonical(
    table: str, target: str, outputs: Sequence[Output], parts: int, targets_of_links: dict[str, Sequence[str]]
) -> str:
    """The canonical table: values, keys and what follows from several of them."""
    columns = ",\n  ".join(f"{_cell(output, targets_of_links)} AS {name(output.name)}" for output in outputs)
    joins = [
        f"LEFT JOIN {name(f'values_{table}_{part}')} AS v{part} ON v{part}.__row = staged.__row"
        for part in range(parts)
    ]
    links = [
        _link(link, targets_of_links[link.to])
        for output in outputs
        if isinstance(output.cell, Linked)
        for link in output.cell.links
        if _found_by(link.to, link.by) in targets_of_links.get(link.to, ())
    ]
    return "\n".join(
        [
            f"CREATE TABLE {target} AS",
            f"SELECT staged.__row AS _row,\n  {columns}",
            f"FROM {staged_table(table)} AS staged",
            *joins,
            *links,
            "ORDER BY _row",
        ]
    )


def _found_by(to: str, by: str) -> str:
    """Staged column of the other table that a link looks into."""
    if by == "key":
        return f"{to.removesuffix('s')}_key"
    return f"_{by}" if to == "contacts" else by


def _link(link: PlannedLink, staged_columns: Sequence[str]) -> str:
    key = f"{link.to.removesuffix('s')}_key"
    key = name(key) if key in staged_columns else ROW_KEY.format(staged_table(link.to))
    found, alias = name(_found_by(link.to, link.by)), name(f"by{link.column}")
    # Case counts in keys: Salesforce's shorter ids differ by nothing else.
    compared = "{}" if link.by == "key" else "lower({})"
    return (
        f"LEFT JOIN (SELECT {compared.format(found)} AS __ref, min_by({key}, __row) AS __key "
        f"FROM {staged_table(link.to)} WHERE {found} IS NOT NULL GROUP BY 1) AS {alias}\n"
        f"  ON {alias}.__ref = {compared.format(f'staged.{name(link.column)}')}"
    )


def _cell(output: Output, staged_columns: Mapping[str, Sequence[str]]) -> str:
    cell: Cell | None = output.cell
    match cell:
        case None:
            return f"NULL::{'DOUBLE' if output.is_number else 'VARCHAR'}"
        case LookedUp(column, part, also):
            known = [name(value_column(column, part)), *(name(value_column(*other)) for other in also)]
            value = f"coalesce({', '.join(known)})" if also else known[0]
            return f"{value}::{'DOUBLE' if output.is_number else 'VARCHAR'}"
        case Direct(column):
            return f"staged.{name(column)}"
        case RowNumber():
            return ROW_KEY.format("staged")
        case Between(start, end):
            return f"{name(value_column(end))}::DOUBLE - {name(value_column(start))}::DOUBLE"
        case Linked(column, links):
            return _linked(column, links, staged_columns)
        case WonOrLost(by):
            return _outcome(by)
        case OpenClose(column, by):
            return f"CASE WHEN {_outcome(by)} = 'open' THEN NULL ELSE {name(value_column(column))}::DOUBLE END"


def _linked(column: str, links: Sequence[PlannedLink], staged_columns: Mapping[str, Sequence[str]]) -> str:
    ways = [f"staged.{name(column)}"] if column else []
    last: list[str] = []
    for link in links:
        if _found_by(link.to, link.by) in staged_columns.get(link.to, ()):
            ways.append(f"{name(f'by{link.column}')}.__key")
            if link.by == "key" and not link.maybe:
                last.append(f"staged.{name(link.column)}")
        elif not staged_columns.get(link.to) and not link.maybe:
            # Without the other table the reference itself is the best key there is.
            last.append(f"staged.{name(link.column)}")
    ways += last
    return f"coalesce({', '.join(ways)})" if ways else "NULL::VARCHAR"


def _outcome(by: PlannedOutcome) -> str:
    won, lost, closed = (
        name(value_column(flag)) if flag else "NULL" for flag in (by.won_flag, by.lost_flag, by.closed_flag)
    )
    stage = name(value_column(by.stage))
    ended = f"coalesce({closed}, '') <> 'true'" if by.closed_flag else "true"
    whens = [
        f"WHEN {won} = 'true' AND {lost} = 'true' THEN NULL",
        f"WHEN {won} = 'true' THEN 'won'",
        f"WHEN {lost} = 'true' THEN 'lost'",
        *(
            f"WHEN staged.{name(in_flag(alias))} THEN '{outcome}'"
            for aliases, outcome in ((by.won_if_in, "won"), (by.lost_if_in, "lost"))
            for alias in aliases
        ),
        f"WHEN {closed} = 'true' AND {won} = 'false' THEN 'lost'",
        f"WHEN {closed} = 'false' OR ({won} = 'false' AND {lost} = 'false') THEN 'open'",
        *(f"WHEN {hint} IS NOT NULL THEN {hint}" for hint in (name(value_column(h.column)) for h in by.hints)),
        # A stage that no list names is open at most; one whose flag says it has ended is not even that.
        *([f"WHEN {stage} <> 'open' OR ({stage} = 'open' AND {ended}) THEN {stage}"] if by.stage else []),
    ]
    otherwise = literal(by.otherwise) if by.otherwise else "NULL"
    return f"CASE {' '.join(whens)} ELSE {otherwise} END"


def first_day(days: Sequence[str]) -> str:
    """The day, in whole days since 1970-01-01, of the first known of some date columns."""
    return f"floor(coalesce({', '.join(f'made.{name(day)}' for day in days)}))"


def create_converted(table: str, days: Sequence[str], target: str) -> str:
    """A finished table again, its amounts in one currency; rates come from the table `exchange`."""
    is_target = f"made.currency IS NULL OR made.currency = {literal(target)}"
    return f"""CREATE OR REPLACE TABLE {table} AS
SELECT made.* REPLACE (CASE WHEN {is_target} THEN made.amount ELSE round(made.amount * rate, 2) END AS amount),
  made.amount AS amount_original,
  CASE WHEN made.amount IS NULL THEN NULL WHEN {is_target} THEN 1.0::DOUBLE ELSE rate END AS exchange_rate
FROM {table} AS made
LEFT JOIN exchange ON exchange.currency = made.currency AND exchange.day = {first_day(days)}
ORDER BY made._row"""
