"""Findings as cards of the page (large figures, a picture, the reasons, the figures folded) and as a terminal's."""

from __future__ import annotations

from collections.abc import Sequence

from whofor.model import Estimate, SegmentFinding, Verdict
from whofor.model.measure import OutcomeName
from whofor.reports.blocks import Card, Chart, Stat, Table
from whofor.reports.briefs import Brief, FindingBrief
from whofor.reports.charts.intervals import DotRow
from whofor.reports.charts.scales import Scale, amount_scale, share_scale
from whofor.reports.formats import digits_for
from whofor.reports.phrases import phrase_of, segment_phrase
from whofor.reports.pictures import interval_picture
from whofor.reports.wording.conditions import exact_condition_text
from whofor.reports.wording.figures import days_range, days_text, deals_text, estimate_range, estimate_value, rate_text
from whofor.reports.wording.findings import (
    chance_text,
    cycle_text,
    is_claim,
    is_hypothesis,
    lift_range,
    lift_text,
    needed_text,
    overlap_texts,
    reader_word,
    shrinkage_text,
)
from whofor.reports.wording.outcomes import OutcomeWords
from whofor.reports.wording.reasons import next_step_text, reason_text
from whofor.reports.words import Words

__all__ = ["brief_findings", "chart_rows", "make_cards", "scale_of"]

_SHOWN_BY_STATS = frozenset({"hypothesis"})
_SHOWN_BY_FIGURES = frozenset({"confirmed", "hypothesis"})
"""Reasons that repeat the figures above them."""


def make_cards(findings: Sequence[SegmentFinding], outcome: OutcomeWords) -> tuple[Card, ...]:
    """Return cards of some findings, their charts all on one scale."""
    scale = scale_of(findings, is_share=outcome.measure.is_share)
    return tuple(_card(finding, outcome, scale) for finding in findings)


def scale_of(findings: Sequence[SegmentFinding], *, is_share: bool = True) -> Scale:
    """Return a scale that holds all intervals of some findings."""
    drawn = [e for f in findings for e in _drawn(f).values()]
    highs = [e.ci_high for e in drawn if e.ci_high is not None]
    if is_share:
        return share_scale(max(highs, default=1.0))
    return amount_scale(min((e.ci_low for e in drawn if e.ci_low is not None), default=0.0), max(highs, default=1.0))


def _drawn(finding: SegmentFinding) -> dict[str, Estimate]:
    """Return the figures that a card draws, by message key, in reading order."""
    if is_claim(finding):
        return {"claim": finding.confirm, "rest_claim": finding.rest_confirm}
    if not finding.confirm.n:
        return {"search": finding.search, "rest_search": finding.rest_search}
    return {"search": finding.search, "confirm": finding.confirm, "rest": finding.rest_confirm}


def chart_rows(finding: SegmentFinding, words: Words) -> list[DotRow]:
    """Return the figures of a finding as rows of its chart."""
    shown = {key: e for key, e in _drawn(finding).items() if e.n}
    digits = digits_for(*shown.values())
    kinds = {"search": "search", "confirm": "own", "claim": "own"}
    return [
        DotRow(
            label=words.text(f"card.row_{key}"),
            note=deals_text(e, words),
            value=estimate_value(e, words, digits),
            estimate=e.estimate,
            low=e.ci_low,
            high=e.ci_high,
            kind=kinds.get(key, "rest"),
        )
        for key, e in shown.items()
        if e.estimate is not None and e.ci_low is not None and e.ci_high is not None
    ]


def _chart(finding: SegmentFinding, outcome: OutcomeWords, scale: Scale) -> Chart | None:
    rows = chart_rows(finding, outcome.words)
    return interval_picture(rows, scale, outcome.words, outcome.text("card.chart")) if rows else None


