"""The result of a run whose deals cannot carry an analysis: not enough data, why, and what to do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from whofor.analysis.find import DataFacts
from whofor.analysis.usable import Stop
from whofor.days import iso_day
from whofor.model import Answer, DataFindings, IcpResult, RunInfo
from whofor.model.measure import Measure, OutcomeName
from whofor.model.options import FindOptions
from whofor.model.reasons.answers import TooFewValues
from whofor.model.reasons.steps import CollectOutcomes
from whofor.model.run import SplitKind, TimeKind
from whofor.schema.rows import DealRows
from whofor.validation.pace import pace_of, step_in_time
from whofor.validation.ripeness import judge_ripeness
from whofor.version import VERSION

__all__ = ["unanswered"]


def unanswered(
    rows: DealRows,
    options: FindOptions,
    facts: DataFacts,
    stop: Stop,
    *,
    today: float,
) -> IcpResult:
    """Return the result of a run that was not searched.

    Its figures count the deals as they were read. None was analysed.

    Args:
        rows: All deals.
        options: What the user settled.
        facts: What is known of the data beside the rows.
        stop: Why there is no answer, and what to do.
        today: Today, days since 1970-01-01; dates after it are no facts.
    """
    pace = pace_of(rows, judge_ripeness(rows, today, options.as_of))
    why, steps = stop.why, tuple(step_in_time(step, pace.waiting) for step in stop.steps)
    if isinstance(why, TooFewValues):
        why = replace(why, waiting=pace.waiting(why.n_needed))
    # Where even the fewest take more than a year, what else can be done remains.
    steps = tuple(s for s in steps if not (isinstance(s, CollectOutcomes) and s.waiting and s.waiting.too_long))
    return IcpResult(
        company=facts.company,
        answer=Answer.NOT_ENOUGH_DATA,
        why=(why,),
        next_steps=steps,
        run=replace(_run_info(rows, options, facts.data_hash), part=facts.part),
        data=DataFindings(
            synthetic=facts.synthetic,
            deals_called=facts.deals_called,
            set_aside=stop.set_aside,
            issues=(*facts.issues, *rows.issues),
        ),
    )


def _run_info(rows: DealRows, options: FindOptions, data_hash: str) -> RunInfo:
    opened = rows.opened[np.isfinite(rows.opened)]
    days = np.concatenate([opened, rows.closed[np.isfinite(rows.closed)]])
    return RunInfo(
        id="",
        seed=options.seed,
        data_hash=data_hash,
        version=VERSION,
        rows=0,
        rows_search=0,
        rows_confirm=0,
        outcome=options.outcome,
        baseline=0.0,
        family_size=0,
        permutations=options.permutations,
        time=TimeKind.DAYS if len(opened) else TimeKind.NONE,
        split=SplitKind.NONE,
        first_opened=iso_day(float(opened.min())) if len(opened) else "",
        last_opened=iso_day(float(opened.max())) if len(opened) else "",
        as_of=iso_day(float(days.max())) if len(days) else "",
        n_read=len(rows),
        n_dated=len(opened),
        measure=Measure(options.outcome, is_share=options.outcome == OutcomeName.WON),
    )
