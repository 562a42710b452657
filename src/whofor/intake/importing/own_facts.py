"""Facts of accounts that the deals' own rows contradict, in one file that holds both or in two.

An account takes its facts from its first row, or from the file of the accounts. A deal whose row says something else
keeps that: it is what was known of the client in this deal. The canonical deals get a column `own_…` for such a fact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whofor.intake.importing.issues import IssueCounter
from whofor.intake.importing.ports import Importer
from whofor.intake.importing.values import read_values
from whofor.intake.mapping.plan import PlannedColumn, PlannedTable, Ref
from whofor.intake.normalise import parse_headcount
from whofor.model import IssueCode, Role
from whofor.model.parameters import OWN_PREFIX
from whofor.schema.columns import ReadAs, TableName
from whofor.text import fold

__all__ = ["contradicted_facts", "count_differing_facts", "with_facts_of_rows", "with_own_facts"]

_MOST_TEXTS = 1_000
_READABLE = 0.7


def contradicted_facts(table: PlannedTable, importer: Importer, counted: IssueCounter) -> tuple[PlannedColumn, ...]:
    """Return the facts of accounts for which rows of one account differ; each is counted with an example.

    Args:
        table: A table whose rows are staged, before one row of each key is kept.
        importer: Where it is staged.
        counted: Issues so far.
    """
    if table.name != TableName.ACCOUNTS or not table.repeats or not table.key:
        return ()
    facts = [c for c in table.columns if c.stored and c.role is Role.DEFINITION and _plain(c)]
    found = importer.contradicted(table.name, table.key, [c.name for c in facts])
    for column in facts:
        differing = found[column.name]
        counted.add(IssueCode.FACT_DIFFERS, differing.count, differing.examples, f"{table.name}.{column.name}")
    return tuple(c for c in facts if found[c.name].count)


def _plain(column: PlannedColumn) -> bool:
    return isinstance(column.expression, Ref) and not column.expression.alias


def with_own_facts(deals: PlannedTable, accounts: PlannedTable, facts: Sequence[PlannedColumn]) -> PlannedTable:
    """Return the plan of the deals with a column of their own for facts of accounts that their rows contradict.

    Args:
        deals: The deals.
        accounts: The accounts, read from the files of the deals.
        facts: Facts for which rows of one account differ.
    """
    sources = {part.files: part.expressions for part in accounts.parts}
    parts = [
        replace(
            part,
            expressions={
                **part.expressions,
                **{f"{OWN_PREFIX}{fact.name}": found for fact in facts if (found := held.get(fact.name)) is not None},
            },
        )
        if (held := sources.get(part.files)) is not None
        else part
        for part in deals.parts
    ]
    there = {name for part in parts for name in part.expressions}
    own = [replace(fact, name=f"{OWN_PREFIX}{fact.name}", role=Role.IDENTITY, extra=False) for fact in facts]
    return replace(deals, parts=tuple(parts), columns=(*deals.columns, *(c for c in own if c.name in there)))


def with_facts_of_rows(
    deals: PlannedTable, accounts: PlannedTable, importer: Importer, *, guessed: bool
) -> PlannedTable:
    """Return the plan of the deals, in which facts of accounts that their own file repeats are what it says of each.

    Columns that a mapping of the user names stay what the mapping makes of them.

    Args:
        deals: The deals.
        accounts: The accounts, from other files.
        importer: Where the files are loaded.
        guessed: Whether the mapping was drafted: what it names counts as named by nobody.
    """
    facts = {c.name: c for c in accounts.columns if c.stored and c.role is Role.DEFINITION and not c.extra}
    taken = {c.name for c in deals.columns}
    own: dict[str, PlannedColumn] = {}
    for column in deals.columns:
        fact, name = facts.get(column.fact), f"{OWN_PREFIX}{column.fact}"
        named = column.declared and not guessed
        if fact is None or named or name in taken or not _reads_like(column, fact, deals, importer):
            continue
        taken.add(name)
        own[column.name] = replace(
            column, name=name, read_as=fact.read_as, role=Role.IDENTITY, extra=False, declared=True
        )
    parts = tuple(
        replace(part, expressions={own[n].name if n in own else n: found for n, found in part.expressions.items()})
        for part in deals.parts
    )
    return replace(deals, parts=parts, columns=tuple(own.get(c.name, c) for c in deals.columns))


def _reads_like(column: PlannedColumn, fact: PlannedColumn, deals: PlannedTable, importer: Importer) -> bool:
    """Return whether the texts of a column can be read as a fact of accounts; a band replaces no head-count."""
    counts: dict[str, int] = {}
    for part in deals.parts:
        expression = part.expressions.get(column.name)
        if not isinstance(expression, Ref):
            continue
        for file in part.files:
            for text, count in importer.raw_values(file, [expression.header], _MOST_TEXTS)[expression.header].items():
                counts[text] = counts.get(text, 0) + count
    reading = read_values(counts, fact.read_as)
    known = sum(counts.values()) - sum(reading.missing.values())
    read = sum(count for text, count in counts.items() if text in reading.main and not _is_band(text, fact))
    return bool(known) and read >= _READABLE * known


def _is_band(text: str, fact: PlannedColumn) -> bool:
    if fact.read_as is not ReadAs.HEADCOUNT:
        return False
    found = parse_headcount(text)
    return found is not None and found.low != found.high


def count_differing_facts(deals: PlannedTable, importer: Importer, counted: IssueCounter) -> None:
    """Count the deals whose own row says something else of their account than the file of the accounts.

    Args:
        deals: The deals, written.
        importer: Where deals and accounts are.
        counted: Issues so far; those found are added.
    """
    made = set(importer.columns(TableName.DEALS))
    for column in deals.columns:
        if not column.fact or not column.name.startswith(OWN_PREFIX) or column.name not in made:
            continue
        of_account = {
            str(key): str(value)
            for (key, value), _ in importer.texts(TableName.ACCOUNTS, ["account_key", column.fact], [])
            if value is not None
        }
        differing = [
            f"{key}: {_shown(of_account[str(key)])} → {_shown(str(value))}"
            for (key, value), _ in importer.texts(TableName.DEALS, ["account_key", column.name], [])
            if value is not None and str(key) in of_account and fold(of_account[str(key)]) != fold(str(value))
        ]
        place = f"{TableName.ACCOUNTS}.{column.fact}"
        counted.add(IssueCode.FACT_DIFFERS, len(differing), tuple(dict.fromkeys(differing))[:5], place)


def _shown(value: str) -> str:
    return value.removesuffix(".0")
