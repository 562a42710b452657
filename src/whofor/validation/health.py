"""Gaps in the data, ranked by how much of the answer they cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace

from whofor.arrays import BoolArray
from whofor.model import (
    ColumnHealth,
    DataWarning,
    Issue,
    IssueCode,
    QuarterOutcomes,
    Recognition,
    Relation,
    WarningCode,
)
from whofor.model.parameters import Role
from whofor.schema.columns import MOST_FILL_RATIO, TableName
from whofor.schema.tables import TABLES
from whofor.text import fold

__all__ = ["is_written_for", "rank_warnings"]

UNRECOGNISED = Recognition()
"""Nothing is known of how an export was recognised."""

_EVER_FILLED = 0.05
"""A fact that fewer clients have says nothing of when it is learnt: a convention."""
_WELL_FILLED = 0.9
"""A column that is filled less than this is named, a convention."""
_MOST_NAMED = 5
"""Columns that one warning names; of a wide export thousands may be as empty as each other."""
_NOTABLE = 0.001
"""Warnings that cost less than a thousandth of the deals are left out."""
_UNREADABLE = frozenset(code for code in IssueCode if code.startswith(("unreadable_", "unknown_", "implausible_")))


def rank_warnings(
    tables: Mapping[str, int],
    columns: Sequence[ColumnHealth],
    relations: Sequence[Relation],
    quarters: Sequence[QuarterOutcomes],
    issues: Sequence[Issue],
    *,
    reading: Recognition = UNRECOGNISED,
) -> tuple[DataWarning, ...]:
    """Return warnings about the gaps in the data, the costliest first.

    The cost is the share of the deals' information that is lost: deals that cannot be used cost their share
    of all deals; facts that are unknown cost their share of the deals, divided by the number of definition
    parameters, because each is one of so many ways to distinguish clients.

    Args:
        tables: Canonical table -> rows.
        columns: How well each column is filled.
        relations: How many references were found.
        quarters: Deals by outcome and quarter of opening.
        issues: What was counted at import.
        reading: How the export was recognised.
    """
    deals = tables.get(TableName.DEALS, 0)
    given = {(c.table, c.name) for c in columns}
    definition = [
        c
        for c in columns
        if c.role == Role.DEFINITION and c.table in (TableName.DEALS, TableName.ACCOUNTS) and not _is_derived(c, given)
    ]
    found = [
        *_outcomes(quarters, deals, reading),
        *_unusable(columns, issues, deals),
        *_accounts(relations, definition, deals),
        *_facts(definition, issues),
    ]
    if deals and not definition:
        found.append(DataWarning(WarningCode.NO_DEFINITION, 1.0, 0, 0))
    return tuple(sorted((w for w in found if w.cost > _NOTABLE), key=lambda w: (-w.cost, w.code, w.place)))


def _is_derived(column: ColumnHealth, given: Container[tuple[str, str]]) -> bool:
    """Return whether a column is derived from another that is there: its gaps are those of the other, or harmless."""
    table = TABLES.get(column.table)
    canonical = table.column(column.name) if table else None
    return canonical is not None and canonical.derived and (column.table, canonical.derived_from) in given


def _outcomes(quarters: Sequence[QuarterOutcomes], deals: int, reading: Recognition) -> list[DataWarning]:
    won, lost, still_open = (sum(getattr(q, name) for q in quarters) for name in ("won", "lost", "open"))
    found: list[DataWarning] = []
    if won and not lost and (reading.tells_losses or reading.only_customers):
        found.append(DataWarning(WarningCode.NO_LOST, 1.0, won, deals))
    elif deals and not (won and (lost or still_open)):
        found.append(DataWarning(WarningCode.ONE_OUTCOME, 1.0, max(won, lost), deals))
    if still_open and lost:
        found.append(DataWarning(WarningCode.OPEN, still_open / deals, still_open, deals))
    return found


def _unusable(columns: Sequence[ColumnHealth], issues: Sequence[Issue], deals: int) -> list[DataWarning]:
    """Return warnings about deals that no analysis can use."""
    found: list[DataWarning] = []
    for issue in issues:
        if issue.code == IssueCode.NO_OUTCOME:
            found.append(
                DataWarning(WarningCode.NO_OUTCOME, issue.count / deals, issue.count, deals, "", issue.examples)
            )
        elif issue.code == IssueCode.UNREADABLE_ROW:
            of = issue.count + deals
            cost = issue.count / of
            found.append(DataWarning(WarningCode.UNREADABLE_ROWS, cost, issue.count, of, issue.place, issue.examples))
    opened = next((c for c in columns if (c.table, c.name) == (TableName.DEALS, "opened")), None)
    if opened is not None and 0 < opened.n_filled < opened.n:
        n = opened.n - opened.n_filled
        found.append(DataWarning(WarningCode.NO_OPENING_DATE, n / opened.n, n, opened.n, opened.label))
    return found


def _accounts(relations: Sequence[Relation], definition: Sequence[ColumnHealth], deals: int) -> list[DataWarning]:
    """Return a warning about deals of which the account, with all its facts, is not known."""
    of_accounts = sum(c.table == TableName.ACCOUNTS for c in definition)
    matched = next((r for r in relations if (r.table, r.to) == (TableName.DEALS, TableName.ACCOUNTS)), None)
    if not of_accounts or not deals:
        return []
    n = deals - (matched.n_matched if matched else 0)
    cost = n / deals * of_accounts / len(definition)
    return [DataWarning(WarningCode.UNMATCHED, cost, n, deals, matched.by if matched else "")]


def _facts(definition: Sequence[ColumnHealth], issues: Sequence[Issue]) -> list[DataWarning]:
    """Return warnings about facts that few clients have, and about those that could not be read."""
    found: list[DataWarning] = []
    by_place = {f"{c.table}.{c.name}": c for c in definition}
    unread = dict.fromkeys(by_place, 0)
    labels = Counter(fold(c.label) for c in by_place.values())
    for issue in issues:
        column = by_place.get(issue.place)
        if column is not None and column.n and issue.code in _UNREADABLE:
            cost = issue.count / column.n / len(definition)
            place = _named(column, labels)
            found.append(DataWarning(WarningCode.UNREADABLE_VALUES, cost, issue.count, column.n, place, issue.examples))
            unread[issue.place] += issue.count
    for place, column in by_place.items():
        n = column.n - column.n_filled - unread[place]
        if column.n and n > (1 - _WELL_FILLED) * column.n and not column.customers_only:
            cost = n / column.n / len(definition)
            found.append(DataWarning(WarningCode.LOW_FILL, cost, n, column.n, _named(column, labels)))
    return list(_merged(found))


def _named(column: ColumnHealth, labels: Mapping[str, int]) -> str:
    """Return the name of a column; of one that several tables have, with its file."""
    return f"{column.label} ({column.file or column.table})" if labels[fold(column.label)] > 1 else column.label


def _merged(warnings: Iterable[DataWarning]) -> Iterable[DataWarning]:
    """Yield the warnings; those that say the same of several columns are one, which costs as much as all of them."""
    groups: dict[tuple[WarningCode, int, int, tuple[str, ...]], list[DataWarning]] = {}
    for warning in warnings:
        groups.setdefault((warning.code, warning.n, warning.of, warning.examples), []).append(warning)
    for group in groups.values():
        named = ", ".join(w.place for w in group[:_MOST_NAMED])
        more = len(group[_MOST_NAMED:])
        yield replace(group[0], cost=sum(w.cost for w in group), place=named, more=more)


def is_written_for(known: BoolArray, client: BoolArray) -> bool:
    """Return whether a fact is filled in for clients and hardly for others: it is learnt by the sale.

    Args:
        known: Which rows have a value.
        client: Which rows are won deals, or accounts that became clients.
    """
    if not client.any() or client.all():
        return False
    of_clients, of_others = float(known[client].mean()), float(known[~client].mean())
    return of_clients > _EVER_FILLED and of_others < of_clients * MOST_FILL_RATIO
