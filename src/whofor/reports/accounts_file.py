"""The accounts of a type of client as rows of a file: for a program, or for a spreadsheet of a language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from whofor.csv_text import CsvCell
from whofor.model import MONTHS_BEFORE, AccountRow, AccountsOfType, Condition, SetAside
from whofor.model.accounts import Fact
from whofor.reports.catalogue import clean
from whofor.reports.phrases.facts import fact_name
from whofor.reports.phrases.names import plain_value
from whofor.reports.phrases.sectors import SECTOR_PARAMETERS, sector_name
from whofor.reports.wording.accounts import list_title, rounded_fact
from whofor.reports.wording.reasons import set_aside_text
from whofor.reports.words import Words

__all__ = ["accounts_rows"]

_HEADS = (
    *("list", "account_key", "account", "deal_key", "deal", "outcome", "opened", "closed", "amount", "currency"),
    *("missing", "why"),
)
"""Names of the first columns; the facts of the conditions follow."""


def accounts_rows(found: AccountsOfType, words: Words | None = None) -> Iterator[list[CsvCell]]:
    """Yield the rows of all lists, a row of names first.

    Args:
        found: The lists.
        words: Language of names and values, for people; `None` for a program: names as in the JSON document, values
            as they are stored.
    """
    # Two conditions may be on one fact.
    places = {condition.parameter: i for i, condition in reversed(list(enumerate(found.segment.conditions)))}
    facts = [(found.segment.conditions[i], i) for i in sorted(places.values())]
    heads = list(_HEADS) if words is None else [words.text(f"accounts.col_{name}") for name in _HEADS]
    yield [*heads, *(c.parameter if words is None else clean(c.label or c.parameter) for c, _ in facts)]
    for one in found.lists:
        for row in one.rows:
            yield [*_cells(row, found, words), *(_fact_cell(c, row.facts[i], words) for c, i in facts)]


def _cells(row: AccountRow, found: AccountsOfType, words: Words | None) -> list[CsvCell]:
    """Return the first cells of a row."""
    if words is None:
        kind, outcome, missing = str(row.kind), row.outcome, row.missing
        why = "" if row.why is None else row.why.code
    else:
        lacking = next((c for c in found.segment.conditions if c.parameter == row.missing), None)
        kind, missing = (
            list_title(row.kind, words, clean(found.part)),
            "" if lacking is None else fact_name(lacking, words),
        )
        outcome = words.text(f"accounts.outcome_{row.outcome}") if row.outcome else ""
        why = "" if row.why is None else set_aside_text(SetAside(row.why, 1), words)
    names = (clean(text) for text in (row.account_key, row.account, row.deal_key, row.deal))
    currency = "" if row.amount is None else found.currency
    return [kind, *names, outcome, _day(row.opened, words), _day(row.closed, words), row.amount, currency, missing, why]


def _fact_cell(condition: Condition, value: Fact, words: Words | None) -> CsvCell:
    """Return the value of a fact: in the language where people read it."""
    if condition.unit == MONTHS_BEFORE and isinstance(value, str):
        return _day(value, words)
    if words is None or not isinstance(value, str):
        return value if words is None else rounded_fact(condition, value)
    if condition.parameter in SECTOR_PARAMETERS:
        return clean(sector_name(value, words.language))
    return plain_value(value, words, condition.parameter)


def _day(iso: str, words: Words | None) -> CsvCell:
    """Return a date, to be written as in the language; as it stands for a program, or where no calendar has it."""
    if words is not None:
        with suppress(ValueError):
            return date.fromisoformat(iso)
    return iso
