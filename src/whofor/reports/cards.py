"""Findings as cards of the page: large figures, a picture, the reasons, the figures folded."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from whofor.model import Estimate, SegmentFinding
from whofor.reports.blocks import Card, Chart, Stat, Table
from whofor.reports.catalogue import Catalogue, catalogue
from whofor.reports.charts import DotRow, draw, interval_spec, nice_top
from whofor.reports.formats import digits_for, interval, number, p_value, percent, points, ratio
from whofor.reports.wording import (
    capital,
    deals_text,
    exact_condition_text,
    is_claim,
    name_text,
    next_step_text,
    overlap_texts,
    plain_rate_text,
    rate_text,
    reason_text,
    segment_text,
    share_text,
    shrinkage_text,
    verdict_word,
    won_counts,
)

__all__ = ["chart_rows", "make_cards", "scale_of"]


_SAID_BY_STATS = frozenset({"hypothesis"})


def make_cards(findings: Sequence[SegmentFinding], language: str) -> tuple[Card, ...]:
    """Cards of some findings, their charts all on one scale."""
    scale = scale_of(findings)
    return tuple(_card(finding, language, scale) for finding in findings)


def scale_of(findings: Sequence[SegmentFinding]) -> tuple[float, float]:
    """End and tick distance of a scale that holds all intervals of some findings."""
    highs = [e.ci_high for f in findings for e in _drawn(f).values() if e.ci_high is not None]
    return nice_top(max(highs, default=1.0))


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
    shown = {key: e for key, e in _drawn(finding).items() if e.n and e.n_won is not None}
    digits = digits_for(*shown.values())
    kinds = {"search": "search", "confirm": "own", "claim": "own"}
    return [
        DotRow(
            label=words.text(f"card.row_{key}"),
            note=deals_text(e.n, language),
            value=percent(e.estimate, language, digits),
            estimate=e.estimate,
            low=e.ci_low,
            high=e.ci_high,
            kind=kinds.get(key, "rest"),
        )
        for key, e in shown.items()
        if e.estimate is not None and e.ci_low is not None and e.ci_high is not None
    ]


def _chart(finding: SegmentFinding, language: str, scale: tuple[float, float]) -> Chart | None:
    rows = chart_rows(finding, language)
    if not rows:
        return None
    words, (top, step) = catalogue(language), scale
    said = ", ".join(words.text("label.pair", what=f"{r.label} ({r.note})", value=r.value) for r in rows)
    alt = words.text("card.alt", title=words.text("card.chart"), rows=said)
    wide, narrow = (draw(interval_spec(rows, top, step, wide=w), language, alt) for w in (True, False))
    return Chart(Markup(wide), Markup(narrow), words.text("card.chart"))


def _card(finding: SegmentFinding, language: str, scale: tuple[float, float]) -> Card:
    words = catalogue(language)
    told = [] if is_claim(finding) else [shrinkage_text(finding, language)]
    told += overlap_texts(finding, language)
    return Card(
        id=finding.id,
        verdict="hypothesis" if _is_hypothesis(finding) else finding.verdict.value.lower(),
        word=verdict_word(finding, language),
        title=capital(segment_text(finding.segment, language)),
        direction=words.text("page.direction_more" if finding.direction > 0 else "page.direction_less"),
        stats=tuple(_stats(finding, language)),
        chart=_chart(finding, language, scale),
        brief=_brief(finding, language),
        told=tuple(text for text in told if text),
        reasons=tuple(reason_text(r, language, finding) for r in finding.reasons if r.code not in _SAID_BY_STATS),
        next_step=next_step_text(finding.next_step, language, finding),
        tables=tuple(_tables(finding, language)),
        notes=tuple(_notes(finding, language)),
    )


def _brief(finding: SegmentFinding, language: str) -> str:
    """The figure to quote and the rest's, or that there is none."""
    words = catalogue(language)
    if not finding.confirm.n:
        return words.text("label.not_confirmed")
    own = f"{rate_text(finding.confirm, language)} {words.text('label.confirm')}"
    return words.text("card.brief", own=own, rest=plain_rate_text(finding.rest_confirm, language))


def _stats(finding: SegmentFinding, language: str) -> list[Stat]:
    """Large figures, those of the deals held back; a hypothesis shows its chance and what would settle it."""
    words, own, rest = catalogue(language), finding.confirm, finding.rest_confirm
    if _is_hypothesis(finding):
        return _hypothesis_stats(finding, words)
    stats: list[Stat] = []
    digits = digits_for(own, rest)
    if own.n and own.ci_low is not None and own.ci_high is not None and own.n_won is not None:
        key = "rate_all" if is_claim(finding) else "rate"
        ends = interval(own.ci_low, own.ci_high, language, digits)
        label = words.text(f"card.{key}", deals=deals_text(own.n, language), interval=ends)
        stats.append(Stat(share_text(own, language, digits), label))
    if finding.lift is not None and own.n:
        value = words.text("figure.lift", ratio=ratio(finding.lift, language))
        stats.append(Stat(value, words.text("card.lift", rest=plain_rate_text(rest, language, digits))))
    days, rest_days = finding.median_days_to_win, finding.rest_median_days_to_win
    won, rest_won = won_counts(finding)
    if days is not None and rest_days is not None and won and rest_won:
        value = words.plural("count.days", round(days), n=number(round(days), language))
        against = words.plural("count.days", round(rest_days), n=number(round(rest_days), language))
        counts = {"won": number(won, language), "rest_won": number(rest_won, language)}
        stats.append(Stat(value, words.text("card.cycle", rest_days=against, **counts)))
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


def _tables(finding: SegmentFinding, language: str) -> list[Table]:
    words = catalogue(language)
    keys = ("what", "n", "won", "rate", "interval")
    head = tuple(words.text(f"card.col_{key}") for key in keys)
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
        shrunken = percent(finding.shrunken, language, 1)
        rows.append((words.text("card.row_shrunken"), number(finding.search.n, language), "", shrunken, ""))
    tables = [Table(words.text("card.figures"), head, tuple(rows))]
    if finding.adjustments:
        tables.append(_adjustments(finding, language))
    return tables


def _cells(estimate: Estimate, language: str) -> tuple[str, str, str, str]:
    if not estimate.n or estimate.estimate is None:
        return number(estimate.n, language), "–", "–", "–"
    won = "–" if estimate.n_won is None else number(estimate.n_won, language)
    if estimate.n_won is None or estimate.ci_low is None or estimate.ci_high is None:
        return number(estimate.n, language), won, share_text(estimate, language), "–"
    ends = interval(estimate.ci_low, estimate.ci_high, language, 1)
    return number(estimate.n, language), won, percent(estimate.estimate, language, 1), ends


def _adjustments(finding: SegmentFinding, language: str) -> Table:
    words = catalogue(language)
    keys = ("within", "groups", "plain", "adjusted", "interval", "stands")
    rows: list[tuple[str, ...]] = []
    for a in finding.adjustments:
        name = name_text(a.label, language, a.confounder)
        stands = words.text("tell.adjustment_survives" if a.survives else "tell.adjustment_falls")
        ends = f"{points(a.ci_low, language)} … {points(a.ci_high, language)}"
        plain, adjusted = points(a.difference, language), points(a.adjusted_difference, language)
        rows.append((name, number(a.n_strata, language), plain, adjusted, ends, stands))
    return Table(words.text("card.adjustments"), tuple(words.text(f"card.col_{k}") for k in keys), tuple(rows))


def _notes(finding: SegmentFinding, language: str) -> list[str]:
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
        notes.append(words.text("card.adjustments_lead"))
    return notes
