"""How they decide: how long won deals stay in each stage, and in those in which somebody must approve."""

from __future__ import annotations

from whofor.reports.blocks import Listing
from whofor.reports.report import Report, listing_section
from whofor.reports.wording.process import process_text

__all__ = ["PROCESS"]


def _block(report: Report) -> Listing | None:
    words, processes = report.words, report.result.clients.processes
    if not processes:
        return None
    rows = tuple(
        report.named(one.finding or words.text("people.all_deals"), process_text(one, words)) for one in processes
    )
    return Listing(words.text("title.process"), words.text("page.process_lead"), rows, folded=True)


PROCESS = listing_section("process", _block, terminal_after="people")
