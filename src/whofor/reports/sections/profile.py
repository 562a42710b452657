"""The types of client of the profile quarter by quarter, against their promise."""

from __future__ import annotations

from whofor.model.profile_answer import TypeQuarters
from whofor.reports.blocks import Chapter, Chart, Story
from whofor.reports.charts.scales import share_scale
from whofor.reports.formats import digits_for
from whofor.reports.pictures import dot_row, interval_picture
from whofor.reports.report import Report, Section
from whofor.reports.wording.conditions import capital
from whofor.reports.wording.figures import rate_text
from whofor.reports.words import Words

__all__ = ["PROFILE"]


def _check(report: Report) -> Chapter | None:
    standing, words = report.profile, report.words
    if standing is None or standing.run != report.result.run.id:
        return None
    stories = tuple(story for one in standing.types if (story := _story(one, words)) is not None)
    return (
        Chapter("profile", words.text("title.profile"), words.text("page.profile_lead"), stories) if stories else None
    )


def _story(one: TypeQuarters, words: Words) -> Story | None:
    drawn = _picture(one, words)
    if drawn is None:
        return None
    text = words.text("profile.quarter_promise", promised=rate_text(one.promised, words))
    name = one.names.get(words.language) or next(iter(one.names.values()), one.id)
    return Story(capital(name), (text,), charts=(drawn,))


def _picture(one: TypeQuarters, words: Words) -> Chart | None:
    """Return the rate of each quarter with its interval below the promise; `None` of means, or without any quarter."""
    figures = [quarter.figure for quarter in one.quarters]
    if not figures or not all(figure.is_share for figure in (*figures, one.promised)):
        return None
    digits = digits_for(one.promised, *figures)
    labels = [
        words.text("profile.quarter_seen", quarter=quarter.quarter, n=quarter.n_searched)
        if quarter.n_searched
        else quarter.quarter
        for quarter in one.quarters
    ]
    pairs = [(words.text("profile.quarter_promised"), one.promised, "rest")]
    pairs += [(label, figure, "own") for label, figure in zip(labels, figures, strict=True)]
    rows = [row for label, figure, kind in pairs if (row := dot_row(label, figure, words, kind, digits)) is not None]
    if not rows:
        return None
    scale = share_scale(max(row.high for row in rows))
    return interval_picture(rows, scale, words, words.text("profile.quarter_picture"), above=True)


PROFILE = Section("profile", None, _check)
