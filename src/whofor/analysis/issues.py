"""Issues that the analysis counts in the data: open deals, amounts below 0, outliers, facts searched less deep."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from whofor.analysis.prepare import Prepared
from whofor.model import Issue, IssueCode
from whofor.model.measure import OutcomeName
from whofor.model.options import FindOptions
from whofor.schema.rows import DealRows
from whofor.stats.ranks import rank_correlation
from whofor.validation.own_effort import parted

__all__ = ["issues_of"]

_FEWEST_AGED, _RISING, _SURELY = 50, 0.1, 0.01
"""Amounts are reported to grow with age from this many deals, at this rank correlation, with this p-value."""

_FEWEST_WON, _FEW_LOST = 30, 0.1
"""Fewer than one lost deal in ten among so many: B2B pipelines win 15 to 40 %, so most lost deals are likely to be
missing. A convention."""


def issues_of(prepared: Prepared, rows: DealRows, options: FindOptions, *, found: bool = False) -> list[Issue]:
    """Return the issues found in the analysis.

    Args:
        prepared: What was decided before the search.
        rows: All deals, as they were read.
        options: What the user settled.
        found: Whether a type of client was found, of which by whose effort its leads came is of matter.
    """
    study, ripeness, outcomes = prepared.study, prepared.clients.ripeness, prepared.clients.outcomes
    issues: list[Issue] = [*prepared.leaks.issues]
    studies = (study, prepared.seen) if prepared.seen is not None else (study,)
    deep = [(e, s.settings.depth) for s in studies for e in s.encoded]
    shallow = dict.fromkeys(e.conditions[0].label for e, depth in deep if e.axis.most_depth < depth)
    if shallow:
        issues.append(Issue(IssueCode.SEARCHED_LESS_DEEP, len(shallow), tuple(shallow)[:5]))
    if ripeness.open_as_not_won and options.outcome == OutcomeName.WON:
        issues.append(Issue(IssueCode.OPEN_COUNTED_AS_NOT_WON, ripeness.open_as_not_won))
    lost, won = int((rows.outcome == "lost").sum()), int(rows.won.sum())
    if rows.tells_losses and won >= _FEWEST_WON and 0 < lost < _FEW_LOST * (won + lost):
        issues.append(Issue(IssueCode.FEW_LOST, lost, (), "deals.outcome"))
    effort = prepared.bench.effort
    if found and (effort is None or not parted(effort)):
        untold = len(study.rows) if effort is None else int((~effort.own & ~effort.others).sum())
        issues.append(Issue(IssueCode.EFFORT_UNKNOWN, untold))
    if prepared.n_alike:
        issues.append(Issue(IssueCode.DEALS_ALIKE, prepared.n_alike))
    below = rows.amount < 0
    if below.any():
        issues.append(
            Issue(IssueCode.NEGATIVE_AMOUNTS, int(below.sum()), _shown(rows.amount[below].tolist()), "deals.amount")
        )
    measure = study.outcome.measure
    if measure.better_assumed:
        issues.append(Issue(IssueCode.DIRECTION_TAKEN, 1, (), measure.label or measure.name))
    rising = _rising_with_age(rows, ripeness.as_of)
    if rising is not None:
        issues.append(rising)
    for name in outcomes.names:
        measured = outcomes.measure(name)
        if measured.outliers:
            place = "deals.amount" if name == OutcomeName.VALUE else measured.measure.label
            issues.append(Issue(IssueCode.FAR_OUT, len(measured.outliers), _shown(measured.outliers), place))
    return issues


def _rising_with_age(rows: DealRows, as_of: float) -> Issue | None:
    """Return an issue where amounts are larger the longer ago a deal was signed: they may grow after the signature."""
    age = as_of - rows.closed
    use = rows.won & np.isfinite(age) & np.isfinite(rows.amount)
    rho, p = rank_correlation(age[use], rows.amount[use])
    if use.sum() < _FEWEST_AGED or rho < _RISING or p > _SURELY:
        return None
    return Issue(IssueCode.AMOUNTS_GROW_WITH_AGE, int(use.sum()), (f"{rho:.2f}",), "deals.amount")


def _shown(values: Sequence[float]) -> tuple[str, ...]:
    """Return the five lowest of some values as text, each once."""
    return tuple(f"{value:g}" for value in sorted(set(values))[:5])