def _card(finding: SegmentFinding, outcome: OutcomeWords, scale: Scale) -> Card:
    words = outcome.words
    paragraphs = [] if is_claim(finding) else [shrinkage_text(finding, outcome)]
    paragraphs += overlap_texts(finding, words)
    is_more = finding.direction * outcome.measure.better > 0
    reasons = (r for r in finding.reasons if r.code not in _SHOWN_BY_STATS)
    return Card(
        id=finding.id,
        verdict="hypothesis" if is_hypothesis(finding) else finding.verdict.value.lower(),
        word=reader_word(finding, words),
        title=phrase_of(finding.segment, words).capital,
        direction=outcome.text("page.direction_more" if is_more else "page.direction_less"),
        stats=tuple(_hypothesis_stats(finding, words) if is_hypothesis(finding) else _stats(finding, outcome)),
        chart=_chart(finding, outcome, scale),
        brief=_in_one_line(finding, words),
        paragraphs=tuple(text for text in paragraphs if text),
        reasons=tuple(reason_text(r, words, finding) for r in reasons),
        next_step=next_step_text(finding.next_step, words, finding),
        tables=tuple(_tables(finding, outcome)),
        notes=tuple(_notes(finding, outcome)),
    )


def _in_one_line(finding: SegmentFinding, words: Words) -> str:
    """Return the figure to quote and that of the rest, or a note that there is none."""
    if not finding.confirm.n:
        return words.text("label.not_confirmed")
    own = f"{rate_text(finding.confirm, words)} {words.text('label.confirm')}"
    return words.text("card.brief", own=own, rest=rate_text(finding.rest_confirm, words))


def _stats(finding: SegmentFinding, outcome: OutcomeWords) -> list[Stat]:
    """Return large figures, those of the deals held back."""
    words, own, rest = outcome.words, finding.confirm, finding.rest_confirm
    stats: list[Stat] = []
    digits = digits_for(own, rest)
    ends = estimate_range(own, words, digits)
    if own.n and ends:
        key = "card.rate_all" if is_claim(finding) else "card.rate"
        text = outcome.text(key, deals=deals_text(own, words), interval=ends)
        stats.append(Stat(estimate_value(own, words, digits), text))
    if finding.lift is not None and own.n:
        between, against = lift_range(finding, words), rate_text(rest, words, digits)
        value = words.text("figure.lift", ratio=finding.lift)
        stats.append(Stat(value, outcome.text("card.lift", between=between, rest=against)))
    days, rest_days = finding.median_days_to_win, finding.rest_median_days_to_win
    if days is not None and rest_days is not None and outcome.measure.name == OutcomeName.WON:
        label = words.text("card.cycle", between=days_range(days, words), rest=days_text(rest_days, words))
        stats.append(Stat(words.count("days", round(days.estimate or 0.0)), label))
    return stats


def _hypothesis_stats(finding: SegmentFinding, words: Words) -> list[Stat]:
    """Return the chance of a hypothesis and how many deals would settle it."""
    stats: list[Stat] = []
    if finding.posterior_right_sign is not None:
        chance = words.chance(finding.posterior_right_sign)
        stats.append(Stat(chance, words.text("card.chance")))
    if finding.n_needed:
        stats.append(
            Stat(words.number(finding.n_needed), words.plural("card.needed", finding.n_needed, waiting=finding.waiting))
        )
    return stats


def _tables(finding: SegmentFinding, outcome: OutcomeWords) -> list[Table]:
    words = outcome.words
    keys = ("what", "n", "won", "rate", "interval") if outcome.measure.is_share else ("what", "n", "mean", "interval")
    head = tuple(outcome.text(f"card.col_{key}") for key in keys)
    figures = _drawn(finding)
    if not is_claim(finding):
        figures = {
            "search": finding.search,
            "rest_search": finding.rest_search,
            "confirm": finding.confirm,
            "rest": finding.rest_confirm,
        }
    rows = [(words.text(f"card.row_{key}"), *_cells(e, words)) for key, e in figures.items()]
    if finding.shrunken is not None and not is_claim(finding):
        rows.append((words.text("card.row_shrunken"), *_cells(finding.shrunken, words)))
    tables = [Table(words.text("card.figures"), head, tuple(rows))]
    if finding.adjustments:
        tables.append(_adjustments(finding, outcome))
    return tables


