"""Draft of an export in which nothing tells won from lost: customers, or rows whose ends are not recorded."""

from __future__ import annotations

from collections.abc import Sequence

from whofor.intake.drafting.deals_file import DealsChoice, deals_score
from whofor.intake.drafting.joins import Reference
from whofor.intake.drafting.outcome_columns import UNKNOWN, OutcomeGuess, stage_like
from whofor.intake.drafting.shapes import ColumnShape, FileShape
from whofor.intake.drafting.words import about, file_about
from whofor.lexicon.endings import ending_of
from whofor.lexicon.outcome_kinds import kind_of_label
from whofor.model import Kind
from whofor.schema.columns import TableName

__all__ = ["choose_without_outcome"]

_MOSTLY = 0.9
_SHOWN = 8
_SPEAKS_OF_SINCE = 0.6


def choose_without_outcome(files: Sequence[FileShape], found: Sequence[Reference]) -> DealsChoice | None:
    """Return the file whose rows stand for deals: customers, each of them won, or deals whose ends nothing tells.

    Args:
        files: The files, of which none tells won from lost.
        found: References between them.
    """
    filled = [file for file in files if file.rows and len(file.columns) > 1]
    if not filled:
        return None
    customers = [file for file in filled if _lists_customers(file)]
    guesses = {file.name: _guess(file, customers=bool(customers)) for file in customers or filled}
    best = max(customers or filled, key=lambda file: (deals_score(file, guesses[file.name], found), file.rows))
    return DealsChoice(best, guesses[best.name], deals_score(best, guesses[best.name], found))


def _guess(file: FileShape, *, customers: bool) -> OutcomeGuess:
    if customers:
        why = "its rows are customers, all of them won"
        return OutcomeGuess(file.name, 0.0, why, otherwise="won", counts={"won": file.rows})
    notes = tuple(
        f"{column.header!r} looks like a stage, but no word for won or lost is known among its values: "
        f"{', '.join(list(column.known)[:_SHOWN])}. If it is one, write column, won and lost here."
        for column in stage_like(file)
    )
    return OutcomeGuess(file.name, 0.0, "nothing tells won from lost", otherwise=UNKNOWN, notes=notes)


def _lists_customers(file: FileShape) -> bool:
    """Return whether every row of a file is a customer: by a column that says so of all, or by what only they have."""
    columns = file.columns.values()
    if any(_says_customer(column) for column in columns):
        return True
    since = any(
        c.kind is Kind.DATE and c.fill > _MOSTLY and about(c.header, "won_date") >= _SPEAKS_OF_SINCE for c in columns
    )
    named = file_about(file.name, TableName.ACCOUNTS) >= 1.0 and file_about(file.name, "won") >= 1.0
    return since or (named and any(_is_paid(column) for column in columns))


def _says_customer(column: ColumnShape) -> bool:
    """Return whether a column says "customer" in all rows."""
    if column.distinct != 1 or column.fill <= _MOSTLY:
        return False
    return all(ending_of(text) == "won" for text in column.known) and bool(column.known)


def _is_paid(column: ColumnShape) -> bool:
    """Return whether a column holds what customers pay or have: recurring revenue, a plan, satisfaction."""
    return column.fill > _MOSTLY and kind_of_label(column.header) is not None
