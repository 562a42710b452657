"""Carries out an import plan through an `Importer`, and counts all issues."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from whofor.days import days_of
from whofor.intake.importing.account_merging import bring_together
from whofor.intake.importing.issues import IssueCounter
from whofor.intake.importing.masks import (
    NOTHING_PRIVATE,
    Privacy,
    TableMasks,
    masked,
    masked_issues,
    with_masked_headers,
)
from whofor.intake.importing.own_facts import count_differing_facts, with_facts_of_rows, with_own_facts
from whofor.intake.importing.ports import Importer
from whofor.intake.importing.reading import Reading
from whofor.intake.importing.soft_outputs import soft_facts_read
from whofor.intake.importing.table_maker import TableMaker
from whofor.intake.mapping.plan import Plan, PlannedTable
from whofor.intake.normalise.accounts import AccountMerge
from whofor.intake.normalise.masking import Masker
from whofor.model import Issue, IssueCode, Parameter, Relation, SoftFact, SoftReading, StageSummary
from whofor.model.progress import Progress
from whofor.schema.columns import TableName
from whofor.schema.tables import TABLES

__all__ = ["FIVE_YEARS", "Built", "build"]

FIVE_YEARS = 1826.0
"""Days: dates further in the future are implausible."""


@dataclass(frozen=True, slots=True)
class Built:
    """Result of an import.

    Attributes:
        rows: Canonical table -> number of rows.
        columns: Canonical table -> its columns.
        parameters: What each column means.
        issues: Issues counted.
        relations: How many references between tables and files were found.
        data_hash: SHA-256 of the canonical content.
        merges: Accounts that were merged.
        stages: How each stage of the deals was read.
        understanding: How it was read whether buyers were clear about their need; `None` where no text was read.
        soft_facts: How the soft facts that the user's examples teach were read.
    """

    rows: dict[str, int]
    columns: dict[str, tuple[str, ...]]
    parameters: tuple[Parameter, ...]
    issues: tuple[Issue, ...]
    relations: tuple[Relation, ...]
    data_hash: str
    merges: tuple[AccountMerge, ...] = ()
    stages: tuple[StageSummary, ...] = ()
    understanding: SoftReading | None = None
    soft_facts: tuple[SoftFact, ...] = ()


def build(
    plan: Plan,
    importer: Importer,
    *,
    today: date,
    counted: IssueCounter,
    progress: Progress,
    privacy: Privacy = NOTHING_PRIVATE,
) -> Built:
    """Build all tables of a plan.

    Args:
        plan: What to build from which columns.
        importer: Where the raw files are loaded.
        today: Dates more than five years after it are implausible.
        counted: Issues so far; those found here are added.
        progress: Called after every column.
        privacy: What masks contacts in texts, and who is forgotten.

    Raises:
        DataError: When no deal is left.
        MappingError: When no deal's outcome is known.
    """
    total = sum(len(table.columns) for table in plan.tables)
    latest = days_of(today) + FIVE_YEARS
    done = 0
    parameters: list[Parameter] = []
    relations: list[Relation] = []
    rows: dict[str, int] = {}
    merges, stages, said = tuple[AccountMerge, ...](), tuple[StageSummary, ...](), list[Reading]()
    plan = with_masked_headers(plan, privacy.masker)
    currency, accounts = plan.currency, None
    for planned in plan.tables:
        table = _with_facts(planned, accounts, plan, importer)
        maker = TableMaker(plan, table, importer, counted, latest)
        maker.masks = TableMasks(table, importer, privacy.masker)
        maker.currency = currency
        rows[table.name] = maker.make(progress, done, total)
        if table.name == TableName.DEALS and accounts is not None:
            count_differing_facts(table, importer, counted)
        currency = maker.currency if table.name == TableName.DEALS else currency
        done += len(table.columns)
        parameters += maker.parameters
        relations += maker.relations
        stages += maker.stages
        said += [reading for reading in maker.readings.values() if reading.understanding is not None]
        _mark_contacts(table, importer)
        if table.name == TableName.ACCOUNTS:
            accounts = maker
            merges = bring_together(plan.merging, importer, counted)
            rows[table.name] -= len(merges)
        elif merges and "account_key" in importer.columns(table.name):
            importer.repoint(table.name, "account_key")
    progress("normalise", total, total)
    _forget(privacy, importer, rows, counted)
    relations += _relations(plan, importer, counted)
    _count_unused(plan, counted)
    columns = {name: tuple(importer.columns(name)) for name in rows}
    built = Built(rows, columns, tuple(parameters), counted.issues(), tuple(relations), "", merges, stages)
    built = _without_contacts(_with_what_was_said(built, plan, said), privacy.masker)
    return replace(built, data_hash=_hash(importer, list(rows), built.parameters))


def _with_what_was_said(built: Built, plan: Plan, said: Sequence[Reading]) -> Built:
    """Return the result with how the texts of conversations were read."""
    understanding = said[-1].understanding if said else None
    return replace(built, understanding=understanding, soft_facts=soft_facts_read(plan.soft_facts, said))


def _with_facts(table: PlannedTable, accounts: TableMaker | None, plan: Plan, importer: Importer) -> PlannedTable:
    """Return the table of deals with the facts of accounts that its own rows hold; any other table as it is."""
    if table.name != TableName.DEALS or accounts is None:
        return table
    table = with_own_facts(table, accounts.table, accounts.contradicted)
    return with_facts_of_rows(table, accounts.table, importer, guessed=plan.guessed)


def _count_unused(plan: Plan, counted: IssueCounter) -> None:
    for file in plan.unused:
        counted.add(IssueCode.FILE_NOT_USED, 1, (file,))


def _mark_contacts(table: PlannedTable, importer: Importer) -> None:
    if table.name == TableName.CONTACTS:
        importer.mark_contacts([column.name for column in table.columns if column.name in ("_email", "_phone")])


def _forget(privacy: Privacy, importer: Importer, rows: dict[str, int], counted: IssueCounter) -> None:
    """Take the contacts out who are to be forgotten, and count them."""
    tables = [name for name in rows if "contact_key" in importer.columns(name)]
    gone = importer.forget(tables, privacy.forgotten, privacy.secret)
    if n := gone.get(TableName.CONTACTS, 0):
        rows[TableName.CONTACTS] -= n
        counted.add(IssueCode.FORGOTTEN_CONTACT, n, (), TableName.CONTACTS)


def _without_contacts(built: Built, masker: Masker | None) -> Built:
    """Return what is told of an import with contacts masked in all texts."""
    return replace(
        built,
        parameters=masked(built.parameters, masker),
        issues=masked_issues(built.issues, masker),
        relations=masked(built.relations, masker),
        stages=masked(built.stages, masker),
    )


def _hash(importer: Importer, tables: Sequence[str], parameters: Sequence[Parameter]) -> str:
    """Return the SHA-256 of the rows and of the meaning of the columns; file names do not count."""
    digest = hashlib.sha256()
    for parameter in parameters:
        facts = (
            parameter.table,
            parameter.name,
            parameter.label,
            parameter.role,
            parameter.kind,
            parameter.unit,
            parameter.as_of,
        )
        digest.update(json.dumps(facts, ensure_ascii=False).encode())
    for table in tables:
        digest.update(json.dumps([table, importer.columns(table)]).encode())
        for row in importer.digests(table):
            digest.update(row.encode())
    return digest.hexdigest()


def _relations(plan: Plan, importer: Importer, counted: IssueCounter) -> list[Relation]:
    """Return how many references from table to table were found; count those that were not.

    Contacts of deals are counted one by one where deals list several, and only there.
    """
    relations: list[Relation] = []
    names = {table.name for table in plan.tables}
    for table in plan.tables:
        listed = table.name == TableName.DEAL_CONTACTS
        for to in (TableName.ACCOUNTS, TableName.CONTACTS, TableName.DEALS):
            key = TABLES[to].key
            if to not in names or to == table.name or key not in importer.columns(table.name):
                continue
            if (listed and table.repeats and to == TableName.DEALS) or _listed_apart(table, to, names):
                continue
            origin = TableName.DEALS if listed and to == TableName.CONTACTS else table.name
            place = f"{origin}.{key}"
            lost = importer.unmatched(table.name, key, to)
            counted.add(IssueCode.UNMATCHED_KEY, lost.count, lost.examples, place)
            filled = importer.filled(table.name, key)
            n = filled
            references = [link.column for link in table.links if link.to == to and not link.maybe]
            if references:
                found = importer.unresolved(table.name, key, references)
                counted.add(IssueCode.UNMATCHED_KEY, found.count, found.examples, place)
                n += found.count
            if n:
                by = [column.label for column in table.columns if column.name in (key, *references)]
                relations.append(Relation(origin, to, " / ".join(dict.fromkeys(by)), n, filled - lost.count))
    return relations


def _listed_apart(table: PlannedTable, to: str, names: Collection[str]) -> bool:
    """Return whether these references are the first of lists whose elements are all counted elsewhere."""
    return table.name == TableName.DEALS and to == TableName.CONTACTS and TableName.DEAL_CONTACTS in names