def _cells(estimate: Estimate, words: Words) -> tuple[str, ...]:
    n, ends = words.number(estimate.n), estimate_range(estimate, words, 1) or "–"
    figure = estimate_value(estimate, words, 1)
    if estimate.n_won is None:
        return n, figure, ends
    return n, words.number(estimate.n_won) if estimate.n else "–", figure, ends


def _adjustments(finding: SegmentFinding, outcome: OutcomeWords) -> Table:
    words = outcome.words
    keys = ("within", "groups", "plain", "adjusted", "interval", "stands")
    rows = [
        (
            words.parameter(a.label, a.confounder),
            words.number(a.n_strata),
            outcome.difference(a.difference),
            outcome.difference(a.adjusted_difference),
            f"{outcome.difference(a.ci_low)} … {outcome.difference(a.ci_high)}",
            words.text("tell.adjustment_survives" if a.survives else "tell.adjustment_falls"),
        )
        for a in finding.adjustments
    ]
    return Table(words.text("card.adjustments"), tuple(words.text(f"card.col_{k}") for k in keys), tuple(rows))


def _notes(finding: SegmentFinding, outcome: OutcomeWords) -> list[str]:
    words = outcome.words
    exact = " · ".join(exact_condition_text(c, words) for c in finding.segment.conditions)
    columns = ", ".join(dict.fromkeys(c.label for c in finding.segment.conditions if c.label))
    notes = [words.pair(words.text("card.conditions"), exact)]
    if columns:
        notes.append(words.pair(words.text("card.columns"), columns))
    if finding.p_adjusted is None:
        notes.append(words.text("card.statistics", z=finding.z))
    else:
        notes.append(words.text("card.statistics_p", z=finding.z, p=finding.p_adjusted))
    if finding.adjustments:
        notes.append(words.text("card.adjustments_lead" if outcome.measure.is_share else "card.adjustments_lead_mean"))
    return notes


def brief_findings(title: str, findings: Sequence[SegmentFinding], outcome: OutcomeWords) -> Brief | None:
    """Return findings for a terminal under a title; `None` where there are none."""
    return Brief(title, findings=tuple(_brief(f, outcome) for f in findings)) if findings else None


def _brief(finding: SegmentFinding, outcome: OutcomeWords) -> FindingBrief:
    words = outcome.words
    reasons = [r for r in finding.reasons if r.code not in _SHOWN_BY_FIGURES]
    most = 1 if finding.verdict is Verdict.PASS else 2
    title = f"{reader_word(finding, words).upper()}  {finding.id}  {segment_phrase(finding.segment, words)}"
    return FindingBrief(
        kind="hypothesis" if is_hypothesis(finding) else finding.verdict.value,
        title=title,
        figures=tuple(_brief_figures(finding, outcome)),
        remarks=(*(reason_text(r, words, finding) for r in reasons[:most]), *overlap_texts(finding, words)),
        next_step=words.pair(words.text("label.next"), next_step_text(finding.next_step, words, finding)),
    )


def _brief_figures(finding: SegmentFinding, outcome: OutcomeWords) -> list[str]:
    """Return the figures with their n: of the deals held back first, of the search only where named as such."""
    words = outcome.words
    own = rate_text(finding.confirm, words)
    if is_claim(finding):
        return [f"{own} {words.text('label.all_deals')}", lift_text(finding, outcome)]
    if is_hypothesis(finding):
        lines = [chance_text(finding, words), needed_text(finding, words)]
    elif finding.confirm.n:
        confirmed = f"{own} {words.text('label.confirm')}"
        lines = [confirmed, lift_text(finding, outcome), cycle_text(finding, outcome)]
    else:
        lines = [words.text("label.not_confirmed")]
    return [*(line for line in lines if line), f"{rate_text(finding.search, words)} {words.text('label.search')}"]
