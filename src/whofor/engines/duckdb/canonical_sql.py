"""SQL that writes a canonical table from staged texts and look-ups. Nothing here runs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from whofor.engines.duckdb.sql import in_flag, literal, lookup_table, name, staged_table, value_column
from whofor.engines.duckdb.sql_keys import ROW_KEY, keyed_text
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
from whofor.intake.mapping.plan import PlannedLink, PlannedOutcome
from whofor.schema.columns import TableName

__all__ = [
    "create_canonical",
    "create_converted",
    "create_keyed",
    "create_values",
    "first_day",
    "stage_outcomes",
]


def create_values(table: str, part: int, reads: Sequence[tuple[str, str]]) -> str:
    """Return the statement that reads columns through their look-ups, by `__row`."""
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
    """Return the statement that creates a canonical table: values, keys and what is derived from several of them."""
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
    """Return the staged column of the other table that a link refers to."""
    if by == "key":
        return f"{to.removesuffix('s')}_key"
    return f"_{by}" if to == TableName.CONTACTS else by


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
        *(f"WHEN {said} IS NOT NULL THEN {said}" for said in (name(value_column(*one)) for one in by.overruled_by)),
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


def stage_outcomes(table: str, target: str, others: PlannedOutcome, parts: int) -> str:
    """Return the query for the number of rows of each pipeline, stage and outcome, by whether other columns decide.

    Args:
        table: Canonical table.
        target: Its finished table.
        others: What decides the outcome but for the stage itself.
        parts: Number of tables with its values.
    """
    pipeline = f"coalesce(staged.{name(others.pipeline)}, '')" if others.pipeline else "''"
    stage = f"staged.{name(others.stage)}"
    joins = " ".join(
        f"LEFT JOIN {name(f'values_{table}_{part}')} AS v{part} ON v{part}.__row = staged.__row"
        for part in range(parts)
    )
    decided = f"({_outcome(replace(others, stage=''))}) IS NOT NULL"
    return f"""SELECT {pipeline}, {stage}, coalesce(made.outcome, ''), {decided}, count(*)
FROM {staged_table(table)} AS staged JOIN {target} AS made ON made._row = staged.__row {joins}
WHERE {stage} IS NOT NULL GROUP BY ALL ORDER BY ALL"""


def first_day(days: Sequence[str]) -> str:
    """Return the SQL of the first known of some date columns, in whole days since 1970-01-01."""
    return f"floor(coalesce({', '.join(f'made.{name(day)}' for day in days)}))"


def create_converted(table: str, days: Sequence[str], target: str) -> str:
    """Return the statement that converts a finished table's amounts to one currency, at the rates in `exchange`."""
    is_target = f"made.currency IS NULL OR made.currency = {literal(target)}"
    return f"""CREATE OR REPLACE TABLE {table} AS
SELECT made.* REPLACE (CASE WHEN {is_target} THEN made.amount ELSE round(made.amount * rate, 2) END AS amount),
  made.amount AS amount_original,
  CASE WHEN made.amount IS NULL THEN NULL WHEN {is_target} THEN 1.0::DOUBLE ELSE rate END AS exchange_rate
FROM {table} AS made
LEFT JOIN exchange ON exchange.currency = made.currency AND exchange.day = {first_day(days)}
ORDER BY made._row"""


def create_keyed(made: str, target: str, keys: Sequence[str], secret: bytes) -> str:
    """Return the statement that copies a finished table, hashes of persons in its keys keyed with a secret."""
    keyed = ", ".join(f"{keyed_text(name(key), secret)} AS {name(key)}" for key in keys)
    replaced = f" REPLACE ({keyed})" if keyed else ""
    return f"CREATE TABLE {target} AS SELECT *{replaced} FROM {made}"
