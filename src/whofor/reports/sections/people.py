"""Who takes part in the purchases: of each type of client that holds, then of all deals."""

from __future__ import annotations

from whofor.reports.blocks import Listing
from whofor.reports.report import Report, listing_section
from whofor.reports.wording.people import committee_sentences

__all__ = ["PEOPLE"]


def _block(report: Report) -> Listing | None:
    words, committees = report.words, report.result.clients.committees
    if not committees:
        return None
    whole = committees[-1]
    # What is known of no deal is known of no type either.
    shown = committees if whole.why is None else (whole,)
    rows = tuple(
        (one.finding or words.text("people.all_deals"), " ".join(committee_sentences(one, words))) for one in shown
    )
    return Listing(words.text("title.people"), words.text("page.people_lead"), rows, folded=True)


PEOPLE = listing_section("people", _block, terminal_after="contrasts")
