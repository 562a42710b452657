"""The answer as a short table for a terminal: a row for each type of client, everyone else, and what did not hold."""

from __future__ import annotations

from dataclasses import dataclass

from whofor.model import Estimate, SegmentFinding, Verdict
from whofor.model.measure import OutcomeName
from whofor.reports.phrases import segment_label
from whofor.reports.profiles import profiles_of
from whofor.reports.report import Report
from whofor.reports.wording.conditions import capital
from whofor.reports.wording.expected import expected_of_most
from whofor.reports.wording.figures import estimate_range, estimate_value
from whofor.reports.wording.findings import is_hypothesis, reader_word
from whofor.reports.wording.people import role_name, usual_roles
from whofor.reports.wording.situations import standing_out

__all__ = ["SummaryRow", "summary_rows"]

_MOST_DOUBTED, _MOST_ROWS, _MOST_TOLD = 3, 5, 2
_MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One row of the table.

    Attributes:
        kind: `PASS`, `AVOID`, `REVIEW`, `FAIL`, `hypothesis` or `else`: which icon and colour.
        word: The verdict as a word; empty for everyone else.
        id: Id of the finding.
        label: The type of client in a few words.
        figures: Its rate, the interval, its deals and days; empty texts where they are not known.
        remark: Why it is doubted; empty where it is not.
        told: Who takes part, what was going on, what to expect, in a line; empty where nothing is known of it.
    """

    kind: str
    word: str
    id: str
    label: str
    figures: tuple[str, ...]
    remark: str = ""
    told: str = ""


def summary_rows(report: Report) -> list[SummaryRow]:
    """Return the rows: whom to go after, everyone else, whom to avoid, then what is not sure."""
    search = report.result.search
    rows = [_row(f, report) for f in report.icps[:_MOST_ROWS]]
    if report.icps and report.else_figure is not None:
        figures = _figures(report.else_figure, report.else_days, report)
        rows.append(SummaryRow("else", "", "", report.words.text("answer.everyone_else"), figures))
    rows += [_row(f, report) for f in report.avoided[:_MOST_ROWS]]
    shown = {f.id for f in (*report.icps, *report.avoided)}
    doubted = [f for f in (*search.claims, *search.segments, *search.hypotheses) if f.id not in shown]
    doubted.sort(key=lambda f: f.verdict is not Verdict.REVIEW)
    return [*rows, *(_row(f, report) for f in doubted[:_MOST_DOUBTED])]


def _row(finding: SegmentFinding, report: Report) -> SummaryRow:
    words = report.words
    passed = finding.verdict is Verdict.PASS
    kind = "hypothesis" if is_hypothesis(finding) else finding.verdict.value
    if passed and finding.direction < 0:
        kind = "AVOID"
    (profile,) = profiles_of([finding], report, advised=True)
    return SummaryRow(
        kind=kind,
        word=reader_word(finding, words).upper(),
        id=finding.id,
        label=capital(segment_label(finding.segment, words)),
        figures=_figures(finding.confirm, finding.median_days_to_win, report) if passed else ("", "", "", ""),
        remark="" if passed else " ".join(profile.lines),
        told=_told(finding, report) if passed and finding.direction > 0 else "",
    )


def _told(finding: SegmentFinding, report: Report) -> str:
    """Return who takes part in most deals, what was going on, and what to expect of most clients, without figures."""
    words, clients = report.words, report.result.clients
    committee = next((one for one in clients.committees if one.finding == finding.id and one.why is None), None)
    expected = next((one for one in clients.expected if one.finding == finding.id), None)
    roles = [] if committee is None else [r for r in usual_roles(committee) if (r.won.estimate or 0.0) >= _MOSTLY]
    parts = {
        "people": [role_name(role.department, role.seniority, words) for role in roles],
        "going_on": [one.label_in(words.language) for one, _ in standing_out(finding.id, clients.going_on)],
        "expected": [] if expected is None else expected_of_most(expected, words, _MOST_TOLD),
    }
    return " ".join(
        words.text(f"summary.{key}", names=", ".join(names[:_MOST_TOLD])) for key, names in parts.items() if names
    )


def _figures(figure: Estimate, days: Estimate | None, report: Report) -> tuple[str, ...]:
    words = report.words
    if figure.estimate is None or not figure.n:
        return ("–", "", "", "")
    digits = report.rate_digits
    ends = estimate_range(figure, words, digits)
    of_wins = report.outcome.measure.name == OutcomeName.WON
    return (
        estimate_value(figure, words, digits),
        f"({ends})" if ends else "",
        words.count("deals", figure.n),
        words.count("days", round(days.estimate or 0.0)) if days is not None and of_wins else "",
    )
