"""Findings as cards of the page: large figures, a picture, the reasons, the figures folded."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from whofor.model import Estimate, SegmentFinding
from whofor.reports.blocks import Card, Chart, Stat, Table
from whofor.reports.catalogue import Catalogue, catalogue
from whofor.reports.charts.intervals import DotRow, interval_chart
from whofor.reports.charts.scales import Scale, amount_scale, share_scale
from whofor.reports.formats import digits_for, number, p_value, percent, ratio
from whofor.reports.wording import (
    Told,
    capital,
    days_range,
    days_text,
    deals_text,
    estimate_range,
    estimate_value,
    exact_condition_text,
    is_claim,
    lift_range,
    name_text,
    next_step_text,
    overlap_texts,
    rate_text,
    reason_text,
    segment_text,
    shrinkage_text,
    verdict_word,
)

__all__ = ["chart_rows", "make_cards", "scale_of"]


_SAID_BY_STATS = frozenset({"hypothesis"})


def make_cards(findings: Sequence[SegmentFinding], told: Told) -> tuple[Card, ...]:
    """Cards of some findings, their charts all on one scale."""
    scale = scale_of(findings, is_share=told.measure.is_share)
    return tuple(_card(finding, told, scale) for finding in findings)


def scale_of(findings: Sequence[SegmentFinding], *, is_share: bool = True) -> Scale:
    """A scale that holds all intervals of some findings."""
    drawn = [e for f in findings for e in _drawn(f).values()]
    highs = [e.ci_high for e in drawn if e.ci_high is not None]
    if is_share:
        return share_scale(max(highs, default=1.0))
    return amount_scale(min((e.ci_low for e in drawn if e.ci_low is not None), default=0.0), max(highs, default=1.0))


def _is_hypothesis(finding: SegmentFinding) -> bool:
    return finding.id.startswith("H")


def _drawn(finding: SegmentFinding) -> dict[str, Estimate]:
    """The figures that a card draws, by message key, in reading order."""
    if is_claim(finding):
        return {"claim": finding.confirm, "rest_claim": finding.rest_confirm}
    rows = {"search": finding.search, "confirm": finding.confirm, "rest": finding.rest_confirm}
    if not finding.confirm.n:
        rows = {"search": finding.search, "rest_search": finding.rest_search}
    return rows


def chart_rows(finding: SegmentFinding, language: str) -> list[DotRow]:
    """The figures of a finding as rows of its chart."""
    words = catalogue(language)
    shown = {key: e for key, e in _drawn(finding).items() if e.n}
    digits = digits_for(*shown.values())
    kinds = {"search": "search", "confirm": "own", "claim": "own"}
    return [
        DotRow(
            label=words.text(f"card.row_{key}"),
            note=deals_text(e.n, language),
            value=estimate_value(e, language, digits),
            estimate=e.estimate,
            low=e.ci_low,
            high=e.ci_high,
            kind=kinds.get(key, "rest"),
        )
        for key, e in shown.items()
        if e.estimate is not None and e.ci_low is not None and e.ci_high is not None
    ]


def _chart(finding: SegmentFinding, told: Told, scale: Scale) -> Chart | None:
    language = told.language
    rows = chart_rows(finding, language)
    if not rows:
        return None
    words, caption = catalogue(language), told.text("card.chart")
    said = ", ".join(words.text("label.pair", what=f"{r.label} ({r.note})", value=r.value) for r in rows)
    alt = words.text("card.alt", title=caption, rows=said)
    wide, narrow = (interval_chart(rows, scale, language, alt, wide=w) for w in (True, False))
    return Chart(Markup(wide), Markup(narrow), caption)


def _card(finding: SegmentFinding, told: Told, scale: Scale) -> Card:
    language = told.language
    said = [] if is_claim(finding) else [shrinkage_text(finding, told)]
    said += overlap_texts(finding, language)
    is_more = finding.direction * told.measure.better > 0
    return Card(
        id=finding.id,
        verdict="hypothesis" if _is_hypothesis(finding) else finding.verdict.value.lower(),
        word=verdict_word(finding, language),
        title=capital(segment_text(finding.segment, language)),
        direction=told.text("page.direction_more" if is_more else "page.direction_less"),
        stats=tuple(_stats(finding, told)),
        chart=_chart(finding, told, scale),
        brief=_brief(finding, language),
        told=tuple(text for text in said if text),
        reasons=tuple(reason_text(r, language, finding) for r in finding.reasons if r.code not in _SAID_BY_STATS),
        next_step=next_step_text(finding.next_step, language, finding),
        tables=tuple(_tables(finding, told)),
        notes=tuple(_notes(finding, told)),
    )


def _brief(finding: SegmentFinding, language: str) -> str:
    """The figure to quote and the rest's, or that there is none."""
    words = catalogue(language)
    if not finding.confirm.n:
        return words.text("label.not_confirmed")
    own = f"{rate_text(finding.confirm, language)} {words.text('label.confirm')}"
    return words.text("card.brief", own=own, rest=rate_text(finding.rest_confirm, language))


