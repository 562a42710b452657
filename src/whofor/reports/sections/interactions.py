"""How conversations were counted."""

from __future__ import annotations

from whofor.model import SoftSource
from whofor.reports.blocks import Listing
from whofor.reports.report import Report, listing_section
from whofor.reports.wording.figures import amount
from whofor.reports.wording.understanding import soft_fact_text, understanding_text

__all__ = ["INTERACTIONS"]


def _block(report: Report) -> Listing | None:
    words, counted = report.words, report.result.data.interactions
    if counted is None:
        return None
    sentence = words.text(
        "worth.interactions",
        days=amount(counted.days, "days", words),
        deals=counted.deals,
        total=counted.total,
        placed=counted.placed,
        unplaced=counted.unplaced,
        undated=counted.undated,
        repeated=counted.repeated,
    )
    title, lead = words.text("title.interactions"), words.text("page.interactions_lead")
    rows = [("", sentence)]
    reading = report.result.data.understanding
    if reading is not None and reading.source is not SoftSource.NOTHING:
        rows.append(("", understanding_text(reading, words)))
    rows += [("", soft_fact_text(fact, words)) for fact in report.result.data.soft_facts]
    return Listing(title, lead, tuple(rows), folded=True)


INTERACTIONS = listing_section("interactions", _block, terminal_after="channels")
