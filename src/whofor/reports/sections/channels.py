"""Lead sources of all deals: how many deals they bring, and at what cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from whofor.model import Channel, Channels, Estimate
from whofor.reports.blocks import Chapter, Chart, Pictures, Story, Table
from whofor.reports.briefs import Brief
from whofor.reports.charts.scales import FEW_TICKS, amount_scale, share_scale
from whofor.reports.pictures import dot_row, interval_picture
from whofor.reports.report import Report, Section
from whofor.reports.sections.price import price_story
from whofor.reports.wording.figures import amount, figure_text
from whofor.reports.words import FORMATS, Words

__all__ = ["CHANNELS", "sources_story"]

_UNKNOWN = "–"
_MOST_DRAWN, _FEWEST_DRAWN = 4, 2
"""Lead sources of a chart: those with most leads; one alone compares with nothing."""


def _block(report: Report) -> Chapter | None:
    """Return the lead sources of all deals, and the levels of price where no type of client has its own."""
    words, result = report.words, report.result
    stories: list[Story] = []
    if result.clients.channels is not None:
        title = words.text("title.channels_all")
        figures = sources_story(result.clients.channels, title, words)
        counted = tuple(_spending(result.clients.channels, words))
        fold = replace(figures, title=words.text("card.figures"), paragraphs=counted)
        stories.append(Story(title, figures.paragraphs, folds=(fold,)))
    if result.clients.price is not None and result.clients.price.agreed.n and not result.clients.worth:
        stories.append(price_story(result.clients.price, words.text("title.price_all"), words))
    if not stories:
        return None
    title, lead = words.text("title.channels"), words.text("page.channels_lead")
    return Chapter("channels", title, lead, tuple(stories), untitled=len(stories) == 1)


def _visible(report: Report) -> Pictures | None:
    """Return the budget advice, and the largest sources with cost and return, or with their rates."""
    channels, words = report.result.clients.channels, report.words
    if channels is None:
        return None
    paid = [c for c in channels.channels if c.spend]
    charts = [
        _bars(paid, lambda c: c.return_per_unit, words.text("channel.chart_return"), words),
        _bars(paid, lambda c: c.cost_per_client, words.text("channel.chart_cost"), words),
    ]
    title = words.text("title.channels" if any(charts) else "nav.channels")
    # Where leads that are still open count as not signed, the rates are others than those in the head of the page.
    if not any(charts) and not channels.still_open:
        charts = [_bars(channels.channels, lambda c: c.rate, words.text("channel.chart_rate"), words)]
    drawn = tuple(chart for chart in charts if chart is not None)
    if not drawn:
        return None
    advice = [words.sentence(channels.suggestion)] if channels.suggestion is not None else []
    return Pictures("channels", title, tuple(advice), drawn, words.text("channel.source"))


def _bars(
    sources: Sequence[Channel], figure: Callable[[Channel], Estimate], caption: str, words: Words
) -> Chart | None:
    """Return the figure of some lead sources as a chart, the best known ones."""
    known = [(FORMATS["lead_source"](words, c.source), figure(c)) for c in sources]
    rows = [row for name, e in known if (row := dot_row(name, e, words, "search")) is not None][:_MOST_DRAWN]
    if len(rows) < _FEWEST_DRAWN:
        return None
    lowest, highest = min(row.low for row in rows), max(row.high for row in rows)
    is_share = all(e.is_share for _, e in known)
    scale = share_scale(highest, FEW_TICKS) if is_share else amount_scale(lowest, highest, FEW_TICKS)
    return interval_picture(rows, scale.with_ends_only, words, caption, above=True)


def _brief(report: Report) -> Brief | None:
    channels, words = report.result.clients.channels, report.words
    if channels is None or (channels.suggestion is None and not channels.spend):
        return None
    items = (*_budget(channels, words), *_spending(channels, words))
    return Brief(words.text("title.channels"), items=items)


def sources_story(channels: Channels, title: str, words: Words) -> Story:
    """Return lead sources as a table, and where the next budget is likely best spent."""
    paid = any(c.spend for c in channels.channels)
    keys = ["source", "leads", "rate", "cycle", "value"] + (["spend", "cost", "return", "chance"] if paid else [])
    rows = tuple(_row(c, channels.currency, words, paid=paid) for c in channels.channels)
    table = Table(title, tuple(words.text(f"channel.col_{key}") for key in keys), rows)
    notes: list[str] = []
    if channels.still_open:
        notes.append(words.text("channel.still_open", n=channels.still_open))
    if any(_UNKNOWN in row for row in rows):
        notes.append(words.text("channel.not_told"))
    return Story(title, _budget(channels, words), tables=(table,), note=" ".join(notes))


def _row(c: Channel, currency: str, words: Words, *, paid: bool) -> tuple[str, ...]:
    cells = (
        FORMATS["lead_source"](words, c.source),
        words.number(c.rate.n),
        *(figure_text(e, words, cell=True) for e in (c.rate, c.cycle, c.value)),
    )
    if not paid:
        return cells
    return (
        *cells,
        amount(c.spend, currency, words) if c.spend is not None else _UNKNOWN,
        _cost(c.cost_per_client, c.spend, words),
        figure_text(c.return_per_unit, words, cell=True) if c.return_per_unit.n else _UNKNOWN,
        words.best_chance(c.chance_best) if c.chance_best is not None else _UNKNOWN,
    )


def _cost(cost: Estimate, spend: float | None, words: Words) -> str:
    if spend is None:
        return _UNKNOWN
    if cost.estimate is None:
        return words.text("channel.none_signed", n=cost.n)
    return figure_text(cost, words, cell=True)


def _budget(channels: Channels, words: Words) -> tuple[str, ...]:
    """Return sentences: where the next budget is likely best spent, and how own effort compares with referrals."""
    sentences: list[str] = []
    if channels.suggestion is not None:
        sentences.append(words.sentence(channels.suggestion))
    by_class = dict(channels.classes)
    if len(by_class) == 2:
        own, others = (figure_text(by_class[name], words) for name in ("own_effort", "word_of_mouth"))
        sentences.append(words.text("channel.effort", own=own, others=others))
    if not channels.spend and not channels.unmatched:
        sentences.append(words.text("channel.no_spend"))
    return tuple(sentences)


def _spending(channels: Channels, words: Words) -> list[str]:
    """Return sentences on how much of the spending is matched to leads; empty where no spending is recorded."""
    unit = channels.currency
    if not channels.spend and not channels.unmatched:
        return []
    spent = words.text(
        "channel.spend",
        matched=amount(channels.matched, unit, words),
        spend=amount(channels.spend, unit, words),
        months=channels.months,
        judged=amount(sum(c.spend or 0.0 for c in channels.channels), unit, words),
    )
    unmatched = [
        words.plural(f"channel.{code}", n, amount=amount(abs(total), unit, words))
        for code, n, total in channels.unmatched
    ]
    without = channels.leads_without_spend
    return [spent, *unmatched, *([words.plural("channel.leads_without", without)] if without else [])]


CHANNELS = Section("channels", _visible, _block, _brief, terminal_after="facts")
