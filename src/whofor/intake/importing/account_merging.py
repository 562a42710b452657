"""Merges accounts that are one company, once the accounts are written."""

from __future__ import annotations

from collections.abc import Sequence

from whofor.intake.importing.issues import IssueCounter
from whofor.intake.importing.ports import Importer
from whofor.intake.mapping.merge_settings import AccountMerging
from whofor.intake.normalise.accounts import AccountMerge, AccountRecord, Merging, match_accounts
from whofor.model import IssueCode
from whofor.schema.columns import TableName
from whofor.schema.tables import TABLES

__all__ = ["bring_together"]

_FIELDS = ("account_key", "name", "domain", "registration_number", "country", "city", "parent_key")


def bring_together(merging: AccountMerging, importer: Importer, counted: IssueCounter) -> tuple[AccountMerge, ...]:
    """Find the accounts that are one company, and keep one of each.

    Args:
        merging: Settings of the user.
        importer: The importer that has written the accounts.
        counted: Issues so far; merges, doubtful pairs and pairs that name no account are added.

    Returns:
        The merges, in the order of the file.
    """
    records = _records(importer)
    pairs = _known_pairs((*merging.apart, *merging.same), records, counted)
    found = match_accounts(
        records,
        merging=Merging(merging.how),
        apart=[pair for pair in merging.apart if pair in pairs],
        same=[pair for pair in merging.same if pair in pairs],
    )
    importer.merge_accounts(found.merges)
    examples = tuple(
        f"{merge.kept_name or merge.kept_key} = {merge.merged_name or merge.merged_key} ({merge.why})"
        for merge in found.merges[:5]
    )
    counted.add(IssueCode.ACCOUNTS_MERGED, len(found.merges), examples, TableName.ACCOUNTS)
    names = {record.key: record.name or record.key for record in records}
    domains = {record.key: record.domain for record in records}
    doubtful = tuple(
        f"{names[one]} / {names[other]} ({domains[one] or domains[other]})" for one, other in found.doubtful
    )
    counted.add(IssueCode.ACCOUNTS_MAYBE_SAME, len(doubtful), doubtful[:5], TableName.ACCOUNTS)
    return found.merges


def _records(importer: Importer) -> list[AccountRecord]:
    """Return the accounts as they were written; where they have no names their keys may be ones."""
    every = importer.columns(TableName.ACCOUNTS)
    columns = [column for column in _FIELDS if column in every]
    # What follows from the country is no field that somebody filled in.
    derived = {column.name for column in TABLES[TableName.ACCOUNTS].columns if column.derived}
    records: list[AccountRecord] = []
    for texts, filled in importer.texts(
        TableName.ACCOUNTS, columns, [column for column in every if column not in derived]
    ):
        known = {column: text for column, text in zip(columns, texts, strict=True) if text is not None}
        key = known.pop("account_key")
        name = known.pop("name", "" if "name" in columns else key)
        records.append(AccountRecord(key, name, filled=filled, **known))
    return records


def _known_pairs(
    pairs: Sequence[tuple[str, str]], records: Sequence[AccountRecord], counted: IssueCounter
) -> set[tuple[str, str]]:
    keys = {record.key for record in records}
    known = {pair for pair in pairs if keys.issuperset(pair)}
    unknown = [pair for pair in pairs if pair not in known]
    counted.add(
        IssueCode.ACCOUNT_PAIR_UNKNOWN,
        len(unknown),
        tuple(" / ".join(pair) for pair in unknown[:5]),
        TableName.ACCOUNTS,
    )
    return known
