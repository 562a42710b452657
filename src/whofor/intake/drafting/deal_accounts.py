"""The column of the deals that names their company, and what else of the company stands on the deal's own rows."""

from __future__ import annotations

from collections.abc import Collection

from whofor.intake.drafting.deals_file import speaks
from whofor.intake.drafting.glued import parted_words
from whofor.intake.drafting.shapes import FileShape
from whofor.intake.drafting.words import about, is_key_word
from whofor.model import Kind

__all__ = ["account_column", "depends", "names_account"]

_SPEAKS = 0.6
_ONLY_LIKELY = 0.7
_MANY = 20
_FEW, _FEW_SHARE, _SOME_SHARE = 8, 0.1, 0.25
"""A category of clients (current, new, past) has few values, each in many rows; companies are many, or recur little.

Conventions: of the labelled columns, no category of clients has more than 8 values, no company column fewer.
"""
_ADDRESSES = 0.2
_SEVERAL_VALUES = 0.1


def account_column(file: FileShape, free: Collection[str]) -> tuple[str, float]:
    """Return the column that names the company of a deal, with a score of 0 to 1; an empty text where none does.

    Args:
        file: The file of the deals.
        free: Columns that nothing else uses.
    """
    best = max(free, key=lambda header: account_score(file, header), default="")
    score = account_score(file, best) if best else 0.0
    return (best, score) if score >= _SPEAKS else ("", 0.0)


def account_score(file: FileShape, header: str) -> float:
    """Return how surely a column names companies, by its header and its values, 0 to 1."""
    column = file.columns[header]
    speaks_of_it = speaks(file, header, "account")
    if speaks_of_it < _SPEAKS or column.distinct < 3 or column.fill < 0.3:
        return 0.0
    named_key = is_key_word(parted_words(header)[-1])
    if named_key and column.unique and column.filled >= _MANY:
        # An id that each row has anew may be that of the row.
        return 0.0
    addresses = sum(count for text, count in column.known.items() if "@" in text)
    if addresses > _ADDRESSES * sum(column.known.values()):
        return 0.0
    few = column.distinct < _MANY and column.distinct < _SOME_SHARE * column.filled
    if few and column.distinct < max(_FEW, _FEW_SHARE * column.filled):
        return 0.0
    a_number = column.kind is Kind.NUMBER and not named_key
    if a_number and column.distinct < _MANY:
        return 0.0
    return min(speaks_of_it, _ONLY_LIKELY) if few or a_number else speaks_of_it


def names_account(file: FileShape, header: str, account: str) -> bool:
    """Return whether a column names the company a second time, beside the column that is its key."""
    column, key = file.columns[header], file.columns[account]
    return (
        about(header, "account") >= _SPEAKS
        and column.kind in (Kind.CATEGORY, Kind.TEXT, Kind.NUMBER)
        and 2 * column.distinct >= key.distinct
        and depends(file, account, header)
    )


def depends(file: FileShape, key: str, header: str) -> bool:
    """Return whether a column has one value in (nearly) all rows of an account."""
    values: dict[str, set[str]] = {}
    for account, text in zip(file.sample.get(key, ()), file.sample.get(header, ()), strict=False):
        if account and text:
            values.setdefault(account, set()).add(text)
    several = sum(len(texts) > 1 for texts in values.values())
    return several <= _SEVERAL_VALUES * len(values)
