"""What was going on at the clients before their deals were opened: each situation, and what came of it."""

from __future__ import annotations

from whofor.reports.blocks import Listing
from whofor.reports.report import Report, listing_section
from whofor.reports.wording.situations import situation_text

__all__ = ["GOING_ON"]

_MOST = 10


def _block(report: Report) -> Listing | None:
    words, situations = report.words, report.result.clients.going_on
    if not situations:
        return None
    rows = tuple(
        report.named(one.label_in(words.language), f"{situation_text(one, words)} {one.why_in(words.language)}".strip())
        for one in situations[:_MOST]
    )
    left = len(situations) - _MOST
    more = (("", words.plural("label.more", left)),) if left > 0 else ()
    return Listing(words.text("title.going_on"), words.text("page.going_on_lead"), (*rows, *more), folded=True)


GOING_ON = listing_section("going_on", _block, terminal_after="people")
