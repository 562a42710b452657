"""What passed the correction and is no finding of its own: nothing that passed is dropped in silence."""

from __future__ import annotations

from whofor.model import AlsoPassed, AlsoPassedKind
from whofor.reports.blocks import Listing
from whofor.reports.briefs import Brief, Paragraph
from whofor.reports.phrases import phrase_of
from whofor.reports.report import Report, Section
from whofor.reports.words import Words

__all__ = ["ALSO_PASSED", "also_passed_text"]


def _block(report: Report) -> Listing | None:
    words, search = report.words, report.result.search
    rows = tuple(report.named(_name(a, words), also_passed_text(a, words)) for a in search.also_passed)
    if not rows:
        return None
    left = search.n_also_passed - sum(1 + a.n_alike for a in search.also_passed)
    more = words.plural("label.more", left) if left > 0 else ""
    lead = words.plural("page.also_passed_lead", search.n_also_passed)
    return Listing(words.text("title.also_passed"), lead, rows, folded=True, more=more)


def _brief(report: Report) -> Brief | None:
    """Return how many there are and the strongest that is more than a variant of a finding."""
    words, search = report.words, report.result.search
    if not search.also_passed:
        return None
    count = words.plural("tell.also_passed", search.n_also_passed)
    apart = (a for a in search.also_passed if a.kind is not AlsoPassedKind.VARIANT)
    items = tuple(words.pair(_name(a, words), also_passed_text(a, words)) for a in apart)
    return Brief(words.text("title.also_passed"), lines=(Paragraph(count),), items=items, most=3)


def _name(one: AlsoPassed, words: Words) -> str:
    return phrase_of(one.segment, words).capital


def also_passed_text(one: AlsoPassed, words: Words) -> str:
    """Return why a combination that passed is no finding, with its deals and how many more are like it."""
    direction = "better" if one.direction > 0 else "worse"
    shared = words.text("tell.also_passed_shared", n=one.n, shared=one.n_shared, finding=one.finding)
    if one.kind is AlsoPassedKind.VARIANT:
        parts = [shared]
    elif one.kind is AlsoPassedKind.MIRROR:
        parts = [words.text(f"tell.also_passed_mirror_{direction}", n=one.n, finding=one.finding)]
    else:
        parts = [words.text(f"tell.also_passed_{one.kind}_{direction}", n=one.n), shared if one.finding else ""]
    if one.n_alike:
        parts.append(words.plural("tell.also_passed_alike", one.n_alike))
    return " ".join(part for part in parts if part)


ALSO_PASSED = Section("also_passed", None, _block, _brief)
