"""Who takes part in the purchases: of each type of client that holds, then of all deals."""

from __future__ import annotations

from whofor.model.committee import Committee
from whofor.reports.blocks import Chapter, Chart, Story
from whofor.reports.briefs import Brief
from whofor.reports.charts.intervals import DotRow
from whofor.reports.charts.scales import share_scale
from whofor.reports.formats import digits_for
from whofor.reports.phrases import phrase_of
from whofor.reports.pictures import dot_row, interval_picture
from whofor.reports.report import Report, Section
from whofor.reports.wording.people import committee_sentences, role_name, usual_roles
from whofor.reports.words import Words

__all__ = ["PEOPLE"]


def _shown(report: Report) -> tuple[Committee, ...]:
    """Return the committees that are told: what is known of no deal is known of no type either."""
    committees = report.result.clients.committees
    return committees if not committees or committees[-1].why is None else committees[-1:]


def _check(report: Report) -> Chapter | None:
    words, shown = report.words, _shown(report)
    if not shown:
        return None
    title = words.text("title.people")
    stories = tuple(_story(one, report) for one in shown)
    return Chapter("people", title, words.text("page.people_lead"), stories)


def _story(committee: Committee, report: Report) -> Story:
    words = report.words
    finding = next((f for f in report.result.search.findings if f.id == committee.finding), None)
    name = words.text("people.all_deals")
    if finding is not None:
        name = words.pair(finding.id, phrase_of(finding.segment, words).capital)
    drawn = _picture(committee, words)
    return Story(name, tuple(committee_sentences(committee, words)), charts=(drawn,) if drawn is not None else ())


def _picture(committee: Committee, words: Words) -> Chart | None:
    """Return in which share of won and of other deals each usual role takes part; `None` where nothing is told."""
    rows: list[DotRow] = []
    for role in usual_roles(committee):
        name, digits = role_name(role.department, role.seniority, words), digits_for(role.won, role.lost)
        for key, figure, kind in (("won", role.won, "own"), ("lost", role.lost, "rest")):
            row = dot_row(words.pair(name, words.text(f"people.{key}")), figure, words, kind, digits)
            rows += [row] if row is not None else []
    if not rows:
        return None
    scale = share_scale(max(row.high for row in rows))
    return interval_picture(rows, scale, words, words.text("people.picture"), above=True)


def _brief(report: Report) -> Brief | None:
    words = report.words
    items = [
        " ".join(report.named(one.finding or words.text("people.all_deals"), " ".join(committee_sentences(one, words))))
        for one in _shown(report)
    ]
    return Brief(words.text("title.people"), items=tuple(items)) if items else None


PEOPLE = Section("people", None, _check, _brief, "contrasts")
