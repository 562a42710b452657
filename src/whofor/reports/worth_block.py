"""What types of client are worth, as blocks of the page: table, balance, cycle, price, channels, facts, contrasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from whofor.model import (
    Channels,
    Comparison,
    Contrast,
    Cycle,
    Estimate,
    FactBlock,
    IcpResult,
    Price,
    SegmentFinding,
    SegmentWorth,
    SituationEffect,
)
from whofor.reports.blocks import Chart, Story, Table
from whofor.reports.catalogue import Catalogue, catalogue, clean
from whofor.reports.charts import DotRow, Scale, amount_scale, draw, interval_spec, share_scale
from whofor.reports.curve_chart import curve_spec
from whofor.reports.formats import number, percent
from whofor.reports.wording import (
    MOST_TOLD,
    amount,
    balance_sentences,
    band_text,
    best_chance_text,
    budget_sentences,
    capital,
    channel_name,
    clear_first,
    clearest,
    contrast_advice,
    contrast_name,
    contrast_text,
    cycle_sentences,
    difference_text,
    estimate_value,
    facts_sentences,
    figure_text,
    gain_text,
    leading_first,
    measure_label,
    payer_sentences,
    price_sentences,
    segment_text,
    situation_text,
    spending_sentences,
    topic_name,
)

__all__ = ["channel_stories", "contrast_stories", "fact_stories", "worth_stories"]

_AREA_STEP = 0.1


def worth_stories(result: IcpResult, language: str) -> tuple[Story, ...]:
    """Each type of client that passed: the first one's table at once, the rest folded."""
    findings = {f.id: f for f in (*result.search.segments, *result.search.claims)}
    worth = [w for w in result.clients.worth if w.finding in findings]
    return tuple(_worth(w, findings[w.finding], language, folded=i > 0) for i, w in enumerate(worth))


def _worth(worth: SegmentWorth, finding: SegmentFinding, language: str, *, folded: bool) -> Story:
    words = catalogue(language)
    told = balance_sentences(worth, language)
    if worth.payers is not None:
        told += payer_sentences(worth.payers, language)
    folds: list[Story] = []
    if worth.cycle is not None:
        folds.append(_cycle(worth.cycle, worth.finding, language))
    folds.append(_price(worth.price, words.text("title.price_fold", id=worth.finding), language))
    if worth.channels is not None:
        title = words.text("title.channels_of", id=worth.finding)
        folds.append(_channels(worth.channels, title, language))
    title = f"{worth.finding} · {capital(segment_text(finding.segment, language))}"
    if not worth.comparisons:
        return Story(title, tuple(told), folds=tuple(folds))
    shown = clearest(worth.comparisons)
    if len(shown) < len(worth.comparisons):
        name = words.text("title.all_outcomes", id=worth.finding)
        folds.insert(0, Story(name, (), tables=(_table(worth.comparisons, name, language),)))
    table = _table(shown, words.text("worth.table", id=worth.finding), language)
    note = words.text("worth.star")
    return Story(title, tuple(told), tables=(table,), folds=tuple(folds), folded_tables=folded, note=note)


def _table(comparisons: Sequence[Comparison], caption: str, language: str) -> Table:
    words = catalogue(language)
    head = tuple(words.text(f"worth.col_{key}") for key in ("what", "own", "other", "difference"))
    rows = [
        (
            words.text("label.pair", what=topic_name(c.topic, language), value=measure_label(c.measure, language))
            + ("" if c.held_back else " *"),
            figure_text(c.own, language, cell=True),
            figure_text(c.other, language, cell=True),
            difference_text(c, language),
        )
        for c in comparisons
    ]
    return Table(caption, head, tuple(rows), stacked=True)


def _drawn(spec_of: tuple[object, object], language: str, caption: str, said: str) -> Chart:
    alt = catalogue(language).text("card.alt", title=caption, rows=said)
    wide, narrow = (draw(spec, language, alt) for spec in spec_of)  # pyright: ignore[reportArgumentType]
    return Chart(Markup(wide), Markup(narrow), caption)


def _cycle(cycle: Cycle, finding: str, language: str) -> Story:
    words = catalogue(language)
    names = (words.text("worth.col_own"), words.text("worth.col_other"))
    caption = words.text("cycle.chart")
    curves = list(zip(names, (cycle.own, cycle.other), strict=True))
    ends = ", ".join(
        words.text("label.pair", what=name, value=percent(points[-1].estimate, language)) for name, points in curves
    )
    days = words.text("cycle.days")
    specs = tuple(curve_spec(curves, days, wide=wide) for wide in (True, False))
    chart = _drawn((specs[0], specs[1]), language, caption, ends)
    tables: list[Table] = []
    if cycle.deaths:
        head = (words.text("cycle.col_stage"), *names)
        rows = tuple(
            (clean(d.stage), figure_text(d.own, language, cell=True), figure_text(d.other, language, cell=True))
            for d in cycle.deaths
        )
        tables.append(Table(words.text("cycle.deaths"), head, rows))
    title = words.text("title.cycle_fold", id=finding)
    return Story(title, tuple(cycle_sentences(cycle, language)), charts=(chart,), tables=tuple(tables))


