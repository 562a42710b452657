"""Clients to avoid: the types of client that are proven to do worse."""

from __future__ import annotations

from whofor.model import Answer
from whofor.reports.blocks import CardGroup, ProfileGroup
from whofor.reports.briefs import Brief
from whofor.reports.cards import brief_findings, make_cards
from whofor.reports.profiles import MOST_CARDS, more_types, profiles_of
from whofor.reports.report import Report, Section, only_passed

__all__ = ["AVOID"]


def _block(report: Report) -> ProfileGroup | None:
    passed = only_passed(report.result.search.negative_segments)
    if not passed:
        return None
    words = report.words
    profiles = profiles_of(passed[:MOST_CARDS], report, advised=True)
    more = more_types(passed[MOST_CARDS:], report)
    return ProfileGroup("avoid", words.text("nav.avoid"), words.text("page.avoid_short"), profiles, more)


def _check(report: Report) -> CardGroup | None:
    words, outcome, passed = report.words, report.outcome, only_passed(report.result.search.negative_segments)
    if passed:
        title, cards = words.plural("title.avoid", len(passed)), make_cards(passed, outcome)
        return CardGroup("avoid", title, outcome.text("page.avoid_lead"), cards, compact=True)
    if report.result.answer is not Answer.FOUND:
        return None
    return CardGroup("avoid", words.text("title.avoid_none"), outcome.text("page.avoid_empty"))


def _brief(report: Report) -> Brief | None:
    """Return all candidates, including those that did not pass."""
    n = len(only_passed(report.result.search.negative_segments))
    title = report.counted("title.avoid", n) or report.words.text("title.avoid_none")
    return brief_findings(title, report.result.search.negative_segments, report.outcome)


AVOID = Section("avoid", _block, _check, _brief)
