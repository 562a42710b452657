"""Issues counted at import: unreadable values, unknown keys and the like."""

from __future__ import annotations

from whofor.model import Issue, IssueCode
from whofor.reports.blocks import Listing
from whofor.reports.briefs import Brief
from whofor.reports.report import Report, Section
from whofor.reports.wording.reasons import issue_text
from whofor.reports.words import Words

__all__ = ["ISSUES"]


def _block(report: Report) -> Listing | None:
    words, issues = report.words, report.result.data.issues
    if not issues:
        return None
    rows = tuple((words.number(issue.count), _sentence(issue, words)) for issue in issues)
    return Listing(words.text("title.issues"), words.text("page.issues_lead"), rows, folded=True)


def _sentence(issue: Issue, words: Words) -> str:
    """Return an issue with its place and an example."""
    text = issue_text(issue, words)
    if issue.place:
        text = words.pair(issue.place, text)
    # What was guessed is shown where the data is; one line of it says nothing.
    if not issue.examples or issue.code == IssueCode.MAPPING_GUESSED:
        return text
    # Of links the example is how many of the keys were found.
    key = "page.example_share" if issue.code == IssueCode.JOIN_UNMATCHED else "page.example"
    return words.text(key, said=text, example=issue.examples[0])


def _brief(report: Report) -> Brief | None:
    """Return each issue with its place and count."""
    words, issues = report.words, report.result.data.issues
    items: list[str] = []
    for issue in issues:
        text = issue_text(issue, words)
        what = words.text("label.placed", what=text, place=issue.place) if issue.place else text
        items.append(words.pair(what, words.number(issue.count)))
    return Brief(words.text("title.issues"), items=tuple(items)) if items else None


ISSUES = Section("issues", None, _block, _brief)