def _dot(label: str, estimate: Estimate, language: str, kind: str = "own") -> DotRow | None:
    if estimate.estimate is None or estimate.ci_low is None or estimate.ci_high is None:
        return None
    n = catalogue(language).text("worth.n", n=number(estimate.n, language))
    value = estimate_value(estimate, language)
    return DotRow(label, n, value, estimate.estimate, estimate.ci_low, estimate.ci_high, kind)


def _dots(rows: Sequence[DotRow], scale: Scale, language: str, caption: str) -> Chart:
    words = catalogue(language)
    said = ", ".join(words.text("label.pair", what=f"{r.label} ({r.note})", value=r.value) for r in rows)
    specs = tuple(interval_spec(rows, scale, wide=wide) for wide in (True, False))
    return _drawn((specs[0], specs[1]), language, caption, said)


def _price(price: Price, title: str, language: str) -> Story:
    words = catalogue(language)
    told = tuple(price_sentences(price, language))
    if not price.bands:
        return Story(title, told)
    names = [band_text(b.low, b.high, price.currency, language) for b in price.bands]
    rows = [r for r in (_dot(n, b.rate, language) for n, b in zip(names, price.bands, strict=True)) if r is not None]
    top = max(b.rate.ci_high or 0.0 for b in price.bands)
    chart = _dots(rows, share_scale(top), language, words.text("price.chart"))
    head = tuple(words.text(f"price.col_{key}") for key in ("band", "rate", "revenue", "chance"))
    cells = tuple(
        (
            name,
            figure_text(b.rate, language, cell=True),
            figure_text(b.revenue, language, cell=True),
            best_chance_text(b.chance_best, language),
        )
        for name, b in zip(names, price.bands, strict=True)
    )
    return Story(title, told, charts=(chart,), tables=(Table(words.text("price.table"), head, cells),))


def channel_stories(result: IcpResult, language: str) -> tuple[Story, ...]:
    """The lead sources of all deals, and the levels of price where no type of client has its own."""
    words = catalogue(language)
    stories: list[Story] = []
    if result.clients.channels is not None:
        title = words.text("title.channels_all")
        figures = _channels(result.clients.channels, title, language)
        counted = tuple(spending_sentences(result.clients.channels, language))
        fold = replace(figures, title=words.text("card.figures"), told=counted)
        stories.append(Story(title, figures.told, folds=(fold,)))
    if result.clients.price is not None and result.clients.price.agreed.n and not result.clients.worth:
        stories.append(_price(result.clients.price, words.text("title.price_all"), language))
    return tuple(stories)


def _channels(channels: Channels, title: str, language: str) -> Story:
    words = catalogue(language)
    paid = any(c.spend for c in channels.channels)
    keys = ["source", "leads", "rate", "cycle", "value"] + (["spend", "cost", "return", "chance"] if paid else [])
    rows: list[tuple[str, ...]] = []
    for c in channels.channels:
        cells = [
            channel_name(c.source, language),
            number(c.rate.n, language),
            figure_text(c.rate, language, cell=True),
            figure_text(c.cycle, language, cell=True),
            figure_text(c.value, language, cell=True),
        ]
        if paid:
            cells += [
                amount(c.spend, channels.currency, language) if c.spend is not None else "–",
                _cost(c.cost_per_client, c.spend, words),
                figure_text(c.return_per_unit, language, cell=True) if c.return_per_unit.n else "–",
                best_chance_text(c.chance_best, language) if c.chance_best is not None else "–",
            ]
        rows.append(tuple(cells))
    table = Table(title, tuple(words.text(f"channel.col_{key}") for key in keys), tuple(rows))
    notes: list[str] = []
    if channels.still_open:
        notes.append(words.text("channel.still_open", n=number(channels.still_open, language)))
    if any("–" in row for row in rows):
        notes.append(words.text("channel.not_told"))
    return Story(title, tuple(budget_sentences(channels, language)), tables=(table,), note=" ".join(notes))


def _cost(cost: Estimate, spend: float | None, words: Catalogue) -> str:
    if spend is None:
        return "–"
    if cost.estimate is None:
        return words.text("channel.none_signed", n=number(cost.n, words.language))
    return figure_text(cost, words.language, cell=True)


