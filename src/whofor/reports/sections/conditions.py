"""What one condition changes: each type of client without one of its conditions, and where a neighbour is better."""

from __future__ import annotations

from dataclasses import replace

from whofor.model import Estimate, SegmentFinding, WithoutCondition
from whofor.reports.blocks import Chart, Pictures
from whofor.reports.charts.scales import FEW_TICKS, amount_scale, share_scale
from whofor.reports.phrases import condition_label
from whofor.reports.pictures import dot_row, interval_picture
from whofor.reports.report import Report, Section
from whofor.reports.sections.contrasts import redefinitions
from whofor.reports.wording.figures import estimate_value, holds_apart
from whofor.reports.wording.findings import is_claim

__all__ = ["CONDITIONS"]

_MOST_TYPES, _MOST_SENTENCES = 2, 2


def _block(report: Report) -> Pictures | None:
    charts = [chart for f in report.icps[:_MOST_TYPES] if (chart := _chart(f, report)) is not None]
    if not charts:
        return None
    words = report.words
    return Pictures(
        id="conditions",
        title=words.text("title.conditions"),
        sentences=tuple(redefinitions(report)[:_MOST_SENTENCES]),
        charts=tuple(charts),
        source=words.text("conditions.source_all" if all(is_claim(f) for f in report.icps) else "conditions.source"),
    )


def _chart(finding: SegmentFinding, report: Report) -> Chart | None:
    """Return a type of client as it is, and without each of its conditions."""
    words, outcome = report.words, report.outcome
    without = [w for w in report.result.clients.without if w.finding == finding.id and w.figure.n]
    digits = report.rate_digits
    shown: list[tuple[str, Estimate, str]] = [(words.text("conditions.whole", id=finding.id), finding.confirm, "own")]
    shown += [
        (words.text("conditions.without", condition=condition_label(w.condition, words)), w.figure, "search")
        for w in without
    ]
    rows = [
        replace(row, note=words.count("deals", e.n), value=estimate_value(e, words, digits))
        for label, e, kind in shown
        if (row := dot_row(label, e, words, kind)) is not None
    ]
    if len(rows) < 2:
        return None
    lowest, highest = min(row.low for row in rows), max(row.high for row in rows)
    scale = share_scale(highest, FEW_TICKS) if outcome.measure.is_share else amount_scale(lowest, highest, FEW_TICKS)
    return interval_picture(rows, scale.with_ends_only, words, _finding(finding, without, report), above=True)


def _finding(finding: SegmentFinding, without: list[WithoutCondition], report: Report) -> str:
    """Return which conditions count surely; where none does, what the chart shows."""
    words = report.words
    sure = [w for w in without if holds_apart(finding.confirm, w.figure)]
    if not sure:
        return words.text("conditions.unclear", id=finding.id)
    if len(sure) == len(without):
        return words.text("conditions.all_count", id=finding.id)
    names = " · ".join(condition_label(w.condition, words) for w in sure)
    return words.text("conditions.some_count", id=finding.id, conditions=names)


CONDITIONS = Section("conditions", _block)
