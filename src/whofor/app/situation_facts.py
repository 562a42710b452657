"""Situations of deals and accounts, by the packaged rules and those of the user's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from whofor.arrays import Column, FloatArray
from whofor.model.parameters import SITUATION_PREFIX, Parameter
from whofor.schema.attributes import groups_of_signals
from whofor.schema.columns import TableName
from whofor.schema.rows import DealRows
from whofor.schema.scan import Scan
from whofor.situations.evaluating import facts_of_accounts, situations_of
from whofor.situations.facts import attributes_of_situations, row_situations
from whofor.situations.rule_values import SERIES_KINDS, SituationRules
from whofor.situations.rules_file import packaged_situations, parse_situations
from whofor.situations.texts import plain
from whofor.workspace import Dataset

__all__ = ["current_situations", "is_series", "rules_of", "with_situations"]

_NEEDED = frozenset({"account_key", "kind", "at"})


def is_series(kind: str) -> bool:
    """Return whether the signals of a kind are a value per day, such as a head-count, and no events."""
    return plain(kind) in map(plain, SERIES_KINDS)


def rules_of(dataset: Dataset) -> SituationRules:
    """Return the rules for an import: the packaged ones, with those of the user's own file beside or in place of them.

    Raises:
        InputError: The user's rules cannot be read.
    """
    packaged = packaged_situations()
    if not dataset.situation_rules:
        return packaged
    return parse_situations(dataset.situation_rules, dataset.situations, beside=packaged)


def _can_tell(scan: Scan, table: str) -> bool:
    """Return whether the rows of a table have an account, and any account a signal."""
    if TableName.SIGNALS not in scan.tables() or "account_key" not in scan.columns(table):
        return False
    return set(scan.columns(TableName.SIGNALS)) >= _NEEDED


def with_situations(rows: DealRows, scan: Scan, dataset: Dataset, signals: Mapping[str, FloatArray]) -> DealRows:
    """Return deals with their situations, as of the day on which each was opened.

    Args:
        rows: The deals, in the order of the import.
        scan: The imported tables.
        dataset: What the import recorded of them.
        signals: For each kind of signal, the day of the latest one by the opening of each deal.
    """
    if not _can_tell(scan, TableName.DEALS) or "opened" not in scan.columns(TableName.DEALS):
        return rows
    rules, dated = rules_of(dataset), groups_of_signals(rows.attributes, signals, rows.opened)
    facts = {a.parameter.name: a for a in rows.attributes}
    answers = situations_of(scan, TableName.DEALS, "opened", rules, {name: a.values for name, a in facts.items()})
    situations = row_situations(answers, dated)
    parameters: Mapping[str, Parameter] = {name: a.parameter for name, a in facts.items()}
    own = attributes_of_situations(situations, rules, parameters, dated)
    return replace(rows, attributes=(*rows.attributes, *own), situations=situations)


def current_situations(
    scan: Scan, facts: Mapping[str, Column], dataset: Dataset, day: float
) -> dict[str, dict[str, Column]]:
    """Return the situations that are facts of deals, for all deals and all accounts, as known on the day before a day.

    Args:
        scan: The imported tables.
        facts: The facts of all imported deals, as of their opening, by name.
        dataset: What the import recorded of them.
        day: The day, in days since 1970-01-01.

    Returns:
        Deals and accounts -> name of the fact -> its values.
    """
    wanted = [name for name in facts if name.startswith(SITUATION_PREFIX)]
    found: dict[str, dict[str, Column]] = {TableName.DEALS: {}, TableName.ACCOUNTS: {}}
    if not wanted:
        return found
    rules = rules_of(dataset)
    for table in found:
        if _can_tell(scan, table):
            told = facts if table == TableName.DEALS else facts_of_accounts(scan, rules)
            answers = situations_of(scan, table, day, rules, told)
            found[table] = {name: answers.column(name.removeprefix(SITUATION_PREFIX)) for name in wanted}
    return found
