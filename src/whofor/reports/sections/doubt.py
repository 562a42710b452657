"""Candidates that did not pass; the page shows the lists of what was left out under this section."""

from __future__ import annotations

from whofor.model import IcpResult, SegmentFinding, Verdict
from whofor.reports.blocks import Doubt, ProfileGroup
from whofor.reports.cards import make_cards
from whofor.reports.profiles import MOST_CARDS, profiles_of
from whofor.reports.report import Report, Section

__all__ = ["DOUBT"]

_MOST_OPEN, _MOST_SEEN, _MOST_BESIDE = 8, 4, 2
"""Beside `MOST_CARDS` types of client that hold, those that do not are shown more shortly."""
_ENOUGH = 6
"""Beside so many they are left to the fold: the page has more to act on than can be read in five minutes."""


def _block(report: Report) -> ProfileGroup | None:
    words, found = report.words, _doubtful(report.result)
    if not found:
        return None
    holding = len(report.icps) + len(report.avoided)
    if holding >= _ENOUGH:
        return None
    # Where nothing else is named, these are the best there is: each says what would settle it.
    is_best = not report.icps and found[0].verdict is Verdict.REVIEW
    most = _MOST_BESIDE if holding >= MOST_CARDS else _MOST_SEEN
    profiles = profiles_of(found[:most], report, advised=not is_best)
    more = report.counted("page.more_doubt", len(found) - most)
    if is_best:
        return ProfileGroup("doubt", words.text("title.doubt_open"), words.text("page.doubt_open"), profiles, more)
    return ProfileGroup("doubt", words.text("title.doubt"), words.text("page.doubt_short"), profiles, more)


def _check(report: Report) -> Doubt | None:
    data = report.result.data
    if not report.result.run.rows and not (data.set_aside or data.issues):
        return None
    words, cards = report.words, make_cards(_doubtful(report.result), report.outcome)
    return Doubt(
        title=words.text("title.doubt"),
        lead=words.text("page.doubt_lead" if cards else "page.doubt_empty"),
        cards=cards[:_MOST_OPEN],
        more_cards=cards[_MOST_OPEN:],
        more_title=report.counted("page.more_candidates", len(cards) - _MOST_OPEN),
    )


def _doubtful(result: IcpResult) -> list[SegmentFinding]:
    """Return the findings that did not pass, REVIEW before FAIL."""
    found = [*result.search.segments, *result.search.negative_segments]
    review = [f for f in found if f.verdict is Verdict.REVIEW]
    return [*review, *(f for f in found if f.verdict is Verdict.FAIL)]


DOUBT = Section("doubt", _block, _check)
