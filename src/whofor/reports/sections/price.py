"""Levels of price, folded under the worth of a type of client: usual prices, chance and revenue of an offer."""

from __future__ import annotations

from whofor.model import Price
from whofor.reports.blocks import Story, Table
from whofor.reports.charts.scales import share_scale
from whofor.reports.pictures import dot_row, interval_picture
from whofor.reports.wording.figures import figure_text
from whofor.reports.wording.prices import band_name, price_sentences
from whofor.reports.words import Words

__all__ = ["price_story"]


def price_story(price: Price, title: str, words: Words) -> Story:
    """Return win rate and expected revenue by level of price; where levels cannot be compared, the reason."""
    sentences = tuple(price_sentences(price, words))
    if not price.bands:
        return Story(title, sentences)
    names = [band_name(price, i, words) for i in range(len(price.bands))]
    rows = [r for r in (dot_row(n, b.rate, words) for n, b in zip(names, price.bands, strict=True)) if r is not None]
    top = max(b.rate.ci_high or 0.0 for b in price.bands)
    chart = interval_picture(rows, share_scale(top), words, words.text("price.chart"))
    head = tuple(
        words.text(key) for key in (f"price.col_{price.scale}", "price.col_rate", f"price.brings_{price.scale}")
    )
    cells = tuple(
        (name, figure_text(b.rate, words, cell=True), figure_text(b.revenue, words, cell=True))
        for name, b in zip(names, price.bands, strict=True)
    )
    return Story(title, sentences, charts=(chart,), tables=(Table(words.text("price.table"), head, cells),))
