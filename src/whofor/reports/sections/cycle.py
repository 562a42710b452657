"""The sales cycle of a type of client, folded under its worth: time to half of the signatures, stages of losses."""

from __future__ import annotations

from whofor.model import Cycle
from whofor.reports.blocks import Story, Table
from whofor.reports.catalogue import clean
from whofor.reports.charts.curves import curve_spec
from whofor.reports.pictures import spec_picture
from whofor.reports.wording.figures import amount, figure_text
from whofor.reports.words import Words

__all__ = ["cycle_story"]


def cycle_story(cycle: Cycle, finding: str, words: Words) -> Story:
    """Return curves of signatures with their sentences, and the stages in which deals are lost."""
    names = (words.text("worth.col_own"), words.text("worth.col_other"))
    caption = words.text("cycle.chart")
    curves = list(zip(names, (cycle.own, cycle.other), strict=True))
    ends = ", ".join(words.pair(name, words.percent(points[-1].estimate)) for name, points in curves)
    wide, narrow = (curve_spec(curves, words.text("cycle.days"), wide=wide) for wide in (True, False))
    chart = spec_picture(wide, narrow, words.text("card.alt", title=caption, rows=ends), words, caption)
    tables: list[Table] = []
    if cycle.deaths:
        rows = tuple(
            (clean(d.stage), figure_text(d.own, words, cell=True), figure_text(d.other, words, cell=True))
            for d in cycle.deaths
        )
        tables.append(Table(words.text("cycle.deaths"), (words.text("cycle.col_stage"), *names), rows))
    title = words.text("title.cycle_fold", id=finding)
    return Story(title, tuple(_sentences(cycle, words)), charts=(chart,), tables=tuple(tables))


def _sentences(cycle: Cycle, words: Words) -> list[str]:
    """Return the median times to a signature, the days gained, and the number of open deals, in sentences."""
    sentences: list[str] = []
    if cycle.median_own.estimate is not None and cycle.median_other.estimate is not None:
        own, other = (figure_text(m, words, is_median=True) for m in (cycle.median_own, cycle.median_other))
        sentences.append(words.text("cycle.medians", own=own, other=other))
    gained = words.text(
        "cycle.gained" if cycle.gained >= 0 else "cycle.lost",
        horizon=amount(cycle.horizon, "days", words),
        days=amount(abs(cycle.gained), "days", words),
        low=cycle.gained_low,
        high=cycle.gained_high,
    )
    still_open = words.text("cycle.open", open=cycle.open_own + cycle.open_other, n=cycle.n_own + cycle.n_other)
    return [*sentences, gained, still_open]
