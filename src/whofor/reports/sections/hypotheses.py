"""Hypotheses worth testing, where nothing is established."""

from __future__ import annotations

from whofor.reports.blocks import Brief, CardGroup
from whofor.reports.cards import brief_findings, make_cards
from whofor.reports.report import Report, Section

__all__ = ["HYPOTHESES"]


def _block(report: Report) -> CardGroup | None:
    words, hypotheses = report.words, report.result.search.hypotheses
    if not hypotheses:
        return None
    cards = make_cards(hypotheses, report.outcome)
    return CardGroup("hypotheses", words.text("title.hypotheses"), words.text("page.hypotheses_lead"), cards)


def _brief(report: Report) -> Brief | None:
    return brief_findings(report.words.text("title.hypotheses"), report.result.search.hypotheses, report.outcome)


HYPOTHESES = Section("hypotheses", _block, _brief)
