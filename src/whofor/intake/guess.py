"""The mapping to use where the user gave none: a preset, else a drafted mapping that is sure enough."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from whofor.errors import MappingError
from whofor.intake.draft_export import draft_of
from whofor.intake.drafting import KNOWN_HEADERS, DraftedMapping, mapping_text
from whofor.intake.drafting.mapping_lines import Value
from whofor.intake.importing.issues import IssueCounter
from whofor.intake.importing.ports import Importer
from whofor.intake.importing.won_or_lost import read_hint, read_stages
from whofor.intake.mapping.detect import Recognised, best_fit
from whofor.intake.mapping.mapping import ColumnMapping
from whofor.intake.mapping.mapping_file import parse_mapping
from whofor.intake.mapping.plan import Coalesce, Plan, PlannedTable, RawFile, Ref
from whofor.intake.mapping.resolve import resolve
from whofor.intake.mapping.stage_settings import NOTHING_SAID
from whofor.intake.recognition import unread_columns
from whofor.intake.wide_signals import with_wide_signals
from whofor.model import Guess, IssueCode
from whofor.model.progress import Progress
from whofor.schema.columns import TableName

__all__ = ["GUESSED", "recognise_or_guess"]

GUESSED = "guessed"
"""Name of a mapping that was drafted and used without review."""

_MOST_STAGES = 10_000
_SHOWN = ("account_key", "opened", "closed", "amount")
_WANTED = frozenset({"account_key", "opened", "amount"})
"""What a preset must read unless no guess does: without it an answer says little, and columns mean something else."""
_OPENING = "deals.opened"


def recognise_or_guess(
    raw: Sequence[RawFile],
    importer: Importer,
    counted: IssueCounter,
    progress: Progress,
    *,
    keep_contacts: bool,
    amended_by: ColumnMapping | None = None,
) -> tuple[Recognised, Plan]:
    """Return the preset that fits, with its plan; else a drafted mapping, counted as `mapping_guessed`.

    A preset that leaves the opening, the amount or the account of the deals unread gives way to a draft that reads
    them. What a draft is not sure of and decides every answer is named in `unsure`; a doubtful opening is left out.

    Args:
        raw: Files of the export.
        importer: Where they are loaded.
        counted: Issues so far.
        progress: Called with the work done.
        keep_contacts: Whether what names a person is kept.
        amended_by: A mapping that fills no table: the user's own settings.

    Raises:
        MappingError: No preset fits, and nothing in the files can be taken for deals.
    """

    def guess(before: MappingError) -> tuple[DraftedMapping, Recognised, Plan]:
        return _guess(before, raw, importer, progress, keep_contacts=keep_contacts, amended_by=amended_by)

    try:
        fit = best_fit(raw)
        if amended_by is not None:
            fit = replace(fit, mapping=fit.mapping.amended(amended_by))
        fit = replace(fit, mapping=with_wide_signals(fit.mapping, raw, importer, unasked=True))
        plan = resolve(fit.mapping, raw, keep_contacts=keep_contacts, known=KNOWN_HEADERS)
    except MappingError as unfit:
        _, guessed, plan = guess(unfit)
    else:
        better = _better_guess(fit, plan, guess, knows_stages=_knows_stages(plan, importer))
        if better is None:
            return fit, plan
        guessed, plan = better
    counted.add(IssueCode.MAPPING_GUESSED, 1, tuple(map(str, guessed.guessed)))
    return guessed, plan


def _better_guess(
    fit: Recognised,
    plan: Plan,
    guess: Callable[[MappingError], tuple[DraftedMapping, Recognised, Plan]],
    *,
    knows_stages: bool,
) -> tuple[Recognised, Plan] | None:
    """Return a guess that surely reads what a preset leaves unread, and all that it reads; `None` where none does."""
    lacking = {name for name in unread_columns(_deals(plan)) if name in _WANTED}
    if not lacking and knows_stages:
        return None
    try:
        draft, guessed, other = guess(MappingError([]))
    except MappingError:
        # The preset reads the files, whatever a guess makes of them.
        return None
    left = {name for name in unread_columns(_deals(other)) if name in _WANTED}
    unsure = {line.key for line in draft.deals_table.columns if line.sure == "unsure"}
    reads_more = left < lacking or (left <= lacking and not knows_stages)
    if draft.doubts or not draft.tells_outcome or not reads_more or (lacking - left) & unsure:
        return None
    return replace(guessed, rival=(fit.mapping.name, fit.confidence or 0.0)), other


def _guess(
    unfit: MappingError,
    raw: Sequence[RawFile],
    importer: Importer,
    progress: Progress,
    *,
    keep_contacts: bool,
    amended_by: ColumnMapping | None,
) -> tuple[DraftedMapping, Recognised, Plan]:
    try:
        means = NOTHING_SAID if amended_by is None else amended_by.stage_means
        draft = draft_of(GUESSED, raw, importer, progress, means)
        doubts = draft.doubts
        if _OPENING in doubts:
            # Deals without a day can be analysed; with a wrong one every answer is wrong.
            draft = draft.without_opening()
        mapping = parse_mapping(mapping_text(draft), GUESSED)
        mapping = mapping if amended_by is None else mapping.amended(amended_by)
        mapping = with_wide_signals(mapping, raw, importer, unasked=True)
        plan = replace(resolve(mapping, raw, keep_contacts=keep_contacts, known=KNOWN_HEADERS), guessed=True)
    except MappingError as failed:
        new = [problem for problem in failed.problems if problem not in unfit.problems]
        raise MappingError([*unfit.problems, *new]) from failed
    unsure = tuple(name for name in doubts if name != _OPENING)
    fit = Recognised(mapping, None, guessed=_guesses(draft), unsure=unsure, only_customers=draft.only_customers)
    return draft, fit, plan


def _deals(plan: Plan) -> PlannedTable:
    return next(table for table in plan.tables if table.name == TableName.DEALS)


def _knows_stages(plan: Plan, importer: Importer) -> bool:
    """Return whether a preset knows how deals end: else stages alone decide, and none is known as won or lost."""
    deals = _deals(plan)
    by = deals.outcome
    if by is None or not by.stage or by.won_flag or by.lost_flag or by.won_if_in or by.lost_if_in:
        return True
    if plan.stage_means.entries or any(read_hint(_counts(deals, hint.column, importer), hint) for hint in by.hints):
        return True
    outcomes = read_stages(_counts(deals, by.stage, importer), by, by.place).outcomes
    return not {"won", "lost"}.isdisjoint(map(str, outcomes.values()))


def _counts(table: PlannedTable, column: str, importer: Importer) -> dict[str, int]:
    """Return the texts of a column of the table's own files, with their counts."""
    counts: dict[str, int] = {}
    for part in table.parts:
        expression = part.expressions.get(column)
        refs = expression.parts if isinstance(expression, Coalesce) else (expression,)
        headers = [ref.header for ref in refs if isinstance(ref, Ref) and not ref.alias]
        for file, header in ((file, header) for file in part.files for header in headers):
            for text, count in importer.raw_values(file, [header], _MOST_STAGES)[header].items():
                counts[text] = counts.get(text, 0) + count
    return counts


def _guesses(draft: DraftedMapping) -> tuple[Guess, ...]:
    """Return what was guessed: the outcome, columns that matter, and the tables."""
    outcome = draft.deals.outcome
    told = " + ".join(outcome.columns) or outcome.won_in
    sure = "deals.outcome" not in draft.doubts
    ends = [Guess("deals.outcome", told, sure, outcome.won, outcome.lost)] if told else []
    columns = [
        Guess(f"deals.{line.key}", _source(line.value), line.sure == "sure")
        for line in draft.deals_table.columns
        if line.key in _SHOWN
    ]
    return (*ends, *columns, *(Guess(table.table, table.file) for table in draft.tables))


def _source(value: Value) -> str:
    """Return the column or columns that a line reads."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return " + ".join(_source(item) for key, item in value.items() if key in ("column", "coalesce", "sum"))
    return " + ".join(value)
