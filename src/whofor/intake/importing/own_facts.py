"""Facts of accounts that the deals' own rows contradict, where one file holds both.

An account takes its facts from its first row. A deal whose row says something else keeps that: it is what was known of
the client in this deal. The canonical deals get a column `own_…` for such a fact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whofor.intake.importing.issues import IssueCounter
from whofor.intake.importing.ports import Importer
from whofor.intake.mapping.plan import PlannedColumn, PlannedTable, Ref
from whofor.model import IssueCode, Role
from whofor.model.parameters import OWN_PREFIX
from whofor.schema.columns import TableName

__all__ = ["contradicted_facts", "with_own_facts"]


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
