"""The map of all combinations searched: each is a dot, findings are named."""

from __future__ import annotations

import math
from dataclasses import dataclass

from whofor.model import IcpResult, RunInfo, SegmentFinding, Verdict
from whofor.reports.blocks import Chart, Map, Table
from whofor.reports.charts.looks import Heights, MapLine, MapPoint, map_spec, threshold
from whofor.reports.phrases import segment_label, segment_phrase
from whofor.reports.pictures import spec_picture
from whofor.reports.report import Report, Section
from whofor.reports.wording.outcomes import OutcomeWords
from whofor.reports.words import Words

__all__ = ["MAP"]

_LEVEL = 0.05
"""Corrected p-values below it are beyond chance, a convention."""
_MOST_DRAWN = 6_000
_MOST_NAMED = 10
_LONGEST_LABEL = 34


@dataclass(frozen=True, slots=True)
class _Named:
    """A finding with its place on the map."""

    finding: SegmentFinding
    n: int
    effect: float


def _block(report: Report) -> Map | None:
    """Return the map with its texts where a type of client is confirmed: without one it shows what chance does."""
    named = _named(report.result)
    confirmed = any(item.finding.verdict is Verdict.PASS for item in named)
    return _map(report, named, "title.map_found", ()) if confirmed else None


def _check(report: Report) -> Map | None:
    """Return the figures of what the map names, which are those of the search; the map itself where nobody saw it."""
    result, words = report.result, report.words
    named = _named(result)
    if not result.run.rows or not (named or result.search.looks):
        return None
    tables = (_table(result, named, report.outcome),) if named else ()
    if any(item.finding.verdict is Verdict.PASS for item in named):
        return Map(words.text("title.map_figures"), (words.text("map.search_note"),), None, tables)
    # Found and not confirmed: neither stands clear of chance nor is it nothing.
    beyond_chance = any((item.finding.p_adjusted or 1.0) < _LEVEL for item in named)
    return _map(report, named, f"title.map_{'plain' if beyond_chance else 'none'}", tables)


def _map(report: Report, named: list[_Named], title: str, tables: tuple[Table, ...]) -> Map:
    result, words, outcome = report.result, report.words, report.outcome
    lead = outcome.text("map.lead", baseline=outcome.value(result.run.baseline))
    lines = [words.text("map.lines")] if any(result.run.critical_by_depth) else []
    notes = [words.text("map.search_note")] if tables else []
    return Map(words.text(title), (lead, *lines, *notes), _chart(result, named, outcome), tables)


def _named(result: IcpResult) -> list[_Named]:
    """Return findings of the search with their places: those of their looks, else those of their search figures."""
    looks = {look.finding: look for look in result.search.looks if look.finding}
    found: list[_Named] = []
    for finding in (*result.search.segments, *result.search.negative_segments, *result.search.hypotheses):
        if finding.verdict is Verdict.FAIL:
            continue
        look = looks.get(finding.id)
        if look is not None:
            found.append(_Named(finding, look.n, look.effect))
        elif finding.search.estimate is not None and finding.search.n:
            found.append(_Named(finding, finding.search.n, finding.search.estimate - result.run.baseline))
    order = {Verdict.PASS: 0, Verdict.REVIEW: 1, Verdict.FAIL: 2}
    return sorted(found, key=lambda item: order[item.finding.verdict])[:_MOST_NAMED]


def _points(result: IcpResult, named: list[_Named], outcome: OutcomeWords, *, wide: bool) -> list[MapPoint]:
    ids = {item.finding.id for item in named}
    height = outcome.plain_number
    crowd = [look for look in result.search.looks if look.finding not in ids]
    # The extreme ones carry the message; of the many others an even sample will do.
    crowd.sort(key=lambda look: -abs(look.z))
    extreme, others = crowd[: _MOST_DRAWN // 4], crowd[_MOST_DRAWN // 4 :]
    stride = max(1, -(-len(others) // (_MOST_DRAWN - len(extreme))))
    dots = [MapPoint(look.n, height(look.effect)) for look in (*extreme, *others[::stride]) if look.n > 0]
    for item in named:
        label = item.finding.id
        if wide:
            # Its first part tells it apart; all of it stands on its card.
            whole = segment_label(item.finding.segment, outcome.words, _LONGEST_LABEL - len(label) - 1)
            label = f"{label} {whole.split(' · ')[0]}"
        dots.append(MapPoint(item.n, height(item.effect), label, sure=item.finding.verdict is Verdict.PASS))
    return dots


def _lines(result: IcpResult, words: Words) -> list[MapLine]:
    return [
        MapLine(words.plural("map.line", depth), critical)
        for depth, critical in enumerate(result.run.critical_by_depth, start=1)
        if critical
    ]


def _heights(run: RunInfo) -> Heights:
    return Heights.of_share(run.baseline) if run.measure.is_share else Heights.of_mean(run.spread)


def _chart(result: IcpResult, named: list[_Named], outcome: OutcomeWords) -> Chart:
    run, words = result.run, outcome.words
    axis = "map.axis_effect" if run.measure.is_share else "map.axis_effect_mean"
    wide, narrow = (
        map_spec(
            _points(result, named, outcome, wide=wide),
            _lines(result, words),
            heights=_heights(run),
            rows=max(run.rows_search, 1),
            titles=(words.text("map.axis_n"), words.text(axis, label=outcome.label)),
            wide=wide,
        )
        for wide in (True, False)
    )
    return spec_picture(wide, narrow, _alt(result, named, outcome), words)


def _alt(result: IcpResult, named: list[_Named], outcome: OutcomeWords) -> str:
    words, n = outcome.words, len(result.search.looks)
    if not named:
        return words.text("map.alt_none", n=n)
    item = "map.alt_item" if outcome.measure.is_share else "map.alt_item_mean"
    items = [words.text(item, id=i.finding.id, effect=outcome.difference(i.effect), n=i.n) for i in named]
    return words.text("map.alt", n=n, named=" · ".join(items))


def _table(result: IcpResult, named: list[_Named], outcome: OutcomeWords) -> Table:
    run, words, measure = result.run, outcome.words, outcome.measure
    effect = "effect" if measure.is_share else "effect_mean"
    head = tuple(words.text(f"map.col_{key}") for key in ("name", "n", effect, "line"))
    spread = math.sqrt(run.baseline * (1 - run.baseline)) if measure.is_share else run.spread
    rows: list[tuple[str, ...]] = []
    for item in named:
        depth = item.finding.segment.depth
        critical = run.critical_by_depth[depth - 1] if 0 < depth <= len(run.critical_by_depth) else None
        line = "–"
        if critical:
            size = threshold(critical, spread, item.n, run.rows_search)
            line = outcome.difference(item.finding.direction * measure.better * size, 1)
        name = f"{item.finding.id} · {segment_phrase(item.finding.segment, words)}"
        rows.append((name, words.number(item.n), outcome.difference(item.effect, 1), line))
    return Table(words.text("map.table"), head, tuple(rows))


MAP = Section("map", _block, _check)