def fact_stories(result: IcpResult, language: str) -> tuple[Story, ...]:
    """Whether the situation tells more than size and sector."""
    words = catalogue(language)
    told = [situation_text(effect, language) for effect in result.clients.situations]
    told += facts_sentences(result.clients.facts, result.clients.facts_why, language)
    if not told:
        return ()
    title = words.text("title.facts")
    charts: list[Chart] = [_situation_chart(effect, language) for effect in result.clients.situations[:1]]
    if not result.clients.facts:
        return (Story(title, tuple(told), charts=tuple(charts)),)
    charts.append(_area_chart(result.clients.facts, language))
    head = tuple(words.text(f"facts.col_{key}") for key in ("block", "auc", "gain", "loss"))
    rows = tuple(
        (
            _block_name(i, b, words),
            _area_text(b.auc, language),
            gain_text(b, language),
            _loss(b, language),
        )
        for i, b in enumerate(result.clients.facts)
    )
    table = Table(words.text("facts.table"), head, rows)
    return (Story(title, tuple(told), charts=tuple(charts), tables=(table,), folded_tables=True),)


def _block_name(i: int, block: FactBlock, words: Catalogue) -> str:
    name = words.text(f"facts.{block.name}")
    return words.text("facts.plus", name=name.lower()) if i else name


def _area_text(area: Estimate, language: str) -> str:
    middle = number(area.estimate or 0.0, language, 3)
    if area.ci_low is None or area.ci_high is None:
        return middle
    return f"{middle} ({number(area.ci_low, language, 3)}–{number(area.ci_high, language, 3)})"


def _loss(block: FactBlock, language: str) -> str:
    e = block.log_loss_gain
    if e.estimate is None or e.ci_low is None or e.ci_high is None:
        return "–"
    if e.estimate == e.ci_low == e.ci_high == 0:
        return "0"
    low, middle, high = (number(v, language, 4).replace("-", "−") for v in (e.ci_low, e.estimate, e.ci_high))
    return f"{middle} ({low} … {high})"


def _area_chart(blocks: Sequence[FactBlock], language: str) -> Chart:
    words = catalogue(language)
    rows: list[DotRow] = []
    for i, b in enumerate(blocks):
        e = b.auc
        if e.estimate is None or e.ci_low is None or e.ci_high is None:
            continue
        n = words.text("worth.n", n=number(b.n, language))
        value = number(e.estimate, language, 2)
        rows.append(DotRow(_block_name(i, b, words), n, value, e.estimate, e.ci_low, e.ci_high, "own"))
    low = min(0.5, *(r.low for r in rows))
    scale = Scale(round(low // _AREA_STEP * _AREA_STEP, 1), 1.0, _AREA_STEP, ".1f")
    return _dots(rows, scale, language, words.text("facts.chart"))


def _situation_chart(effect: SituationEffect, language: str) -> Chart:
    words, c = catalogue(language), effect.comparison
    rows = _pair_rows(
        (words.text("facts.with", id=effect.finding), words.text("facts.without", id=effect.finding)), c, language
    )
    return _dots(rows, _scale_of(c), language, words.text("facts.situation_chart", id=effect.finding))


def _pair_rows(names: tuple[str, str], c: Comparison, language: str) -> list[DotRow]:
    both = (_dot(names[0], c.own, language), _dot(names[1], c.other, language, "rest"))
    return [row for row in both if row is not None]


def _scale_of(c: Comparison) -> Scale:
    highs = [e.ci_high for e in (c.own, c.other) if e.ci_high is not None]
    if c.measure.is_share:
        return share_scale(max(highs, default=1.0))
    lows = [e.ci_low for e in (c.own, c.other) if e.ci_low is not None]
    scale = amount_scale(min(lows, default=0.0), max(highs, default=1.0))
    return replace(scale, format=".1~%") if c.measure.unit == "share" else scale


def contrast_stories(contrasts: Sequence[Contrast], language: str) -> tuple[Story, ...]:
    """Each neighbour: the clear differences in words and the clearest as a picture; all outcomes in a table."""
    return tuple(_contrast(c, language) for c in leading_first(contrasts))


def _contrast(contrast: Contrast, language: str) -> Story:
    words = catalogue(language)
    clear = clear_first(contrast)
    told = [contrast_text(contrast, language, MOST_TOLD)]
    charts: list[Chart] = []
    if clear:
        told += [advice] if (advice := contrast_advice(contrast, language)) else []
        first = clear[0]
        names = (words.text("contrast.this", id=contrast.finding), words.text("contrast.neighbour"))
        rows = _pair_rows(names, first, language)
        if rows:
            charts.append(_dots(rows, _scale_of(first), language, capital(measure_label(first.measure, language))))
    head = (
        words.text("worth.col_what"),
        words.text("contrast.this", id=contrast.finding),
        words.text("contrast.neighbour"),
        words.text("worth.col_difference"),
    )
    table = Table(
        words.text("contrast.table"),
        head,
        tuple(
            (
                measure_label(c.measure, language),
                figure_text(c.own, language, cell=True),
                figure_text(c.other, language, cell=True),
                difference_text(c, language),
            )
            for c in contrast.comparisons
        ),
        stacked=True,
    )
    return Story(
        contrast_name(contrast, language), tuple(told), charts=tuple(charts), tables=(table,), folded_tables=True
    )
