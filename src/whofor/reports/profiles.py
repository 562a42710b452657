"""Types of client as their reader needs them: who, how much better, why it is believed or not, what to do now."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from whofor.model import Estimate, IcpResult, SegmentFinding, Verdict
from whofor.model.measure import OutcomeName
from whofor.model.reasons.verdicts import Confirmed, CorrectedSignificant
from whofor.model.run import SplitKind
from whofor.reports.accounts import accounts_fold
from whofor.reports.blocks import AccountsFold, CardGroup, Profile, ProfileGroup
from whofor.reports.briefs import Brief
from whofor.reports.cards import brief_findings, make_cards
from whofor.reports.formats import digits_for
from whofor.reports.phrases import naming_hint, or_list, phrase_of
from whofor.reports.report import Report, Section
from whofor.reports.wording.figures import estimate_range, estimate_value
from whofor.reports.wording.findings import chance_text, is_claim, is_hypothesis, needed_text, reader_word
from whofor.reports.wording.reasons import next_step_text, reason_text

__all__ = ["findings_section", "holds_apart", "profiles_of"]


def profiles_of(findings: Sequence[SegmentFinding], report: Report, *, advised: bool = False) -> tuple[Profile, ...]:
    """Return types of client, each in a few sentences.

    Args:
        findings: The findings, in the order of the page.
        report: The report they are in.
        advised: Whether the group says once what to do, so that none of them repeats it.
    """
    return tuple(_profile(f, report, place, advised=advised) for place, f in enumerate(findings))


def _profile(finding: SegmentFinding, report: Report, place: int, *, advised: bool) -> Profile:
    words = report.words
    lines = (
        _passed(finding, report, advised=advised) if finding.verdict is Verdict.PASS else _not_passed(finding, report)
    )
    return Profile(
        id=finding.id,
        verdict=_icon(finding),
        word=reader_word(finding, words),
        title=phrase_of(finding.segment, words).capital,
        lines=tuple(line for line in (*lines, naming_hint(finding.segment, words)) if line),
        next_step="" if advised else _next(finding, report, place),
        accounts=_accounts(finding, report),
    )


def _accounts(finding: SegmentFinding, report: Report) -> AccountsFold | None:
    """Return the first accounts of a type of client that passed; whom a doubtful one holds is no news."""
    if finding.verdict is not Verdict.PASS:
        return None
    return accounts_fold(report.result.accounts, finding.id, finding.segment, report.words)


def _icon(finding: SegmentFinding) -> str:
    if is_hypothesis(finding):
        return "hypothesis"
    avoid = finding.verdict is Verdict.PASS and finding.direction < 0
    return "avoid" if avoid else finding.verdict.value.lower()


def _next(finding: SegmentFinding, report: Report, place: int) -> str:
    words = report.words
    if finding.verdict is Verdict.PASS and finding.direction > 0 and not is_claim(finding) and not finding.of_channel:
        if place == 0:
            return words.text("profile.first")
        return words.text("profile.then", first=report.icps[0].id)
    return next_step_text(finding.next_step, words, finding)


def _passed(finding: SegmentFinding, report: Report, *, advised: bool) -> list[str]:
    """Return the figures of a type of client that passed, and why it is believed."""
    outcome, words, own = report.outcome, report.words, finding.confirm
    digits = digits_for(own, *([report.else_figure] if report.else_figure else []))
    rate, ends = estimate_value(own, words, digits), estimate_range(own, words, digits)
    figures = outcome.text("profile.rate", rate=rate, interval=ends, deals=words.count("deals", own.n)) if ends else ""
    days = finding.median_days_to_win
    cycle = ""
    shown = finding.direction > 0 and report.outcome.measure.name == OutcomeName.WON
    if shown and days is not None and days.ci_low is not None and days.ci_high is not None:
        between = f"{words.number(round(days.ci_low))}–{words.number(round(days.ci_high))}"
        cycle = words.text("profile.days", days=round(days.estimate or 0.0), between=between)
    return [" ".join(text for text in (figures, cycle) if text), "" if advised else _believed(finding, report)]


def _believed(finding: SegmentFinding, report: Report) -> str:
    """Return why it is believed: where it held up, and what does not explain it."""
    words = report.words
    if is_claim(finding):
        held = words.text("profile.declared")
    else:
        held = words.text(_held_up(report)) if finding.confirm.n else ""
    names = [
        words.parameter(a.label, a.confounder) for a in finding.adjustments if a.survives and a.confounder != "all"
    ]
    if not names:
        return held
    other = words.text("profile.not_explained", names=or_list([name.lower() for name in names], words))
    return f"{held} {other}".strip()


def _held_up(report: Report) -> str:
    """Return the message on the deals that it was checked on: later ones only where days are known."""
    run = report.result.run
    later = run.split == SplitKind.NEWEST and run.split_date
    return "profile.held_up_later" if later else "profile.held_up"


def _not_passed(finding: SegmentFinding, report: Report) -> list[str]:
    """Return the first reason against a candidate; of a hypothesis its chance and what would settle it."""
    words = report.words
    if is_hypothesis(finding):
        return [chance_text(finding, words), needed_text(finding, words)]
    against = [r for r in finding.reasons if not isinstance(r, Confirmed | CorrectedSignificant)]
    return [reason_text(r, words, finding) for r in against[:1]]


def holds_apart(own: Estimate | None, other: Estimate | None) -> bool:
    """Return whether the intervals of two figures have nothing in common, so that a headline may name both."""
    if own is None or own.ci_low is None or own.ci_high is None:
        return False
    if other is None or other.ci_low is None or other.ci_high is None:
        return False
    return own.ci_high < other.ci_low or other.ci_high < own.ci_low


def findings_section(name: str, findings: Callable[[IcpResult], Sequence[SegmentFinding]]) -> Section:
    """Return a section that shows findings as cards, those that did not pass too; absent where there are none."""

    def check(report: Report) -> CardGroup | None:
        words, found = report.words, findings(report.result)
        if not found:
            return None
        title, lead = words.text(f"title.{name}"), words.text(f"page.{name}_lead")
        return CardGroup(name, title, lead, make_cards(found, report.outcome))

    def block(report: Report) -> ProfileGroup | None:
        words, found = report.words, findings(report.result)
        if not found:
            return None
        title, lead = words.text(f"title.{name}"), words.text(f"page.{name}_short")
        return ProfileGroup(name, title, lead, profiles_of(found, report))

    def brief(report: Report) -> Brief | None:
        return brief_findings(report.words.text(f"title.{name}"), findings(report.result), report.outcome)

    return Section(name, block, check, brief)
