"""Clients to target: the types of client that passed every check."""

from __future__ import annotations

from whofor.model import Answer
from whofor.reports.blocks import CardGroup, ProfileGroup
from whofor.reports.briefs import Brief
from whofor.reports.cards import brief_findings, make_cards
from whofor.reports.profiles import MOST_CARDS, more_types, profiles_of, why_all_hold
from whofor.reports.report import Report, Section, only_passed

__all__ = ["ICPS"]


def _block(report: Report) -> ProfileGroup | None:
    passed = only_passed(report.result.search.segments)
    if not passed:
        return None
    why = why_all_hold(passed, report)
    profiles = profiles_of(passed[:MOST_CARDS], report, believed=bool(why))
    more = more_types(passed[MOST_CARDS:], report)
    return ProfileGroup("icps", report.words.text("nav.icps"), why, profiles, more)


def _check(report: Report) -> CardGroup | None:
    words, passed = report.words, only_passed(report.result.search.segments)
    if passed:
        title = words.plural("title.icps", len(passed))
        return CardGroup("icps", title, words.text("page.icps_lead"), make_cards(passed, report.outcome))
    if report.result.answer is not Answer.FOUND:
        return None
    lead = words.text("page.icps_empty", title=words.text("title.doubt"))
    return CardGroup("icps", words.text("title.icps_none"), lead)


def _brief(report: Report) -> Brief | None:
    """Return all candidates, including those that did not pass."""
    n = len(only_passed(report.result.search.segments))
    title = report.counted("title.icps", n) or report.words.text("title.icps_none")
    return brief_findings(title, report.result.search.segments, report.outcome)


ICPS = Section("icps", _block, _check, _brief)