def _stats(finding: SegmentFinding, told: Told) -> list[Stat]:
    """Large figures, those of the deals held back; a hypothesis shows its chance and what would settle it."""
    language = told.language
    words, own, rest = catalogue(language), finding.confirm, finding.rest_confirm
    if _is_hypothesis(finding):
        return _hypothesis_stats(finding, words)
    stats: list[Stat] = []
    digits = digits_for(own, rest)
    ends = estimate_range(own, language, digits)
    if own.n and ends:
        key = "rate_all" if is_claim(finding) else "rate"
        label = told.text(f"card.{key}", deals=deals_text(own.n, language), interval=ends)
        stats.append(Stat(estimate_value(own, language, digits), label))
    if finding.lift is not None and own.n:
        value = words.text("figure.lift", ratio=ratio(finding.lift, language))
        stats.append(
            Stat(
                value,
                told.text("card.lift", between=lift_range(finding, language), rest=rate_text(rest, language, digits)),
            )
        )
    days, rest_days = finding.median_days_to_win, finding.rest_median_days_to_win
    if days is not None and rest_days is not None and told.measure.name == "won":
        middle = round(days.estimate or 0.0)
        value = words.plural("count.days", middle, n=number(middle, language))
        label = words.text("card.cycle", between=days_range(days, language), rest=days_text(rest_days, language))
        stats.append(Stat(value, label))
    return stats


def _hypothesis_stats(finding: SegmentFinding, words: Catalogue) -> list[Stat]:
    stats: list[Stat] = []
    if finding.posterior_right_sign is not None:
        chance = percent(min(finding.posterior_right_sign, 0.99), words.language)
        stats.append(Stat(chance, words.text("card.chance")))
    if finding.n_needed:
        needed = words.plural("card.needed", finding.n_needed)
        stats.append(Stat(number(finding.n_needed, words.language), needed))
    return stats


def _tables(finding: SegmentFinding, told: Told) -> list[Table]:
    language = told.language
    words = catalogue(language)
    keys = ("what", "n", "won", "rate", "interval") if told.measure.is_share else ("what", "n", "mean", "interval")
    head = tuple(told.text(f"card.col_{key}") for key in keys)
    figures = _drawn(finding)
    if not is_claim(finding):
        figures = {
            "search": finding.search,
            "rest_search": finding.rest_search,
            "confirm": finding.confirm,
            "rest": finding.rest_confirm,
        }
    rows = [(words.text(f"card.row_{key}"), *_cells(e, language)) for key, e in figures.items()]
    if finding.shrunken is not None and not is_claim(finding):
        rows.append((words.text("card.row_shrunken"), *_cells(finding.shrunken, language)))
    tables = [Table(words.text("card.figures"), head, tuple(rows))]
    if finding.adjustments:
        tables.append(_adjustments(finding, told))
    return tables


def _cells(estimate: Estimate, language: str) -> tuple[str, ...]:
    n, ends = number(estimate.n, language), estimate_range(estimate, language, 1) or "–"
    figure = estimate_value(estimate, language, 1)
    if estimate.n_won is None:
        return n, figure, ends
    return n, number(estimate.n_won, language) if estimate.n else "–", figure, ends


def _adjustments(finding: SegmentFinding, told: Told) -> Table:
    language = told.language
    words = catalogue(language)
    keys = ("within", "groups", "plain", "adjusted", "interval", "stands")
    rows: list[tuple[str, ...]] = []
    for a in finding.adjustments:
        name = name_text(a.label, language, a.confounder)
        stands = words.text("tell.adjustment_survives" if a.survives else "tell.adjustment_falls")
        ends = f"{told.difference(a.ci_low)} … {told.difference(a.ci_high)}"
        plain, adjusted = told.difference(a.difference), told.difference(a.adjusted_difference)
        rows.append((name, number(a.n_strata, language), plain, adjusted, ends, stands))
    return Table(words.text("card.adjustments"), tuple(words.text(f"card.col_{k}") for k in keys), tuple(rows))


def _notes(finding: SegmentFinding, told: Told) -> list[str]:
    language = told.language
    words = catalogue(language)
    exact = " · ".join(exact_condition_text(c, language) for c in finding.segment.conditions)
    what = words.text("card.conditions")
    columns = ", ".join(dict.fromkeys(c.label for c in finding.segment.conditions if c.label))
    notes = [words.text("label.pair", what=what, value=exact)]
    if columns:
        notes.append(words.text("label.pair", what=words.text("card.columns"), value=columns))
    z = ("−" if finding.z < 0 else "") + number(abs(finding.z), language, 1)
    if finding.p_adjusted is None:
        notes.append(words.text("card.statistics", z=z))
    else:
        notes.append(words.text("card.statistics_p", z=z, p=p_value(finding.p_adjusted, language)))
    if finding.adjustments:
        key = "card.adjustments_lead" if told.measure.is_share else "card.adjustments_lead_mean"
        notes.append(words.text(key))
    return notes
