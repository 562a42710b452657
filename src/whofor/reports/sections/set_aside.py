"""Deals that were not analysed, and why."""

from __future__ import annotations

from whofor.reports.blocks import Listing
from whofor.reports.report import Report, listing_section
from whofor.reports.wording.reasons import set_aside_text

__all__ = ["SET_ASIDE"]


def _block(report: Report) -> Listing | None:
    words, set_aside = report.words, report.result.data.set_aside
    if not set_aside:
        return None
    rows = tuple(report.named(words.count("deals", a.n), set_aside_text(a, words)) for a in set_aside)
    title = words.plural("title.aside", sum(a.n for a in set_aside))
    return Listing(title, report.outcome.text("page.aside_lead"), rows, folded=bool(report.icps or report.avoided))


SET_ASIDE = listing_section("set_aside", _block)
