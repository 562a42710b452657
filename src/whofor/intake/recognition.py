"""How an export was recognised, from the preset or guess and the plan that came of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import PurePath

from whofor.intake.mapping.detect import Recognised
from whofor.intake.mapping.mapping import ColumnMapping
from whofor.intake.mapping.plan import Plan, PlannedOutcome, PlannedTable, RawFile
from whofor.lexicon.deal_names import USUAL_DEAL_NAME, deal_name_of_headers
from whofor.model import Recognition
from whofor.schema.columns import TableName

__all__ = ["recognition_of", "tells_losses", "unread_columns"]

_RESTS_ON = ("opened", "closed", "amount", "lead_source", "owner")
"""Columns of the deals that an answer rests on, beside the account."""


def recognition_of(
    fit: Recognised, plan: Plan, raw: Sequence[RawFile] = (), headerless: Collection[str] = ()
) -> Recognition:
    """Return how an export was recognised, and what was left unread.

    Args:
        fit: The preset, the guess or the user's mapping.
        plan: What came of it.
        raw: The files as found.
        headerless: Files that name none of their columns: a guess of what these mean decides too much.
    """
    deals = next(table for table in plan.tables if table.name == TableName.DEALS)
    headerless_deals = not set(headerless).isdisjoint(deals.files)
    return Recognition(
        confidence=fit.confidence,
        guessed=fit.guessed,
        unsure=(*fit.unsure, *(("header",) if fit.guessed and headerless_deals else ())),
        unread=unread_columns(deals),
        tells_losses=tells_losses(deals.outcome, guessed=plan.guessed),
        only_customers=fit.only_customers,
        passed_over=fit.rival[0] if fit.guessed and fit.rival else "",
        deals_called=_called(fit.mapping, [file for file in raw if file.name in deals.files]),
    )


def _called(mapping: ColumnMapping, files: Sequence[RawFile]) -> str:
    """Return what the export calls a deal: as the mapping says, else as the headers and names of its files do."""
    own = deal_name_of_headers(text for file in files for text in (PurePath(file.name).stem, *file.headers))
    # A preset knows its CRM; what its user's language calls a deal, the headers say no better.
    return mapping.deals_called or own or USUAL_DEAL_NAME


def unread_columns(deals: PlannedTable) -> tuple[str, ...]:
    """Return the columns that an answer rests on and that nothing of the export fills."""
    read = {column.name for column in deals.columns}
    linked = "account_key" in read or any(link.to == TableName.ACCOUNTS for link in deals.links)
    return (*(() if linked else ("account_key",)), *(name for name in _RESTS_ON if name not in read))


def tells_losses(outcome: PlannedOutcome | None, *, guessed: bool = False) -> bool:
    """Return whether an export can say of a deal that it was lost; of leads that were not won it cannot.

    A guess knows the stages only of the deals that are there: where none means lost, the lost deals are missing.
    """
    if outcome is None or outcome.of_leads:
        return False
    by_hint = any(hint.lost for hint in outcome.hints)
    by_stage = bool(outcome.stage and (outcome.lost or (guessed and "*" not in outcome.won)))
    by_flag = bool(outcome.lost_flag or outcome.closed_flag or outcome.lost_if_in)
    return by_flag or by_hint or by_stage or outcome.otherwise == "lost"
