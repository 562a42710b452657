"""The map of all looks as a block of the page: which dots are named, what is said beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from markupsafe import Markup

from whofor.model import IcpResult, RunInfo, SegmentFinding, Verdict
from whofor.reports.blocks import Chart, Map, Table
from whofor.reports.catalogue import Catalogue, catalogue
from whofor.reports.charts import draw
from whofor.reports.formats import number
from whofor.reports.map_chart import Heights, MapLine, MapPoint, map_spec, threshold
from whofor.reports.wording import Told, deals_text, segment_text

__all__ = ["map_block"]

_MOST_DRAWN = 6_000
_MOST_NAMED = 10
_LONGEST_LABEL = 34


@dataclass(frozen=True, slots=True)
class _Named:
    """A finding's place on the map."""

    finding: SegmentFinding
    n: int
    effect: float


def map_block(result: IcpResult, language: str) -> Map:
    """The map with its words and the figures of the named combinations."""
    words, run = catalogue(language), result.run
    named = _named(result)
    confirmed = any(item.finding.verdict is Verdict.PASS for item in named)
    title = words.text("title.map_found" if confirmed else "title.map_none")
    if not result.search.looks and not named:
        return Map(words.text("title.map_plain"), (words.text("map.empty"),), None, ())
    drawn = min(len(result.search.looks), _MOST_DRAWN)
    told = Told(run.measure, language)
    lead = told.text(
        "map.lead",
        drawn=number(drawn, language),
        family=number(run.family_size, language),
        baseline=told.value(run.baseline),
        deals=deals_text(run.rows, language),
    )
    paragraphs = [lead, words.text("map.lines")] if any(run.critical_by_depth) else [lead]
    if named:
        paragraphs.append(words.text("map.search_note"))
    tables = (_table(result, named, told),) if named else ()
    return Map(title, tuple(paragraphs), _chart(result, named, told), tables)


def _named(result: IcpResult) -> list[_Named]:
    """Findings of the search with their place: the look that belongs to each, else its own search figure."""
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


def _points(result: IcpResult, named: list[_Named], language: str, *, wide: bool) -> list[MapPoint]:
    ids = {item.finding.id for item in named}
    height = Told(result.run.measure, language).plain_number
    crowd = [look for look in result.search.looks if look.finding not in ids]
    # The extreme ones carry the message; of the many others an even sample will do.
    crowd.sort(key=lambda look: -abs(look.z))
    extreme, others = crowd[: _MOST_DRAWN // 4], crowd[_MOST_DRAWN // 4 :]
    stride = max(1, -(-len(others) // (_MOST_DRAWN - len(extreme))))
    dots = [MapPoint(look.n, height(look.effect)) for look in (*extreme, *others[::stride]) if look.n > 0]
    for item in named:
        label = item.finding.id
        if wide:
            label = _short(f"{label} {segment_text(item.finding.segment, language)}")
        dots.append(MapPoint(item.n, height(item.effect), label, sure=item.finding.verdict is Verdict.PASS))
    return dots


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else text[: _LONGEST_LABEL - 1].rstrip(" ,") + "…"


def _lines(result: IcpResult, words: Catalogue) -> list[MapLine]:
    return [
        MapLine(words.plural("map.line", depth, n=number(depth, words.language)), critical)
        for depth, critical in enumerate(result.run.critical_by_depth, start=1)
        if critical
    ]


def _heights(run: RunInfo) -> Heights:
    return Heights.of_share(run.baseline) if run.measure.is_share else Heights.of_mean(run.spread)


def _chart(result: IcpResult, named: list[_Named], told: Told) -> Chart:
    run, language, words = result.run, told.language, catalogue(told.language)
    axis = "map.axis_effect" if run.measure.is_share else "map.axis_effect_mean"
    titles = (words.text("map.axis_n"), words.text(axis, label=told.label))
    drawn = [
        draw(
            map_spec(
                _points(result, named, language, wide=wide),
                _lines(result, words),
                heights=_heights(run),
                rows=max(run.rows_search, 1),
                titles=titles,
                wide=wide,
            ),
            language,
            _alt(result, named, told),
        )
        for wide in (True, False)
    ]
    return Chart(Markup(drawn[0]), Markup(drawn[1]))


def _alt(result: IcpResult, named: list[_Named], told: Told) -> str:
    language, n, words = told.language, len(result.search.looks), catalogue(told.language)
    drawn = words.plural("count.combinations", n, n=number(n, language))
    if not named:
        return words.text("map.alt_none", drawn=drawn)
    item = "map.alt_item" if told.measure.is_share else "map.alt_item_mean"
    items = [
        words.text(item, id=i.finding.id, effect=told.difference(i.effect), deals=deals_text(i.n, language))
        for i in named
    ]
    return words.text("map.alt", drawn=drawn, named=" · ".join(items))


def _table(result: IcpResult, named: list[_Named], told: Told) -> Table:
    run, language, words = result.run, told.language, catalogue(told.language)
    effect = "effect" if told.measure.is_share else "effect_mean"
    head = tuple(words.text(f"map.col_{key}") for key in ("name", "n", effect, "line"))
    spread = math.sqrt(run.baseline * (1 - run.baseline)) if told.measure.is_share else run.spread
    rows: list[tuple[str, ...]] = []
    for item in named:
        depth = item.finding.segment.depth
        critical = run.critical_by_depth[depth - 1] if 0 < depth <= len(run.critical_by_depth) else None
        line = "–"
        if critical:
            size = threshold(critical, spread, item.n, run.rows_search)
            line = told.difference(item.finding.direction * told.measure.better * size, 1)
        name = f"{item.finding.id} · {segment_text(item.finding.segment, language)}"
        rows.append((name, number(item.n, language), told.difference(item.effect, 1), line))
    return Table(words.text("map.table"), head, tuple(rows))
