"""Charts as blocks of the page: drawn in both widths, with a text that describes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from whofor.model import Comparison, Estimate
from whofor.model.measure import SHARE_UNIT
from whofor.reports.blocks import Chart
from whofor.reports.charts.intervals import DotRow, interval_chart
from whofor.reports.charts.scales import Scale, TickFormat, amount_scale, share_scale
from whofor.reports.charts.vega import Spec, draw
from whofor.reports.wording.figures import estimate_value
from whofor.reports.words import Words

__all__ = ["comparison_chart", "dot_row", "interval_picture", "spec_picture"]


def spec_picture(wide: Spec, narrow: Spec, alt: str, words: Words, caption: str = "") -> Chart:
    """Return a chart drawn by Vega-Lite.

    Args:
        wide: Its spec for screens above 640 pixels and print.
        narrow: Its spec for narrow ones.
        alt: What it shows, with its numbers.
        words: Language of the numbers on the axes.
        caption: Text above it.
    """
    drawn = [Markup(draw(spec, words.language, alt)) for spec in (wide, narrow)]
    return Chart(drawn[0], drawn[1], caption)


def interval_picture(rows: Sequence[DotRow], scale: Scale, words: Words, caption: str, *, above: bool = False) -> Chart:
    """Return a chart of figures with their intervals on one scale; `above` for labels longer than some 25 letters."""
    listed = ", ".join(words.pair(f"{row.label} ({row.note})", row.value) for row in rows)
    alt = words.text("card.alt", title=caption, rows=listed)
    drawn = [Markup(interval_chart(rows, scale, words.language, alt, wide=wide, above=above)) for wide in (True, False)]
    return Chart(drawn[0], drawn[1], caption)


def dot_row(
    label: str, estimate: Estimate, words: Words, kind: str = "own", digits: int | None = None
) -> DotRow | None:
    """Return a figure as a row of a chart, with as many decimals as in the text; `None` where it has no interval."""
    if estimate.estimate is None or estimate.ci_low is None or estimate.ci_high is None:
        return None
    note, value = words.text("worth.n", n=estimate.n), estimate_value(estimate, words, digits)
    return DotRow(label, note, value, estimate.estimate, estimate.ci_low, estimate.ci_high, kind)


def comparison_chart(names: tuple[str, str], c: Comparison, words: Words, caption: str) -> Chart | None:
    """Return a chart of both figures of a comparison under these names; `None` where neither has an interval."""
    both = (dot_row(names[0], c.own, words), dot_row(names[1], c.other, words, "rest"))
    rows = [row for row in both if row is not None]
    return interval_picture(rows, _scale_of(c), words, caption) if rows else None


def _scale_of(c: Comparison) -> Scale:
    highs = [e.ci_high for e in (c.own, c.other) if e.ci_high is not None]
    if c.measure.is_share:
        return share_scale(max(highs, default=1.0))
    lows = [e.ci_low for e in (c.own, c.other) if e.ci_low is not None]
    scale = amount_scale(min(lows, default=0.0), max(highs, default=1.0))
    return replace(scale, format=TickFormat.FINE_PERCENT) if c.measure.unit == SHARE_UNIT else scale
