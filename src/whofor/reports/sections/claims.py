"""What was believed before looking, tested as declared."""

from __future__ import annotations

from whofor.reports.blocks import Brief, CardGroup
from whofor.reports.cards import brief_findings, make_cards
from whofor.reports.report import Report, Section

__all__ = ["CLAIMS"]


def _block(report: Report) -> CardGroup | None:
    words, claims = report.words, report.result.search.claims
    if not claims:
        return None
    cards = make_cards(claims, report.outcome)
    return CardGroup("claims", words.text("title.claims"), words.text("page.claims_lead"), cards)


def _brief(report: Report) -> Brief | None:
    return brief_findings(report.words.text("title.claims"), report.result.search.claims, report.outcome)


CLAIMS = Section("claims", _block, _brief)
