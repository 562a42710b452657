"""What levels of price tell, in sentences: whether price changes the odds, and which level brings most."""

from __future__ import annotations

from whofor.model import Price, PriceOdds, PriceScale
from whofor.reports.wording.figures import amount, estimate_range, estimate_value, figure_text
from whofor.reports.words import Words

__all__ = ["band_name", "best_text", "odds_short", "odds_text", "price_sentences", "within_text"]

_NARROW = 0.1
"""Where the odds of the highest and the lowest level may differ by more than ten points, "does not change" would say
too much: a convention."""


def band_name(price: Price, i: int, words: Words) -> str:
    """Return the name of a level: `€10,000 to €20,000`, `under 5%`."""
    band = price.bands[i]
    low, high = (None if end is None else _end(end, price, words) for end in (band.low, band.high))
    if high is None:
        return words.text("price.from", low=low)
    if i == 0 and price.scale is PriceScale.DISCOUNT:
        return words.text("price.under", high=high)
    return words.text("price.band", low=low, high=high)


def _end(value: float, price: Price, words: Words) -> str:
    return words.percent(value) if price.scale is PriceScale.DISCOUNT else amount(value, price.currency, words)


def price_sentences(price: Price, words: Words) -> list[str]:
    """Return usual price and discount, whether price changes the odds, which level brings most, and how to read it."""
    sentences: list[str] = []
    if price.agreed.n:
        sentences.append(words.text("price.agreed", price=figure_text(price.agreed, words, is_median=True)))
    if price.discount.n:
        sentences.append(words.text("price.discount", discount=figure_text(price.discount, words, is_median=True)))
    if price.why is not None:
        return [*sentences, words.sentence(price.why)]
    odds = price.odds
    if odds is None:
        return [*sentences, words.text("price.caution")]
    told = (odds_text(price, odds, words), best_text(price, odds, words), within_text(price, odds, words))
    tested = words.text("price.tested", n=odds.n, won=odds.n_won)
    caution = "" if price.scale is PriceScale.DISCOUNT else words.text("price.caution")
    return [*sentences, *(text for text in (*told, caution, tested) if text)]


def odds_text(price: Price, odds: PriceOdds, words: Words) -> str:
    """Return the finding: price does not change the odds, dearer offers are signed less often, or more often.

    Differences are those among clients alike; the rates of the levels themselves stand in the table.
    """
    gap = odds.gap
    low, high = gap.ci_low, gap.ci_high
    if gap.estimate is None or low is None or high is None:
        key = "changes" if odds.changes else "apart"
        return words.text(f"price.{price.scale}_{key}", n=odds.n)
    values = {"n": odds.n, "most": 100 * max(abs(low), abs(high))}
    if not odds.changes:
        return words.text(
            f"price.{price.scale}_{'flat' if max(abs(low), abs(high)) <= _NARROW else 'unsure'}", **values
        )
    if odds.direction * gap.estimate <= 0:
        return words.text(f"price.{price.scale}_changes", **values)
    ends = sorted((odds.direction * low, odds.direction * high))
    between = words.text("price.points", low=100 * ends[0], high=100 * ends[1])
    key = "rises" if odds.direction > 0 else "falls"
    return words.text(f"price.{price.scale}_{key}", points=100 * abs(gap.estimate), between=between, **values)


def odds_short(price: Price, words: Words) -> str:
    """Return the finding without its figures, for those who do not check them; empty where nothing is sure."""
    odds = price.odds
    if odds is None or odds.gap.estimate is None or odds.gap.ci_low is None or odds.gap.ci_high is None:
        return ""
    if not odds.changes:
        is_flat = max(abs(odds.gap.ci_low), abs(odds.gap.ci_high)) <= _NARROW
        return words.text(f"price.short_{price.scale}_flat") if is_flat else ""
    if odds.direction * odds.gap.estimate <= 0:
        return ""
    return words.text(f"price.short_{price.scale}_{'rises' if odds.direction > 0 else 'falls'}")


def best_text(price: Price, odds: PriceOdds, words: Words) -> str:
    """Return which level brings most, where price changes the odds; empty where it does not, or the odds rise."""
    if not odds.changes or (price.scale is PriceScale.AMOUNT and odds.direction > 0):
        return ""
    level, revenue = band_name(price, price.most, words), price.bands[price.most].revenue
    figures = {"band": level, "revenue": estimate_value(revenue, words), "interval": estimate_range(revenue, words)}
    key = "best" if price.best is not None else "unclear"
    return words.text(f"price.{price.scale}_{key}", **figures)


def within_text(price: Price, odds: PriceOdds, words: Words) -> str:
    """Return who was compared with whom."""
    if len(odds.within) > 1:
        return words.text("price.within_size_type")
    if odds.within:
        return words.text(f"price.within_{odds.within[0]}")
    return "" if price.scale is PriceScale.DISCOUNT else words.text("price.within_nothing")
