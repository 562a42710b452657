"""Types of client as their reader needs them: who, how much better, why it is believed or not, what to do now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from whofor.model import IcpResult, SegmentFinding, Verdict
from whofor.model.measure import OutcomeName
from whofor.model.reasons.verdicts import VerdictReason
from whofor.model.run import SplitKind
from whofor.reports.accounts import accounts_fold
from whofor.reports.blocks import CardGroup, Profile, ProfileGroup
from whofor.reports.briefs import Brief
from whofor.reports.cards import brief_findings, make_cards
from whofor.reports.catalogue import clean
from whofor.reports.folds import AccountsFold, Fold
from whofor.reports.formats import digits_for
from whofor.reports.phrases import and_list, naming_hint, or_list, phrase_of, segment_label
from whofor.reports.report import Report, Section
from whofor.reports.wording.expected import expectation_texts
from whofor.reports.wording.figures import estimate_range, estimate_value
from whofor.reports.wording.findings import chance_text, is_claim, is_hypothesis, needed_text, reader_word
from whofor.reports.wording.people import committee_sentences
from whofor.reports.wording.personas import persona_short
from whofor.reports.wording.process import approval_text
from whofor.reports.wording.reasons import next_step_text, reason_text
from whofor.reports.wording.situations import situations_of_type

__all__ = ["MOST_CARDS", "findings_section", "more_types", "profiles_of", "why_all_hold"]

MOST_CARDS = 4
_MOST_EXPECTED = 6
"""Cards of a group, two rows of a page: a reader goes after no more types at once, and the chart has all of them."""


def profiles_of(
    findings: Sequence[SegmentFinding], report: Report, *, advised: bool = False, believed: bool = False
) -> tuple[Profile, ...]:
    """Return types of client, each in a few sentences.

    Args:
        findings: The findings, in the order of the page.
        report: The report they are in.
        advised: Whether the group says once what to do, so that none of them repeats it.
        believed: Whether the group says once why they are believed.
    """
    return tuple(_profile(f, report, place, advised=advised, believed=believed) for place, f in enumerate(findings))


def why_all_hold(findings: Sequence[SegmentFinding], report: Report) -> str:
    """Return why several types of client are believed, where that is the same for all; else empty."""
    kinds = {(f.confirm.n > 0, is_claim(f), _unexplained(f, report)) for f in findings}
    if len(findings) < 2 or len(kinds) > 1:
        return ""
    ((checked, declared, unexplained),) = kinds
    return f"{report.words.text(f'profile.each_{_held_up(report)}')} {unexplained}" if checked and not declared else ""


def _profile(finding: SegmentFinding, report: Report, place: int, *, advised: bool, believed: bool) -> Profile:
    words = report.words
    passed = finding.verdict is Verdict.PASS
    lines = _passed(finding, report, believed=advised or believed) if passed else _not_passed(finding, report)
    return Profile(
        id=finding.id,
        verdict=_icon(finding),
        word=reader_word(finding, words),
        title=phrase_of(finding.segment, words).capital,
        lines=tuple(line for line in (*lines, naming_hint(finding.segment, words)) if line),
        next_step="" if advised else _next(finding, report, place),
        folds=tuple(_folds(finding, report)),
        accounts=_accounts(finding, report),
    )


def _accounts(finding: SegmentFinding, report: Report) -> AccountsFold | None:
    """Return the first accounts of a type of client that passed; whom a doubtful one holds is no news."""
    if finding.verdict is not Verdict.PASS:
        return None
    part = report.result.run.part
    about = "" if part is None else clean(part.value)
    return accounts_fold(report.result.accounts, finding.id, finding.segment, report.words, about)


def _folds(finding: SegmentFinding, report: Report) -> Iterator[Fold]:
    """Yield what is told of the clients of a type beside its figures, a fold each; nothing of one that did not pass."""
    words = report.words
    told = (
        ("people", [("", text) for text in _people(finding, report)]),
        ("going_on", [("", text) for text in _going_on(finding, report)]),
        ("expected", _expected(finding, report)),
    )
    for name, rows in told:
        if rows and finding.verdict is Verdict.PASS:
            yield Fold(words.text(f"title.{name}"), tuple(rows), words.text(f"page.{name}_lead"))


def _people(finding: SegmentFinding, report: Report) -> tuple[str, ...]:
    """Return who takes part in the purchases of a type of client that passed, and its personas; empty for nobody."""
    found = next((one for one in report.result.clients.committees if one.finding == finding.id), None)
    if found is None or found.why is not None:
        return ()
    process = next((one for one in report.result.clients.processes if one.finding == finding.id), None)
    approval = "" if process is None else approval_text(process, report.words)
    personas = (each for one in report.result.clients.personas if one.finding == finding.id for each in one.personas)
    return (
        *committee_sentences(found, report.words),
        *([approval] if approval else []),
        *(persona_short(one, report.words) for one in personas),
    )


def _going_on(finding: SegmentFinding, report: Report) -> tuple[str, ...]:
    """Return in which situations the clients of a type stand out; empty where in none."""
    return tuple(situations_of_type(finding.id, report.result.clients.going_on, report.words))


def _expected(finding: SegmentFinding, report: Report) -> tuple[tuple[str, str], ...]:
    """Return what may be expected of the clients of a type to go after."""
    one = next((each for each in report.result.clients.expected if each.finding == finding.id), None)
    if one is None or finding.direction < 0:
        return ()
    return tuple(report.named(name, text) for name, text in expectation_texts(one, report.words, _MOST_EXPECTED))


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
        return words.text("profile.then", first=report.icps[0].id) if place == 1 else ""
    return next_step_text(finding.next_step, words, finding)


def _passed(finding: SegmentFinding, report: Report, *, believed: bool) -> list[str]:
    """Return the figures of a type of client that passed, and why it is believed."""
    outcome, words, own = report.outcome, report.words, finding.confirm
    digits = report.rate_digits
    rate, ends = estimate_value(own, words, digits), estimate_range(own, words, digits)
    figures = outcome.text("profile.rate", rate=rate, interval=ends, deals=words.count("deals", own.n)) if ends else ""
    days = finding.median_days_to_win
    cycle = ""
    shown = finding.direction > 0 and report.outcome.measure.name == OutcomeName.WON
    if shown and days is not None and days.ci_low is not None and days.ci_high is not None:
        between = f"{words.number(round(days.ci_low))}–{words.number(round(days.ci_high))}"
        cycle = words.text("profile.days", days=round(days.estimate or 0.0), between=between)
    return [" ".join(text for text in (figures, cycle) if text), "" if believed else _believed(finding, report)]


def _believed(finding: SegmentFinding, report: Report) -> str:
    """Return why it is believed: where it held up, and what does not explain it."""
    words = report.words
    if is_claim(finding):
        held = words.text("profile.holds_as_declared" if finding.declared else "profile.declared")
        held = f"{held} {_declared(finding, report)}".strip()
    else:
        held = words.text(f"profile.{_held_up(report)}") if finding.confirm.n else ""
    return f"{held} {_unexplained(finding, report)}".strip()


def _declared(finding: SegmentFinding, report: Report) -> str:
    """Return when a claim was first declared, and how those of its deals do that were opened later."""
    words, since = report.words, finding.since_declared
    if not finding.declared:
        return ""
    if since is None:
        return words.text("profile.declared_after", day=finding.declared)
    rate = estimate_value(since, words, digits_for(since))
    return report.outcome.plural("profile.declared_before", since.n, day=finding.declared, rate=rate)


def _unexplained(finding: SegmentFinding, report: Report) -> str:
    """Return what does not explain the difference of a type of client; empty where nothing was looked at."""
    words = report.words
    names = [
        words.parameter(a.label, a.confounder) for a in finding.adjustments if a.survives and a.confounder != "all"
    ]
    return words.text("profile.not_explained", names=or_list([name.lower() for name in names], words)) if names else ""


def _held_up(report: Report) -> str:
    """Return the end of the message on the deals that it was checked on: later ones only where days are known."""
    run = report.result.run
    later = run.split == SplitKind.NEWEST and run.split_date
    return "held_up_later" if later else "held_up"


def _not_passed(finding: SegmentFinding, report: Report) -> list[str]:
    """Return the first reason against a candidate; of a hypothesis its chance and what would settle it."""
    words = report.words
    if is_hypothesis(finding):
        return [chance_text(finding, words), needed_text(finding, words)]
    against = [r for r in finding.reasons if not r.speaks_for]
    return [*(_reason_seen(r, finding, report) for r in against[:1]), _declared(finding, report)]


def _reason_seen(reason: VerdictReason, finding: SegmentFinding, report: Report) -> str:
    """Return a reason for those who need no p-value, which the fold has."""
    key = f"seen.{reason.code}"
    return report.words.text(key) if report.words.has(key) else reason_text(reason, report.words, finding)


def more_types(findings: Sequence[SegmentFinding], report: Report) -> str:
    """Return which further types of client hold; empty for none."""
    if not findings:
        return ""
    names = [f"{f.id} ({segment_label(f.segment, report.words)})" for f in findings]
    return report.words.plural("page.more_types", len(findings), types=and_list(names, report.words))


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
