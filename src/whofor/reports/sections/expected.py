"""What may be expected of clients from place, activity and size: of each type that holds, then of all deals."""

from __future__ import annotations

from whofor.reports.blocks import Listing
from whofor.reports.report import Report, listing_section
from whofor.reports.wording.expected import expectation_texts

__all__ = ["EXPECTED"]

_MOST = 8


def _block(report: Report) -> Listing | None:
    words = report.words
    rows = [
        (" · ".join(part for part in (one.finding or words.text("people.all_deals"), name) if part), text)
        for one in report.result.clients.expected
        for name, text in expectation_texts(one, words, _MOST)
    ]
    if not rows:
        return None
    named = tuple(report.named(name, text) for name, text in rows)
    return Listing(words.text("title.expected"), words.text("page.expected_lead"), named, folded=True)


EXPECTED = listing_section("expected", _block, terminal_after="going_on")
