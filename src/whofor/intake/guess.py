"""The mapping to use where the user gave none: a preset, else a drafted mapping that is sure enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from whofor.errors import MappingError, Problem
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
from whofor.model import IssueCode
from whofor.model.progress import Progress
from whofor.schema.columns import TableName

__all__ = ["GUESSED", "recognise_or_guess"]

GUESSED = "guessed"
"""Name of a mapping that was drafted and used without review."""

_MOST_STAGES = 10_000
_SHOWN = ("account_key", "opened", "closed", "amount")


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

    A draft is used only where nothing that decides every answer is in doubt (`DraftedMapping.doubts`).

    Args:
        raw: Files of the export.
        importer: Where they are loaded.
        counted: Issues so far.
        progress: Called with the work done.
        keep_contacts: Whether what names a person is kept.
        amended_by: A mapping that fills no table: the user's own settings.

    Raises:
        MappingError: No preset fits, and a guess would not be sure enough; it names the lines.
    """
    try:
        fit = best_fit(raw)
        if amended_by is not None:
            fit = replace(fit, mapping=fit.mapping.amended(amended_by))
        plan = resolve(fit.mapping, raw, keep_contacts=keep_contacts, known=KNOWN_HEADERS)
        _check_stages(plan, importer)
    except MappingError as unfit:
        draft, fit, plan = _guess(unfit, raw, importer, progress, keep_contacts=keep_contacts, amended_by=amended_by)
        if draft.doubts:
            raise MappingError([*unfit.problems, _doubtful(draft)]) from unfit
        counted.add(IssueCode.MAPPING_GUESSED, 1, fit.guessed)
    return fit, plan


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
        mapping = parse_mapping(mapping_text(draft), GUESSED)
        mapping = mapping if amended_by is None else mapping.amended(amended_by)
        plan = replace(resolve(mapping, raw, keep_contacts=keep_contacts), guessed=True)
    except MappingError as failed:
        new = [problem for problem in failed.problems if problem not in unfit.problems]
        raise MappingError([*unfit.problems, *new]) from failed
    return draft, Recognised(mapping, None, guessed=_guess_lines(draft)), plan


def _check_stages(plan: Plan, importer: Importer) -> None:
    """Check that the preset knows the stages: headers that two CRMs share may hold the words of the other.

    Raises:
        MappingError: Stages alone decide and none of them is known as won or lost.
    """
    deals = next(table for table in plan.tables if table.name == TableName.DEALS)
    by = deals.outcome
    if by is None or not by.stage or by.won_flag or by.lost_flag or by.won_if_in or by.lost_if_in:
        return
    hinted = any(read_hint(_counts(deals, hint.column, importer), hint) for hint in by.hints)
    hinted = hinted or bool(plan.stage_means.entries)
    read_stages(_counts(deals, by.stage, importer), by, by.place, hinted=hinted)


def _counts(table: PlannedTable, column: str, importer: Importer) -> dict[str, int]:
    """Return the texts of a column of the table's own files, with their counts."""
    counts: dict[str, int] = {}
    for part in table.parts:
        expression = part.expressions.get(column)
        refs = expression.parts if isinstance(expression, Coalesce) else (expression,)
        headers = [ref.header for ref in refs if isinstance(ref, Ref) and not ref.alias]
        for file, header in ((file, header) for file in part.files for header in headers):
            for text, count in importer.raw_values(file, header, _MOST_STAGES).items():
                counts[text] = counts.get(text, 0) + count
    return counts


def _doubtful(draft: DraftedMapping) -> Problem:
    outcome = draft.deals.outcome
    counts = ", ".join(f"{count} {name}" for name, count in outcome.counts.items())
    basis = " + ".join(outcome.columns) or outcome.won_in
    doubts = [name for name in draft.doubts if name not in draft.absent]
    found = [f"would not be sure of {', '.join(doubts)}"] if doubts else []
    found += [f"finds no column for {', '.join(draft.absent)}"] if draft.absent else []
    lines = ["mend these lines"] if doubts else []
    lines += [f"add {', '.join(draft.absent)} where the export has such a column"] if draft.absent else []
    todo = (
        f"It would read won and lost from {basis} in {outcome.via or outcome.file} ({counts}). Let --init-mapping FILE "
        f"write it down, {', '.join(lines)}, and give it with --mapping."
    )
    return Problem(f"A guess {' and '.join(found)}", todo=todo)


def _guess_lines(draft: DraftedMapping) -> tuple[str, ...]:
    """Return what was guessed, a line for each thing that matters; (?) marks what is less sure."""
    deals = next(table for table in draft.tables if table.table == TableName.DEALS)
    outcome = draft.deals.outcome
    values = "; ".join(
        f"{name} = {', '.join(found)}" for name, found in (("won", outcome.won), ("lost", outcome.lost)) if found
    )
    ends = f"deals.outcome: {' + '.join(outcome.columns)}{f' ({values})' if values else ''}"
    lines = [
        f"deals.{line.key}: {_source(line.value)}{'' if line.sure == 'sure' else ' (?)'}"
        for line in deals.columns
        if line.key in _SHOWN
    ]
    return (ends, *lines, *(f"{table.table}: {table.file}" for table in draft.tables))


def _source(value: Value) -> str:
    """Return the column or columns that a line reads."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return " + ".join(_source(item) for key, item in value.items() if key in ("column", "coalesce", "sum"))
    return " + ".join(value)
