"""Levels of price, folded under the worth of a type of client: usual prices, and the level with the most revenue."""

from __future__ import annotations

from whofor.model import Price
from whofor.reports.blocks import Story, Table
from whofor.reports.charts.scales import share_scale
from whofor.reports.pictures import dot_row, interval_picture
from whofor.reports.wording.figures import amount, figure_text
from whofor.reports.words import Words

__all__ = ["price_story"]


def price_story(price: Price, title: str, words: Words) -> Story:
    """Return win rate and revenue by level of price; where levels cannot be compared, the reason."""
    sentences = tuple(_sentences(price, words))
    if not price.bands:
        return Story(title, sentences)
    names = [_band(b.low, b.high, price.currency, words) for b in price.bands]
    rows = [r for r in (dot_row(n, b.rate, words) for n, b in zip(names, price.bands, strict=True)) if r is not None]
    top = max(b.rate.ci_high or 0.0 for b in price.bands)
    chart = interval_picture(rows, share_scale(top), words, words.text("price.chart"))
    head = tuple(words.text(f"price.col_{key}") for key in ("band", "rate", "revenue", "chance"))
    cells = tuple(
        (
            name,
            figure_text(b.rate, words, cell=True),
            figure_text(b.revenue, words, cell=True),
            words.best_chance(b.chance_best),
        )
        for name, b in zip(names, price.bands, strict=True)
    )
    return Story(title, sentences, charts=(chart,), tables=(Table(words.text("price.table"), head, cells),))


def _sentences(price: Price, words: Words) -> list[str]:
    """Return the usual price and discount, and the level with the most revenue, in sentences."""
    sentences: list[str] = []
    if price.agreed.n:
        sentences.append(words.text("price.agreed", price=figure_text(price.agreed, words, is_median=True)))
    if price.discount.n:
        sentences.append(words.text("price.discount", discount=figure_text(price.discount, words, is_median=True)))
    if price.why is not None:
        return [*sentences, words.sentence(price.why)]
    chances = [band.chance_best for band in price.bands]
    top = price.bands[chances.index(max(chances))]
    best = words.text(
        "price.best" if price.best is not None else "price.unclear",
        band=_band(top.low, top.high, price.currency, words),
        revenue=figure_text(top.revenue, words),
        chance=top.chance_best,
    )
    return [*sentences, best, words.text("price.caution")]


def _band(low: float, high: float | None, currency: str, words: Words) -> str:
    start = amount(low, currency, words)
    if high is None:
        return words.text("price.from", low=start)
    return words.text("price.band", low=start, high=amount(high, currency, words))
